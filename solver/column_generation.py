"""Column generation: whole rows a line, priced by dynamic programming, mixed by a linear program. Bounds and plans.

Each round asks every line for cheaper rows under smoothed prices; the sum of what lines cost at least is a bound for
any plan. A dive settles line after line on the rows that the mix likes best, pricing the others anew in between.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import numpy as np

from solver.build import FREE
from solver.limits import Columns, Ints, Tier
from solver.master import Master
from solver.neighbourhoods import Layout
from solver.pricing.line import LinePricer
from solver.pricing.sums import Floats
from solver.split import Split

#: Points that a missing unit of a link costs in the master at first: no price is higher, so that prices start near
#: where they will end. It is doubled whenever the bound comes so near to the mix's cost.
_PENALTY, _MOST_PENALTY, _CLOSE = 150.0, 1e6, 0.4
#: Rows that cost so many points more than the cheapest known are worth having too.
_NEAR = 50.0
#: A mix that lacks fewer units than this, at so much less than the best plan, is worth a dive.
_LACK, _BETTER = 0.5, 0.85
#: How far prices follow the last ones that gave the best bound.
_SMOOTH = 0.75
#: Labels a day at first, while rows are still found, and at most; rows a line and round; steps of tuning the relaxed
#: program.
_LABELS, _SOME_LABELS, _MOST_LABELS, _ROWS = 60, 120, 2000, 3
_FIRST_STEPS, _STEPS = 60, 12
#: Share of the lines that one step of a dive settles at least, and how sure the mix must be to settle more.
_DIVE_SHARE, _SURE = 0.06, 0.95


@dataclass(frozen=True, slots=True)
class Calls:
    """What column generation asks and tells. stopped: whether to end. bound: a bound of COMFORT that was proven."""

    stopped: Callable[[], bool]
    bound: Callable[[int], None]


class ColumnGeneration:
    """Column generation for COMFORT while the tiers before it cost no more than in `held` (points a tier)."""

    def __init__(
        self, columns: Columns, fixed: Ints, layout: Layout, split: Split, held: tuple[int, ...], calls: Calls
    ) -> None:
        self.columns, self.fixed, self.layout, self.split, self.calls = columns, fixed, layout, split, calls
        self._free = fixed == FREE
        self._pricers = [LinePricer(tables) for tables in split.lines]
        self._master = Master(split, columns.base, held, _PENALTY)
        self._penalty, self._labels = _PENALTY, _LABELS
        self.best = float("-inf")
        self.value = float("inf")
        self._center: tuple[Floats, Floats] | None = None
        first = np.concatenate([layout.line, [layout.line[m[0]] for m in columns.derived.members]]).astype(np.int64)
        lowest = np.minimum.reduceat(first[columns.atom], columns.start[:-1])
        highest = np.maximum.reduceat(first[columns.atom], columns.start[:-1])
        self._own = np.flatnonzero((lowest == highest) & (columns.price > 0) & (columns.tier == Tier.COMFORT))
        self._line_of_own = lowest[self._own]

    def take(self, plan: Ints) -> None:
        """Make the rows of a plan known."""
        paid = (self.columns.outside(self.columns.values(plan)) * self.columns.price)[self._own]
        costs = np.bincount(self._line_of_own, paid, self.layout.lines)
        for line in range(self.layout.lines):
            atoms = np.flatnonzero((self.layout.line == line) & (plan == 1) & self._free)
            self._master.add(line, atoms, float(costs[line]))

    @property
    def closed(self) -> bool:
        """Whether the mix costs no more than the bound, so that no more rows are needed to prove it."""
        return self.best > float("-inf") and ceil(self.best - 1e-6) >= self.value - 1e-3

    def promising(self, cost: int) -> bool:
        """Whether plans made of the mix may well beat one that costs so much."""
        return self._master.missing < _LACK and self.value < max(_BETTER * cost, 1.1 * self.best)

    def round(self) -> bool:
        """One round; False once it gained neither rows nor a better bound, or was stopped."""
        if not self._solve():
            return False
        master = self._master
        links, caps = master.links, master.caps_price
        if self._center is None:
            self._center = links * 0.0, caps * 0.0
        smooth = tuple(_SMOOTH * c + (1 - _SMOOTH) * p for c, p in zip(self._center, (links, caps), strict=True))
        for prices in (smooth, (links, caps)):
            before = self.best
            added = self._price(*master.on_grid(*prices), range(self.layout.lines))
            if added is None:
                return False
            if master.missing > _LACK and self.best > _CLOSE * self.value:
                self._raise_penalty()
            if added or self.best > before + 1e-3:
                return True
        if master.missing > 1e-6 and self._penalty < _MOST_PENALTY:
            self._raise_penalty()
            return True
        if self._labels < _MOST_LABELS:
            self._labels *= 3
            return True
        return False

    def _raise_penalty(self) -> None:
        self._penalty *= 2
        self._master.raise_penalty(self._penalty)

    def _solve(self) -> bool:
        while not self.calls.stopped():
            if self._master.solve():
                self.value = self._master.value
                return True
        return False

    def _price(self, links: Floats, caps: Floats, lines: range | list[int], labels: int = 0) -> int | None:
        """Ask lines for rows under prices; how many are new, None when stopped. All lines asked: a bound."""
        master = self._master
        atom_cost = master.atom_cost(links)
        targets = master.least(atom_cost)
        total, added, loose = master.rest(links, caps), 0, 0.0
        for line in lines:
            if self.calls.stopped():
                return None
            steps = _FIRST_STEPS if self._center is None or self.best == float("-inf") else _STEPS
            target = float(targets[line])
            found = self._pricers[line].price(
                atom_cost,
                labels=labels or self._labels,
                rows=_ROWS,
                steps=steps,
                target=target,
                upper=target + _NEAR,
            )
            total += min(found.bound, target)
            if len(found.costs):
                loose += found.costs[0] - found.bound
            for cost, path in zip(found.costs, found.paths, strict=True):
                atoms = self._pricers[line].tables.atoms(path)
                atoms = atoms[self._free[atoms]]
                added += master.add(line, atoms, float(round(cost - atom_cost[atoms].sum())))
        if len(lines) == self.layout.lines:
            if total > self.best:
                self.best, self._center = total, (links, caps)
                self.calls.bound(ceil(total - 1e-6))
            if loose > 0.5 * max(1.0, self.value - total) and self._labels < _SOME_LABELS:
                self._labels += _LABELS // 2
        return added

    def dive(self) -> Ints | None:
        """A plan: line after line is settled on a row. None when stopped. It may leave links short."""
        master, lines = self._master, self.layout.lines
        settled: dict[int, int] = {}
        try:
            while len(settled) < lines:
                if not self._solve():
                    return None
                shares = master.shares
                most = {line: (0.0, -1) for line in range(lines) if line not in settled}
                for number in np.flatnonzero(shares > 1e-6).tolist():
                    line = master.line[number]
                    if line in most and shares[number] > most[line][0]:
                        most[line] = float(shares[number]), number
                order = sorted(most, key=lambda line: -most[line][0])
                least = max(1, round(_DIVE_SHARE * lines))
                for rank, line in enumerate(order):
                    if rank < least or most[line][0] > _SURE:
                        settled[line] = most[line][1]
                        master.settle(most[line][1])
                left = [line for line in range(lines) if line not in settled]
                if left and self._solve():
                    self._price(*master.on_grid(master.links, master.caps_price), left, _LABELS)
        finally:
            for number in settled.values():
                master.settle(number, 0.0)
        plan = np.where(self.fixed == 1, 1, 0).astype(np.int64)
        for number in settled.values():
            plan[master.atoms[number]] = 1
        return plan
