"""What is kept of the rounds over everybody, for the dives of all threads to begin with."""

from collections.abc import Sequence
from concurrent.futures import Future

import numpy as np

from solver.limits import Floats
from solver.rows.row import Row


class Kept:
    """Empty until rounds come near their bound, and kept anew once they are done. members: how many. relaxing: the
    prices of the relaxation, by number of the sum, where a thread works on them already.

    coverage: see Mix. dive_s: seconds that the first dive over everybody took, where coverage counts; 0 before it is
    over. traded: whether all who share a market are done. ended: whether no more rounds come.
    """

    def __init__(self, members: int, relaxing: "Future[Floats | None] | None" = None) -> None:
        self.relaxing = relaxing
        self.coverage: Floats | None = None
        self.dive_s, self.traded, self.ended = 0.0, False, False
        self._rows: list[list[Row]] = [[] for _ in range(members)]

    def keep(self, rows: Sequence[Row], prices: Floats) -> None:
        """Keep rows, those nearest to the prices of the bound first."""
        paid = [row.own - row.moves.worth(prices) for row in rows]
        found: list[list[Row]] = [[] for _ in self._rows]
        for number in np.argsort(paid, kind="stable").tolist():
            found[rows[number].member].append(rows[number])
        # At once, since other threads read.
        self._rows = found

    def nearest(self, member: int, count: int) -> list[Row]:
        """At most so many rows of a member."""
        return self._rows[member][:count]

    @property
    def ready(self) -> bool:
        """Whether there are any."""
        return any(self._rows)
