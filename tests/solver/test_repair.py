"""Mending: as good as trying all plans, and every bound below the best of them."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.build import FREE
from solver.construct import with_atoms
from solver.limits import Tier
from solver.repair import DisjointDays, Repair, loosened
from tests.solver.random_columns import Puzzle, Row, puzzles


def _plans(puzzle: Puzzle) -> list[tuple[int, ...]]:
    return list(filter(puzzle.legal, puzzle.plans()))


@settings(max_examples=60, deadline=None)
@given(puzzles(startable=True), st.data())
def test_a_mended_plan_is_the_best_of_all_by_coverage_then_changes(puzzle: Puzzle, data: st.DataObject) -> None:
    wished = data.draw(st.lists(st.integers(0, puzzle.base - 1), unique=True))
    free = [atom for atom in wished if puzzle.fixed[atom] == FREE]
    start = with_atoms(puzzle.columns(), puzzle.start(), free)
    repaired = Repair(puzzle.columns(), puzzle.fixed_atoms(), puzzle.layout(), start, workers=1).run(60)

    best = min(puzzle.costs(plan) for plan in _plans(puzzle))
    assert puzzle.legal(repaired.plan.tolist())
    assert puzzle.costs(repaired.plan.tolist()) == repaired.costs
    assert repaired.fewest
    assert repaired.costs[: Tier.COMFORT] == best[: Tier.COMFORT]


@settings(max_examples=100, deadline=None)
@given(puzzles(startable=True), st.data())
def test_no_plan_costs_less_than_the_loosened_columns_say(puzzle: Puzzle, data: st.DataObject) -> None:
    inside = np.array(data.draw(st.lists(st.booleans(), min_size=puzzle.base, max_size=puzzle.base)), bool)
    columns, fixed = loosened(puzzle.columns(), puzzle.fixed_atoms(), inside)
    for plan in _plans(puzzle):
        kept = np.where((puzzle.fixed_atoms() == FREE) & (fixed == 0), 0, np.array(plan, np.int64))
        outside = columns.outside(columns.values(kept))
        assert not (outside * columns.hard).any()
        assert all(low <= cost for low, cost in zip(columns.costs(kept), puzzle.costs(plan), strict=True))


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
    repair = Repair(puzzle.columns(), puzzle.fixed_atoms(), puzzle.layout(), puzzle.start(), workers=1)
    assert [np.flatnonzero(inside).tolist() for inside in repair._windows(0)] == [[0, 1], [18, 19]]
    repaired = repair.run(60)
    assert repaired.bounds[: Tier.COMFORT] == repaired.costs[: Tier.COMFORT] == (0, 0, 2)


def test_a_mend_that_is_halted_keeps_what_it_has() -> None:
    """The torn day would be mended with one change; halted before, nothing is, and nothing is claimed."""
    wanted = Row((frozenset({0}), frozenset({1})), (1, 1), 1, None, 5, Tier.COVERAGE)
    change = Row((frozenset({0}),), (1,), None, 0, 1, Tier.CHANGE)
    puzzle = Puzzle(2, (wanted, change), (FREE,) * 2)
    repair = Repair(puzzle.columns(), puzzle.fixed_atoms(), puzzle.layout(), puzzle.start(), workers=1)
    repair.halt()
    repaired = repair.run(60)
    assert repaired.plan.tolist() == puzzle.start().tolist()
    assert repaired.costs[Tier.COVERAGE] == 5
    assert repaired.bounds[Tier.COVERAGE] == 0
    assert not repaired.fewest
