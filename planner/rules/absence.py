"""Absences."""

from collections.abc import Iterator, Mapping
from datetime import date

from planner.board import Board
from planner.domain.people import AbsenceKind
from planner.domain.time import days_between
from planner.messages import Term, _l
from planner.rules.base import Breach, Rule
from planner.rules.details import str_detail
from planner.rules.single_cells import forbidden, touched_days
from solver.limits import Limit

REASONS = {
    AbsenceKind.LEAVE: _l("on leave"),
    AbsenceKind.SICK: _l("on sick leave"),
    AbsenceKind.TRAINING: _l("at a training"),
}


def absent_on(board: Board, person: int) -> Mapping[date, AbsenceKind]:
    """All dates of the person's absences, also beyond the month, and why."""
    return {
        day: absence.kind
        for absence in board.team.absences
        if absence.person == board.people[person].name
        for day in days_between(absence.first, absence.last)
    }


class AbsenceRule(Rule):
    """Nobody works or is on call while absent, not even the end of a shift that began the evening before."""

    code, label = "absence", _l("Absence")
    text = _l("{person} is {reason}, so {shifts} can't be worked")
    why = _l("{reason}, so {shifts} can't be worked")

    def limits(self, board: Board) -> Iterator[Limit]:
        for person in range(len(board.people)):
            away = absent_on(board, person)
            if not away:
                continue
            for number in board.month_cells(person):
                kinds = [away[day] for day in touched_days(board, number) if day in away]
                if kinds:
                    yield forbidden(board, number, kinds[0])

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        return {"reason": Term(REASONS[AbsenceKind(str_detail(breach, 1))])}
