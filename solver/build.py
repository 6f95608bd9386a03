"""Limits to a CP-SAT model: fixed atoms are folded away, groups of exclusive atoms found, breaches become slack.

The model's protocol buffer is filled directly: on 200 people this is three times as fast as the expression classes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.cp_sat import WIDE
from solver.fixing import FREE, derived_state
from solver.limits import OPEN, Columns, Ints, Tier
from solver.structure import Structure


@dataclass(frozen=True, slots=True)
class Slack:
    """How far a row's sum lies in one stretch outside its bounds: from `bound` on, `width` units, on one side (+1
    over).
    """

    variable: int
    row: int
    bound: int
    width: int
    side: int


@dataclass(slots=True)
class Model:
    """A CP-SAT model of some limits. variable: a variable number an atom, FREE where `fixed` says its value.

    slacks: the priced stretches outside some sum. offsets: points a tier that are spent already.
    stands: the constraints that hold a row's sum, by its number in `Structure.sum_of`.
    """

    cp: cp_model.CpModel
    columns: Columns
    fixed: Ints
    variable: Ints
    slacks: list[Slack]
    offsets: list[int]
    stands: dict[int, list[int]]

    def plan(self, solver: cp_model.CpSolver | cp_model.CpSolverSolutionCallback) -> Ints:
        """The plan (0/1 a base atom) of a solution."""
        plan = self.fixed[: self.columns.base].copy()
        free = np.flatnonzero(plan == FREE)
        answers = np.array(solver.response_proto.solution, np.int64)
        plan[free] = answers[self.variable[free]]
        return plan

    def hint(self, plan: Ints) -> None:
        """Start the search from a whole plan; hinted slacks are what the plan needs."""
        proto = self.cp.proto
        proto.clear_solution_hint()
        full = self.columns.derived.extend(plan)
        values = self.columns.values(plan)
        atoms = np.flatnonzero(self.variable != FREE)
        proto.solution_hint.vars.extend(self.variable[atoms].tolist())
        proto.solution_hint.values.extend(full[atoms].tolist())
        for slack in self.slacks:
            outside = (int(values[slack.row]) - slack.bound) * slack.side
            proto.solution_hint.vars.append(slack.variable)
            proto.solution_hint.values.append(min(max(0, outside), slack.width))


def build(
    columns: Columns,
    fixed: Ints,
    weights: Mapping[Tier, int],
    caps: Mapping[Tier, int] | None = None,
    *,
    structure: Structure | None = None,
) -> Model:
    """A model that minimises sum(weights[tier] * cost of tier), each tier in `caps` costing at most its cap.

    fixed: FREE, 0 or 1 a base atom. Tiers in neither mapping are left out. Hard limits are always in.
    structure: what is known of the columns (`Structure.of`), computed when None.
    """
    return _Builder(columns, fixed, weights, caps or {}, structure or Structure.of(columns)).model()


class _Builder:
    def __init__(
        self,
        columns: Columns,
        fixed: Ints,
        weights: Mapping[Tier, int],
        caps: Mapping[Tier, int],
        structure: Structure,
    ) -> None:
        self.columns, self.weights, self.caps, self.structure = columns, weights, caps, structure
        self.fixed = np.concatenate([fixed, derived_state(columns, fixed)])
        self.cp = cp_model.CpModel()
        self.proto = self.cp.proto
        self.variable = np.full(len(self.fixed), FREE, np.int64)
        self.slacks: list[Slack] = []
        self.offsets = [0] * len(Tier)
        self.objective: dict[int, int] = {}
        self.tier_terms: dict[Tier, dict[int, int]] = {tier: {} for tier in caps}
        self.stands: dict[int, list[int]] = {}

    def model(self) -> Model:
        columns, entry_atom = self.columns, self.columns.atom
        state = self.fixed[entry_atom]
        free = state == FREE
        starts = columns.start[:-1]
        constant = np.add.reduceat(np.where(free, 0, columns.weight * state), starts)
        least = constant + np.add.reduceat(np.where(free, np.minimum(columns.weight, 0), 0), starts)
        most = constant + np.add.reduceat(np.where(free, np.maximum(columns.weight, 0), 0), starts)
        wanted = np.isin(columns.tier, [int(t) for t in {*self.weights, *self.caps}])
        under, over = least < columns.low, most > columns.high
        active = (under | over) & (columns.hard | wanted)
        spent = active & ~columns.hard & ~np.logical_or.reduceat(free, starts)
        paid = np.where(spent, columns.outside(constant) * columns.price, 0)
        self.offsets = [int(paid[columns.tier == tier].sum()) for tier in Tier]
        rows = np.flatnonzero(active & ~spent)

        for variable, atom in enumerate(np.flatnonzero(self.fixed[: columns.base] == FREE).tolist()):
            self.variable[atom] = variable
            self._variable(0, 1)
        derived = np.logical_or.reduceat(free & (entry_atom >= columns.base), starts)
        narrow = columns.hard & derived & (columns.high == 1) & ~under
        opened = {row: atoms for row in rows[narrow[rows]].tolist() if (atoms := self._opened(row))}
        self._link_derived(rows[~np.isin(rows, list(opened))], under, over, free)
        shared: dict[int, list[int]] = {}
        for row in rows.tolist():
            number = int(self.structure.sum_of[row])
            if columns.price[row] == 0:
                given, before = int(constant[row]), len(self.proto.constraints)
                if row in opened:
                    variables = self.variable[opened[row]].tolist()
                    sizes = [1] * len(variables)
                else:
                    variables, sizes = self._terms(row, free)
                self._hard(variables, sizes, int(columns.low[row]) - given, int(columns.high[row]) - given)
                self._stand(number, before)
            else:
                shared.setdefault(number, []).append(row)
        for number, together in shared.items():
            variables, sizes = self._terms(together[0], free)
            first, before = together[0], len(self.proto.constraints)
            self._priced(together, variables, sizes, int(constant[first]), int(least[first]), int(most[first]))
            self._stand(number, before)
        self._finish()
        return Model(self.cp, columns, self.fixed, self.variable, self.slacks, self.offsets, self.stands)

    def _stand(self, number: int, before: int) -> None:
        """The constraints from `before` on hold a sum."""
        self.stands.setdefault(number, []).extend(range(before, len(self.proto.constraints)))

    def _terms(self, row: int, free: NDArray[np.bool_]) -> tuple[list[int], list[int]]:
        """Variables and weights of a row's free atoms."""
        span = slice(self.columns.start[row], self.columns.start[row + 1])
        kept = free[span]
        return self.variable[self.columns.atom[span][kept]].tolist(), self.columns.weight[span][kept].tolist()

    def _opened(self, row: int) -> list[int]:
        """The free base atoms of a row that all count 1, if of each of its derived atoms one member at most can be on:
        then "any of them" is their sum, and needs no variable. Else none.
        """
        columns, found = self.columns, dict[int, None]()
        atoms, weights = columns.entries(row)
        for atom in atoms[self.fixed[atoms] == FREE].tolist():
            members = columns.derived.members[atom - columns.base] if atom >= columns.base else (atom,)
            open_to = [member for member in members if self.fixed[member] == FREE]
            if not self.structure.exclusive.together(open_to) or not found.keys().isdisjoint(open_to):
                return []
            found.update(dict.fromkeys(open_to))
        return list(found) if (weights == 1).all() else []

    def _variable(self, low: int, high: int) -> int:
        self.proto.variables.add().domain.extend([low, high])
        return len(self.proto.variables) - 1

    def _linear(self, variables: list[int], weights: list[int], low: int, high: int) -> None:
        linear = self.proto.constraints.add().linear
        linear.vars.extend(variables)
        linear.coeffs.extend(weights)
        linear.domain.extend([max(low, -WIDE), min(high, WIDE)])

    def _hard(self, variables: list[int], weights: list[int], low: int, high: int) -> None:
        only_ones = all(weight == 1 for weight in weights)
        if only_ones and high == 1 and low <= 0:
            self.proto.constraints.add().at_most_one.literals.extend(variables)
        else:
            low, high = (-WIDE if low < -OPEN // 2 else low), (WIDE if high > OPEN // 2 else high)
            self._linear(variables, weights, low, high)

    def _priced(
        self, rows: list[int], variables: list[int], weights: list[int], given: int, least: int, most: int
    ) -> None:
        """Priced rows over one and the same sum, which can reach from `least` to `most`; `given` of it is fixed.

        Bounds on one side stack up to a convex cost: a stretch for each, dearer with each bound passed.
        """
        columns = self.columns
        under = sorted((int(columns.low[row]), row) for row in rows if columns.low[row] > least)
        over = sorted((int(columns.high[row]), row) for row in rows if columns.high[row] < most)
        below = self._stretches(under[::-1], least, -1)
        above = self._stretches(over, most, +1)
        lowest = under[-1][0] - given if under else -WIDE
        highest = over[0][0] - given if over else WIDE
        if lowest <= highest:
            signs = [1] * len(below) + [-1] * len(above)
            self._linear([*variables, *below, *above], [*weights, *signs], lowest, highest)
        else:
            self._linear([*variables, *below], [*weights, *[1] * len(below)], lowest, WIDE)
            self._linear([*variables, *above], [*weights, *[-1] * len(above)], -WIDE, highest)

    def _stretches(self, bounds: list[tuple[int, int]], extreme: int, side: int) -> list[int]:
        """Slack variables between one bound and the next, out to `extreme`."""
        columns, found = self.columns, []
        prices: dict[Tier, int] = {}
        for index, (bound, row) in enumerate(bounds):
            tier = Tier(int(columns.tier[row]))
            prices[tier] = prices.get(tier, 0) + int(columns.price[row])
            end = bounds[index + 1][0] if index + 1 < len(bounds) else extreme
            width = (end - bound) * side
            if not width:
                continue
            variable = self._variable(0, width)
            self.slacks.append(Slack(variable, row, bound, width, side))
            self.objective[variable] = sum(price * self.weights.get(t, 0) for t, price in prices.items())
            for charged, price in prices.items():
                if charged in self.tier_terms:
                    self.tier_terms[charged][variable] = price
            found.append(variable)
        return found

    def _link_derived(
        self, rows: Ints, under: NDArray[np.bool_], over: NDArray[np.bool_], free: NDArray[np.bool_]
    ) -> None:
        """Variables for the derived atoms in use, tied to their members in the directions that matter."""
        columns, base = self.columns, self.columns.base
        row_of = np.repeat(np.arange(columns.rows), np.diff(columns.start))
        active = np.zeros(columns.rows, bool)
        active[rows] = True
        used = np.flatnonzero(free & (columns.atom >= base) & active[row_of])
        pushed = np.zeros((len(self.fixed), 2), bool)
        heavy = columns.weight[used] > 0
        down = (heavy & under[row_of[used]]) | (~heavy & over[row_of[used]])
        up = (heavy & over[row_of[used]]) | (~heavy & under[row_of[used]])
        np.logical_or.at(pushed[:, 0], columns.atom[used], up)
        np.logical_or.at(pushed[:, 1], columns.atom[used], down)
        for atom in np.unique(columns.atom[used]).tolist():
            members = [m for m in columns.derived.members[atom - base] if self.fixed[m] == FREE]
            self.variable[atom] = derived = self._variable(0, 1)
            groups = self.structure.exclusive.split(members)
            if len(groups) == 1 and pushed[atom].all():
                variables = self.variable[groups[0]].tolist()
                self._linear([*variables, derived], [1] * len(variables) + [-1], 0, 0)
                continue
            if pushed[atom, 0]:
                for group in groups:
                    variables = self.variable[group].tolist()
                    self._linear([*variables, derived], [1] * len(variables) + [-1], -WIDE, 0)
            if pushed[atom, 1]:
                variables = self.variable[members].tolist()
                self._linear([*variables, derived], [1] * len(variables) + [-1], 0, WIDE)

    def _finish(self) -> None:
        objective = self.proto.objective
        priced = {variable: price for variable, price in self.objective.items() if price}
        objective.vars.extend(list(priced))
        objective.coeffs.extend(list(priced.values()))
        objective.offset = float(sum(self.offsets[tier] * weight for tier, weight in self.weights.items()))
        for tier, cap in self.caps.items():
            terms = self.tier_terms[tier]
            if terms or cap < self.offsets[tier]:
                self._linear(list(terms), list(terms.values()), -WIDE, cap - self.offsets[tier])
