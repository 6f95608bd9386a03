"""Column generation: whole rows a line, priced by dynamic programming, mixed by a linear program. Bounds and plans.

Each round asks every line for cheaper rows under smoothed prices; the sum of what lines cost at least is a bound for
any plan. It begins at the prices of the whole model's relaxation. Once that gains little, rows are asked of CP-SAT.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import numpy as np

from solver.build import FREE
from solver.dive import Dive
from solver.limits import Columns, Ints, Tier
from solver.master import GRID, Master
from solver.neighbourhoods import Layout
from solver.pricing.exact import ExactLine, Solve
from solver.pricing.line import LinePricer
from solver.pricing.sums import Floats
from solver.relaxation import Prices
from solver.split import Split

#: What a missing unit of a link costs in the master at first: so many times its price in the relaxation and so many
#: points more. No price is higher, so that prices stay near where they will end. It is doubled while units are missing
#: and no row helps.
_TIMES, _MORE, _MOST_DOUBLED = 1.5, 20.0, 1e5
#: Rows that cost so many points more than the cheapest known are worth having too.
_NEAR = 50.0
#: A mix that lacks fewer units than this lacks nothing.
_LACK = 0.5
#: How far prices follow the last ones that gave the best bound.
_SMOOTH = 0.75
#: Labels a day; rows a line and round; steps of tuning the relaxed program, at first and later.
_LABELS, _ROWS = 60, 3
_FIRST_STEPS, _STEPS = 60, 12
#: Once a round gains the mix less than this share of its cost, lines are asked for their exact rows.
_SLOW, _PATIENCE = 5e-3, 3


@dataclass(frozen=True, slots=True)
class Calls:
    """What column generation asks and tells. stopped: whether to end. bound: a bound of COMFORT that was proven.

    solve: a model of one line.
    """

    stopped: Callable[[], bool]
    bound: Callable[[int], None]
    solve: Solve


class ColumnGeneration:
    """Column generation for COMFORT while the tiers before it cost no more than in `held` (points a tier)."""

    def __init__(
        self,
        columns: Columns,
        fixed: Ints,
        layout: Layout,
        split: Split,
        held: tuple[int, ...],
        start: Prices,
        calls: Calls,
    ) -> None:
        self.columns, self.fixed, self.layout, self.split, self.calls = columns, fixed, layout, split, calls
        self._free = fixed == FREE
        self._pricers = [LinePricer(tables) for tables in split.lines]
        for pricer in self._pricers:
            pricer.tilt(-start.sums[pricer.tables.number] * pricer.tables.divisor)
        self._master = Master(split, columns.base, held)
        self._exact_lines: dict[int, ExactLine] = {}
        self._doubled, self._since, self.exact, self._at_center = 1.0, 0, False, True
        self.best = float("-inf")
        self.value = float("inf")
        self._center = self._master.on_grid(self._master.prices_of(start.sums), start.caps)
        self._price_missing()
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

    def round(self) -> bool:
        """One round; False once it gained neither rows nor a better bound, or was stopped."""
        everybody = range(self.layout.lines)
        if self._at_center:
            self._at_center = False
            return self._price(*self._center, everybody) is not None
        before = self.value
        if not self._solve():
            return False
        master, self._since = self._master, self._since + 1
        if self._since > _PATIENCE and before - self.value < _SLOW * self.value:
            self._since = 0
            if not self.exact:
                self.exact = self._at_center = True
                return True
            if master.missing > _LACK:
                self._double()
        links, caps = master.links, master.caps_price
        smooth = tuple(_SMOOTH * c + (1 - _SMOOTH) * p for c, p in zip(self._center, (links, caps), strict=True))
        for prices in (smooth, (links, caps)):
            best = self.best
            added = self._price(*master.on_grid(*prices), everybody)
            if added is None:
                return False
            if added or self.best > best + 1e-3:
                return True
        if not self.exact:
            self.exact = self._at_center = True
            return True
        return master.missing > 1e-6 and self._double()

    def _double(self) -> bool:
        """Make missing units dearer; False once that makes no difference."""
        self._doubled *= 2
        self._price_missing()
        return self._doubled < _MOST_DOUBLED

    def _price_missing(self) -> None:
        self._master.price_missing(self._doubled * (_TIMES * np.abs(self._center[0]) + _MORE))

    def _solve(self) -> bool:
        while not self.calls.stopped():
            if self._master.solve():
                self.value = self._master.value
                return True
        return False

    def _price(self, links: Floats, caps: Floats, lines: range | list[int]) -> int | None:
        """Ask lines for rows under prices; how many are new, None when stopped. All lines asked: a bound."""
        master = self._master
        atom_cost = master.atom_cost(links)
        targets = master.least(atom_cost)
        total, added, all_lines = master.rest(links, caps), 0, len(lines) == self.layout.lines
        for line in lines:
            if self.calls.stopped():
                return None
            found = self._pricers[line].price(
                atom_cost,
                labels=_LABELS,
                rows=_ROWS,
                steps=_FIRST_STEPS if self.best == float("-inf") else _STEPS,
                target=float(targets[line]),
                upper=float(targets[line]) + _NEAR,
            )
            bound, least = found.bound, float(targets[line])
            for cost, path in zip(found.costs.tolist(), found.paths, strict=True):
                atoms = self._pricers[line].tables.atoms(path)
                added += self._add(line, atoms[self._free[atoms]], cost, atom_cost)
                least = min(least, cost)
            if self.exact and all_lines and bound < least - 1e-6:
                best = self._exact_line(line).cheapest(atom_cost, master.cheapest(line, atom_cost), self.calls.solve)
                if best.cost < least:
                    added += self._add(line, best.atoms, best.cost, atom_cost)
                bound = max(bound, best.bound)
            total += min(bound, float(targets[line]))
        if all_lines and total > self.best:
            self.best, self._center = total, (links, caps)
            self.calls.bound(ceil(total - 1e-6))
        return added

    def _add(self, line: int, atoms: Ints, paid: float, atom_cost: Floats) -> bool:
        return self._master.add(line, atoms, float(round(paid - atom_cost[atoms].sum())))

    def _exact_line(self, line: int) -> ExactLine:
        if line not in self._exact_lines:
            fixed = np.where(self.layout.line == line, self.fixed, 0)
            self._exact_lines[line] = ExactLine(self.columns.only(self.split.own[line]), fixed, GRID)
        return self._exact_lines[line]

    def dive(self) -> Ints | None:
        """A plan of whole rows; None when stopped. It may leave links short."""
        rows = Dive(self._master, self._pricers, self._center[0], self._free, self.calls.stopped).rows()
        if rows is None:
            return None
        plan = np.where(self.fixed == 1, 1, 0).astype(np.int64)
        plan[np.concatenate(rows)] = 1
        return plan
