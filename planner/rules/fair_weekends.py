"""Weekends shared fairly."""

from planner.fair_measures import WEEKENDS
from planner.messages import _l
from planner.rules.fair_limits import FairRule


class FairWeekends(FairRule):
    """Weekends with work on Saturday or Sunday are shared fairly.

    A weekend above the target costs the price, a part of one its part, the second one twice, and so on; with half a
    contract it gets dearer after half as many. A weekend across the border of the month counts in the month it begins
    to be worked in.
    """

    code, label = "fair_weekends", _l("Fairness: weekends")
    text = _l("{person}, weekends at work: {value}; the target is {target}")
    why = _l("weekends at work: {value}; the target is {target}")
    price = 600
    measure_shared = WEEKENDS
