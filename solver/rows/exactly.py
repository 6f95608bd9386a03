"""Rows of a few lines that sweeps and labels leave open: by CP-SAT, slower but exact."""

from dataclasses import replace

import numpy as np

from solver.build import FREE
from solver.limits import Columns, Ints, Tier
from solver.pricing.exact import ExactLine
from solver.pricing.sums import Floats
from solver.rows.program import Cheapest
from solver.rows.team import Team, weight_of
from solver.standing import Standing

#: Points between a line's row and its bound that are not worth asking for.
_OPEN = 0.5


class Exactly:
    """search: whose columns, and what solves. grid: that prices of links are on, 1 / grid points."""

    def __init__(self, search: Standing, team: Team, grid: int) -> None:
        self._search, self._team, self._grid = search, team, grid
        self._lines: dict[int, ExactLine | None] = {}

    def row(self, number: int, prices: Floats, points: Floats, found: Cheapest) -> Cheapest:
        """The cheapest row of a member under prices of links, `points` of each pattern; found: what is known of it."""
        if found.path is None or found.own + float(points[found.path].sum()) - found.points <= _OPEN:
            return found
        if number not in self._lines:
            self._lines[number] = self._line(number)
        line = self._lines[number]
        if line is None:
            return found
        team, search = self._team, self._search
        atoms, links, member = team.atoms[number], team.links, team.members[number]
        cost = np.zeros(search.columns.base)
        entries = np.repeat(np.arange(len(cost)), np.diff(links.begin))
        np.subtract.at(cost, entries, prices[links.link] * links.weight)
        known = np.array([a for pattern in found.path.tolist() for a in member.program.line.atoms[pattern]], np.int64)
        best = line.cheapest(cost, known, lambda solver, model: search.solve(solver, model, search.left()))
        bound = max(best.bound, found.points)
        plan = np.where(team.fixed == 1, 1, 0).astype(np.int64)
        plan[best.atoms] = 1
        path = member.path_of(plan, atoms) if best.cost < np.inf else None
        if path is None:
            return replace(found, points=bound)
        return Cheapest(bound, float(round(best.cost - float(points[path].sum()))), path)

    def _line(self, number: int) -> ExactLine | None:
        """A member's line; None where it may break MUST, which counts more than all else."""
        team = self._team
        columns = self._search.columns.only(team.own[number])
        if (columns.tier[columns.price > 0] == Tier.MUST).any():
            return None
        fixed = np.where(team.fixed == FREE, 0, team.fixed)
        fixed[team.atoms[number]] = team.fixed[team.atoms[number]]
        return ExactLine(_of_one_tier(columns), fixed, self._grid)


def _of_one_tier(columns: Columns) -> Columns:
    """Prices of all tiers as points of COMFORT, as rows count them."""
    weights: Ints = np.array([0 if tier == Tier.MUST else int(weight_of(tier)) for tier in Tier], np.int64)
    price = columns.price * weights[columns.tier]
    return replace(columns, price=price, tier=np.full(columns.rows, Tier.COMFORT))
