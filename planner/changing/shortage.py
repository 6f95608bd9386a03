"""Which demand is short in a roster, and whose shifts count for it."""

from collections.abc import Iterable
from datetime import date

from planner.board import Board, Place
from planner.rulebook import plan_of
from solver.increments import Increments
from solver.limits import Columns, Kind, Tier


class Shortage:
    """Of one roster. columns: at least the rules of coverage, as stated on the board."""

    def __init__(self, board: Board, columns: Columns, places: frozenset[Place]) -> None:
        self._board = board
        self._now = Increments(columns, plan_of(board, places))

    def of(self, place: Place) -> frozenset[int]:
        """Rows of demand that are short and that somebody's shift counts for, or would count for."""
        return gap_of(self._board, self._now, place)

    def anywhere(self, day: date, code: str) -> bool:
        """Whether anybody, with a shift of a date, would count for demand that is short."""
        return any(self.of((manager.name, day, code)) for manager in self._board.people)


def is_short(columns: Columns, row: int, value: int) -> bool:
    """Whether a row is about demand that is short with so much."""
    return columns.kinds[row] is Kind.COVER and value < int(columns.low[row])


def rows_short(now: Increments, cells: Iterable[int]) -> frozenset[int]:
    """Rows of demand that are short under a plan and that one of the cells would count for."""
    entries = (entry for cell in cells for entry in now.entries(cell))
    return frozenset(row for row, _, _ in entries if is_short(now.columns, row, now.values[row]))


def gap_of(board: Board, now: Increments, place: Place) -> frozenset[int]:
    """The same of somebody's shift; none where the board has no such cell, as of who has left the team."""
    cell = board.number(place)
    return frozenset() if cell is None else rows_short(now, [cell])


def covers_more(now: Increments, worse: dict[int, int]) -> bool:
    """Whether more of the demand is covered, what the team insists on first, and what else it insists on allows for it:
    hours that somebody owes, say, are no demand. worse: as `now` reckons it.
    """
    demand = {row: by for row, by in worse.items() if now.columns.kinds[row] is Kind.COVER}
    none = (0,) * (Tier.COVERAGE + 1)
    return all(now.costs(some)[: Tier.COVERAGE + 1] < none for some in (worse, demand))
