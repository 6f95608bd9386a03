"""A legal row that lies near the cheapest one under prices of counters: some ways at a time, back from the last day.

Prices of counters leave rows that break a limit by a little, since days that are alike come all or none. The values of
a sweep tell what any way back costs at least; so many ways are followed as there is room, and one that has used up a
counter goes on without it.
"""

import numpy as np

from solver.limits import Floats, Ints
from solver.native import native

#: Ways followed at a time.
WAYS = 24


@native
def backwards(
    step_at: Ints,
    source: Ints,
    target: Ints,
    kind: Ints,
    points: Floats,
    outer_move: Ints,
    shift: Ints,
    move_at: Ints,
    move_to: Ints,
    cell_at: Ints,
    outer: Ints,
    inner: Ints,
    bound_at: Ints,
    bounds: Ints,
    folds: Ints,
    start: int,
    final: Floats,
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

    The first parameters are a Box's; kind_points and value: of a sweep over it. moves, of_step: units of the counters
    that are priced, and which of them each step makes. lowest, highest: after each day (index 0: before the first) what
    all days from there on may come to, so that a legal row is left.
    """
    days, counters, ways = len(step_at) - 1, moves.shape[1], len(kinds)
    cell, cost = np.zeros(ways, np.int64), np.zeros(ways)
    units = np.zeros((ways, counters), np.int64)
    old_cell, old_cost, old_units = cell.copy(), cost.copy(), units.copy()
    parent, by = np.zeros((days, ways), np.int64), np.zeros((days, ways), np.int64)
    new = np.zeros(counters, np.int64)
    # No plain 0: numba would compile what is called with it once more.
    none, size = np.int64(0), len(final)
    held = none
    for i in range(cell_at[days], cell_at[days + 1]):
        paid = final[(i - cell_at[days]) % size]
        least = value[i] + paid
        if least < np.inf and (held < ways or least < total[held - 1]):
            held = _hold(cell, cost, total, units, parent[0], by[0], held, ways, i, paid, least, new, none, none)
    for day in range(days - 1, -1, -1):
        old_cell, old_cost, old_units, cell, cost, units = cell, cost, units, old_cell, old_cost, old_units
        before, held = held, none
        here, there, width, wide = (
            outer[day] * inner[day], outer[day + 1] * inner[day + 1], inner[day], inner[day + 1],
        )  # fmt: skip
        for way in range(before):
            at_end = old_cell[way] - cell_at[day + 1]
            state, goal, inside = at_end // there, at_end % there // wide, at_end % wide
            first, last = bounds[bound_at[day + 1] + state, 0], bounds[bound_at[day + 1] + state, 1]
            for step in range(step_at[day], step_at[day + 1]):
                if target[step] != state:
                    continue
                paid = points[step] + kind_points[kind[step]] + old_cost[way]
                if paid == np.inf:
                    continue
                legal = True
                for counter in range(counters):
                    new[counter] = old_units[way, counter] + moves[of_step[step], counter]
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
                            held = _hold(
                                cell, cost, total, units, parent[day], by[day], held, ways, at + i, paid, least, new,
                                way, np.int64(kind[step]),
                            )  # fmt: skip
    for way in range(held):
        on = way
        for day in range(days):
            kinds[way, day] = by[day, on]
            on = parent[day, on]
    return int(held)


@native
def _hold(
    cell: Ints,
    cost: Floats,
    total: Floats,
    units: Ints,
    parent: Ints,
    by: Ints,
    held: int,
    ways: int,
    at: int,
    paid: float,
    least: float,
    new: Ints,
    way: int,
    kind: int,
) -> int:
    """How many ways are held once this one is among them, in order of what they cost at least; of equal ones one."""
    place = held
    while place > 0 and total[place - 1] > least:
        place -= 1
    for other in range(held):
        if cell[other] == at and _same(units, other, new):
            if other < place:
                return held
            # The dearer one goes.
            for moved in range(other, held - 1):
                _move(cell, cost, total, units, parent, by, moved + 1, moved)
            held -= 1
            break
    if held == ways:
        held -= 1
    for moved in range(held, place, -1):
        _move(cell, cost, total, units, parent, by, moved - 1, moved)
    cell[place], cost[place], total[place], parent[place], by[place] = at, paid, least, way, kind
    for counter in range(len(new)):
        units[place, counter] = new[counter]
    return held + 1


@native
def _same(units: Ints, way: int, new: Ints) -> bool:
    same = True
    for counter in range(len(new)):
        same &= units[way, counter] == new[counter]
    return same


@native
def _move(
    cell: Ints, cost: Floats, total: Floats, units: Ints, parent: Ints, by: Ints, before: int, after: int
) -> None:
    cell[after], cost[after], total[after] = cell[before], cost[before], total[before]
    parent[after], by[after] = parent[before], by[before]
    # One by one here and above: to assign or compare whole rows takes three seconds more to compile.
    for counter in range(units.shape[1]):
        units[after, counter] = units[before, counter]
