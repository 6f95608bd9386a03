"""What rules share that forbid single cells: the limit itself, and the dates a shift reaches into."""

from datetime import date, timedelta

from planner.board import Board
from planner.domain.time import MINUTES_A_DAY
from planner.rules.base import Subject
from solver.limits import Kind, Limit


def forbidden(board: Board, number: int, *detail: object) -> Limit:
    """The cell must stay free. detail: figures for the rule's words; they follow the shift type's code."""
    cell = board.cells[number]
    shift = board.shift_types[cell.shift].code
    return Limit([number], high=0, kind=Kind.PAIR, subject=Subject(cell.person, cell.day, (shift, *detail)))


def touched_days(board: Board, number: int) -> tuple[date, ...]:
    """The dates a cell has at least a minute in: its own, and the next one for a shift past midnight."""
    cell = board.cells[number]
    if board.shift_types[cell.shift].end_min <= MINUTES_A_DAY:
        return (cell.day,)
    return cell.day, cell.day + timedelta(days=1)


def cells_on(board: Board, person: int, day: date) -> list[int]:
    """The person's cells that start on `day`, at work and on call, history included."""
    return [*board.work_on(person, day), *board.on_call_on(person, day)]


def cells_anywhere(board: Board, person: int, day: date) -> list[int]:
    """The same, other teams included."""
    return [*board.busy_on(person, day), *board.duties_on(person, day)]
