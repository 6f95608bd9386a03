"""The linear relaxation of the whole model, roughly: what its sums are worth is where whole rows are priced first."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait

import numpy as np
from ortools.linear_solver import linear_solver_pb2, pywraplp

from solver.build import Model, build
from solver.fixing import FREE
from solver.limits import Columns, Floats, Ints, Tier
from solver.structure import Structure

#: With up to so many free atoms the relaxation is solved to such a share of its optimum: whatever prices come of it
#: give a bound, and the last digits would take most of the time.
_SHARE_UP_TO_ATOMS = ((5_000, 1e-3), (15_000, 3e-3), (float("inf"), 1e-2))
#: How often it is asked whether to stop.
_TICK_S = 0.2
#: CP-SAT's protocol buffers write "open" as a number beyond this.
_OPEN = 1e14


def relaxed_prices(
    columns: Columns, fixed: Ints, structure: Structure, held: Sequence[int], stopped: Callable[[], bool]
) -> Floats | None:
    """Points of COMFORT that one unit more of a bound costs in the relaxation, by number of the sum (see Structure),
    while the tiers before it cost what `held` says; None when stopped, or where it is not solved.
    """
    model = build(columns, fixed, {Tier.COMFORT: 1}, dict(zip(Tier, held, strict=False)), structure=structure)
    if stopped():
        return None
    atoms = int((fixed == FREE).sum())
    tolerance = next(share for most, share in _SHARE_UP_TO_ATOMS if atoms <= most)
    rows = _constraint_prices(model, tolerance, stopped)
    if rows is None:
        return None
    sums = np.zeros(int(structure.sum_of.max()) + 1)
    for number, constraints in model.stands.items():
        sums[number] = rows[constraints].sum()
    return sums


def _constraint_prices(model: Model, tolerance: float, stopped: Callable[[], bool]) -> Floats | None:
    solver = pywraplp.Solver("relaxation", pywraplp.Solver.PDLP_LINEAR_PROGRAMMING)
    solver.LoadModelFromProto(_linear(model))
    solver.SetSolverSpecificParametersAsString(
        "num_threads: 1 termination_criteria { simple_optimality_criteria "
        f"{{ eps_optimal_relative: {tolerance} eps_optimal_absolute: {tolerance} }} }}"
    )
    status: Future[int] = Future()

    def solve() -> None:
        try:
            status.set_result(solver.Solve())
        except Exception as failure:  # noqa: BLE001 - whoever waits is told
            status.set_exception(failure)

    threading.Thread(target=solve, daemon=True).start()
    while not wait([status], _TICK_S).done:
        if stopped():
            solver.InterruptSolve()
    if status.result() != pywraplp.Solver.OPTIMAL:
        return None
    return np.array([row.dual_value() for row in solver.constraints()])


def _linear(model: Model) -> linear_solver_pb2.MPModelProto:
    """The model without the demand that its variables are whole."""
    source, made = model.cp.proto, linear_solver_pb2.MPModelProto()
    cost = dict(zip(source.objective.vars, source.objective.coeffs, strict=True))
    for number, variable in enumerate(source.variables):
        low, high = variable.domain
        made.variable.add(lower_bound=low, upper_bound=high, objective_coefficient=cost.get(number, 0.0))
    infinity = float("inf")
    for constraint in source.constraints:
        if constraint.has_linear():
            linear = constraint.linear
            low, high = linear.domain
            made.constraint.add(
                var_index=linear.vars,
                coefficient=linear.coeffs,
                lower_bound=low if low > -_OPEN else -infinity,
                upper_bound=high if high < _OPEN else infinity,
            )
        else:
            literals = constraint.at_most_one.literals
            made.constraint.add(var_index=literals, coefficient=[1.0] * len(literals), upper_bound=1.0)
    return made
