"""The search: tier by tier with one CP-SAT model, then neighbourhood by neighbourhood beside a prover of bounds.

Anytime: the best plan is always at hand, its cost never rises, and stopping keeps it.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from solver.build import FREE, Model, build, fixed_by_bans
from solver.construct import construct
from solver.limits import Columns, Ints, Tier
from solver.neighbourhoods import Layout, Neighbourhoods
from solver.structure import Structure

if TYPE_CHECKING:
    from solver.split import Split

#: How much a point of one tier outweighs a point of the next inside a neighbourhood, where no tier but the last may
#: rise at all.
_TIER_WEIGHT = 20
#: Longest try of one neighbourhood, and the share of the improving time after which one thread turns to proving.
_TRY_S, _PROVE_FROM = 3.0, 0.5
#: With more free atoms than this, one model of a tier gives nothing in the time that it is tried for.
_WHOLE_ATOMS = 15_000
#: With so few free atoms, proving the last tier pays from the start: the prover finds better plans as well.
_FEW_ATOMS = 3_000
#: Share of the time left that one model of a tier but the last is tried for.
_TIER_SHARE = 0.35
_TICK_S = 0.2
#: Neighbourhoods in which a plan of whole rows is mended at most.
_MEND_TRIES = 40
#: Between two dives lies this share of the time gone by.
_PAUSE = 0.15


@dataclass(frozen=True, slots=True)
class Options:
    """seconds: wall time at most.

    workers: threads. seed: of all random choices. plain: one model only, no neighbourhoods.
    """

    seconds: float = 60.0
    workers: int = 2
    seed: int = 1
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the search stands. costs, bounds: points a tier; proven: the plan is optimal in every tier."""

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


class Search:
    """One search over settled columns (see solver.build.settle).

    fixed: FREE, 0 or 1 a base atom. start: a plan that keeps all hard limits, e.g. all free atoms 0.
    """

    def __init__(self, columns: Columns, fixed: Ints, layout: Layout, options: Options, start: Ints) -> None:
        self.columns, self.layout, self.options = columns, layout, options
        self.fixed = fixed_by_bans(columns, fixed)
        self.structure = Structure.of(columns)
        self.tiers = [tier for tier in Tier if (columns.price[columns.tier == tier] > 0).any()]
        self.stop = threading.Event()
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._solvers: set[cp_model.CpSolver] = set()
        self._plan, self._costs = start, columns.costs(start)
        self._bounds = [0] * len(Tier)
        self._phase = "building"
        self._failure: BaseException | None = None

    # ---- what others see

    def progress(self) -> Progress:
        """Where the search stands now."""
        with self._lock:
            return Progress(time.monotonic() - self._began, self._phase, self._costs, tuple(self._bounds), self._plan)

    def run(self, watch: Watch | None = None) -> Progress:
        """Search until proven, out of time or stopped; `watch` is called on the calling thread a few times a second."""
        # An event, since a join that Ctrl-C interrupts takes a running thread for an ended one (Python 3.11 and 3.12).
        ended = threading.Event()

        def climb() -> None:
            self._guarded(self._climb)
            ended.set()

        threading.Thread(target=climb, daemon=True).start()
        try:
            while True:
                over = ended.wait(_TICK_S)
                if self._left() <= 0:
                    self.stop.set()
                if self.stop.is_set():
                    self._halt()
                if watch is not None and watch(self.progress()):
                    self.stop.set()
                if over:
                    break
        finally:
            self.stop.set()
            while not ended.wait(_TICK_S):
                self._halt()
        if self._failure is not None:
            raise self._failure
        return self.progress()

    # ---- phases

    def _climb(self) -> None:
        if self.options.plain:
            self._settle(self.tiers, 1.0)
            return
        self._offer(construct(self.columns, self.fixed, self.layout, self.progress().plan, self.options.seed))
        if self._atoms() <= _WHOLE_ATOMS:
            self._settle(self.tiers[:-1], _TIER_SHARE)
        if not self.stop.is_set() and not self._proven():
            self._improve()

    def _settle(self, tiers: list[Tier], share: float) -> None:
        """One tier after the other with one model of everything; the last of all gets all the time that is left."""
        for tier in tiers:
            if self.stop.is_set():
                return
            self._phase = tier.name.lower()
            now = self.progress()
            if now.costs[tier] > now.bounds[tier]:
                held = {t: now.costs[t] for t in self.tiers if t < tier}
                seconds = self._left() * (1.0 if tier is self.tiers[-1] else share)
                self._whole(tier, held, seconds, self.options.workers)

    def _atoms(self) -> int:
        return int((self.fixed == FREE).sum())

    def _improve(self) -> None:
        """Neighbourhoods on all threads; the first one turns to proving bounds on the whole model, in time."""
        self._phase = "improving"
        prove_from = time.monotonic() + (0.0 if self._atoms() <= _FEW_ATOMS else self._left() * _PROVE_FROM)
        threads = [
            threading.Thread(target=self._guarded, args=(self._climb_on, index, prove_from), daemon=True)
            for index in range(self.options.workers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _climb_on(self, index: int, prove_from: float) -> None:
        if index == 0:
            if self._atoms() > _FEW_ATOMS:
                self._neighbourhoods(index, prove_from, until=self._may_generate)
                self._generate()
            self._neighbourhoods(self.options.workers + 1, prove_from)
            self._prove()
            self._neighbourhoods(self.options.workers, float("inf"))
        else:
            self._neighbourhoods(index, float("inf"))

    def _may_generate(self) -> bool:
        """Whether the tiers before COMFORT stand and rows can be priced."""
        # Here and not above: numba takes a second to load, which small teams and other commands need not wait for.
        from solver.pricing.warm import compiled

        now = self.progress()
        return compiled() and now.costs[: Tier.COMFORT] == now.bounds[: Tier.COMFORT]

    def _generate(self) -> None:
        """Column generation for as long as it gains, anew whenever a tier before the last one got better."""
        from solver.split import Split

        if not self._may_generate():
            return
        split = Split.of(self.columns, self.structure, self.fixed, self.layout, self.stop.is_set)
        while split is not None and not self.stop.is_set() and not self._proven():
            held = self.progress().costs[: Tier.COMFORT]
            if not self._generate_under(split, held):
                return

    def _generate_under(self, split: "Split", held: tuple[int, ...]) -> bool:
        """Bounds and plans while the tiers before COMFORT cost what `held` says; whether they cost less now."""
        from solver.column_generation import Calls, ColumnGeneration

        under = tuple(zip(Tier, held, strict=False))

        def bettered() -> bool:
            return self.progress().costs[: Tier.COMFORT] != held

        def over() -> bool:
            return self.stop.is_set() or self._left() <= 0 or bettered()

        def bound(value: int) -> None:
            self._raise_bound(Tier.COMFORT, value, under)

        work = ColumnGeneration(self.columns, self.fixed, self.layout, split, held, Calls(over, bound))
        dived, known, turn = 0.0, None, self.options.workers
        while not over() and not self._proven():
            now = self.progress()
            if now.plan is not known:
                work.take(now.plan)
                known = now.plan
            began = time.monotonic()
            more = work.round()
            if self.options.workers == 1:  # nobody else looks for better plans meanwhile
                turn += 1
                self._neighbourhoods(turn, 2 * time.monotonic() - began)
            pause_s = _PAUSE * (time.monotonic() - self._began)
            if not more or (work.promising(now.costs[Tier.COMFORT]) and time.monotonic() - dived > pause_s):
                plan = work.dive()
                dived = time.monotonic()
                if plan is not None:
                    self._mend(plan)
                if not more and self.progress().plan is known:
                    break
        return bettered()

    def _mend(self, plan: Ints) -> None:
        """Offer a plan of whole rows once what it leaves short is mended, neighbourhood by neighbourhood."""
        choice = Neighbourhoods(self.columns, self.layout, self.options.seed * 1000 + 999)
        weights = {tier: _TIER_WEIGHT**power for power, tier in enumerate(reversed(self.tiers))}
        for _ in range(_MEND_TRIES):
            costs = self.columns.costs(plan)
            if self.stop.is_set() or costs[: Tier.COMFORT] <= self.progress().costs[: Tier.COMFORT]:
                break
            freed = choice.short(plan)
            fixed = np.where(freed, self.fixed, plan)
            model = build(
                self.columns, fixed, weights, {t: costs[t] for t in self.tiers[:-1]}, structure=self.structure
            )
            model.hint(plan)
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = 1
            solver.parameters.random_seed = choice.seed
            solver.parameters.linearization_level = 2
            if self._solve(solver, model, min(_TRY_S, self._left())) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                plan = model.plan(solver)
        self._offer(plan)

    def _prove(self) -> None:
        """Raise the bound of the first tier that is not proven; the whole model, one thread."""
        while not self.stop.is_set():
            before = self.progress()
            tier = next((t for t in self.tiers if before.bounds[t] < before.costs[t]), None)
            if tier is None:
                return
            self._whole(tier, {t: before.costs[t] for t in self.tiers if t < tier}, self._left(), 1)
            after = self.progress()
            if after.costs[:tier] == before.costs[:tier] and after.bounds[tier] < after.costs[tier]:
                return

    def _whole(self, tier: Tier, caps: dict[Tier, int], seconds: float, workers: int) -> None:
        model = build(self.columns, self.fixed, {tier: 1}, caps, structure=self.structure)
        model.hint(self.progress().plan)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = self.options.seed
        solver.parameters.linearization_level = 2
        held = tuple(caps.items())

        def bound(value: float) -> None:
            self._raise_bound(tier, ceil(value - 1e-6), held)

        solver.best_bound_callback = bound
        status = self._solve(solver, model, seconds)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            bound(solver.best_objective_bound)

    def _neighbourhoods(self, index: int, end: float, until: Callable[[], bool] = lambda: False) -> None:
        """Improve the plan until `end` (monotonic seconds), or until a condition holds."""
        choice = Neighbourhoods(self.columns, self.layout, self.options.seed * 1000 + index)
        weights = {tier: _TIER_WEIGHT**power for power, tier in enumerate(reversed(self.tiers))}
        while time.monotonic() < end and not until() and not self.stop.is_set() and not self._proven():
            before, began = self.progress(), time.monotonic()
            kind, freed = choice.pick(before.plan)
            fixed = self.fixed.copy()
            fixed[: len(freed)][~freed] = before.plan[: len(freed)][~freed]
            if not (fixed == FREE).any():
                kind.learn(gain=0.0, seconds=0.1, solved=True)
                continue
            caps = {tier: before.costs[tier] for tier in self.tiers[:-1]}
            model = build(self.columns, fixed, weights, caps, structure=self.structure)
            model.hint(before.plan)
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = 1
            solver.parameters.random_seed = choice.seed
            solver.parameters.linearization_level = 2  # five times fewer seconds a try than the default
            status = self._solve(solver, model, min(_TRY_S, self._left()))
            found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
            paid = sum(weight * before.costs[tier] for tier, weight in weights.items())
            gain = paid - solver.objective_value if found else 0.0
            kind.learn(gain=gain, seconds=time.monotonic() - began, solved=status == cp_model.OPTIMAL)

    # ---- one solve

    def _solve(self, solver: cp_model.CpSolver, model: Model, seconds: float) -> object:
        if seconds <= 0 or self.stop.is_set():
            return cp_model.UNKNOWN
        solver.parameters.max_time_in_seconds = seconds
        # CP-SAT would keep Ctrl-C to itself, and from then on it would end the program without a word.
        solver.parameters.catch_sigint_signal = False
        with self._lock:
            self._solvers.add(solver)
        try:
            return solver.solve(model.cp, _Found(model, self._offer))
        finally:
            with self._lock:
                self._solvers.discard(solver)

    def offer(self, plan: Ints, bounds: tuple[int, ...]) -> None:
        """Take over a plan that keeps all hard limits if it is better, and what is proven of all plans.

        bounds: points a tier, each of them for the costs that the plan has in the tiers before it.
        """
        self._offer(plan)
        with self._lock:
            if self.columns.costs(plan) == self._costs:
                self._bounds = [max(pair) for pair in zip(self._bounds, bounds, strict=True)]

    def _offer(self, plan: Ints) -> None:
        costs = self.columns.costs(plan)
        with self._lock:
            if costs < self._costs:
                if costs[:-1] < self._costs[:-1]:
                    self._forget_bounds(costs)
                self._plan, self._costs = plan, costs

    def _forget_bounds(self, costs: tuple[int, ...]) -> None:
        """A bound of a later tier holds only for the earlier tiers' costs it was proven under."""
        first = next(t for t in range(len(costs)) if costs[t] < self._costs[t])
        for tier in range(first + 1, len(costs)):
            self._bounds[tier] = 0

    def _raise_bound(self, tier: Tier, bound: int, held: tuple[tuple[Tier, int], ...]) -> None:
        with self._lock:
            if all(self._costs[t] == cost for t, cost in held):
                self._bounds[tier] = max(self._bounds[tier], bound)

    def _proven(self) -> bool:
        with self._lock:
            return all(bound >= cost for bound, cost in zip(self._bounds, self._costs, strict=True))

    def _left(self) -> float:
        return self.options.seconds - (time.monotonic() - self._began)

    def _halt(self) -> None:
        with self._lock:
            running = list(self._solvers)
        for solver in running:
            solver.stop_search()

    def _guarded(self, work: Callable[..., None], *args: object) -> None:
        """Run a thread's work; what goes wrong in it stops the search and is raised by `run`."""
        try:
            work(*args)
        except BaseException as failure:  # noqa: BLE001 - a thread's failure must reach the caller
            self._failure = self._failure or failure
            self.stop.set()


class _Found(cp_model.CpSolverSolutionCallback):
    def __init__(self, model: Model, offer: Callable[[Ints], None]) -> None:
        super().__init__()
        self._model, self._offer = model, offer

    def on_solution_callback(self) -> None:
        """Called by CP-SAT for each better solution."""
        self._offer(self._model.plan(self))


def empty_plan(columns: Columns, fixed: Ints) -> Ints:
    """Nothing but what is fixed on."""
    return np.where(fixed == 1, 1, 0).astype(np.int64)
