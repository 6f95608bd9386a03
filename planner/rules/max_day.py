"""Longest working day."""

from collections.abc import Iterator

from planner.board import Board
from planner.messages import _l
from planner.rules.base import Rule, Subject, Unit
from solver.limits import Kind, Limit


class MaxDay(Rule):
    """At most so many paid minutes a day; a shift counts on the day it starts. Where the law has no maximum: none."""

    code, label = "max_day", _l("Working time a day")
    text = _l("{person} works {value} on {day}; {bound} are allowed")
    why = _l("works {value} on {day}; {bound} are allowed")
    unit = Unit.MINUTES
    law_key = "max_day_min"

    def limits(self, board: Board) -> Iterator[Limit]:
        for person in range(len(board.people)):
            most_min = self.value(board, person)
            if most_min is None:
                continue
            for day in board.days:
                cells = board.busy_on(person, day)
                paid_min = [board.cells[n].paid_min for n in cells]
                if sum(paid_min) > most_min:
                    yield Limit(cells, high=most_min, weights=paid_min, kind=Kind.WINDOW, subject=Subject(person, day))
