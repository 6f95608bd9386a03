"""A legal row that lies near the cheapest one under prices of counters: some ways at a time, back from the last day.

Prices of counters leave rows that break a limit by a little, since days that are alike come all or none. The values of
a sweep tell what any way back costs at least; so many ways are followed as there is room, and one that has used up a
counter goes on without it.
"""

from typing import NamedTuple

import numpy as np

from solver.limits import Floats, Ints
from solver.native import native
from solver.rows.box import Box

#: Ways followed at a time.
WAYS = 24


class Ways(NamedTuple):
    """Of each way back to a day: the cell there, what its days cost, what any row on it costs at least, units of the
    counters that are priced (ways x counters), the way that it goes on as on the next day, and its kind of pattern.
    """

    cell: Ints
    cost: Floats
    total: Floats
    units: Ints
    after: Ints
    kind: Ints


@native
def backwards(
    box: Box,
    kind_points: Floats,
    value: Floats,
    moves: Ints,
    of_step: Ints,
    lowest: Ints,
    highest: Ints,
    kinds: Ints,
    total: Floats,
) -> int:
    """How many rows were found, those that cost least first; `kinds` (ways x days) takes their kinds of pattern, and
    `total` what they cost.

    kind_points, value: of a sweep over the box. moves, of_step: units of the counters
    that are priced, and which of them each step makes. lowest, highest: after each day (index 0: before the first) what
    all days from there on may come to, so that a legal row is left.
    """
    step_at, source, target, kind, points = box.step_at, box.source, box.target, box.kind, box.points
    outer_move, shift, move_at, move_to = box.outer_move, box.shift, box.move_at, box.move_to
    cell_at, outer, inner, bound_at, bounds = box.cell_at, box.outer, box.inner, box.bound_at, box.bounds
    folds, final = box.folds, box.final
    days, counters, ways = len(step_at) - 1, moves.shape[1], len(kinds)
    now, old = _ways(ways, counters, total), _ways(ways, counters, total)
    parent, by = np.zeros((days, ways), np.int64), np.zeros((days, ways), np.int64)
    new = np.zeros(counters, np.int64)
    # No plain 0: numba would compile what is called with it once more.
    none, size = np.int64(0), len(final)
    held = none
    for i in range(cell_at[days], cell_at[days + 1]):
        paid = final[(i - cell_at[days]) % size]
        least = value[i] + paid
        if least < np.inf and (held < ways or least < total[held - 1]):
            held = _hold(now, held, i, paid, least, new, none, none)
    for day in range(days - 1, -1, -1):
        now, old = old, now
        before, held = held, none
        here, there, width, wide = (
            outer[day] * inner[day], outer[day + 1] * inner[day + 1], inner[day], inner[day + 1],
        )  # fmt: skip
        for way in range(before):
            at_end = old.cell[way] - cell_at[day + 1]
            state, goal, inside = at_end // there, at_end % there // wide, at_end % wide
            first, last = bounds[bound_at[day + 1] + state, 0], bounds[bound_at[day + 1] + state, 1]
            for step in range(step_at[day], step_at[day + 1]):
                if target[step] != state:
                    continue
                paid = points[step] + kind_points[kind[step]] + old.cost[way]
                if paid == np.inf:
                    continue
                legal = True
                for counter in range(counters):
                    new[counter] = old.units[way, counter] + moves[of_step[step], counter]
                    legal &= lowest[day, counter] <= new[counter] <= highest[day, counter]
                if not legal:
                    continue
                low, high = bounds[bound_at[day] + source[step], 0], bounds[bound_at[day] + source[step], 1]
                begin = low if folds[0] and inside == first else inside - shift[step]
                end = high if folds[1] and inside == last else inside - shift[step]
                for place in range(outer[day]):
                    if move_to[move_at[day] + outer_move[step] + place] != goal:
                        continue
                    at = cell_at[day] + source[step] * here + place * width
                    for i in range(max(begin, low), min(end, high) + 1):
                        least = value[at + i] + paid
                        if least < np.inf and (held < ways or least < total[held - 1]):
                            held = _hold(now, held, at + i, paid, least, new, way, np.int64(kind[step]))
        for way in range(held):
            parent[day, way], by[day, way] = now.after[way], now.kind[way]
    for way in range(held):
        on = way
        for day in range(days):
            kinds[way, day] = by[day, on]
            on = parent[day, on]
    return int(held)


@native
def _ways(ways: int, counters: int, total: Floats) -> Ways:
    whole = np.zeros(ways, np.int64)
    return Ways(whole, np.zeros(ways), total, np.zeros((ways, counters), np.int64), whole.copy(), whole.copy())


@native
def _hold(ways: Ways, held: int, cell: int, cost: float, least: float, units: Ints, after: int, kind: int) -> int:
    """How many ways are held once this one is among them, in order of what they cost at least; of equal ones one."""
    place = held
    while place > 0 and ways.total[place - 1] > least:
        place -= 1
    for other in range(held):
        if ways.cell[other] == cell and _same(ways.units, other, units):
            if other < place:
                return held
            # The dearer one goes.
            for moved in range(other, held - 1):
                _move(ways, moved + 1, moved)
            held -= 1
            break
    if held == len(ways.cell):
        held -= 1
    for moved in range(held, place, -1):
        _move(ways, moved - 1, moved)
    ways.cell[place], ways.cost[place], ways.total[place] = cell, cost, least
    ways.after[place], ways.kind[place] = after, kind
    for counter in range(len(units)):
        ways.units[place, counter] = units[counter]
    return held + 1


@native
def _same(units: Ints, way: int, new: Ints) -> bool:
    same = True
    for counter in range(len(new)):
        same &= units[way, counter] == new[counter]
    return same


@native
def _move(ways: Ways, before: int, after: int) -> None:
    ways.cell[after], ways.cost[after], ways.total[after] = ways.cell[before], ways.cost[before], ways.total[before]
    ways.after[after], ways.kind[after] = ways.after[before], ways.kind[before]
    # One by one here and above: to assign or compare whole rows takes three seconds more to compile.
    for counter in range(ways.units.shape[1]):
        ways.units[after, counter] = ways.units[before, counter]
