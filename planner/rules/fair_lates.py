"""Late shifts shared fairly."""

from collections.abc import Mapping

from planner.board import Board
from planner.fair_measures import LATES
from planner.messages import _l
from planner.rules.base import Breach
from planner.rules.fair_limits import FairRule, share_of


class FairLates(FairRule):
    """Late shifts, those that end after 20:00 or go on over midnight, are shared fairly.

    A late above the fair share (rounded up) costs the price, the second one twice, and so on.
    """

    code, label = "fair_lates", _l("Fairness: late shifts")
    text = _l("{person}, late shifts: {value}; a fair share is {share}")
    price = 50
    measure_shared = LATES

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        return {"share": share_of(breach)}
