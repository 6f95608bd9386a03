"""Free Sundays."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from planner.board import Board
from planner.domain.time import days_between
from planner.messages import Message, _l
from planner.rules.banned_days import cells_in, days_reached
from planner.rules.base import Breach, Rule, Subject, Unit
from planner.rules.details import int_detail
from planner.rules.sunday_basis import SUNDAY
from solver.limits import Kind, Limit


class FreeSundays(Rule):
    """So many Sundays a year are free (DE 15), and one of so many in a row (CH one in 2); on-call duty counts as work.

    Sundays worked earlier in the year come from the carry-over. A row that shifts before or after the month have worked
    is broken by a shift that adds to it. A team's value (Sundays a year) with a note stands for both.
    """

    code, label = "free_sundays", _l("Free Sundays")
    text = _l("{person} works on too many Sundays {period}: {worked}, and the limit is {allowed}")
    why = _l("works on too many Sundays {period}: {worked}, and the limit is {allowed}")
    unit = Unit.TIMES
    law_key = "free_sundays_year"
    stricter = "high"

    def limits(self, board: Board) -> Iterator[Limit]:
        for person in range(len(board.people)):
            free = self.value(board, person)
            if free is not None:
                yield from self._a_year(board, person, free)
            weeks = self._one_in(board, person)
            if weeks:
                yield from self._in_a_row(board, person, weeks)

    def _a_year(self, board: Board, person: int, free: int) -> Iterator[Limit]:
        allowed = len(_sundays(date(board.year, 1, 1), date(board.year, 12, 31))) - free
        before = board.carry(person).sundays_worked
        atoms = [
            atom
            for sunday in _sundays(board.days[0], board.days[-1])
            if (atom := board.derived.any_of(cells_in(board, person, sunday))) is not None
        ]
        high = max(0, allowed - before)
        if len(atoms) > high:
            yield Limit(atoms, high=high, kind=Kind.ANY_OF_DAYS, subject=Subject(person, None, (0, before, allowed)))

    def _in_a_row(self, board: Board, person: int, weeks: int) -> Iterator[Limit]:
        for last in _sundays(board.days[0], max(board.known_until, days_reached(board)[-1])):
            row = [last - timedelta(days=7 * i) for i in reversed(range(weeks))]
            cells = [cells_in(board, person, sunday) for sunday in row]
            free = [n for worked in cells for n in worked if n < board.free]
            if not free or not all(cells):
                continue
            if all(any(n >= board.free for n in worked) for worked in cells):
                # Worked before the month or elsewhere, whatever is planned: no more of it; all but one count before.
                groups, before = [free], weeks - 1
            else:
                groups, before = cells, 0
            atoms = [atom for group in groups if (atom := board.derived.any_of(group)) is not None]
            subject = Subject(person, last, (weeks, before, weeks - 1))
            yield Limit(atoms, high=weeks - 1 - before, kind=Kind.ANY_OF_DAYS, subject=subject)

    def _one_in(self, board: Board, person: int) -> int | None:
        if board.people[person].senior_staff or self.replaces_law(board):
            return None
        law = board.law(person).value("free_sunday_every_weeks", board.days[0])
        return law.value if law is not None and isinstance(law.value, int) else None

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        weeks, before, allowed = (int_detail(breach, at) for at in range(3))
        row = Message(_l("in a row, up to {day}"), day=breach.subject.day)
        return {
            "worked": breach.value + before,
            "allowed": allowed,
            "period": row if weeks else Message(_l("this year")),
        }


def _sundays(first: date, last: date) -> list[date]:
    return [day for day in days_between(first, last) if day.weekday() == SUNDAY]
