"""A part of a problem says of its atoms what the whole says, while the other atoms stay."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.limits import Tier
from solver.part import Parts
from solver.structure import Structure
from tests.solver.random_columns import Puzzle, puzzles


@settings(max_examples=150, deadline=None)
@given(puzzles(), st.data())
def test_hard_limits_and_costs_are_those_of_the_whole(puzzle: Puzzle, data: st.DataObject) -> None:
    columns = puzzle.columns()
    free = np.array(sorted(data.draw(st.sets(st.integers(0, puzzle.base - 1), min_size=1))), np.int64)
    plan = np.array(data.draw(st.lists(st.integers(0, 1), min_size=puzzle.base, max_size=puzzle.base)), np.int64)

    part = Parts(columns, Structure.of(columns)).of(plan, free)

    others = np.setdiff1d(np.arange(columns.rows), part.rows)
    moved = set()
    for values in product((0, 1), repeat=len(free)):
        whole = part.into(plan, np.array(values, np.int64))
        outside = columns.outside(columns.values(whole))
        inside = part.columns.outside(part.columns.values(np.array(values, np.int64)))
        assert (outside[part.rows] == inside).all()
        moved.add(tuple(outside[others]))
        assert (part.columns.hard == columns.hard[part.rows]).all()
        assert (part.columns.tier == columns.tier[part.rows]).all()
    # Limits that are left out of it do not move at all.
    assert len(moved) == 1


def test_a_part_of_atoms_in_no_limit_has_no_limits() -> None:
    columns = Puzzle(2, (), (-1, -1)).columns()

    part = Parts(columns, Structure.of(columns)).of(np.zeros(2, np.int64), np.array([1]))

    assert part.columns.rows == 0
    assert part.columns.costs(np.ones(1, np.int64)) == (0,) * len(Tier)
