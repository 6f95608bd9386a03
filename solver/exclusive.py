"""Sets of atoms of which at most one can be true, read off the hard limits."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.limits import Columns


@dataclass(slots=True)
class ExclusiveSets:
    """sets: atoms of each hard limit that says "at most one". of_atom: the sets an atom is in."""

    sets: list[frozenset[int]]
    of_atom: dict[int, list[int]]

    @classmethod
    def of(cls, columns: Columns) -> "ExclusiveSets":
        """The exclusive sets among base atoms that the limits state as they stand."""
        lightest = np.minimum.reduceat(columns.weight, columns.start[:-1])
        heaviest = np.maximum.reduceat(columns.weight, columns.start[:-1])
        last = np.maximum.reduceat(columns.atom, columns.start[:-1])
        fits = columns.hard & (columns.high == 1) & (lightest == 1) & (heaviest == 1) & (last < columns.base)
        sets: list[frozenset[int]] = []
        of_atom: dict[int, list[int]] = {}
        for row in np.flatnonzero(fits & (np.diff(columns.start) > 1)).tolist():
            atoms = columns.entries(row)[0].tolist()
            for atom in atoms:
                of_atom.setdefault(atom, []).append(len(sets))
            sets.append(frozenset(atoms))
        return cls(sets, of_atom)

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
