"""Checks between the cells of one row."""

from datetime import date

from planner.domain.time import MINUTES_A_DAY
from planner.exchange.cells import CellError
from planner.messages import Message, _l, dated


def first_before_last(first: date | None, last: date | None, *columns: str) -> None:
    """Refuse a range of dates that ends before it begins."""
    if first is not None and last is not None and last < first:
        raise CellError(
            Message(
                _l("The end {last} lies before the beginning {first}."),
                first=dated(first),
                last=dated(last),
            ),
            Message(_l("Swap the two dates, or correct one.")),
            *columns,
        )


def both_or_none(start: object, end: object, *columns: str) -> None:
    """Refuse a start without an end, and an end without a start."""
    if (start is None) != (end is None):
        raise CellError(
            Message(_l("One of the two times is missing.")),
            Message(_l("Fill in both times, or leave both empty.")),
            *columns,
        )


def after_start(start: int, end: int) -> int:
    """The end as minutes of the first day: an end at or before the start lies in the next day."""
    return end if end > start else end + MINUTES_A_DAY


def opening_span(start: int | None, end: int | None) -> tuple[int, int]:
    """Opening hours as minutes of the first day; (0, 0) is closed: both times empty, or both 00:00."""
    return (start or 0, after_start(start or 0, end or 0)) if start or end else (0, 0)
