"""Longest working week."""

from collections.abc import Iterator

from planner.board import Board
from planner.messages import _l
from planner.rules.base import Rule, Subject, Unit
from solver.limits import Kind, Limit


class MaxWeek(Rule):
    """At most so many paid minutes a week; the week that began before the month counts with its past shifts."""

    code, label = "max_week", _l("Working time a week")
    text = _l("{person} works {value} in the week from {day}; {bound} are allowed")
    why = _l("works {value} in the week from {day}; {bound} are allowed")
    unit = Unit.MINUTES
    law_key = "max_week_min"

    def limits(self, board: Board) -> Iterator[Limit]:
        for person in range(len(board.people)):
            most_min = self.value(board, person)
            if most_min is None:
                continue
            for week in board.weeks:
                cells = [n for day in week for n in board.busy_on(person, day)]
                paid_min = [board.cells[n].paid_min for n in cells]
                if sum(paid_min) > most_min:
                    yield Limit(
                        cells, high=most_min, weights=paid_min, kind=Kind.WINDOW, subject=Subject(person, week[0])
                    )
