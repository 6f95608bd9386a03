"""Span of a working day."""

from collections.abc import Iterator, Mapping

from planner.board import Board
from planner.messages import Minutes, _l
from planner.rules.base import Breach, Rule, Subject, Unit
from planner.rules.details import int_detail
from solver.limits import Kind, Limit


class DaySpan(Rule):
    """A person's day lasts at most so many minutes from the first shift's start to the last one's end (CH 14 h)."""

    code, label = "day_span", _l("Span of a day")
    text = _l("{person}'s day on {day} lasts {span} from start to end; {allowed} are allowed")
    why = _l("the day on {day} lasts {span} from start to end; {allowed} are allowed")
    unit = Unit.MINUTES
    law_key = "day_span_min"

    def limits(self, board: Board) -> Iterator[Limit]:
        for person in range(len(board.people)):
            most_min = self.value(board, person)
            if most_min is None:
                continue
            for day in board.days:
                cells = sorted(board.busy_on(person, day), key=lambda n: (board.cells[n].start, board.cells[n].end))
                for at, first in enumerate(cells):
                    start = board.cells[first].start
                    if board.cells[first].end - start > most_min:
                        yield Limit([first], high=0, kind=Kind.PAIR, subject=Subject(person, day, (most_min,)))
                    for second in cells[at + 1 :]:
                        if board.cells[second].end - start > most_min:
                            subject = Subject(person, day, (most_min,))
                            yield Limit([first, second], high=1, kind=Kind.PAIR, subject=subject)

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        span_min = max(cell.end for cell in breach.cells) - min(cell.start for cell in breach.cells)
        return {"span": Minutes(span_min), "allowed": Minutes(int_detail(breach, 0))}
