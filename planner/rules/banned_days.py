"""What the rules about Sundays and public holidays share: when such a day begins and ends, and who works in it."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from planner.board import Board
from planner.domain.time import MINUTES_A_DAY, moment
from planner.law import load_law
from planner.rules.single_cells import cells_anywhere


def cells_in(board: Board, person: int, day: date) -> list[int]:
    """The person's cells with at least a minute in a Sunday or holiday, on call, history and other teams included.

    The day lasts as the person's law says: from midnight to midnight, or from 23:00 to 23:00 (CH).
    """
    start_min, end_min = _edges(board.sites[person].country, board.days[0])
    start, end = moment(board.team.zone, day, start_min), moment(board.team.zone, day, end_min)
    around = [n for on in (day - timedelta(days=1), day) for n in cells_anywhere(board, person, on)]
    return [n for n in around if board.cells[n].start < end and board.cells[n].end > start]


def month_cells_in(board: Board, person: int, days: Iterable[date]) -> list[int]:
    """The person's cells of the month with at least a minute in any of these days, each once."""
    return sorted({n for day in days for n in cells_in(board, person, day) if n < board.free})


@cache
def _edges(country: str, on: date) -> tuple[int, int]:
    """Where a country's Sunday begins and ends, in minutes of that date; its holidays do the same."""
    law = load_law(country)
    start, end = law.value("sunday_start_min", on), law.value("sunday_end_min", on)
    return (
        int(start.value) if start is not None and isinstance(start.value, int) else 0,
        int(end.value) if end is not None and isinstance(end.value, int) else MINUTES_A_DAY,
    )


def days_reached(board: Board) -> list[date]:
    """The month's dates and the one after them, which the last night shift reaches into."""
    return [*board.days, board.days[-1] + timedelta(days=1)]
