"""Changes against the published roster, as limits and in words."""

from collections.abc import Iterator
from datetime import date

from planner.board import Board
from planner.messages import Message, _l
from planner.rules.base import Breach, Subject, shift_words
from planner.rules.details import int_detail
from solver.limits import Kind, Limit


def change_limits(board: Board, day: date) -> Iterator[Limit]:
    """For each person on one date: the published shift is kept, and no other is added.

    A change is a shift that falls away or one that comes in addition; another shift on the same day is both.
    Subject.detail: the cell that falls away, -1 where one is new.
    """
    new: dict[int, list[int]] = {}
    for number in board.cells_of_day[day]:
        person = board.cells[number].person
        if board.place(number) in board.published:
            yield Limit([number], low=1, kind=Kind.COUNTER, subject=Subject(person, day, (number,)))
        else:
            new.setdefault(person, []).append(number)
    for person, cells in new.items():
        yield Limit(cells, high=0, kind=Kind.COUNTER, subject=Subject(person, day, (-1,)))


def change_words(board: Board, breach: Breach) -> Message:
    """A change in words: 'Late on Sat 12 Dec falls away'."""
    gone = int_detail(breach, 0)
    if gone >= 0:
        return Message(_l("{shift} falls away"), shift=shift_words(board, board.cells[gone]))
    return Message(_l("{shifts} is new"), shifts=[shift_words(board, cell) for cell in breach.cells])
