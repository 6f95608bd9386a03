"""Working days in a row."""

from collections.abc import Iterator
from datetime import timedelta

from planner.board import Board
from planner.domain.time import days_between
from planner.messages import _l
from planner.rules.base import Rule, Subject, Unit
from solver.limits import Kind, Limit


class MaxDaysInRow(Rule):
    """At most so many working days in a row, counted on from the days worked before the month.

    Days that are published after the month count on likewise.
    """

    code, label = "max_days_in_row", _l("Working days in a row")
    text = _l("{person} works more than {bound} in a row, up to {day}")
    why = _l("would work more than {bound} in a row, up to {day}")
    unit = Unit.DAYS
    default = 6
    law_key = "max_consecutive_days_with_sunday"

    def limits(self, board: Board) -> Iterator[Limit]:
        for person in range(len(board.people)):
            most = self.value(board, person)
            if most is None:
                continue
            first = board.days[0] - timedelta(days=most)
            last = min(board.known_until, board.days[-1] + timedelta(days=most))
            days = list(days_between(first, last))
            worked = [board.busy(person, [day]) for day in days]
            for end in range(most, len(days)):
                window = worked[end - most : end + 1]
                atoms = [atom for atom in window if atom is not None]
                if len(atoms) == len(window):
                    yield Limit(atoms, high=most, kind=Kind.RUN, subject=Subject(person, days[end]))
