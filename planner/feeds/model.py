"""What a calendar feed is made of: its key, its items, and texts that no calendar chokes on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

#: Longest texts of an item and of a calendar's name, in characters.
NAME_CHARACTERS = 60
SUMMARY_CHARACTERS = 250
LOCATION_CHARACTERS = 250
DESCRIPTION_CHARACTERS = 2000

#: Control characters but the line feed, surrogates, line and paragraph separators: some reader refuses them or ends a
#: line there.
_UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")


class FeedKind(StrEnum):
    """Whose shifts a feed shows. CLOSED is the empty feed that a revoked link still gives for a while."""

    PERSON = "person"
    TEAM = "team"
    CHANNEL = "channel"
    DUTY = "duty"
    CLOSED = "closed"


class NoSuchFeed(LookupError):
    """No published roster has made this feed."""


@dataclass(frozen=True, slots=True, order=True)
class FeedKey:
    """One feed of a team. subject: the manager's name or the channel; "" where the team has one feed of the kind."""

    kind: FeedKind
    subject: str = ""

    @classmethod
    def of(cls, kind: str, subject: str) -> "FeedKey":
        """The key of a kind by its name; a subject is only looked at for people and channels. NoSuchFeed if unknown."""
        try:
            known = FeedKind(kind)
        except ValueError:
            raise NoSuchFeed(f"no feed of kind {kind!r}. Maybe one of {', '.join(FeedKind)}.") from None
        return cls(known, subject if known in (FeedKind.PERSON, FeedKind.CHANNEL) else "")


#: The feed without entries.
CLOSED_FEED = FeedKey(FeedKind.CLOSED)


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One calendar entry. start, end: UTC; the end is exclusive. whole_day: only their dates count, both at midnight.

    day: the local date it belongs to. busy: whether it blocks the calendar. url: a page behind the login, or "".
    """

    uid: UUID
    day: date
    start: datetime
    end: datetime
    summary: str
    category: str
    location: str = ""
    description: str = ""
    url: str = ""
    whole_day: bool = False
    busy: bool = False
    cancelled: bool = False

    @property
    def last_day(self) -> date:
        """The last local date it belongs to: a shift over midnight belongs to the date it starts on."""
        return self.end.date() - timedelta(days=1) if self.whole_day else self.day

    @property
    def order(self) -> tuple[datetime, str]:
        """Sorts items by start; the identity settles ties, so the order never depends on where rows come from."""
        return self.start, str(self.uid)


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """An item as it stands in a feed. sequence: how often it changed. modified: when, UTC, whole seconds."""

    item: FeedItem
    sequence: int
    modified: datetime


class Render(Protocol):
    """Writes a calendar file."""

    def __call__(self, name: str, zone: ZoneInfo, events: Sequence[FeedEvent]) -> bytes:
        """The file's bytes, the same for the same arguments. zone: declared when there are no events."""
        ...


def midnight(day: date) -> datetime:
    """The start of a date for entries of whole days, which have no zone: in UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)


def clean(text: str, limit: int, *, lines: bool = False) -> str:
    """The text without control characters and surrogates, cut to `limit` characters. lines: line feeds may stay."""
    unified = text.replace("\r\n", "\n").replace("\r", "").replace("\t", " ")
    if not lines:
        unified = unified.replace("\n", " ")
    return shorten(_UNSAFE.sub("", unified).strip(), limit)


def shorten(text: str, limit: int) -> str:
    """The text cut to `limit` characters, with an ellipsis where something is missing; "" at 0."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rstrip() + "…" if limit > 0 else ""
