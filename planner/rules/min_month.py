"""Least paid minutes in the month."""

from planner.messages import _l
from planner.rules.month_minutes import MonthMinutesRule


class MinMonth(MonthMinutesRule):
    """At least so many paid minutes a month, absences included; none are promised unless a value is set.

    For whoever was promised hours in every month whatever the contract asks on average. A minute short costs the price
    besides what the contract's own rule costs.
    """

    code, label = "min_month", _l("Least working time a month")
    text = _l("{person} reaches only {total} this month, absences included; {agreed} are promised")
    price = 2
    stricter = "high"
    at_most = False
