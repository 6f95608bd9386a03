"""One CP-SAT model of everything: for the tiers one after the other, and for bounds."""

from collections.abc import Callable, Mapping, Sequence

from ortools.sat.python import cp_model

from solver.build import Model, build
from solver.cp_sat import has_plan, make_solver, whole_points
from solver.fixing import FREE
from solver.limits import Ints, Tier
from solver.standing import Standing

#: With more free atoms than this, one model of a tier gives and proves nothing in the time that it is tried for.
_WHOLE_ATOMS = 15_000
#: With so few free atoms, proving the last tier pays from the start: the prover finds better plans as well.
_FEW_ATOMS = 3_000
#: Share of the time left that one model of a tier before COMFORT is tried for.
_TIER_SHARE = 0.35


class WholeModel(Standing):
    """Betters and bounds the plan by models of everything."""

    _settled: tuple[int, ...] | None = None

    @property
    def atoms(self) -> int:
        """How many atoms are free."""
        return int((self.fixed == FREE).sum())

    @property
    def whole_fits(self) -> bool:
        """Whether one model of a tier is worth its time."""
        return self.atoms <= _WHOLE_ATOMS

    @property
    def proves_from_the_start(self) -> bool:
        """Whether free atoms are so few that one model of the last tier finds better plans than neighbourhoods do."""
        return self.atoms <= _FEW_ATOMS

    def settle(self, tiers: Sequence[Tier], share: float) -> None:
        """One tier after the other, each for a share of the time that is left."""
        for tier in tiers:
            if self.over():
                return
            self._phase = tier.name.lower()
            now = self.progress()
            if now.costs[tier] > now.bounds[tier]:
                held = {t: now.costs[t] for t in self.tiers if t < tier}
                self.whole(tier, held, share * self.left(), self.options.workers)

    def settle_before_comfort(self) -> None:
        """All tiers before COMFORT, where one model of each is small enough; again only once they cost less."""
        if self.whole_fits and self._settled != self.progress().costs[: Tier.COMFORT]:
            self.settle([tier for tier in self.tiers if tier < Tier.COMFORT], _TIER_SHARE)
            self._settled = self.progress().costs[: Tier.COMFORT]

    def prove(self) -> None:
        """Raise the bound of the first tier that is not proven, on one thread, until it gains nothing."""
        while not self.over():
            before = self.progress()
            tier = next((t for t in self.tiers if before.bounds[t] < before.costs[t]), None)
            if tier is None:
                return
            self.whole(tier, {t: before.costs[t] for t in self.tiers if t < tier}, self.left(), 1)
            after = self.progress()
            if after.costs[:tier] == before.costs[:tier] and after.bounds[tier] < after.costs[tier]:
                return

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
