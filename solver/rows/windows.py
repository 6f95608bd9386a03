"""Counters beside the states of an automaton: which values can still matter after each day, laid out as a box.

Values from which no row is legal are left out; values that all future days treat alike count as the outermost of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from solver.limits import Floats, Ints
from solver.rows.automaton import Automaton, Small
from solver.rows.line import Sum


@dataclass(frozen=True, slots=True)
class Reaches:
    """Per day and counter: arrays of the states before it (and after the last day) of the least and most that a counter
    has come to, and that later days may add.
    """

    lows: list[Ints]
    highs: list[Ints]
    fewest: list[Ints]
    most: list[Ints]

    @classmethod
    def of(cls, automaton: Automaton) -> "Reaches":
        """What every row of the automaton may reach, limits of counters aside."""
        counters = len(automaton.counters)
        lows, highs = [np.zeros((1, counters), np.int64)], [np.zeros((1, counters), np.int64)]
        for day, step in enumerate(automaton.steps):
            size = automaton.states[day + 1]
            lows.append(_merged(np.minimum, size, step.target, lows[-1][step.source] + automaton.moves[step.move]))
            highs.append(_merged(np.maximum, size, step.target, highs[-1][step.source] + automaton.moves[step.move]))
        size = automaton.states[-1]
        fewest, most = [np.zeros((size, counters), np.int64)], [np.zeros((size, counters), np.int64)]
        for day in range(len(automaton.steps) - 1, -1, -1):
            step, size = automaton.steps[day], automaton.states[day]
            fewest.append(_merged(np.minimum, size, step.source, fewest[-1][step.target] + automaton.moves[step.move]))
            most.append(_merged(np.maximum, size, step.source, most[-1][step.target] + automaton.moves[step.move]))
        return cls(lows, highs, fewest[::-1], most[::-1])

    def total(self, counter: int) -> tuple[int, int]:
        """The least and most that a counter comes to in the end."""
        return int(self.fewest[0][0, counter]), int(self.most[0][0, counter])


def _merged(ufunc: np.ufunc, size: int, at: Ints, values: Ints) -> Ints:
    unset = np.iinfo(np.int64).max // 4 * (1 if ufunc is np.minimum else -1)
    result = np.full((size, values.shape[1]), unset, np.int64)
    order = np.argsort(at, kind="stable")
    there, begins = np.unique(at[order], return_index=True)
    result[there] = ufunc.reduceat(values[order], begins)
    return result


@dataclass(frozen=True, slots=True)
class Window:
    """One counter's values after each day (index 0: before the first) that can still matter, for each state before the
    next day: from low to high of all states, and of each (all days' states x 2). folds: whether values below, above
    count as the outermost. points: of each value in the end; least: of the best that a row may come to.

    lowest, highest: what the days from each one on may come to, so that a legal row is left.
    """

    low: Ints
    high: Ints
    of_state: Small
    folds: tuple[bool, bool]
    points: Floats
    least: float
    lowest: Ints
    highest: Ints

    @classmethod
    def of(cls, one: Sum, reaches: Reaches, counter: int) -> "Window | None":
        """None where no row is legal."""
        least, most = reaches.total(counter)
        points = one.points[least - one.least : most - one.least + 1]
        finite = np.flatnonzero(points < np.inf)
        if not len(finite):
            return None
        folds = bool(points[0] < np.inf), bool(points[-1] < np.inf)
        differs = np.flatnonzero(points[1:] != points[:-1])
        # The last value up to which all cost the same, and the first from which they do; or the legal ones' ends.
        lowest = least + int(differs[0] if folds[0] else finite[0])
        highest = least + int(differs[-1] + 1 if folds[1] else finite[-1])
        every = (reaches.lows, reaches.highs, reaches.fewest, reaches.most)
        low, high, fewest, more = (np.concatenate([part[:, counter] for part in parts]) for parts in every)
        began = np.cumsum([0, *(len(part) for part in reaches.lows[:-1])])
        down, up = lowest - more, highest - fewest
        begin, end = np.maximum(low, down), np.minimum(high, up)
        # Where values fold, a state has the outermost at least.
        end = np.maximum(end, down) if folds[0] else end
        begin = np.minimum(begin, up) if folds[1] else begin
        alive = begin <= end
        if not np.logical_or.reduceat(alive, began).all():
            return None
        lows = np.minimum.reduceat(np.where(alive, begin, np.iinfo(np.int64).max), began)
        highs = np.maximum.reduceat(np.where(alive, end, np.iinfo(np.int64).min), began)
        # Where a state is out, its first is beyond its last: of any size, and so none.
        of_state = np.stack([np.where(alive, begin, 1), np.where(alive, end, 0)], axis=1).astype(np.int32)
        return cls(
            lows,
            highs,
            of_state,
            folds,
            points[lows[-1] - least : highs[-1] - least + 1],
            float(points.min()),
            least + int(finite[0]) - np.maximum.reduceat(high, began),
            least + int(finite[-1]) - np.minimum.reduceat(low, began),
        )

    @classmethod
    def open(cls, reaches: Reaches, counter: int) -> "Window":
        """All values that a counter without points may come to."""
        least, most = reaches.total(counter)
        lows, highs = (np.concatenate([part[:, counter] for part in parts]) for parts in (reaches.lows, reaches.highs))
        low = np.array([int(part[:, counter].min()) for part in reaches.lows])
        high = np.array([int(part[:, counter].max()) for part in reaches.highs])
        of_state = np.stack([lows, highs], axis=1).astype(np.int32)
        to_come = (
            np.array([int(part[:, counter].min()) for part in reaches.fewest]),
            np.array([int(part[:, counter].max()) for part in reaches.most]),
        )
        return cls(low, high, of_state, (False, False), np.zeros(most - least + 1), 0.0, *to_come)

    def even(self, states: Sequence[int], apart: int) -> "Window":
        """Of those values no more than so many away from the middle of each day's. states: number before each day and
        after the last. Itself where values fold, or all are that near.
        """
        if any(self.folds) or self.widest() <= 2 * apart + 1:
            return self
        middle = (self.low + self.high) // 2
        low, high = np.maximum(self.low, middle - apart), np.minimum(self.high, middle + apart)
        begin = np.maximum(self.of_state[:, 0], np.repeat(low, states))
        end = np.minimum(self.of_state[:, 1], np.repeat(high, states))
        ends = np.where(begin <= end, begin, 1), np.where(begin <= end, end, 0)
        of_state = np.stack(ends, axis=1).astype(np.int32)
        points = self.points[low[-1] - self.low[-1] : high[-1] - self.low[-1] + 1]
        return replace(self, low=low, high=high, of_state=of_state, points=points)

    def widest(self) -> int:
        """The most values that are told apart after a day."""
        return int((self.high - self.low).max()) + 1

    def bounded(self, values: Ints, day: int) -> Ints:
        """Values after a day as places in its window; -1 where no row is legal."""
        low, high = int(self.low[day]), int(self.high[day])
        values = np.maximum(values, low) if self.folds[0] else values
        values = np.minimum(values, high) if self.folds[1] else values
        return np.where((values < low) | (values > high), -1, values - low)
