"""What a roster was short of before more was expected: that stays accepted, and what is asked beyond it is not."""

from collections.abc import Iterator
from dataclasses import replace

from planner.board import Board
from planner.domain.slot import Slot
from planner.domain.team import Team
from planner.rulebook import plan_of, state_rules
from planner.rules.base import Rule, Subject
from planner.rules.slot_limits import SlotRule
from solver.limits import OPEN, Columns, Tier

#: What a limit asks for, beside the time: rule, points a minute, shift, its channel, skill, level, and cells.
_Asked = tuple[int, int, str, str, str, int, tuple[int, ...]]


def asked_since(board: Board, columns: Columns, planned: Team) -> dict[int, int]:
    """Rows of demand that the published roster falls short of by more than it did -> what each asks for since then.

    planned: the team that it was published for. Of several stretches that are one now, what the least short of them
    lacked stays accepted; of hours in which nobody was wanted, nothing.
    """
    now = board.team
    then = replace(now, demand=planned.demand, volume=planned.volume, opening_hours=planned.opening_hours)
    if then == now:
        return {}
    # People and days are those of now, so both boards number their cells alike.
    old = Board(
        then, board.year, board.month, extra=board.published, published=board.published, today=board.today
    )
    plan, old_columns = plan_of(board, board.published), state_rules(old, _asks_for_people)
    old_values, values = old_columns.values(plan), columns.values(plan)
    stood: dict[_Asked, list[tuple[Slot, int]]] = {}
    for row, asked, slot in _demand_rows(old_columns):
        stood.setdefault(asked, []).append((slot, max(0, int(old_columns.low[row] - old_values[row]))))
    found = {}
    for row, asked, slot in _demand_rows(columns):
        accepted = _least_short(stood.get(asked, []), slot)
        if columns.low[row] - values[row] > accepted:
            found[row] = int(columns.low[row]) - accepted
    return found


def _asks_for_people(rule: Rule) -> bool:
    return isinstance(rule, SlotRule)


def _demand_rows(columns: Columns) -> Iterator[tuple[int, _Asked, Slot]]:
    wanting = (columns.price > 0) & (columns.tier < Tier.CHANGE) & (columns.low != -OPEN)
    for row in wanting.nonzero()[0].tolist():
        subject = columns.subjects[row]
        slot = subject.detail[0] if isinstance(subject, Subject) and subject.detail else None
        if isinstance(slot, Slot):
            # Bands that the same people provide are asked for once, under the name of whichever channel wants most.
            channel = slot.channel if slot.shift else ""
            points = int(columns.price[row]) // slot.minutes
            rule = int(columns.source[row])
            yield row, (rule, points, slot.shift, channel, slot.skill, slot.level, slot.cells), slot


def _least_short(stood: list[tuple[Slot, int]], now: Slot) -> int:
    """The people that some stretches lacked at least, throughout the time of one."""
    lacking, minutes = [], 0
    for slot, short in stood:
        shared = min(slot.end, now.end) - max(slot.start, now.start)
        if shared > 0:
            lacking.append(short)
            minutes += shared
    return min(lacking) if minutes >= now.minutes else 0
