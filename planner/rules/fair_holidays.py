"""Public holidays shared fairly."""

from collections.abc import Mapping

from planner.board import Board
from planner.fair_measures import HOLIDAYS
from planner.messages import _l
from planner.rules.base import Breach
from planner.rules.fair_limits import FairRule, share_of


class FairHolidays(FairRule):
    """Public holidays and half holidays worked, as the person's own site has them, are shared fairly.

    A holiday above the fair share (rounded up) costs the price, the second one twice, and so on.
    """

    code, label = "fair_holidays", _l("Fairness: holidays")
    text = _l("{person}, holidays at work: {value}; a fair share is {share}")
    price = 300
    measure_shared = HOLIDAYS

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        return {"share": share_of(breach)}
