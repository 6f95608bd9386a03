"""The cheapest row of one line under points of each pattern: exact, by one sweep over its days or a few.

Counters that rows seldom reach the limits of are looked at only when the cheapest row breaks one: what a sweep without
them finds costs no more than any row, and is the cheapest one when it keeps them. Where too many would have to be
looked at, rows of few days are found near a bound (solver/rows/near.py), and of others some counters are priced
(solver/rows/slopes.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from solver.limits import Floats, Ints
from solver.rows.automaton import Automaton
from solver.rows.backwards import WAYS, backwards
from solver.rows.box import Box, box
from solver.rows.labels import Labels
from solver.rows.line import Line, Sum
from solver.rows.near import MOST_LABELS, NearRows
from solver.rows.slopes import Ascent, Slopes, Table, cost_of
from solver.rows.stretch import part_of
from solver.rows.sweep import sweep
from solver.rows.through import through
from solver.rows.windows import Reaches, Window

#: Sweeps under prices of counters: at most, and with a legal row at hand; and what may lie between it and the bound.
_PRICED, _PRICED_LEAST, _NEAR = 40, 4, 0.5
#: After so many sweeps that gave no legal row one is looked for by ways back. By so many points prices are raised for
#: it of what must not become more.
_BACK = {4: 0.0, 8: 10.0, 12: 20.0, 16: 40.0, 20: 80.0, 24: 160.0, 28: 320.0, 32: 640.0, 36: 1280.0}
#: Lines of so few days look at no more values than this where rows near a bound can be found otherwise.
_FEW_DAYS, _LOOKED_CELLS = 70, 300_000
#: What a day's pattern may gain or lose, as a share of the most points of any.
_SCALE = 0.3
#: How many units a counter may be away from the middle of what it may have come to, in an even row.
_EVEN = 60
#: With more values at hand, no more counters are looked at beside those that are priced.
_INSIDE_CELLS = 500_000


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
        self._inside: frozenset[int] = frozenset()
        self._slopes: Slopes | None = None
        # Whether more counters were broken than can be looked at.
        self._too_many = False

    @classmethod
    def of(cls, line: Line) -> "RowProgram | None":
        """None where the line has no legal row, or too many states."""
        automaton = Automaton.of(line)
        return None if automaton is None else cls.over(line, automaton)

    @classmethod
    def over(cls, line: Line, automaton: Automaton) -> "RowProgram | None":
        """The same of a line whose automaton is made."""
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
        # What the automaton was made from is nothing to look at any more, and much.
        program = cls(replace(line, sums=(), never=()), automaton, windows, spent)
        return None if program._box(program._always) is None else program

    def cheapest(self, points: Floats, room: "Room", worth: float = np.inf) -> Cheapest:
        """The cheapest row under `points` of each pattern beside the line's own.

        worth: rows that cost as much or more are of no use, and may not be looked for.
        """
        by_kind = self._by_kind(points + self.line.own)
        _, best, path = self._look(by_kind, room)
        if best == np.inf:
            return Cheapest(best, np.inf, None)
        if path is not None:
            return Cheapest(best, float(round(best - points[path].sum())), path)
        near = self.near_rows
        if near is None:
            return self._priced(points, by_kind, best, room)
        ascent = room.ascent(self, len(near.basis.order), points)
        value, labels = room.of(near.basis.box.cells), room.labels(self.line.days)
        beside = worth - self._spent
        best, cost, near_path = near.cheapest(by_kind, ascent, value, labels, beside)
        if near_path is None and best < beside:
            return self._priced(points, by_kind, best + self._spent, room)
        own = np.inf if near_path is None else float(round(cost + self._spent - points[near_path].sum()))
        return Cheapest(best + self._spent, own, near_path)

    def through(self, points: Floats, room: "Room") -> Floats | None:
        """Of each pattern what no row with it costs less than, under `points` as above; None where counters don't fit.

        inf where no row with it is legal.
        """
        cheapest, _ = by_kind = self._by_kind(points + self.line.own)
        looked, _, path = self._look(by_kind, room)
        made = self._box(looked)
        if path is None or made is None:
            return None
        least = np.zeros(self._kinds)
        through(*made.arrays, cheapest, room.of(made.cells), room.beside(made.cells), least)
        kind_of = self._automaton.kind_of
        dearer = points + self.line.own - cheapest[kind_of]
        found: Floats = least[kind_of] + dearer + self._beside(looked)
        return found

    def _look(self, by_kind: tuple[Floats, Ints], room: "Room") -> tuple[frozenset[int], float, Ints | None]:
        """The counters that have to be looked at, what no row costs less than, and the row that costs it: None where
        those are too many, or no row is legal (inf).
        """
        looked, best = self._always, -np.inf
        while not self._too_many and (made := self._box(looked)) is not None:
            best, path = self._sweep(made, looked, by_kind, made.points, room)
            if best == np.inf:
                break
            broken = self._broken(path) - looked
            if not broken:
                return looked, best, path
            looked |= broken
            self._too_many = self._cells(looked) > _LOOKED_CELLS and self.near_rows is not None
        return looked, best, None

    @cached_property
    def even(self) -> "RowProgram | None":
        """Of those rows whose counters grow evenly: far fewer values where days are many, and nearly as cheap rows.
        None where days are few, or where that leaves out no row, or all.
        """
        if self.line.days <= _FEW_DAYS:
            return None
        states = self._automaton.states
        windows = {c: window.even(states, _EVEN) for c, window in self._windows.items()}
        if all(windows[c] is window for c, window in self._windows.items()):
            return None
        program = RowProgram(self.line, self._automaton, windows, self._spent)
        return None if program._box(program._always) is None else program

    @cached_property
    def near_rows(self) -> NearRows | None:
        """What finds rows where counters don't fit; None for lines of many days."""
        if self.line.days > _FEW_DAYS:
            return None
        # Not of the program: in a ring with what it holds, it would stay when nobody needs it any more.
        units = self._units
        return NearRows.of(self._automaton, self._tables(self._windows), lambda c, path: units[c].value(path))

    def _cells(self, looked: frozenset[int]) -> float:
        """Values of states and counters, taken together."""
        sizes = [self._windows[c].high - self._windows[c].low + 1 for c in looked]
        return float((np.array(self._automaton.states) * np.prod(sizes, axis=0, dtype=np.float64)).sum())

    def _sweep(
        self, made: Box, looked: frozenset[int], by_kind: tuple[Floats, Ints], points: Floats, room: "Room"
    ) -> tuple[float, Ints]:
        """What the cheapest row costs if no counter but those looked at costs more than its least; and the row.

        points: of each step.
        """
        cheapest, chosen = by_kind
        kinds = np.zeros(self.line.days, np.int64)
        arrays = replace(made, points=points).arrays
        best = float(sweep(*arrays, cheapest, room.of(made.cells), kinds))
        return best + self._beside(looked), chosen[kinds]

    def _beside(self, looked: frozenset[int]) -> float:
        """What every row costs beside what is settled day by day and the counters that are looked at, at least."""
        return self._spent + sum(self._windows[c].least for c in self._windows if c not in looked)

    def _priced(self, points: Floats, by_kind: tuple[Floats, Ints], best: float, room: "Room") -> Cheapest:
        """The best of a few rows under prices of the counters that don't fit. best: what no row costs less than."""
        slopes, made = self._slopes_beside()
        found, ascent = Cheapest(np.inf, np.inf, None), room.ascent(self, len(slopes.order), points)
        ascent.begin()
        others = sum(self._windows[c].least for c in slopes.order)
        for turn in range(_PRICED):
            if found.path is not None and (turn >= _PRICED_LEAST or found.points - best < _NEAR):
                break
            prices = ascent.slopes
            value, path = self._sweep(made, self._inside, by_kind, made.points + slopes.paid(prices), room)
            if value == np.inf:
                return Cheapest(value, np.inf, None)
            values = np.array([self._units[c].value(path) for c in slopes.order])
            beyond, surplus = slopes.beyond(prices, values)
            bound = value - others + beyond
            best = max(best, bound)
            tried = [(path, value - others - float(prices @ values))]
            if cost_of(slopes.tables, values) == np.inf and turn in _BACK:
                tried = self.back(points, prices + slopes.falling * _BACK[turn], room)
            for path, alone in tried:
                cost = alone + cost_of(slopes.tables, np.array([self._units[c].value(path) for c in slopes.order]))
                if cost < found.points:
                    found = Cheapest(cost, float(round(cost - points[path].sum())), path)
            if not ascent.step(surplus, bound):
                break
        return Cheapest(best, found.own, found.path)

    def back(self, points: Floats, prices: Floats, room: "Room") -> list[tuple[Ints, float]]:
        """Legal rows near the cheapest one under prices of the counters that don't fit, by ways back from the last day;
        with what each costs beside those counters.
        """
        slopes, made = self._slopes_beside()
        by_kind = self._by_kind(points + self.line.own)
        paid = made.points + slopes.paid(prices)
        self._sweep(made, self._inside, by_kind, paid, room)
        order = slopes.order
        ends = [self._windows[counter] for counter in order]
        lowest, highest = (
            np.array([getattr(window, name) for window in ends], np.int64)
            .reshape(len(order), self.line.days + 1)
            .T.copy()
            for name in ("lowest", "highest")
        )
        kinds, total = np.zeros((WAYS, self.line.days), np.int64), np.zeros(WAYS)
        given = replace(made, points=paid).arrays
        cheapest, chosen = by_kind
        count = backwards(
            *given, cheapest, room.of(made.cells), slopes.moves, slopes.of_step, lowest, highest, kinds, total
        )
        paths = [chosen[row] for row in kinds[:count]]
        values = [np.array([self._units[c].value(path) for c in order]) for path in paths]
        pairs = zip(values, total.tolist(), strict=False)
        alone = [cost + self._spent - float(prices @ of_path) for of_path, cost in pairs]
        return list(zip(paths, alone, strict=True))

    def _slopes_beside(self) -> tuple[Slopes, Box]:
        """The counters that are priced, and the box of the others."""
        if self._slopes is None:
            self._inside, self._slopes = self._parted()
        made = self._box(self._inside)
        assert made is not None
        return self._slopes, made

    def _parted(self) -> tuple[frozenset[int], Slopes]:
        """Counters to look at, the widest as far as they fit, and prices for the others."""
        inside = set(self._always)

        def order(counter: int) -> tuple[bool, int]:
            # What forbids rows first: under prices, a row of days that are all alike has all of them or none.
            window = self._windows[counter]
            return all(window.folds), -window.widest() if all(window.folds) else window.widest()

        for counter in sorted(self._windows, key=order):
            larger = frozenset(inside | {counter})
            if self._cells(larger) <= _INSIDE_CELLS and self._box(larger) is not None:
                inside.add(counter)
        outside = frozenset(self._windows) - inside
        return frozenset(inside), Slopes.of(self._automaton, self._tables(outside))

    def _tables(self, counters: Iterable[int]) -> dict[int, Table]:
        of = self._automaton.counters
        return {c: Table(of[c].least, of[c].points) for c in counters}

    def part(self, path: Ints, begin: int, end: int) -> "RowProgram | None":
        """The rows that are as `path` outside the days from begin up to end."""
        part = part_of(self.line, self._automaton, path, begin, end)
        return None if part is None else RowProgram.over(*part)

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
    """One counter, to be told of a row. spanning: of derived atoms that any of some patterns turns on.

    begin: the first pattern that counter.direct is about.
    """

    counter: Sum
    begin: int
    spanning: tuple[tuple[NDArray[np.bool_], int], ...]

    @classmethod
    def of(cls, line: Line, automaton: Automaton, counter: int) -> "_Units":
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


class Room:
    """Memory for the values of a sweep, labels, and slopes of counters: one a thread, and one a kind of points."""

    def __init__(self) -> None:
        self._values, self._others = np.zeros(0), np.zeros(0)
        self._labels: Labels | None = None
        # By program, as long as there is one (of some days there are new ones all the time), and number of counters.
        self._ascents: WeakKeyDictionary[RowProgram, dict[int, Ascent]] = WeakKeyDictionary()

    def ascent(self, program: RowProgram, counters: int, points: Floats) -> Ascent:
        """Slopes of a program's counters, from where the last asking left them."""
        ascents = self._ascents.setdefault(program, {})
        if counters not in ascents:
            known = np.abs(points[np.isfinite(points)])
            ascents[counters] = Ascent(counters, max(1.0, float(known.max(initial=0.0))) * _SCALE)
        return ascents[counters]

    def labels(self, days: int) -> Labels:
        """Room for labels of so many days, whatever stands in it."""
        if self._labels is None or len(self._labels.cell) < (days + 1) * MOST_LABELS:
            self._labels = Labels.of(days, MOST_LABELS)
        return self._labels

    def of(self, cells: int) -> Floats:
        """Room for so many values, whatever stands in it."""
        if len(self._values) < cells:
            self._values = np.zeros(cells)
        return self._values

    def beside(self, cells: int) -> Floats:
        """Room for as many more."""
        if len(self._others) < cells:
            self._others = np.zeros(cells)
        return self._others
