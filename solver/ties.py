"""What ties atoms, and the days that they are about, to each other: read off columns, and joined into sets of days."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from solver.increments import entries_by_atom
from solver.layout import Layout
from solver.limits import Columns, Ints, Tier
from solver.nearby import Nearby


@dataclass(frozen=True)
class Ties:
    """What ties atoms to each other, read off columns once and used for every repair of them, whatever their bounds."""

    columns: Columns
    layout: Layout

    @cached_property
    def nearby(self) -> Nearby:
        """What ties atoms to each other."""
        return Nearby.of(self.columns)

    @cached_property
    def tied(self) -> list[frozenset[int]]:
        """The days of each limit that costs MUST, COVERAGE or CHANGE."""
        asked = (self.columns.price > 0) & (self.columns.tier < Tier.COMFORT)
        return list(dict.fromkeys(self.days_of(np.flatnonzero(asked))))

    def days_of(self, rows: Ints) -> list[frozenset[int]]:
        """The days that each of some limits is about, derived atoms by their members."""
        begins, of_row, _, _ = entries_by_atom(self.columns.only(rows))
        day = np.repeat(self.layout.day, np.diff(begins))
        by_row = np.lexsort((day, of_row))
        edges = np.searchsorted(of_row[by_row], np.arange(len(rows) + 1)).tolist()
        days = day[by_row].tolist()
        return [frozenset(days[first:last]) for first, last in pairwise(edges)]


class DisjointDays:
    """Sets of days of which no two share a day: joining merges all that are touched."""

    def __init__(self) -> None:
        self._set_of: dict[int, set[int]] = {}

    def join(self, days: Iterable[int]) -> None:
        """Put days, known or new, into one set."""
        together = set(days)
        for day in list(together):
            together |= self._set_of.get(day, set())
        for day in together:
            self._set_of[day] = together

    def join_known(self, days: Iterable[int]) -> None:
        """Put those of the days that are in any set into one."""
        self.join([day for day in days if day in self._set_of])

    def sets(self) -> list[set[int]]:
        """The sets, by their first day."""
        return sorted({id(days): days for days in self._set_of.values()}.values(), key=min)
