"""How far limits reach, as plain Python tells it."""

import numpy as np
from hypothesis import given, settings

from solver.layout import Layout, atom_reach, reach
from solver.limits import Collector, Derived
from tests.solver.random_columns import Puzzle, puzzles


@settings(max_examples=60, deadline=None)
@given(puzzles())
def test_a_limit_reaches_from_its_first_atom_to_its_last(puzzle: Puzzle) -> None:
    columns, day = puzzle.columns(), puzzle.layout().day
    first, last = reach(columns, day)

    of_rows = [[int(day[atom]) for atom in frozenset().union(*row.atoms)] for row in puzzle.rows]
    assert first.tolist() == [min(days) for days in of_rows]
    assert last.tolist() == [max(days) for days in of_rows]


def test_a_derived_atom_reaches_as_far_as_its_members() -> None:
    derived = Derived(4)
    derived.any_of([1, 3])

    first, last = atom_reach(derived, np.array([-1, 5, 2, 4]))

    assert first.tolist() == [-1, 5, 2, 4, 4]
    assert last.tolist() == [-1, 5, 2, 4, 5]


def test_no_limits_reach_nothing() -> None:
    first, last = reach(Collector(Derived(2)).columns(), np.array([0, 1]))

    assert first.tolist() == last.tolist() == []


def test_a_layout_counts_lines_and_days_to_come() -> None:
    layout, empty = Layout(np.array([0, 2, 1]), np.array([3, 0, -2])), Layout(np.zeros(0, int), np.zeros(0, int))

    assert (layout.lines, layout.days) == (3, 4)
    assert (empty.lines, empty.days) == (0, 0)
