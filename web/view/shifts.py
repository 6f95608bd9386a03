"""Shift types as the pages draw them: a letter, one of eight colours, and times."""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.demand import ShiftType
from planner.domain.time import clock

#: Colours in static/css/tokens.css; the ninth shift type takes the first colour again, with a dashed edge.
COLOURS = 8


@dataclass(frozen=True, slots=True)
class ShiftLook:
    """How a shift type looks. css: its classes. times: '08:00–14:00'. paid_min: length less break, 0 on call."""

    code: str
    name: str
    css: str
    times: str
    on_call: bool
    paid_min: int


def shift_looks(shift_types: Sequence[ShiftType]) -> dict[str, ShiftLook]:
    """The looks of all shift types by code, in the team's order."""
    return {shift.code: _look(place, shift) for place, shift in enumerate(shift_types)}


def _look(place: int, shift: ShiftType) -> ShiftLook:
    css = f"s{place % COLOURS + 1}"
    if place >= COLOURS:
        css += " again"
    if shift.on_call:
        css += " oncall"
    paid_min = 0 if shift.on_call else shift.end_min - shift.start_min - shift.break_min
    times = f"{clock(shift.start_min)}–{clock(shift.end_min)}"
    return ShiftLook(shift.code, shift.name, css, times, shift.on_call, paid_min)
