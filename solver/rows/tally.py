"""What one counter of a line comes to in a row."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.limits import Ints
from solver.rows.automaton import Automaton
from solver.rows.line import Line, Sum


@dataclass(frozen=True, slots=True)
class Tally:
    """spanning: for derived atoms, which patterns turn them on, and the units.

    begin: the first pattern that counter.direct is about.
    """

    counter: Sum
    begin: int
    spanning: tuple[tuple[NDArray[np.bool_], int], ...]

    @classmethod
    def of(cls, line: Line, automaton: Automaton, counter: int) -> "Tally":
        one = automaton.counters[counter]
        return cls(one, int(line.first[one.first]), tuple((line.touches[:, n], units) for n, units in one.spanning))

    def value(self, path: Ints) -> int:
        """What the counter comes to in a row."""
        one = self.counter
        direct = int(one.direct[path[one.first : one.last + 1] - self.begin].sum())
        return direct + sum(units for touched, units in self.spanning if touched[path].any())

    def points(self, path: Ints) -> float:
        """What a row pays for the counter."""
        return float(self.counter.points[self.value(path) - self.counter.least])
