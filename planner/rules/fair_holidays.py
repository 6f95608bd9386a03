"""Public holidays shared fairly."""

from collections.abc import Mapping

from planner.board import Board
from planner.fair_measures import HOLIDAYS
from planner.messages import _l
from planner.rules.base import Breach
from planner.rules.fair_limits import FairRule, share_of


class FairHolidays(FairRule):
    """Public holidays and half holidays worked, as the person's own site has them, are shared fairly.

    A holiday costs the price for each tenth that it lies above the fair share.
    """

    code, label = "fair_holidays", _l("Fairness: holidays")
    text = _l("{person} works {value} holidays; a fair share is {share}")
    price = 30
    measure_shared = HOLIDAYS

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        return {"share": share_of(breach)}
