"""Prices of hard caps of counters that don't fit beside the states of a line: what a unit of each costs.

A sweep under prices finds a row that costs no more than any legal row does, prices of the caps' own units taken back
(a Lagrangian bound). Prices rise where a row has more than its cap, and fall where it has less.
"""

from collections.abc import Mapping

import numpy as np

from solver.limits import Ints
from solver.pricing.sums import Floats
from solver.rows.automaton import Automaton, unique
from solver.rows.windows import Window

#: What the price of a unit too many rises by, as long as no legal row is known, and by how much more each time.
_FIRST, _MORE = 2.0, 1.3
#: Share of the way to where prices and a known row would meet.
_STEP = 0.7


class Caps:
    """order: the counters that have a hard cap and nothing else. most: the cap of each. counters: the same as a set."""

    def __init__(self, order: list[int], most: Floats, moves: Ints, of_step: Ints) -> None:
        """moves: different ones (moves x caps); of_step: which one each step of all days makes."""
        self.order, self.most, self.counters = order, most, frozenset(order)
        self._moves, self._of_step = moves, of_step
        self._kept = np.zeros(len(order))

    @classmethod
    def of(cls, automaton: Automaton, windows: Mapping[int, Window]) -> "Caps":
        """Of the counters of an automaton that matter."""
        order = [c for c, window in windows.items() if window.folds == (True, False) and len(window.points) == 1]
        most = np.array([float(windows[c].high[-1]) for c in order])
        if not order:
            return cls(order, most, np.zeros((1, 0), np.int64), np.zeros(1, np.int64))
        return cls(order, most, *unique(np.concatenate([step.moves[:, order] for step in automaton.steps])))

    def prices(self, broken: frozenset[int]) -> Floats:
        """To begin with: those kept of the caps that are broken."""
        return np.where([c in broken for c in self.order], np.maximum(self._kept, _FIRST), self._kept)

    def keep(self, prices: Floats) -> None:
        """Begin with these the next time."""
        self._kept = prices

    def paid(self, prices: Floats) -> Floats:
        """What each step pays."""
        paid: Floats = (self._moves @ prices)[self._of_step]
        return paid

    def moved(self, prices: Floats, over: Floats, gap: float) -> Floats:
        """Prices after a row that has `over` units more than each cap; gap: between a legal row and the row's bound,
        inf where none is known.
        """
        over = np.where((prices > 0) | (over > 0), over, 0.0)
        length = float(over @ over)
        if not length:
            return prices
        if gap == np.inf:
            return np.where(over > 0, np.maximum(prices, _FIRST) * _MORE, prices)
        return np.maximum(0.0, prices + _STEP * gap / length * over)
