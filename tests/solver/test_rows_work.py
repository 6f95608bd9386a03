"""Rosters by whole rows: legal, never dearer, and never cheaper than the bound."""

import random
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pytest
from ortools.linear_solver import pywraplp

import solver.rows.phase
import solver.search
from solver.clock import WallClock
from solver.fixing import FREE
from solver.limits import Ints, Tier
from solver.rows.crew import Crew, alone
from solver.rows.dive import Dive, Pace
from solver.rows.insertion import Insertion
from solver.rows.kept import Kept
from solver.rows.mix import Mix
from solver.rows.phase import RowsPhase
from solver.rows.program import RowProgram
from solver.rows.proof import Proof
from solver.rows.room import Room
from solver.rows.rounds import Rounds
from solver.rows.team import Team
from solver.rows.turns import Turns
from solver.rows.work import ByRows
from solver.search import Options, Search
from solver.structure import Structure
from tests.solver.rows_team import PEOPLE, team_of


@pytest.mark.parametrize("seed", range(6))
def test_people_put_in_make_a_legal_roster_that_costs_what_is_said(seed: int) -> None:
    columns, _, team = team_of(seed)
    insertion = Insertion(team, seed, lambda: False)
    assert insertion.construct()
    first, told = insertion.all_in(), list[list[Ints]]()
    assert first is not None
    # Two seconds a turn, so that each better roster is told.
    seconds = iter(range(60, -1, -2))
    insertion.improve(lambda: next(seconds), told.append)
    costs = []
    for rows in [first, *told]:
        plan = team.plan(rows)
        assert not columns.outside(columns.values(plan))[columns.hard].any()
        costs.append(columns.costs(plan)[Tier.COMFORT])
        found = team.paths(plan)
        assert found is not None
        assert [path.tolist() for path in found] == [path.tolist() for path in rows]
    assert all(after < before for before, after in pairwise(costs))
    assert min(costs[-1], insertion.cost) == costs[-1]


def test_of_better_rosters_the_best_is_told_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    columns, _, team = team_of(2)
    insertion, told = Insertion(team, 2, lambda: False), list[list[Ints]]()
    # Rows that nobody would choose, so that there is something to gain.
    dear = [member.program.cheapest(np.zeros(len(member.program.line.atoms)), Room()).path for member in team.members]
    insertion.take([path for path in dear if path is not None])
    costs = [insertion.cost]

    def left() -> float:
        costs.append(insertion.cost)
        return 1.0 if len(costs) < 60 else 0.0

    insertion.improve(left, told.append)
    assert len(told) == 1
    assert len(set(costs)) > 2
    assert columns.costs(team.plan(told[0]))[Tier.COMFORT] == min(costs) < costs[0]


def mixed(team: Team, seed: int) -> tuple[Insertion, Rounds, list[float]]:
    """A roster, rounds of pricing run to their end, and the bounds that were told on the way."""
    insertion = Insertion(team, seed, lambda: False)
    assert insertion.construct()
    mix = Mix(team, range(PEOPLE), team.links.given)
    for number in range(PEOPLE):
        mix.add(insertion.row(number))
    told: list[float] = []
    rounds = Rounds(mix, [Room()], lambda: False, told.append)
    assert rounds.run(500)
    assert rounds.done
    return insertion, rounds, told


@pytest.mark.parametrize("seed", range(6))
def test_no_roster_costs_less_than_the_bound_and_a_dive_is_legal(seed: int) -> None:
    columns, _, team = team_of(seed)
    insertion, rounds, told = mixed(team, seed)
    # Prices lie on a grid, so that the bound may miss the mix by a little.
    assert rounds.best <= rounds.mix.value + 1e-6
    assert np.ceil(rounds.best - 1e-6) >= np.floor(rounds.mix.value)
    assert told == sorted(told)
    rng = random.Random(seed)
    pace = Pace.over_all(rng, 60.0) if seed % 2 else Pace.quick(rng)
    rows = Dive(rounds.mix, [Room()], rng, lambda: False, pace, WallClock()).run(np.inf)
    assert rows is not None
    insertion.replace(rows)
    plan = team.plan([insertion.row(number).path for number in range(PEOPLE)])
    assert not columns.outside(columns.values(plan))[columns.hard].any()
    assert columns.costs(plan)[Tier.COMFORT] == insertion.cost >= np.ceil(rounds.best - 1e-6)


@pytest.mark.parametrize("leave", [0, 4, PEOPLE * 6])
def test_a_dive_settles_all_cells_but_so_many(leave: int) -> None:
    columns, _, team = team_of(4)
    insertion, rounds, _ = mixed(team, 4)
    before = rounds.mix.value
    dive = Dive(rounds.mix, [Room()], random.Random(4), lambda: False, Pace(0.05, 0.9, 2), WallClock())
    rows = dive.run(np.inf, leave)
    assert rows is not None
    left = sum(int(dive.open_days(number).sum()) for number in range(PEOPLE))
    # All of them may be open from the start; else some are settled, though no more than are wanted and a step.
    assert left == leave if leave == PEOPLE * 6 else 0 <= left <= leave
    assert rounds.mix.value >= before - 1e-6
    insertion.replace(rows)
    plan = team.plan([insertion.row(number).path for number in range(PEOPLE)])
    assert not columns.outside(columns.values(plan))[columns.hard].any()


def test_a_dive_without_time_settles_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    settle, steps = Mix.thin_out, [0]

    def counted(mix: Mix) -> None:
        steps[0] += 1
        settle(mix)

    monkeypatch.setattr(Mix, "thin_out", counted)
    needed = {}
    for seconds in (0.0, np.inf):
        _, _, team = team_of(4)
        _, rounds, _ = mixed(team, 4)
        steps[0] = 0
        dive = Dive(rounds.mix, [Room()], random.Random(4), lambda: False, Pace(0.01, 1.1, 2, seconds), WallClock())
        assert dive.run(np.inf) is not None
        needed[seconds] = steps[0]
    # What rows in the mix disagree on a step leaves to the next one.
    assert needed[0.0] <= 3 < needed[np.inf]


def test_a_dive_is_given_up_where_even_a_mix_costs_more_than_its_aim() -> None:
    _, _, team = team_of(1)
    _, rounds, _ = mixed(team, 1)
    for aim, given_up in ((rounds.mix.value - 0.5, True), (np.inf, False)):
        found = Dive(rounds.mix, [Room()], random.Random(1), lambda: False, Pace(0.05, 0.9, 2), WallClock()).run(aim)
        assert (found is None) is given_up


def test_a_member_settled_on_patterns_takes_no_row_with_others() -> None:
    _, _, team = team_of(2)
    insertion = Insertion(team, 2, lambda: False)
    assert insertion.construct()
    mix, path = Mix(team, range(PEOPLE), team.links.given), insertion.row(0).path
    for number in range(PEOPLE):
        mix.add(insertion.row(number))
    mix.settle(0, path[:3].tolist())
    for _ in range(20):
        assert mix.solved(lambda: False)
        mix.price(mix.prices, range(PEOPLE), [Room()], alone, lambda: False)
    rows = [row.path for row in mix.rows if row.member == 0]
    assert len(rows) > 1
    assert all((row[:3] == path[:3]).all() for row in rows)
    # Settled on more, rows that are known and do not agree are out of the mix.
    mix.settle(0, path.tolist())
    assert mix.solved(lambda: False)
    liked = [row.path for row, share in zip(mix.rows, mix.shares, strict=True) if row.member == 0 and share > 1e-9]
    assert [row.tolist() for row in liked] == [path.tolist()]
    # Once most rows are out they are forgotten, and the mix stays what it is.
    value = mix.value
    for number in range(1, PEOPLE):
        mix.settle(number, insertion.row(number).path.tolist())
    mix.settle(0, path.tolist())
    assert mix.solved(lambda: False)
    settled, known = mix.value, len(mix.rows)
    mix.thin_out()
    assert len(mix.rows) == PEOPLE < known
    assert mix.solved(lambda: False)
    assert mix.value == pytest.approx(settled)
    assert settled >= value - 1e-6


FEASIBLE, NOT_SOLVED, ABNORMAL = pywraplp.Solver.FEASIBLE, pywraplp.Solver.NOT_SOLVED, pywraplp.Solver.ABNORMAL


@pytest.mark.parametrize(
    ("answers", "solved", "programs"),
    [
        # Out of its own time GLOP goes on when it is asked again.
        ([NOT_SOLVED, NOT_SOLVED, FEASIBLE, FEASIBLE], True, 1),
        ([ABNORMAL], True, 2),
        ([NOT_SOLVED, ABNORMAL, FEASIBLE], True, 2),
        ([ABNORMAL, ABNORMAL], False, 2),
        ([ABNORMAL, NOT_SOLVED, pywraplp.Solver.INFEASIBLE], False, 2),
    ],
)
def test_a_mix_that_glop_fails_at_is_begun_anew_once(
    answers: list[int], solved: bool, programs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, team = team_of(2)
    _, rounds, _ = mixed(team, 2)
    mix = rounds.mix
    out = next(row for row in mix.rows if row.member == 0)
    mix.settle(0, next(row for row in mix.rows if row.member == 0 and row is not out).path.tolist())
    assert mix.solved(lambda: False)
    value, solve, given, asked = mix.value, pywraplp.Solver.Solve, iter(answers), list[pywraplp.Solver]()

    def answer(lp: pywraplp.Solver) -> int:
        asked.append(lp)
        assert len(asked) < 10
        return next(given, None) or int(solve(lp))

    monkeypatch.setattr(pywraplp.Solver, "Solve", answer)

    assert mix.solved(lambda: False) is solved

    assert len(asked) == len(answers) + solved
    assert len({id(lp) for lp in asked}) == programs
    assert mix.value == pytest.approx(value)
    assert any(row is out for row in mix.rows) is (programs == 1)


def test_kept_rows_lie_nearest_to_the_prices_first() -> None:
    _, _, team = team_of(3)
    _, rounds, _ = mixed(team, 3)
    kept = Kept(PEOPLE)
    assert not kept.ready
    assert kept.nearest(0, 5) == []
    assert rounds.center is not None
    kept.keep(rounds.mix.rows, rounds.center)
    assert kept.ready
    near = kept.nearest(0, 3)
    paid = [row.own - row.moves.worth(rounds.center) for row in kept.nearest(0, 1000)]
    assert len(near) == 3 <= len(paid)
    assert paid == sorted(paid)
    assert {row.member for row in near} == {0}


def test_what_gains_most_a_second_gets_most_of_the_turns() -> None:
    cost = [1000.0]
    taken = [0, 0]

    def turn(number: int, gain: float) -> None:
        taken[number] += 1
        cost[0] -= gain

    turns = Turns([lambda: turn(0, 0.0), lambda: turn(1, 2.0)], lambda: cost[0], WallClock())
    gains = [turns.take() for _ in range(100)]
    assert set(gains) == {0.0, 2.0}
    # The other one still gets its seventh or so.
    assert 5 <= taken[0] <= 25
    assert taken[1] == 100 - taken[0]


@pytest.mark.parametrize("seed", range(4))
def test_prices_of_what_costs_nothing_leave_the_bound_a_proof(seed: int) -> None:
    _, _, team = team_of(seed)
    links = team.links
    links.points[:] = 0.0
    insertion = Insertion(team, seed, lambda: False)
    assert insertion.construct()
    mix = Mix(team, range(PEOPLE), links.given)
    for number in range(PEOPLE):
        mix.add(insertion.row(number))
    assert mix.solve()
    for price in (-30.0, 30.0):
        _, bound = mix.price(np.full(len(links.given), price), range(PEOPLE), [Room()], alone, lambda: False)
        assert bound <= insertion.cost


@pytest.mark.parametrize("shared", [True, False])
def test_nobody_waits_for_rows_of_rounds_that_have_ended(shared: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    columns, layout, team = team_of(1)
    team.links.covered[:] = team.links.points
    start = np.zeros(columns.base, np.int64)
    search = Search(columns, np.full(columns.base, FREE), layout, Options(60, 1), start)
    work = ByRows(search, team, Kept(PEOPLE), Crew(), 1)
    assert work.begin()
    if not shared:
        # As where the time for rounds is over before they come near their bound.
        monkeypatch.setattr(Proof, "await_prices", lambda _: False)
        work.prove()
    done: list[str] = []

    def better() -> float:
        done.append("bettered")
        return 0.0

    monkeypatch.setattr(Crew, "help", lambda *_: done.append("helped"))
    monkeypatch.setattr(work._turns, "take", better)
    monkeypatch.setattr(ByRows, "_over", lambda _: bool(done))

    work.go_on()

    assert done == ["helped" if shared else "bettered"]


def test_dives_get_larger_by_dives_of_their_kind_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    columns, layout, team = team_of(1)
    search = Search(columns, np.full(columns.base, FREE), layout, Options(60, 1), np.zeros(columns.base, np.int64))
    work = ByRows(search, team, Kept(PEOPLE), Crew(), 1)
    assert work.begin()
    over: list[int] = []
    dived = Mix.__init__

    def noted(mix: Mix, team: Team, members: Sequence[int], *args: object) -> None:
        over.append(len(members))
        dived(mix, team, members, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Mix, "__init__", noted)
    monkeypatch.setattr(work._dives, "_people", 2.0)
    # Where even a mix gains nothing, the next dive is over more people.
    monkeypatch.setattr(Rounds, "run", lambda *_, **__: False)

    for _ in range(3):
        work._dives.mend(1.0)
    for _ in range(8):
        work.dive()

    assert over[:4] == [PEOPLE] * 3 + [2]
    assert over[-1] > 2


@pytest.mark.parametrize(("covered", "rooms"), [(False, 1), (True, 2)])
def test_what_a_round_takes_is_told_by_rows_asked_for_again(
    covered: bool, rooms: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns, layout, team = team_of(1)
    if covered:
        team.links.covered[:] = team.links.points
    search = Search(columns, np.full(columns.base, FREE), layout, Options(60, 2), np.zeros(columns.base, np.int64))
    asked: list[RowProgram] = []
    monkeypatch.setattr(RowProgram, "cheapest", lambda program, *_: asked.append(program))
    # The first row that a program looks for takes 101 s, as boxes are made; each later one a second.
    monkeypatch.setattr(search.clock, "now", lambda: len(asked) + 100.0 * len(set(asked)))
    proof = Proof(search, team, Kept(PEOPLE), Crew(), [Room(), Room()])

    assert proof.round_s(np.zeros(len(team.links.given))) == PEOPLE / rooms
    assert len(set(asked)) == min(PEOPLE, 5)
    search.stop.set()
    assert proof.round_s(np.zeros(len(team.links.given))) is None


@pytest.mark.parametrize("seconds", [1000.0, 100.0])
def test_a_dive_is_hastened_by_its_last_step_and_not_by_its_first(
    seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first step takes 40 s, each later one 2 s; nothing is so sure that it is settled beside."""
    _, _, team = team_of(1)
    _, rounds, _ = mixed(team, 1)
    clock, shares = WallClock(), list[float]()
    dive = Dive(rounds.mix, [Room()], random.Random(1), lambda: False, Pace(0.03, 1.1, 2, seconds), clock)
    price, settle, now = dive._price, dive._settle, 0.0

    def priced(members: Sequence[int]) -> bool:
        nonlocal now
        now += 2.0 if shares else 40.0
        return price(members)

    def settled(members: Sequence[int], of_open: float) -> None:
        shares.append(of_open)
        settle(members, of_open)

    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(dive, "_price", priced)
    monkeypatch.setattr(dive, "_settle", settled)

    assert dive.run(np.inf) is not None
    assert len(shares) >= 4
    left_s = [seconds - 40.0 - 2.0 * step for step in range(len(shares))]
    assert shares[0] == 0.03
    assert shares[1:] == [max(0.03, min(1.0, 2.0 / max(left, 2.0))) for left in left_s[1:]]


@pytest.mark.parametrize("tier", [Tier.COVERAGE, Tier.COMFORT])
def test_what_nobody_can_cover_does_not_weaken_the_bound(tier: Tier) -> None:
    columns, layout, _ = team_of(1)
    of_links = np.flatnonzero((columns.price == 100) & (columns.low == 2))
    columns.tier[of_links] = tier
    fixed = np.full(columns.base, FREE)
    fixed[columns.atom[columns.start[of_links[0]] : columns.start[of_links[0] + 1]]] = 0
    team = Team.of(columns, Structure.of(columns), fixed, layout, lambda: False)
    assert team is not None
    search = Search(columns, fixed, layout, Options(60, 1), np.zeros(columns.base, np.int64))
    work = ByRows(search, team, Kept(PEOPLE), Crew(), 1)
    assert work.begin()

    # Beside what nobody can cover, comfort costs 3.
    assert team.settled == tuple(200 if one == tier else 0 for one in Tier)
    work._proof.bound(work._proof.missing(search.progress().costs), 3.0)

    assert search.progress().bounds[Tier.COMFORT] == 3 + (200 if tier == Tier.COMFORT else 0)


@pytest.mark.parametrize("workers", [1, 2])
def test_where_threads_have_no_roster_the_whole_model_proves(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver.search, "_ONE_MODEL_ATOMS", 0)
    monkeypatch.setattr(ByRows, "follow", lambda _: False)
    columns, layout, _ = team_of(1)
    search = Search(columns, np.full(columns.base, FREE), layout, Options(600, workers), np.zeros(columns.base, int))

    end = search.run()

    assert search._rows is not None
    assert search._rows.team is not None
    assert end.costs == end.bounds


def test_the_relaxation_has_a_part_of_the_time_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    columns, layout, _ = team_of(1)
    search = Search(columns, np.full(columns.base, FREE), layout, Options(2, 2), np.zeros(columns.base, int))
    left: list[float] = []

    def without_end(search: Search, held: object, stopped: Callable[[], bool]) -> None:
        while not stopped():
            search.stop.wait(0.01)
        left.append(search.left())

    monkeypatch.setattr(solver.rows.phase, "relaxed", without_end)

    assert RowsPhase(search, lambda: None, 0.0)._relaxing().result() is None

    assert not search.over()
    assert 0 < left[0] < (1 - solver.rows.phase._RELAXING_SHARE) * 2


@pytest.mark.parametrize("spare", [-1, 0, 1])
@pytest.mark.parametrize("limit", ["_RELAXED_ATOMS", "_RELAXED_DAYS"])
def test_too_many_atoms_or_days_are_not_relaxed(limit: str, spare: int, monkeypatch: pytest.MonkeyPatch) -> None:
    columns, layout, _ = team_of(1)
    search = Search(columns, np.full(columns.base, FREE), layout, Options(600, 1), np.zeros(columns.base, int))
    most = columns.base if limit == "_RELAXED_ATOMS" else layout.days
    monkeypatch.setattr(solver.rows.phase, limit, most + spare)
    monkeypatch.setattr(solver.rows.phase, "relaxed", lambda *_: np.ones(1))
    found = RowsPhase(search, lambda: None, 0.0)._relaxing().result()
    assert (found is None) is (spare < 0)


@pytest.mark.parametrize("index", [0, 1])
def test_nobody_waits_for_rounds_of_a_thread_that_has_no_roster(index: int, monkeypatch: pytest.MonkeyPatch) -> None:
    columns, layout, team = team_of(1)
    search = Search(columns, np.full(columns.base, FREE), layout, Options(60, 2), np.zeros(columns.base, np.int64))
    phase, kept = RowsPhase(search, lambda: None, 0.0), Kept(PEOPLE)
    phase._shared = team, kept
    monkeypatch.setattr(ByRows, "follow", lambda _: False)

    assert not phase.climb(index)

    assert kept.ended == (index == 0)
    # The first one still waits for the relaxation where another has no roster.
    assert phase._needless.is_set() == (index == 0)
