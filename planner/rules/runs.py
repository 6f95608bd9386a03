"""Rows of days or weekends at work seen whole, where a limit sees a window of them."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from planner.board import Board
from planner.rules.base import Breach, Subject
from solver.limits import Ints


def run_round(at: int, worked: Callable[[int], bool]) -> tuple[int, int]:
    """First and last of the numbers running for which `worked` holds, `at` among them whatever it says there."""
    first = last = at
    while worked(first - 1):
        first -= 1
    while worked(last + 1):
        last += 1
    return first, last


def busy_cells_of(board: Board, person: int, days: Iterable[date], plan: Ints) -> list[int]:
    """The person's filled cells at work that start on any of `days`, other teams and history included."""
    return [number for day in days for number in board.busy_on(person, day) if plan[number]]


def whole_run(board: Board, breach: Breach, subject: Subject, length: int, most: int, cells: Iterable[int]) -> Breach:
    """The breach of a row that is `length` long where `most` is the limit. cells: those of the whole row.

    The breach itself where the row is no longer than that: a limit that somebody moved may see a window with gaps.
    """
    if length <= most:
        return breach
    inside = tuple(sorted((board.cells[number] for number in cells), key=lambda cell: cell.start))
    return replace(breach, subject=subject, value=length, low=None, high=most, amount=length - most, cells=inside)
