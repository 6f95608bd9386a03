"""What reading people's own calendars needs from outside: a reader, a way to an address, and what is due."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from planner.domain.busy import Span

#: Longer than fetching and reading a calendar take together: one whose worker died is taken up again after it.
CALENDAR_LEASE_S = 120.0
#: Of a file, and of what an address gives: so many bytes are read at most.
MOST_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Read:
    """What a calendar says. blocks: by start, apart from each other. skipped: entries that could not be read."""

    blocks: tuple[Span, ...]
    skipped: int


class CalendarReader(Protocol):
    """Reads calendar files that may be hostile."""

    def read(self, content: bytes, zone: ZoneInfo, now: datetime) -> Read:
        """The busy times from today on. zone: of times that name none. InputProblems for what cannot be read."""
        ...


class CalendarFetch(Protocol):
    """Fetches calendars from addresses that may be hostile."""

    def clean(self, address: str) -> str:
        """An address as it is kept. InputProblems for one that is not fetched from."""
        ...

    def get(self, address: str) -> bytes:
        """What an address gives, at most MOST_BYTES. InputProblems when it gives nothing, or may not be asked."""
        ...


@dataclass(frozen=True, slots=True)
class DueCalendar:
    """A calendar that one worker has taken up to read it again. sealed: its address."""

    calendar_id: int
    person: int
    label: str
    zone: ZoneInfo
    sealed: bytes = field(repr=False)
    failures: int


class DueCalendars(Protocol):
    """The calendars that are to be read again. Each is claimed by one worker."""

    def claim(self, owner: str) -> DueCalendar | None:
        """The calendar that has been due longest, the owner's for CALENDAR_LEASE_S; None when none is due, or all are
        others'.
        """
        ...
