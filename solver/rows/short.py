"""Sums over a few days, as what of them still matters from day to day.

After a day, all that a sum has come to matters only through what it may yet cost. Values with the same future are one;
a value whose cost is settled is `CLOSED`. So a window of six days with a day off in it is told from none at all, and a
window sum keeps exactly the length of the row of days at work.
"""

from functools import lru_cache

import numpy as np

from solver.limits import Floats, Ints

#: Of a sum whose cost is settled.
CLOSED = -(1 << 20)


#: Kept while a team's programs are made, whose contracts are mostly the same; then `after_day.cache_clear()`: of shifts
#: of odd lengths it is hundreds of megabytes.
@lru_cache(maxsize=20_000)
def after_day(points: bytes, least: int, low: int, high: int, fewest: int, most: int) -> tuple[Ints, Floats]:
    """For each value from `low` to `high` that a sum may have now: the value that stands for it (or CLOSED), and the
    points settled by that; inf where no future is legal.

    points: of each final value from `least` on (float64). fewest, most: what later days may add.
    """
    final = np.frombuffer(points, np.float64)
    stands, settled = np.full(high - low + 1, CLOSED, np.int64), np.zeros(high - low + 1)
    known: dict[bytes, tuple[int, float]] = {}
    for value in range(low, high + 1):
        # What later days may add is told generously where derived atoms span days: no value beyond the ends exists.
        future = final[np.clip(np.arange(value + fewest, value + most + 1) - least, 0, len(final) - 1)]
        smallest = float(future.min())
        if smallest == np.inf:
            settled[value - low] = np.inf
        elif (future == smallest).all():
            settled[value - low] = smallest
        else:
            stand, before = known.setdefault((future - smallest).tobytes(), (value, smallest))
            stands[value - low], settled[value - low] = stand, smallest - before
    return stands, settled
