"""What a row may do next, day by day: states that differ in nothing but their future, and the steps between them.

Forwards, states are told apart by what sums over a few days have come to (solver/rows/short.py), the last pattern as
far as it bears on the next, and which derived atoms are on; backwards, states with the same future become one. Steps
of patterns that do the same from every state are one step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.limits import Floats, Ints
from solver.rows.line import MOST_DAYS, Line, Sum
from solver.rows.short import CLOSED, after_day

#: Whole numbers, in as few bytes as they need: a year's steps are a hundred thousand.
Small = NDArray[np.signedinteger[Any]]
_WHOLE = "source", "target", "kind", "move"
#: With more states on one day, a line is left to others.
_MOST_STATES = 600


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of one day. source, target: states before and after it. kind: which kind of pattern (see below).

    move: which of the automaton's moves. points: settled by it.
    """

    source: Small
    target: Small
    kind: Small
    move: Small
    points: Floats

    def part(self, begin: int, end: int) -> "Steps":
        """Steps from begin up to end, in the same memory."""
        return Steps(
            self.source[begin:end],
            self.target[begin:end],
            self.kind[begin:end],
            self.move[begin:end],
            self.points[begin:end],
        )


@dataclass(frozen=True, slots=True)
class Automaton:
    """states: their number before each day and after the last. steps: of each day; laid_out: of all days, of which
    those are parts. moves: the different ones, by how many units of each counter (moves x counters).

    kind_of: of each pattern, numbered day by day from 0; counters: the sums that states don't hold. zeros: one of each
    step, in memory that all share who need it, so never written to.
    """

    states: tuple[int, ...]
    steps: tuple[Steps, ...]
    laid_out: Steps
    moves: Ints
    kind_of: Ints
    counters: tuple[Sum, ...]
    zeros: Small

    @classmethod
    def of(cls, line: Line) -> "Automaton | None":
        """The automaton of a line; None where it has too many states, or no legal row at all."""
        return _Maker(line).automaton()

    @classmethod
    def over(
        cls, states: Sequence[int], steps: Sequence[Steps], moves: Ints, kind_of: Ints, counters: tuple[Sum, ...]
    ) -> "Automaton":
        """Of these steps of each day, which are laid out in as little room as they need."""
        source, target, kind, move = (
            np.concatenate([getattr(step, name) for step in steps]).astype(np.int32) for name in _WHOLE
        )
        laid = Steps(source, target, kind, move, np.concatenate([step.points for step in steps]))
        ends = np.cumsum([0, *(len(step.source) for step in steps)]).tolist()
        days = tuple(laid.part(begin, end) for begin, end in pairwise(ends))
        return cls(tuple(states), days, laid, moves, kind_of, counters, np.zeros(len(source), np.int32))


@dataclass(frozen=True, slots=True)
class _Day:
    """All steps of a day as states x patterns; target -1 where there is none."""

    target: Ints
    points: Floats
    moves: Ints


@dataclass(frozen=True, slots=True)
class _Frontier:
    """States before a day, a row each: kind of the last pattern, then what `sums` have come to, then whether `bits`
    (derived atoms) are on.
    """

    states: Ints
    sums: list[int]
    bits: list[int]


@dataclass(frozen=True, slots=True)
class _Reach:
    """After each day since a sum began: the least and most that it may have come to, and that later days may add."""

    lows: list[int]
    highs: list[int]
    fewest: list[int]
    most: list[int]


class _Maker:
    def __init__(self, line: Line) -> None:
        self._line = line
        pairs, self._short, self._long = [], [], []
        for one in line.sums:
            if one.last - one.first >= MOST_DAYS:
                self._long.append(one)
            elif one.last - one.first == 1 and not one.spanning:
                pairs.append(one)
            else:
                self._short.append(one)
        self._following = _following(line, pairs)
        self._reach = [_reach(line, one) for one in self._short]
        self._points = [one.points.tobytes() for one in self._short]
        self._open: list[list[int]] = [[] for _ in range(line.days)]
        for number, one in enumerate(self._short):
            for day in range(one.first, one.last + 1):
                self._open[day].append(number)
        self._by_short = self._of_spanning(self._short)
        self._by_long = self._of_spanning(self._long)
        self._direct = np.zeros((int(line.first[-1]), len(self._long)), np.int64)
        for column, one in enumerate(self._long):
            self._direct[line.first[one.first] : line.first[one.last + 1], column] = one.direct

    def _of_spanning(self, sums: Sequence[Sum]) -> Ints:
        by = np.zeros((len(self._line.spans), len(sums)), np.int64)
        for column, one in enumerate(sums):
            for number, units in one.spanning:
                by[number, column] += units
        return by

    def automaton(self) -> Automaton | None:
        days, frontier = [], _Frontier(np.zeros((1, 1), np.int64), [], [])
        for day in range(self._line.days):
            made = self._forwards(day, frontier)
            if made is None:
                return None
            frontier, steps = made
            days.append(steps)
        return self._backwards(days, len(frontier.states))

    def _forwards(self, day: int, before: _Frontier) -> tuple[_Frontier, _Day] | None:
        line = self._line
        patterns = slice(int(line.first[day]), int(line.first[day + 1]))
        count, size = patterns.stop - patterns.start, len(before.states)
        kinds, following = self._following[day]
        points = np.zeros((size, count)) if following is None else following[before.states[:, 0]]
        alive = [n for n, (begins, ends) in enumerate(line.spans.tolist()) if begins <= day <= ends]
        touched = line.touches[patterns][:, alive]
        was_on = np.zeros((size, len(alive)), bool)
        for column, number in enumerate(before.bits):
            was_on[:, alive.index(number)] = before.states[:, 1 + len(before.sums) + column] == 1
        turned = (touched[None] & ~was_on[:, None]).astype(np.int64)
        moves = self._direct[patterns] + turned @ self._by_long[alive]
        columns, sums = [np.broadcast_to(kinds, (size, count))], []
        for number in self._open[day]:
            one, reach, at = self._short[number], self._reach[number], day - self._short[number].first
            begin = line.first[one.first]
            now = one.direct[patterns.start - begin : patterns.stop - begin][None]
            if one.spanning:
                now = now + turned @ self._by_short[alive, number]
            low = reach.lows[at]
            stands, settled = after_day(
                self._points[number], one.least, low, reach.highs[at], reach.fewest[at], reach.most[at]
            )
            if at:
                held = before.states[:, 1 + before.sums.index(number), None]
                closed = held == CLOSED
                now = np.where(closed, low, held + now) - low
                value, paid = np.where(closed, CLOSED, stands[now]), np.where(closed, 0.0, settled[now])
            else:
                value, paid = stands[now - low], settled[now - low]
            points = points + paid
            if day < one.last:
                sums.append(number)
                columns.append(np.broadcast_to(value, (size, count)))
        bits = [n for n in alive if line.spans[n, 1] > day]
        for number in bits:
            column = alive.index(number)
            columns.append((was_on[:, None, column] | touched[None, :, column]).astype(np.int64))
        legal = points < np.inf
        if not legal.any():
            return None
        found, inverse = unique(np.stack(columns, -1)[legal])
        if len(found) > _MOST_STATES:
            return None
        target = np.full((size, count), -1, np.int64)
        target[legal] = inverse
        return _Frontier(found, sums, bits), _Day(
            target, points, np.broadcast_to(moves, (size, count, len(self._long)))
        )

    def _backwards(self, days: list[_Day], last: int) -> Automaton | None:
        """States with the same future as one, patterns with the same steps as one kind."""
        merged, states, found, kinds = np.zeros(last, np.int64), 1, [], []
        counts = [states]
        for made in reversed(days):
            target = np.where(made.target < 0, -1, merged[made.target])
            # Cells of a step in one number: its points and moves are few.
            told = np.concatenate([target[..., None], made.points[..., None].view(np.int64), made.moves], axis=-1)
            told[target < 0] = -1
            _, told_as = unique(told.reshape(-1, told.shape[-1]))
            told_as = told_as.reshape(target.shape)
            legal = (target >= 0).any(axis=1)
            if not legal.any():
                return None
            rows, of_row = unique(told_as[legal])
            merged = np.full(len(target), -1, np.int64)
            merged[legal] = of_row
            columns, kind = unique(np.ascontiguousarray(rows.T))
            stands = np.zeros(len(rows), np.int64)
            stands[of_row] = np.flatnonzero(legal)
            chosen = np.zeros(len(columns), np.int64)
            chosen[kind] = np.arange(len(kind))
            found.append((target[stands][:, chosen], made.points[stands][:, chosen], made.moves[stands][:, chosen]))
            kinds.append(kind)
            states = len(rows)
            counts.append(states)
        found.reverse()
        kinds.reverse()
        begins = np.cumsum([0, *(int(kind.max()) + 1 for kind in kinds)])[:-1].tolist()
        kind_of = np.concatenate([kind + begin for kind, begin in zip(kinds, begins, strict=True)])
        of_day = [moves[target >= 0] for target, _, moves in found]
        different, of_step = unique(np.concatenate(of_day))
        ends = np.cumsum([len(moves) for moves in of_day])[:-1]
        parts = zip(found, begins, np.split(of_step, ends), strict=True)
        steps = [_steps(target, points, begin, move) for (target, points, _), begin, move in parts]
        return Automaton.over(counts[::-1], steps, different, kind_of, tuple(self._long))


def _steps(target: Ints, points: Floats, begin: int, move: Ints) -> Steps:
    """Of one day. begin: the number of its first kind. move: of each step, states first."""
    source, kind = np.nonzero(target >= 0)
    return Steps(source, target[source, kind], kind + begin, move, points[source, kind])


def unique(rows: Ints) -> tuple[Ints, Ints]:
    """The different rows and which of them each is: np.unique, but ten times as fast."""
    if not rows.shape[1]:
        return rows[:1], np.zeros(len(rows), np.int64)
    flat = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.shape[1] * rows.itemsize))).reshape(-1)
    _, at, inverse = np.unique(flat, return_index=True, return_inverse=True)
    return rows[at], inverse


def _reach(line: Line, one: Sum) -> _Reach:
    starts = line.first[one.first : one.last + 1] - line.first[one.first]
    lows, highs = np.minimum.reduceat(one.direct, starts), np.maximum.reduceat(one.direct, starts)
    fewest, most = lows.sum() - np.cumsum(lows), highs.sum() - np.cumsum(highs)
    for number, units in one.spanning:
        begins, ends = (line.spans[number] - one.first).tolist()
        # It may turn on on any of its days: from the first on it may count, before the last it may be still to come.
        lows[begins] += min(0, units)
        highs[begins] += max(0, units)
        fewest[:ends] += min(0, units)
        most[:ends] += max(0, units)
    parts = np.cumsum(lows), np.cumsum(highs), fewest, most
    return _Reach(*(part.tolist() for part in parts))


def _following(line: Line, pairs: Sequence[Sum]) -> list[tuple[Ints, Floats | None]]:
    """For each day: the kind of each of its patterns as far as sums over it and the next day tell them apart, and the
    points of each of its patterns after each kind of the day before; None on the first.
    """
    on: list[dict[tuple[int, bytes], list[Ints]]] = [{} for _ in range(line.days)]
    for one in pairs:
        on[one.last].setdefault((one.least, one.points.tobytes()), []).append(one.direct)
    after: Floats | None = None
    found = []
    for day in range(line.days):
        here = int(line.first[day + 1] - line.first[day])
        kinds, points = np.zeros(here, np.int64), None
        if day + 1 < line.days:
            total = np.zeros((here, int(line.first[day + 2] - line.first[day + 1])))
            for (least, table), directs in on[day + 1].items():
                units = np.array(directs)
                total += np.frombuffer(table)[units[:, :here, None] + units[:, None, here:] - least].sum(axis=0)
            total[line.never[day]] = np.inf
            rows, kinds = unique(total.view(np.int64))
            points = rows.view(np.float64)
        found.append((kinds, after))
        after = points
    return found
