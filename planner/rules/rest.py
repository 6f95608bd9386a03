"""Daily rest between two shifts."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from planner.board import Board
from planner.messages import Minutes, _l
from planner.rules.base import Breach, Rule, Subject, Unit, shift_words
from planner.rules.cliques import overlapping
from planner.rules.details import int_detail
from solver.limits import Kind, Limit


class Rest(Rule):
    """At least so many minutes lie between the end of one shift and the start of the next of one person.

    Stated as: of all shifts that would touch each other if each lasted `rest` minutes longer, one at most.
    """

    code, label = "rest", _l("Rest between shifts")
    text = _l("{person}: only {gap} of rest between {first} and {second}; {needed} are needed")
    why = _l("only {gap} of rest between {first} and {second}; {needed} are needed")
    unit = Unit.MINUTES
    default = 660
    law_key = "daily_rest_min"
    stricter = "high"
    figure_names = ("gap", "needed")

    def limits(self, board: Board) -> Iterator[Limit]:
        for person in range(len(board.people)):
            rest_min = self.value(board, person)
            if not rest_min:
                continue
            for cells in overlapping(board, board.busy_cells(person), longer_min=rest_min):
                yield Limit(
                    cells, high=1, kind=Kind.PAIR, subject=Subject(person, board.cells[cells[-1]].day, (rest_min,))
                )

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        first, second = min(pairwise(breach.cells), key=lambda pair: pair[1].start - pair[0].end)
        return {
            "gap": Minutes(max(0, second.start - first.end)),
            "needed": Minutes(int_detail(breach, 0)),
            "first": shift_words(board, first),
            "second": shift_words(board, second),
        }
