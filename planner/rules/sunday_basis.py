"""Sunday work and its legal basis."""

from collections.abc import Iterator, Mapping

from planner.board import Board
from planner.messages import _l
from planner.rules.banned_days import days_reached, month_cells_in
from planner.rules.base import Breach, Rule
from planner.rules.single_cells import forbidden
from solver.limits import Limit

SUNDAY = 6


class SundayBasis(Rule):
    """Nobody works or is on call on a Sunday at a site that names no legal basis for it, where the law asks for one.

    A shift that reaches into the Sunday counts. The basis is a text at the site, such as the number of a permit.
    """

    code, label = "sunday_basis", _l("Sunday work")
    text = _l("{person}: {shifts} touches a Sunday, and {site} names no legal basis for Sunday work")
    why = _l("{shifts} touches a Sunday, and {site} names no legal basis for Sunday work")
    law_key = "sunday_work"

    def limits(self, board: Board) -> Iterator[Limit]:
        sundays = [day for day in days_reached(board) if day.weekday() == SUNDAY]
        for person, site in enumerate(board.sites):
            law = self.law_value(board, person)
            if law is None or law.value is not True or site.sunday_basis:
                continue
            for number in month_cells_in(board, person, sundays):
                yield forbidden(board, number)

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        assert breach.subject.person is not None
        return {"site": board.sites[breach.subject.person].name}
