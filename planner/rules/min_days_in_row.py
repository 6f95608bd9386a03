"""Least days at work in a row."""

from planner.messages import _l
from planner.rules.short_rows import ShortRowRule


class MinDaysInRow(ShortRowRule):
    """Days at work come in rows of at least so many. A day too few costs the price.

    A row that touches the month's last day may go on in the next, so it is judged only when that is published; rows
    that began in the days known from last month are.
    """

    code, label = "min_days_in_row", _l("Least days at work in a row")
    text = _l("{person}: only {length} at work in a row from {day}; {least} are wished for")
    at_work = True
