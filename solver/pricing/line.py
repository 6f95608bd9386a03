"""Pricing one line: a quick bound from the relaxed program, tuned; then rows, exact in cost, guided by it."""

from dataclasses import dataclass

import numpy as np

from solver.limits import Ints, Tier
from solver.pricing.graph import tune
from solver.pricing.labels import cheapest
from solver.pricing.sums import Floats
from solver.pricing.tables import LineTables

#: Points a unit that a hard limit may be worth in the relaxed program, and what one move is usually worth.
_HARD, _MOVE = 2000.0, 100.0


@dataclass(frozen=True, slots=True)
class Priced:
    """bound: no row costs less. costs, paths: rows found and their patterns a day, cheapest first."""

    bound: float
    costs: Floats
    paths: Ints


class LinePricer:
    """Prices rows of one line again and again; what it learned about the prices of long sums stays."""

    def __init__(self, tables: LineTables) -> None:
        self.tables = t = tables
        self._points = t.points[Tier.COMFORT]
        limited = t.longest[t.longest <= t.days]
        # Runs from 0 to one more than the longest that is allowed.
        self._width = int(limited.max()) + 2 if len(limited) else 2
        count = np.array([1, 1, *np.diff(t.first)], np.int64)
        sizes = count[:-1] * count[1:] * self._width
        self._at = np.array([0, *np.cumsum(sizes)], np.int64)[: t.days + 1]
        self._value = np.zeros(int(sizes.sum()))

        sums = len(t.table_at)
        self._slope, self._vertex = np.zeros(sums), np.zeros(sums)
        self._best_at = np.zeros(sums, np.int64)
        self._steep, self._scale = np.zeros((2, sums)), np.zeros(sums)
        for i in np.flatnonzero(t.long).tolist():
            low, high = (int(ends[i]) for ends in t.reach)
            rises = np.diff(self._points[t.table_at[i] + low : t.table_at[i] + high + 1])
            hard_low, hard_high = (_HARD * int(hard[i]) for hard in t.bound_by)
            self._steep[:, i] = min(rises, default=0) - hard_low, max(rises, default=0) + hard_high
            self._scale[i] = min(self._steep[1, i] - self._steep[0, i], _MOVE / t.largest[i])
        self._slope = np.clip(self._slope, *self._steep)
        self._weigh()

    def tilt(self, slope: Floats) -> None:
        """Begin with these points a unit of each sum."""
        self._slope = np.round(np.clip(slope, *self._steep) * 1024) / 1024

    def _weigh(self) -> None:
        """The moves of the sums that may have a slope: (pattern, sum, units), and for bits (day * 64 + bit, sum, units,
        far).
        """
        t = self.tables
        begins, slots, sums = t.closing
        of_slot = np.full((t.days, max(t.slots, 1)), -1)
        of_slot[np.repeat(np.arange(t.days), np.diff(begins)), slots] = sums
        begins, slots, sums, *_ = t.opened
        day = np.repeat(np.arange(t.days), np.diff(begins))
        of_slot[day, slots] = sums
        # What long sums that open later cost at least is no part of a label: the day each opens is needed for that.
        self._opens = np.full(len(t.table_at), t.days)
        np.minimum.at(self._opens, sums, day)
        sloped = (self._steep != 0).any(axis=0, keepdims=True)[0]
        begins, slots, by = t.moves
        pattern = np.repeat(np.arange(len(begins) - 1), np.diff(begins))
        moved = of_slot[np.repeat(np.arange(t.days), np.diff(t.first))[pattern], slots]
        kept = sloped[moved]
        self._moves = pattern[kept], moved[kept], by[kept].astype(np.float64)
        begins, slots, by, far = t.bit_moves
        key = np.repeat(np.arange(len(begins) - 1), np.diff(begins))
        moved = of_slot[key // 64, slots]
        kept = sloped[moved]
        self._bit_moves = key[kept], moved[kept], by[kept].astype(np.float64), far[kept] > 0

    def price(
        self,
        atom_cost: Floats,
        *,
        labels: int,
        rows: int,
        steps: int,
        target: float = 0.0,
        upper: float = np.inf,
    ) -> Priced:
        """Rows under a cost of each base atom.

        labels: at most so many are kept a day; the fewer, the further the bound may lie below the cheapest row.
        rows: at most so many are given. steps: of tuning the relaxed program, towards `target`, the cost of some row.
        upper: rows that cost so much or more are of no use.
        """
        t = self.tables
        cost = t.pattern_points[Tier.COMFORT] + np.bincount(t.pattern_of, atom_cost[t.atom_of], len(t.pattern_bits))
        spent = float(t.spent[Tier.COMFORT])
        relaxed = tune(
            t.first, cost, t.pattern_bits, t.keep, t.triple_at, t.triples, t.on, t.longest, self._width, self._at,
            self._value, t.table_at, *t.reach, self._points, t.long, *self._steep, self._scale, *self._moves,
            *self._bit_moves, self._slope, self._best_at, self._vertex, steps, target - spent,
        )  # fmt: skip
        # Without sums it would come as whole numbers, for which all would be compiled once more.
        after = np.bincount(self._opens, self._vertex, t.days + 1).astype(np.float64)
        later = (after.sum() - np.cumsum(after))[: t.days]
        costs, paths, proven = cheapest(
            t.first, t.pattern_bits, cost, *t.moves, *t.bit_moves[:3], *t.closing, *t.opened, t.keep, t.table_at,
            *t.reach, self._points, t.long, t.slots, self._slope, self._best_at, later, t.on, self._width, self._at,
            self._value, labels, rows, upper - spent,
        )  # fmt: skip
        return Priced(max(relaxed, proven) + spent, costs + spent, paths)
