"""The model says what the limits say: its optimum is that of all plans tried, whatever is fixed, priced or capped."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from solver.build import Model, build
from solver.fixing import FREE
from solver.limits import Tier
from tests.solver.random_columns import Puzzle, Row, puzzles

ALL = {Tier.MUST: 100, Tier.COVERAGE: 10, Tier.COMFORT: 1}
some_weights = st.dictionaries(st.sampled_from(Tier), st.sampled_from([1, 3, 50]), min_size=1)


def _solved(model: Model) -> tuple[object, cp_model.CpSolver]:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    return solver.solve(model.cp), solver


def _weighed(costs: tuple[int, ...], weights: dict[Tier, int]) -> int:
    return sum(costs[tier] * weight for tier, weight in weights.items())


@settings(max_examples=100, deadline=None)
@given(puzzles(), some_weights, st.dictionaries(st.sampled_from(Tier), st.integers(0, 15), max_size=2))
def test_optimum_is_that_of_all_plans(puzzle: Puzzle, weights: dict[Tier, int], caps: dict[Tier, int]) -> None:
    allowed = [
        plan
        for plan in filter(puzzle.legal, puzzle.plans())
        if all(puzzle.costs(plan)[tier] <= cap for tier, cap in caps.items())
    ]
    model = build(puzzle.columns(), puzzle.fixed_atoms(), weights, caps)

    status, solver = _solved(model)

    if not allowed:
        assert status == cp_model.INFEASIBLE
        return
    plan = tuple(model.plan(solver).tolist())
    assert status == cp_model.OPTIMAL
    assert plan in allowed
    best = min(_weighed(puzzle.costs(one), weights) for one in allowed)
    # CP-SAT reports the cost as a float, which may be off in its last digit.
    assert round(solver.objective_value) == best == _weighed(puzzle.costs(plan), weights)


@settings(max_examples=60, deadline=None)
@given(puzzles(), st.data())
def test_each_plan_costs_in_the_model_what_it_costs(puzzle: Puzzle, data: st.DataObject) -> None:
    """A hint is whole: with every variable held at it, the model's cost is the plan's."""
    legal = list(filter(puzzle.legal, puzzle.plans()))
    if not legal:
        return
    plan = data.draw(st.sampled_from(legal))
    model = build(puzzle.columns(), puzzle.fixed_atoms(), ALL)
    model.hint(np.array(plan, np.int64))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.fix_variables_to_their_hinted_value = True

    status = solver.solve(model.cp)

    assert status == cp_model.OPTIMAL
    assert round(solver.objective_value) == _weighed(puzzle.costs(plan), ALL)


@pytest.mark.parametrize(("low", "high", "best"), [(1, None, 1), (None, 0, 0)])
def test_a_derived_atom_is_pushed_up_and_down(low: int | None, high: int | None, best: int) -> None:
    """Atoms 0, 1, 2, any two of them excluded. Off costs 5 and on costs 7: any of them on pays only where it must."""
    any_of = (frozenset({0, 1, 2}),)
    one = Row((frozenset({0}), frozenset({1}), frozenset({2})), (1, 1, 1), None, 1, 0, Tier.COMFORT)
    asked = Row(any_of, (1,), low, high, 0, Tier.COMFORT)
    off, on = (Row(any_of, (1,), *bounds, Tier.COMFORT) for bounds in ((1, None, 5), (None, 0, 7)))
    puzzle = Puzzle(3, (one, asked, off, on), (FREE,) * 3)

    model = build(puzzle.columns(), puzzle.fixed_atoms(), {Tier.COMFORT: 1})
    _, solver = _solved(model)

    assert sum(model.plan(solver)) == best
    assert round(solver.objective_value) == (7 if best else 5)


def test_bounds_on_one_sum_stack_up() -> None:
    """4 atoms, each worth 5 points on: off costs nothing, but above 1 a point each, above 2 another ten each."""
    atoms, ones = tuple(frozenset({a}) for a in range(4)), (1,) * 4
    wanted = Row(atoms, ones, 4, None, 5, Tier.COMFORT)
    steps = [Row(atoms, ones, None, high, price, Tier.COMFORT) for high, price in ((1, 1), (2, 10))]
    puzzle = Puzzle(4, (wanted, *steps), (FREE,) * 4)

    model = build(puzzle.columns(), puzzle.fixed_atoms(), {Tier.COMFORT: 1})
    _, solver = _solved(model)

    assert sum(model.plan(solver)) == 2
    assert round(solver.objective_value) == 2 * 5 + 1  # two missing; the second one is one above 1


def _one_of_each_day(*, exclusive: bool) -> Model:
    """Atoms 0-1 lie on one day, 2-4 on the next; any of the first excludes any of the second."""
    days = (frozenset({0, 1}), frozenset({2, 3, 4}))
    rows = [Row(days, (1, 1), None, 1, 0, Tier.COMFORT)]
    if exclusive:
        rows += [
            Row(tuple(frozenset({a}) for a in sorted(day)), (1,) * len(day), None, 1, 0, Tier.COMFORT) for day in days
        ]
    rows += [Row((frozenset({a}),), (1,), 1, None, 1, Tier.COMFORT) for a in range(5)]
    return build(Puzzle(5, tuple(rows), (FREE,) * 5).columns(), np.full(5, FREE), ALL)


def test_any_of_exclusive_atoms_needs_no_variable_where_one_of_all_may_be_on() -> None:
    model = _one_of_each_day(exclusive=True)

    _, solver = _solved(model)

    assert (model.variable[5:] == FREE).all()
    assert solver.objective_value == 4  # of five wanted atoms one is on


def test_any_of_atoms_that_may_be_on_together_keeps_its_variable() -> None:
    model = _one_of_each_day(exclusive=False)

    _, solver = _solved(model)

    assert (model.variable[5:] != FREE).all()
    assert solver.objective_value == 2  # of five wanted atoms the second day's three are on
