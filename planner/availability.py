"""Availability laid on the board: the cells outside their person's weekly windows, and those at their busy times."""

from collections.abc import Iterator
from datetime import date, timedelta

from planner.board import Board
from planner.domain.people import Availability
from planner.domain.team import BusyTime
from planner.domain.time import MINUTES_A_DAY, moment


def unavailable(board: Board) -> frozenset[int]:
    """The month's cells that lie outside the weekly availability of their person, or while they are busy by their own
    calendar; computed once a board.

    Who stated no window for a date's season is always available.
    """
    if board.unavailable is None:
        outside = (number for person in range(len(board.people)) for number in _outside(board, person))
        board.unavailable = frozenset((*outside, *at_busy_times(board, can=False)))
    return board.unavailable


def at_busy_times(board: Board, *, can: bool) -> Iterator[int]:
    """The month's cells that overlap a busy time of their person. can: see BusyTime."""
    by_person: dict[str, list[BusyTime]] = {}
    for row in board.team.busy:
        if row.can is can:
            by_person.setdefault(row.person, []).append(row)
    for name, rows in by_person.items():
        for number in board.month_cells(board.person_index[name]):
            cell = board.cells[number]
            if any(row.start < cell.end and cell.start < row.end for row in rows):
                yield number


def _outside(board: Board, person: int) -> Iterator[int]:
    rows = [row for row in board.team.availability if row.person == board.people[person].name]
    if not rows:
        return
    pattern, exceptions = [row for row in rows if row.can], [row for row in rows if not row.can]
    windows = {day: _windows(board, pattern, day) for day in board.days}
    barred = {day: list(_spans(board, exceptions, day, ())) for day in board.days}
    for number in board.month_cells(person):
        cell = board.cells[number]
        inside = any(a <= cell.start and cell.end <= b for a, b in windows[cell.day])
        if not inside or any(a < cell.end and cell.start < b for a, b in barred[cell.day]):
            yield number


def _spans(
    board: Board, rows: list[Availability], day: date, else_: tuple[tuple[int, int], ...]
) -> Iterator[tuple[int, int]]:
    """Windows (moments) around `day`. else_: those, in minutes of the day, of a date on which no row is valid."""
    for on in (day - timedelta(days=1), day, day + timedelta(days=1)):
        valid = [row for row in rows if row.valid(on)]
        clocks = [(row.start_min, row.end_min) for row in valid if row.weekday == on.weekday()]
        for start_min, end_min in clocks if valid else else_:
            yield moment(board.team.zone, on, start_min), moment(board.team.zone, on, end_min)


def _windows(board: Board, rows: list[Availability], day: date) -> list[tuple[int, int]]:
    """Merged spans (moments) around `day`; a date with no pattern in force is free as a whole."""
    spans = sorted(_spans(board, rows, day, ((0, MINUTES_A_DAY),)))
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
