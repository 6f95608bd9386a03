"""A greedy planner, to compare with: slot by slot, the first person whom no hard rule stops."""

import numpy as np

from planner.board import Board, Place
from planner.rulebook import state_rules
from planner.slots import slots_of
from planner.solve import fixed_cells, places_of
from solver.increments import Increments


def greedy_places(board: Board) -> frozenset[Place]:
    """Fill the slots in order of time up to their target, always with the person who has worked least so far."""
    columns = state_rules(board)
    plan = np.where(fixed_cells(board) == 1, 1, 0).astype(np.int64)
    locked_off = fixed_cells(board) == 0
    grown = Increments(columns, plan)
    worked = [0] * len(board.people)
    for slot in slots_of(board):
        missing = slot.target - int(grown.plan[list(slot.cells)].sum()) if slot.cells else 0
        for cell in sorted(slot.cells, key=lambda n: worked[board.cells[n].person]):
            if missing <= 0:
                break
            if not grown.plan[cell] and not locked_off[cell] and grown.allowed(grown.change(cell)):
                grown.add(cell)
                worked[board.cells[cell].person] += board.cells[cell].paid_min
                missing -= 1
    return places_of(board, grown.plan)
