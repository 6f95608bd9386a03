"""Mending a plan with the fewest changes: small models round what is torn, with a proof that fewer do not do.

Two models a window of days: in one, everything outside the window stays, which gives a plan; in the other, everything
outside is as each limit likes it best, which gives a bound. Where both say the same, no wider window could do better.
Where they don't, numbers of changes are tried one after the other: few changes reach few cells, so that each model is
small, and exact for its number.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from threading import Event

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.build import Model, build
from solver.fixing import FREE, empty_plan
from solver.increments import Increments
from solver.limits import OPEN, Columns, Ints, Tier
from solver.nearby import Unchanged, unchanged
from solver.structure import Structure
from solver.ties import DisjointDays, Ties

#: Windows reach so many days beyond what is torn; the last one is the whole plan.
_REACH_DAYS = (0, 1, 3, 7)
#: Before windows reach so many days, changes are counted, as long as they reach no more free atoms than this.
_COUNTED_ATOMS = {1: 2_500, 3: 10_000}
#: Share of the time left that asking for one number of changes may take.
_COUNT_SHARE = 0.6
#: Share of the time left that one solve may take.
_SHARE = 0.3
#: With so few free atoms a second worker costs more time than it saves.
_FEW_ATOMS = 1_000
#: With fewer seconds left nothing is laid out or solved any more.
_LEAST_S = 0.05


@dataclass(frozen=True, slots=True)
class Repaired:
    """The mended plan. costs, bounds: points a tier; the bound of COMFORT is 0 where it was not asked for."""

    plan: Ints
    costs: tuple[int, ...]
    bounds: tuple[int, ...]

    @property
    def fewest(self) -> bool:
        """Whether no plan is better by MUST and COVERAGE, or as good with fewer changes."""
        return self.costs[: Tier.COMFORT] == self.bounds[: Tier.COMFORT]

    def bounded(self, bounds: tuple[int, ...]) -> "Repaired":
        """The same plan with what is proven besides."""
        return replace(self, bounds=tuple(map(max, self.bounds, bounds)))


@dataclass(frozen=True)
class Repair:
    """A plan to be mended. columns: settled limits, with CHANGE rows against what was published.

    fixed: FREE, 0 or 1 a base atom. start: what was published, as far as hard limits allow it.
    structure, ties: of the columns; ties may be those of the same columns with other bounds.
    """

    columns: Columns
    fixed: Ints
    start: Ints
    structure: Structure
    ties: Ties
    workers: int = 2
    seed: int = 1
    _stopped: Event = field(default_factory=Event, init=False)
    _solvers: list[cp_model.CpSolver] = field(default_factory=list, init=False)

    def halt(self) -> None:
        """End `run` soon; called on another thread. What was mended until then stays."""
        self._stopped.set()
        for solver in list(self._solvers):
            solver.stop_search()

    def run(self, seconds: float) -> Repaired:
        """Mend within `seconds`, with wider and wider windows until the fewest changes are proven."""
        deadline = time.monotonic() + seconds
        unavoidable = self._unavoidable()
        best = Repaired(self.start, self.columns.costs(self.start), unavoidable)
        dear: Sequence[_Window] = ()
        for reach in (*_REACH_DAYS, None):
            if best.fewest or self._stopped.is_set() or time.monotonic() > deadline:
                break
            windows = [_Window(self, inside, deadline) for inside in self._windows(reach)]
            if reach in _COUNTED_ATOMS:
                best = self._counted(best, _COUNTED_ATOMS[reach], deadline)
            if reach:
                # What the nearest days gave is mostly the best there is: a wider proof comes before a wider search.
                best = best.bounded(_least(windows, best.plan, best.costs, unavoidable))
            if best.fewest:
                break
            plan, modelled = self._mended(windows, best.plan, by_one=not reach)
            costs, before = self.columns.costs(plan), best.costs
            best = Repaired(plan, costs, best.bounds)
            better = costs[: Tier.COMFORT] < before[: Tier.COMFORT]
            dear = modelled if better else dear
            if not best.fewest and (better or not reach):
                best = best.bounded(_least(windows, plan, costs, unavoidable))
        # What is proven comes first; a cheaper roster of as few changes has the time that is left.
        plan = best.plan
        for window in dear:
            plan = window.cheaper(plan)
        return Repaired(plan, self.columns.costs(plan), best.bounds)

    def _mended(self, windows: Sequence["_Window"], plan: Ints, *, by_one: bool) -> tuple[Ints, Sequence["_Window"]]:
        """`plan` mended window by window, and those that took a model.

        by_one: what one change mends is mended by the cheapest such change.
        """
        modelled = []
        sums = Increments(self.columns, plan) if by_one else None
        for window in windows:
            torn = window.torn(sums) if sums else {}
            if sums and not torn:
                continue
            atom = window.one_change(sums, torn) if sums else None
            if atom is None:
                plan = window.mended(plan)
                modelled.append(window)
            else:
                plan = plan.copy()
                plan[atom] = 1 - plan[atom]
            if sums:
                sums.follow(plan)
        return plan, modelled

    def _counted(self, best: Repaired, atoms: int, deadline: float) -> Repaired:
        """Ask for one change, two, three and so on, until a plan with so few is found or the time is up.

        `best` as it is where it is not proven in MUST and COVERAGE, changes are not all counted alike, or so many
        changes reach more than so many free atoms.
        """
        before = self.before
        if before is None or best.costs[: Tier.CHANGE] != best.bounds[: Tier.CHANGE]:
            return best
        held: dict[Tier, int] = {tier: best.costs[tier] for tier in list(Tier)[: Tier.CHANGE]}
        while not best.fewest and not self._stopped.is_set() and time.monotonic() < deadline:
            # The bound is what so many changes cost, or lies between two of them.
            changes = max(1, -(-(best.bounds[Tier.CHANGE] - before.points) // before.price))
            inside = self._reached(before, changes)
            if inside.sum() > atoms:
                break
            window = _Window(self, inside, deadline)
            most = before.points + changes * before.price
            plan, least = window.counted(before.plan, {**held, Tier.CHANGE: most})
            least = min(least, most + before.price, best.costs[Tier.CHANGE])
            if plan is not None and (costs := self.columns.costs(plan)) < best.costs:
                best = Repaired(plan, costs, best.bounds)
            if least <= best.bounds[Tier.CHANGE]:
                break
            best = replace(best, bounds=(*best.bounds[: Tier.CHANGE], least, *best.bounds[Tier.CHANGE + 1 :]))
        return best

    @cached_property
    def before(self) -> Unchanged | None:
        """The plan that changes are counted from; None where they are not counted alike."""
        return unchanged(self.columns, self.fixed)

    def solve(self, solver: cp_model.CpSolver, model: Model) -> object:
        """Run one solver so that `halt` ends it; its status, None when it came too late."""
        self._solvers.append(solver)
        try:
            return None if self._stopped.is_set() else solver.solve(model.cp)
        finally:
            self._solvers.remove(solver)

    def cheapest(self, best: Repaired, seconds: float) -> Repaired:
        """The cheapest of the plans with as few changes as `best`, which has the fewest; with a bound of its cost."""
        until = time.monotonic() + seconds
        window = _Window(self, self.fixed == FREE, until)
        held: dict[Tier, int] = {tier: best.costs[tier] for tier in list(Tier)[: Tier.COMFORT]}
        found, bound = window.solve(self.columns, self._near(best), Tier.COMFORT, held, best.plan, until)
        plan = best.plan if found is None else found
        return Repaired(plan, self.columns.costs(plan), (*best.bounds[: Tier.COMFORT], bound))

    def _near(self, best: Repaired) -> Ints:
        """`fixed`, with all that no plan with as few changes as `best` touches left as it is; `best` has the fewest."""
        before = self.before
        if before is None:
            return self.fixed
        inside = self._reached(before, (best.costs[Tier.CHANGE] - before.points) // before.price)
        return np.where((self.fixed == FREE) & ~inside, before.plan, self.fixed)

    def _reached(self, before: Unchanged, changes: int) -> NDArray[np.bool_]:
        """The free atoms that so many changes can touch."""
        return self.ties.nearby.within(self.columns, before.plan, self.fixed == FREE, changes)

    def _unavoidable(self) -> tuple[int, ...]:
        """Points a tier that every plan pays, whatever is chosen for the free atoms."""
        columns, _ = loosened(self.columns, self.fixed, np.zeros(len(self.fixed), bool))
        return tuple(
            cost if tier < Tier.COMFORT else 0
            for tier, cost in zip(Tier, columns.costs(empty_plan(self.fixed)), strict=True)
        )

    def _windows(self, reach: int | None) -> list[NDArray[np.bool_]]:
        """Free atoms on the days of what is torn and so many days around; None = all in one window.

        Days that a limit of MUST, COVERAGE or CHANGE ties together lie in one window, so that what windows must pay
        adds up.
        """
        free = self.fixed == FREE
        if reach is None:
            return [free]
        groups = DisjointDays()
        for days in self._torn:
            groups.join(day + away for day in days for away in range(-reach, reach + 1))
        for days in self.ties.tied:
            groups.join_known(days)
        found = [free & np.isin(self.ties.layout.day, sorted(days)) for days in groups.sets()]
        return [inside for inside in found if inside.any()]

    @cached_property
    def _torn(self) -> list[frozenset[int]]:
        """The days of each limit of MUST, COVERAGE or CHANGE that is broken to begin with."""
        broken = self.columns.outside(self.columns.values(self.start)) > 0
        asked = (self.columns.price > 0) & (self.columns.tier < Tier.COMFORT)
        return self.ties.days_of(np.flatnonzero(broken & asked))


def _least(
    windows: list["_Window"], plan: Ints, costs: tuple[int, ...], unavoidable: tuple[int, ...]
) -> tuple[int, ...]:
    """Bounds of MUST, COVERAGE and CHANGE: what every plan pays, and what each window pays in addition.

    Each holds where the tiers before it cost no more than in `costs`, those of `plan`.
    """
    bounds = [0] * len(Tier)
    held: list[dict[Tier, int]] = [{} for _ in windows]
    for tier in (Tier.MUST, Tier.COVERAGE, Tier.CHANGE):
        least = [unavoidable[tier]] * len(windows)
        if costs[tier] > unavoidable[tier]:
            least = [w.least(tier, h, plan, unavoidable[tier]) for w, h in zip(windows, held, strict=True)]
        bounds[tier] = unavoidable[tier] + sum(low - unavoidable[tier] for low in least)
        if bounds[tier] < costs[tier]:
            break
        # All windows together pay no more than this, so none can pay more than its own least.
        for paid, low in zip(held, least, strict=True):
            paid[tier] = low
    return tuple(bounds)


class _Window:
    """The two models of one window. inside: free atoms that the window frees."""

    def __init__(self, repair: Repair, inside: NDArray[np.bool_], deadline: float) -> None:
        self._repair, self._inside, self._deadline = repair, inside, deadline

    def torn(self, sums: Increments) -> dict[int, list[int]]:
        """The rows of MUST and COVERAGE that are broken and count atoms inside, with these. sums: of a plan."""
        columns = self._repair.columns
        broken = columns.outside(np.array(sums.values, np.int64)) > 0
        rows = np.flatnonzero(broken & (columns.price > 0) & (columns.tier < Tier.CHANGE)).tolist()
        inside = {row: [atom for atom in columns.base_atoms(row) if self._inside[atom]] for row in rows}
        return {row: atoms for row, atoms in inside.items() if atoms}

    def one_change(self, sums: Increments, torn: dict[int, list[int]]) -> int | None:
        """The cheapest atom that mends all that is torn here by itself, and breaks nothing; None where none does."""
        columns = self._repair.columns
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
        held: dict[Tier, int] = {}
        for tier in list(Tier)[: Tier.COMFORT]:
            if self._repair.columns.costs(plan)[tier]:
                found, _ = self.solve(self._repair.columns, self._inside_alone(plan), tier, held, plan, self._until())
                plan = plan if found is None else found
            held[tier] = self._repair.columns.costs(plan)[tier]
        return plan

    def cheaper(self, plan: Ints) -> Ints:
        """The best plan by COMFORT that differs inside the window alone and costs no more in the tiers before it."""
        held = dict(zip(list(Tier)[: Tier.COMFORT], self._repair.columns.costs(plan), strict=False))
        columns, fixed = self._repair.columns, self._inside_alone(plan)
        found, _ = self.solve(columns, fixed, Tier.COMFORT, held, plan, self._until())
        return plan if found is None else found

    def _inside_alone(self, plan: Ints) -> Ints:
        """`fixed` with all free atoms outside as they are in a plan."""
        return np.where((self._repair.fixed == FREE) & ~self._inside, plan, self._repair.fixed)

    def least(self, tier: Tier, held: dict[Tier, int], plan: Ints, unavoidable: int) -> int:
        """A bound of one tier where those in `held` cost no more than that, whatever is outside the window.

        plan: one that keeps to `held`. unavoidable: points that any plan pays. Solved for only where the plan pays
        more here than can be told without.
        """
        least = unavoidable
        if tier is Tier.CHANGE and self._must_change(held):
            assert self._repair.before is not None
            least += self._repair.before.price
        if self._within(plan)[1][tier] > least:
            least = max(least, self.solve(*self._loosened, tier, held, None, self._until())[1])
        return least

    def _must_change(self, held: dict[Tier, int]) -> bool:
        """Whether what is inside cannot all stay as it was, whatever is outside the window."""
        before = self._repair.before
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
        return loosened(self._repair.columns, self._repair.fixed, self._inside)

    def counted(self, before: Ints, held: dict[Tier, int]) -> tuple[Ints | None, int]:
        """The cheapest of the plans with the fewest changes of `before`, made inside the window alone, or None; and a
        bound of CHANGE. held: what MUST, COVERAGE and CHANGE must not exceed.
        """
        columns, fixed = self._repair.columns, self._inside_alone(before)
        # Mostly there is no such plan, and that one worker shows in half the processor time that two take.
        until = self._until(_COUNT_SHARE)
        plan, least = self.solve(columns, fixed, Tier.CHANGE, held, None, until, workers=1, linearization=1)
        if plan is not None:
            within = {**held, Tier.CHANGE: columns.costs(plan)[Tier.CHANGE]}
            cheaper, _ = self.solve(columns, fixed, Tier.COMFORT, within, plan, self._until())
            plan = plan if cheaper is None else cheaper
        return plan, least

    def _until(self, share: float = _SHARE) -> float:
        """When one solve of several has to end."""
        now = time.monotonic()
        return now + (self._deadline - now) * share

    def solve(
        self,
        columns: Columns,
        fixed: Ints,
        tier: Tier,
        held: dict[Tier, int],
        hint: Ints | None,
        until: float,
        *,
        workers: int = 0,
        linearization: int = 2,
    ) -> tuple[Ints | None, int]:
        """(plan or None, bound) of one tier with the tiers in `held` costing no more than that; OPEN where none can.

        until: the moment (`time.monotonic`) by which it ends, building the model included; (None, 0) where that is now.
        workers: threads; 0 = as many as the repair may have, and one where it is quicker alone. linearization: CP-SAT's
        level of it.
        """
        if until - time.monotonic() < _LEAST_S:
            return None, 0
        model = build(columns, fixed, {tier: 1}, held, structure=self._repair.structure)
        if hint is not None:
            model.hint(hint)
        solver = cp_model.CpSolver()
        few = (fixed == FREE).sum() <= _FEW_ATOMS
        solver.parameters.num_workers = workers or (1 if few else self._repair.workers)
        solver.parameters.random_seed = self._repair.seed
        solver.parameters.linearization_level = linearization
        solver.parameters.catch_sigint_signal = False
        solver.parameters.max_time_in_seconds = max(_LEAST_S, until - time.monotonic())
        status = self._repair.solve(solver, model)
        if status is None:
            return None, 0
        if status == cp_model.INFEASIBLE:
            return None, OPEN
        found = model.plan(solver) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None
        return found, max(0, int(np.ceil(solver.best_objective_bound - 1e-6)))


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
