"""Weekends shared fairly."""

from collections.abc import Mapping

from planner.board import Board
from planner.fair_measures import WEEKENDS
from planner.messages import _l
from planner.rules.base import Breach
from planner.rules.fair_limits import FairRule, share_of


class FairWeekends(FairRule):
    """Weekends with work on Saturday or Sunday are shared fairly.

    A weekend costs the price for each tenth that it lies above the fair share: with a share of 2, the third costs
    10 prices, the fourth another 20. A weekend across the border of the month counts in the month it begins to be
    worked in.
    """

    code, label = "fair_weekends", _l("Fairness: weekends")
    text = _l("{person} works {value} weekends; a fair share is {share}")
    price = 20
    measure_shared = WEEKENDS

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        return {"share": share_of(breach)}
