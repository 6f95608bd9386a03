"""Working days in a row."""

from collections.abc import Iterator
from datetime import date, timedelta

from planner.board import Board
from planner.domain.time import days_between
from planner.messages import _l
from planner.rules.base import Breach, Rule, Subject, Unit
from planner.rules.runs import busy_cells_of, run_round, whole_run
from solver.limits import Ints, Kind, Limit


class MaxDaysInRow(Rule):
    """At most so many working days in a row, counted on from the days worked before the month.

    Days that are published after the month count on likewise.
    """

    code, label = "max_days_in_row", _l("Working days in a row")
    text = _l("{person} works {value} in a row, up to {day}; the limit is {bound}")
    why = _l("would work {value} in a row, up to {day}; the limit is {bound}")
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

    def whole(self, board: Board, breach: Breach, plan: Ints) -> Breach:
        """The whole row of days, told by its last one."""
        person, end, most = breach.subject.person, breach.subject.day, breach.high
        assert person is not None
        assert end is not None
        assert most is not None
        first, last = run_round(
            end.toordinal(), lambda day: bool(busy_cells_of(board, person, [date.fromordinal(day)], plan))
        )
        days = [date.fromordinal(day) for day in range(first, last + 1)]
        cells = busy_cells_of(board, person, days, plan)
        return whole_run(board, breach, Subject(person, days[-1]), len(days), most, cells)
