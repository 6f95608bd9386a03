"""Busy times out of people's own calendars: when, and whether they cannot or would rather not work then.

Nothing else of a calendar is kept: no titles, no places.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class ReadAs(StrEnum):
    """What a busy time means for the plan. CANNOT: nothing is planned then."""

    CANNOT = "cannot"
    RATHER_NOT = "rather not"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time; both ends are aware, the end is no part of it."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class NewCalendar:
    """A calendar to be kept. sealed: its address, encrypted; b"" = it was a file, and is read only once.

    shown: the address as it is shown, masked. zone: of times that name none.
    """

    label: str
    read_as: ReadAs
    zone: ZoneInfo
    shown: str = ""
    sealed: bytes = b""


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """A calendar of a person as it stands. read_at: when its busy times were read last. failures: refreshes in a row
    that failed since. blocks: by start, apart from each other.
    """

    calendar_id: int
    label: str
    read_as: ReadAs
    shown: str
    read_at: datetime
    failures: int
    blocks: tuple[Span, ...]


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans by start, those that touch or overlap as one; those that take no time are left out."""
    found: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def refreshed(old: Sequence[Span], new: Iterable[Span], fixed: Iterable[Span]) -> tuple[Span, ...]:
    """The new spans, but within `fixed` the old ones: what was planned there was planned on these."""
    held = merged(fixed)
    return merged([*_inside(old, held), *_outside(new, held)])


def _inside(spans: Iterable[Span], held: Sequence[Span]) -> Iterator[Span]:
    for span in spans:
        for frame in held:
            yield Span(max(span.start, frame.start), min(span.end, frame.end))


def _outside(spans: Iterable[Span], held: Sequence[Span]) -> Iterator[Span]:
    for span in spans:
        start = span.start
        for frame in held:
            yield Span(start, min(span.end, frame.start))
            start = max(start, frame.end)
        yield Span(start, span.end)
