"""The weeks of a month, for the choice of one."""

from datetime import date

from planner.board import Board


def weeks_to_fill(board: Board) -> list[tuple[date, date]]:
    """First and last date within the month of each week that touches it."""
    inside = ([day for day in week if day in board.days] for week in board.weeks)
    return [(days[0], days[-1]) for days in inside]
