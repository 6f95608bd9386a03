"""Why a gap is a gap: person by person, the shift that would come closest and every limit that forbids it."""

from collections.abc import Iterable

import numpy as np

from planner.board import Board, Place
from planner.check import finding
from planner.messages import Message
from planner.report import Obstacle
from planner.rulebook import plan_of
from solver.limits import Columns, Ints


class Explainer:
    """Answers questions about one roster. columns: the rules as stated; places: what the roster fills."""

    def __init__(self, board: Board, columns: Columns, places: frozenset[Place]) -> None:
        self.board, self.columns = board, columns
        self.plan = plan_of(board, places)
        self._values = columns.values(self.plan)
        self._outside = columns.outside(self._values)
        self._rows_of = _rows_by_base_atom(columns)
        self._counts = np.array(
            [int(self.plan[list(group)].sum()) for group in columns.derived.members], np.int64
        )

    def added(self, cell: int) -> tuple[list[Message], int]:
        """What adding one cell would break: hard limits in words, and the change of cost in points.

        Only limits made worse by the cell count; what the roster breaks already is not held against it.
        """
        rows, change = self._change(cell)
        if not len(rows):
            return [], 0
        values = self._values[rows] + change
        low, high = self.columns.low[rows], self.columns.high[rows]
        outside = np.maximum(low - values, 0) + np.maximum(values - high, 0)
        worse = outside - self._outside[rows]
        hard = self.columns.hard[rows]
        cost = int((worse * self.columns.price[rows]).sum())
        plan = self.plan.copy()
        plan[cell] = 1
        reasons = [
            finding(self.board, self.columns, plan, int(rows[i]), value=int(values[i]), cost=0).message
            for i in np.flatnonzero(hard & (worse > 0)).tolist()
        ]
        return _distinct(reasons), cost

    def obstacles(self, cells: Iterable[int]) -> tuple[Obstacle, ...]:
        """For each person with a cell among `cells` that is not on: the closest one and what stops it, closest first."""
        best: dict[int, tuple[int, int, int, list[Message]]] = {}
        for cell in cells:
            person = self.board.cells[cell].person
            if self.plan[cell]:
                continue
            reasons, cost = self.added(cell)
            rank = (len(reasons), cost, cell, reasons)
            if person not in best or rank[:3] < best[person][:3]:
                best[person] = rank
        return tuple(
            Obstacle(
                self.board.people[person].name, self.board.shift_of(cell).code, tuple(reasons), cost
            )
            for person, (_, cost, cell, reasons) in sorted(best.items(), key=lambda item: item[1][:3])
        )

    def _change(self, cell: int) -> tuple[Ints, Ints]:
        """Rows whose sum changes when `cell` is added, and by how much."""
        change: dict[int, int] = {}
        for row, weight, derived in self._rows_of.get(cell, ()):
            if derived >= 0 and self._counts[derived] > 0:
                continue
            change[row] = change.get(row, 0) + weight
        rows = np.fromiter(change, np.int64, len(change))
        return rows, np.fromiter(change.values(), np.int64, len(change))


def _distinct(reasons: list[Message]) -> list[Message]:
    """Reasons without repeats (Messages hold dicts, so they are compared one by one)."""
    kept: list[Message] = []
    for reason in reasons:
        if reason not in kept:
            kept.append(reason)
    return kept


def _rows_by_base_atom(columns: Columns) -> dict[int, list[tuple[int, int, int]]]:
    """base atom -> [(row, weight, derived index or -1)]."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    row_of = np.repeat(np.arange(columns.rows), np.diff(columns.start))
    for row, atom, weight in zip(row_of.tolist(), columns.atom.tolist(), columns.weight.tolist(), strict=True):
        if atom < columns.base:
            found.setdefault(atom, []).append((row, weight, -1))
        else:
            for member in columns.derived.members[atom - columns.base]:
                found.setdefault(member, []).append((row, weight, atom - columns.base))
    return found
