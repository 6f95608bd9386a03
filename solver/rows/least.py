"""What links cost at least under prices, for rosters that miss no more of COVERAGE than they have to."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.limits import Floats, Ints

#: How often the stretch that holds the best worth of a point is cut, and the grid that it is put on: sums stay exact.
_CUTS, _GRID = 20, 1 << 20


@dataclass(frozen=True, slots=True)
class Values:
    """The values that a link may have: what members add to it, points beside COVERAGE, and those of COVERAGE."""

    link: int
    added: Ints
    points: Floats
    covered: Floats


class Least:
    """missing: COVERAGE points of all links together that rosters may miss."""

    def __init__(self, links: Sequence[Values], missing: float) -> None:
        sizes = [len(values.added) for values in links]
        self._at = np.cumsum([0, *sizes])[:-1]
        self._link = np.repeat(np.array([values.link for values in links], np.int64), sizes)
        self._added = np.concatenate([np.zeros(0, np.int64), *(values.added for values in links)])
        self._points = np.concatenate([np.zeros(0), *(values.points for values in links)])
        self._covered = np.concatenate([np.zeros(0), *(values.covered for values in links)])
        self._missing = missing

    def under(self, prices: Floats) -> float:
        """The least cost beside COVERAGE, with the prices (a unit of each link, on a grid) of what is added.

        A point of COVERAGE that is missing may be worth what it likes: what all rosters miss of it is taken off again,
        so the worth that gives the most is as good a proof as any.
        """
        if not len(self._at):
            return 0.0
        paid = self._points + prices[self._link] * self._added
        if not self._covered.any():
            return float(np.minimum.reduceat(paid, self._at).sum())
        low, high = 0.0, 1.0
        for _ in range(_CUTS):
            middle = (low + high) / 2
            if self._missed(paid, middle) > self._missing:
                low = middle
            else:
                high = middle
        return max(self._worth(paid, np.rint(worth * _GRID) / _GRID) for worth in (0.0, low, high))

    def _missed(self, paid: Floats, worth: float) -> float:
        """COVERAGE points of the cheapest values if a point is worth so much."""
        total = paid + worth * self._covered
        least = np.repeat(np.minimum.reduceat(total, self._at), np.diff(self._at, append=len(total)))
        covered = np.where(total <= least, self._covered, np.inf)
        return float(np.minimum.reduceat(covered, self._at).sum())

    def _worth(self, paid: Floats, worth: float) -> float:
        return float(np.minimum.reduceat(paid + worth * self._covered, self._at).sum()) - worth * self._missing
