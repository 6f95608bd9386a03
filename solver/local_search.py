"""Neighbourhood by neighbourhood: some atoms are freed, the rest stays, and CP-SAT finds the best of that."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.build import build
from solver.cp_sat import has_plan, make_solver
from solver.fixing import FREE
from solver.limits import Ints
from solver.neighbourhoods import Neighbourhoods
from solver.whole_model import WholeModel

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


class LocalSearch(WholeModel):
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
        tried = self.improve(choice.seed, plan, freed)
        kind.learn(gain=tried.gain, seconds=tried.seconds, solved=tried.solved)
        return tried.plan

    def improve(self, seed: int, plan: Ints, freed: NDArray[np.bool_], most_s: float = TRY_S) -> Improved:
        """The best plan with other values for the freed atoms only, whose tiers before the last cost no more.

        Where hard limits that the freed atoms move are broken, as rosters of rows may break them, it keeps them at
        whatever cost. seed: of CP-SAT's choices. most_s: seconds that it is tried for.
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
        solver = make_solver(seed)
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
        solved = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
        return Improved(part.into(plan, values), max(0.0, gain), seconds, solved)
