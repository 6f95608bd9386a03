"""Rounds over teams whose coverage counts before comfort: no bound passes what the best roster costs."""

import random
from dataclasses import replace

import numpy as np
import pytest

import solver.rows.dives
import solver.rows.phase
import solver.rows.proof
import solver.rows.work
import solver.search
import solver.whole_model
from solver.fixing import FREE
from solver.layout import Layout
from solver.limits import Collector, Columns, Ints, Limit, Tier
from solver.local_search import Improved
from solver.rows.crew import Crew, alone
from solver.rows.dive import Pace
from solver.rows.insertion import Insertion
from solver.rows.kept import Kept
from solver.rows.links import weight_of
from solver.rows.mix import Mix
from solver.rows.room import Room
from solver.rows.roster import Roster
from solver.rows.rounds import Rounds
from solver.rows.team import Team
from solver.rows.warm import compile_now
from solver.rows.work import ByRows
from solver.search import Options, Search
from solver.structure import Structure
from tests.solver.small_roster import More, best_of, coverage_first, legal, rows_team, search_of, small_roster

PEOPLE, DAYS = 4, 6


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    compile_now()


@pytest.fixture(autouse=True)
def _hardly_bettered(monkeypatch: pytest.MonkeyPatch) -> None:
    """No roster is bettered, or mended, for seconds of the wall."""
    monkeypatch.setattr(solver.rows.work, "_BETTERED_S", (0.05, 0.05))


def some_able(collector: Collector, atoms: np.ndarray) -> None:
    """Late on each day is for two, one of them of the first two people; with whom the second is implied."""
    for late in atoms[:, :, 1].T.tolist():
        for able, low in ((late[:3], 1), (late[:2], 1)):
            collector.add(Limit(able, low=low), price=2, tier=Tier.COVERAGE, source=0)


def of_one(collector: Collector, atoms: np.ndarray) -> None:
    """Early on each day is for the first person, more days than anybody may work."""
    for early in atoms[0, :, 0].tolist():
        collector.add(Limit([early], low=1), price=3, tier=Tier.COVERAGE, source=0)


#: What is asked of coverage: a bit, more than people may work, more than there are people, and of some of them only.
ASKED: dict[str, tuple[More, ...]] = {
    "coverable": (coverage_first(1),),
    "short": (coverage_first(3),),
    "more than all": (coverage_first(PEOPLE + 1),),
    "implied": (coverage_first(2), some_able),
    "of one": (coverage_first(1), of_one),
}

asked_of_coverage = pytest.mark.parametrize("more", ASKED.values(), ids=ASKED)


def team_of(columns: Columns, layout: Layout) -> Team:
    """The team of a roster whose links count as coverage."""
    team = Team.of(columns, Structure.of(columns), np.full(columns.base, FREE), layout, lambda: False)
    assert team is not None
    assert team.links.covered.any()
    return team


def weighed(columns: Columns, share: float) -> Columns:
    """COVERAGE as COMFORT that costs so large a share of its points of a mix."""
    of_coverage = columns.tier == Tier.COVERAGE
    price = np.where(of_coverage, np.rint(columns.price * weight_of(Tier.COVERAGE) * share), columns.price)
    return replace(columns, price=price.astype(np.int64), tier=np.where(of_coverage, Tier.COMFORT, columns.tier))


@asked_of_coverage
@pytest.mark.parametrize("share", [1.0, 0.05, 0.0025])
@pytest.mark.parametrize("seed", range(3))
def test_no_roster_costs_less_than_the_bound_of_a_mix(seed: int, share: float, more: tuple[More, ...]) -> None:
    columns, layout = small_roster(seed, PEOPLE, DAYS, more=more)
    team = team_of(columns, layout)
    insertion = Insertion(team, seed, lambda: False)
    assert insertion.construct()
    mix = Mix(team, range(PEOPLE), team.links.given, np.full(len(team.links.given), share))
    for number in range(PEOPLE):
        mix.add(insertion.row(number))
    told: list[float] = []
    rounds = Rounds(mix, [Room(), Room()], lambda: False, told.append, alone)
    assert rounds.run(500)
    assert rounds.done
    best = best_of(weighed(columns, share), layout).costs[Tier.COMFORT]
    assert told == sorted(told)
    assert rounds.best <= best + 1e-6
    if len(more) == 1:
        # Where nothing is implied, and so left out, it is near.
        assert np.ceil(rounds.best - 1e-6) >= 0.9 * best


@asked_of_coverage
@pytest.mark.parametrize("seed", range(3))
def test_a_market_begun_with_little_coverage_ends_with_all(seed: int, more: tuple[More, ...]) -> None:
    columns, layout = small_roster(seed, PEOPLE, DAYS, more=more)
    end = best_of(columns, layout)
    search = search_of(columns, layout, Options(seconds=600, workers=1))
    kept = Kept(PEOPLE)
    work = ByRows(search, team_of(columns, layout), kept, Crew(), seed)
    assert work.begin()
    before = search.progress().costs

    work.trade()

    found = search.progress()
    assert kept.traded
    assert end.costs <= found.costs <= before
    assert found.costs[Tier.COVERAGE] == end.costs[Tier.COVERAGE]
    assert not columns.outside(columns.values(found.plan))[columns.hard].any()


@asked_of_coverage
@pytest.mark.parametrize("seed", range(3))
def test_a_bound_of_comfort_holds_while_coverage_stands(seed: int, more: tuple[More, ...]) -> None:
    columns, layout = small_roster(seed, PEOPLE, DAYS, more=more)
    end = best_of(columns, layout)
    search = search_of(columns, layout, Options(seconds=600, workers=1))
    search.offer(end.plan)
    assert search.progress().costs == end.costs
    team = team_of(columns, layout)
    work = ByRows(search, team, Kept(PEOPLE), Crew(), seed)
    assert work.begin()

    work.prove()

    assert work._kept.coverage is not None
    assert work._kept.ready
    assert search.progress().costs == end.costs
    bound = search.progress().bounds[Tier.COMFORT]
    assert bound <= end.costs[Tier.COMFORT]
    assert bound > 0 or len(more) > 1


@asked_of_coverage
def test_rounds_and_dives_do_without_prices_of_the_relaxation(
    more: tuple[More, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    # As where PDLP ends without an answer.
    monkeypatch.setattr(solver.rows.proof, "relaxed_prices", lambda *_: None)
    columns, layout = small_roster(1, PEOPLE, DAYS, more=more)
    end = best_of(columns, layout)
    search = search_of(columns, layout, Options(seconds=600, workers=1))
    search.offer(end.plan)
    work = ByRows(search, team_of(columns, layout), Kept(PEOPLE), Crew(), 1)
    assert work.begin()

    work.trade()
    work.prove()

    assert work._kept.traded
    assert work._kept.ready
    assert work._kept.dive_s > 0
    assert search.progress().costs == end.costs
    assert 0 < search.progress().bounds[Tier.COMFORT] <= end.costs[Tier.COMFORT]


def test_rounds_are_not_begun_where_the_search_is_over_before_there_are_prices() -> None:
    columns, layout = small_roster(1, PEOPLE, DAYS, more=[coverage_first(1)])
    search = search_of(columns, layout, Options(seconds=600, workers=1))
    work = ByRows(search, team_of(columns, layout), Kept(PEOPLE), Crew(), 1)
    assert work.begin()
    before = search.progress().plan
    search.stop.set()

    work.prove()

    assert work._kept.ended
    assert not work._kept.ready
    assert search.progress().plan is before


@pytest.mark.parametrize("seed", [1, 3])
def test_a_bound_follows_coverage_that_is_found_while_it_is_proven(seed: int) -> None:
    columns, layout = small_roster(seed, 8, 10, more=[coverage_first(2)])
    search = search_of(columns, layout, Options(seconds=600, workers=1))
    work = ByRows(search, team_of(columns, layout), Kept(8), Crew(), seed)
    # Of people put in one by one, as the empty plan has no room for more.
    assert work._insertion.construct()
    assert search.progress().costs[Tier.COVERAGE] > 0

    work.prove()

    end = search.progress()
    assert end.costs[Tier.COVERAGE] == 0
    assert end.bounds[Tier.COMFORT] == end.costs[Tier.COMFORT] > 0


@asked_of_coverage
@pytest.mark.parametrize("seed", range(3))
def test_a_mix_whose_missing_coverage_is_known_proves_comfort(seed: int, more: tuple[More, ...]) -> None:
    columns, layout = small_roster(seed, PEOPLE, DAYS, more=more)
    best, team = best_of(columns, layout), team_of(columns, layout)
    missing = weight_of(Tier.COVERAGE) * (best.costs[Tier.COVERAGE] - team.settled[Tier.COVERAGE])
    mix = Mix(team, range(PEOPLE), team.links.given, np.ones(len(team.links.given)), missing)
    rows = team.paths(best.plan)
    assert rows is not None
    insertion = Insertion(team, seed, lambda: False)
    insertion.take(rows)
    for number in range(PEOPLE):
        mix.add(insertion.row(number))
    rounds = Rounds(mix, [Room(), Room()], lambda: False, lambda bound: None, alone)
    assert rounds.run(500)
    assert rounds.done
    comfort = best.costs[Tier.COMFORT] - team.settled[Tier.COMFORT]
    assert rounds.best <= comfort + 1e-6
    # However much is missing, and also where links imply others.
    assert np.ceil(rounds.best - 1e-6) >= 0.9 * comfort


@asked_of_coverage
@pytest.mark.parametrize("cells", [PEOPLE * DAYS, 6])
def test_cells_that_a_dive_leaves_open_are_settled_as_well_as_can_be(
    cells: int, more: tuple[More, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver.rows.dives, "_OPEN", cells)
    columns, layout = small_roster(7, PEOPLE, DAYS, more=more)
    best = best_of(columns, layout).costs
    search = search_of(columns, layout, Options(seconds=600, workers=1))
    work = ByRows(search, team_of(columns, layout), Kept(PEOPLE), Crew(), 7)
    assert work.begin()

    work.prove()

    assert work._kept.dive_s > 0
    plan = search.progress().plan
    assert not columns.outside(columns.values(plan))[columns.hard].any()
    costs = search.progress().costs
    assert costs >= best
    if cells == PEOPLE * DAYS:
        # One model of everything; inside it a point of COVERAGE is worth 20 of COMFORT.
        weights = np.array([0, 20, 0, 1])
        assert weights @ costs <= weights @ best


@pytest.mark.parametrize(("solved", "tries"), [([True], 1), ([False, True], 2), ([False, False, False, True], 3)])
def test_open_cells_are_tried_again_with_another_seed_until_nothing_better_is_left(
    solved: list[bool], tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns, layout = small_roster(7, PEOPLE, DAYS, more=[coverage_first(2)])
    search = search_of(columns, layout, Options(seconds=600, workers=1))
    work = ByRows(search, team_of(columns, layout), Kept(PEOPLE), Crew(), 7)
    assert work.begin()
    dives, seeds, answers = work._dives, list[int](), iter(solved)

    def tried(seed: int, plan: Ints, freed: Ints, most_s: float) -> Improved:
        seeds.append(seed)
        return Improved(plan, 0.0, 0.0, next(answers))

    monkeypatch.setattr(search, "improve", tried)
    # Something stays short, whatever is tried.
    monkeypatch.setattr(Roster, "short", True)
    mix = dives._of_all()
    assert mix.solved(lambda: False)
    dives._settle_open(dives._dive(mix, [Room()], Pace.quick(random.Random(1))))

    assert len(seeds) == len(set(seeds)) == tries


@pytest.mark.parametrize("history", [0, DAYS + 2])
def test_cells_that_are_banned_or_past_are_left_alone_beside_those_left_open(
    history: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver.rows.dives, "_OPEN", PEOPLE * DAYS)
    columns, layout = small_roster(7, PEOPLE, history + DAYS, more=[coverage_first(2)])
    layout = Layout(layout.line, layout.day - history)
    # The first person's leave begins two days before the end; of history nothing was on but an early shift.
    fixed = np.full(columns.base, FREE)
    fixed[(layout.line == 0) & (layout.day >= DAYS - 2)] = 0
    fixed[layout.day < 0] = 0
    start = np.zeros(columns.base, np.int64)
    if history:
        fixed[0] = start[0] = 1
    search = Search(columns, fixed, layout, Options(seconds=600, workers=1), start)
    team = Team.of(columns, search.structure, search.fixed, layout, lambda: False)
    assert team is not None
    work = ByRows(search, team, Kept(len(team.members)), Crew(), 7)
    assert work.begin()

    work.prove()

    assert work._kept.dive_s > 0
    plan = search.progress().plan
    assert legal(columns, plan)
    assert (plan[fixed != FREE] == fixed[fixed != FREE]).all()


def test_rows_of_coverage_are_left_out_where_time_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver.whole_model, "_FEW_ATOMS", 0)
    monkeypatch.setattr(solver.search, "_COVERED_S", 100.0)
    columns, layout = small_roster(5, PEOPLE, DAYS, more=(coverage_first(1),))
    needed = 100.0 + solver.search._COVERED_LINE_S * layout.lines

    compile_now()
    begun = [
        search_of(columns, layout, Options(seconds=seconds, workers=1))._begin_by_rows()
        for seconds in (needed - 1, needed, needed + 60)
    ]

    # Some of the time is gone by then, so exactly as much as is needed is too little.
    assert begun == [False, False, True]


@pytest.mark.parametrize(("times", "begun"), [(0.0, True), (1e9, False)])
def test_rows_of_coverage_are_left_out_where_their_programs_took_too_long(
    times: float, begun: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver.whole_model, "_FEW_ATOMS", 0)
    monkeypatch.setattr(solver.rows.phase, "_COVERED_TIMES", times)
    columns, layout = small_roster(5, PEOPLE, DAYS, more=(coverage_first(1),))
    search = search_of(columns, layout, Options(seconds=600, workers=1))
    assert search._begin_by_rows() is begun
    assert (rows_team(search) is not None) is begun


@asked_of_coverage
@pytest.mark.parametrize("workers", [1, 2])
def test_coverage_by_rows_is_as_good_as_by_one_model(
    workers: int, more: tuple[More, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    # So few cells would be left to one model.
    monkeypatch.setattr(solver.whole_model, "_FEW_ATOMS", 0)
    columns, layout = small_roster(5, PEOPLE, DAYS, more=more)
    best = best_of(columns, layout).costs
    search = search_of(columns, layout, Options(seconds=600, workers=workers))

    end = search.run(lambda progress: progress.costs == best)

    assert rows_team(search) is not None
    assert end.costs == best
    assert end.bounds <= best
    assert columns.costs(end.plan) == end.costs
    assert not columns.outside(columns.values(end.plan))[columns.hard].any()
