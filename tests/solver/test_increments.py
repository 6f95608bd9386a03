"""Sums kept up while atoms turn on and off, and what a turn would change, against sums taken anew."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.increments import Increments
from solver.limits import Ints
from tests.solver.random_columns import Puzzle, puzzles

PLANS = st.lists(st.integers(0, 1), min_size=7, max_size=7)
TURNS = st.lists(st.integers(0, 6), max_size=9)


def _plan(puzzle: Puzzle, given: list[int]) -> Ints:
    return np.array(given[: puzzle.base], np.int64)


@settings(max_examples=60)
@given(puzzles(), PLANS, TURNS)
def test_sums_stay_right_while_atoms_come_and_go(puzzle: Puzzle, begun: list[int], turns: list[int]) -> None:
    columns = puzzle.columns()
    kept = Increments(columns, _plan(puzzle, begun))
    for atom in (turn for turn in turns if turn < puzzle.base):
        expected = kept.plan.copy()
        expected[atom] ^= 1

        moved = kept.change(atom)
        worse = kept.worse(moved)
        before, after = columns.values(kept.plan), columns.values(expected)

        assert {row: by for row, by in moved.items() if by} == {
            row: by for row, by in enumerate((after - before).tolist()) if by
        }
        further = columns.outside(after) - columns.outside(before)
        assert all(by == further[row] for row, by in worse.items())
        assert kept.costs(worse) == tuple(
            b - a for a, b in zip(columns.costs(kept.plan), columns.costs(expected), strict=True)
        )
        assert sorted(kept.forbidding(worse)) == np.flatnonzero((further > 0) & columns.hard).tolist()
        assert kept.allowed(moved) == (not kept.forbidding(worse))

        if kept.plan[atom]:
            kept.remove(atom)
        else:
            kept.add(atom)
        assert kept.plan.tolist() == expected.tolist()
        assert kept.values == after.tolist()


@settings(max_examples=60)
@given(puzzles(), PLANS, st.sets(st.integers(0, 6)))
def test_several_turns_are_weighed_together_and_change_nothing(
    puzzle: Puzzle, begun: list[int], turned: set[int]
) -> None:
    columns = puzzle.columns()
    kept = Increments(columns, _plan(puzzle, begun))
    atoms = [atom for atom in turned if atom < puzzle.base] or [0]
    expected = kept.plan.copy()
    expected[atoms] ^= 1

    moved = kept.change_together(atoms)

    by = columns.values(expected) - columns.values(kept.plan)
    assert [moved.get(row, 0) for row in range(columns.rows)] == by.tolist()
    assert kept.plan.tolist() == begun[: puzzle.base]
    assert kept.values == columns.values(kept.plan).tolist()


@settings(max_examples=30)
@given(puzzles(), PLANS, TURNS)
def test_a_copy_goes_its_own_way(puzzle: Puzzle, begun: list[int], turns: list[int]) -> None:
    columns = puzzle.columns()
    kept = Increments(columns, _plan(puzzle, begun))
    other = kept.copy()
    for atom in (turn for turn in turns if turn < puzzle.base):
        other.add(atom)
        other.add(atom)

    assert kept.plan.tolist() == begun[: puzzle.base]
    assert kept.values == columns.values(kept.plan).tolist()
    assert other.values == columns.values(other.plan).tolist()
    assert [kept.change(atom) for atom in range(puzzle.base)] == [
        Increments(columns, _plan(puzzle, begun)).change(atom) for atom in range(puzzle.base)
    ]
