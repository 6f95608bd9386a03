"""Minutes owed by contract."""

from collections.abc import Iterator

from planner.board import Board
from planner.contract import absent_credit_min, month_contract_min
from planner.messages import _l
from planner.rules.base import Rule, Subject, Unit
from solver.limits import Kind, Limit


class Contract(Rule):
    """Each person is planned for the minutes that the contract asks in the month, less those absences account for.

    A minute short costs the price; a minute of those by which somebody is more than a tenth of the month short costs
    it twice, so that a shortage of work is spread. Minutes above the contract have a rule of their own. This is the
    measure of all prices among wishes and fairness: a point is a paid minute, a missing shift of eight hours 480.
    """

    code, label = "contract", _l("Minutes of the contract")
    text = _l("{person}: {value} planned, {bound} owed by contract; {amount} short")
    unit, valued = Unit.MINUTES, False
    price = 1

    def limits(self, board: Board) -> Iterator[Limit]:
        for person in range(len(board.people)):
            owed_min = month_contract_min(board, person) - absent_credit_min(board, person)
            if owed_min <= 0:
                continue
            paid = [n for n in board.month_cells(person) if board.cells[n].paid_min]
            minutes = [board.cells[n].paid_min for n in paid]
            for low in (owed_min, owed_min * 9 // 10):
                yield Limit(paid, low=low, weights=minutes, kind=Kind.WINDOW, subject=Subject(person))
