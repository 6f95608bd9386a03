"""What is fixed, and that hard limits which that breaks give way no further than they must."""

import numpy as np
import pytest
from hypothesis import given, settings

from solver.fixing import FREE, derived_state, empty_plan, fixed_by_bans, settle
from solver.limits import Collector, Columns, Derived, Tier
from tests.solver.random_columns import Puzzle, Row, puzzles


def _both(*, price: int = 0, high: int | None = None, low: int | None = None) -> Columns:
    row = Row((frozenset({0}), frozenset({1})), (2, 3), low, high, price, Tier.COMFORT)
    return Puzzle(3, (row,), (FREE,) * 3).columns()


def test_settle_lets_broken_hard_limits_be_as_broken_as_they_are() -> None:
    columns = _both(high=3)
    settled, gave_way = settle(columns, np.array([1, 1, 0], np.int64))

    assert gave_way == [0]
    assert settled.high.tolist() == [5]
    assert columns.high.tolist() == [3]
    below, gave_way = settle(_both(low=4), np.array([0, 1, 0], np.int64))
    assert (gave_way, below.low.tolist()) == ([0], [3])


@pytest.mark.parametrize(("columns", "plan"), [(_both(high=5), [1, 1, 0]), (_both(high=3, price=1), [1, 1, 0])])
def test_settle_leaves_kept_and_priced_limits(columns: Columns, plan: list[int]) -> None:
    settled, gave_way = settle(columns, np.array(plan, np.int64))

    assert gave_way == []
    assert settled.high.tolist() == columns.high.tolist()


@settings(max_examples=60, deadline=None)
@given(puzzles())
def test_settled_limits_allow_what_is_fixed_and_nothing_worse(puzzle: Puzzle) -> None:
    columns, start = puzzle.columns(), puzzle.start()
    settled, _ = settle(columns, start)

    assert not (settled.outside(settled.values(start)) * settled.hard).any()
    for plan in puzzle.plans():
        given_plan = np.array(plan, np.int64)
        worse = columns.outside(columns.values(given_plan)) > columns.outside(columns.values(start))
        broken = settled.outside(settled.values(given_plan)) > 0
        assert not (broken & ~worse & columns.hard & _same_side(columns, given_plan, start)).any()


def _same_side(columns: Columns, plan: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Where both plans lie above the upper bound, or neither does."""
    return (columns.values(plan) > columns.high) == (columns.values(start) > columns.high)


@settings(max_examples=60, deadline=None)
@given(puzzles())
def test_bans_fix_only_what_no_legal_plan_has(puzzle: Puzzle) -> None:
    fixed = fixed_by_bans(puzzle.columns(), puzzle.fixed_atoms())

    for plan in filter(puzzle.legal, puzzle.plans()):
        assert all(value in (FREE, on) for value, on in zip(fixed.tolist(), plan, strict=True))


def test_a_ban_of_one_atom_fixes_it() -> None:
    banned = Row((frozenset({1}),), (1,), None, 0, 0, Tier.COMFORT)
    priced = Row((frozenset({0}),), (1,), None, 0, 3, Tier.COMFORT)

    assert fixed_by_bans(Puzzle(3, (banned, priced), (FREE,) * 3).columns(), np.full(3, FREE)).tolist() == [-1, 0, -1]


def test_a_derived_atom_is_on_with_a_member_and_off_without_all_of_them() -> None:
    derived = Derived(4)
    for members in ((0, 1), (1, 2), (2, 3)):
        derived.any_of(members)
    columns, fixed = Collector(derived).columns(), np.array([1, FREE, 0, 0])

    assert derived_state(columns, fixed).tolist() == [1, FREE, 0]
    assert derived_state(Collector(Derived(4)).columns(), fixed).tolist() == []
    assert empty_plan(fixed).tolist() == [1, 0, 0, 0]
