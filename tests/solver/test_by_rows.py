"""The search by whole rows: when it is taken, what it leaves to CP-SAT, what it keeps when stopped, what it proves."""

import threading
from collections.abc import Callable

import numpy as np
import pytest

import solver.rows.automaton
import solver.rows.work
import solver.search
from solver.fixing import FREE
from solver.limits import OPEN, Collector, Floats, Ints, Kind, Limit, Tier
from solver.neighbourhoods import Neighbourhoods
from solver.rows.crew import Crew
from solver.rows.insertion import Insertion
from solver.rows.kept import Kept
from solver.rows.mix import Mix
from solver.rows.program import RowProgram
from solver.rows.room import Room
from solver.rows.row import Cheapest, Row
from solver.rows.short import after_day
from solver.rows.team import Team
from solver.rows.warm import compile_now
from solver.rows.work import ByRows
from solver.search import Options, Progress, Search
from tests.solver.small_roster import ONE, PLAIN, coverage_first, legal, search_of, small_roster

PEOPLE, SEED = 4, 3


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    compile_now()


@pytest.fixture
def teams(monkeypatch: pytest.MonkeyPatch) -> list[Team | None]:
    """The teams of rows that searches make, also of few atoms; None where rows are left to others."""
    monkeypatch.setattr(solver.search, "_ONE_MODEL_ATOMS", 0)
    monkeypatch.setattr(solver.rows.work, "_BETTERED_S", (0.05, 0.05))
    made: list[Team | None] = []
    of = Team.of

    def noted(*args: object) -> Team | None:
        made.append(of(*args))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(Team, "of", noted)
    return made


@pytest.mark.parametrize(("spare", "by_rows"), [(0, False), (1, True)])
def test_with_more_than_500_free_atoms_rows_are_asked(
    spare: int, by_rows: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(Team, "of", lambda *args: asked.append(args))
    columns, layout = small_roster(SEED, 25, 10, spare=spare)
    assert columns.base == 500 + spare

    assert not search_of(columns, layout, ONE)._begin_by_rows()

    assert bool(asked) is by_rows


def test_too_many_atoms_ask_no_rows(teams: list[Team | None], monkeypatch: pytest.MonkeyPatch) -> None:
    columns, layout = small_roster(SEED)

    monkeypatch.setattr(solver.search, "_PROGRAM_ATOMS", columns.base - 1)
    assert not search_of(columns, layout, ONE)._begin_by_rows()
    assert teams == []


@pytest.mark.parametrize("fails", [False, True])
def test_what_short_sums_come_to_is_forgotten_once_programs_are_made(
    fails: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver.search, "_ONE_MODEL_ATOMS", 0)
    columns, layout = small_roster(SEED)
    known, of = [], Team.of

    def made(*args: object) -> Team | None:
        team = of(*args)  # type: ignore[arg-type]
        known.append(after_day.cache_info().currsize)
        if fails:
            raise MemoryError("no room for programs")
        return team

    monkeypatch.setattr(Team, "of", made)
    search = search_of(columns, layout, ONE)
    if fails:
        with pytest.raises(MemoryError):
            search._begin_by_rows()
    else:
        assert search._begin_by_rows()

    assert known[0] > 0
    assert after_day.cache_info().currsize == 0


def published(collector: Collector, atoms: np.ndarray) -> None:
    """Each person's first shift is to stay."""
    for atom in atoms[:, 0, 0].tolist():
        collector.add(Limit([atom], low=1), price=1, tier=Tier.CHANGE, source=0)


@pytest.mark.parametrize("settled", [False, True])
def test_rows_leave_alone_what_is_published(settled: bool, teams: list[Team | None]) -> None:
    columns, layout = small_roster(SEED, more=[published])
    fixed = np.full(columns.base, FREE)
    fixed[np.flatnonzero(layout.day == 0)] = 0 if settled else FREE

    end = Search(columns, fixed, layout, ONE, np.zeros(columns.base, np.int64)).run()

    assert bool(teams) is settled
    assert end.costs == end.bounds
    assert end.costs[Tier.CHANGE] == (PEOPLE if settled else 0)


def test_rows_are_asked_where_what_is_published_is_given_up(teams: list[Team | None]) -> None:
    """As where a month is planned anew: limits keep their price, and nothing lies outside them."""
    columns, layout = small_roster(SEED, more=[published])
    change = columns.tier == Tier.CHANGE
    columns.low[change], columns.high[change] = -OPEN, OPEN

    end = search_of(columns, layout, ONE).run()

    assert len(teams) == 1
    assert teams[0] is not None
    assert end.costs == end.bounds == search_of(*small_roster(SEED), PLAIN).run().costs


def odd_sum(collector: Collector, atoms: np.ndarray) -> None:
    """A sum of one person with too many values to be told apart."""
    weights = [9_973 + 1_009 * number for number in range(atoms[0].size)]
    collector.add(
        Limit(atoms[0].reshape(-1).tolist(), high=25_000, weights=weights), price=0, tier=Tier.COMFORT, source=0
    )


def odd_days(collector: Collector, atoms: np.ndarray) -> None:
    """A rule of no known kind that rows can hold: as many earlies as lates, give or take one, before the last day."""
    for person in atoms:
        on = person[:-1].reshape(-1).tolist()
        limit = Limit(on, low=-1, high=1, weights=[1, -1] * (len(on) // 2), kind=Kind.OTHER)
        collector.add(limit, price=0, tier=Tier.COMFORT, source=0)


def test_a_rule_that_rows_cannot_hold_is_left_to_cp_sat(teams: list[Team | None]) -> None:
    columns, layout = small_roster(SEED, more=[odd_sum])

    end = search_of(columns, layout, ONE).run()

    assert teams == [None]
    assert end.costs == end.bounds == search_of(columns, layout, PLAIN).run().costs
    assert legal(columns, end.plan)
    # It matters: without it there is a better roster.
    assert search_of(*small_roster(SEED), PLAIN).run().costs < end.costs


def test_a_rule_of_no_known_kind_is_kept_by_each_row(teams: list[Team | None], monkeypatch: pytest.MonkeyPatch) -> None:
    columns, layout = small_roster(SEED, more=[odd_days])
    rows: list[Row] = []
    add = Mix.add

    def noted(mix: Mix, row: Row) -> bool:
        rows.append(row)
        return add(mix, row)

    monkeypatch.setattr(Mix, "add", noted)
    end = search_of(columns, layout, ONE).run()

    (team,) = teams
    assert team is not None
    assert len(rows) > PEOPLE
    alone = [team.atoms[row.member] for row in rows]
    for row, atoms in zip(rows, alone, strict=True):
        plan = np.zeros(columns.base, np.int64)
        patterns = team.members[row.member].program.line.atoms
        plan[[atom for pattern in row.path.tolist() for atom in patterns[pattern]]] = 1
        assert set(np.flatnonzero(plan).tolist()) <= set(atoms.tolist())
        assert legal(columns, plan)
    assert end.costs == end.bounds == search_of(columns, layout, PLAIN).run().costs
    assert search_of(*small_roster(SEED), PLAIN).run().costs < end.costs


def test_lines_with_too_many_states_are_left_to_cp_sat(
    teams: list[Team | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver.rows.automaton, "_MOST_STATES", 2)
    columns, layout = small_roster(SEED)

    end = search_of(columns, layout, ONE).run()

    assert teams == [None]
    assert end.costs == end.bounds == search_of(columns, layout, PLAIN).run().costs


def by_rows(search: Search) -> ByRows:
    """One thread's work, with a first roster."""
    team = Team.of(search.columns, search.structure, search.fixed, search.layout, search.stop.is_set)
    assert team is not None
    work = ByRows(search, team, Kept(len(team.members)), Crew(), 7)
    assert work.begin()
    return work


def test_what_somebody_costs_who_is_away_is_in_the_bound() -> None:
    """Somebody who has no free atoms has no row either."""

    def two_of_the_first(collector: Collector, atoms: np.ndarray) -> None:
        collector.add(Limit(atoms[0].reshape(-1).tolist(), low=2), price=9, tier=Tier.COMFORT, source=0)

    def asked_to_change(collector: Collector, atoms: np.ndarray) -> None:
        collector.add(Limit(atoms[0, 0].tolist(), low=1), price=5, tier=Tier.CHANGE, source=0)

    bounds = []
    for more in ([], [two_of_the_first, asked_to_change]):
        columns, layout = small_roster(SEED, 6, 8, more=more)
        fixed = np.where(layout.line == 0, 0, FREE)
        search = Search(columns, fixed, layout, ONE, np.zeros(columns.base, np.int64))
        work = by_rows(search)
        work.prove()
        bounds.append(search.progress().bounds[Tier.COMFORT])

    assert bounds[1] == bounds[0] + 2 * 9


@pytest.mark.parametrize("turn", [ByRows.shake, ByRows.dive, ByRows.try_neighbourhoods, ByRows.begin_anew])
@pytest.mark.parametrize("seed", [0, 1, 3])
def test_each_way_to_better_a_roster_betters_it_and_keeps_what_is_hard(
    seed: int, turn: Callable[[ByRows], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    columns, layout = small_roster(seed, 6, 8)
    search = search_of(columns, layout, ONE)
    work = by_rows(search)
    first = work._insertion.all_in()
    assert first is not None
    began = work._insertion.cost
    work.prove()
    monkeypatch.setattr("solver.rows.work._BETTERED_S", (0.2, 0.2))
    # Else there is nothing to do where rounds alone have proven it.
    monkeypatch.setattr(search, "proven", lambda: False)
    before = search.progress()
    for _ in range(2):
        work._insertion.take(first)
        turn(work)
        rows = work._insertion.all_in()
        assert rows is not None
        plan = work._team.plan(rows)
        assert legal(columns, plan)
        assert columns.costs(plan)[Tier.COMFORT] == work._insertion.cost <= began
        now = search.progress()
        assert legal(columns, now.plan)
        assert columns.costs(now.plan) == now.costs <= before.costs
        before = now
    assert before.costs[Tier.COMFORT] < began


@pytest.mark.parametrize("number", range(7))
def test_each_neighbourhood_keeps_what_is_hard_and_what_it_does_not_free(number: int) -> None:
    columns, layout = small_roster(SEED, 6, 8, more=[coverage_first(2)])
    search = search_of(columns, layout, ONE)
    choice = Neighbourhoods(columns, layout, 1)
    assert len(choice.kinds) == 7
    plan, gained = np.zeros(columns.base, np.int64), 0
    for _ in range(6):
        choice.pick(plan)
        freed = choice.kinds[number].choose(20.0)
        found = search.improve(1, plan, freed).plan
        assert legal(columns, found)
        assert np.array_equal(found[~freed], plan[~freed])
        before, after = columns.costs(plan), columns.costs(found)
        assert after <= before
        assert all(now <= then for now, then in zip(after[: Tier.COMFORT], before[: Tier.COMFORT], strict=True))
        gained += after < before
        plan = found
    assert gained


class Counted:
    """Counts rows that are priced, and says stop from the nth on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, search: Search, at: int) -> None:
        self.after = 0
        calls, cheapest = iter(range(1, 1_000_000)), RowProgram.cheapest

        def counted(program: RowProgram, points: Floats, room: Room, worth: float = np.inf) -> Cheapest:
            self.after += search.stop.is_set()
            if next(calls) == at:
                search.stop.set()
            return cheapest(program, points, room, worth)

        monkeypatch.setattr(RowProgram, "cheapest", counted)


@pytest.mark.parametrize("at", [1, 2, 6, 11])
@pytest.mark.parametrize("name", ["prove", "first", "dive", "begin_anew", "shake", "go_on"])
def test_whatever_goes_on_stops_before_another_row(name: str, at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked at before each row whether to stop, however many people there are and rounds go on."""
    columns, layout = small_roster(SEED, 6, 8)
    search = search_of(columns, layout, ONE)
    work = by_rows(search)
    if name in ("dive", "begin_anew", "go_on"):
        work.prove()
    counted = Counted(monkeypatch, search, at)

    getattr(work, name)()

    assert search.stop.is_set() or name == "prove"
    assert counted.after == 0
    assert legal(columns, search.progress().plan)


@pytest.mark.parametrize("at", [1, 4])
def test_a_thread_that_helps_stops_as_well(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pricing is shared with threads that would be done with their part long after the search is over."""
    search = search_of(*small_roster(SEED, 12, 8), ONE)
    work = by_rows(search)
    mix, crew = work._dives._mix(range(12), 0), Crew()
    assert mix.solve()
    counted, priced = Counted(monkeypatch, search, at), threading.Event()

    def help_on() -> None:
        while not priced.is_set():
            crew.help(0.01)

    helper = threading.Thread(target=help_on)
    helper.start()

    added, bound = mix.price(mix.prices, mix.members, [Room(), Room()], crew.share, search.over)
    priced.set()
    helper.join(30)

    assert not helper.is_alive()
    assert added <= at + 1
    assert bound == -np.inf
    # The row that another thread was just about to look for.
    assert counted.after <= 1


def test_what_is_proven_is_bettered_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    search = search_of(*small_roster(SEED, 6, 8), ONE)
    work = by_rows(search)
    search.raise_bound(Tier.COMFORT, search.progress().costs[Tier.COMFORT], ())
    assert search.proven()
    monkeypatch.setattr(RowProgram, "cheapest", lambda *_: pytest.fail("a row was priced"))

    for turn in (work.first, work.shake, work.go_on):
        turn()


@pytest.mark.parametrize("at", [5, 25, 80])
def test_a_search_by_rows_stopped_keeps_the_best(
    at: int, teams: list[Team | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    columns, layout = small_roster(SEED, 8, 14)
    search = search_of(columns, layout, Options(seconds=600, workers=2))
    best: list[Progress] = []
    offer = search.offer

    def offered(plan: Ints) -> None:
        offer(plan)
        best.append(search.progress())

    search.offer = offered  # type: ignore[method-assign]
    Counted(monkeypatch, search, at)

    end = search.run()

    assert teams[0] is not None
    assert search.stop.is_set()
    assert end.costs == min((one.costs for one in best), default=columns.costs(np.zeros(columns.base, np.int64)))
    assert columns.costs(end.plan) == end.costs
    assert legal(columns, end.plan)


def test_a_row_that_takes_for_ever_does_not_keep_a_stopped_search(
    teams: list[Team | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked at a few times a second whether to stop, and nobody waits for a row much longer than that."""
    columns, layout = small_roster(SEED, 6, 8)
    search = search_of(columns, layout, Options(seconds=600, workers=2))
    release, asked, came_back = (threading.Event() for _ in range(3))
    cheapest = RowProgram.cheapest

    def for_ever(program: RowProgram, points: Floats, room: Room, worth: float = np.inf) -> Cheapest:
        if search.progress().costs < start:
            asked.set()
            release.wait(60)
            came_back.set()
        return cheapest(program, points, room, worth)

    start = search.progress().costs
    monkeypatch.setattr(RowProgram, "cheapest", for_ever)

    end = search.run(lambda progress: asked.is_set())

    assert not came_back.is_set()
    assert end.costs < start
    assert legal(columns, end.plan)
    assert solver.search._TICK_S + solver.search._GRACE_S < 1
    release.set()


def test_rounds_stop_between_two_passes_wherever_they_are() -> None:
    columns, layout = small_roster(SEED, 6, 8)
    for at in range(1, 60, 6):
        search = search_of(columns, layout, ONE)
        work = by_rows(search)
        with pytest.MonkeyPatch.context() as patch:
            counted = Counted(patch, search, at)
            work.prove()
        assert counted.after < 6


def test_people_that_go_in_are_asked_no_further_once_stopped() -> None:
    columns, layout = small_roster(SEED, 6, 8)
    team = by_rows(search_of(columns, layout, ONE))._team
    answers = iter([False, False, True])

    insertion = Insertion(team, 1, lambda: next(answers))

    assert not insertion.construct()
    assert sum(row is not None for row in insertion.rows) == 2
