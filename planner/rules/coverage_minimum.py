"""Coverage up to the minimum."""

from collections.abc import Iterator

from planner.board import Board
from planner.messages import _l
from planner.rules.slot_limits import SlotRule, slot_limit
from planner.slots import slots_of
from solver.limits import Limit, Tier


class CoverageMinimum(SlotRule):
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
