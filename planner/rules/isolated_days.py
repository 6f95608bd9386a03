"""Single days off."""

from collections.abc import Iterator

from planner.board import Board
from planner.messages import _l
from planner.rules.short_rows import ShortRowRule, short_rows
from solver.limits import Limit


class IsolatedDays(ShortRowRule):
    """No single day off lies between two days at work. Each one costs the price.

    Off unless a team gives it a price: `min_days_off` with its usual value of 2 already counts the same days. It is
    for teams that switch that rule off, or that want single days dearer than other rows that are too short.
    """

    code, label = "isolated_days", _l("Single days off")
    text = _l("{person}: {day} is a single day off between two days at work")
    price = 0
    at_work = False

    def limits(self, board: Board) -> Iterator[Limit]:
        for person in range(len(board.people)):
            yield from short_rows(board, person, 2, at_work=False)
