"""The first plan: legal, never dearer in what must be, and exact about what one atom more changes."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.construct import construct
from solver.fixing import FREE
from solver.increments import Increments
from solver.limits import Tier
from tests.solver.random_columns import Puzzle, Row, puzzles


@settings(max_examples=40, deadline=None)
@given(puzzles(startable=True), st.integers(1, 5))
def test_constructed_plans_keep_hard_limits_and_cost_no_more(puzzle: Puzzle, seed: int) -> None:
    start = puzzle.start()
    plan = construct(puzzle.columns(), puzzle.fixed_atoms(), puzzle.layout(), start, seed, lambda: False)

    assert puzzle.legal(plan.tolist())
    assert all(on == value for on, value in zip(plan.tolist(), puzzle.fixed, strict=True) if value != FREE)
    weighed = [sum(w * c for w, c in zip((10**9, 10**6, 1000, 1), puzzle.costs(p), strict=True)) for p in (plan, start)]
    assert weighed[0] <= weighed[1]


def test_short_rows_are_filled_as_far_as_they_may_be() -> None:
    """Two of three atoms wanted, of which 0 and 1 exclude each other: 2 and one of them."""
    wanted = Row((frozenset({0}), frozenset({1}), frozenset({2})), (1, 1, 1), 2, None, 5, Tier.COVERAGE)
    either = Row((frozenset({0}), frozenset({1})), (1, 1), None, 1, 0, Tier.COMFORT)
    puzzle = Puzzle(3, (wanted, either), (FREE,) * 3)

    plan = construct(puzzle.columns(), puzzle.fixed_atoms(), puzzle.layout(), puzzle.start(), 1, lambda: False)

    assert plan[2] == 1
    assert plan.sum() == 2


def test_a_stopped_plan_has_the_rows_that_were_filled_by_then() -> None:
    rows = tuple(Row((frozenset({atom}),), (1,), 1, None, 5, Tier.COVERAGE) for atom in range(5))
    puzzle = Puzzle(5, rows, (FREE,) * 5)
    answers = iter([False, False, False, True])

    plan = construct(puzzle.columns(), puzzle.fixed_atoms(), puzzle.layout(), puzzle.start(), 1, lambda: next(answers))

    assert plan.sum() == 3


@settings(max_examples=40, deadline=None)
@given(puzzles(), st.permutations(range(7)))
def test_increments_hold_the_sums_of_a_growing_plan(puzzle: Puzzle, order: list[int]) -> None:
    columns = puzzle.columns()
    grown = Increments(columns, np.zeros(puzzle.base, np.int64))
    for atom in (atom for atom in order if atom < puzzle.base):
        before, moved = list(grown.values), grown.change(atom)
        worse = grown.worse(moved)
        outside = columns.outside(columns.values(grown.plan))

        grown.add(atom)

        after = columns.values(grown.plan)
        assert grown.values == after.tolist()
        assert {row: value - before[row] for row, value in enumerate(grown.values) if value != before[row]} == {
            row: by for row, by in moved.items() if by
        }
        assert all(by == columns.outside(after)[row] - outside[row] for row, by in worse.items())
