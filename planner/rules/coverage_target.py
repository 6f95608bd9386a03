"""Coverage up to the target."""

from collections.abc import Iterator

from planner.board import Board
from planner.messages import _l
from planner.rules.slot_limits import SlotRule, slot_limit
from planner.slots import slots_of
from solver.limits import Limit, Tier


class CoverageTarget(SlotRule):
    """Each slot that asks for no skill has as many people at work as its target, where that is above the minimum.

    Each person missing costs the price a minute of the slot; one missing from the minimum costs that rule's besides.
    """

    code, label = "coverage_target", _l("Coverage: target")
    text = _l("{when}: {amount} short of the target, {value} of {bound} {who}")
    price = 2
    tier = Tier.COVERAGE

    def limits(self, board: Board) -> Iterator[Limit]:
        for slot in slots_of(board):
            if not slot.on_call and not slot.skill and slot.target > slot.minimum:
                yield slot_limit(slot, low=slot.target)
