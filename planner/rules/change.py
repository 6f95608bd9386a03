"""Changes against the published roster."""

from collections.abc import Iterator, Mapping

from planner.board import Board
from planner.messages import _l
from planner.rules.base import Breach, Rule
from planner.rules.published_changes import change_limits, change_words
from solver.limits import Limit, Tier


class Change(Rule):
    """What was published stays as it is: each shift that falls away and each that is new costs the price.

    Coverage comes first, then the fewest changes, and only then wishes and fairness: a roster is changed to close a
    gap, not for a little more fairness. Nothing published, nothing to keep.
    """

    code, label = "change", _l("Change of the published roster")
    text = _l("{person}: {change}")
    why = _l("{change}")
    price = 1
    tier = Tier.CHANGE

    def limits(self, board: Board) -> Iterator[Limit]:
        if board.published:
            for day in board.days:
                yield from change_limits(board, day)

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        return {"change": change_words(board, breach)}
