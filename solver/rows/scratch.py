"""Scratch memory for programs of rows: megabytes, which each thread has once, whatever programs it asks. What stands in
it holds until the thread asks for the like again, and it goes with the thread.
"""

import threading

import numpy as np

from solver.limits import Floats
from solver.rows.labels import Labels
from solver.rows.near import MOST_LABELS


class _Scratch(threading.local):
    def __init__(self) -> None:
        self.values, self.to_come = np.zeros(0), np.zeros(0)
        self.labels: Labels | None = None


_OWN = _Scratch()


def values(cells: int) -> Floats:
    """A value a cell at least, whatever stands in it."""
    if len(_OWN.values) < cells:
        _OWN.values = np.zeros(cells)
    return _OWN.values


def values_to_come(cells: int) -> Floats:
    """As many more."""
    if len(_OWN.to_come) < cells:
        _OWN.to_come = np.zeros(cells)
    return _OWN.to_come


def labels(days: int) -> Labels:
    """Labels of so many days at least, whatever stands in them."""
    if _OWN.labels is None or len(_OWN.labels.cell) < (days + 1) * MOST_LABELS:
        _OWN.labels = Labels.of(days, MOST_LABELS)
    return _OWN.labels
