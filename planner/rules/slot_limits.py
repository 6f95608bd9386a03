"""What the coverage rules share: a slot as a limit, and a slot in words.

A point of coverage is comparable across its rules: all count minutes times people, and their prices say how much a
missing minute weighs: 2 below the target, 5 without a topic's contact, 10 without duty, 20 below the minimum.
"""

from collections.abc import Mapping

from planner.board import Board
from planner.domain.slot import Slot
from planner.domain.time import from_moment
from planner.messages import Message, Term, _l
from planner.rules.base import Breach, Rule, Subject
from solver.limits import Kind, Limit


def slot_limit(slot: Slot, *, low: int | None = None, high: int | None = None, weight: int = 1) -> Limit:
    """The slot's people between low and high; a person outside counts `weight` times a minute of the slot."""
    return Limit(
        slot.cells,
        low=low,
        high=high,
        factor=slot.minutes * weight,
        kind=Kind.COVER,
        subject=about(slot),
    )


def about(slot: Slot) -> Subject:
    """The subject of a slot's limits."""
    return Subject(None, slot.day, (slot,))


def slot_of(breach: Breach) -> Slot:
    """The slot a coverage breach is about."""
    slot = breach.subject.detail[0]
    assert isinstance(slot, Slot)
    return slot


def who_words(slot: Slot) -> Message | Term:
    """Whom a slot wants: 'people', 'people for Instagram', 'people with Crisis level 2'."""
    level = max(slot.level, 1)
    if slot.skill and slot.channel:
        return Message(
            _l("people for {channel} with {skill} level {level}"),
            channel=slot.channel,
            skill=slot.skill,
            level=level,
        )
    if slot.skill:
        return Message(_l("people with {skill} level {level}"), skill=slot.skill, level=level)
    return Message(_l("people for {channel}"), channel=slot.channel) if slot.channel else Term(_l("people"))


def span_words(board: Board, start: int, end: int) -> Message:
    """A stretch of time (moments): 'Sat 12 Dec 14:00–16:00'."""
    first, last = (from_moment(edge, board.team.zone) for edge in (start, end))
    return Message(_l("{day} {span}"), day=first.date(), span=f"{first:%H:%M}–{last:%H:%M}")


def slot_words(board: Board, slot: Slot) -> Message:
    """When a slot is: 'Sat 12 Dec 14:00–16:00', or with the shift's name when the demand names one."""
    if not slot.shift:
        return span_words(board, slot.start, slot.end)
    start, end = (from_moment(edge, board.team.zone) for edge in (slot.start, slot.end))
    return Message(
        _l("{day}, {shift} ({span})"),
        day=slot.day,
        shift=board.shift_types[board.shift_index[slot.shift]].name,
        span=f"{start:%H:%M}–{end:%H:%M}",
    )


class SlotRule(Rule):
    """A rule about the people of slots. `text` may use {when} and {who}."""

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        slot = slot_of(breach)
        return {"when": slot_words(board, slot), "who": who_words(slot)}
