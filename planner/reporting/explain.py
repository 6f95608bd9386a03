"""Why a gap is a gap: person by person, the shift that would come closest and what forbids it, once a cause."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

from planner.board import Board, Place
from planner.check import breach_of
from planner.messages import Message
from planner.reporting.report import Obstacle
from planner.rulebook import plan_of, rule_of
from solver.increments import Increments
from solver.limits import Columns, Kind


class Explainer:
    """Answers questions about one roster. columns: the rules as stated; places: what the roster fills."""

    def __init__(self, board: Board, columns: Columns, places: frozenset[Place]) -> None:
        self.board, self.columns = board, columns
        self.plan = plan_of(board, places)
        self._known: dict[int, tuple[list[Message], int]] = {}

    @cached_property
    def _increments(self) -> Increments:
        """Made only where something is asked: that takes as long as many an answer."""
        return Increments(self.columns, self.plan)

    @cached_property
    def _away(self) -> list[frozenset[date]]:
        return [self.board.away_days(person) for person in range(len(self.board.people))]

    def added(self, cell: int) -> tuple[list[Message], int]:
        """What adding one cell would break: each cause in words that leave the person's name out, and the change of
        cost in points.

        Only hard limits made worse by the cell count; what the roster breaks already is not held against it.
        """
        if cell not in self._known:
            self._known[cell] = self._added(cell)
        return self._known[cell]

    def _added(self, cell: int) -> tuple[list[Message], int]:
        moved = self._increments.change(cell)
        worse = self._increments.worse(moved)
        forbidding = [row for row, by in worse.items() if by > 0 and not self.columns.price[row]]
        cost = sum(by * int(self.columns.price[row]) for row, by in worse.items())
        return causes(self.board, self._increments, cell, moved, forbidding), cost

    def obstacles(self, cells: Iterable[int]) -> tuple[Obstacle, ...]:
        """For each person with cells among `cells`, none of them on: the closest one and what stops it, closest
        first; who is away comes last. Whoever has one that is on is there already.
        """
        best: dict[int, tuple[bool, int, int, int, list[Message]]] = {}
        cells = list(cells)
        there = {self.board.cells[cell].person for cell in cells if self.plan[cell]}
        for cell in cells:
            person = self.board.cells[cell].person
            if person in there:
                continue
            reasons, cost = self.added(cell)
            away = self.board.cells[cell].day in self._away[person]
            rank = (away, len(reasons), cost, cell, reasons)
            if person not in best or rank[:4] < best[person][:4]:
                best[person] = rank
        return tuple(
            Obstacle(*self.board.place(cell), tuple(reasons), cost)
            for _, (_, _, cost, cell, reasons) in sorted(best.items(), key=lambda item: item[1][:4])
        )


def causes(
    board: Board, at: Increments, cell: int, moved: Mapping[int, int], forbidding: Iterable[int]
) -> list[Message]:
    """A reason for each cause that forbids adding a cell to a plan, in words that leave the person's name out.

    Of what rules say about the same two shifts, the first in reading order is told; of one rule's sums over many
    days, the last.

    moved: row -> by how much the cell moves its sum; forbidding: the hard rows that get worse.
    """
    columns, plan = at.columns, at.plan.copy()
    plan[cell] = 1
    told: dict[object, tuple[int, tuple[int, ...], int]] = {}
    for row in forbidding:
        for cells, value in _clashes(at, cell, row, moved.get(row, 0)):
            if len(cells) == 2:
                told.setdefault(frozenset(cells), (row, cells, value))
            else:
                told[row if len(cells) == 1 else rule_of(columns, row)] = (row, cells, value)
    return [
        rule_of(columns, row).reason(board, breach_of(board, columns, row, cells, value, plan))
        for row, cells, value in told.values()
    ]


def _clashes(at: Increments, cell: int, row: int, moved: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """(cells that are on, sum) of a row with the cell added; where one at most may be on, each two by themselves."""
    others = tuple(n for n in at.columns.base_atoms(row) if at.plan[n] and n != cell)
    if at.columns.kinds[row] is Kind.PAIR and at.columns.high[row] == 1:
        yield from (((other, cell), 2) for other in others)
    else:
        yield (*others, cell), at.values[row] + moved
