"""Searches by whole rows end with the best roster, are never dearer than before, and claim no bound beyond the best."""

import threading
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import solver.search
import solver.whole_model
from solver.layout import Layout
from solver.limits import Columns, Ints, Tier
from solver.search import Options, Progress
from tests.solver.linked_rows import quick
from tests.solver.small_roster import (
    best_of,
    both_or_none,
    coverage_first,
    legal,
    never_both,
    not_both_early,
    rather_both,
    rows_team,
    search_of,
    small_roster,
)

#: What may be asked beside what each person is asked: rules that link people, hard ones too, and coverage first.
BESIDE = (not_both_early, never_both, rather_both, both_or_none, coverage_first(1), coverage_first(2))


@st.composite
def rosters(draw: st.DrawFn) -> tuple[Columns, Layout]:
    """Small ones, often with what links people, hard or not, and with coverage before comfort."""
    more = draw(st.lists(st.sampled_from(BESIDE), max_size=3, unique=True))
    least = (3, 5) if more else (2, 4)
    people, days = draw(st.integers(least[0], 5)), draw(st.integers(least[1], 8))
    return small_roster(draw(st.integers(0, 10_000)), people, days, more=more)


@settings(max_examples=40)
@given(rosters(), st.sampled_from([1, 2]))
def test_rosters_by_rows_are_legal_never_dearer_and_proven_the_best(
    roster: tuple[Columns, Layout], workers: int
) -> None:
    columns, layout = roster
    covered = bool((columns.tier == Tier.COVERAGE).any())
    search, seen, told = search_of(columns, layout, Options(seconds=600, workers=workers)), [], []
    offer, raise_bound, looking = search.offer, search.raise_bound, threading.Lock()

    def look() -> None:
        # Of two threads, one may look before the other's plan is in, and put it down after it.
        with looking:
            seen.append(search.progress())

    def offered(plan: Ints) -> None:
        offer(plan)
        look()

    def raised(tier: Tier, bound: int, held: tuple[tuple[Tier, int], ...]) -> None:
        raise_bound(tier, bound, held)
        look()

    def watch(progress: Progress) -> bool:
        told.append(progress)
        # Where coverage counts, rows prove what is near the best, and so few cells would be left to one model.
        return covered and progress.costs == best

    search.offer, search.raise_bound = offered, raised  # type: ignore[method-assign]
    best = best_of(columns, layout).costs
    with pytest.MonkeyPatch.context() as patch:
        quick(patch)
        if covered:
            patch.setattr(solver.whole_model, "_FEW_ATOMS", 0)
        end = search.run(watch)

    assert rows_team(search) is not None
    assert end.costs == best
    assert covered or end.bounds == best
    for progress in (seen, told):
        assert all(later.costs <= earlier.costs for earlier, later in pairwise(progress))
        for at in progress:
            assert legal(columns, at.plan)
            assert columns.costs(at.plan) == at.costs
            # Of each tier, for what the tiers before it cost.
            last = next((tier for tier in Tier if at.costs[tier] > best[tier]), Tier.COMFORT)
            assert all(at.bounds[tier] <= best[tier] for tier in Tier if tier <= last)
            assert all(bound <= cost for bound, cost in zip(at.bounds, at.costs, strict=True))
