"""Late shifts shared fairly."""

from planner.fair_measures import LATES
from planner.messages import _l
from planner.rules.fair_limits import FairRule


class FairLates(FairRule):
    """Late shifts, those that end after 20:00 or go on over midnight, are shared fairly.

    A late above the target costs the price, a part of one its part, the second one twice, and so on; with half a
    contract it gets dearer after half as many.
    """

    code, label = "fair_lates", _l("Fairness: late shifts")
    text = _l("{person}, late shifts: {value}; the target is {target}")
    why = _l("late shifts: {value}; the target is {target}")
    price = 50
    measure_shared = LATES
