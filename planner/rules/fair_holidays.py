"""Public holidays shared fairly."""

from planner.fair_measures import HOLIDAYS
from planner.messages import _l
from planner.rules.fair_limits import FairRule


class FairHolidays(FairRule):
    """Public holidays and half holidays worked, as the person's own site has them, are shared fairly.

    A holiday above the target costs the price, a part of one its part, the second one twice, and so on; with half a
    contract it gets dearer after half as many.
    """

    code, label = "fair_holidays", _l("Fairness: holidays")
    text = _l("{person}, holidays at work: {value}; the target is {target}")
    why = _l("holidays at work: {value}; the target is {target}")
    price = 300
    measure_shared = HOLIDAYS
