"""What programs work with: scratch memory of the thread that asks, and slopes that are kept."""

import threading
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from solver.limits import Floats
from solver.rows.labels import Labels
from solver.rows.near import MOST_LABELS
from solver.rows.slopes import Ascent

#: What a day's pattern may gain or lose, as a share of the most points of any.
_SCALE = 0.3


class _Scratch(threading.local):
    """Values of sweeps and labels: megabytes, which each thread has once, in however many rooms it asks. They go with
    the thread.
    """

    def __init__(self) -> None:
        self.values, self.others = np.zeros(0), np.zeros(0)
        self.labels: Labels | None = None


_SCRATCH = _Scratch()


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

    def labels(self, days: int) -> Labels:
        """Room for labels of so many days, whatever stands in it, until the thread asks again."""
        if _SCRATCH.labels is None or len(_SCRATCH.labels.cell) < (days + 1) * MOST_LABELS:
            _SCRATCH.labels = Labels.of(days, MOST_LABELS)
        return _SCRATCH.labels

    def values(self, cells: int) -> Floats:
        """Room for a value a cell, whatever stands in it, until the thread asks again."""
        if len(_SCRATCH.values) < cells:
            _SCRATCH.values = np.zeros(cells)
        return _SCRATCH.values

    def values_to_come(self, cells: int) -> Floats:
        """Room for as many more."""
        if len(_SCRATCH.others) < cells:
            _SCRATCH.others = np.zeros(cells)
        return _SCRATCH.others
