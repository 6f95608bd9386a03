"""Linear prices of long sums in the relaxed program, compiled: the better they are, the nearer is its bound."""

import numpy as np
from numba import njit

from solver.pricing.graph import backward, follow


@njit(cache=True, nogil=True)
def _tilt(s, cost, slope, tilted, lam, lam_mask):
    """Fill `tilted` and `lam` with what patterns and bits cost at linear prices of sums; lam_mask: bits that cost."""
    tilted[:] = cost
    for i in range(len(s.move_pattern)):
        tilted[s.move_pattern[i]] += slope[s.move_sum[i]] * s.move_by[i]
    lam[:] = 0.0
    for i in range(len(s.bit_key)):
        worth = slope[s.bit_sum[i]] * s.bit_by[i]
        # What spans more days than a path remembers may be counted again: only what it gives, never what it costs.
        lam[s.bit_key[i]] += min(worth, 0.0) if s.bit_far[i] else worth
    for t in range(len(lam_mask)):
        lam_mask[t] = 0
        for b in range(62):
            if lam[t * 64 + b] != 0.0:
                lam_mask[t] |= np.int64(1) << b


@njit(cache=True, nogil=True)
def _vertices(s, c, slope, best_at, vertex):
    """Where each long sum but the carried one is best at its linear price, what it costs there, and all of them."""
    total = 0.0
    for i in range(len(slope)):
        vertex[i] = 0.0
        if not s.long[i] or i == c.chosen:
            continue
        least = np.inf
        for v in range(s.lows[i], s.highs[i] + 1):
            here = s.points[s.table_at[i] + v] - slope[i] * v
            if here < least:
                least = here
                best_at[i] = v
        vertex[i] = least
        total += least
    return total


@njit(cache=True, nogil=True)
def of_use(s, c, slope, vertex, room):
    """(lows, highs): between what each sum ends in rows that cost less than the tuned bound and `room`."""
    lows, highs = s.lows.copy(), s.highs.copy()
    for i in range(len(slope)):
        if i == c.chosen:
            while lows[i] < highs[i] and c.points[lows[i]] == np.inf:
                lows[i] += 1
            while lows[i] < highs[i] and c.points[highs[i]] == np.inf:
                highs[i] -= 1
        elif s.long[i]:
            while lows[i] < highs[i] and s.points[s.table_at[i] + lows[i]] - slope[i] * lows[i] - vertex[i] >= room:
                lows[i] += 1
            while lows[i] < highs[i] and s.points[s.table_at[i] + highs[i]] - slope[i] * highs[i] - vertex[i] >= room:
                highs[i] -= 1
    return lows, highs


@njit(cache=True, nogil=True)
def _units(g, s, path, units):
    """Fill `units` with what a path moves each sum by."""
    days = len(path)
    units[:] = 0.0
    taken = np.zeros(g.first[days], np.bool_)
    taken[path] = True
    for i in range(len(s.move_pattern)):
        if taken[s.move_pattern[i]]:
            units[s.move_sum[i]] += s.move_by[i]
    held = np.int64(0)
    hit = np.zeros(days * 64, np.bool_)
    for t in range(days):
        fresh = g.bits[path[t]] & ~held
        held = (held | g.bits[path[t]]) & g.keep[t]
        for b in range(62):
            if (fresh >> b) & 1:
                hit[t * 64 + b] = True
    for i in range(len(s.bit_key)):
        if hit[s.bit_key[i]]:
            units[s.bit_sum[i]] += s.bit_by[i]


@njit(cache=True, nogil=True)
def tune(g, s, c, cost, value, slope, best_at, vertex, tilted, steps, target):
    """Tilt long sums by `slope` and find the relaxed program's least cost; improve slopes for some steps.

    Leaves the best slopes in `slope`, with value, best_at, vertex and tilted (what patterns cost, what bits cost by
    day * 64 + bit, and which ones do by day) as they are under them. Gives the bound.
    """
    pattern_cost, lam, lam_mask = tilted
    days = len(g.first) - 1
    tables = len(slope)
    path = np.zeros(days, np.int64)
    if c.chosen >= 0:
        slope[c.chosen] = 0.0
    best_slope = slope.copy()
    pulled = np.zeros(tables)
    units = np.empty(tables)
    best = -np.inf
    share = 1.0
    failed = 0
    step = 0
    last = steps == 0
    while True:
        if last:
            slope[:] = best_slope
        total = _vertices(s, c, slope, best_at, vertex)
        _tilt(s, cost, slope, pattern_cost, lam, lam_mask)
        backward(g, c, pattern_cost, lam, lam_mask, value)
        bound = value[0] + total
        if last:
            return bound
        better = bound > best
        if better:
            best = bound
            best_slope[:] = slope
            failed = 0
        else:
            failed += 1
            if failed == 3:
                failed = 0
                share /= 2
                slope[:] = best_slope
        step += 1
        if step > steps or target - bound < 1e-3:
            if better:
                return bound
            last = True
            continue
        if not follow(g, c, pattern_cost, lam, lam_mask, value, path):
            return np.inf
        _units(g, s, path, units)
        size = 0.0
        for i in range(tables):
            pull = 0.0
            if s.scale[i] > 0 and i != c.chosen:
                inside = min(max(units[i], float(s.lows[i])), float(s.highs[i]))
                here = s.points[s.table_at[i] + int(inside)] - slope[i] * inside
                pull = units[i] - (inside if here <= vertex[i] + 1e-9 else best_at[i])
            pulled[i] = 0.7 * pull * s.scale[i] + 0.3 * pulled[i]
            size += pulled[i] ** 2
        if size == 0.0:
            last = True
            continue
        stride = share * max(1.0, target - bound) / size
        for i in range(tables):
            moved = min(max(slope[i] + stride * pulled[i] * s.scale[i], s.steep_low[i]), s.steep_high[i])
            slope[i] = np.round(moved * 1024) / 1024
        if c.chosen >= 0:
            slope[c.chosen] = 0.0
