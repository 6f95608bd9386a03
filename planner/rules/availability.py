"""Weekly availability."""

from collections.abc import Iterator

from planner.availability import unavailable
from planner.board import Board
from planner.messages import _l
from planner.rules.base import Rule, Subject
from solver.limits import Kind, Limit


class AvailabilityRule(Rule):
    """A shift lies inside the person's weekly availability; who stated none for a date's season is always available."""

    code, label = "availability", _l("Availability")
    text = _l("{person} is not available for {shifts}")
    why = _l("not available for {shifts}")

    def limits(self, board: Board) -> Iterator[Limit]:
        for number in sorted(unavailable(board)):
            cell = board.cells[number]
            yield Limit([number], high=0, kind=Kind.PAIR, subject=Subject(cell.person, cell.day))
