"""Unpleasant working time shared fairly."""

from collections.abc import Mapping

from planner.board import Board
from planner.fair_measures import GRAIN_MIN, UNPLEASANT, UNPLEASANT_UNIT_MIN
from planner.messages import Minutes, _l
from planner.rules.base import Breach
from planner.rules.fair_limits import FairRule, share_of


class FairUnpleasant(FairRule):
    """Time on Saturdays, Sundays and holidays, after 20:00 and before 6:00 is shared fairly; each minute counts once.

    Counted in quarters of an hour. A quarter costs the price in the first eight hours above the fair share (rounded up
    to whole eight hours), twice the price in the next eight, and so on.
    """

    code, label = "fair_unpleasant", _l("Fairness: unpleasant hours")
    text = _l("{person} works {value} at weekends, on holidays, late or at night; a fair share is {share}")
    price = 3
    measure_shared = UNPLEASANT

    def measure(self, value: int) -> Minutes:
        return Minutes(value * GRAIN_MIN)

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        return {"share": Minutes(round(share_of(breach) * UNPLEASANT_UNIT_MIN))}
