"""Plans and bounds from whole rows of lines: column generation, dives, and the mending of what those leave short."""

import time

from ortools.sat.python import cp_model

from solver.column_generation import Calls, ColumnGeneration
from solver.limits import Ints, Tier
from solver.local_search import LocalSearch
from solver.neighbourhoods import Neighbourhoods
from solver.relaxation import relaxed_prices
from solver.split import Split

#: Neighbourhoods in which a plan of whole rows is mended at most.
_MEND_TRIES = 40
#: A mix that costs less than this share of the best plan is worth a dive; between two lies so many times what the last
#: one took.
_PROMISING, _PAUSE = 0.95, 8.0
#: One line's exact row is left open after so long: there is a bound by then.
_ROW_S = 1.0


class WholeRows:
    """search: whose plan and bound to better."""

    def __init__(self, search: LocalSearch) -> None:
        self._search = search
        self._turn = search.options.workers

    def work(self) -> None:
        """For as long as it gains, anew whenever a tier before the last one got better."""
        search = self._search
        split = Split.of(search.columns, search.structure, search.fixed, search.layout, search.stop.is_set)
        while split is not None and not search.stop.is_set() and not search.proven():
            held = search.progress().costs[: Tier.COMFORT]
            if not self._under(split, held):
                return

    def _under(self, split: Split, held: tuple[int, ...]) -> bool:
        """Bounds and plans while the tiers before COMFORT cost what `held` says; whether they cost less now."""
        search, under = self._search, tuple(zip(Tier, held, strict=False))

        def bettered() -> bool:
            return search.progress().costs[: Tier.COMFORT] != held

        def over() -> bool:
            return search.stop.is_set() or search.left() <= 0 or bettered()

        def bound(value: int) -> None:
            search.raise_bound(Tier.COMFORT, value, under)

        def solve(solver: cp_model.CpSolver, model: cp_model.CpModel) -> object:
            return search.solve(solver, model, min(_ROW_S, search.left()))

        prices = relaxed_prices(search.columns, search.fixed, search.structure, held, over)
        if prices is None:
            return bettered()
        work = ColumnGeneration(
            search.columns, search.fixed, search.layout, split, held, prices, Calls(over, bound, solve)
        )
        known, dive_from = None, 0.0
        while not over() and not search.proven():
            now = search.progress()
            if now.plan is not known:
                work.take(now.plan)
                known = now.plan
            began = time.monotonic()
            more = work.round()
            if work.exact and work.value < _PROMISING * now.costs[Tier.COMFORT] and time.monotonic() > dive_from:
                self._dive(work)
                dive_from = time.monotonic() + _PAUSE * (time.monotonic() - began)
            elif not more and search.progress().plan is known:
                break
            if work.exact or search.options.workers == 1:
                self._turn += 1
                search.neighbourhoods(self._turn, 2 * time.monotonic() - began)
        return bettered()

    def _dive(self, work: ColumnGeneration) -> None:
        plan = work.dive()
        if plan is not None:
            self._mend(plan)

    def _mend(self, plan: Ints) -> None:
        """Offer a plan of whole rows once what it leaves short is mended, neighbourhood by neighbourhood."""
        search = self._search
        choice = Neighbourhoods(search.columns, search.layout, search.options.seed * 1000 + 999)
        for _ in range(_MEND_TRIES):
            costs = search.columns.costs(plan)
            if search.stop.is_set() or costs[: Tier.COMFORT] <= search.progress().costs[: Tier.COMFORT]:
                break
            plan = search.improve(choice, plan, choice.short(plan)).plan
        search.offer(plan, (0,) * len(Tier))
