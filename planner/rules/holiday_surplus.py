"""Nobody beyond what is wanted on Sundays and public holidays."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from planner.board import Board
from planner.domain.days import DayKind
from planner.domain.slot import Slot
from planner.messages import _l
from planner.rules.slot_limits import SlotRule, slot_limit
from planner.rules.sunday_basis import SUNDAY
from planner.slots import slots_of
from solver.limits import Limit


class HolidaySurplus(SlotRule):
    """On Sundays and public holidays no shift has more people than its demand wants; weekdays take the surplus.

    Each person too many costs the price a minute of the shift: dearer than what a contract then lacks. Only demand by
    a shift's name counts, as shifts that share a time of day overlap, so that more than it wants may be needed. Days
    are those of the team's own calendar.
    """

    code, label = "holiday_surplus", _l("Surplus on Sundays and holidays")
    text = _l("{when}: {value} {who} on a Sunday or holiday, {bound} wanted")
    price = 2

    def limits(self, board: Board) -> Iterator[Limit]:
        crews: defaultdict[tuple[object, str], list[Slot]] = defaultdict(list)
        for slot in slots_of(board):
            free_day = slot.day.weekday() == SUNDAY or board.kind(slot.day) is DayKind.HOLIDAY
            if free_day and slot.shift and not slot.on_call:
                crews[slot.day, slot.shift].append(slot)
        for crew in crews.values():
            wanted = _wanted(crew)
            for slot in crew:
                if not slot.skill and len(slot.cells) > wanted[slot.channel]:
                    yield slot_limit(slot, high=wanted[slot.channel])


def _wanted(crew: Iterable[Slot]) -> dict[str, int]:
    """Channel -> people whom the slots of one shift and date want for it, with a skill or without; "" = in all."""
    most: dict[str, int] = {"": 0}
    for slot in crew:
        most[slot.channel] = max(slot.target, most.get(slot.channel, 0))
    return {**most, "": max(most[""], sum(most.values()) - most[""])}
