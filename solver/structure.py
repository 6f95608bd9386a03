"""What can be read off columns once and used for every model made of them."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from solver.exclusive import ExclusiveSets
from solver.limits import Columns, Ints


@dataclass(frozen=True, slots=True)
class Structure:
    """exclusive: sets of atoms of which one at most is true. sum_of: a number a row; equal numbers mean equal sums."""

    exclusive: ExclusiveSets
    sum_of: Ints

    @classmethod
    def of(cls, columns: Columns) -> "Structure":
        """The structure of columns."""
        entries = np.stack([columns.atom, columns.weight], axis=1).tobytes()
        edges = (columns.start * (len(entries) // max(1, len(columns.atom)))).tolist()
        known: dict[bytes, int] = {}
        sums = [known.setdefault(entries[a:b], len(known)) for a, b in pairwise(edges)]
        return cls(ExclusiveSets.of(columns), np.array(sums, np.int64))
