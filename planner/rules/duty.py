"""Escalation duty filled."""

from collections.abc import Iterator

from planner.board import Board
from planner.messages import _l
from planner.rules.slot_limits import SlotRule, slot_limit
from planner.slots import slots_of
from solver.limits import Limit, Tier


class Duty(SlotRule):
    """Demand for an on-call shift type, such as escalation duty, is filled up to its target.

    Each person missing costs the price a minute of the duty.
    """

    code, label = "duty", _l("Escalation duty")
    text = _l("{when}: {amount} short, {value} of {bound} {who} on call")
    price = 10
    tier = Tier.COVERAGE

    def limits(self, board: Board) -> Iterator[Limit]:
        for slot in slots_of(board):
            if slot.on_call and slot.target > 0:
                yield slot_limit(slot, low=slot.target)
