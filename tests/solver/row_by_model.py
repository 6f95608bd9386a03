"""The cheapest row of one line by CP-SAT's plain model, which reads limits its own way."""

from ortools.sat.python import cp_model

from solver.build import build
from solver.limits import Columns, Ints, Tier


def cheapest_by_model(columns: Columns, fixed: Ints, points: Ints) -> int:
    """What the row costs that costs least in COMFORT and points of each base atom together; all atoms are one line's.

    fixed: FREE, 0 or 1 a base atom.
    """
    model = build(columns, fixed, {Tier.COMFORT: 1})
    objective = model.cp.proto.objective
    objective.vars.extend(model.variable[: columns.base].tolist())
    objective.coeffs.extend(points.tolist())
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    return round(solver.objective_value)
