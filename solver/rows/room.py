"""Scratch memory of a thread for its programs."""

from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from solver.limits import Floats
from solver.rows.labels import Labels
from solver.rows.near import MOST_LABELS
from solver.rows.slopes import Ascent

#: What a day's pattern may gain or lose, as a share of the most points of any.
_SCALE = 0.3


class Room:
    """One thread's: values of sweeps, labels, and slopes of counters.

    Slopes begin where the last asking left them: for points of another kind or size, such as those of rounds and of
    insertions, another room is better.
    """

    def __init__(self) -> None:
        self._values, self._others = np.zeros(0), np.zeros(0)
        self._labels: Labels | None = None
        # By what asks for rows, as long as there is one: of some days there are new ones all the time.
        self._ascents: WeakKeyDictionary[Any, Ascent] = WeakKeyDictionary()

    def ascent(self, asker: object, counters: int, points: Floats) -> Ascent:
        """Slopes of the asker's counters, from where its last asking left them. points: of each pattern."""
        if asker not in self._ascents:
            known = np.abs(points[np.isfinite(points)])
            self._ascents[asker] = Ascent(counters, max(1.0, float(known.max(initial=0.0))) * _SCALE)
        return self._ascents[asker]

    def labels(self, days: int) -> Labels:
        """Room for labels of so many days, whatever stands in it."""
        if self._labels is None or len(self._labels.cell) < (days + 1) * MOST_LABELS:
            self._labels = Labels.of(days, MOST_LABELS)
        return self._labels

    def values(self, cells: int) -> Floats:
        """Room for a value a cell, whatever stands in it."""
        if len(self._values) < cells:
            self._values = np.zeros(cells)
        return self._values

    def values_to_come(self, cells: int) -> Floats:
        """Room for as many more."""
        if len(self._others) < cells:
            self._others = np.zeros(cells)
        return self._others
