"""Busy times as the pages show them: day by day, and a calendar in a line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from planner.domain.busy import OwnCalendar, Span

_MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class BusyDay:
    """Of a date: when, as (from, to) by the clock; nothing = all day."""

    day: date
    times: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A kept calendar. read_at: in the zone shown."""

    own: OwnCalendar
    read_at: datetime
    days: int


def calendar_row(own: OwnCalendar, zone: ZoneInfo) -> CalendarRow:
    """A calendar with the number of dates on which it says busy."""
    return CalendarRow(own, own.read_at.astimezone(zone), len(days_of(own.blocks, zone)))


def days_of(spans: Iterable[Span], zone: ZoneInfo) -> Sequence[BusyDay]:
    """The dates that busy times touch, with their clock times; a span over midnight is on both dates."""
    found: dict[date, list[tuple[str, str]]] = {}
    for day, start, end in _parts(spans, zone):
        found.setdefault(day, []).append((start, end))
    return [BusyDay(day, () if ("00:00", "24:00") in times else tuple(times)) for day, times in sorted(found.items())]


def _parts(spans: Iterable[Span], zone: ZoneInfo) -> Iterator[tuple[date, str, str]]:
    for span in spans:
        start, end = span.start.astimezone(zone), span.end.astimezone(zone)
        day, begins = start.date(), f"{start:%H:%M}"
        while day < end.date():
            yield day, begins, "24:00"
            day, begins = day + timedelta(days=1), "00:00"
        if end.time() != _MIDNIGHT:
            yield day, begins, f"{end:%H:%M}"
