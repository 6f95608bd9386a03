"""The cheapest row near a bound, exact in all counters: labels from the last day back to the first, compiled.

The sweep (solver/rows/sweep.py) left what each cell costs at least up to its day. A label is what the later days of a
row come to; by the sweep's values no row through it costs less than the label's bound. Labels beyond a limit are
dropped, and of those that no earlier day can tell apart the cheapest is kept.
"""

from typing import NamedTuple

import numpy as np

from solver.limits import Floats, Ints
from solver.native import native
from solver.rows.box import Box

#: Share of a day's labels that is kept when there are too many.
_KEPT_SHARE = 0.5
#: What a bound may be beyond a limit by reckoning alone.
_NOISE = 1e-6


class Near(NamedTuple):
    """What labels of a line need to know beside its Box. Cells and places are the box's, "state" numbers all states of
    all days.

    into_at, into: the steps into each state. back_at, move_from: as move_at and move_to, from the place after a day to
    that before it; move_of: which of its day's outer moves each step makes. moved: by what each step moves the rests,
    packed into one number: shifts and masks get each counter's out of it, lowest goes on top. low, high: what the rests
    may have come to in each state (states x counters). least, table_at, table: points of each counter's values, which
    are convex.
    at_end: value of each counter without its rest, at each place in the end (counters x places).
    """

    into_at: Ints
    into: Ints
    back_at: Ints
    move_from: Ints
    move_of: Ints
    moved: Ints
    shifts: Ints
    masks: Ints
    lowest: Ints
    low: Ints
    high: Ints
    least: Ints
    table_at: Ints
    table: Floats
    at_end: Ints


class Labels(NamedTuple):
    """Room for labels of all days, a field each: cell, place in the end, packed rests, points, bound, the label of the
    day after and the step to it; and a table to find them by (slots, whose stamps tell whether they are of the day).
    """

    cell: Ints
    place: Ints
    rest: Ints
    points: Floats
    bound: Floats
    after: Ints
    step: Ints
    slots: Ints
    stamps: Ints

    @classmethod
    def of(cls, days: int, most: int) -> "Labels":
        """For so many labels a day."""
        size = (days + 1) * most
        ints = [np.zeros(size, np.int64) for _ in range(5)]
        slots = 1 << int(np.ceil(np.log2(4 * most)))
        return cls(
            ints[0],
            ints[1],
            ints[2],
            np.zeros(size),
            np.zeros(size),
            ints[3],
            ints[4],
            np.zeros(slots, np.int64),
            np.zeros(slots, np.int64),
        )


@native
def ends(near: Near, aim: Ints, slopes: Floats, low: Ints, high: Ints, final: Floats) -> None:
    """What counters cost at least beyond their slopes, for each place in the end, into `final`.

    aim: the value of each counter that costs least beyond its slope. low, high: of the rests of whole rows.
    """
    for place in range(near.at_end.shape[1]):
        total = 0.0
        for c in range(len(slopes)):
            base, least, at = near.at_end[c, place], near.least[c], near.table_at[c]
            first, last = max(base + low[c], least), min(base + high[c], least + near.table_at[c + 1] - at - 1)
            if first > last:
                total = np.inf
                break
            value = min(max(aim[c], first), last)
            total += near.table[at + value - least] - slopes[c] * (value - base)
        final[place] = total


@native
def nearest_row(
    box: Box,
    near: Near,
    aim: Ints,
    slopes: Floats,
    kind_points: Floats,
    value: Floats,
    limit: float,
    labels: Labels,
    most: int,
    kinds: Ints,
) -> tuple[float, float]:
    """Points of the cheapest row that is found (inf: none), and what no row costs less than. `kinds` as in sweep.

    box: its points with slopes. value: as the sweep left it under them. limit: rows that cost more are not
    looked for. most: labels a day; where there are more, the nearest are kept.
    """
    source, kind, points, shift, cell_at = box.source, box.kind, box.points, box.shift, box.cell_at
    outer, inner, bound_at, bounds = box.outer, box.inner, box.bound_at, box.bounds
    days, counters = len(box.step_at) - 1, len(slopes)
    proven = np.inf
    count, size = 0, outer[days] * inner[days]
    # No plain 0: numba would compile what is called with it once more.
    zero, stamp = np.int64(0), 0
    for slot in range(len(labels.stamps)):
        stamp = max(stamp, labels.stamps[slot])
    for c in range(counters):
        zero -= near.lowest[c] << near.shifts[c]
    for cell in range(cell_at[days], cell_at[days + 1]):
        if value[cell] == np.inf:
            continue
        place, state = (cell - cell_at[days]) % size, bound_at[days] + (cell - cell_at[days]) // size
        paid = 0.0
        for c in range(counters):
            best = near.table[near.table_at[c] + aim[c] - near.least[c]]
            paid += best - slopes[c] * (aim[c] - near.at_end[c, place])
        total = value[cell] + paid + _excess(near, aim, slopes, place, zero, state)
        if total <= limit + _NOISE:
            if count == most:
                proven = min(proven, total)
                continue
            labels.cell[count], labels.place[count], labels.rest[count] = cell, place, zero
            labels.points[count], labels.bound[count] = paid, total
            count += 1
        else:
            proven = min(proven, total)
    begin = 0
    for back in range(days):
        day = days - 1 - back
        end = begin + count
        here, there, width, wide = outer[day] * inner[day], outer[day + 1] * inner[day + 1], inner[day], inner[day + 1]
        stamp += 1
        count = 0
        for label in range(begin, end):
            within = labels.cell[label] - cell_at[day + 1]
            state, goal, inside = bound_at[day + 1] + within // there, within % there // wide, within % wide
            for entry in range(near.into_at[state], near.into_at[state + 1]):
                step = near.into[entry]
                paid = labels.points[label] + points[step] + kind_points[kind[step]]
                if paid == np.inf:
                    continue
                before = bound_at[day] + source[step]
                spot = inside - shift[step]
                if spot < bounds[before, 0] or spot > bounds[before, 1]:
                    continue
                from_place = near.move_from[near.back_at[day] + near.move_of[step] * outer[day + 1] + goal]
                if from_place < 0:
                    continue
                cell = cell_at[day] + source[step] * here + from_place * width + spot
                total = value[cell] + paid
                if total > limit + _NOISE:
                    proven = min(proven, total)
                    continue
                place, rest = labels.place[label], labels.rest[label] + near.moved[step]
                total += _excess(near, aim, slopes, place, rest, before)
                if total > limit + _NOISE:
                    proven = min(proven, total)
                    continue
                if count == most:
                    count, dropped = _nearest(labels, end, most)
                    proven = min(proven, dropped)
                    stamp += 1
                    for other in range(end, end + count):
                        _slot(labels, other, end, stamp)
                other = end + count
                labels.cell[other], labels.place[other], labels.rest[other] = cell, place, rest
                found = _slot(labels, other, end, stamp)
                if found == other:
                    count += 1
                elif paid >= labels.points[found]:
                    continue
                labels.points[found], labels.bound[found] = paid, total
                labels.after[found], labels.step[found] = label, step
        begin = end
        if not count:
            break
    if not count:
        return np.inf, proven
    best = begin
    for label in range(begin, begin + count):
        if labels.bound[label] < labels.bound[best]:
            best = label
    total = labels.bound[best]
    for day in range(days):
        kinds[day] = kind[labels.step[best]]
        best = labels.after[best]
    return total, min(total, proven)


@native
def _excess(near: Near, aim: Ints, slopes: Floats, place: int, rest: int, state: int) -> float:
    """What counters cost at least more than where each costs least, with the rests of later days and before a state."""
    total = 0.0
    for c in range(len(slopes)):
        base = near.at_end[c, place] + (rest >> near.shifts[c] & near.masks[c]) + near.lowest[c]
        least, at = near.least[c], near.table_at[c]
        first = max(base + near.low[state, c], least)
        last = min(base + near.high[state, c], least + near.table_at[c + 1] - at - 1)
        if first > last:
            return np.inf
        if aim[c] < first or aim[c] > last:
            value = first if aim[c] < first else last
            total += near.table[at + value - least] - near.table[at + aim[c] - least] - slopes[c] * (value - aim[c])
    return total


@native
def _slot(labels: Labels, label: int, begin: int, stamp: int) -> int:
    """The label of the day (from `begin` on) with the same cell, place and rests; this one, put there, if none has."""
    cell, place, rest = labels.cell[label], labels.place[label], labels.rest[label]
    mask = len(labels.slots) - 1
    slot = ((cell * 1000003 + place) * 1000003 + rest) * -7046029254386353131
    slot = (slot ^ (slot >> 29)) & mask
    while labels.stamps[slot] == stamp:
        found = labels.slots[slot]
        if labels.cell[found] == cell and labels.place[found] == place and labels.rest[found] == rest:
            return int(found)
        slot = (slot + 1) & mask
    labels.slots[slot], labels.stamps[slot] = label, stamp
    return label


@native
def _nearest(labels: Labels, begin: int, count: int) -> tuple[int, float]:
    """Keep the nearest of a day's labels; how many, and the least bound of those that are dropped."""
    keep = int(count * _KEPT_SHARE)
    edge = _in_order(labels.bound[begin : begin + count].copy(), keep)
    kept, level = 0, keep
    for label in range(begin, begin + count):
        level -= labels.bound[label] < edge
    for label in range(begin, begin + count):
        if labels.bound[label] < edge or (labels.bound[label] == edge and level > 0):
            level -= labels.bound[label] == edge
            to = begin + kept
            labels.cell[to], labels.place[to] = labels.cell[label], labels.place[label]
            labels.rest[to] = labels.rest[label]
            labels.points[to], labels.bound[to] = labels.points[label], labels.bound[label]
            labels.after[to], labels.step[to] = labels.after[label], labels.step[label]
            kept += 1
    return kept, edge


@native
def _in_order(values: Floats, place: int) -> float:
    """The value at a place were they in order; they are moved about. numpy's own takes eight seconds to compile."""
    low, high = 0, len(values) - 1
    while low < high:
        middle, left, right = values[(low + high) // 2], low, high
        while left <= right:
            while values[left] < middle:
                left += 1
            while values[right] > middle:
                right -= 1
            if left <= right:
                values[left], values[right] = values[right], values[left]
                left += 1
                right -= 1
        if place <= right:
            high = right
        elif place >= left:
            low = left
        else:
            break
    return float(values[place])
