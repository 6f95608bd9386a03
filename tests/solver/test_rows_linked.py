"""Rows of people whom hard limits link, and limits over derived atoms: legal, told at their cost, bounded and best."""

from collections.abc import Sequence

import numpy as np
import pytest

import solver.rows.market
import solver.rows.work
import solver.search
from solver.build import FREE
from solver.limits import Collector, Columns, Derived, Ints, Limit, Tier
from solver.neighbourhoods import Layout, Neighbourhoods
from solver.rows.crew import Crew
from solver.rows.insertion import Insertion
from solver.rows.kept import Kept
from solver.rows.mix import Mix, alone
from solver.rows.program import Room
from solver.rows.rounds import Rounds
from solver.rows.team import Team, weight_of
from solver.rows.warm import compile_now
from solver.rows.work import ByRows
from solver.search import Options, Progress
from solver.structure import Structure
from tests.solver.small_roster import (
    More,
    both_or_none,
    coverage_first,
    never_both,
    never_both_of_two_days,
    not_both,
    not_both_early,
    rather_both,
    search_of,
    small_roster,
    somebody_late,
    somebody_there,
)

PEOPLE, DAYS = 4, 6
ONE, PLAIN = Options(seconds=600, workers=1), Options(seconds=600, workers=1, plain=True)

#: What patterns tell.
TOLD: dict[str, tuple[More, ...]] = {
    "hard": (not_both_early,),
    "hard, of days": (never_both,),
    "priced, of days": (rather_both,),
    "must": (both_or_none,),
    "all of these": (not_both_early, never_both, rather_both, both_or_none),
}
#: What they don't, beside what they do.
LEFT_OUT: dict[str, tuple[More, ...]] = {
    "priced, of several days": (not_both,),
    "hard, of several days": (never_both_of_two_days,),
    "of several people": (somebody_late,),
    "all": (not_both_early, never_both, rather_both, not_both, never_both_of_two_days, somebody_late),
}

#: Coverage of which rows know a part, or nothing.
COVERED: dict[str, tuple[More, ...]] = {
    **{name: (*more, coverage_first(2)) for name, more in {**TOLD, **LEFT_OUT}.items()},
    "coverage left out": (somebody_there,),
    "some coverage left out": (somebody_there, coverage_first(1), never_both, not_both),
}

covered_rules = pytest.mark.parametrize("more", COVERED.values(), ids=COVERED)
rules = pytest.mark.parametrize("more", [*TOLD.values(), *LEFT_OUT.values()], ids=[*TOLD, *LEFT_OUT])
told_rules = pytest.mark.parametrize("more", TOLD.values(), ids=TOLD)


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    compile_now()


@pytest.fixture(autouse=True)
def _hardly_bettered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are taken of few atoms as well; turns are short, nothing is bettered for long, and markets end early."""
    monkeypatch.setattr(solver.search, "_ONE_MODEL_ATOMS", 0)
    monkeypatch.setattr(solver.rows.work, "_BETTERED_S", (0.05, 0.05))
    monkeypatch.setattr(solver.rows.work, "_TURN_S", 0.1)
    monkeypatch.setattr(solver.rows.market, "_SOONER", 0.05)


def team_of(columns: Columns, layout: Layout, fixed: Ints | None = None) -> Team:
    """The team of a roster."""
    state = np.full(columns.base, FREE) if fixed is None else fixed
    team = Team.of(columns, Structure.of(columns), state, layout, lambda: False)
    assert team is not None
    return team


def best_of(columns: Columns, layout: Layout) -> Progress:
    """The best roster, by CP-SAT."""
    end = search_of(columns, layout, PLAIN).run()
    assert end.costs == end.bounds
    return end


def paid(columns: Columns, plan: Ints, per_break: float) -> float:
    """What a plan costs in weighted points, so much of them for each unit of a hard limit that it breaks."""
    broken = int(columns.outside(columns.values(plan))[columns.hard].sum())
    return broken * per_break + sum(
        weight_of(tier) * cost for tier, cost in zip(Tier, columns.costs(plan), strict=True)
    )


def legal(columns: Columns, plan: Ints) -> bool:
    """Whether a plan keeps all hard limits."""
    return not columns.outside(columns.values(plan))[columns.hard].any()


@pytest.mark.parametrize("name", [*TOLD, *LEFT_OUT])
def test_what_patterns_tell_is_a_link_and_all_else_is_left_out(name: str) -> None:
    more = {**TOLD, **LEFT_OUT}[name]
    columns, layout = small_roster(1, PEOPLE, DAYS, more=more)
    team = team_of(columns, layout)
    before = small_roster(1, PEOPLE, DAYS)[0].rows
    untold = {not_both: 2, never_both_of_two_days: 2, somebody_late: 2}
    assert team.left_out.columns.rows == sum(untold.get(one, 0) for one in more)
    # Each further limit is one over a sum of its own; those before are a shortage and a surplus a slot.
    further = columns.rows - before - team.left_out.columns.rows
    assert len(team.links.given) == 2 * DAYS + further


@rules
@pytest.mark.parametrize("seed", range(3))
def test_a_roster_of_rows_costs_what_is_said_and_breaks_what_is_said(seed: int, more: tuple[More, ...]) -> None:
    columns, layout = small_roster(seed, PEOPLE, DAYS, more=more)
    team = team_of(columns, layout)
    insertion, room, rng = Insertion(team, seed, lambda: False), Room(), np.random.default_rng(seed)
    seen = set()
    for _ in range(40):
        rows = [
            member.program.cheapest(rng.integers(-9, 10, len(member.program.line.atoms)).astype(np.float64), room).path
            for member in team.members
        ]
        insertion.take([row for row in rows if row is not None])
        plan = team.plan(rows)
        assert insertion.cost == pytest.approx(paid(columns, plan, team.links.per_break))
        assert insertion.broken is not legal(columns, plan)
        seen.add(insertion.broken)
    # Rows that nobody fits together break what is hard now and then.
    assert (True in seen) is bool((columns.hard[-1] or len(more) > 1) or more[0] in (not_both_early, never_both))


@pytest.mark.parametrize("seed", range(8))
def test_an_atom_of_a_day_counts_once_however_many_of_its_members_are_on(seed: int) -> None:
    """Two people with three shifts a day that they may all work, some of them fixed; against the plan's own sums."""
    rng = np.random.default_rng(seed)
    atoms = np.arange(12).reshape(2, 2, 3)
    derived = Derived(12)
    collector = Collector(derived)
    for day in range(2):
        both = [derived.any_of(atoms[person, day, : 2 + seed % 2].tolist()) for person in range(2)]
        on = [atom for atom in both if atom is not None]
        collector.add(Limit(on, low=1, high=1), price=int(rng.integers(1, 9)), tier=Tier.COVERAGE, source=0)
        collector.add(Limit([*on, int(atoms[0, day, 0])], high=1, weights=[2, 1, 1]), price=3, tier=Tier(3), source=0)
        collector.add(Limit([*on, int(atoms[1, day, 2])], high=2), price=0, tier=Tier.COMFORT, source=0)
    columns = collector.columns()
    fixed = np.where(rng.random(12) < 0.3, rng.integers(0, 2, 12), FREE)
    line, day_of, _ = np.indices(atoms.shape)
    layout = Layout(line.reshape(-1), day_of.reshape(-1))
    team = team_of(columns, layout, fixed)
    assert team.left_out.none
    insertion = Insertion(team, seed, lambda: False)
    free, counted = np.flatnonzero(fixed == FREE), 0
    for number in range(2 ** len(free)):
        plan = np.where(fixed == 1, 1, 0).astype(np.int64)
        plan[free] = number >> np.arange(len(free)) & 1
        paths = team.paths(plan)
        assert paths is not None
        insertion.take(paths)
        assert (team.plan(paths) == plan).all()
        assert insertion.cost == paid(columns, plan, team.links.per_break)
        assert insertion.broken is not legal(columns, plan)
        counted += int(plan.sum() > 4)
    assert counted


@pytest.mark.parametrize("member_fixed", [FREE, 0, 1])
def test_an_atom_of_two_days_is_told_where_all_of_one_day_is_fixed(member_fixed: int) -> None:
    derived = Derived(4)
    collector = Collector(derived)
    first, second = derived.any_of([0, 1]), derived.any_of([2, 3])
    assert first is not None
    assert second is not None
    collector.add(Limit([first, second], high=1), price=5, tier=Tier.COMFORT, source=0)
    columns, layout = collector.columns(), Layout(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]))
    team = team_of(columns, layout, np.array([FREE, member_fixed, FREE, member_fixed]))
    assert team.left_out.none is (member_fixed != FREE)
    for plan in ([1, 0, 0, 0], [1, 0, 1, 0], [0, 0, 0, 0]):
        whole = np.maximum(np.array(plan), np.array([0, 1, 0, 1]) * (member_fixed == 1))
        paths = team.paths(whole)
        assert paths is not None
        insertion = Insertion(team, 1, lambda: False)
        insertion.take(paths)
        assert insertion.cost == columns.costs(whole)[Tier.COMFORT]


@rules
@pytest.mark.parametrize("seed", [1, 3, 5])
def test_no_legal_roster_costs_less_than_the_bound(seed: int, more: tuple[More, ...]) -> None:
    columns, layout = small_roster(seed, PEOPLE, DAYS, more=more)
    team, best = team_of(columns, layout), best_of(columns, layout).costs[Tier.COMFORT]
    insertion = Insertion(team, seed, lambda: False)
    assert insertion.construct()
    for missing in (None, 0.0):
        mix = Mix(team, range(PEOPLE), team.links.given, missing=missing)
        for number in range(PEOPLE):
            mix.add(insertion.row(number))
        rounds = Rounds(mix, [Room()], lambda: False, lambda bound: None, alone)
        assert rounds.run(500)
        assert rounds.done
        assert rounds.best <= best + 1e-6
        if team.left_out.none:
            # It is near, but of two who are to share shifts a mix takes halves.
            assert np.ceil(rounds.best - 1e-6) >= (0.4 if both_or_none in more else 0.9) * best


@told_rules
def test_a_bound_counts_what_is_hard(more: tuple[More, ...]) -> None:
    """Where it matters, rows prove more with it than rosters without it cost."""
    columns, layout = small_roster(5, PEOPLE, DAYS, more=more)
    search = search_of(columns, layout, ONE)
    work = ByRows(search, team_of(columns, layout), Kept(PEOPLE), Crew(), 5)
    assert work.begin()
    work.prove()
    without = best_of(*small_roster(5, PEOPLE, DAYS)).costs[Tier.COMFORT]
    assert without < search.progress().bounds[Tier.COMFORT] <= best_of(columns, layout).costs[Tier.COMFORT]


@covered_rules
@pytest.mark.parametrize("seed", [3, 5])
def test_a_bound_beside_coverage_holds(seed: int, more: tuple[More, ...]) -> None:
    columns, layout = small_roster(seed, PEOPLE, DAYS, more=more)
    best = best_of(columns, layout)
    search = search_of(columns, layout, ONE)
    search.offer(best.plan, (0,) * len(Tier))
    work = ByRows(search, team_of(columns, layout), Kept(PEOPLE), Crew(), seed)
    assert work.begin()

    work.prove()

    assert search.progress().costs == best.costs
    bound = search.progress().bounds[Tier.COMFORT]
    assert bound <= best.costs[Tier.COMFORT]
    if not team_of(columns, layout).left_out.columns.rows:
        assert bound >= 0.8 * best.costs[Tier.COMFORT]


def noted(search: solver.search.Search) -> list[Ints]:
    """All plans that are offered from now on."""
    plans: list[Ints] = []
    offer = search._offer

    def offered(plan: Ints) -> None:
        plans.append(plan)
        offer(plan)

    search._offer = offered  # type: ignore[method-assign]
    return plans


@rules
@pytest.mark.parametrize("workers", [1, 2])
def test_a_search_by_rows_ends_with_the_best_roster(workers: int, more: tuple[More, ...]) -> None:
    columns, layout = small_roster(5, PEOPLE, DAYS, more=more)
    search = search_of(columns, layout, Options(seconds=600, workers=workers))
    plans = noted(search)

    end = search.run()

    assert search._team is not None
    assert end.costs == end.bounds == best_of(columns, layout).costs
    assert columns.costs(end.plan) == end.costs
    assert all(legal(columns, plan) for plan in [*plans, end.plan])
    # It matters: without it there is a better roster.
    assert best_of(*small_roster(5, PEOPLE, DAYS)).costs < end.costs


@covered_rules
@pytest.mark.parametrize("workers", [1, 2])
def test_so_does_one_where_coverage_counts(
    workers: int, more: tuple[More, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    # So few cells would be left to one model.
    monkeypatch.setattr(solver.search, "_FEW_ATOMS", 0)
    columns, layout = small_roster(5, PEOPLE, DAYS, more=more)
    best = best_of(columns, layout).costs
    search = search_of(columns, layout, Options(seconds=600, workers=workers))
    plans = noted(search)

    end = search.run(lambda progress: progress.costs == best)

    assert search._team is not None
    assert end.costs == best
    assert end.bounds <= best
    assert columns.costs(end.plan) == end.costs
    assert all(legal(columns, plan) for plan in [*plans, end.plan])


@pytest.mark.parametrize("covered", [False, True])
@rules
def test_each_way_to_better_a_roster_offers_none_that_breaks_what_is_hard(
    more: tuple[More, ...], covered: bool
) -> None:
    columns, layout = small_roster(1, 6, 8, more=[*more, coverage_first(3), somebody_there] if covered else more)
    search = search_of(columns, layout, ONE)
    plans = noted(search)
    work = ByRows(search, team_of(columns, layout), Kept(6), Crew(), 1)
    assert work.begin()
    work.prove()
    for turn in (work.follow, work.shake, work.dive, work.try_neighbourhoods, work.begin_anew, work._mend, work.trade):
        for _ in range(2):
            before = search.progress().costs
            turn()
            rows = work._insertion.all_in()
            assert rows is not None
            plan = work._team.plan(rows)
            assert work._insertion.cost == paid(columns, plan, work._team.links.per_break)
            assert search.progress().costs <= before
    assert all(legal(columns, plan) for plan in plans)
    assert work.follow()
    assert work.legal
    assert columns.costs(search.progress().plan) == search.progress().costs


def all_of_one(collector: Collector, atoms: np.ndarray) -> None:
    """Hard over all days: of the first three people one at most works at all. Rows know nothing of it."""
    ever = [collector._derived.any_of(atoms[person].reshape(-1).tolist()) for person in range(3)]
    collector.add(Limit([a for a in ever if a is not None], high=1), price=0, tier=Tier.COMFORT, source=0)


@pytest.mark.parametrize("asked", [(), (coverage_first(1),)], ids=["comfort", "coverage"])
def test_where_nearly_all_rosters_of_rows_break_what_is_hard_others_find_the_best(
    asked: Sequence[More], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver.search, "_FEW_ATOMS", 3_000 if not asked else 0)
    columns, layout = small_roster(5, PEOPLE, DAYS, more=[all_of_one, *asked])
    best = best_of(columns, layout).costs
    search = search_of(columns, layout, ONE)
    # Of rows alone none is legal; with coverage they begin with what was constructed.
    assert search._begin_by_rows() is bool(asked)
    assert search._team is not None
    search = search_of(columns, layout, ONE)
    plans = noted(search)

    end = search.run(lambda progress: progress.costs == best)

    assert end.costs == best
    assert all(legal(columns, plan) for plan in plans)


def test_neighbourhoods_mend_what_a_roster_breaks_at_whatever_cost() -> None:
    columns, layout = small_roster(3, PEOPLE, DAYS, more=[not_both_early, coverage_first(2)])
    search = search_of(columns, layout, ONE)
    plans, plan = noted(search), np.zeros(columns.base, np.int64)
    # Two of three are early on two days, of whom one at most may be; nobody else is free to be.
    early = np.flatnonzero((layout.line < 2) & np.isin(layout.day, [0, 3]))[::2]
    plan[early] = 1
    assert not search.legal(plan)
    three = layout.line < 3
    freed = three & (layout.day == 0)

    half = search.improve(Neighbourhoods(columns, layout, 1), plan, freed).plan

    # One of the two days is mended, the other one is not: what was found is put into a plan that is legal.
    assert not search.legal(half)
    assert columns.outside(columns.values(half))[columns.hard].sum() == 1
    assert [(offered[freed] == half[freed]).all() and not offered[~freed].any() for offered in plans] == [True]
    whole = search.improve(Neighbourhoods(columns, layout, 1), half, three & (layout.day == 3)).plan
    assert search.legal(whole)
    assert columns.costs(whole)[Tier.COVERAGE] > columns.costs(plan)[Tier.COVERAGE]
    assert all(search.legal(offered) for offered in plans)
    assert search.progress().costs == columns.costs(whole)


def test_a_roster_that_breaks_what_is_hard_is_followed_by_no_thread() -> None:
    columns, layout = small_roster(3, PEOPLE, DAYS, more=[never_both_of_two_days])
    search = search_of(columns, layout, ONE)
    work = ByRows(search, team_of(columns, layout), Kept(PEOPLE), Crew(), 3)
    assert work.begin()
    best = best_of(columns, layout)
    search.offer(best.plan, (0,) * len(Tier))
    assert work.follow()
    # Cheaper without the rule: what is taken for the best plan of all must not be this.
    without = best_of(*small_roster(3, PEOPLE, DAYS))
    rows = work._team.paths(without.plan)
    assert rows is not None
    work._insertion.take(rows)
    assert not work.legal
    work._offer()
    assert search.progress().costs == best.costs
    assert work.follow()
    assert work.legal
    kept = work._insertion.all_in()
    assert kept is not None
    assert columns.costs(work._team.plan(kept)) == best.costs


def test_a_part_that_mends_a_roster_half_is_not_offered_with_what_stays_broken() -> None:
    columns, layout = small_roster(3, PEOPLE, DAYS, more=[not_both_early])
    search = search_of(columns, layout, ONE)
    early = np.arange(columns.base).reshape(PEOPLE, DAYS, 2)[:, :, 0]
    # The third is early on the first day, in the best plan of all; in the other one two are, and on the fourth as well.
    best, plan = np.zeros(columns.base, np.int64), np.zeros(columns.base, np.int64)
    best[early[2, 0]] = 1
    plan[early[:2, [0, 3]]] = 1
    search.offer(best, (0,) * len(Tier))
    assert search.progress().plan is best
    plans = noted(search)
    part = search.parts.of(plan, np.sort(early[:2, 0]))

    # One of the two stays: into the best plan that does not fit, and the other plan it does not mend.
    search.offer_part(part, plan, np.array([1, 0]))

    assert plans == []
    # Neither stays: that fits.
    search.offer_part(part, plan, np.array([0, 0]))
    assert [offered.tolist() for offered in plans] == [best.tolist()]


def test_values_beyond_what_is_hard_are_in_no_bound_however_little_they_cost_a_mix() -> None:
    columns, layout = small_roster(5, PEOPLE, DAYS, more=[never_both])
    team, best = team_of(columns, layout), best_of(columns, layout).costs[Tier.COMFORT]
    insertion = Insertion(team, 5, lambda: False)
    assert insertion.construct()

    def mix_of(share: float) -> Mix:
        mix = Mix(team, range(PEOPLE), team.links.given, np.full(len(team.links.given), share), 0.0)
        for number in range(PEOPLE):
            mix.add(insertion.row(number))
        assert mix.solve()
        return mix

    rounds = Rounds(mix_of(1.0), [Room()], lambda: False, lambda bound: None, alone)
    assert rounds.run(500)
    assert rounds.center is not None
    assert rounds.best >= 0.9 * best
    _, bound = mix_of(1e-9).price(rounds.center, range(PEOPLE), [Room()], alone, lambda: False)
    assert bound == pytest.approx(rounds.best)
