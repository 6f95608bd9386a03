"""Weekends shared fairly."""

from collections.abc import Mapping

from planner.board import Board
from planner.fair_measures import WEEKENDS
from planner.messages import _l
from planner.rules.base import Breach
from planner.rules.fair_limits import FairRule, share_of


class FairWeekends(FairRule):
    """Weekends with work on Saturday or Sunday are shared fairly.

    A weekend above the fair share (rounded up) costs the price, the second one twice, and so on. A weekend across the
    border of the month counts in the month it begins to be worked in.
    """

    code, label = "fair_weekends", _l("Fairness: weekends")
    text = _l("{person}, weekends at work: {value}; a fair share is {share}")
    price = 200
    measure_shared = WEEKENDS

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        return {"share": share_of(breach)}
