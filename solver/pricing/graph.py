"""The relaxed program: patterns of two days and the run so far, long sums at a linear price. A bound, and a guide."""

import numpy as np

from solver.native import native


@native
def backward(first, cost, bits, lam, lam_mask, keep, triple_at, triples, on, longest, width, at, value):
    """Fill value[at[t] + ((k0 * n1) + k1) * width + run] with the least cost of the days from t on.

    k0, k1: patterns of days t - 2 and t - 1.
    """
    days = len(first) - 1
    for i in range(at[days], len(value)):
        value[i] = 0.0
    for t in range(days - 1, -1, -1):
        n0 = first[t - 1] - first[t - 2] if t >= 2 else 1
        n1 = first[t] - first[t - 1] if t >= 1 else 1
        n2 = first[t + 1] - first[t]
        k1keep = keep[t - 1] if t >= 1 else 0
        k0keep = (keep[t - 2] & keep[t - 1]) if t >= 2 else 0
        for k0 in range(n0):
            b0 = bits[first[t - 2] + k0] & k0keep if t >= 2 else 0
            on0 = t >= 2 and on[first[t - 2] + k0]
            for k1 in range(n1):
                b1 = bits[first[t - 1] + k1] & k1keep if t >= 1 else 0
                on1 = t >= 1 and on[first[t - 1] + k1]
                if not on1:
                    low, high = 0, 0
                elif not on0:
                    low, high = 1, 1
                else:
                    low, high = 2, min(width - 1, t)
                    if high < 2:
                        high = 2
                here = at[t] + (k0 * n1 + k1) * width
                for run in range(width):
                    value[here + run] = np.inf
                base = triple_at[t] + (k0 * n1 + k1) * n2
                for k2 in range(n2):
                    p = first[t] + k2
                    step = triples[base + k2]
                    if step == np.inf:
                        continue
                    step += cost[p]
                    fresh = bits[p] & ~b1 & ~b0 & lam_mask[t]
                    b = 0
                    while fresh:
                        if fresh & 1:
                            step += lam[t * 64 + b]
                        fresh >>= 1
                        b += 1
                    there = at[t + 1] + (k1 * n2 + k2) * width
                    for run in range(low, high + 1):
                        after = min(run + 1, width - 1) if on[p] else 0
                        if after > longest[t]:
                            continue
                        whole = step + value[there + after]
                        if whole < value[here + run]:
                            value[here + run] = whole


@native
def follow(first, cost, bits, lam, lam_mask, keep, triple_at, triples, on, longest, width, at, value, path):
    """The patterns of a cheapest way through what `backward` filled; False where there is none."""
    days = len(first) - 1
    k0 = k1 = run = 0
    for t in range(days):
        n1 = first[t] - first[t - 1] if t >= 1 else 1
        n2 = first[t + 1] - first[t]
        b1 = bits[first[t - 1] + k1] & keep[t - 1] if t >= 1 else 0
        b0 = bits[first[t - 2] + k0] & keep[t - 2] & keep[t - 1] if t >= 2 else 0
        best = np.inf
        chosen = -1
        for k2 in range(n2):
            p = first[t] + k2
            step = triples[triple_at[t] + (k0 * n1 + k1) * n2 + k2] + cost[p]
            fresh = bits[p] & ~b1 & ~b0 & lam_mask[t]
            b = 0
            while fresh:
                if fresh & 1:
                    step += lam[t * 64 + b]
                fresh >>= 1
                b += 1
            after = min(run + 1, width - 1) if on[p] else 0
            if after > longest[t]:
                continue
            whole = step + value[at[t + 1] + (k1 * n2 + k2) * width + after]
            if whole < best:
                best, chosen = whole, k2
        if chosen < 0:
            return False
        run = min(run + 1, width - 1) if on[first[t] + chosen] else 0
        path[t] = first[t] + chosen
        k0, k1 = k1, chosen
    return True


@native
def tune(
    first,
    cost,
    bits,
    keep,
    triple_at,
    triples,
    on,
    longest,
    width,
    at,
    value,
    table_at,
    lows,
    highs,
    points,
    long,
    steep_low,
    steep_high,
    scale,
    move_pattern,
    move_table,
    move_by,
    bit_key,
    bit_table,
    bit_by,
    bit_far,
    slope,
    best_at,
    vertex,
    steps,
    target,
):
    """Tilt long sums by `slope` and find the relaxed program's least cost; improve slopes for some steps.

    Leaves the best slopes in `slope`, with value, best_at and vertex as they are under them. Gives the bound.
    """
    days = len(first) - 1
    tables = len(slope)
    path = np.zeros(days, np.int64)
    best_slope = slope.copy()
    pulled = np.zeros(tables)
    tilted = np.empty(len(cost))
    lam = np.empty(days * 64)
    lam_mask = np.empty(days, np.int64)
    units = np.empty(tables)
    taken = np.zeros(len(cost), np.bool_)
    best = -np.inf
    share = 1.0
    failed = 0
    step = 0
    last = False
    while True:
        if last:
            _copy(best_slope, slope)
        total = 0.0
        for i in range(tables):
            if not long[i]:
                continue
            least = np.inf
            for v in range(lows[i], highs[i] + 1):
                here = points[table_at[i] + v] - slope[i] * v
                if here < least:
                    least = here
                    best_at[i] = v
            vertex[i] = least
            total += least
        _copy(cost, tilted)
        for i in range(len(move_pattern)):
            tilted[move_pattern[i]] += slope[move_table[i]] * move_by[i]
        lam[:] = 0.0
        for i in range(len(bit_key)):
            worth = slope[bit_table[i]] * bit_by[i]
            # What spans more days than a path remembers may be counted again: only what it gives, never what it costs.
            lam[bit_key[i]] += min(worth, 0.0) if bit_far[i] else worth
        for t in range(days):
            lam_mask[t] = 0
            for b in range(62):
                if lam[t * 64 + b] != 0.0:
                    lam_mask[t] |= np.int64(1) << b
        backward(first, tilted, bits, lam, lam_mask, keep, triple_at, triples, on, longest, width, at, value)
        bound = value[0] + total
        if last:
            return bound
        if bound > best:
            best = bound
            _copy(slope, best_slope)
            failed = 0
        else:
            failed += 1
            if failed == 3:
                failed = 0
                share /= 2
                _copy(best_slope, slope)
        step += 1
        if step >= steps or target - bound < 1e-3:
            last = True
            continue
        if not follow(
            first,
            tilted,
            bits,
            lam,
            lam_mask,
            keep,
            triple_at,
            triples,
            on,
            longest,
            width,
            at,
            value,
            path,
        ):
            return np.inf
        units[:] = 0.0
        taken[:] = False
        for t in range(days):
            taken[path[t]] = True
        for i in range(len(move_pattern)):
            if taken[move_pattern[i]]:
                units[move_table[i]] += move_by[i]
        held = np.int64(0)
        hit = np.zeros(days * 64, np.bool_)
        for t in range(days):
            fresh = bits[path[t]] & ~held
            held = (held | bits[path[t]]) & keep[t]
            for b in range(62):
                if (fresh >> b) & 1:
                    hit[t * 64 + b] = True
        for i in range(len(bit_key)):
            if hit[bit_key[i]]:
                units[bit_table[i]] += bit_by[i]
        size = 0.0
        for i in range(tables):
            pull = 0.0
            if scale[i] > 0:
                inside = min(max(units[i], float(lows[i])), float(highs[i]))
                here = points[table_at[i] + int(inside)] - slope[i] * inside
                pull = units[i] - (inside if here <= vertex[i] + 1e-9 else best_at[i])
            pulled[i] = 0.7 * pull * scale[i] + 0.3 * pulled[i]
            size += pulled[i] ** 2
        if size == 0.0:
            last = True
            continue
        stride = share * max(1.0, target - bound) / size
        for i in range(tables):
            moved = min(max(slope[i] + stride * pulled[i] * scale[i], steep_low[i]), steep_high[i])
            slope[i] = np.round(moved * 1024) / 1024


@native
def _copy(values, into):
    """One by one: to assign the whole of it takes four seconds more to compile."""
    for i in range(len(values)):
        into[i] = values[i]
