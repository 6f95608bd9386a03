"""Surplus spread over the shifts of the month."""

from collections.abc import Iterator, Mapping

from planner.board import Board
from planner.domain.slot import Slot
from planner.messages import _l
from planner.rules.base import Breach, Subject
from planner.rules.slot_limits import SlotRule, about, slot_of
from planner.slots import slots_of
from solver.limits import Kind, Limit

#: From so many people above the target on each further one is dearer: a first one may stand anywhere.
STEPS = (1, 2, 3, 5, 8, 13, 21, 34)
#: More people above the target than this are worth a finding; below it is what contracts ask beyond the demand.
TOLD_ABOVE = 5


class SpreadSurplus(SlotRule):
    """Whoever is planned beyond what is wanted is spread over dates and shifts, rather than many on one of them.

    Of a shift whose demand is given by its name one person above the target is free. The second costs the price, the
    third twice the price, the fourth and fifth three times, and so on: so the shift with fewest above its target is
    cheapest. Demand by time of day is left out: shifts that overlap would be more than it wants anyway.
    """

    code, label = "spread_surplus", _l("Surplus spread")
    text = _l("{when}: {value} {who}, {target} wanted")
    price = 5

    def limits(self, board: Board) -> Iterator[Limit]:
        for slot in slots_of(board):
            if slot.shift and not slot.on_call and not slot.skill:
                for step in STEPS:
                    if slot.target + step < len(slot.cells):
                        yield Limit(slot.cells, high=slot.target + step, kind=Kind.COVER, subject=about(slot))

    def told(self, subject: Subject, value: int) -> bool:
        """Where a shift has far more people than it is wanted for."""
        [slot] = subject.detail
        assert isinstance(slot, Slot)
        return value > slot.target + TOLD_ABOVE

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        return {**super().params(board, breach), "target": slot_of(breach).target}

    def figures(self, board: Board, breach: Breach) -> tuple[object, object]:
        """People there, and the target rather than the steps that price it."""
        return breach.value, slot_of(breach).target
