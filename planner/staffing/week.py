"""An ordinary week as a grid of five-minute slots from Monday 0:00: when it is open, and when messages
arrive.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from planner.domain.days import DayKind
from planner.domain.time import MINUTES_A_DAY

_TIME = r"(\d{1,2})(?:[:.h]([0-5]\d)|h)?(am|pm)?"
#: Between the stretches of a day that is closed at noon.
_BETWEEN = re.compile(r"[,;+&]|\band\b|\bund\b")
_SPAN = re.compile(f"(?:from|von)?{_TIME}(?:uhr)?(?:-|–|—|to|until|bis){_TIME}(?:uhr)?")
SLOT_MIN = 5
SLOTS_AN_HOUR = 60 // SLOT_MIN
SLOTS_A_DAY = 24 * SLOTS_AN_HOUR
SLOTS_A_WEEK = 7 * SLOTS_A_DAY

#: People on duty in each of a grid's cells.
Persons = NDArray[np.int64]

#: The kinds of day the estimate tells apart; SUNDAY stands for Sundays and public holidays.
PLANNED_KINDS = (DayKind.WEEKDAY, DayKind.SATURDAY, DayKind.SUNDAY)
WEEK = (DayKind.WEEKDAY,) * 5 + (DayKind.SATURDAY, DayKind.SUNDAY)


@dataclass(frozen=True, slots=True)
class OpeningSpan:
    """Open from opens_min to closes_min, minutes of the day in steps of 5; past 1440 lies in the next day.

    ValueError for an end that isn't after the start, more than 24 hours, or minutes off the grid.
    """

    opens_min: int
    closes_min: int

    def __post_init__(self) -> None:
        span = f"open from minute {self.opens_min} to {self.closes_min}"
        if not (0 <= self.opens_min < 1440 and self.opens_min < self.closes_min <= self.opens_min + 1440):
            raise ValueError(f"{span}: the end must follow the start within 24 hours.")
        if self.opens_min % SLOT_MIN or self.closes_min % SLOT_MIN:
            raise ValueError(f"{span}: please use steps of {SLOT_MIN} minutes.")

    @property
    def hours(self) -> float:
        """Length in hours."""
        return (self.closes_min - self.opens_min) / 60

    @property
    def slots(self) -> range:
        """The slots it covers, counted from 0:00 of its day."""
        return range(self.opens_min // SLOT_MIN, self.closes_min // SLOT_MIN)


def read_span(text: str) -> OpeningSpan:
    """'8-22', '08:30–17:00', '22-6' over midnight, 'von 8 bis 17.30 Uhr', '9am-5pm'. ValueError for anything else."""
    found = _SPAN.fullmatch("".join(text.casefold().split()))
    if found is None:
        raise ValueError(f"{text!r} are no hours. Maybe write them like 8-22.")
    start, end = _minute(*found.groups()[:3]), _minute(*found.groups()[3:])
    if end > MINUTES_A_DAY:
        raise ValueError(f"{text!r} end after 24:00. Maybe write the hour of the next day, like 22-6.")
    return OpeningSpan(start, end if end > start else end + MINUTES_A_DAY)


def read_spans(text: str) -> list[OpeningSpan]:
    """The stretches of a day, earliest first: '8-12, 13-17', '8-12 und 14-18', or one as `read_span` reads it.

    ValueError for anything else, and for stretches that overlap.
    """
    spans = sorted((read_span(part) for part in _BETWEEN.split(text.casefold())), key=lambda span: span.opens_min)
    for first, second in pairwise(spans):
        if second.opens_min < first.closes_min:
            raise ValueError(f"{text!r}: a stretch begins before the one before it ends. Maybe write them as one.")
    return spans


def _minute(hour: str, minute: str | None, half: str | None) -> int:
    """A minute of the day. half: "am" or "pm", of a clock of twelve hours; None = one of twenty-four."""
    hours = int(hour)
    if half is not None:
        if not 1 <= hours <= 12:
            raise ValueError(f"{hour} {half} is no hour. Maybe leave {half} out.")
        hours = hours % 12 + (12 if half == "pm" else 0)
    return hours * 60 + int(minute or 0)


@dataclass(frozen=True, slots=True)
class OpeningWeek:
    """Opening hours by kind of day; None is closed.

    ValueError when it never opens, or when a day's hours reach into the opening hours of the next day.
    """

    weekday: OpeningSpan | None
    saturday: OpeningSpan | None
    sunday_or_holiday: OpeningSpan | None

    def __post_init__(self) -> None:
        if not any((self.weekday, self.saturday, self.sunday_or_holiday)):
            raise ValueError("Closed on every kind of day. Maybe enter the opening hours of a weekday.")
        for today, tomorrow in pairwise((*WEEK, WEEK[0])):
            span, following = self.span(today), self.span(tomorrow)
            if span and following and span.closes_min - 1440 > following.opens_min:
                raise ValueError(f"{today} is still open when {tomorrow} opens. Maybe close earlier.")

    def span(self, kind: DayKind) -> OpeningSpan | None:
        """The opening hours of one of PLANNED_KINDS."""
        return {
            DayKind.WEEKDAY: self.weekday,
            DayKind.SATURDAY: self.saturday,
            DayKind.SUNDAY: self.sunday_or_holiday,
        }[kind]


@dataclass(frozen=True, slots=True)
class Cell:
    """An hour of a kind of day, in which the number of people on duty is constant; hour 24 and later: after
    midnight.
    """

    kind: DayKind
    hour: int


@dataclass(frozen=True, slots=True)
class WeekGrid:
    """The week's slots. cells: the open hours. cell_of_slot: index into cells, -1 while closed.

    open_hours: how long each cell is open in one day of its kind. arrivals: messages a slot.
    """

    cells: tuple[Cell, ...]
    cell_of_slot: NDArray[np.int64]
    open_hours: NDArray[np.float64]
    arrivals: NDArray[np.float64]

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Which slots are open."""
        return self.cell_of_slot >= 0

    def persons_by_hour(self, persons: Persons, kind: DayKind) -> dict[int, int]:
        """People on duty by hour of a kind of day."""
        rows = zip(self.cells, persons, strict=True)
        return {cell.hour: int(count) for cell, count in rows if cell.kind is kind}

    def hours_a_day(self, persons: Persons, kind: DayKind) -> float:
        """Paid hours on duty in one day of a kind."""
        return float((self.open_hours * persons)[self.of_kind(kind)].sum())

    def of_kind(self, kind: DayKind) -> NDArray[np.bool_]:
        """Which cells belong to a kind of day."""
        return np.array([cell.kind is kind for cell in self.cells])


def week_grid(opening: OpeningWeek, messages_a_day: float, hour_shares: Sequence[float]) -> WeekGrid:
    """The grid of a week with the same volume each day.

    hour_shares: share of a day's messages in each of its 24 hours. ValueError when they aren't 24, or don't
    add up to 1.
    """
    if len(hour_shares) != 24 or min(hour_shares) < 0 or abs(sum(hour_shares) - 1) > 1e-6:
        shares = f"{len(hour_shares)} hour shares adding up to {sum(hour_shares)}"
        raise ValueError(f"{shares}: 24 that add up to 1 are needed.")
    index: dict[Cell, int] = {}
    open_slots: list[int] = []
    for kind in PLANNED_KINDS:
        for slot in _slots(opening, kind):
            cell = Cell(kind, slot // SLOTS_AN_HOUR)
            if cell not in index:
                index[cell] = len(index)
                open_slots.append(0)
            open_slots[index[cell]] += 1
    cell_of_slot = np.full(SLOTS_A_WEEK, -1, dtype=np.int64)
    for day, kind in enumerate(WEEK):
        for slot in _slots(opening, kind):
            cell_of_slot[(day * SLOTS_A_DAY + slot) % SLOTS_A_WEEK] = index[Cell(kind, slot // SLOTS_AN_HOUR)]
    by_slot = np.repeat(np.asarray(hour_shares, dtype=np.float64) / SLOTS_AN_HOUR, SLOTS_AN_HOUR)
    return WeekGrid(
        cells=tuple(index),
        cell_of_slot=cell_of_slot,
        open_hours=np.asarray(open_slots, dtype=np.float64) * SLOT_MIN / 60,
        arrivals=np.tile(by_slot * messages_a_day, 7),
    )


def shifts_a_day(span: OpeningSpan, persons_by_hour: Mapping[int, int], longest_shift_min: int) -> int:
    """The fewest shifts, none longer than longest_shift_min, that put persons_by_hour[hour] people on duty
    all day.

    Starting a full shift whenever somebody is missing is the best there is: each must start by then at the
    latest.
    """
    length = longest_shift_min // SLOT_MIN
    starts: dict[int, int] = {}
    on_duty = 0
    for slot in span.slots:
        on_duty -= starts.get(slot - length, 0)
        starts[slot] = max(0, persons_by_hour.get(slot // SLOTS_AN_HOUR, 0) - on_duty)
        on_duty += starts[slot]
    return sum(starts.values())


def _slots(opening: OpeningWeek, kind: DayKind) -> Sequence[int]:
    span = opening.span(kind)
    return span.slots if span else ()
