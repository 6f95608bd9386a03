"""On-call days."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from planner.board import Board
from planner.domain.time import days_between
from planner.messages import Message, _l
from planner.rules.base import Breach, Rule, Subject, Unit
from planner.rules.details import int_detail
from solver.limits import Kind, Limit

FOUR_WEEKS = 28


class OnCallDays(Rule):
    """On call on at most so many days a month (10, as in AT), and in any 4 weeks at most as the law says (CH 7).

    A duty counts on the day it starts. A team's value with a note stands for both.
    """

    code, label = "on_call_days", _l("On-call days")
    text = _l("{person} is on call on {value} {period}; the limit is {bound}")
    why = _l("on call on {value} {period}; the limit is {bound}")
    unit = Unit.DAYS
    default = 10
    law_key = "oncall_days_month"

    def limits(self, board: Board) -> Iterator[Limit]:
        if not any(shift.on_call for shift in board.kinds):
            return
        for person in range(len(board.people)):
            most = self.value(board, person)
            if most is not None:
                yield from _at_most(board, person, most, board.days[0], board.days[-1], 0)
            most = self._four_weeks(board, person)
            if most is None:
                continue
            # A window over days of which nothing is known holds no more than the next one.
            first = min(board.horizon[0], board.days[-1] - timedelta(days=FOUR_WEEKS - 1))
            first = max(first, board.days[0] - timedelta(days=FOUR_WEEKS - 1))
            for start in days_between(first, board.days[-1] - timedelta(days=FOUR_WEEKS - 1)):
                end = start + timedelta(days=FOUR_WEEKS - 1)
                yield from _at_most(board, person, most, start, end, FOUR_WEEKS)

    def _four_weeks(self, board: Board, person: int) -> int | None:
        if board.people[person].senior_staff or self.replaces_law(board):
            return None
        law = board.law(person).value("oncall_days_28", board.days[0])
        return law.value if law is not None and isinstance(law.value, int) else None

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        if int_detail(breach, 0) == FOUR_WEEKS:
            return {"period": Message(_l("in the 4 weeks up to {day}"), day=breach.subject.day)}
        return {"period": Message(_l("this month"))}


def _at_most(board: Board, person: int, most: int, first: date, last: date, window: int) -> Iterator[Limit]:
    atoms = [
        atom
        for day in days_between(first, last)
        if (atom := board.derived.any_of(board.duties_on(person, day))) is not None
    ]
    if len(atoms) > most:
        yield Limit(atoms, high=most, kind=Kind.COUNTER, subject=Subject(person, last, (window,)))
