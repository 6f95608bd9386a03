"""Rosters of rows that break what is hard between people: never offered, followed by nobody, and mended."""

from collections.abc import Sequence

import numpy as np
import pytest

import solver.search
import solver.whole_model
from solver.limits import Collector, Limit, Tier
from solver.rows.crew import Crew
from solver.rows.kept import Kept
from solver.rows.work import ByRows
from tests.solver.linked_rows import (
    DAYS,
    PEOPLE,
    noted,
    paid,
    quick,
    rules,
    team_of,
)
from tests.solver.small_roster import (
    ONE,
    More,
    best_of,
    coverage_first,
    legal,
    never_both_of_two_days,
    not_both_early,
    rows_team,
    search_of,
    small_roster,
    somebody_there,
)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)


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
    monkeypatch.setattr(solver.whole_model, "_FEW_ATOMS", 3_000 if not asked else 0)
    columns, layout = small_roster(5, PEOPLE, DAYS, more=[all_of_one, *asked])
    best = best_of(columns, layout).costs
    search = search_of(columns, layout, ONE)
    # Of rows alone none is legal; with coverage they begin with what was constructed.
    assert search._begin_by_rows() is bool(asked)
    assert rows_team(search) is not None
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
    assert not columns.legal(plan)
    three = layout.line < 3
    freed = three & (layout.day == 0)

    half = search.improve(1, plan, freed).plan

    # One of the two days is mended, the other one is not: what was found is put into a plan that is legal.
    assert not columns.legal(half)
    assert columns.outside(columns.values(half))[columns.hard].sum() == 1
    assert [(offered[freed] == half[freed]).all() and not offered[~freed].any() for offered in plans] == [True]
    whole = search.improve(1, half, three & (layout.day == 3)).plan
    assert columns.legal(whole)
    assert columns.costs(whole)[Tier.COVERAGE] > columns.costs(plan)[Tier.COVERAGE]
    assert all(columns.legal(offered) for offered in plans)
    assert search.progress().costs == columns.costs(whole)


def test_a_roster_that_breaks_what_is_hard_is_followed_by_no_thread() -> None:
    columns, layout = small_roster(3, PEOPLE, DAYS, more=[never_both_of_two_days])
    search = search_of(columns, layout, ONE)
    work = ByRows(search, team_of(columns, layout), Kept(PEOPLE), Crew(), 3)
    assert work.begin()
    best = best_of(columns, layout)
    search.offer(best.plan)
    assert work.follow()
    # Cheaper without the rule: what is taken for the best plan of all must not be this.
    without = best_of(*small_roster(3, PEOPLE, DAYS))
    rows = work._team.paths(without.plan)
    assert rows is not None
    work._insertion.take(rows)
    assert not work.legal
    work._roster.offer()
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
    search.offer(best)
    assert search.progress().plan is best
    plans = noted(search)
    part = search.parts.of(plan, np.sort(early[:2, 0]))

    # One of the two stays: into the best plan that does not fit, and the other plan it does not mend.
    search.offer_part(part, plan, np.array([1, 0]))

    assert plans == []
    # Neither stays: that fits.
    search.offer_part(part, plan, np.array([0, 0]))
    assert [offered.tolist() for offered in plans] == [best.tolist()]
