"""The cheapest row of one line under points of each pattern: exact, by one sweep over its days or a few.

Counters that rows seldom reach the limits of are looked at only when the cheapest row breaks one: what a sweep without
them finds costs no more than any row, and is the cheapest one when it keeps them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.limits import Ints
from solver.pricing.sums import Floats
from solver.rows.automaton import Automaton
from solver.rows.box import Box, box
from solver.rows.line import Line
from solver.rows.sweep import sweep
from solver.rows.windows import Reaches, Window


@dataclass(frozen=True, slots=True)
class Cheapest:
    """points: of the cheapest row; own: by the line's own limits alone. path: its pattern of each day.

    path is None where too many counters would have to be looked at; then no row costs less than `points`.
    """

    points: float
    own: float
    path: Ints | None


class RowProgram:
    """line: whose rows. Made by `of`."""

    def __init__(self, line: Line, automaton: Automaton, windows: dict[int, Window], spent: float) -> None:
        self.line, self._automaton, self._windows = line, automaton, windows
        self._spent = spent
        self._boxes: dict[frozenset[int], Box | None] = {}
        self._first = line.first[:-1]
        self._kinds = int(automaton.kind_of.max()) + 1
        self._units = {c: _Units.of(line, automaton, c) for c in windows}
        # What is bounded from below is looked at from the start: the cheapest row would mostly break it.
        self._always = frozenset(c for c, window in windows.items() if not window.folds[0])

    @classmethod
    def of(cls, line: Line) -> "RowProgram | None":
        """None where the line has no legal row, or too many states."""
        automaton = Automaton.of(line)
        if automaton is None:
            return None
        reaches, windows, spent = Reaches.of(automaton), {}, line.spent
        for number, one in enumerate(automaton.counters):
            least, most = reaches.total(number)
            points = one.points[least - one.least : most - one.least + 1]
            if (points == points[0]).all():
                spent += float(points[0])
                continue
            window = Window.of(one, reaches, number)
            if window is None:
                return None
            windows[number] = window
        if spent == np.inf:
            return None
        program = cls(line, automaton, windows, spent)
        return None if program._box(program._always) is None else program

    def cheapest(self, points: Floats, room: "Room") -> Cheapest:
        """The cheapest row under `points` of each pattern beside the line's own."""
        every = points + self.line.own
        cheapest, chosen = self._by_kind(every)
        looked = self._always
        best = -np.inf
        while (made := self._box(looked)) is not None:
            kinds = np.zeros(self.line.days, np.int64)
            value = room.of(made.cells)
            best = float(sweep(*made.arrays, cheapest, value, kinds)) + self._spent
            best += sum(self._windows[c].least for c in self._windows if c not in looked)
            if best == np.inf:
                break
            path = chosen[kinds]
            broken = self._broken(path) - looked
            if not broken:
                return Cheapest(best, float(round(best - points[path].sum())), path)
            looked |= broken
        return Cheapest(best, np.inf, None)

    def own(self, path: Ints, room: "Room") -> float:
        """What a row costs by the line's own limits; inf where it is not legal."""
        only = np.full(len(self.line.atoms), np.inf)
        only[path] = 0.0
        return self.cheapest(only, room).own

    def _by_kind(self, points: Floats) -> tuple[Floats, Ints]:
        """The cheapest pattern of each kind."""
        kind_of = self._automaton.kind_of
        order = np.lexsort((points, kind_of))
        at = np.searchsorted(kind_of[order], np.arange(self._kinds))
        chosen = order[at]
        return points[chosen], chosen

    def _broken(self, path: Ints) -> frozenset[int]:
        """The counters whose limits a row breaks, or that cost anything by them."""
        return frozenset(
            c
            for c, window in self._windows.items()
            if c not in self._always and self._units[c].points(path) > window.least
        )

    def _box(self, looked: frozenset[int]) -> Box | None:
        if looked not in self._boxes:
            self._boxes[looked] = box(self._automaton, [(c, self._windows[c]) for c in sorted(looked)])
        return self._boxes[looked]


@dataclass(frozen=True, slots=True)
class _Units:
    """One counter, to be told of a row: units of each pattern, and of derived atoms that any of some patterns turns on.

    points: of each value from `least` on.
    """

    direct: Ints
    spanning: tuple[tuple[NDArray[np.bool_], int], ...]
    least: int
    of_value: Floats

    @classmethod
    def of(cls, line: Line, automaton: Automaton, counter: int) -> "_Units":
        one = automaton.counters[counter]
        direct = np.zeros(int(line.first[-1]), np.int64)
        direct[line.first[one.first] : line.first[one.last + 1]] = one.direct
        return cls(direct, tuple((line.touches[:, n], units) for n, units in one.spanning), one.least, one.points)

    def points(self, path: Ints) -> float:
        """What a row pays for the counter."""
        value = int(self.direct[path].sum()) + sum(units for touched, units in self.spanning if touched[path].any())
        return float(self.of_value[value - self.least])


class Room:
    """Memory for the values of a sweep, one a thread."""

    def __init__(self) -> None:
        self._values = np.zeros(0)

    def of(self, cells: int) -> Floats:
        """Room for so many values, whatever stands in it."""
        if len(self._values) < cells:
            self._values = np.zeros(cells)
        return self._values
