"""The exact program, compiled: labels day by day, best first, the dominated and the hopeless dropped."""

import numpy as np

from solver.native import native


@native
def cheapest(
    first,
    bits_of,
    cost_of,
    mv0,
    mv_slot,
    mv_by,
    bm0,
    bm_slot,
    bm_by,
    cl0,
    cl_slot,
    cl_table,
    op0,
    op_slot,
    op_table,
    op_least,
    op_most,
    op_mask,
    keep,
    table_at,
    lows,
    highs,
    points,
    long,
    slots,
    slope,
    best_at,
    later,
    on,
    width,
    at,
    value,
    most_labels,
    most_paths,
    upper,
):
    """(costs, paths, bound): the cheapest rows found below `upper`, dearest last, and what no row costs less than."""
    days = len(first) - 1
    n = 1
    cost = np.zeros(1)
    bits = np.zeros(1, np.int64)
    last = np.zeros(1, np.int32)
    runs = np.zeros(1, np.int32)
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
        c_bits = np.empty(room, np.int64)
        c_telling = np.empty(room, np.int64)
        c_sums = np.empty((room, slots), np.int32)
        c_from = np.empty(room, np.int32)
        c_last = np.empty(room, np.int32)
        c_run = np.empty(room, np.int32)
        m = 0
        for label in range(n):
            for k2 in range(n2):
                p = first[t] + k2
                run = min(runs[label] + 1, width - 1) if on[p] else 0
                ahead = value[at[t + 1] + (last[label] * n2 + k2) * width + run]
                if ahead == np.inf:
                    continue
                for s in range(slots):
                    new[s] = sums[label, s]
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
                    units = new[cl_slot[i]]
                    table = cl_table[i]
                    if units < lows[table] or units > highs[table]:
                        ok = False
                        break
                    paid += points[table_at[table] + units]
                    new[cl_slot[i]] = 0
                if not ok:
                    continue
                sure = paid + ahead + later[t]
                relevant = np.int64(0)
                for i in range(op0[t], op0[t + 1]):
                    units = new[op_slot[i]]
                    table = op_table[i]
                    lo = units + op_least[i]
                    hi = units + op_most[i]
                    if lo > highs[table] or hi < lows[table]:
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
                    if long[table]:
                        nearest = min(max(best_at[table], lo), hi)
                        sure += points[base + nearest] - slope[table] * (nearest - units)
                if not ok:
                    continue
                if sure >= upper:
                    continue
                c_cost[m] = paid
                c_sure[m] = sure
                c_bits[m] = now & keep[t]
                c_telling[m] = relevant
                for s in range(slots):
                    c_sums[m, s] = new[s]
                c_from[m] = label
                c_last[m] = k2
                c_run[m] = run
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
                        end = op_most[i] if a > b2 else op_least[i]
                        va = a + end
                        vb = b2 + end
                        if va < lows[table] or va > highs[table]:
                            worst = np.inf
                            break
                        if vb > highs[table]:
                            va += highs[table] - vb
                            vb = highs[table]
                        elif vb < lows[table]:
                            va += lows[table] - vb
                            vb = lows[table]
                        worst += points[table_at[table] + va] - points[table_at[table] + vb]
                    if worst <= 0:
                        dominated = True
                        break
            if not dominated:
                kept[k] = j
                k += 1
        cost = np.empty(k)
        bits = np.empty(k, np.int64)
        last = np.empty(k, np.int32)
        runs = np.empty(k, np.int32)
        sums = np.empty((k, slots), np.int32)
        par = np.empty(k, np.int32)
        cho = np.empty(k, np.int32)
        for q in range(k):
            j = kept[q]
            cost[q] = c_cost[j]
            bits[q] = c_bits[j]
            last[q] = c_last[j]
            runs[q] = c_run[j]
            for s in range(slots):
                sums[q, s] = c_sums[j, s]
            par[q] = c_from[j]
            cho[q] = first[t] + c_last[j]
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
