"""What is needed from outside to tell people something: letters and who takes them, and the records of notices."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

from planner.domain.habits import Habits
from planner.domain.letter import LetterStanding
from planner.domain.notice import KeptNotice, NoticeKind, Reader
from planner.messages import Message, render


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter in plain text. to: one address. uid: the same for the same letter, should it be sent again."""

    to: str
    subject: str
    body: str
    uid: UUID = field(default_factory=uuid4, compare=False)

    @classmethod
    def of(cls, to: str, subject: Message, parts: Iterable[Message | str], language: str) -> "Mail":
        """A letter in a language, each part a paragraph."""
        texts = [part if isinstance(part, str) else render(part, language) for part in parts]
        return cls(to, render(subject, language), "\n\n".join(texts) + "\n")


class MailNotSent(Exception):
    """A letter that could not be handed over. The reason is for the log."""


class Mailer(Protocol):
    """Takes letters to their readers."""

    def send(self, mail: Mail) -> None:
        """Hand a letter over. MailNotSent when that fails."""
        ...


class LetterFiles(Protocol):
    """Letters that were written into files, where no mail server takes them."""

    def remove_before(self, moment: datetime) -> int:
        """Delete those written earlier; how many."""
        ...

    def remove_naming(self, words: Collection[str]) -> int:
        """Delete those that go to, or name, somebody who is called one of these; how many."""
        ...


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice as it is kept (planner.domain.notice.Notice). person, team: by number. subject, body: by language.

    letters: of its mail, to be sent from send_at on.
    """

    person: int
    team: int | None
    kind: NoticeKind
    about: str
    subject: Mapping[str, str]
    body: Mapping[str, str]
    page: str
    letters: tuple[Mail, ...]
    send_at: datetime
    expires_at: datetime | None


class NoticeRecords(Protocol):
    """What is kept of what people are told, within one transaction. People by number."""

    def readers_of(self, persons: Collection[int], team: int | None) -> Mapping[int, Reader]:
        """Whom notices of a team, or of none in particular, go to. persons: by number."""
        ...

    def add_notice(self, notice: NewNotice, at: datetime) -> bool:
        """Keep what a person is told, with its letters, unless they were told it before; whether it is new."""
        ...

    def drop_letters(self, person: int, kind: NoticeKind, about: Collection[str]) -> None:
        """Take back what was not mailed yet of a person's notices; they stay in the app."""
        ...

    def notices(self, person: int, before: int | None, most: int) -> Sequence[KeptNotice]:
        """What a person was told, newest first. before: the number of the one that was shown last, None = from now."""
        ...

    def unread(self, person: int) -> int:
        """How many notices a person has not seen in the app."""
        ...

    def note_read(self, person: int, numbers: Collection[int], at: datetime) -> None:
        """Write down that a person has seen some of their notices; numbers of others' are passed over."""
        ...

    def notice_letters(self, kind: NoticeKind, about: str) -> Sequence[LetterStanding]:
        """How the letters of all notices about the same stand, by name; also of those who were told without one."""
        ...

    def remove_notices(self, before: datetime) -> int:
        """Remove notices that were written before a moment, with their letters, sent or not, and letters of one-time
        links from before it; how many there were.
        """
        ...

    def habits(self, persons: Collection[int]) -> Mapping[int, Habits]:
        """How people want to be told, by number; who chose nothing, as is usual."""
        ...

    def save_habits(self, person: int, habits: Habits) -> None:
        """Keep how a person wants to be told."""
        ...

    def reminded_people(self) -> Mapping[int, Habits]:
        """Everybody, by number, who wants reminders or summaries."""
        ...

    def teams_of_people(self, persons: Collection[int]) -> Mapping[int, Mapping[int, str]]:
        """The teams that people are in, by number, with the name they have there; nobody is missing."""
        ...

    def told_since(self, persons: Collection[int], since: datetime) -> Collection[tuple[int, NoticeKind, str]]:
        """What people were told from a moment on: (the person's number, kind, about)."""
        ...
