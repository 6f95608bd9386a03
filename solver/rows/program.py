"""The cheapest row of one line under points of each pattern: exact, by one sweep over its days or a few.

Counters that rows seldom reach the limits of are looked at only when the cheapest row breaks one: what a sweep without
them finds costs no more than any row, and is the cheapest one when it keeps them. Where too many would have to be
looked at, some are priced instead (solver/rows/slopes.py).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from solver.limits import Ints
from solver.pricing.sums import Floats
from solver.rows.automaton import Automaton
from solver.rows.box import Box, box
from solver.rows.line import Line
from solver.rows.basis import Basis, Table
from solver.rows.labels import Labels, nearest_row
from solver.rows.slopes import Ascent
from solver.rows.sweep import sweep
from solver.rows.windows import Reaches, Window

#: Values of states and whole units, taken together, where not all counters fit.
_BASIS_CELLS = 300_000
_LOOKED_CELLS = 300_000
_SCALE = 0.3
#: A row that costs no more than this above its bound is exact.
_SAME = 1e-6
#: How far above the bound rows are looked for: so much more each time, at first a share of the last time's, at least.
_WIDER, _NEXT, _LEAST_GAP = 3.0, 0.4, 0.01
#: Labels a day that are looked at near the bound.
_MOST_LABELS = 3_000


@dataclass(frozen=True, slots=True)
class Cheapest:
    """points: of the cheapest row; own: by the line's own limits alone. path: its pattern of each day.

    Where too many counters would have to be looked at, no row costs less than `points`, and path is a legal row that
    may cost more, or None.
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
        self._kinds = int(automaton.kind_of.max()) + 1
        self._units = {c: _Units.of(line, automaton, c) for c in windows}
        # What is bounded from below is looked at from the start: the cheapest row would mostly break it.
        self._always = frozenset(c for c, window in windows.items() if not window.folds[0])
        self._hard = frozenset(c for c, window in windows.items() if not all(window.folds))
        self._basis: Basis | None = None

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

    def cheapest(self, points: Floats, room: "Room", worth: float = np.inf) -> Cheapest:
        """The cheapest row under `points` of each pattern beside the line's own.

        worth: what a row has to cost less than to be of any use; may be None where no row does.
        """
        by_kind = self._by_kind(points + self.line.own)
        looked = self._always
        while self._basis is None and (made := self._box(looked)) is not None and made.cells <= _LOOKED_CELLS:
            best, path = self._sweep(made, looked, by_kind, made.points, room)
            if best == np.inf:
                return Cheapest(best, np.inf, None)
            broken = self._broken(path) - looked
            if not broken:
                return Cheapest(best, float(round(best - points[path].sum())), path)
            looked |= broken
        return self._near(points, by_kind, room, worth)

    def _sweep(
        self, made: Box, looked: frozenset[int], by_kind: tuple[Floats, Ints], points: Floats, room: "Room"
    ) -> tuple[float, Ints]:
        """What the cheapest row costs if no counter but those looked at costs more than its least; and the row.

        points: of each step.
        """
        cheapest, chosen = by_kind
        kinds = np.zeros(self.line.days, np.int64)
        arrays = replace(made, points=points).arrays
        best = float(sweep(*arrays, cheapest, room.of(made.cells), kinds)) + self._spent
        return best + sum(self._windows[c].least for c in self._windows if c not in looked), chosen[kinds]

    def _near(self, points: Floats, by_kind: tuple[Floats, Ints], room: "Room", worth: float) -> Cheapest:
        """The cheapest row where not all counters fit: near the bound of slopes, mostly exact."""
        if self._basis is None:
            tables = {c: Table(self._units[c].least, self._units[c].of_value) for c in self._windows}
            self._basis = Basis.of(self._automaton, tables, _BASIS_CELLS)
        basis, ascent = self._basis, room.ascent(self, len(self._basis.order), points)
        cheapest, chosen = by_kind
        value, kinds = room.of(basis.box.cells), np.zeros(self.line.days, np.int64)
        row, path, sloped, total = np.inf, None, None, -np.inf
        for _ in range(ascent.begin()):
            sloped = basis.sloped(ascent.slopes)
            total = float(sweep(*sloped.box.arrays, cheapest, value, kinds))
            if total == np.inf or total + self._spent >= worth:
                return Cheapest(total + self._spent, np.inf, None)
            found = chosen[kinds]
            values = np.array([self._units[c].value(found) for c in basis.order])
            alone, surplus = sloped.told(value, values, total)
            cost = alone + basis.cost(values)
            if cost < row:
                row, path = cost, found
            if not ascent.step(surplus, total) or cost - total < _SAME:
                break
        assert sloped is not None
        if sloped.slopes is not ascent.best:
            sloped = basis.sloped(ascent.best)
            total = float(sweep(*sloped.box.arrays, cheapest, value, kinds))
        proven = total
        if row - total >= _SAME:
            gap, labels, made = ascent.gap, room.labels(self.line.days), basis.box
            while True:
                limit = min(total + gap, row, worth - self._spent)
                points_found, proven = nearest_row(
                    made.step_at, made.source, made.kind, sloped.box.points, made.shift, made.cell_at, made.outer, made.inner,
                    made.bound_at, made.bounds, basis.near, sloped.aim, sloped.slopes, cheapest, value, limit, labels,
                    _MOST_LABELS, kinds,
                )  # fmt: skip
                if points_found < row:
                    row, path = points_found, chosen[kinds]
                if limit < total + gap or points_found < np.inf or proven < limit:
                    break
                gap *= _WIDER
            ascent.gap = max(_LEAST_GAP * ascent.scale, _NEXT * gap)
        if path is None and worth == np.inf and (made_ := self._box(self._hard)) is not None:
            value_, path = self._sweep(made_, self._hard, by_kind, made_.points, room)
            row = value_ - self._spent + sum(
                self._units[c].points(path) - window.least for c, window in self._windows.items() if c not in self._hard
            )
        if path is None:
            return Cheapest(proven + self._spent, np.inf, None)
        own = float(round(row + self._spent - points[path].sum()))
        return Cheapest(min(proven, row) + self._spent, own, path)

    def own(self, path: Ints, room: "Room") -> float:
        """What a row costs by the line's own limits; inf where it is not legal."""
        only = np.full(len(self.line.atoms), np.inf)
        only[path] = 0.0
        looked: frozenset[int] = frozenset()
        made = self._box(looked)
        assert made is not None
        alone, _ = self._sweep(made, looked, self._by_kind(only + self.line.own), made.points, room)
        return alone + sum(self._units[c].points(path) - window.least for c, window in self._windows.items())

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

    def value(self, path: Ints) -> int:
        """What the counter comes to in a row."""
        return int(self.direct[path].sum()) + sum(units for touched, units in self.spanning if touched[path].any())

    def points(self, path: Ints) -> float:
        """What a row pays for the counter."""
        return float(self.of_value[self.value(path) - self.least])


class Room:
    """Memory for the values of a sweep and for labels, and slopes of counters: one a thread, and one a kind of points."""

    def __init__(self) -> None:
        self._values = np.zeros(0)
        self._labels: Labels | None = None
        self._ascents: dict[RowProgram, Ascent] = {}

    def ascent(self, program: RowProgram, counters: int, points: Floats) -> Ascent:
        """Slopes of a program's counters, from where the last asking left them."""
        if program not in self._ascents:
            known = np.abs(points[np.isfinite(points)])
            self._ascents[program] = Ascent(counters, max(1.0, float(known.max(initial=0.0))) * _SCALE)
        return self._ascents[program]

    def labels(self, days: int) -> Labels:
        """Room for labels of so many days, whatever stands in it."""
        if self._labels is None or len(self._labels.cell) < (days + 1) * _MOST_LABELS:
            self._labels = Labels.of(days, _MOST_LABELS)
        return self._labels

    def of(self, cells: int) -> Floats:
        """Room for so many values, whatever stands in it."""
        if len(self._values) < cells:
            self._values = np.zeros(cells)
        return self._values
