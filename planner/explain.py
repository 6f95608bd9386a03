"""Why a gap is a gap: person by person, the shift that would come closest and every limit that forbids it."""

from collections.abc import Iterable

from planner.board import Board, Place
from planner.check import finding
from planner.messages import Message
from planner.report import Obstacle
from planner.rulebook import plan_of
from solver.increments import Increments
from solver.limits import Columns


class Explainer:
    """Answers questions about one roster. columns: the rules as stated; places: what the roster fills."""

    def __init__(self, board: Board, columns: Columns, places: frozenset[Place]) -> None:
        self.board, self.columns = board, columns
        self.plan = plan_of(board, places)
        self._increments = Increments(columns, self.plan)

    def added(self, cell: int) -> tuple[list[Message], int]:
        """What adding one cell would break: hard limits in words, and the change of cost in points.

        Only limits made worse by the cell count; what the roster breaks already is not held against it.
        """
        moved = self._increments.change(cell)
        worse = self._increments.worse(moved)
        plan = self.plan.copy()
        plan[cell] = 1
        reasons = [
            finding(
                self.board, self.columns, plan, row, value=self._increments.values[row] + moved[row], cost=0
            ).message
            for row, by in worse.items()
            if by > 0 and not self.columns.price[row]
        ]
        return _distinct(reasons), sum(by * int(self.columns.price[row]) for row, by in worse.items())

    def obstacles(self, cells: Iterable[int]) -> tuple[Obstacle, ...]:
        """For each person with a cell among `cells` that is not on: the closest one and what stops it, closest
        first; who is away comes last.
        """
        best: dict[int, tuple[bool, int, int, int, list[Message]]] = {}
        for cell in cells:
            person = self.board.cells[cell].person
            if self.plan[cell]:
                continue
            reasons, cost = self.added(cell)
            away = self.board.cells[cell].day in self.board.away_days(person)
            rank = (away, len(reasons), cost, cell, reasons)
            if person not in best or rank[:4] < best[person][:4]:
                best[person] = rank
        return tuple(
            Obstacle(self.board.people[person].name, self.board.shift_of(cell).code, tuple(reasons), cost)
            for person, (_, _, cost, cell, reasons) in sorted(best.items(), key=lambda item: item[1][:4])
        )


def _distinct(reasons: list[Message]) -> list[Message]:
    """Reasons without repeats (Messages hold dicts, so they are compared one by one)."""
    kept: list[Message] = []
    for reason in reasons:
        if reason not in kept:
            kept.append(reason)
    return kept
