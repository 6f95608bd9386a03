"""What can be read off columns once and used for every model made of them."""

from dataclasses import dataclass

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
        known: dict[tuple[bytes, bytes], int] = {}
        sums = np.zeros(columns.rows, np.int64)
        for row in range(columns.rows):
            atoms, weights = columns.entries(row)
            sums[row] = known.setdefault((atoms.tobytes(), weights.tobytes()), len(known))
        return cls(ExclusiveSets.of(columns), sums)
