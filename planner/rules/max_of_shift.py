"""Most shifts of one type a month."""

from collections.abc import Iterator, Mapping

from planner.board import Board
from planner.messages import _l
from planner.rules.base import Breach, Rule, Subject, Unit
from planner.rules.details import str_detail
from planner.rules.single_cells import cells_on
from solver.limits import Kind, Limit


class MaxOfShift(Rule):
    """A person works a shift type at most as often a month as the shift type says."""

    code, label = "max_of_shift", _l("Shifts of one type a month")
    text = _l("{person} works {shift} too often this month: {value}, and the limit is {bound}")
    why = _l("works {shift} too often this month: {value}, and the limit is {bound}")
    unit, valued = Unit.TIMES, False

    def limits(self, board: Board) -> Iterator[Limit]:
        most = {s: shift.max_month for s, shift in enumerate(board.shift_types) if shift.max_month is not None}
        if not most:
            return
        for person in range(len(board.people)):
            by_shift: dict[int, list[int]] = {}
            for day in board.days:
                for number in cells_on(board, person, day):
                    by_shift.setdefault(board.cells[number].shift, []).append(number)
            for shift, high in most.items():
                cells = by_shift.get(shift, [])
                if len(cells) > high:
                    subject = Subject(person, None, (board.shift_types[shift].name,))
                    yield Limit(cells, high=high, kind=Kind.COUNTER, subject=subject)

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        return {"shift": str_detail(breach, 0)}
