"""Where the prices of counters that don't fit stand from one asking for rows to the next."""

from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from solver.limits import Floats
from solver.rows.slopes import Ascent

#: What a day's pattern may gain or lose, as a share of the most points of any.
_SCALE = 0.3


class Room:
    """Slopes of counters, which begin where the last asking in this room left them: for points of another kind or size,
    such as those of rounds and of insertions, another room is better. One thread at a time asks in a room.
    """

    def __init__(self) -> None:
        # By what asks for rows, as long as there is one: of some days there are new ones all the time.
        self._ascents: WeakKeyDictionary[Any, Ascent] = WeakKeyDictionary()

    def ascent(self, asker: object, counters: int, points: Floats) -> Ascent:
        """Slopes of the asker's counters, from where its last asking left them. points: of each pattern."""
        if asker not in self._ascents:
            known = np.abs(points[np.isfinite(points)])
            self._ascents[asker] = Ascent(counters, max(1.0, float(known.max(initial=0.0))) * _SCALE)
        return self._ascents[asker]
