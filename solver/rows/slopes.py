"""Slopes of counters that don't fit beside the states of a line: what a unit of each pays during a sweep.

A sweep under slopes finds a row that costs no more than any row does, once what the slopes paid is taken back and the
least that counters may cost beyond it is put in (a Lagrangian bound). Slopes rise where a row has more than is cheapest
at them, and fall where it has less.
"""

import numpy as np

from solver.pricing.sums import Floats

#: Steps of slopes at first and at least, as shares of the scale, and how they change.
_FIRST, _SHORTEST, _LONGER, _SHORTER = 0.02, 0.0025, 1.7, 0.45
#: Sweeps of the first asking, and of each later one.
_SWEEPS = 20, 3
#: How far above the bound rows are looked for at first, as a share of the scale.
_GAP = 0.02


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
