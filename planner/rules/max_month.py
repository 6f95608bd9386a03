"""Most paid minutes in the month."""

from planner.messages import _l
from planner.rules.month_minutes import MonthMinutesRule


class MaxMonth(MonthMinutesRule):
    """At most so many paid minutes a month, absences included; no limit unless one is set.

    For whoever may not earn more than a small job allows, or agreed on a ceiling of their own.
    """

    code, label = "max_month", _l("Working time a month")
    text = _l("{person} reaches {total} this month, absences included; {agreed} are allowed")
    why = _l("reaches {total} this month, absences included; {agreed} are allowed")
    at_most = True
