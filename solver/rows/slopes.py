"""Prices of a unit of counters that don't fit beside the states of a line.

A sweep under prices finds a row that costs no more than any row does, once the prices of what its counters come to are
taken back and the least that they may cost beyond the prices is put in (a Lagrangian bound). Prices rise where a row
has more than is cheapest at them, and fall where it has less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from solver.limits import Floats, Ints
from solver.rows.automaton import Automaton, Small

#: A counter that forbids anything bends more than any that costs.
_HARD = 1e9
#: Steps of slopes at first and at least, as shares of the scale, and how they change.
_FIRST, _SHORTEST, _LONGER, _SHORTER = 0.02, 0.0025, 1.7, 0.45
#: Sweeps of the first asking, and of each later one.
_SWEEPS = 20, 3
#: How far above the bound rows are looked for at first, as a share of the scale.
_GAP = 0.02


@dataclass(frozen=True, slots=True)
class Table:
    """Points of a counter's values from `least` on; convex, so that the nearest to the best of all costs least."""

    least: int
    points: Floats

    def beyond(self, slope: float) -> Floats:
        """What each value costs beyond a slope."""
        return self.points - slope * np.arange(self.least, self.least + len(self.points))

    def bend(self) -> float:
        """The most by which the points of one unit differ from those of the next."""
        finite = self.points[self.points < np.inf]
        bends = np.diff(finite, 2)
        return _HARD if len(finite) < len(self.points) else float(bends.max()) if len(bends) else 0.0


def cost_of(tables: Sequence[Table], values: Ints) -> float:
    """What counters cost at these values."""
    pairs = zip(tables, values.tolist(), strict=True)
    return sum(float(table.points[value - table.least]) for table, value in pairs)


class Slopes:
    """order: the counters that are priced; tables: of each. moves: of theirs; of_step: which one each step makes."""

    def __init__(self, order: list[int], tables: list[Table], moves: Ints, of_step: Small) -> None:
        """moves: x counters."""
        self.order, self.tables = order, tables
        self.moves, self.of_step = moves, of_step

    @classmethod
    def of(cls, automaton: Automaton, tables: Mapping[int, Table]) -> "Slopes":
        """Of some counters of an automaton."""
        numbers = sorted(tables)
        moves = np.ascontiguousarray(automaton.moves[:, numbers])
        return cls(numbers, [tables[number] for number in numbers], moves, automaton.laid_out.move)

    @property
    def falling(self) -> Floats:
        """1 for each counter that may be as low as can be, but not as high; else 0."""
        ends = [table.points[[0, -1]] < np.inf for table in self.tables]
        return np.array([float(low and not high) for low, high in ends])

    def paid(self, prices: Floats) -> Floats:
        """What each step pays."""
        paid: Floats = (self.moves @ prices)[self.of_step]
        return paid

    def beyond(self, prices: Floats, values: Ints) -> tuple[float, Floats]:
        """The least that counters may cost beyond the prices, and by how much values exceed the nearest such values."""
        total, surplus = 0.0, np.zeros(len(self.order))
        for number, table in enumerate(self.tables):
            beyond = table.beyond(prices[number])
            lowest = float(beyond.min())
            total += lowest
            cheapest = np.flatnonzero(beyond <= lowest + 1e-9) + table.least
            apart = values[number] - cheapest
            surplus[number] = apart[np.abs(apart).argmin()]
        return total, surplus


class Ascent:
    """Slopes on their way to the best bound, from one asking of a line to the next. slopes: now; best: of the asking's
    best bound. gap: how far above the bound the last row was.

    Each slope goes up or down by a step of its own, the longer the more often it has gone that way, and the shorter
    each time it turns round (resilient steps): counters differ too much for one length of all.
    """

    def __init__(self, counters: int, scale: float) -> None:
        """scale: what a day's pattern may gain or lose, roughly, in points."""
        self.slopes = self.best = np.zeros(counters)
        self.scale, self.gap = scale, _GAP * scale
        self._lengths, self._way = np.full(counters, _FIRST * scale), np.zeros(counters)
        self._highest = -np.inf
        self._asked = False

    def begin(self) -> int:
        """Begin another asking from the best slopes of the last one; how many sweeps it is worth."""
        self.slopes, self._highest = self.best, -np.inf
        asked, self._asked = self._asked, True
        return _SWEEPS[asked]

    def step(self, surplus: Floats, bound: float) -> bool:
        """Move on from `slopes`, whose row has that surplus and that bound; False where they are the best."""
        if bound > self._highest:
            self._highest, self.best = bound, self.slopes
        way = np.sign(surplus)
        if not way.any():
            return False
        shortest = _SHORTEST * self.scale
        self._lengths = np.where(way * self._way > 0, self._lengths * _LONGER, self._lengths)
        self._lengths = np.maximum(np.where(way * self._way < 0, self._lengths * _SHORTER, self._lengths), shortest)
        self._way = np.where(way == 0, self._way, way)
        self.slopes = self.slopes + way * self._lengths
        return True
