"""Coverage up to the maximum."""

from collections.abc import Iterator

from planner.board import Board
from planner.messages import _l
from planner.rules.slot_limits import SlotRule, slot_limit
from planner.slots import slots_of
from solver.limits import Limit


class CoverageMaximum(SlotRule):
    """Each slot has no more people than its maximum, with a skill or without, at work or on call.

    Each person above it costs the price a minute of the slot. It is weighed with the wishes, after coverage: a minute
    too many is dearer than a minute missing from a contract.
    """

    code, label = "coverage_maximum", _l("Coverage: maximum")
    text = _l("{when}: {amount} too many, {value} {who} where {bound} are enough")
    price = 2

    def limits(self, board: Board) -> Iterator[Limit]:
        for slot in slots_of(board):
            if slot.maximum is not None and len(slot.cells) > slot.maximum:
                yield slot_limit(slot, high=slot.maximum)
