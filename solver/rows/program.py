"""The cheapest row of one line under points of each pattern: exact, by one sweep over its days or a few.

Counters that rows seldom reach the limits of are looked at only when the cheapest row breaks one: what a sweep without
them finds costs no more than any row, and is the cheapest one when it keeps them. Where too many would have to be
looked at, rows of few days are found near a bound (solver/rows/near.py), and of others some counters have prices
(solver/rows/priced.py).
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

import numpy as np

from solver.limits import Floats, Ints
from solver.rows import scratch
from solver.rows.automaton import Automaton
from solver.rows.box import Box, box
from solver.rows.line import Line
from solver.rows.near import NearRows
from solver.rows.priced import PricedRows, parted
from solver.rows.room import Room
from solver.rows.row import Cheapest
from solver.rows.slopes import Slopes, Table
from solver.rows.stretch import part_of
from solver.rows.sweep import swept
from solver.rows.tally import Tally
from solver.rows.through import through
from solver.rows.windows import Reaches, Window

#: Lines of no more days look at no more values than this where rows near a bound can be found otherwise.
_FEW_DAYS, _LOOKED_CELLS = 70, 300_000
#: How many units a counter may be away from the middle of what it may have come to, in an even row.
_EVEN = 60
#: With more values at hand, no more counters are looked at beside those that are priced.
_INSIDE_CELLS = 500_000


class RowProgram:
    """line: whose rows. Made by `of`."""

    def __init__(self, line: Line, automaton: Automaton, windows: dict[int, Window], spent: float) -> None:
        self.line, self._automaton, self._windows = line, automaton, windows
        self._spent = spent
        self._boxes: dict[frozenset[int], Box | None] = {}
        self._kinds = int(automaton.kind_of.max()) + 1
        self._tally = Tally(line, automaton, windows)
        self._least = np.array([windows[c].least for c in self._tally.order])
        # What is bounded from below is looked at from the start: the cheapest row would mostly break it.
        self._always = frozenset(c for c, window in windows.items() if not window.folds[0])
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

    def cheapest(self, points: Floats, room: Room, worth: float = np.inf) -> Cheapest:
        """The cheapest row under `points` of each pattern beside the line's own.

        worth: rows that cost as much or more are of no use, and may not be looked for.
        """
        by_kind = self._by_kind(points + self.line.own)
        _, best, path = self._look(by_kind)
        if best == np.inf:
            return Cheapest(best, np.inf, None)
        if path is not None:
            return Cheapest(best, float(round(best - points[path].sum())), path)
        best, cost = best - self._spent, np.inf
        beside, near = worth - self._spent, self.near_rows
        if near is not None:
            ascent = room.ascent(near, len(near.basis.order), points)
            value, labels = scratch.values(near.basis.box.cells), scratch.labels(self.line.days)
            best, cost, path = near.cheapest(by_kind, ascent, value, labels, beside)
        if path is None and best < beside:
            priced = self.priced_rows
            ascent = room.ascent(priced, len(priced.slopes.order), points)
            best, cost, path = priced.cheapest(by_kind, ascent, scratch.values(priced.box.cells), best)
        own = np.inf if path is None else float(round(cost + self._spent - points[path].sum()))
        return Cheapest(best + self._spent, own, path)

    def through(self, points: Floats) -> Floats | None:
        """Of each pattern what no row with it costs less than, under `points` as above; None where counters don't fit.

        inf where no row with it is legal.
        """
        cheapest, _ = by_kind = self._by_kind(points + self.line.own)
        looked, _, path = self._look(by_kind)
        made = self._box(looked)
        if path is None or made is None:
            return None
        least = np.zeros(self._kinds)
        through(made, cheapest, scratch.values(made.cells), scratch.values_to_come(made.cells), least)
        kind_of = self._automaton.kind_of
        dearer = points + self.line.own - cheapest[kind_of]
        found: Floats = least[kind_of] + dearer + self._beside(looked)
        return found

    def _look(self, by_kind: tuple[Floats, Ints]) -> tuple[frozenset[int], float, Ints | None]:
        """The counters that have to be looked at, what no row costs less than, and the row that costs it: None where
        those are too many, or no row is legal (inf).
        """
        looked, best = self._always, -np.inf
        while not self._too_many and (made := self._box(looked)) is not None:
            best, path = self._sweep(made, looked, by_kind)
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
        return NearRows.of(self._automaton, self._tables(self._windows), self._tally)

    @cached_property
    def priced_rows(self) -> PricedRows:
        """What finds rows where counters don't fit and days are many, or nothing is found near a bound."""
        inside, made = parted(self._windows, self._always, self._box_inside)
        outside = {counter: window for counter, window in self._windows.items() if counter not in inside}
        slopes = Slopes.of(self._automaton, self._tables(outside))
        return PricedRows(made, slopes, outside, Tally(self.line, self._automaton, outside))

    def _cells(self, looked: frozenset[int]) -> float:
        """Values of states and counters, taken together."""
        sizes = [self._windows[c].high - self._windows[c].low + 1 for c in looked]
        return float((np.array(self._automaton.states) * np.prod(sizes, axis=0, dtype=np.float64)).sum())

    def _sweep(self, made: Box, looked: frozenset[int], by_kind: tuple[Floats, Ints]) -> tuple[float, Ints]:
        """What the cheapest row costs if no counter but those looked at costs more than its least; and the row."""
        best, path = swept(made, by_kind, scratch.values(made.cells))
        return best + self._beside(looked), path

    def _beside(self, looked: frozenset[int]) -> float:
        """What every row costs beside what is settled day by day and the counters that are looked at, at least."""
        return self._spent + sum(self._windows[c].least for c in self._windows if c not in looked)

    def _tables(self, counters: Iterable[int]) -> dict[int, Table]:
        of = self._automaton.counters
        return {c: Table(of[c].least, of[c].points) for c in counters}

    def part(self, path: Ints, begin: int, end: int) -> "RowProgram | None":
        """The rows that are as `path` outside the days from begin up to end."""
        part = part_of(self.line, self._automaton, path, begin, end)
        return None if part is None else RowProgram.over(*part)

    def own(self, path: Ints) -> float:
        """What a row costs by the line's own limits; inf where it is not legal."""
        only = np.full(len(self.line.atoms), np.inf)
        only[path] = 0.0
        looked: frozenset[int] = frozenset()
        made = self._box(looked)
        assert made is not None
        alone, _ = self._sweep(made, looked, self._by_kind(only + self.line.own))
        return alone + float((self._tally.points(path) - self._least).sum())

    def _by_kind(self, points: Floats) -> tuple[Floats, Ints]:
        """The cheapest pattern of each kind."""
        kind_of = self._automaton.kind_of
        order = np.lexsort((points, kind_of))
        at = np.searchsorted(kind_of[order], np.arange(self._kinds))
        chosen = order[at]
        return points[chosen], chosen

    def _broken(self, path: Ints) -> frozenset[int]:
        """The counters whose limits a row breaks, or that cost anything by them."""
        dearer = self._tally.points(path) > self._least
        return frozenset(c for c, is_so in zip(self._tally.order, dearer, strict=True) if is_so) - self._always

    def _box(self, looked: frozenset[int]) -> Box | None:
        if looked not in self._boxes:
            self._boxes[looked] = self._boxed(looked)
        return self._boxes[looked]

    def _box_inside(self, looked: frozenset[int]) -> Box | None:
        return self._boxed(looked) if looked == self._always or self._cells(looked) <= _INSIDE_CELLS else None

    def _boxed(self, looked: frozenset[int]) -> Box | None:
        return box(self._automaton, [(c, self._windows[c]) for c in sorted(looked)])
