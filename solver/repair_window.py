"""A window of a repair: the best plan that differs inside it alone, and a bound of what every plan pays for it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from threading import Event

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.build import Model, build
from solver.cp_sat import has_plan, make_solver, whole_points
from solver.fixing import FREE
from solver.increments import Increments
from solver.limits import OPEN, Columns, Ints, Tier
from solver.nearby import Unchanged, unchanged
from solver.structure import Structure

#: Share of the time left that asking for one number of changes may take.
_COUNT_SHARE = 0.6
#: Share of the time left that one solve may take.
_SHARE = 0.3
#: With so few free atoms a second worker costs more time than it saves.
_FEW_ATOMS = 1_000
#: With fewer seconds left nothing is laid out or solved any more.
_LEAST_S = 0.05


@dataclass(frozen=True, slots=True)
class Asked:
    """What a model is asked for: the least that one tier costs while the tiers in `held` cost no more than that.

    fixed: FREE, 0 or 1 a base atom.
    """

    columns: Columns
    fixed: Ints
    tier: Tier
    held: Mapping[Tier, int]


@dataclass(frozen=True, kw_only=True)
class Solving:
    """What the models of all windows have in common, and how each is solved.

    columns: settled limits, with CHANGE rows against what was published. fixed: FREE, 0 or 1 a base atom.
    structure: of the columns.
    """

    columns: Columns
    fixed: Ints
    structure: Structure
    workers: int = 2
    seed: int = 1
    _stopped: Event = field(default_factory=Event, init=False)
    _solvers: list[cp_model.CpSolver] = field(default_factory=list, init=False)

    def halt(self) -> None:
        """End all solving soon; called on another thread."""
        self._stopped.set()
        for solver in list(self._solvers):
            solver.stop_search()

    @cached_property
    def before(self) -> Unchanged | None:
        """The plan that changes are counted from; None where they are not counted alike."""
        return unchanged(self.columns, self.fixed)

    def solve(
        self, asked: Asked, hint: Ints | None, until: float, *, workers: int = 0, linearization: int = 2
    ) -> tuple[Ints | None, int]:
        """(plan or None, bound) of what is asked for; OPEN where no plan can be.

        hint: a plan to begin with. until: the moment (`time.monotonic`) by which it ends, building the model included;
        (None, 0) where that is now. workers: threads; 0 = as many as there may be, and one where it is quicker alone.
        linearization: CP-SAT's level of it.
        """
        if until - time.monotonic() < _LEAST_S:
            return None, 0
        model = build(asked.columns, asked.fixed, {asked.tier: 1}, asked.held, structure=self.structure)
        if hint is not None:
            model.hint(hint)
        solver = make_solver(self.seed, linearization)
        few = (asked.fixed == FREE).sum() <= _FEW_ATOMS
        solver.parameters.num_workers = workers or (1 if few else self.workers)
        solver.parameters.max_time_in_seconds = max(_LEAST_S, until - time.monotonic())
        status = self._run(solver, model)
        if status is None:
            return None, 0
        if status == cp_model.INFEASIBLE:
            return None, OPEN
        found = model.plan(solver) if has_plan(status) else None
        return found, max(0, whole_points(solver.best_objective_bound))

    def _run(self, solver: cp_model.CpSolver, model: Model) -> object:
        """Run one solver so that `halt` ends it; its status, None when it came too late."""
        self._solvers.append(solver)
        try:
            return None if self._stopped.is_set() else solver.solve(model.cp)
        finally:
            self._solvers.remove(solver)


class Window:
    """The two models of one window. inside: free atoms that the window frees."""

    def __init__(self, solving: Solving, inside: NDArray[np.bool_], deadline: float) -> None:
        self._solving, self._inside, self._deadline = solving, inside, deadline

    def torn(self, sums: Increments) -> dict[int, list[int]]:
        """The rows of MUST and COVERAGE that are broken and count atoms inside, with these. sums: of a plan."""
        columns = self._solving.columns
        broken = columns.outside(np.array(sums.values, np.int64)) > 0
        rows = np.flatnonzero(broken & (columns.price > 0) & (columns.tier < Tier.CHANGE)).tolist()
        inside = {row: [atom for atom in columns.base_atoms(row) if self._inside[atom]] for row in rows}
        return {row: atoms for row, atoms in inside.items() if atoms}

    def one_change(self, sums: Increments, torn: dict[int, list[int]]) -> int | None:
        """The cheapest atom that mends all that is torn here by itself, and breaks nothing; None where none does."""
        columns = self._solving.columns
        mended = [0] * len(Tier)
        for row in torn:
            mended[columns.tier[row]] -= int(sums.outside(row, sums.values[row]) * columns.price[row])
        found: list[tuple[tuple[int, ...], int]] = []
        for atom in dict.fromkeys(chain.from_iterable(torn.values())):
            worse = sums.worse(sums.change(atom))
            costs = sums.costs(worse)
            if costs[: Tier.CHANGE] == tuple(mended[: Tier.CHANGE]) and not sums.forbidding(worse):
                found.append((costs, atom))
        return min(found)[1] if found else None

    def mended(self, plan: Ints) -> Ints:
        """The best plan by MUST, COVERAGE and CHANGE that differs from `plan` inside the window alone."""
        columns, held = self._solving.columns, dict[Tier, int]()
        for tier in list(Tier)[: Tier.COMFORT]:
            if columns.costs(plan)[tier]:
                asked = Asked(columns, self._inside_alone(plan), tier, held)
                found, _ = self._solving.solve(asked, plan, self._until())
                plan = plan if found is None else found
            held[tier] = columns.costs(plan)[tier]
        return plan

    def cheaper(self, plan: Ints) -> Ints:
        """The best plan by COMFORT that differs inside the window alone and costs no more in the tiers before it."""
        columns = self._solving.columns
        held = dict(zip(list(Tier)[: Tier.COMFORT], columns.costs(plan), strict=False))
        asked = Asked(columns, self._inside_alone(plan), Tier.COMFORT, held)
        found, _ = self._solving.solve(asked, plan, self._until())
        return plan if found is None else found

    def _inside_alone(self, plan: Ints) -> Ints:
        """`fixed` with all free atoms outside as they are in a plan."""
        fixed = self._solving.fixed
        return np.where((fixed == FREE) & ~self._inside, plan, fixed)

    def least(self, tier: Tier, held: dict[Tier, int], plan: Ints, unavoidable: int) -> int:
        """A bound of one tier where those in `held` cost no more than that, whatever is outside the window.

        plan: one that keeps to `held`. unavoidable: points that any plan pays. Solved for only where the plan pays
        more here than can be told without.
        """
        least = unavoidable
        if tier is Tier.CHANGE and self._must_change(held):
            assert self._solving.before is not None
            least += self._solving.before.price
        if self._within(plan)[1][tier] > least:
            _, bound = self._solving.solve(Asked(*self._loosened, tier, held), None, self._until())
            least = max(least, bound)
        return least

    def _must_change(self, held: dict[Tier, int]) -> bool:
        """Whether what is inside cannot all stay as it was, whatever is outside the window."""
        before = self._solving.before
        if before is None:
            return False
        legal, costs = self._within(before.plan)
        return not legal or any(costs[tier] > most for tier, most in held.items())

    def _within(self, plan: Ints) -> tuple[bool, tuple[int, ...]]:
        """Whether the hard limits of the loosened columns hold, and points a tier, for what a plan has inside."""
        columns, fixed = self._loosened
        outside = columns.outside(columns.values(np.where(fixed == FREE, plan, fixed)))
        paid = outside * columns.price
        return not outside[columns.hard].any(), tuple(int(paid[columns.tier == tier].sum()) for tier in Tier)

    @cached_property
    def _loosened(self) -> tuple[Columns, Ints]:
        return loosened(self._solving.columns, self._solving.fixed, self._inside)

    def counted(self, before: Ints, held: dict[Tier, int]) -> tuple[Ints | None, int]:
        """The cheapest of the plans with the fewest changes of `before`, made inside the window alone, or None; and a
        bound of CHANGE. held: what MUST, COVERAGE and CHANGE must not exceed.
        """
        columns, fixed = self._solving.columns, self._inside_alone(before)
        # Mostly there is no such plan, and that one worker shows in half the processor time that two take.
        asked, until = Asked(columns, fixed, Tier.CHANGE, held), self._until(_COUNT_SHARE)
        plan, least = self._solving.solve(asked, None, until, workers=1, linearization=1)
        if plan is not None:
            within = {**held, Tier.CHANGE: columns.costs(plan)[Tier.CHANGE]}
            asked = Asked(columns, fixed, Tier.COMFORT, within)
            cheaper, _ = self._solving.solve(asked, plan, self._until())
            plan = plan if cheaper is None else cheaper
        return plan, least

    def _until(self, share: float = _SHARE) -> float:
        """When one solve of several has to end."""
        now = time.monotonic()
        return now + (self._deadline - now) * share


def loosened(columns: Columns, fixed: Ints, inside: NDArray[np.bool_]) -> tuple[Columns, Ints]:
    """Columns over the atoms inside alone, with each limit as wide as free atoms outside could make it for it.

    Gives the columns and `fixed` with the free atoms outside at 0. No plan costs less than the cheapest of these.
    """
    outside = (fixed == FREE) & ~inside
    if not columns.rows:
        return columns, np.where(outside, 0, fixed)
    loose = (columns.derived.extend(outside.astype(np.int64)) > 0)[columns.atom]
    weight = np.where(loose, columns.weight, 0)
    least = np.add.reduceat(np.minimum(weight, 0), columns.start[:-1])
    most = np.add.reduceat(np.maximum(weight, 0), columns.start[:-1])
    low = np.where(columns.low <= -OPEN, columns.low, columns.low - most)
    high = np.where(columns.high >= OPEN, columns.high, columns.high - least)
    return replace(columns, low=low, high=high), np.where(outside, 0, fixed)
