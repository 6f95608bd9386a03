"""Rows of people whom hard limits link, and limits over derived atoms: legal, told at their cost, bounded and best."""

import numpy as np
import pytest

import solver.search
import solver.whole_model
from solver.fixing import FREE
from solver.layout import Layout
from solver.limits import Collector, Derived, Limit, Tier
from solver.rows.crew import Crew, alone
from solver.rows.insertion import Insertion
from solver.rows.kept import Kept
from solver.rows.mix import Mix
from solver.rows.room import Room
from solver.rows.rounds import Rounds
from solver.rows.work import ByRows
from solver.search import Options
from tests.solver.linked_rows import (
    DAYS,
    LEFT_OUT,
    PEOPLE,
    TOLD,
    covered_rules,
    noted,
    paid,
    quick,
    rules,
    team_of,
    told_rules,
)
from tests.solver.small_roster import (
    ONE,
    More,
    best_of,
    both_or_none,
    legal,
    never_both,
    never_both_of_two_days,
    not_both,
    not_both_early,
    rows_team,
    search_of,
    small_roster,
    somebody_late,
)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)


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
    search.offer(best.plan)
    work = ByRows(search, team_of(columns, layout), Kept(PEOPLE), Crew(), seed)
    assert work.begin()

    work.prove()

    assert search.progress().costs == best.costs
    bound = search.progress().bounds[Tier.COMFORT]
    assert bound <= best.costs[Tier.COMFORT]
    if not team_of(columns, layout).left_out.columns.rows:
        assert bound >= 0.8 * best.costs[Tier.COMFORT]


@rules
@pytest.mark.parametrize("workers", [1, 2])
def test_a_search_by_rows_ends_with_the_best_roster(workers: int, more: tuple[More, ...]) -> None:
    columns, layout = small_roster(5, PEOPLE, DAYS, more=more)
    search = search_of(columns, layout, Options(seconds=600, workers=workers))
    plans = noted(search)

    end = search.run()

    assert rows_team(search) is not None
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
    monkeypatch.setattr(solver.whole_model, "_FEW_ATOMS", 0)
    columns, layout = small_roster(5, PEOPLE, DAYS, more=more)
    best = best_of(columns, layout).costs
    search = search_of(columns, layout, Options(seconds=600, workers=workers))
    plans = noted(search)

    end = search.run(lambda progress: progress.costs == best)

    assert rows_team(search) is not None
    assert end.costs == best
    assert end.bounds <= best
    assert columns.costs(end.plan) == end.costs
    assert all(legal(columns, plan) for plan in [*plans, end.plan])


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
