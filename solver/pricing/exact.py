"""The cheapest row of one line by CP-SAT: slower than labels, but exact, and for limits of any kind."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from solver.build import FREE, build
from solver.limits import Columns, Ints, Tier
from solver.pricing.sums import Floats
from solver.structure import Structure

#: Solves a model; may be stopped from outside.
Solve = Callable[[cp_model.CpSolver, cp_model.CpModel], object]


@dataclass(frozen=True, slots=True)
class Best:
    """bound: no row costs less. cost, atoms: of the cheapest row found, its free atoms that are on; inf where none."""

    bound: float
    cost: float
    atoms: Ints


class ExactLine:
    """own: the limits of the line alone. fixed: FREE where an atom is free and of this line."""

    def __init__(self, own: Columns, fixed: Ints, grid: int) -> None:
        self._model = build(own, fixed, {Tier.COMFORT: grid}, structure=Structure.of(own))
        self._atoms, self._grid = np.flatnonzero(fixed == FREE), grid
        objective = self._model.cp.proto.objective
        self._priced = list(objective.vars), list(objective.coeffs)

    def cheapest(self, atom_cost: Floats, known: Ints, solve: Solve) -> Best:
        """The cheapest row under a cost of each base atom, on the grid. known: the atoms on in a row to begin with."""
        model, grid = self._model, self._grid
        objective, hint = model.cp.proto.objective, np.zeros(len(atom_cost), np.int64)
        cost = np.round(atom_cost[self._atoms] * grid).astype(np.int64)
        objective.vars.clear()
        objective.coeffs.clear()
        objective.vars.extend([*self._priced[0], *model.variable[self._atoms].tolist()])
        objective.coeffs.extend([*self._priced[1], *cost.tolist()])
        hint[known] = 1
        hint[model.fixed[: len(hint)] == 1] = 1
        model.hint(hint)
        solver = cp_model.CpSolver()
        solver.parameters.cp_model_presolve = False  # it takes longer than what it saves
        status = solve(solver, model.cp)
        if status == cp_model.INFEASIBLE:
            return Best(float("inf"), float("inf"), known)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Best(float("-inf"), float("inf"), known)
        plan = model.plan(solver)
        on = self._atoms[plan[self._atoms] == 1]
        paid = round(solver.objective_value) / grid
        bound = paid if status == cp_model.OPTIMAL else float(np.floor(solver.best_objective_bound / grid))
        return Best(bound, paid, on)
