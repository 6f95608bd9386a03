"""What people are told: each notice goes to one person once, stands in the app, and goes out by mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from planner.domain.habits import Habits
from planner.domain.letter import Addressee
from planner.messages import Message


class NoticeKind(StrEnum):
    """What a notice is about."""

    SHIFTS = "shifts"
    WISHES = "wishes"
    REMINDER = "reminder"
    WEEK = "week"
    LEAVE = "leave"
    OFFER = "offer"
    CALENDAR = "calendar"
    ERASURE = "erasure"


#: What goes by mail as its reader has chosen.
BY_CHOICE = frozenset({NoticeKind.REMINDER, NoticeKind.WEEK})


@dataclass(frozen=True, slots=True)
class Lines:
    """A line for each of some things, below a heading, if any."""

    items: tuple[Message, ...]
    heading: Message | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What one person is told. kind, about: what it tells of; the same is told to a person once, whoever tells it.

    subject: one line. parts: a paragraph each; the last leads over to the page. page: its path here ("/my/2026-12"),
    "" = none. begins: of the next shift it is about: a letter that would come after it because of quiet hours goes at
    once. expires_at: when it is of no use any more; it is not mailed from then on.
    """

    kind: NoticeKind
    about: str
    subject: Message
    parts: tuple[Message | Lines, ...]
    page: str = ""
    begins: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom notices go to. zone: of their site. accounts: where they read letters; none for who has no account."""

    public_name: str
    zone: ZoneInfo
    habits: Habits
    accounts: tuple[Addressee, ...]


@dataclass(frozen=True, slots=True)
class KeptNotice:
    """A notice as it stands in the app. subject, body: by language; body: paragraphs with an empty line between."""

    id: int
    kind: NoticeKind
    made_at: datetime
    subject: Mapping[str, str]
    body: Mapping[str, str]
    page: str
    read_at: datetime | None
