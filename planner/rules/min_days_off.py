"""Least days off in a row."""

from collections.abc import Iterator, Mapping

from planner.board import Board
from planner.messages import Days, _l
from planner.rules.base import Breach, Rule, Unit
from planner.rules.details import int_detail
from planner.rules.short_rows import short_rows
from solver.limits import Limit


class MinDaysOff(Rule):
    """Days off between days at work come in rows of at least so many. A day too few costs the price.

    Rows with an absence in them, and rows that touch the month's last day, are not judged.
    """

    code, label = "min_days_off", _l("Least days off in a row")
    text = _l("{person}: only {length} off in a row from {day}; {least} are wished for")
    unit = Unit.DAYS
    default = 2
    price = 20
    stricter = "high"

    def limits(self, board: Board) -> Iterator[Limit]:
        for person in range(len(board.people)):
            yield from short_rows(board, person, self.value(board, person) or 0, at_work=False)

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        return {"length": Days(int_detail(breach, 0)), "least": Days(int_detail(breach, 1))}
