"""What no row can move: it is in what a plan costs, so a bound of rows is to come to as much with it."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

import solver.rows.work
import solver.search
import solver.whole_model
from solver.fixing import FREE
from solver.limits import Collector, Limit, Tier
from solver.rows.crew import Crew
from solver.rows.kept import Kept
from solver.rows.proof import Proof
from solver.rows.room import Room
from solver.rows.team import Team
from solver.rows.warm import compile_now
from solver.rows.work import ByRows
from solver.search import Options, Search
from tests.solver.small_roster import PLAIN, More, coverage_first, small_roster

PEOPLE, DAYS, SEED = 5, 6, 3


@pytest.fixture(autouse=True)
def _compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_now()
    monkeypatch.setattr(solver.rows.work, "_BETTERED_S", (0.05, 0.05))


def nobody_on_day_four(collector: Collector, atoms: np.ndarray) -> None:
    """A hard rule about two cells at once, so that none of them is banned by itself."""
    for person in atoms.tolist():
        collector.add(Limit(person[4], high=0), price=0, tier=Tier.COMFORT, source=0)


def wanted_on_day_four(tier: Tier) -> More:
    """A link over cells that stand in nobody's patterns: one more is wanted than otherwise."""

    def add(collector: Collector, atoms: np.ndarray) -> None:
        collector.add(Limit(atoms[:, 4, 0].tolist(), low=3, weights=[2] * PEOPLE), price=7, tier=tier, source=0)

    return add


def work_of_the_absent(tier: Tier) -> More:
    """A limit of the last person alone, who may do nothing."""

    def add(collector: Collector, atoms: np.ndarray) -> None:
        collector.add(Limit(atoms[-1].reshape(-1).tolist(), low=3), price=7, tier=tier, source=0)

    return add


def no_atoms(tier: Tier) -> More:
    """Something that nobody could do at all, which stands on the first person's first cell."""

    def add(collector: Collector, atoms: np.ndarray) -> None:
        collector.add(Limit([], low=3), price=7, tier=tier, source=0)

    return add


def proven(more: Sequence[More]) -> tuple[Team, tuple[int, ...], tuple[int, ...]]:
    """The team, the best roster's costs, and bounds of rounds over everybody; the last person may do nothing."""
    columns, layout = small_roster(SEED, PEOPLE, DAYS, more=[nobody_on_day_four, *more])
    fixed = np.full(columns.base, FREE)
    fixed[layout.line == PEOPLE - 1] = 0
    start = np.zeros(columns.base, np.int64)
    search = Search(columns, fixed, layout, Options(600, 1), Search(columns, fixed, layout, PLAIN, start).run().plan)
    team = Team.of(columns, search.structure, search.fixed, layout, lambda: False)
    assert team is not None
    assert len(team.members) == PEOPLE - 1
    work = ByRows(search, team, Kept(PEOPLE - 1), Crew(), SEED)
    assert work.begin()
    work.prove()
    end = search.progress()
    return team, end.costs, end.bounds


@pytest.mark.parametrize("covered", [False, True])
@pytest.mark.parametrize("tier", list(Tier))
@pytest.mark.parametrize("settled", [wanted_on_day_four, work_of_the_absent, no_atoms])
def test_what_nobody_can_move_is_in_the_bound(settled: Callable[[Tier], More], tier: Tier, covered: bool) -> None:
    first: list[More] = [coverage_first(1)] if covered else []
    _, costs, bounds = proven(first)
    team, with_it, bounds_with_it = proven([*first, settled(tier)])

    assert bounds[Tier.COMFORT] == costs[Tier.COMFORT] > 0
    assert team.settled[tier] >= 21
    assert with_it == tuple(cost + (21 if one == tier else 0) for one, cost in zip(Tier, costs, strict=True))
    assert bounds_with_it[Tier.COMFORT] == with_it[Tier.COMFORT]


def more_work_than_may_be(tier: Tier) -> More:
    """The first two people are to work so much more than their hard rules allow that even what they can they hardly
    would: comfort is against it.
    """

    def add(collector: Collector, atoms: np.ndarray) -> None:
        for person in atoms[:2].reshape(2, -1).tolist():
            collector.add(Limit(person, low=DAYS), price=1, tier=tier, source=0)
            collector.add(Limit(person, high=0), price=30, tier=Tier.COMFORT, source=0)

    return add


@pytest.mark.parametrize("covered", [False, True])
def test_what_of_must_people_can_only_miss_is_in_the_bound(covered: bool) -> None:
    more: list[More] = [more_work_than_may_be(Tier.MUST), *([coverage_first(1)] if covered else [])]
    team, costs, bounds = proven(more)

    assert team.settled[Tier.MUST] == 0
    assert team.unkept == costs[Tier.MUST] == 2 * (DAYS - DAYS // 2)
    # Of comfort what these two pay for their work is there in any case.
    assert 2 * 30 * (DAYS // 2) <= bounds[Tier.COMFORT] <= costs[Tier.COMFORT]


def test_a_plan_that_misses_more_of_must_than_people_have_to_has_no_bound() -> None:
    """Others' rows are looked for as if they kept all of it, and plans as dear as this one may not."""
    columns, layout = small_roster(SEED, PEOPLE, DAYS, more=[more_work_than_may_be(Tier.MUST)])
    start = np.zeros(columns.base, np.int64)
    search = Search(columns, np.full(columns.base, FREE), layout, Options(600, 1), start)
    team = Team.of(columns, search.structure, search.fixed, layout, lambda: False)
    assert team is not None
    proof = Proof(search, team, Kept(PEOPLE), Crew(), [Room()])
    comfort = search.progress().costs[Tier.COMFORT]

    assert proof.beside((team.unkept, 0, 0, comfort)) is not None
    assert proof.beside((team.unkept + 1, 0, 0, comfort)) is None


@pytest.mark.parametrize("covered", [False, True])
@pytest.mark.parametrize("tier", [Tier.MUST, Tier.COVERAGE])
def test_tiers_that_no_model_bounds_are_bounded_by_what_nobody_can_move(
    tier: Tier, covered: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in (
        *((solver.search, "_ONE_MODEL_ATOMS"), (solver.search, "_COVERED_S"), (solver.search, "_COVERED_LINE_S")),
        *((solver.whole_model, "_FEW_ATOMS"), (solver.whole_model, "_WHOLE_ATOMS")),
    ):
        monkeypatch.setattr(module, name, 0)
    more = [nobody_on_day_four, wanted_on_day_four(tier), *([coverage_first(1)] if covered else [])]
    columns, layout = small_roster(SEED, PEOPLE, DAYS, more=more)
    fixed, start = np.full(columns.base, FREE), np.zeros(columns.base, np.int64)
    best = Search(columns, fixed, layout, PLAIN, start).run().costs
    before = slice(Tier.COMFORT)

    end = Search(columns, fixed, layout, Options(60, 1), start).run(
        lambda now: now.costs == best and now.bounds[before] == best[before]
    )

    assert best[tier] >= 21
    assert end.costs == best
    assert end.bounds[before] == best[before]


def must_be_early(collector: Collector, atoms: np.ndarray) -> None:
    """The first person must be early on a day, which rows keep wherever they can."""
    collector.add(Limit([int(atoms[0, 2, 0])], low=1), price=1, tier=Tier.MUST, source=0)


def somebody_late(tier: Tier) -> More:
    """Of the two who can, somebody must be late that day, which is worth more."""

    def add(collector: Collector, atoms: np.ndarray) -> None:
        collector.add(Limit(atoms[[0, -1], 2, 1].tolist(), low=1), price=480, tier=tier, source=0)

    return add


@pytest.mark.parametrize("covered", [False, True])
def test_what_a_limit_of_must_keeps_from_rows_is_not_settled(covered: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one is away, and no row of the first one is late; the best roster breaks what keeps it from that."""
    more = [must_be_early, somebody_late(Tier.MUST), *([somebody_late(Tier.COVERAGE)] if covered else [])]
    columns, layout = small_roster(SEED, PEOPLE, DAYS, more=more)
    fixed = np.full(columns.base, FREE)
    fixed[layout.line == PEOPLE - 1] = 0
    start = np.zeros(columns.base, np.int64)
    best = Search(columns, fixed, layout, PLAIN, start).run()
    assert best.costs[Tier.MUST] == 1
    monkeypatch.setattr(solver.search, "_ONE_MODEL_ATOMS", 0)
    monkeypatch.setattr(solver.whole_model, "_FEW_ATOMS", 0 if covered else 3_000)
    monkeypatch.setattr(solver.search, "_COVERED_S", 0.0)

    search = Search(columns, fixed, layout, Options(600, 1), best.plan)
    team = Team.of(columns, search.structure, search.fixed, layout, lambda: False)
    assert team is not None
    assert team.settled[Tier.MUST] == team.settled[Tier.COVERAGE] == 0
    work = ByRows(search, team, Kept(PEOPLE - 1), Crew(), SEED)
    assert work.begin()
    work.prove()
    assert all(bound <= cost for bound, cost in zip(search.progress().bounds, best.costs, strict=True))
    assert Search(columns, fixed, layout, Options(20, 1), start).run().costs == best.costs
