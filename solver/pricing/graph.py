"""The relaxed program, compiled: one pattern a day, short sums exact, long sums at a linear price, one of them carried
exactly if need be.

What the past still decides is little: patterns of the day before last that lead to the same costs are one class.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from solver.limits import Ints
from solver.pricing.sums import Floats


class Graph(NamedTuple):
    """A line's days, as LineTables has them. Patterns k0, k1 of two days running before day t are the pair
    k0 * n1 + k1, whose class is class_of[pair_at[t] + that]; class c of day t stands for the patterns
    older[class_at[t] + c] and newer[class_at[t] + c]. Runs of days on are told up to width - 1.
    """

    first: Ints
    bits: Ints
    keep: Ints
    triple_at: Ints
    triples: Floats
    on: NDArray[np.bool_]
    longest: Ints
    width: int
    pair_at: Ints
    class_of: Ints
    class_at: Ints
    older: Ints
    newer: Ints


class Sums(NamedTuple):
    """A line's sums over several days, as LineTables has them. points: of COMFORT. steep_low, steep_high: between what
    a linear price makes sense; scale: of a step of it.

    Patterns move sums: move_pattern, move_sum, move_by. So do bits, by day * 64 + bit: bit_key, bit_sum, bit_by,
    bit_far.
    """

    table_at: Ints
    lows: Ints
    highs: Ints
    points: Floats
    long: NDArray[np.bool_]
    steep_low: Floats
    steep_high: Floats
    scale: Floats
    move_pattern: Ints
    move_sum: Ints
    move_by: Floats
    bit_key: Ints
    bit_sum: Ints
    bit_by: Floats
    bit_far: NDArray[np.bool_]


class Carried(NamedTuple):
    """The long sum that is carried exactly. chosen: its number, -1 for none. by: its units a pattern. closes: its last
    day.

    points: of each end from 0 on, inf where no row of use ends. lows, highs: between what it lies before each day.
    at: where each day begins in the values, which are by class, run and units.
    """

    chosen: int
    by: Ints
    closes: int
    points: Floats
    lows: Ints
    highs: Ints
    at: Ints


@njit(cache=True, nogil=True)
def classes(first, bits, keep, triple_at, triples, on):
    """(pair_at, class_of, class_at, older, newer) of a Graph. After the last day all pairs are one class."""
    days = len(first) - 1
    pair_at = np.zeros(days + 2, np.int64)
    for t in range(days + 1):
        n0 = first[t - 1] - first[t - 2] if t >= 2 else 1
        n1 = first[t] - first[t - 1] if t >= 1 else 1
        pair_at[t + 1] = pair_at[t] + n0 * n1
    class_of = np.zeros(pair_at[days + 1], np.int64)
    class_at = np.zeros(days + 2, np.int64)
    older = np.zeros(pair_at[days + 1], np.int64)
    newer = np.zeros(pair_at[days + 1], np.int64)
    for t in range(days):
        n0 = first[t - 1] - first[t - 2] if t >= 2 else 1
        n1 = first[t] - first[t - 1] if t >= 1 else 1
        n2 = first[t + 1] - first[t]
        count = class_at[t]
        for k1 in range(n1):
            begin = count
            b1 = bits[first[t - 1] + k1] if t >= 1 else 0
            for k0 in range(n0):
                kept = bits[first[t - 2] + k0] & keep[t - 2] & keep[t - 1] & ~b1 if t >= 2 else 0
                here = triple_at[t] + (k0 * n1 + k1) * n2
                found = -1
                for c in range(begin, count):
                    other = older[c]
                    if t >= 2:
                        others = bits[first[t - 2] + other] & keep[t - 2] & keep[t - 1] & ~b1
                        if others != kept or on[first[t - 2] + other] != on[first[t - 2] + k0]:
                            continue
                    there = triple_at[t] + (other * n1 + k1) * n2
                    if (triples[here : here + n2] == triples[there : there + n2]).all():
                        found = c
                        break
                if found < 0:
                    found = count
                    older[found] = k0
                    newer[found] = k1
                    count += 1
                class_of[pair_at[t] + k0 * n1 + k1] = found - class_at[t]
        class_at[t + 1] = count
    class_at[days + 1] = class_at[days] + 1
    return pair_at, class_of, class_at, older[: class_at[days + 1]].copy(), newer[: class_at[days + 1]].copy()


@njit(cache=True, nogil=True)
def band(first, by, closes, least, most):
    """(lows, highs): between what a sum lies before each day that is to end between `least` and `most`.

    by: its units a pattern, at least 0. After its last day, `closes`, both are 0.
    """
    days = len(first) - 1
    fewest = np.zeros(days + 1, np.int64)
    largest = np.zeros(days + 1, np.int64)
    for t in range(days):
        units = by[first[t] : first[t + 1]]
        fewest[t + 1] = fewest[t] + units.min()
        largest[t + 1] = largest[t] + units.max()
    lows = np.zeros(days + 1, np.int64)
    highs = np.zeros(days + 1, np.int64)
    for t in range(closes + 1):
        lows[t] = max(fewest[t], least - (largest[closes + 1] - largest[t]))
        highs[t] = min(largest[t], most - (fewest[closes + 1] - fewest[t]))
    return lows, highs


@njit(inline="always")
def step_cost(bits, p, before, dearer, triple, cost, lam, day):
    """What pattern p on a day costs. before: bits that the patterns before have touched. dearer: bits that cost."""
    step = triple + cost[p]
    fresh = bits[p] & dearer & ~before
    b = 0
    while fresh:
        if fresh & 1:
            step += lam[day * 64 + b]
        fresh >>= 1
        b += 1
    return step


@njit(inline="always")
def touched_before(first, bits, keep, t, k0, k1):
    """The bits that the patterns of the two days before t have touched and that stay."""
    touched = np.int64(0)
    if t >= 1:
        touched |= bits[first[t - 1] + k1] & keep[t - 1]
    if t >= 2:
        touched |= bits[first[t - 2] + k0] & keep[t - 2] & keep[t - 1]
    return touched


@njit(cache=True, nogil=True)
def backward(g, c, cost, lam, lam_mask, value):
    """Fill `value` with the least cost of the days from each day t on, by class, run and units: at
    c.at[t] + (class * width + run) * (c.highs[t] - c.lows[t] + 1) + units - c.lows[t].
    """
    first, bits, keep, triple_at, triples, on, longest, width = (
        g.first, g.bits, g.keep, g.triple_at, g.triples, g.on, g.longest, g.width,
    )  # fmt: skip
    pair_at, class_of, class_at, older, newer = g.pair_at, g.class_of, g.class_at, g.older, g.newer
    by, closes, points, lows, highs, at = c.by, c.closes, c.points, c.lows, c.highs, c.at
    days = len(first) - 1
    value[at[days] :] = 0.0
    for t in range(days - 1, -1, -1):
        begin_at, begin_next = at[t], at[t + 1]
        low_now, high_now, low_next, high_next = lows[t], highs[t], lows[t + 1], highs[t + 1]
        size, size_next = high_now - low_now + 1, high_next - low_next + 1
        value[begin_at:begin_next] = np.inf
        n1 = first[t] - first[t - 1] if t >= 1 else 1
        n2 = first[t + 1] - first[t]
        for own in range(class_at[t + 1] - class_at[t]):
            k0, k1 = older[class_at[t] + own], newer[class_at[t] + own]
            before = touched_before(first, bits, keep, t, k0, k1)
            if t == 0 or not on[first[t - 1] + k1]:
                low, high = 0, 0
            elif t == 1 or not on[first[t - 2] + k0]:
                low, high = 1, 1
            else:
                low, high = 2, max(2, min(width - 1, t))
            row = triple_at[t] + (k0 * n1 + k1) * n2
            for k2 in range(n2):
                triple = triples[row + k2]
                if triple == np.inf:
                    continue
                p = first[t] + k2
                step = step_cost(bits, p, before, lam_mask[t], triple, cost, lam, t)
                units = by[p]
                after_class = class_of[pair_at[t + 1] + k1 * n2 + k2]
                for run in range(low, high + 1):
                    after = min(run + 1, width - 1) if on[p] else 0
                    if after > longest[t]:
                        continue
                    here = begin_at + (own * width + run) * size - low_now
                    there = begin_next + (after_class * width + after) * size_next - low_next
                    if t == closes:
                        rest = step + value[there]
                        for s in range(max(low_now, -units), min(high_now, len(points) - 1 - units) + 1):
                            value[here + s] = min(value[here + s], rest + points[s + units])
                    else:
                        begin, end = max(low_now, low_next - units), min(high_now, high_next - units)
                        for s in range(begin, end + 1):
                            value[here + s] = min(value[here + s], step + value[there + s + units])


@njit(inline="always")
def carry_on(closes, points, lows, highs, t, units):
    """(paid, units): what the carried sum costs if it ends on day t, inf where no row of use goes on, and the units
    that are carried on. units: up to day t, which is included.
    """
    paid = 0.0
    if t == closes:
        paid = points[units] if units < len(points) else np.inf
        units = 0
    if units < lows[t + 1] or units > highs[t + 1]:
        paid = np.inf
    return paid, units


@njit(cache=True, nogil=True)
def follow(g, c, cost, lam, lam_mask, value, path):
    """The patterns of a cheapest way through what `backward` filled; False where there is none."""
    k0 = k1 = run = units = 0
    for t in range(len(g.first) - 1):
        best = np.inf
        chosen = -1
        chosen_units = 0
        before = touched_before(g.first, g.bits, g.keep, t, k0, k1)
        n1 = g.first[t] - g.first[t - 1] if t >= 1 else 1
        n2 = g.first[t + 1] - g.first[t]
        row = g.triple_at[t] + (k0 * n1 + k1) * n2
        for k2 in range(n2):
            p = g.first[t] + k2
            after = min(run + 1, g.width - 1) if g.on[p] else 0
            if after > g.longest[t]:
                continue
            paid, reached = carry_on(c.closes, c.points, c.lows, c.highs, t, units + c.by[p])
            if paid == np.inf:
                continue
            state = g.class_of[g.pair_at[t + 1] + k1 * n2 + k2] * g.width + after
            size = c.highs[t + 1] - c.lows[t + 1] + 1
            whole = step_cost(g.bits, p, before, lam_mask[t], g.triples[row + k2], cost, lam, t) + paid
            whole += value[c.at[t + 1] + state * size + reached - c.lows[t + 1]]
            if whole < best:
                best, chosen, chosen_units = whole, k2, reached
        if chosen < 0:
            return False
        p = g.first[t] + chosen
        run = min(run + 1, g.width - 1) if g.on[p] else 0
        units = chosen_units
        path[t] = p
        k0, k1 = k1, chosen
    return True
