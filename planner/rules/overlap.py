"""One shift at a time."""

from collections.abc import Iterator

from planner.board import Board
from planner.domain.time import days_between
from planner.messages import _l
from planner.rules.base import Rule, Subject
from planner.rules.cliques import overlapping
from solver.limits import Kind, Limit


class Overlap(Rule):
    """A person works one shift at a time and has one on-call duty at a time; duty may lie beside a shift.

    Always hard: no team can price it. Stated as: of all shifts of a person that share a moment, one at most; of all
    on-call duties likewise.
    """

    always_hard = True
    code, label = "overlap", _l("One shift at a time")
    text = _l("{person} would work at the same time: {shifts}")
    why = _l("would work at the same time: {shifts}")

    def limits(self, board: Board) -> Iterator[Limit]:
        for person in range(len(board.people)):
            days = days_between(board.horizon[0], board.known_until)
            duties = [n for day in days for n in board.duties_on(person, day)]
            for cells in (*overlapping(board, board.busy_cells(person)), *overlapping(board, duties)):
                last = board.cells[cells[-1]].day
                yield Limit(cells, high=1, kind=Kind.PAIR, subject=Subject(person, last))
