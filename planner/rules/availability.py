"""Weekly availability."""

from collections.abc import Iterator
from datetime import date, timedelta

from planner.board import Board
from planner.domain.people import Availability
from planner.domain.time import MINUTES_A_DAY, moment
from planner.messages import _l
from planner.rules.base import Rule, Subject
from solver.limits import Kind, Limit


class AvailabilityRule(Rule):
    """A shift lies inside the person's weekly availability; who stated none for a date's season is always available."""

    code, label = "availability", _l("Availability")
    text = _l("{person} is not available for {shifts}")

    def limits(self, board: Board) -> Iterator[Limit]:
        for person, manager in enumerate(board.people):
            rows = [row for row in board.team.availability if row.person == manager.name]
            if not rows:
                continue
            windows = {day: _windows(board, rows, day) for day in board.days}
            for number in board.month_cells(person):
                cell = board.cells[number]
                spans = windows[cell.day]
                if not any(a <= cell.start and cell.end <= b for a, b in spans):
                    yield Limit([number], high=0, kind=Kind.PAIR, subject=Subject(person, cell.day))


def _windows(board: Board, rows: list[Availability], day: date) -> list[tuple[int, int]]:
    """Merged spans (moments) around `day`; a date with no pattern in force is free as a whole."""
    spans: list[tuple[int, int]] = []
    for on in (day - timedelta(days=1), day, day + timedelta(days=1)):
        valid = [row for row in rows if row.valid(on)]
        clocks = [(row.start_min, row.end_min) for row in valid if row.weekday == on.weekday()]
        for start_min, end_min in clocks if valid else [(0, MINUTES_A_DAY)]:
            spans.append((moment(board.team.zone, on, start_min), moment(board.team.zone, on, end_min)))
    spans.sort()
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
