"""The exact program, compiled: labels day by day, best first, the dominated and the hopeless dropped."""

import numpy as np
from numba import njit

from solver.pricing.graph import carry_on, step_cost, touched_before


@njit(cache=True, nogil=True)
def cheapest(
    g, s, c, cost_of, moves, bit_moves, closing, opened, slots, slope, best_at, later, tilted, value, use, most, upper
):  # fmt: skip
    """(costs, paths, bound): the cheapest rows found below `upper`, dearest last, and what no row costs less than.

    moves, bit_moves, closing, opened, slots: as LineTables has them. slope, best_at, tilted, value: of the relaxed
    program, see `tune`; later: what sums that open on each day or later cost at least. use: between what each sum ends
    in rows of use, see `of_use`. most: labels a day, rows given.
    """
    first, bits_of, keep, on, width, longest = g.first, g.bits, g.keep, g.on, g.width, g.longest
    triple_at, triples, pair_at, class_of = g.triple_at, g.triples, g.pair_at, g.class_of
    chosen, by, closes, ends, least, highest, at = c.chosen, c.by, c.closes, c.points, c.lows, c.highs, c.at
    table_at, lows, highs, points, long = s.table_at, s.lows, s.highs, s.points, s.long
    tilted_cost, lam, lam_mask = tilted
    use_low, use_high = use
    mv0, mv_slot, mv_by = moves
    bm0, bm_slot, bm_by = bit_moves
    cl0, cl_slot, cl_table = closing
    op0, op_slot, op_table, op_least, op_most, op_mask = opened
    most_labels, most_paths = most
    days = len(first) - 1
    n = 1
    cost = np.zeros(1)
    bits = np.zeros(1, np.int64)
    before_last = np.zeros(1, np.int32)
    last = np.zeros(1, np.int32)
    # What lies between a label's cost and what its rows cost at least, but for the days that are left.
    floors = np.full(1, later[0])
    runs = np.zeros(1, np.int32)
    carried = np.zeros(1, np.int64)
    sums = np.zeros((1, slots), np.int32)
    parents = [np.zeros(0, np.int32)]
    choices = [np.zeros(0, np.int32)]
    bound = upper
    new = np.zeros(slots, np.int32)
    for t in range(days):
        n2 = first[t + 1] - first[t]
        room = n * n2
        c_cost = np.empty(room)
        c_sure = np.empty(room)
        c_floor = np.empty(room)
        c_bits = np.empty(room, np.int64)
        c_telling = np.empty(room, np.int64)
        c_sums = np.empty((room, slots), np.int32)
        c_from = np.empty(room, np.int32)
        c_last = np.empty(room, np.int32)
        c_run = np.empty(room, np.int32)
        c_carried = np.empty(room, np.int64)
        size = highest[t + 1] - least[t + 1] + 1
        m = 0
        for label in range(n):
            before = touched_before(first, bits_of, keep, t, before_last[label], last[label])
            n1 = first[t] - first[t - 1] if t >= 1 else 1
            row = triple_at[t] + (before_last[label] * n1 + last[label]) * n2
            for k2 in range(n2):
                p = first[t] + k2
                run = min(runs[label] + 1, width - 1) if on[p] else 0
                if run > longest[t]:
                    continue
                ended, units = carry_on(closes, ends, least, highest, t, carried[label] + by[p])
                if ended == np.inf:
                    continue
                state = class_of[pair_at[t + 1] + last[label] * n2 + k2] * width + run
                left = value[at[t + 1] + state * size + units - least[t + 1]]
                if left == np.inf:
                    continue
                step = step_cost(bits_of, p, before, lam_mask[t], triples[row + k2], tilted_cost, lam, t)
                if floors[label] + step + ended + left >= upper:
                    continue
                for slot in range(slots):
                    new[slot] = sums[label, slot]
                paid = cost[label] + cost_of[p]
                for i in range(mv0[p], mv0[p + 1]):
                    new[mv_slot[i]] += mv_by[i]
                fresh = bits_of[p] & ~bits[label]
                now = bits[label] | bits_of[p]
                b = 0
                while fresh:
                    if fresh & 1:
                        for i in range(bm0[t * 64 + b], bm0[t * 64 + b + 1]):
                            new[bm_slot[i]] += bm_by[i]
                    fresh >>= 1
                    b += 1
                ok = True
                for i in range(cl0[t], cl0[t + 1]):
                    reached = new[cl_slot[i]]
                    table = cl_table[i]
                    if reached < use_low[table] or reached > use_high[table]:
                        ok = False
                        break
                    paid += points[table_at[table] + reached]
                    new[cl_slot[i]] = 0
                if not ok:
                    continue
                sure = paid + left + later[t + 1]
                relevant = np.int64(0)
                for i in range(op0[t], op0[t + 1]):
                    reached = new[op_slot[i]]
                    table = op_table[i]
                    lo = reached + op_least[i]
                    hi = reached + op_most[i]
                    if lo > use_high[table] or hi < use_low[table]:
                        ok = False
                        break
                    base = table_at[table]
                    if (
                        lo < lows[table]
                        or hi > highs[table]
                        or points[base + lo] != points[base + hi]
                        or (hi > lo and points[base + lo] != points[base + lo + 1])
                    ):
                        relevant |= op_mask[i]
                    if long[table] and table != chosen:
                        nearest = min(max(best_at[table], lo), hi)
                        sure += points[base + nearest] - slope[table] * (nearest - reached)
                if not ok:
                    continue
                if sure >= upper:
                    continue
                c_cost[m] = paid
                c_sure[m] = sure
                c_floor[m] = sure - left
                c_bits[m] = now & keep[t]
                c_telling[m] = relevant
                for slot in range(slots):
                    c_sums[m, slot] = new[slot]
                c_from[m] = label
                c_last[m] = k2
                c_run[m] = run
                c_carried[m] = units
                m += 1
        if m == 0:
            return np.zeros(0), np.zeros((0, days), np.int64), bound
        order = np.argsort(c_sure[:m])
        kept = np.empty(min(m, most_labels), np.int32)
        k = 0
        for o in range(m):
            j = order[o]
            if k == most_labels:
                bound = min(bound, c_sure[j])
                break
            dominated = False
            if t < days - 1:
                for q in range(k):
                    i2 = kept[q]
                    if (c_bits[i2] ^ c_bits[j]) & (c_telling[i2] | c_telling[j]):
                        continue
                    worst = c_cost[i2] - c_cost[j]
                    for i in range(op0[t], op0[t + 1]):
                        a = c_sums[i2, op_slot[i]]
                        b2 = c_sums[j, op_slot[i]]
                        if a == b2:
                            continue
                        table = op_table[i]
                        # Dearest where the other one ends as far out as a row of use can.
                        vb = min(b2 + op_most[i], use_high[table]) if a > b2 else max(b2 + op_least[i], use_low[table])
                        va = vb + a - b2
                        if va < lows[table] or va > highs[table]:
                            worst = np.inf
                            break
                        worst += points[table_at[table] + va] - points[table_at[table] + vb]
                    if worst <= 0:
                        dominated = True
                        break
            if not dominated:
                kept[k] = j
                k += 1
        cost = np.empty(k)
        bits = np.empty(k, np.int64)
        before_last = np.empty(k, np.int32)
        floors = np.empty(k)
        runs = np.empty(k, np.int32)
        carried = np.empty(k, np.int64)
        sums = np.empty((k, slots), np.int32)
        par = np.empty(k, np.int32)
        cho = np.empty(k, np.int32)
        new_last = np.empty(k, np.int32)
        for q in range(k):
            j = kept[q]
            cost[q] = c_cost[j]
            floors[q] = c_floor[j]
            bits[q] = c_bits[j]
            before_last[q] = last[c_from[j]]
            new_last[q] = c_last[j]
            runs[q] = c_run[j]
            carried[q] = c_carried[j]
            for slot in range(slots):
                sums[q, slot] = c_sums[j, slot]
            par[q] = c_from[j]
            cho[q] = first[t] + c_last[j]
        last = new_last
        parents.append(par)
        choices.append(cho)
        n = k
    some = min(n, most_paths)
    paths = np.empty((some, days), np.int64)
    for i in range(some):
        here = i
        for t in range(days, 0, -1):
            paths[i, t - 1] = choices[t][here]
            here = parents[t][here]
    return cost[:some].copy(), paths, min(bound, cost[0])
