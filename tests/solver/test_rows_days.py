"""A roster bettered some days at a time: legal, cheaper each time, and as it was on all other days."""

import random
import threading

import numpy as np
import pytest

import solver.rows.days as days_module
import solver.rows.trades
import solver.rows.work
import solver.search
from solver.clock import WallClock
from solver.fixing import FREE
from solver.limits import Ints, Tier
from solver.rows.crew import Crew
from solver.rows.days import Days, _Part
from solver.rows.dive import Dive
from solver.rows.insertion import Insertion
from solver.rows.kept import Kept
from solver.rows.links import Links
from solver.rows.mix import Mix
from solver.rows.phase import RowsPhase
from solver.rows.program import RowProgram
from solver.rows.proof import Proof
from solver.rows.room import Room
from solver.rows.row import Cheapest
from solver.rows.team import Member, Team
from solver.rows.trades import Trades
from solver.rows.warm import compile_now
from solver.rows.work import ByRows
from solver.search import Options, Search
from tests.solver.rows_team import DAYS, PEOPLE, team_of
from tests.solver.small_roster import rather_busy, rows_team, search_of, small_roster


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two days at a time, at first."""
    monkeypatch.setattr(days_module, "_CELLS", PEOPLE * 2)
    monkeypatch.setattr(days_module, "_FEWEST", 2)
    monkeypatch.setattr(days_module, "_MANY", DAYS - 1)


def dear_roster(team: Team) -> Insertion:
    """One that nobody would choose, so that there is something to gain."""
    insertion = Insertion(team, 1, lambda: False)
    rows = [one.program.cheapest(np.zeros(len(one.program.line.atoms)), Room()).path for one in team.members]
    insertion.take([path for path in rows if path is not None])
    return insertion


@pytest.mark.parametrize("seed", range(6))
def test_some_days_get_better_and_others_stay(seed: int) -> None:
    columns, _, team = team_of(seed)
    constructed, room = Insertion(team, seed, lambda: False), Room()
    assert constructed.construct()
    began = constructed.cost
    insertion = dear_roster(team)
    costs = [insertion.cost]
    days = Days(team, room, random.Random(seed), lambda: False, 0.0, WallClock())
    assert days.several
    while days.passes < 6:
        before = [insertion.row(number).path for number in range(PEOPLE)]
        found = days.better(insertion)
        if found is None:
            continue
        begin, end, rows = found
        insertion.replace(rows)
        costs.append(insertion.cost)
        for number, path in enumerate(before):
            changed = np.flatnonzero(insertion.row(number).path != path)
            assert ((begin <= changed) & (changed < end)).all()
        plan = team.plan([insertion.row(number).path for number in range(PEOPLE)])
        assert not columns.outside(columns.values(plan))[columns.hard].any()
        assert columns.costs(plan)[Tier.COMFORT] == insertion.cost
    assert len(costs) > 1
    assert costs == sorted(costs, reverse=True)
    assert insertion.cost <= began + 100


def test_days_on_which_nobody_can_be_planned_are_left_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, team = team_of(1)
    insertion = Insertion(team, 1, lambda: False)
    assert insertion.construct()
    days = Days(team, Room(), random.Random(1), lambda: False, 0.0, WallClock())
    # As where the counters of each line take too much memory there.
    monkeypatch.setattr(RowProgram, "part", lambda *_: None)

    while days.passes < 2:
        assert days.better(insertion) is None


@pytest.fixture
def lengths(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many days were solved at a time, one after the other: three at first."""
    found: list[int] = []

    class Noted(_Part):
        def __init__(self, team: Team, insertion: Insertion, begin: int, end: int) -> None:
            super().__init__(team, insertion, begin, end)
            found.append(end - begin)

    monkeypatch.setattr(days_module, "_CELLS", PEOPLE * 3)
    monkeypatch.setattr(days_module, "_Part", Noted)
    return found


def test_dives_that_get_lost_begin_again_from_the_same_mix_and_then_days_are_fewer(
    lengths: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, team = team_of(1)
    insertion = dear_roster(team)
    cost, begun = insertion.cost, list[tuple[Mix, set[bytes]]]()

    def lost(dive: Dive, aim: float) -> None:
        mix = dive._mix
        begun.append((mix, {row.path.tobytes() for row in mix.rows}))
        mix.settle(0, mix.rows[0].path[:1].tolist())

    monkeypatch.setattr(Dive, "run", lost)
    days = Days(team, Room(), random.Random(1), lambda: False, 0.0, WallClock())
    for _ in range(4):
        assert days.better(insertion) is None
    assert insertion.cost == cost
    assert lengths == [3, 2, 2, 2]
    tries = days_module._DIVES
    assert len(begun) == 4 * tries
    for at in range(0, len(begun), tries):
        mixes, rows = zip(*begun[at : at + tries], strict=True)
        assert len({id(mix) for mix in mixes}) == tries > 1
        assert all(known == rows[0] for known in rows)


def test_dives_end_with_the_time_of_their_days(lengths: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, team = team_of(1)
    begun: list[float] = []
    monkeypatch.setattr(Dive, "run", lambda dive, aim: begun.append(aim))
    monkeypatch.setattr(days_module, "_SLOW_S", -1.0)
    days = Days(team, Room(), random.Random(1), lambda: False, 0.0, WallClock())
    assert days.better(dear_roster(team)) is None
    assert len(begun) == 1


def test_where_no_mix_promises_anything_more_days_are_solved_at_a_time(lengths: list[int]) -> None:
    _, _, team = team_of(1)
    insertion = dear_roster(team)
    days = Days(team, Room(), random.Random(1), lambda: False, 0.0, WallClock())
    gained = []
    for _ in range(200):
        found = days.better(insertion)
        gained.append(found is not None and insertion.better(found[2]))
        if lengths[-1] == DAYS:
            break
    assert lengths[-1] == DAYS
    # The next number of days is told by what these gained: no change after a gain, else more (here no dive gets lost).
    assert any(gained)
    for before, after, won in zip(lengths, lengths[1:], gained, strict=False):
        assert after == before if won else after >= before


def searched(seed: int) -> tuple[Search, ByRows, ByRows]:
    """A search that two threads begin from the same roster."""
    columns, layout, team = team_of(seed)
    fixed, start = np.full(columns.base, FREE), np.zeros(columns.base, np.int64)
    search = Search(columns, fixed, layout, Options(60, 2), start)
    kept, crew = Kept(PEOPLE), Crew()
    works = ByRows(search, team, kept, crew, 1), ByRows(search, team, kept, crew, 2, 0.5)
    assert works[0].begin()
    # The dear rows are where both begin, whatever was found before.
    search._plan = team.plan(dear_roster(team).rows)
    search._costs = columns.costs(search._plan)
    for work in works:
        work._roster.take(search._plan)
    return search, *works


def test_what_another_thread_bettered_meanwhile_is_kept() -> None:
    together = 0
    for seed in range(8):
        search, first, second = searched(seed)
        columns, day = search.columns, search.layout.day
        began = search.progress()
        first.some_days()
        alone = search.progress()
        # From the roster where the first one began, on other days.
        second.some_days()
        both = search.progress()
        assert both.costs <= alone.costs <= began.costs
        assert not columns.outside(columns.values(both.plan))[columns.hard].any()
        changed = np.flatnonzero(alone.plan != began.plan)
        assert (day[changed] < DAYS // 2).all()
        together += both.costs < alone.costs and len(changed) > 0 and bool((both.plan == alone.plan)[changed].all())
    assert together >= 2


def test_where_days_are_many_a_market_comes_first_and_leaves_its_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver.rows.trades, "_DAYS_SHARE", 0.01)
    search, first, second = searched(2)
    began = search.progress().costs[Tier.COMFORT]
    asked, threads = Member.cheapest, set()

    def noted(member: Member, links: Links, values: Ints, room: Room) -> Cheapest | None:
        threads.add(threading.get_ident())
        return asked(member, links, values, room)

    monkeypatch.setattr(Member, "cheapest", noted)
    helper = threading.Thread(target=second.help_trade)
    helper.start()
    first.trade()
    helper.join(10)
    assert not helper.is_alive()
    assert threads == {threading.get_ident(), helper.ident}
    assert search.progress().costs[Tier.COMFORT] < began
    assert first._days.known_prices is not None


def test_where_days_are_few_each_thread_but_the_first_has_a_market_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days_module, "_MANY", DAYS + 1)
    search, first, second = searched(2)
    began = search.progress().costs
    first.trade()
    second.help_trade()
    assert search.progress().costs == began
    assert first._days.known_prices is None
    monkeypatch.setattr(solver.rows.trades, "_ALONE_LINE_S", 0.1)
    monkeypatch.setattr(Crew, "share", lambda crew, jobs: pytest.fail("others") if len(jobs) > 1 else [jobs[0]()])

    second.first()

    assert search.progress().costs < began
    assert second._insertion.cost == search.progress().costs[Tier.COMFORT]


def test_nobody_waits_for_a_first_thread_that_has_no_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    search, _, second = searched(2)
    monkeypatch.setattr(ByRows, "follow", lambda work: False)
    phase = RowsPhase(search, lambda: None, 0.0)
    phase._shared = second._team, second._kept
    assert not phase.climb(0)
    assert second._kept.traded
    assert second._kept.ended


@pytest.mark.parametrize(("rounds", "proven"), [(0, True), (10**12, False)])
def test_nothing_is_mixed_over_many_days_that_there_is_no_time_to_prove(
    rounds: int, proven: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver.rows.work, "_PROVING_ROUNDS", rounds)
    search, first, _ = searched(2)
    made: list[Proof] = []
    of = Proof.rounds

    def noted(proof: Proof, *given: object) -> object:
        made.append(proof)
        return of(proof, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Proof, "rounds", noted)
    assert (first.prove() is not None) == proven
    assert bool(made) == proven
    assert (search.progress().bounds[Tier.COMFORT] > 0) == proven


@pytest.mark.parametrize(("priced", "wanted"), [(False, ["of many days"]), (True, ["for coverage"])])
def test_a_covered_year_has_a_market_also_without_prices_of_the_relaxation(
    priced: bool, wanted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, first, _ = searched(2)
    links, held = first._team.links, list[str]()
    links.covered[:] = links.points
    first._proof.prices = np.ones(len(links.given)) if priced else None
    monkeypatch.setattr(Proof, "await_prices", lambda _: True)
    monkeypatch.setattr(Trades, "for_coverage", lambda *_: held.append("for coverage"))
    monkeypatch.setattr(Trades, "many_days", lambda _: held.append("of many days"))

    first.trade()

    assert held == wanted
    assert first._kept.traded


def test_all_days_are_gone_through_until_that_gains_little() -> None:
    search, first, _ = searched(2)
    began = search.progress().costs[Tier.COMFORT]
    first.go_through_days()
    assert first._days.passes >= 1
    assert search.progress().costs[Tier.COMFORT] < began


def test_people_whom_nothing_links_are_planned_too(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_now()
    monkeypatch.setattr(solver.search, "_ONE_MODEL_ATOMS", 0)
    columns, layout = small_roster(1, 20, 28, more=[rather_busy])
    members = [*([a] for a in range(columns.base)), *columns.derived.members]
    atoms = [columns.entries(row)[0].tolist() for row in range(columns.rows)]
    lines = [{int(layout.line[m]) for atom in of for m in members[atom]} for of in atoms]
    alone = columns.only(np.array([row for row, of in enumerate(lines) if len(of) == 1]))

    search = search_of(alone, layout, Options(seconds=600, workers=1))
    end = search.run()

    team = rows_team(search)
    assert team is not None
    assert not len(team.links.given)
    assert end.costs == end.bounds
