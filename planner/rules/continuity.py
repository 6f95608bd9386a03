"""The same people on a channel through the week."""

from collections.abc import Iterator

from planner.board import Board
from planner.messages import _l
from planner.rules.base import Rule, Subject
from solver.limits import Kind, Limit


class Continuity(Rule):
    """Through a week a person stays with the same channels, so that threads keep their person.

    Shift types that look after the same channels are one group. Each group beyond the first in a person's week costs
    the price; days of the week before the month count where they are known.
    """

    code, label = "continuity", _l("Same people on a channel")
    text = _l("{person} changes between {value} groups of channels in the week of {day}")
    why = _l("changes between {value} groups of channels in the week of {day}")
    price = 20

    def limits(self, board: Board) -> Iterator[Limit]:
        at_work = [shift for shift in board.shift_types if not shift.on_call]
        groups = {channels: i for i, channels in enumerate(dict.fromkeys(shift.channels for shift in at_work))}
        if len(groups) < 2:
            return
        group_of = [groups.get(shift.channels, -1) for shift in board.shift_types]
        for person in range(len(board.people)):
            for week in board.weeks:
                cells: list[list[int]] = [[] for _ in groups]
                for day in week:
                    for number in board.work_on(person, day):
                        cells[group_of[board.cells[number].shift]].append(number)
                atoms = [atom for group in cells if (atom := board.derived.any_of(group)) is not None]
                if len(atoms) > 1:
                    yield Limit(atoms, high=1, kind=Kind.COUNTER, subject=Subject(person, week[0]))
