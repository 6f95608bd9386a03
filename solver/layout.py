"""Where atoms lie, and how far over lines or days they and the limits on them reach."""

from dataclasses import dataclass

import numpy as np

from solver.limits import Columns, Derived, Ints


@dataclass(frozen=True, slots=True)
class Layout:
    """Where atoms lie: line (a person) and day of each base atom.

    Days are counted from 0; below 0 lies what is none of the days planned (what was before them, or comes after), and
    all of it is fixed.
    """

    line: Ints
    day: Ints

    @property
    def lines(self) -> int:
        """Number of lines."""
        return int(self.line.max()) + 1 if len(self.line) else 0

    @property
    def days(self) -> int:
        """Number of days."""
        return int(self.day.max()) + 1 if len(self.day) else 0


def atom_reach(derived: Derived, place: Ints) -> tuple[Ints, Ints]:
    """The first and the last place of each atom, base ones and then derived ones.

    place: of each base atom, its line or its day, say.
    """
    if not derived.members:
        return place, place
    flat, starts = derived.laid_out()
    first, last = (side.reduceat(place[flat], starts) for side in (np.minimum, np.maximum))
    return np.concatenate([place, first]), np.concatenate([place, last])


def reach(columns: Columns, place: Ints) -> tuple[Ints, Ints]:
    """The first and the last place of all that each limit counts. place: of each base atom."""
    first, last = atom_reach(columns.derived, place)
    starts = columns.start[:-1]
    return np.minimum.reduceat(first[columns.atom], starts), np.maximum.reduceat(last[columns.atom], starts)
