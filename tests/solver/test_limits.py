"""Limits in columns: sums, breaches and costs as plain Python computes them."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.limits import OPEN, Collector, Derived, Limit, Tier, outside, spans
from tests.solver.random_columns import Puzzle, puzzles


@settings(max_examples=40, deadline=None)
@given(puzzles(), st.data())
def test_values_breaches_and_costs(puzzle: Puzzle, data: st.DataObject) -> None:
    columns = puzzle.columns()
    plan = np.array(data.draw(st.lists(st.integers(0, 1), min_size=puzzle.base, max_size=puzzle.base)), np.int64)

    values = columns.values(plan)

    assert columns.rows == len(puzzle.rows) - sum(1 for row in puzzle.rows if not row.atoms)
    assert values.tolist() == [row.value(plan) for row in puzzle.rows]
    assert columns.outside(values).tolist() == [row.outside(plan) for row in puzzle.rows]
    assert columns.costs(plan) == puzzle.costs(plan)
    assert columns.hard.tolist() == [row.price == 0 for row in puzzle.rows]
    for number, row in enumerate(puzzle.rows):
        assert set(columns.base_atoms(number)) == frozenset().union(*row.atoms)


def test_any_of_is_one_atom_for_equal_sets() -> None:
    derived = Derived(5)

    both = derived.any_of([3, 1])

    assert both == 5
    assert derived.any_of((1, 3, 3)) == both
    assert derived.any_of([1, 2]) == 6
    assert derived.any_of([4]) == 4
    assert derived.any_of([]) is None
    assert derived.members == [(1, 3), (1, 2)]


def test_atoms_derived_later_are_in_the_plan_too() -> None:
    derived = Derived(3)
    derived.any_of([0, 1])
    plan = np.array([0, 1, 0], np.int64)
    assert derived.extend(plan).tolist() == [0, 1, 0, 1]

    derived.any_of([0, 2])

    assert derived.extend(plan).tolist() == [0, 1, 0, 1, 0]


def test_a_limit_without_atoms_is_kept_only_where_it_costs() -> None:
    collector = Collector(Derived(2))
    collector.add(Limit([], low=1), price=0, tier=Tier.COMFORT, source=0)
    collector.add(Limit([], low=0), price=3, tier=Tier.COMFORT, source=1)
    collector.add(Limit([], high=0), price=3, tier=Tier.COMFORT, source=2)
    collector.add(Limit([], low=2, factor=5), price=3, tier=Tier.COVERAGE, source=3)

    columns = collector.columns()

    assert columns.source.tolist() == [3]
    assert columns.costs(np.ones(2, np.int64)) == (0, 30, 0, 0)  # 2 units at 3 points, five times
    assert columns.high.tolist() == [OPEN]


def test_stretches_of_an_array_one_after_the_other() -> None:
    assert spans(np.array([7, 2, 4]), np.array([2, 0, 3])).tolist() == [7, 8, 4, 5, 6]
    assert spans(np.zeros(0, np.int64), np.zeros(0, np.int64)).tolist() == []


def test_values_outside_of_bounds() -> None:
    values = np.arange(5)

    assert outside(values, 1, 3).tolist() == [1, 0, 0, 0, 1]
    assert outside(values, -OPEN, np.array([0, 0, 0, 9, 9])).tolist() == [0, 1, 2, 0, 0]


def test_no_limits_at_all() -> None:
    columns = Collector(Derived(2)).columns()

    assert columns.values(np.ones(2, np.int64)).tolist() == []
    assert columns.costs(np.ones(2, np.int64)) == (0, 0, 0, 0)


def test_what_is_laid_out_before_there_is_a_derived_atom_is_laid_out_anew() -> None:
    derived = Derived(3)
    flat, begins = derived.laid_out()
    assert len(flat) == len(begins) == 0

    derived.any_of([0, 2])

    assert derived.extend(np.array([0, 0, 1])).tolist() == [0, 0, 1, 1]
