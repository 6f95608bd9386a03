"""Most shifts of one type a month."""

from collections.abc import Iterator, Mapping

from planner.board import Board
from planner.domain.people import limit_on
from planner.messages import _l
from planner.rules.base import Breach, Rule, Subject, Unit
from planner.rules.details import str_detail
from planner.rules.single_cells import cells_on
from solver.limits import Kind, Limit


class MaxOfShift(Rule):
    """A person works a shift type at most as often a month as the shift type says, or their own limit for it.

    A person's own limit outranks the shift type's, and 0 is never.
    """

    code, label = "max_of_shift", _l("Shifts of one type a month")
    text = _l("{person} works {shift} too often this month: {value}, and the limit is {bound}")
    why = _l("works {shift} too often this month: {value}, and the limit is {bound}")
    unit, valued = Unit.TIMES, False

    def limits(self, board: Board) -> Iterator[Limit]:
        for person in range(len(board.people)):
            most = dict(self._most(board, person))
            if not most:
                continue
            by_shift: dict[int, list[int]] = {}
            for day in board.days:
                for number in cells_on(board, person, day):
                    by_shift.setdefault(board.cells[number].shift, []).append(number)
            for shift, high in most.items():
                cells = by_shift.get(shift, [])
                if len(cells) > high:
                    subject = Subject(person, None, (board.shift_types[shift].name,))
                    yield Limit(cells, high=high, kind=Kind.COUNTER, subject=subject)

    def _most(self, board: Board, person: int) -> Iterator[tuple[int, int]]:
        """(shift type, at most so often) where there is a limit."""
        own = board.people[person].limits
        for number, shift in enumerate(board.shift_types):
            most = own.get(limit_on(self.code, shift.code), shift.max_month)
            if most is not None:
                yield number, most

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        return {"shift": str_detail(breach, 0)}
