"""Sets of atoms of which at most one can be true, read off the hard limits."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

import numpy as np

from solver.limits import Columns


@dataclass(slots=True)
class ExclusiveSets:
    """sets: atoms of each hard limit that says "at most one". of_atom: the sets an atom is in. rows: a set's limit."""

    sets: list[frozenset[int]]
    of_atom: dict[int, list[int]]
    rows: list[int]

    @classmethod
    def of(cls, columns: Columns) -> "ExclusiveSets":
        """The exclusive sets among base atoms that the limits state as they stand."""
        lightest = np.minimum.reduceat(columns.weight, columns.start[:-1])
        heaviest = np.maximum.reduceat(columns.weight, columns.start[:-1])
        last = np.maximum.reduceat(columns.atom, columns.start[:-1])
        fits = columns.hard & (columns.high == 1) & (lightest == 1) & (heaviest == 1) & (last < columns.base)
        sets: list[frozenset[int]] = []
        of_atom: dict[int, list[int]] = {}
        rows: list[int] = np.flatnonzero(fits & (np.diff(columns.start) > 1)).tolist()
        for row in rows:
            atoms = columns.entries(row)[0].tolist()
            for atom in atoms:
                of_atom.setdefault(atom, []).append(len(sets))
            sets.append(frozenset(atoms))
        return cls(sets, of_atom, rows)

    def without(self, rows: Container[int]) -> "ExclusiveSets":
        """The sets less those of some limits, which have become wider."""
        gone = {number for number, row in enumerate(self.rows) if row in rows}
        if not gone:
            return self
        of_atom = dict(self.of_atom)
        for atom in frozenset[int]().union(*(self.sets[number] for number in gone)):
            of_atom[atom] = [number for number in of_atom[atom] if number not in gone]
        return ExclusiveSets(self.sets, of_atom, self.rows)

    def split(self, atoms: Sequence[int]) -> list[list[int]]:
        """The atoms in few groups, each inside one exclusive set; an atom in none stands alone."""
        rest = set(atoms)
        groups: list[list[int]] = []
        while rest:
            first = min(rest)
            candidates = self.of_atom.get(first, ())
            group = max((self.sets[s] & rest for s in candidates), key=len, default=frozenset({first}))
            groups.append(sorted(group))
            rest -= group
        return groups
