"""Limits to a CP-SAT model: fixed atoms are folded away, groups of exclusive atoms found, breaches become slack.

The model's protocol buffer is filled directly: on 200 people this is three times as fast as the expression classes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.exclusive import ExclusiveSets
from solver.limits import OPEN, Columns, Ints, Tier

FREE = -1
#: A bound CP-SAT reads as "open"; well inside int64 so that sums cannot overflow.
_WIDE = 1 << 50


@dataclass(slots=True)
class Model:
    """A CP-SAT model of some limits. variable: a variable number an atom, FREE where `fixed` says its value.

    slacks: (variable, row, +1 over / -1 under) of each priced side. offsets: points a tier that are spent already.
    """

    cp: cp_model.CpModel
    columns: Columns
    fixed: Ints
    variable: Ints
    slacks: list[tuple[int, int, int]]
    offsets: list[int]

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
        self.cp.clear_hints()
        full = self.columns.derived.extend(plan)
        values = self.columns.values(plan)
        atoms = np.flatnonzero(self.variable != FREE)
        proto.solution_hint.vars.extend(self.variable[atoms].tolist())
        proto.solution_hint.values.extend(full[atoms].tolist())
        for variable, row, side in self.slacks:
            over = values[row] - self.columns.high[row] if side > 0 else self.columns.low[row] - values[row]
            proto.solution_hint.vars.append(variable)
            proto.solution_hint.values.append(max(0, int(over)))


def fixed_by_bans(columns: Columns, fixed: Ints) -> Ints:
    """`fixed` with every free atom that a hard limit of its own forbids set to 0."""
    single = np.flatnonzero(columns.hard & (np.diff(columns.start) == 1) & (columns.high <= 0))
    atoms = columns.atom[columns.start[single]]
    banned = atoms[(columns.weight[columns.start[single]] > 0) & (atoms < columns.base)]
    result = fixed.copy()
    result[banned[result[banned] == FREE]] = 0
    return result


def settle(columns: Columns, plan: Ints) -> tuple[Columns, list[int]]:
    """Columns whose hard limits allow what `plan` (locked and past atoms only) breaks, and the rows that gave way."""
    values = columns.values(plan)
    giving = np.flatnonzero(columns.hard & (columns.outside(values) > 0))
    low, high = columns.low.copy(), columns.high.copy()
    low[giving] = np.minimum(low[giving], values[giving])
    high[giving] = np.maximum(high[giving], values[giving])
    fields = {name: getattr(columns, name) for name in Columns.__dataclass_fields__}
    return Columns(**{**fields, "low": low, "high": high}), giving.tolist()


def build(
    columns: Columns,
    fixed: Ints,
    weights: Mapping[Tier, int],
    caps: Mapping[Tier, int] | None = None,
    *,
    exclusive: ExclusiveSets | None = None,
) -> Model:
    """A model that minimises sum(weights[tier] * cost of tier), each tier in `caps` costing at most its cap.

    fixed: FREE, 0 or 1 a base atom. Tiers in neither mapping are left out. Hard limits are always in.
    exclusive: known sets of exclusive atoms (`ExclusiveSets.of`), computed when None.
    """
    return _Builder(columns, fixed, weights, caps or {}, exclusive or ExclusiveSets.of(columns)).model()


class _Builder:
    def __init__(
        self,
        columns: Columns,
        fixed: Ints,
        weights: Mapping[Tier, int],
        caps: Mapping[Tier, int],
        exclusive: ExclusiveSets,
    ) -> None:
        self.columns, self.weights, self.caps, self.exclusive = columns, weights, caps, exclusive
        self.fixed = np.concatenate([fixed, _derived_state(columns, fixed)])
        self.cp = cp_model.CpModel()
        self.proto = self.cp.proto
        self.variable = np.full(len(self.fixed), FREE, np.int64)
        self.slacks: list[tuple[int, int, int]] = []
        self.offsets = [0] * len(Tier)
        self.objective: dict[int, int] = {}
        self.tier_terms: dict[Tier, dict[int, int]] = {tier: {} for tier in caps}

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
        rows = np.flatnonzero(active)

        for variable, atom in enumerate(np.flatnonzero(self.fixed[: columns.base] == FREE).tolist()):
            self.variable[atom] = variable
            self._variable(0, 1)
        self._link_derived(rows, under, over, free)
        entries = [(columns.atom[s:e][free[s:e]], columns.weight[s:e][free[s:e]]) for s, e in self._spans(rows)]
        for row, (atoms, weights) in zip(rows.tolist(), entries, strict=True):
            variables, sizes = self.variable[atoms].tolist(), weights.tolist()
            given = int(constant[row])
            if columns.price[row] == 0:
                self._hard(variables, sizes, int(columns.low[row]) - given, int(columns.high[row]) - given)
            else:
                if under[row]:
                    self._priced(row, variables, sizes, given, int(least[row]), -1)
                if over[row]:
                    self._priced(row, variables, sizes, given, int(most[row]), +1)
        self._finish()
        return Model(self.cp, columns, self.fixed, self.variable, self.slacks, self.offsets)

    def _spans(self, rows: NDArray[np.int64]) -> list[tuple[int, int]]:
        return list(zip(self.columns.start[rows].tolist(), self.columns.start[rows + 1].tolist(), strict=True))

    def _variable(self, low: int, high: int) -> int:
        self.proto.variables.add().domain.extend([low, high])
        return len(self.proto.variables) - 1

    def _linear(self, variables: list[int], weights: list[int], low: int, high: int) -> None:
        linear = self.proto.constraints.add().linear
        linear.vars.extend(variables)
        linear.coeffs.extend(weights)
        linear.domain.extend([max(low, -_WIDE), min(high, _WIDE)])

    def _hard(self, variables: list[int], weights: list[int], low: int, high: int) -> None:
        only_ones = all(weight == 1 for weight in weights)
        if only_ones and high == 1 and low <= 0:
            self.proto.constraints.add().at_most_one.literals.extend(variables)
        else:
            low, high = (-_WIDE if low < -OPEN // 2 else low), (_WIDE if high > OPEN // 2 else high)
            self._linear(variables, weights, low, high)

    def _priced(self, row: int, variables: list[int], weights: list[int], given: int, extreme: int, side: int) -> None:
        """One side of a priced row. extreme: the farthest its sum can go on that side (least or most)."""
        columns, tier = self.columns, Tier(int(self.columns.tier[row]))
        price = int(columns.price[row])
        bound = int(columns.high[row] if side > 0 else columns.low[row])
        widest = (extreme - bound) * side
        if not variables:
            self.offsets[tier] += price * widest
            return
        slack = self._variable(0, widest)
        self.slacks.append((slack, row, side))
        if side > 0:
            self._linear([*variables, slack], [*weights, -1], -_WIDE, bound - given)
        else:
            self._linear([*variables, slack], [*weights, 1], bound - given, _WIDE)
        if tier in self.weights:
            self.objective[slack] = price * self.weights[tier]
        if tier in self.tier_terms:
            self.tier_terms[tier][slack] = price

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
            groups = self.exclusive.split(members)
            if len(groups) == 1 and pushed[atom].all():
                variables = self.variable[groups[0]].tolist()
                self._linear([*variables, derived], [1] * len(variables) + [-1], 0, 0)
                continue
            if pushed[atom, 0]:
                for group in groups:
                    variables = self.variable[group].tolist()
                    self._linear([*variables, derived], [1] * len(variables) + [-1], -_WIDE, 0)
            if pushed[atom, 1]:
                variables = self.variable[members].tolist()
                self._linear([*variables, derived], [1] * len(variables) + [-1], 0, _WIDE)

    def _finish(self) -> None:
        objective = self.proto.objective
        objective.vars.extend(list(self.objective))
        objective.coeffs.extend(list(self.objective.values()))
        objective.offset = float(sum(self.offsets[tier] * weight for tier, weight in self.weights.items()))
        for tier, cap in self.caps.items():
            terms = self.tier_terms[tier]
            if terms:
                self._linear(list(terms), list(terms.values()), -_WIDE, cap - self.offsets[tier])


def _derived_state(columns: Columns, fixed: Ints) -> Ints:
    """FREE, 0 or 1 a derived atom: 1 when a member is 1, 0 when all are 0."""
    members = columns.derived.members
    if not members:
        return np.zeros(0, np.int64)
    flat = np.fromiter((a for group in members for a in group), np.int64)
    starts = np.cumsum([0] + [len(group) for group in members[:-1]])
    state = fixed[flat]
    on = np.maximum.reduceat((state == 1).astype(np.int64), starts)
    open_ = np.maximum.reduceat((state == FREE).astype(np.int64), starts)
    return np.where(on == 1, 1, np.where(open_ == 1, FREE, 0))
