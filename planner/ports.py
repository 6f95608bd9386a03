"""What the use cases need from outside, as protocols; files serve them here, a database may serve them too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from planner.domain.roster import Roster
from planner.domain.team import Team
from planner.report import Report


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter in plain text. to: one address."""

    to: str
    subject: str
    body: str


class MailNotSent(Exception):
    """A letter that could not be handed over. The reason is for the log."""


class Mailer(Protocol):
    """Takes letters to their readers."""

    def send(self, mail: Mail) -> None:
        """Hand a letter over. MailNotSent when that fails."""
        ...


class Store(Protocol):
    """Keeps teams and rosters. `ref` is whatever names one of them: a path for files, a key for a database."""

    def team(self, ref: str, month: tuple[int, int] | None = None) -> Team:
        """A team's facts, for the given month or the one they name. InputProblems when they are not right."""
        ...

    def fingerprint(self, team: Team) -> str:
        """A hash of a team's facts, to tell whether a roster was planned on these."""
        ...

    def roster(self, ref: str, team: Team) -> Roster:
        """A roster, edits by hand included. InputProblems when it cannot be read."""
        ...

    def team_of(self, ref: str) -> Team | None:
        """The team's facts that a roster was saved with; None where they are gone. InputProblems when unreadable."""
        ...

    def save(self, report: Report, ref: str, extra: Mapping[str, bytes] | None = None) -> Sequence[Path]:
        """Keep a roster with its team and everything shown of it, all or nothing; the files written, if any.

        extra: further files by their path inside `ref`.
        """
        ...
