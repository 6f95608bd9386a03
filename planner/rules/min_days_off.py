"""Least days off in a row."""

from planner.messages import _l
from planner.rules.short_rows import ShortRowRule


class MinDaysOff(ShortRowRule):
    """Days off between days at work come in rows of at least so many. A day too few costs the price.

    Rows with an absence in them are not judged, nor are rows that touch the month's last day while the next month is
    not published.
    """

    code, label = "min_days_off", _l("Least days off in a row")
    text = _l("{person}: only {length} off in a row from {day}; {least} are wished for")
    at_work = False
