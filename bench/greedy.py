"""A greedy planner, to compare with: slot by slot, the first person whom no hard rule stops."""

import numpy as np

from planner.board import Board, Place
from planner.rulebook import state_rules
from planner.slots import slots_of
from planner.solve import fixed_cells, places_of
from solver.limits import Columns, Ints


def greedy_places(board: Board) -> frozenset[Place]:
    """Fill the slots in order of time up to their target, always with the person who has worked least so far."""
    columns = state_rules(board)
    plan = np.where(fixed_cells(board) == 1, 1, 0).astype(np.int64)
    locked_off = fixed_cells(board) == 0
    hard = _HardRows(columns, plan)
    worked = [0] * len(board.people)
    for slot in slots_of(board):
        missing = slot.target - int(plan[list(slot.cells)].sum()) if slot.cells else 0
        for cell in sorted(slot.cells, key=lambda n: worked[board.cells[n].person]):
            if missing <= 0:
                break
            if not plan[cell] and not locked_off[cell] and hard.allows(cell):
                hard.add(cell)
                plan[cell] = 1
                worked[board.cells[cell].person] += board.cells[cell].paid_min
                missing -= 1
    return places_of(board, plan)


class _HardRows:
    """Sums of the hard limits under a growing plan."""

    def __init__(self, columns: Columns, plan: Ints) -> None:
        self._columns = columns
        self._values = columns.values(plan)
        self._on = [bool(plan[list(group)].any()) for group in columns.derived.members]
        self._rows: dict[int, list[tuple[int, int, int]]] = {}
        row_of = np.repeat(np.arange(columns.rows), np.diff(columns.start))
        hard = columns.hard
        for row, atom, weight in zip(row_of.tolist(), columns.atom.tolist(), columns.weight.tolist(), strict=True):
            if hard[row]:
                derived = atom - columns.base
                for member in (atom,) if derived < 0 else columns.derived.members[derived]:
                    self._rows.setdefault(member, []).append((row, weight, derived))

    def allows(self, cell: int) -> bool:
        """Whether adding the cell makes no hard limit worse."""
        change = self._change(cell)
        return all(
            self._values[row] + weight <= max(self._columns.high[row], self._values[row])
            for row, weight in change.items()
        )

    def add(self, cell: int) -> None:
        """Count the cell as on."""
        for row, weight in self._change(cell).items():
            self._values[row] += weight
        for _, _, derived in self._rows.get(cell, ()):
            if derived >= 0:
                self._on[derived] = True

    def _change(self, cell: int) -> dict[int, int]:
        change: dict[int, int] = {}
        for row, weight, derived in self._rows.get(cell, ()):
            if derived < 0 or not self._on[derived]:
                change[row] = change.get(row, 0) + weight
        return change
