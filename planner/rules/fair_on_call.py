"""On-call duty shared fairly."""

from planner.fair_measures import ON_CALL
from planner.messages import _l
from planner.rules.fair_limits import FairRule


class FairOnCall(FairRule):
    """Days of on-call duty are shared fairly among those who can do it.

    A day above the target costs the price, a part of one its part, the second one twice, and so on; with half a
    contract it gets dearer after half as many. A duty counts on the day it starts.
    """

    code, label = "fair_on_call", _l("Fairness: on-call duty")
    text = _l("{person}, days on call: {value}; the target is {target}")
    why = _l("days on call: {value}; the target is {target}")
    price = 100
    measure_shared = ON_CALL
