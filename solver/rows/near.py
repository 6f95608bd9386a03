"""Rows of a line whose counters don't fit beside its states: under slopes a sweep bounds them, and labels near that
bound find the cheapest, mostly exactly.
"""

from collections.abc import Mapping

import numpy as np

from solver.limits import Floats, Ints
from solver.rows.automaton import Automaton
from solver.rows.basis import Basis, Sloped
from solver.rows.labels import Labels, nearest_row
from solver.rows.slopes import Ascent, Table, cost_of
from solver.rows.sweep import swept
from solver.rows.tally import Tally

#: Values of states and whole units, taken together.
_CELLS = 300_000
#: A row that costs no more than this above its bound is exact.
_SAME = 1e-6
#: How far above the bound rows are looked for: so much more each time, at first a share of the last time's, and at
#: least a share of the scale.
_WIDER, _NEXT, _LEAST_GAP = 3.0, 0.4, 0.01
#: Labels a day that are looked at near the bound; and where any row of use will do, not the bound.
MOST_LABELS, _ENOUGH_LABELS = 3_000, 1_000


class NearRows:
    """basis: of all counters that are tallied. Made by `of`."""

    def __init__(self, basis: Basis, tally: Tally) -> None:
        self.basis, self._tally = basis, tally

    @classmethod
    def of(cls, automaton: Automaton, tables: Mapping[int, Table], tally: Tally) -> "NearRows | None":
        """Of the counters of `tables`, by number; None where labels can't hold them."""
        basis = Basis.of(automaton, tables, _CELLS)
        return None if basis is None else cls(basis, tally)

    def cheapest(
        self, by_kind: tuple[Floats, Ints], ascent: Ascent, value: Floats, labels: Labels, worth: float
    ) -> tuple[float, float, Ints | None]:
        """What no row costs less than, the points of the row found, and the row; None where none is.

        by_kind: points of the cheapest pattern of each kind, and which that is. value: room for the basis' cells.
        worth: rows that cost as much or more are not looked for.
        """
        points, chosen = by_kind
        basis, kinds = self.basis, np.zeros(len(self.basis.box.step_at) - 1, np.int64)
        row, path, total = np.inf, None, -np.inf
        sloped = basis.sloped(ascent.best)
        for _ in range(ascent.begin()):
            sloped = basis.sloped(ascent.slopes)
            total, found = swept(sloped.box, by_kind, value)
            if total >= worth or total == np.inf:
                return total, np.inf, None
            values = self._tally.values(found)
            alone, surplus = sloped.told(value, values, total)
            cost = alone + cost_of(basis.tables, values)
            if cost < row:
                row, path = cost, found
            if not ascent.step(surplus, total) or row - total < _SAME:
                break
        if sloped.slopes is not ascent.best:
            sloped = basis.sloped(ascent.best)
            total, _ = swept(sloped.box, by_kind, value)
        if row - total < _SAME:
            return total, row, path
        gap = ascent.gap
        most = MOST_LABELS if worth == np.inf else _ENOUGH_LABELS
        while True:
            limit = min(total + gap, row, worth)
            cost, proven = self.nearest(sloped, points, value, limit, labels, most, kinds)
            if cost < row:
                row, path = cost, chosen[kinds]
            # Where nothing lies beyond the limit, there is no row at all.
            if limit < total + gap or cost < np.inf or proven < limit or proven == np.inf:
                break
            gap *= _WIDER
        ascent.gap = max(_LEAST_GAP * ascent.scale, _NEXT * gap)
        return min(proven, row), row, path

    def nearest(
        self, sloped: Sloped, points: Floats, value: Floats, limit: float, labels: Labels, most: int, kinds: Ints
    ) -> tuple[float, float]:
        """Points of the cheapest row up to `limit` (inf: none), and what no row costs less than; see nearest_row."""
        found: tuple[float, float] = nearest_row(
            sloped.box, self.basis.near, sloped.aim, sloped.slopes, points, value, limit, labels, most, kinds
        )
        return found
