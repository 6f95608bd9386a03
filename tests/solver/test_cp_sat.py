"""What CP-SAT is asked, and what its answer says."""

import pytest
from ortools.sat.python import cp_model

from solver.cp_sat import has_plan, make_solver, whole_points


@pytest.mark.parametrize(("bound", "points"), [(0.0, 0), (6.9999999, 7), (7.0, 7), (7.0000001, 7), (7.01, 8)])
def test_a_bound_is_whole_points_whatever_its_last_digits_say(bound: float, points: int) -> None:
    assert whole_points(bound) == points


@pytest.mark.parametrize(("above", "points"), [(0.0, 7), (1.0, 7), (3.0, 8)])
def test_the_last_digits_of_a_great_sum_say_nothing(above: float, points: int) -> None:
    """above: 7 points of 5 thousand million, in ten thousandth parts of one."""
    assert whole_points(7 + above * 4e-4, 5e9) == points


@pytest.mark.parametrize(("high", "found"), [(1, True), (-1, False)])
def test_an_answer_has_a_plan_or_none(high: int, *, found: bool) -> None:
    model = cp_model.CpModel()
    model.add(model.new_bool_var("") <= high)

    assert has_plan(make_solver(seed=1).solve(model)) == found
