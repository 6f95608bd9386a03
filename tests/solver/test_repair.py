"""Mending: as good as trying all plans, and every bound below the best of them."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.construct import with_atoms
from solver.fixing import FREE
from solver.limits import Tier
from solver.repair import Repair, Repaired, _least
from solver.repair_window import Window
from solver.ties import DisjointDays
from tests.solver.random_columns import Puzzle, Row, puzzles
from tests.solver.repairs import asked_to_stay, repair_of, row_over


def _plans(puzzle: Puzzle) -> list[tuple[int, ...]]:
    return list(filter(puzzle.legal, puzzle.plans()))


@settings(max_examples=60, deadline=None)
@given(puzzles(startable=True), st.data())
def test_a_mended_plan_is_the_best_of_all_by_coverage_then_changes(puzzle: Puzzle, data: st.DataObject) -> None:
    wished = data.draw(st.lists(st.integers(0, puzzle.base - 1), unique=True))
    free = [atom for atom in wished if puzzle.fixed[atom] == FREE]
    start = with_atoms(puzzle.columns(), puzzle.start(), free)
    repaired = repair_of(puzzle, start).run(60)

    best = min(puzzle.costs(plan) for plan in _plans(puzzle))
    assert puzzle.legal(repaired.plan.tolist())
    assert puzzle.costs(repaired.plan.tolist()) == repaired.costs
    assert repaired.fewest
    assert repaired.costs[: Tier.COMFORT] == best[: Tier.COMFORT]


@settings(max_examples=150, deadline=None)
@given(puzzles(startable=True), st.data())
def test_the_cheapest_of_the_least_changed_is_the_best_of_all(puzzle: Puzzle, data: st.DataObject) -> None:
    kept = data.draw(st.sets(st.integers(0, puzzle.base - 1)))
    puzzle = asked_to_stay(puzzle, kept)
    free = [atom for atom in sorted(kept) if puzzle.fixed[atom] == FREE]
    repair = repair_of(puzzle, with_atoms(puzzle.columns(), puzzle.start(), free))
    cheapest = repair.cheapest(repair.run(60), 60)

    best = min(puzzle.costs(plan) for plan in _plans(puzzle))
    assert puzzle.legal(cheapest.plan.tolist())
    assert puzzle.costs(cheapest.plan.tolist()) == cheapest.costs == cheapest.bounds == best


@settings(max_examples=60, deadline=None)
@given(puzzles(startable=True), st.data())
def test_changes_counted_up_lead_from_the_most_changed_plan_to_the_least(
    puzzle: Puzzle, data: st.DataObject
) -> None:
    puzzle = asked_to_stay(puzzle, data.draw(st.sets(st.integers(0, puzzle.base - 1))))
    plans = {puzzle.costs(plan): plan for plan in _plans(puzzle)}
    best = min(plans)
    most = max(costs for costs in plans if costs[: Tier.CHANGE] == best[: Tier.CHANGE])
    repair = repair_of(puzzle, puzzle.start())
    counted = repair._counted(
        Repaired(np.array(plans[most], np.int64), most, (*best[: Tier.CHANGE], 0, 0)), 99, time.monotonic() + 60
    )
    assert puzzle.costs(counted.plan.tolist()) == counted.costs
    assert counted.bounds[Tier.CHANGE] == best[Tier.CHANGE]
    assert counted.costs == best or counted.costs[: Tier.COMFORT] == best[: Tier.COMFORT] == most[: Tier.COMFORT]


def test_a_day_that_must_change_is_proven_without_solving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Atom 0 is gone; 1 or 2 is wanted instead: one change, which no other number of changes has to be tried for."""
    wanted = Row((frozenset({0}), frozenset({1}), frozenset({2})), (1, 1, 1), 1, None, 5, Tier.COVERAGE)
    puzzle = asked_to_stay(Puzzle(3, (wanted,), (0, FREE, FREE)), {0})
    start = np.array([0, 1, 0], np.int64)
    repair = repair_of(puzzle, puzzle.start())
    monkeypatch.setattr(Repair, "solve", lambda *_: pytest.fail("solved"))
    window = Window(repair, puzzle.fixed_atoms() == FREE, time.monotonic() + 60)
    assert _least([window], start, repair.columns.costs(start), repair._unavoidable()) == (0, 0, 6, 0)


def test_what_no_limit_ties_to_the_torn_stays_as_it_is() -> None:
    """Atom 0 or 1 is wanted; 1 shuts out 2, which 3 could stand in for; 4 and 5 are a pair of their own."""
    wanted, instead = row_over((0, 1), 1, None, 5, Tier.COVERAGE), row_over((2, 3), 1, None, 5, Tier.COVERAGE)
    rows = (wanted, instead, row_over((1, 2), None, 1, 0, Tier.MUST), row_over((4, 5), None, 1, 0, Tier.MUST))
    puzzle = asked_to_stay(Puzzle(6, rows, (0, *(FREE,) * 5)), {2})
    repair = repair_of(puzzle, with_atoms(puzzle.columns(), puzzle.start(), [2]))
    mended = repair.run(60)
    assert mended.costs[: Tier.COMFORT] == (0, 0, 9)
    assert np.flatnonzero(repair._near(mended) == FREE).tolist() == [1, 2, 3]


def test_days_that_share_a_day_or_a_limit_are_one_set() -> None:
    days = DisjointDays()
    for joined in ([1, 2], [4], [2, 3], [8]):
        days.join(joined)
    days.join_known([4, 6, 8])
    assert days.sets() == [{1, 2, 3}, {4, 8}]
    days.join_known([])
    days.join([3, 4])
    assert days.sets() == [{1, 2, 3, 4, 8}]


def test_windows_of_far_days_are_proven_one_by_one() -> None:
    """Days 0 and 9 of ten are each torn for both lines' sake: each window is two atoms, and their bounds add up."""
    pairs = [(frozenset({2 * day}), frozenset({2 * day + 1})) for day in (0, 9)]
    wanted = [Row(pair, (1, 1), 1, None, 5, Tier.COVERAGE) for pair in pairs]
    changes = [Row((frozenset({atom}),), (1,), None, 0, 1, Tier.CHANGE) for atom in range(20)]
    puzzle = Puzzle(20, (*wanted, *changes), (FREE,) * 20)
    repair = repair_of(puzzle, puzzle.start())
    assert [np.flatnonzero(inside).tolist() for inside in repair._windows(0)] == [[0, 1], [18, 19]]
    repaired = repair.run(60)
    assert repaired.bounds[: Tier.COMFORT] == repaired.costs[: Tier.COMFORT] == (0, 0, 2)


def test_a_mend_that_is_halted_keeps_what_it_has() -> None:
    """The torn day would be mended with one change; halted before, nothing is, and nothing is claimed."""
    wanted = Row((frozenset({0}), frozenset({1})), (1, 1), 1, None, 5, Tier.COVERAGE)
    change = Row((frozenset({0}),), (1,), None, 0, 1, Tier.CHANGE)
    puzzle = Puzzle(2, (wanted, change), (FREE,) * 2)
    repair = repair_of(puzzle, puzzle.start())
    repair.halt()
    repaired = repair.run(60)
    assert repaired.plan.tolist() == puzzle.start().tolist()
    assert repaired.costs[Tier.COVERAGE] == 5
    assert repaired.bounds[Tier.COVERAGE] == 0
    assert not repaired.fewest
