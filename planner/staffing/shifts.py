"""A plan of people by hour, made of full shifts: as few as a local search finds."""

from collections.abc import Callable
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from planner.staffing.week import PLANNED_KINDS, Persons, WeekGrid

#: One row a possible shift: 1 in the cells that it covers.
Covers = NDArray[np.int64]


def in_few_shifts(
    grid: WeekGrid, persons: Persons, floor: Persons, shift_hours: int, meets: Callable[[Persons], bool]
) -> Persons:
    """A plan that meets the goal and the floor, made of shifts of eight hours (or the whole day where it is
    shorter).

    Starts from the fewest shifts that cover `persons` (a plan that meets), drops what isn't needed, weekends
    first, then looks for two shifts that one other can replace.
    """
    covers = _covers(grid, shift_hours)
    counts = _covering(covers, np.maximum(persons, floor))

    def good(tried: NDArray[np.int64]) -> bool:
        on_duty = tried @ covers
        return bool((on_duty >= floor).all()) and meets(on_duty)

    size = max(1, int(counts.max()) // 4)
    while size:
        counts, dropped = _drop(counts, size, good)
        if not dropped:
            counts, replaced = _two_by_one(counts, covers, size, good)
            if not replaced:
                size //= 2
    return np.asarray(counts @ covers, dtype=np.int64)


def _covers(grid: WeekGrid, shift_hours: int) -> Covers:
    """Every full shift of every kind of day, one starting in each hour that leaves it its length; weekends
    first.
    """
    rows = []
    for kind in reversed(PLANNED_KINDS):
        cells = np.flatnonzero(grid.of_kind(kind))
        for first in range(max(1, cells.size - shift_hours + 1) if cells.size else 0):
            row = np.zeros(len(grid.cells), dtype=np.int64)
            row[cells[first : first + shift_hours]] = 1
            rows.append(row)
    return np.array(rows)


def _covering(covers: Covers, persons: Persons) -> NDArray[np.int64]:
    """Shifts that put at least `persons` on duty: whoever is missing in an hour starts there, or as late as
    can be.
    """
    counts = np.zeros(len(covers), dtype=np.int64)
    on_duty = np.zeros_like(persons)
    for cell in range(persons.size):
        missing = persons[cell] - on_duty[cell]
        if missing > 0:
            latest = int(np.flatnonzero(covers[:, cell])[-1])
            counts[latest] += missing
            on_duty += missing * covers[latest]
    return counts


def _drop(
    counts: NDArray[np.int64], size: int, good: Callable[[NDArray[np.int64]], bool]
) -> tuple[NDArray[np.int64], bool]:
    changed = False
    for shift in np.flatnonzero(counts):
        tried = counts.copy()
        tried[shift] = max(0, tried[shift] - size)
        if good(tried):
            counts, changed = tried, True
    return counts, changed


def _two_by_one(
    counts: NDArray[np.int64], covers: Covers, size: int, good: Callable[[NDArray[np.int64]], bool]
) -> tuple[NDArray[np.int64], bool]:
    """The first exchange found of two lots of shifts for one lot that overlaps them both."""
    for one, other in combinations_with_replacement(np.flatnonzero(counts), 2):
        removed = counts.copy()
        removed[one] -= size
        removed[other] -= size
        if removed.min() < 0:
            continue
        touching = (covers @ (covers[one] + covers[other]) > 0) & (covers @ covers[one] > 0)
        for added in np.flatnonzero(touching & (covers @ covers[other] > 0)):
            tried = removed.copy()
            tried[added] += size
            if added not in (one, other) and good(tried):
                return tried, True
    return counts, False
