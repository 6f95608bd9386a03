"""Sets of atoms of which at most one can be true, read off the hard limits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from solver.limits import Columns, Ints


@dataclass(slots=True)
class ExclusiveSets:
    """The atoms of each hard limit that says "at most one", kept in arrays: a year of a large team has 50,000 of them.

    start, atom: set s holds atom[start[s]:start[s + 1]]. first, set_of: atom a is in set_of[first[a]:first[a + 1]].
    rows: a set's limit. gone: sets that hold no more.
    """

    start: Ints
    atom: Ints
    first: Ints
    set_of: Ints
    rows: Ints
    gone: frozenset[int] = frozenset()
    _known: dict[int, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, columns: Columns) -> "ExclusiveSets":
        """The exclusive sets among base atoms that the limits state as they stand."""
        lightest = np.minimum.reduceat(columns.weight, columns.start[:-1])
        heaviest = np.maximum.reduceat(columns.weight, columns.start[:-1])
        last = np.maximum.reduceat(columns.atom, columns.start[:-1])
        fits = columns.hard & (columns.high == 1) & (lightest == 1) & (heaviest == 1) & (last < columns.base)
        rows = np.flatnonzero(fits & (np.diff(columns.start) > 1))
        sets = columns.only(rows)
        order = np.argsort(sets.atom, kind="stable")
        first = np.searchsorted(sets.atom[order], np.arange(columns.base + 1))
        set_of = np.repeat(np.arange(len(rows)), np.diff(sets.start))[order]
        return cls(sets.start, sets.atom, first, set_of, rows)

    def without(self, rows: Collection[int]) -> "ExclusiveSets":
        """The sets less those of some limits, which have become wider."""
        gone = frozenset(np.flatnonzero(np.isin(self.rows, list(rows))).tolist())
        return ExclusiveSets(self.start, self.atom, self.first, self.set_of, self.rows, self.gone | gone, self._known)

    def together(self, atoms: Collection[int]) -> bool:
        """Whether one set holds all of these atoms, or there is one atom alone."""
        return len(atoms) == 1 or any(one.issuperset(atoms) for one in self._with(next(iter(atoms))))

    def split(self, atoms: Sequence[int]) -> list[list[int]]:
        """The atoms in few groups, each inside one exclusive set; an atom in none stands alone."""
        rest = set(atoms)
        groups: list[list[int]] = []
        while rest:
            first = min(rest)
            group = max((one & rest for one in self._with(first)), key=len, default=frozenset({first}))
            groups.append(sorted(group))
            rest -= group
        return groups

    def _with(self, atom: int) -> list[frozenset[int]]:
        numbers = self.set_of[self.first[atom] : self.first[atom + 1]].tolist()
        return [self._set(number) for number in numbers if number not in self.gone]

    def _set(self, number: int) -> frozenset[int]:
        known = self._known.get(number)
        if known is None:
            known = self._known[number] = frozenset(self.atom[self.start[number] : self.start[number + 1]].tolist())
        return known
