"""Shifts beyond what is wanted: how many of a date's could fall away with no demand below its target."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from planner.board import Board
from planner.slots import slots_of


def surplus_by_day(board: Board, on: set[int]) -> Mapping[date, int]:
    """Of each date of the month with any, its shifts at work that could fall away, one after the other.

    on: the numbers of the cells that are filled, history included. A shift that no demand asks for can fall away.
    """
    slots = [slot for slot in slots_of(board) if not slot.on_call]
    spare = [len(on.intersection(slot.cells)) - slot.target for slot in slots]
    holding: dict[int, list[int]] = {
        cell: [] for cell in on if cell < board.free and not board.shift_of(cell).on_call
    }
    for number, slot in enumerate(slots):
        for cell in on.intersection(slot.cells):
            holding.setdefault(cell, []).append(number)
    found: Counter[date] = Counter()
    for cell in sorted(cell for cell in holding if cell < board.free):
        if all(spare[number] > 0 for number in holding[cell]):
            found[board.cells[cell].day] += 1
            for number in holding[cell]:
                spare[number] -= 1
    return found
