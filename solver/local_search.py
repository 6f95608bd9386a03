"""Neighbourhood by neighbourhood: some atoms are freed, the rest stays, and CP-SAT finds the best of that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.build import Model, build
from solver.cp_sat import has_plan, make_solver, whole_points
from solver.fixing import FREE
from solver.limits import Ints, Tier
from solver.neighbourhoods import Neighbourhoods
from solver.standing import Standing

#: How much a point of one tier outweighs a point of the next inside a neighbourhood, where no tier but the last may
#: rise at all.
_TIER_WEIGHT = 20
#: Longest try of one neighbourhood.
TRY_S = 3.0


@dataclass(frozen=True, slots=True)
class Improved:
    """What one neighbourhood gave. gain: weighted points; solved: whether nothing in it is better."""

    plan: Ints
    gain: float
    seconds: float
    solved: bool


class LocalSearch(Standing):
    """Betters the plan by neighbourhoods, on as many threads as call it."""

    def neighbourhoods(self, index: int, end: float) -> None:
        """Improve the plan until `end` (of the search's clock). Each index draws its own neighbourhoods."""
        choice = Neighbourhoods(self.columns, self.layout, self.options.seed * 1000 + index)
        while self.clock.now() < end and not self.over() and not self.proven():
            self.try_one(choice, self.progress().plan)

    def try_one(self, choice: Neighbourhoods, plan: Ints) -> Ints:
        """The best plan of one neighbourhood of `plan`; offered if it is better."""
        kind, freed = choice.pick(plan)
        if not (self.fixed[freed] == FREE).any():
            kind.learn(gain=0.0, seconds=0.1, solved=True)
            return plan
        tried = self.improve(choice, plan, freed)
        kind.learn(gain=tried.gain, seconds=tried.seconds, solved=tried.solved)
        return tried.plan

    def improve(self, choice: Neighbourhoods, plan: Ints, freed: NDArray[np.bool_], most_s: float = TRY_S) -> Improved:
        """The best plan with other values for the freed atoms only, whose tiers before the last cost no more.

        Where hard limits that the freed atoms move are broken, as rosters of rows may break them, it keeps them at
        whatever cost. most_s: seconds that it is tried for.
        """
        began = self.clock.now()
        part = self.parts.of(plan, np.flatnonzero(freed & (self.fixed == FREE)))
        before = plan[part.atoms]
        costs = part.columns.costs(before)
        broken = not part.columns.legal(before)
        weights = {tier: _TIER_WEIGHT**power for power, tier in enumerate(reversed(self.tiers))}
        caps = {} if broken else {tier: costs[tier] for tier in self.tiers[:-1]}
        model = build(part.columns, part.fixed, weights, caps, structure=part.structure)
        model.hint(before)
        solver = make_solver(choice.seed)
        status = self.solve(solver, model.cp, min(most_s, self.left()))
        found = has_plan(status)
        values = model.plan(solver) if found else before
        after = part.columns.costs(values)
        if after > costs and not broken:
            # Out of time, CP-SAT may end with less than the hint.
            values, after = before, costs
        gain = float(sum(weight * (costs[tier] - after[tier]) for tier, weight in weights.items()))
        if after < costs or (broken and found):
            self.offer_part(part, plan, values)
        seconds = self.clock.now() - began
        return Improved(part.into(plan, values), max(0.0, gain), seconds, solved=status == cp_model.OPTIMAL)

    def whole(
        self,
        tier: Tier,
        caps: Mapping[Tier, int],
        seconds: float,
        workers: int,
        *,
        fixed: Ints | None = None,
        beyond: int | None = None,
    ) -> None:
        """One model of everything, for a plan that costs less in a tier, and for a bound of that.

        caps: what tiers may cost. fixed: FREE, 0 or 1 a base atom, where a model of less is enough: no plan that it
        leaves out costs less than `beyond`.
        """
        model = build(self.columns, self.fixed if fixed is None else fixed, {tier: 1}, caps, structure=self.structure)
        if fixed is None:
            model.hint(self.progress().plan)
        solver = make_solver(self.options.seed)
        solver.parameters.num_workers = workers
        held = tuple((before, cap) for before, cap in caps.items() if before < tier)

        def bound(value: float) -> None:
            least = whole_points(value)
            self.raise_bound(tier, least if beyond is None else min(least, beyond), held)

        solver.best_bound_callback = bound
        status = self.offering(solver, model, seconds)
        if has_plan(status):
            bound(solver.best_objective_bound)
        elif status == cp_model.INFEASIBLE and beyond is not None:
            self.raise_bound(tier, beyond, held)

    def offering(self, solver: cp_model.CpSolver, model: Model, seconds: float) -> object:
        """Solve a model of the limits, and offer each plan that it finds on its way."""
        return self.solve(solver, model.cp, seconds, _Found(model, self.offer))


class _Found(cp_model.CpSolverSolutionCallback):
    def __init__(self, model: Model, offer: Callable[[Ints], None]) -> None:
        super().__init__()
        self._model, self._offer = model, offer

    def on_solution_callback(self) -> None:
        """Called by CP-SAT for each better solution."""
        self._offer(self._model.plan(self))
