"""Joiners and leavers."""

from collections.abc import Iterator

from planner.board import Board
from planner.messages import _l
from planner.rules.base import Rule
from planner.rules.single_cells import forbidden, touched_days
from solver.limits import Limit


class Employment(Rule):
    """Nobody works before the first or after the last day with the team; both of these days count as employed."""

    code, label = "employment", _l("With the team")
    text = _l("{person} is not with the team on that day: {shifts}")
    why = _l("not with the team on that day: {shifts}")

    def limits(self, board: Board) -> Iterator[Limit]:
        for person, manager in enumerate(board.people):
            if manager.joins_on is None and manager.leaves_on is None:
                continue
            for number in board.month_cells(person):
                if not all(manager.employed(day) for day in touched_days(board, number)):
                    yield forbidden(board, number)
