"""Channels that a shift type looks after."""

from collections.abc import Iterator, Mapping

from planner.board import Board
from planner.messages import _l
from planner.rules.base import Breach, Rule
from planner.rules.single_cells import forbidden
from solver.limits import Limit


class Channel(Rule):
    """Who works a shift knows at least one of its channels; a shift type that names none is open to everybody."""

    code, label = "channel", _l("Channel")
    text = _l("{person} knows none of the channels of {shifts}: {channels}")
    why = _l("knows none of the channels of {shifts}: {channels}")

    def limits(self, board: Board) -> Iterator[Limit]:
        if not any(shift.channels for shift in board.shift_types):
            return
        for person, manager in enumerate(board.people):
            unknown = {
                shift.code for shift in board.shift_types if shift.channels and not shift.channels & manager.channels
            }
            if unknown:
                for number in board.month_cells(person):
                    if board.shift_of(number).code in unknown:
                        yield forbidden(board, number)

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        shift = board.shift_types[breach.cells[0].shift]
        return {"channels": sorted(shift.channels)}
