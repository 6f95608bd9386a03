"""Weekends worked in a month."""

from collections.abc import Iterator

from planner.board import Board
from planner.messages import _l
from planner.rules.base import Rule, Subject, Unit
from solver.limits import Kind, Limit


class MaxWeekends(Rule):
    """At most so many weekends a month on which a shift starts on Saturday or Sunday; no limit unless one is set."""

    code, label = "max_weekends", _l("Weekends a month")
    text = _l("{person} works on too many weekends this month: {value}, and the limit is {bound}")
    why = _l("works on too many weekends this month: {value}, and the limit is {bound}")
    unit = Unit.TIMES

    def limits(self, board: Board) -> Iterator[Limit]:
        weekends = [[day for day in weekend if day in board.cells_of_day] for weekend in board.weekends]
        for person in range(len(board.people)):
            most = self.value(board, person)
            if most is None:
                continue
            atoms = [atom for days in weekends if (atom := board.busy(person, days)) is not None]
            if len(atoms) > most:
                yield Limit(atoms, high=most, kind=Kind.ANY_OF_DAYS, subject=Subject(person))
