"""Unpleasant working time shared fairly."""

from planner.fair_measures import GRAIN_MIN, UNPLEASANT
from planner.messages import Minutes, _l
from planner.rules.fair_limits import FairRule


class FairUnpleasant(FairRule):
    """Time on Saturdays, Sundays and holidays, after 20:00 and before 6:00 is shared fairly; each minute counts once.

    Counted in quarters of an hour. A quarter costs the price in the first eight hours above the target, twice the
    price in the next eight, and so on; with half a contract it gets dearer after four.
    """

    code, label = "fair_unpleasant", _l("Fairness: unpleasant hours")
    text = _l("{person} works {value} at weekends, on holidays, late or at night; the target is {target}")
    why = _l("works {value} at weekends, on holidays, late or at night; the target is {target}")
    price = 3
    measure_shared = UNPLEASANT

    def measure(self, value: int) -> Minutes:
        return Minutes(value * GRAIN_MIN)
