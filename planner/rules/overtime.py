"""Overtime in the month."""

from collections.abc import Iterator, Mapping

from planner.board import Board
from planner.contract import absent_credit_min, month_contract_min
from planner.messages import Minutes, _l
from planner.rules.base import Breach, Rule, Subject, Unit
from planner.rules.details import int_detail
from solver.limits import Kind, Limit


class Overtime(Rule):
    """Paid minutes of the month, absences included, exceed the contract's by at most so many per cent of it.

    The contract's minutes are those of planner.contract: a fifth of the week a working day, holidays left out.
    """

    code, label = "overtime", _l("Overtime")
    text = _l("{person} reaches {total} this month, absences included; {allowed} are allowed on {contract} by contract")
    why = _l("reaches {total} this month, absences included; {allowed} are allowed on {contract} by contract")
    unit = Unit.PERCENT
    default = 10

    def limits(self, board: Board) -> Iterator[Limit]:
        for person in range(len(board.people)):
            percent = self.value(board, person)
            if percent is None:
                continue
            contract_min = month_contract_min(board, person)
            credit_min = absent_credit_min(board, person)
            allowed_min = contract_min * (100 + percent) // 100
            cells = [n for day in board.days for n in board.work_on(person, day)]
            yield Limit(
                cells,
                high=max(0, allowed_min - credit_min),
                weights=[board.cells[n].paid_min for n in cells],
                kind=Kind.COUNTER,
                subject=Subject(person, None, (credit_min, allowed_min, contract_min)),
            )

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        credit_min, allowed_min, contract_min = (int_detail(breach, at) for at in range(3))
        return {
            "total": Minutes(breach.value + credit_min),
            "allowed": Minutes(allowed_min),
            "contract": Minutes(contract_min),
        }

    def measure(self, value: int) -> object:
        """The limit itself counts minutes; only the setting is in per cent."""
        return Minutes(value)
