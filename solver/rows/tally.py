"""What the counters of a line come to in a row."""

from collections.abc import Iterable

import numpy as np

from solver.limits import Floats, Ints
from solver.rows.automaton import Automaton
from solver.rows.line import Line


class Tally:
    """Of some counters, by number. order: these numbers, in order, which all arrays here keep."""

    def __init__(self, line: Line, automaton: Automaton, counters: Iterable[int]) -> None:
        self.order = tuple(sorted(counters))
        self._sums = [automaton.counters[counter] for counter in self.order]
        self._begins = [int(line.first[one.first]) for one in self._sums]
        # Units of each derived atom that reaches over several days.
        self._touches, self._spanning = line.touches, np.zeros((len(self.order), line.touches.shape[1]), np.int64)
        for place, one in enumerate(self._sums):
            for atom, units in one.spanning:
                self._spanning[place, atom] += units

    def values(self, path: Ints) -> Ints:
        """What each comes to in a row."""
        pairs = zip(self._sums, self._begins, strict=True)
        direct = [one.direct[path[one.first : one.last + 1] - begin].sum(dtype=np.int64) for one, begin in pairs]
        found: Ints = np.array(direct, np.int64) + self._spanning @ self._touches[path].any(axis=0)
        return found

    def points(self, path: Ints) -> Floats:
        """What a row pays for each."""
        values = self.values(path).tolist()
        return np.array([one.points[value - one.least] for one, value in zip(self._sums, values, strict=True)])
