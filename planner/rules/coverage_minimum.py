"""Coverage up to the minimum."""

from collections.abc import Iterator, Mapping

from planner.board import Board
from planner.messages import _l
from planner.rules.base import Breach, Rule
from planner.rules.slot_limits import slot_limit, slot_params
from planner.slots import slots_of
from solver.limits import Limit, Tier


class CoverageMinimum(Rule):
    """Each slot that asks for no skill has as many people at work as its minimum.

    Each person missing costs the price a minute of the slot.
    """

    code, label = "coverage_minimum", _l("Coverage: minimum")
    text = _l("{when}: {amount} short of the minimum, {value} of {bound} {who}")
    price = 20
    tier = Tier.COVERAGE

    def limits(self, board: Board) -> Iterator[Limit]:
        for slot in slots_of(board):
            if not slot.on_call and not slot.skill and slot.minimum > 0:
                yield slot_limit(slot, low=slot.minimum)

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        return slot_params(board, breach)
