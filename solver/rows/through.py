"""The cheapest row through each kind of pattern, compiled: the sweep's values of the days before, and a sweep back over
those after.
"""

import numpy as np

from solver.limits import Floats
from solver.native import native
from solver.rows.box import Box


@native
def through(box: Box, kind_points: Floats, value: Floats, to_come: Floats, least: Floats) -> None:
    """`least` takes the points of the cheapest row with each kind of pattern, inf where none is legal.

    kind_points: as in the sweep. value: as the sweep left it; to_come: room for as many cells.
    """
    step_at, source, target, kind, points = box.step_at, box.source, box.target, box.kind, box.points
    outer_move, shift, move_at, move_to = box.outer_move, box.shift, box.move_at, box.move_to
    cell_at, outer, inner, bound_at, bounds = box.cell_at, box.outer, box.inner, box.bound_at, box.bounds
    folds, final = box.folds, box.final
    days, size = len(step_at) - 1, len(final)
    least[:] = np.inf
    to_come[: cell_at[days]] = np.inf
    for i in range(cell_at[days], cell_at[days + 1]):
        to_come[i] = final[(i - cell_at[days]) % size]
    for day in range(days - 1, -1, -1):
        here, there, width, wide = outer[day] * inner[day], outer[day + 1] * inner[day + 1], inner[day], inner[day + 1]
        for step in range(step_at[day], step_at[day + 1]):
            paid = points[step] + kind_points[kind[step]]
            if paid == np.inf:
                continue
            low, high = bounds[bound_at[day] + source[step], 0], bounds[bound_at[day] + source[step], 1]
            first, last = bounds[bound_at[day + 1] + target[step], 0], bounds[bound_at[day + 1] + target[step], 1]
            if first > last:
                continue
            by, cheapest = shift[step], np.inf
            for place in range(outer[day]):
                to = move_to[move_at[day] + outer_move[step] + place]
                if to < 0:
                    continue
                at = cell_at[day] + source[step] * here + place * width
                goal = cell_at[day + 1] + target[step] * there + to * wide
                for i in range(low, high + 1):
                    inside = i + by
                    if inside < first:
                        if not folds[0]:
                            continue
                        inside = first
                    elif inside > last:
                        if not folds[1]:
                            continue
                        inside = last
                    rest = paid + to_come[goal + inside]
                    to_come[at + i] = min(to_come[at + i], rest)
                    cheapest = min(cheapest, value[at + i] + rest)
            least[kind[step]] = min(least[kind[step]], cheapest)
