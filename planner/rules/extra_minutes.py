"""Minutes beyond the contract."""

from collections.abc import Iterator

from planner.board import Board
from planner.contract import absent_credit_min, month_contract_min
from planner.messages import _l
from planner.rules.base import Rule, Subject, Unit
from solver.limits import Kind, Limit


class ExtraMinutes(Rule):
    """Nobody is planned for more minutes than the contract asks in the month, less those absences account for.

    A minute above it costs the price: extra hours come where demand needs them, not to fill the plan. How many are
    allowed at all is the rule on extra hours (overtime).
    """

    code, label = "extra_minutes", _l("Minutes beyond the contract")
    text = _l("{person}: {value} planned, {bound} owed by contract; {amount} extra")
    why = _l("{value} planned, {bound} owed by contract; {amount} extra")
    unit, valued = Unit.MINUTES, False
    price = 1

    def limits(self, board: Board) -> Iterator[Limit]:
        for person in range(len(board.people)):
            owed_min = max(0, month_contract_min(board, person) - absent_credit_min(board, person))
            paid = [n for n in board.month_cells(person) if board.cells[n].paid_min]
            minutes = [board.cells[n].paid_min for n in paid]
            yield Limit(paid, high=owed_min, weights=minutes, kind=Kind.WINDOW, subject=Subject(person))
