"""Breaks within a shift."""

from collections.abc import Iterator, Mapping

from planner.board import Board
from planner.law import Steps
from planner.messages import Minutes, _l
from planner.rules.base import Breach, Rule, Unit
from planner.rules.details import int_detail
from planner.rules.single_cells import forbidden
from solver.limits import Limit

#: Work up to this length needs no break where a team sets its own break.
SHORT_WORK_MIN = 360


class Break(Rule):
    """A shift's break is as long as the law of the person's country asks for work of that length.

    The law gives steps (over so many minutes of work, so many minutes of break), work being the shift less its break.
    value: minutes of break in shifts with more than 6 h of work; with a note it replaces the law's steps.
    """

    code, label = "break", _l("Break")
    text = _l("{person}: {shifts} has {has} of break for {work} of work; {needed} are needed")
    why = _l("{shifts} has {has} of break for {work} of work; {needed} are needed")
    unit = Unit.MINUTES
    law_key = "break_steps"
    stricter = "high"
    figure_names = ("has", "needed")

    def limits(self, board: Board) -> Iterator[Limit]:
        for person in range(len(board.people)):
            steps = self._steps(board, person)
            for number in board.month_cells(person) if steps else ():
                shift = board.shift_of(number)
                work_min = board.cells[number].paid_min
                needed_min = max((pause for over, pause in steps if work_min > over), default=0)
                if not shift.on_call and shift.break_min < needed_min:
                    yield forbidden(board, number, shift.break_min, work_min, needed_min)

    def _steps(self, board: Board, person: int) -> Steps:
        own_min = self.value(board, person)
        own: Steps = ((SHORT_WORK_MIN, own_min),) if own_min else ()
        law = self.law_value(board, person)
        if law is None or self.replaces_law(board) or not isinstance(law.value, tuple):
            return own
        return (*law.value, *own)

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        has, work, needed = (Minutes(int_detail(breach, at)) for at in (1, 2, 3))
        return {"has": has, "work": work, "needed": needed}
