"""Mending a plan with the fewest changes: small models round what is torn, with a proof that fewer do not do.

Two models a window of days: in one, everything outside the window stays, which gives a plan; in the other, everything
outside is as each limit likes it best, which gives a bound. Where both say the same, no wider window could do better.
Where they don't, numbers of changes are tried one after the other: few changes reach few cells, so that each model is
small, and exact for its number.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.fixing import FREE, empty_plan
from solver.increments import Increments
from solver.limits import Ints, Tier
from solver.nearby import Unchanged
from solver.repair_window import Asked, Solving, Window, loosened
from solver.ties import DisjointDays, Ties

#: Windows reach so many days beyond what is torn; the last one is the whole plan.
_REACH_DAYS = (0, 1, 3, 7)
#: Before windows reach so many days, changes are counted, as long as they reach no more free atoms than this.
_COUNTED_ATOMS = {1: 2_500, 3: 10_000}


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


@dataclass(frozen=True, kw_only=True)
class Repair(Solving):
    """A plan to be mended. `halt` ends it soon; what was mended until then stays.

    start: what was published, as far as hard limits allow it. ties: of the columns, or of the same ones with other
    bounds.
    """

    start: Ints
    ties: Ties

    def run(self, seconds: float) -> Repaired:
        """Mend within `seconds`, with wider and wider windows until the fewest changes are proven."""
        deadline = time.monotonic() + seconds
        unavoidable = self._unavoidable()
        best = Repaired(self.start, self.columns.costs(self.start), unavoidable)
        dear: Sequence[Window] = ()
        for reach in (*_REACH_DAYS, None):
            if best.fewest or self._stopped.is_set() or time.monotonic() > deadline:
                break
            windows = [Window(self, inside, deadline) for inside in self._windows(reach)]
            if reach in _COUNTED_ATOMS:
                best = self._counted(best, _COUNTED_ATOMS[reach], deadline)
            if reach:
                # What the nearest days gave is mostly the best there is: a wider proof comes before a wider search.
                best = best.bounded(_least(windows, best.plan, best.costs, unavoidable))
            if best.fewest:
                break
            mend = self._mended if reach else self._mended_by_one
            plan, modelled = mend(windows, best.plan)
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

    def _mended(self, windows: Sequence[Window], plan: Ints) -> tuple[Ints, Sequence[Window]]:
        """`plan` mended window by window, and those that took a model: all of them."""
        for window in windows:
            plan = window.mended(plan)
        return plan, windows

    def _mended_by_one(self, windows: Sequence[Window], plan: Ints) -> tuple[Ints, Sequence[Window]]:
        """The same, but what one change mends is mended by the cheapest such change, and takes no model."""
        sums, modelled = Increments(self.columns, plan), list[Window]()
        for window in windows:
            torn = window.torn(sums)
            if not torn:
                continue
            atom = window.one_change(sums, torn)
            if atom is None:
                plan = window.mended(plan)
                modelled.append(window)
            else:
                plan = plan.copy()
                plan[atom] = 1 - plan[atom]
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
            window = Window(self, inside, deadline)
            most = before.points + changes * before.price
            plan, least = window.counted(before.plan, {**held, Tier.CHANGE: most})
            least = min(least, most + before.price, best.costs[Tier.CHANGE])
            if plan is not None and (costs := self.columns.costs(plan)) < best.costs:
                best = Repaired(plan, costs, best.bounds)
            if least <= best.bounds[Tier.CHANGE]:
                break
            best = replace(best, bounds=(*best.bounds[: Tier.CHANGE], least, *best.bounds[Tier.CHANGE + 1 :]))
        return best

    def cheapest(self, best: Repaired, seconds: float) -> Repaired:
        """The cheapest of the plans with as few changes as `best`, which has the fewest; with a bound of its cost."""
        until = time.monotonic() + seconds
        held: dict[Tier, int] = {tier: best.costs[tier] for tier in list(Tier)[: Tier.COMFORT]}
        found, bound = self.solve(Asked(self.columns, self._near(best), Tier.COMFORT, held), best.plan, until)
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
    windows: list[Window], plan: Ints, costs: tuple[int, ...], unavoidable: tuple[int, ...]
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
