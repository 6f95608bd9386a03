"""Work on public holidays and its legal basis."""

from collections.abc import Iterator, Mapping
from datetime import date

from planner.board import Board
from planner.domain.days import DayKind
from planner.messages import _l
from planner.rules.banned_days import days_reached, month_cells_in
from planner.rules.base import Breach, Rule
from planner.rules.single_cells import forbidden
from planner.rules.sunday_basis import SUNDAY
from solver.limits import Limit


class HolidayBasis(Rule):
    """Nobody works or is on call on a public holiday at a site that names no legal basis, where the law asks for one.

    Holidays are those of the person's site; one that falls on a Sunday is a Sunday. Half holidays are ordinary days.
    """

    code, label = "holiday_basis", _l("Work on public holidays")
    text = _l("{person}: {shifts} touches a public holiday, and {site} names no legal basis for holiday work")
    why = _l("{shifts} touches a public holiday, and {site} names no legal basis for holiday work")
    law_key = "holiday_work"

    def limits(self, board: Board) -> Iterator[Limit]:
        days = [day for day in days_reached(board) if day.weekday() != SUNDAY]
        holidays: dict[str, list[date]] = {}
        for person, site in enumerate(board.sites):
            law = self.law_value(board, person)
            if law is None or law.value is not True or site.holiday_basis:
                continue
            if site.name not in holidays:
                holidays[site.name] = [day for day in days if board.kind_for(person, day) is DayKind.HOLIDAY]
            for number in month_cells_in(board, person, holidays[site.name]):
                yield forbidden(board, number)

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        assert breach.subject.person is not None
        return {"site": board.sites[breach.subject.person].name}
