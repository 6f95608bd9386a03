"""Where a search stands: the best plan so far and what is proven, shared by its threads, and the models they solve."""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from solver.clock import Clock, WallClock, WorkClock
from solver.fixing import FREE, derived_state, fixed_by_bans
from solver.layout import Layout
from solver.limits import OPEN, Columns, Ints, Tier
from solver.part import Part, Parts
from solver.structure import Structure

#: Nobody has measured more than two on processors of their own; all of them wait for Python's lock now and then.
_MOST_THREADS = 4


def usual_threads() -> int:
    """How many threads a search has, if nobody says: one for each processor that this process may use, up to four."""
    # Not everywhere does a system tell what of its processors a process may use.
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(_MOST_THREADS, usable)


@dataclass(frozen=True, slots=True)
class Options:
    """seconds: wall time at most.

    workers: threads; see usual_threads. seed: of all random choices. plain: one model only, no neighbourhoods.
    repeatable: seconds are CP-SAT's deterministic ones, or steps by rows, and nothing hangs on the wall's; ValueError
    with more than one worker.
    """

    seconds: float = 60.0
    workers: int = field(default_factory=usual_threads)
    seed: int = 1
    plain: bool = False
    repeatable: bool = False

    def __post_init__(self) -> None:
        if self.repeatable and self.workers != 1:
            raise ValueError(f"{self.workers} workers; a search that can be repeated has one.")


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the search stands. seconds: since it began; costs, bounds: points a tier."""

    seconds: float
    phase: str
    costs: tuple[int, ...]
    bounds: tuple[int, ...]
    plan: Ints

    @property
    def gap(self) -> float:
        """The widest (cost - bound) / max(1, bound) of the tiers."""
        pairs = zip(self.costs, self.bounds, strict=True)
        return max((cost - bound) / max(1, bound) for cost, bound in pairs)


#: What it answers with True ends the search, and the best plan stays.
Watch = Callable[[Progress], bool | None]


class Standing:
    """Of a search over settled columns (see solver.fixing.settle).

    fixed: FREE, 0 or 1 a base atom. start: a plan that keeps all hard limits, e.g. all free atoms 0.
    """

    def __init__(self, columns: Columns, fixed: Ints, layout: Layout, options: Options, start: Ints) -> None:
        self.columns, self.layout, self.options = columns, layout, options
        self.fixed = fixed_by_bans(columns, fixed)
        self.structure = Structure.of(columns)
        self.tiers = [tier for tier in Tier if (columns.price[columns.tier == tier] > 0).any()]
        self.parts = Parts(columns, self.structure)
        self.stop = threading.Event()
        self.clock: Clock = WorkClock() if options.repeatable else WallClock()
        self._began, self._until = time.monotonic(), self.clock.now() + options.seconds
        self._lock = threading.Lock()
        self._solvers: set[cp_model.CpSolver] = set()
        self._plan, self._costs, self._found_at = start, columns.costs(start), self.clock.now()
        self._bounds = [0] * len(Tier)
        # Of these, what holds whatever earlier tiers cost.
        self._lasting = [0] * len(Tier)
        self._phase = "building"

    @property
    def covered(self) -> bool:
        """Whether any limit is about COVERAGE."""
        return bool((self.columns.tier == Tier.COVERAGE).any())

    @property
    def keeps_what_is_published(self) -> bool:
        """Whether changes of what is published cost anything where there is a choice."""
        columns = self.columns
        state = np.concatenate([self.fixed, derived_state(columns, self.fixed)])
        # Whoever plans anew opens these limits to both sides, and leaves them their price.
        bounded = (columns.low > -OPEN) | (columns.high < OPEN)
        counted = columns.only(np.flatnonzero((columns.tier == Tier.CHANGE) & (columns.price > 0) & bounded))
        return bool((state[counted.atom] == FREE).any())

    def progress(self) -> Progress:
        """Where the search stands now."""
        with self._lock:
            return Progress(time.monotonic() - self._began, self._phase, self._costs, tuple(self._bounds), self._plan)

    def stood_s(self) -> float:
        """For how many seconds, of the search's clock, the best plan has been the best."""
        with self._lock:
            return self.clock.now() - self._found_at

    def offer_bounded(self, plan: Ints, bounds: tuple[int, ...]) -> None:
        """As `offer`, with what is proven of all plans: points a tier, each of them for the costs that the plan has in
        the tiers before it.
        """
        self.offer(plan)
        with self._lock:
            if self.columns.costs(plan) == self._costs:
                self._bounds = [max(pair) for pair in zip(self._bounds, bounds, strict=True)]

    def offer(self, plan: Ints) -> None:
        """Take over a plan that keeps all hard limits, if it is better."""
        costs = self.columns.costs(plan)
        with self._lock:
            if costs < self._costs:
                if costs[:-1] < self._costs[:-1]:
                    self._forget_bounds(costs)
                self._plan, self._costs, self._found_at = plan, costs, self.clock.now()
                if self._phase == "building":
                    # From the first plan on there is something to keep, should the search be stopped.
                    self._phase = "line by line"

    def offer_part(self, part: Part, plan: Ints, values: Ints) -> None:
        """Take over a plan with other values (0/1 an atom of the part) if it is better.

        plan: that the part was taken from. Where a better one is known by now, the values go into that, if its hard
        limits allow it; and else into the plan, if its own do.
        """
        while True:
            now = self.progress().plan
            merged = part.into(now, values)
            if now is not plan and not self.columns.legal(merged):
                break
            self.offer(merged)
            # Another thread may have brought a better one in between: then these values go into that.
            if self.progress().plan is merged:
                return
            if self.progress().plan is now:
                break
        mended = part.into(plan, values)
        if self.columns.legal(mended):
            self.offer(mended)

    def _forget_bounds(self, costs: tuple[int, ...]) -> None:
        """A bound of a later tier holds only for the earlier tiers' costs it was proven under."""
        first = next(t for t in range(len(costs)) if costs[t] < self._costs[t])
        for tier in range(first + 1, len(costs)):
            self._bounds[tier] = self._lasting[tier]

    def raise_bound(self, tier: Tier, bound: int, held: tuple[tuple[Tier, int], ...]) -> None:
        """Take note of a bound that holds while earlier tiers cost what is `held`."""
        with self._lock:
            if not held:
                self._lasting[tier] = max(self._lasting[tier], bound)
            if all(self._costs[t] == cost for t, cost in held):
                self._bounds[tier] = max(self._bounds[tier], bound)

    def proven(self) -> bool:
        """Whether the plan is known to be the best."""
        with self._lock:
            return all(bound >= cost for bound, cost in zip(self._bounds, self._costs, strict=True))

    def left(self) -> float:
        """Seconds that are left, of the search's clock."""
        return self._until - self.clock.now()

    def end_in(self, seconds: float) -> None:
        """Let the search's time be over so many seconds from now."""
        self._until = self.clock.now() + seconds

    def over(self) -> bool:
        """Whether the search was stopped, or its time is over."""
        return self.stop.is_set() or self.left() <= 0

    def count_step(self) -> bool:
        """Count a step by rows, which takes some time where the wall's is not what counts; whether it is over then."""
        self.clock.step()
        return self.over()

    def solve(
        self,
        solver: cp_model.CpSolver,
        model: cp_model.CpModel,
        seconds: float,
        found: cp_model.CpSolverSolutionCallback | None = None,
    ) -> object:
        """Solve a model on one thread, if no more is asked of the solver, until the search ends at the latest."""
        if seconds <= 0 or self.stop.is_set():
            return cp_model.UNKNOWN
        if not solver.parameters.num_workers:
            solver.parameters.num_workers = 1
        self.clock.hold(solver, seconds)
        with self._lock:
            self._solvers.add(solver)
        try:
            status = solver.solve(model, found)
            self.clock.solved(solver)
            return status
        finally:
            with self._lock:
                self._solvers.discard(solver)

    def _halt(self) -> None:
        with self._lock:
            running = list(self._solvers)
        for solver in running:
            solver.stop_search()
