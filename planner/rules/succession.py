"""Shift types that may not follow each other."""

from collections.abc import Iterator
from datetime import timedelta

from planner.board import Board
from planner.messages import _l
from planner.rules.banned_days import days_reached
from planner.rules.base import Rule, Subject
from planner.rules.single_cells import cells_on
from solver.limits import Kind, Limit


class Succession(Rule):
    """After a shift, none of the types that its shift type forbids is worked on the next day, on-call duty included."""

    code, label = "succession", _l("Order of shifts")
    text = _l("{person}: these may not follow each other: {shifts}")
    why = _l("these may not follow each other: {shifts}")

    def limits(self, board: Board) -> Iterator[Limit]:
        forbidding = {s: shift.forbidden_next for s, shift in enumerate(board.shift_types) if shift.forbidden_next}
        if not forbidding:
            return
        for person in range(len(board.people)):
            for day in days_reached(board):
                today = cells_on(board, person, day)
                for first in cells_on(board, person, day - timedelta(days=1)):
                    forbidden = forbidding.get(board.cells[first].shift, frozenset())
                    for second in today:
                        code = board.shift_of(second).code
                        if code in forbidden:
                            before = board.shift_of(first).code
                            subject = Subject(person, day, (before, code))
                            yield Limit([first, second], high=1, kind=Kind.PAIR, subject=subject)
