"""Conflicts against the plain way to find them: try every plan for every set of members."""

from collections.abc import Iterable
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.conflict import Conflict, Conflicts, Member, find_conflicts
from solver.fixing import FREE
from solver.layout import Layout
from solver.limits import Collector, Columns, Derived, Limit, Tier
from tests.solver.random_columns import Puzzle, puzzles

LONG_S = 600.0


def holds(puzzle: Puzzle, members: Iterable[Member]) -> bool:
    """Whether some plan keeps all rows and held atoms."""
    pieces = list(members)
    return any(
        all(not puzzle.rows[row].outside(plan) for piece in pieces for row in piece.rows)
        and all(plan[atom] == value for piece in pieces for atom, value in piece.atoms)
        for plan in product((0, 1), repeat=puzzle.base)
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Puzzle, list[Member]]:
    """A puzzle whose rows must all hold, some of them as one member; its fixed atoms are held, some by one member."""
    puzzle = draw(puzzles())
    held = [(atom, value) for atom, value in enumerate(puzzle.fixed) if value != FREE]
    if held and draw(st.booleans()):
        held.append((held[0][0], 1 - held[0][1]))
    parts = draw(st.integers(1, 10))
    owner = st.integers(0, parts - 1)
    of_row = [draw(owner) for _ in puzzle.rows]
    of_atom = [draw(owner) for _ in held]
    return puzzle, [
        Member(
            tuple(row for row, part in enumerate(of_row) if part == member),
            tuple(pair for pair, part in zip(held, of_atom, strict=True) if part == member),
        )
        for member in range(parts)
    ]


@given(cases())
def test_every_conflict_is_one_and_is_minimal(case: tuple[Puzzle, list[Member]]) -> None:
    puzzle, members = case

    for conflict in find_conflicts(puzzle.columns(), puzzle.layout(), members, LONG_S).found:
        chosen = [members[index] for index in conflict.members]
        assert conflict.minimal
        assert not holds(puzzle, chosen)
        for released in chosen:
            assert holds(puzzle, [member for member in chosen if member is not released])


@given(cases())
def test_every_row_of_a_conflict_is_needed(case: tuple[Puzzle, list[Member]]) -> None:
    puzzle, members = case

    for conflict in find_conflicts(puzzle.columns(), puzzle.layout(), members, LONG_S).found:
        held = [Member(atoms=members[index].atoms) for index in conflict.members]
        rows = [Member(rows=(row,)) for row in conflict.rows]
        assert set(conflict.rows) <= {row for index in conflict.members for row in members[index].rows}
        assert not holds(puzzle, [*held, *rows])
        for spared in rows:
            assert holds(puzzle, [*held, *[row for row in rows if row is not spared]])


@given(cases())
def test_all_holds_once_the_first_of_each_is_released(case: tuple[Puzzle, list[Member]]) -> None:
    puzzle, members = case

    result = find_conflicts(puzzle.columns(), puzzle.layout(), members, LONG_S)

    released = [conflict.members[0] for conflict in result.found]
    assert result.complete
    assert len(set(released)) == len(released)
    assert holds(puzzle, [member for index, member in enumerate(members) if index not in released])


def laid_out(base: int, *limits: Limit) -> Columns:
    """Hard limits over `base` atoms."""
    collector = Collector(Derived(base))
    for limit in limits:
        collector.add(limit, price=0, tier=Tier.COMFORT, source=0)
    return collector.columns()


def places(*line_and_day: tuple[int, int]) -> Layout:
    """Line and day of each atom."""
    return Layout(*(np.array(column, np.int64) for column in zip(*line_and_day, strict=True)))


def one_line(base: int) -> Layout:
    """One line, a day for each atom."""
    return places(*((0, day) for day in range(base)))


def test_two_held_atoms_and_the_row_between_them() -> None:
    columns = laid_out(3, Limit([0, 1], high=1), Limit([1, 2], high=1))
    members = [Member(atoms=((0, 1),)), Member(atoms=((1, 1),)), Member(rows=(0,)), Member(rows=(1,))]

    assert find_conflicts(columns, one_line(3), members, LONG_S) == Conflicts((Conflict((0, 1, 2), (0,), True),), True)


def test_an_atom_held_at_both_values() -> None:
    members = [Member(atoms=((0, 1),)), Member(atoms=((0, 0),))]

    found = find_conflicts(laid_out(1, Limit([0], high=1)), one_line(1), members, LONG_S).found

    assert found == (Conflict((0, 1), (), True),)


def test_a_row_that_no_plan_keeps_stands_alone() -> None:
    members = [Member(rows=(0,))]

    assert find_conflicts(laid_out(1, Limit([0], low=2)), one_line(1), members, LONG_S).found == (
        Conflict((0,), (0,), True),
    )


def test_each_of_several_conflicts_is_found() -> None:
    columns = laid_out(4, Limit([0, 1], high=1), Limit([2, 3], high=1))
    members = [*(Member(atoms=((atom, 1),)) for atom in range(4)), Member(rows=(0, 1))]

    found = find_conflicts(columns, places((0, 0), (0, 1), (1, 0), (1, 1)), members, LONG_S).found

    assert found == (Conflict((0, 1, 4), (0,), True), Conflict((2, 3, 4), (1,), True))


def test_one_on_each_day_and_none_on_two_days_running() -> None:
    # Day 2 takes both lines, and each rests on the day after work, so nobody is left for day 1.
    rests = [Limit([line * 3 + day, line * 3 + day + 1], high=1) for line in range(2) for day in range(2)]
    wanted = [Limit([0, 3], low=1), Limit([1, 4], low=1), Limit([2, 5], low=2)]
    columns = laid_out(6, *wanted, *rests)
    layout = places(*((line, day) for line in range(2) for day in range(3)))
    members = [Member(rows=(row,)) for row in range(columns.rows)]

    result = find_conflicts(columns, layout, members, LONG_S)

    # Rows 4 and 6 are the rests between days 1 and 2.
    assert result == Conflicts((Conflict((1, 2, 4, 6), (1, 2, 4, 6), True),), True)


def test_lines_that_are_tied_only_by_way_of_others() -> None:
    # Line 0 works; so must line 1 if 0 does, 3 if 2 does, and 2 if 1 does; line 3 must not. Each on a day of its own.
    follows = [Limit([then, first], low=0, weights=[1, -1]) for first, then in ((0, 1), (2, 3), (1, 2))]
    columns = laid_out(4, Limit([0], low=1), Limit([3], high=0), *follows)
    members = [Member(rows=(row,)) for row in range(columns.rows)]

    found = find_conflicts(columns, places(*((line, line) for line in range(4))), members, LONG_S).found

    assert found == (Conflict((0, 1, 2, 3, 4), (0, 1, 2, 3, 4), True),)


def test_what_is_out_of_time_is_not_called_complete() -> None:
    columns = laid_out(2, Limit([0, 1], high=1))
    members = [Member(atoms=((0, 1),)), Member(atoms=((1, 1),)), Member(rows=(0,))]

    assert find_conflicts(columns, one_line(2), members, 0.0) == Conflicts((), False)
    assert find_conflicts(columns, one_line(2), members[1:], 0.0) == Conflicts((), True)
