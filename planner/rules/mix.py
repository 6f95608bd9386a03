"""The mix of a shift: people with a skill among those at work."""

from collections.abc import Iterator

from planner.board import Board
from planner.messages import _l
from planner.rules.slot_limits import SlotRule, slot_limit
from planner.slots import slots_of
from solver.limits import Limit, Tier

#: A person missing from the minimum weighs as much more than one missing from the target as in plain coverage.
MINIMUM_WEIGHT = 10


class Mix(SlotRule):
    """Among the people of a slot are as many with its skill, at its level or above, as minimum and target say.

    The rows of demand that name a skill are this rule's, the others belong to coverage. Each person missing from the
    target costs the price a minute of the slot; each missing from the minimum another ten times the price.
    """

    code, label = "mix", _l("Mix of skills")
    text = _l("{when}: {amount} short, {value} of {bound} {who}")
    price = 2
    tier = Tier.COVERAGE

    def limits(self, board: Board) -> Iterator[Limit]:
        for slot in slots_of(board):
            if slot.skill and not slot.on_call:
                if slot.minimum > 0:
                    yield slot_limit(slot, low=slot.minimum, weight=MINIMUM_WEIGHT)
                if slot.target > slot.minimum:
                    yield slot_limit(slot, low=slot.target)
