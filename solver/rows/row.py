"""A line's row, as a roster or a mix of rows knows it (a column of the master program)."""

from dataclasses import dataclass

from solver.limits import Floats, Ints


@dataclass(frozen=True, slots=True)
class Cheapest:
    """points: of the cheapest row; own: by the line's own limits alone. path: its pattern of each day.

    Where too many counters would have to be looked at, no row costs less than `points`, and path is a legal row that
    may cost more, or None.
    """

    points: float
    own: float
    path: Ints | None


@dataclass(frozen=True, slots=True)
class Moves:
    """By how many units a row moves each of some links, none of them twice; the others it leaves."""

    link: Ints
    units: Ints

    def worth(self, prices: Floats) -> float:
        """What they come to at prices of all links."""
        return float(prices[self.link] @ self.units)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a member: what it costs by the member's own limits, and by how much it moves the links."""

    member: int
    path: Ints
    own: float
    moves: Moves
