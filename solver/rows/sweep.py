"""The sweep over a line's days, compiled: the cheapest way to each state and counters, and back along the best."""

import numpy as np

from solver.limits import Floats, Ints
from solver.native import native
from solver.rows.box import Box


@native
def sweep(box: Box, kind_points: Floats, value: Floats, kinds: Ints) -> float:
    """The points of the cheapest row, inf where none is legal; `kinds` takes its kind of pattern of each day.

    kind_points: of each kind of pattern. value: room for all cells, which takes what each costs at least up to its day.
    """
    step_at, source, target, kind, points = box.step_at, box.source, box.target, box.kind, box.points
    outer_move, shift, move_at, move_to = box.outer_move, box.shift, box.move_at, box.move_to
    cell_at, outer, inner, bound_at, bounds = box.cell_at, box.outer, box.inner, box.bound_at, box.bounds
    folds, final = box.folds, box.final
    days = len(step_at) - 1
    value[: cell_at[days + 1]] = np.inf
    value[box.start] = 0.0
    for day in range(days):
        here, there, width, wide = outer[day] * inner[day], outer[day + 1] * inner[day + 1], inner[day], inner[day + 1]
        last_step, alike = step_at[day + 1] - 1, np.inf
        for step in range(step_at[day], step_at[day + 1]):
            alike = min(alike, points[step] + kind_points[kind[step]])
            # Of steps that do the same, the cheapest once.
            if (
                step < last_step
                and source[step + 1] == source[step]
                and target[step + 1] == target[step]
                and outer_move[step + 1] == outer_move[step]
                and shift[step + 1] == shift[step]
            ):
                continue
            paid, alike = alike, np.inf
            if paid == np.inf:
                continue
            low, high = bounds[bound_at[day] + source[step], 0], bounds[bound_at[day] + source[step], 1]
            first, last = bounds[bound_at[day + 1] + target[step], 0], bounds[bound_at[day + 1] + target[step], 1]
            if first > last:
                continue
            by = shift[step]
            begin, end = max(low, first - by), min(high, last - by)
            for place in range(outer[day]):
                to = move_to[move_at[day] + outer_move[step] + place]
                if to < 0:
                    continue
                at = cell_at[day] + source[step] * here + place * width
                goal = cell_at[day + 1] + target[step] * there + to * wide
                if folds[0]:
                    for i in range(low, min(begin, high + 1)):
                        if value[at + i] + paid < value[goal + first]:
                            value[goal + first] = value[at + i] + paid
                if folds[1]:
                    for i in range(max(end + 1, low), high + 1):
                        if value[at + i] + paid < value[goal + last]:
                            value[goal + last] = value[at + i] + paid
                count = end - begin + 1
                if count > 0:
                    old, new = value[at + begin : at + end + 1], value[goal + begin + by : goal + end + 1 + by]
                    for i in range(count):
                        new[i] = min(new[i], old[i] + paid)
    best, cell = np.inf, box.start
    size = len(final)
    for i in range(cell_at[days], cell_at[days + 1]):
        total = value[i] + final[(i - cell_at[days]) % size]
        if total < best:
            best, cell = total, i
    if best == np.inf:
        return best
    for day in range(days - 1, -1, -1):
        cell = _before(box, kind_points, value, kinds, day, cell)
    return best


def swept(box: Box, by_kind: tuple[Floats, Ints], value: Floats) -> tuple[float, Ints]:
    """The points of the cheapest row, inf where none is legal, and its pattern of each day. value: see sweep.

    by_kind: points of the cheapest pattern of each kind, and which that is.
    """
    points, chosen = by_kind
    kinds = np.zeros(len(box.step_at) - 1, np.int64)
    best = float(sweep(box, points, value, kinds))
    return best, chosen[kinds]


@native
def _before(box: Box, kind_points: Floats, value: Floats, kinds: Ints, day: int, cell: int) -> int:
    """The cell before `cell` (after a day) on the cheapest way to it; `kinds` takes the day's kind of pattern."""
    step_at, source, target, kind, points = box.step_at, box.source, box.target, box.kind, box.points
    outer_move, shift, move_at, move_to = box.outer_move, box.shift, box.move_at, box.move_to
    cell_at, outer, inner, bound_at, bounds = box.cell_at, box.outer, box.inner, box.bound_at, box.bounds
    folds = box.folds
    here, there, width, wide = outer[day] * inner[day], outer[day + 1] * inner[day + 1], inner[day], inner[day + 1]
    state = (cell - cell_at[day + 1]) // there
    goal = (cell - cell_at[day + 1]) % there // wide
    inside = (cell - cell_at[day + 1]) % wide
    for step in range(step_at[day], step_at[day + 1]):
        if target[step] != state:
            continue
        paid = points[step] + kind_points[kind[step]]
        low, high = bounds[bound_at[day] + source[step], 0], bounds[bound_at[day] + source[step], 1]
        first, last = bounds[bound_at[day + 1] + state, 0], bounds[bound_at[day + 1] + state, 1]
        begin, end = inside - shift[step], inside - shift[step]
        if folds[0] and inside == first:
            begin = low
        if folds[1] and inside == last:
            end = high
        for place in range(outer[day]):
            if move_to[move_at[day] + outer_move[step] + place] != goal:
                continue
            at = cell_at[day] + source[step] * here + place * width
            for i in range(max(begin, low), min(end, high) + 1):
                if value[at + i] + paid == value[cell]:
                    kinds[day] = kind[step]
                    return int(at + i)
    return -1
