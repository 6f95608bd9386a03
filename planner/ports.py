"""What the use cases need from outside, as protocols; files serve them here, a database may serve them too."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from planner.domain.access import Changed
from planner.domain.drafts import CellChange, CellState, Event, EventKind, GridCell, Version, VersionState
from planner.domain.letter import Addressee
from planner.domain.roster import Roster
from planner.domain.team import Team, TeamHead
from planner.mail_ports import LetterFiles as LetterFiles
from planner.mail_ports import Mail as Mail
from planner.mail_ports import Mailer as Mailer
from planner.mail_ports import MailNotSent as MailNotSent
from planner.mail_ports import NewNotice as NewNotice
from planner.mail_ports import NoticeRecords
from planner.messages import Message
from planner.record_ports import (
    AccessRecords,
    BusyRecords,
    ColleagueRecords,
    LeaveRecords,
    MonthEndRecords,
    OfferRecords,
    PrivacyRecords,
    WishRecords,
)
from planner.reporting.month_sheet import MonthSheet
from planner.reporting.period import Period
from planner.reporting.report import Report


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
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


def team_ref(team: int, locks_of: int | None = None) -> str:
    """What names a team. locks_of: a version whose locks are locks of the team."""
    return str(team) if locks_of is None else f"{team}+{locks_of}"


def roster_ref(version: int) -> str:
    """What names a version of a roster."""
    return str(version)


class Records(
    NoticeRecords,
    MonthEndRecords,
    WishRecords,
    LeaveRecords,
    OfferRecords,
    BusyRecords,
    ColleagueRecords,
    PrivacyRecords,
    AccessRecords,
    Protocol,
):
    """What is kept of teams and rosters, within one transaction. Teams, people, versions and events have numbers."""

    def teams(self) -> Mapping[int, str]:
        """The names of all teams by number, in order of name."""
        ...

    def heads(self) -> Mapping[int, TeamHead]:
        """What is known of all teams without their facts, by number, in order of name."""
        ...

    def facts(self, team: int) -> Team:
        """A team's facts as they were saved. InputProblems when there is no such team."""
        ...

    def revision(self, team: int) -> int:
        """How often a team's facts were saved. From here on nobody else saves them until the transaction ends."""
        ...

    def people(self, team: int) -> Mapping[str, int]:
        """The numbers of a team's people by name, in their order."""
        ...

    def teams_of(self, name: str) -> Sequence[tuple[int, str]]:
        """Everybody of this name in any team: (the person's number, the team's name)."""
        ...

    def shared_people(self, team: int) -> Mapping[int, Collection[str]]:
        """The other teams that some of a team's people are in, too, and who they are."""
        ...

    def save_facts(self, facts: Team, team: int | None, known: Mapping[str, int]) -> int:
        """Save a team's facts in place of those it had; its number. team: None = a new one.

        known: the numbers of people who exist, by name. Of the others, who has shifts in the team's rosters is the same
        person again; the rest are new people. InputProblems when two people would be one, or be called the same.
        """
        ...

    def months(self, team: int) -> Collection[tuple[int, int]]:
        """The months that a team has rosters of, as (year, month)."""
        ...

    def versions(self, team: int, year: int, month: int) -> Sequence[Version]:
        """All versions of a month's roster, by number."""
        ...

    def country(self, team: int) -> str:
        """The country of a team's own site, its first; "" where there is no such team."""
        ...

    def last_published_around(self, team: int, year: int, month: int) -> int:
        """The highest id of the published versions that bear on a month: of the team's months before and after it, and
        of the three months in the teams that its people are in, too. 0 where there are none.
        """
        ...

    def version(self, version: int) -> Version:
        """A version. From here on nobody else edits it until the transaction ends. InputProblems when there is none."""
        ...

    def roster(self, version: int) -> Roster:
        """The roster of a version. InputProblems when there is none."""
        ...

    def add_version(
        self,
        team: int,
        roster: Roster,
        state: VersionState,
        *,
        based_on: Version | None,
        actor: int | None,
        at: datetime,
        free: Collection[GridCell] = (),
    ) -> Version:
        """Keep a roster as the month's next version. based_on: its free days stay locked; free: others that are."""
        ...

    def on_top(self, draft: Version, published: Version) -> Version:
        """Let a draft stand above a version that was published meanwhile, as if it had been made from it."""
        ...

    def free_days(self, version: int) -> Collection[GridCell]:
        """The cells that are locked as free days."""
        ...

    def cells(self, version: int, cells: Collection[GridCell]) -> Mapping[GridCell, CellState]:
        """What stands in some cells."""
        ...

    def change_cells(self, version: Version, changes: Collection[CellChange]) -> int:
        """Put the cells into their state after the changes; the version's new revision."""
        ...

    def add_event(
        self,
        kind: EventKind,
        actor: int | None,
        at: datetime,
        *,
        team: int,
        version: int | None = None,
        revision: int = 0,
        reverses: int | None = None,
        changes: Collection[CellChange] = (),
        text: str = "",
    ) -> int:
        """Write down what was done; the event's number. text: in somebody's own words, kept apart."""
        ...

    def touch(self, team: int, persons: Iterable[str], what: Changed) -> None:
        """Say whom the next event of a team is about, beside those whose facts were saved otherwise before it."""
        ...

    def events(self, version: int) -> Sequence[Event]:
        """All that was done to a version, oldest first."""
        ...

    def changed_since(self, version: int, revision: int, cells: Collection[GridCell]) -> Sequence[Event]:
        """The events after a revision that touched one of the cells, with their changes of these cells only."""
        ...

    def language_of(self, person: int) -> str | None:
        """The language that a person has chosen; None for who has no account. person: by number."""
        ...

    def addressees(self, version: Version) -> Mapping[str, Sequence[Addressee]]:
        """Where those read letters who are or were in a version's month, by name; who has no account is missing."""
        ...

    def people_in(self, version: Version) -> Mapping[str, int]:
        """The numbers by name of everybody in the team, and of those who left it and are in the month's versions."""
        ...

    def comparison(self, team: int, year: int, month: int) -> Mapping[str, Any] | None:
        """What a month was compared with last, in every language (telling.comparison_json); None for nothing yet."""
        ...

    def readers(self, team: int) -> Mapping[str, Sequence[Addressee]]:
        """Where those in a team read letters, by name; who has no account is missing."""
        ...

    def leads_of(self, team: int) -> Sequence[int]:
        """The people, by number, who lead a team; the owners where nobody does."""
        ...

    def teams_with(self, person: int) -> Mapping[int, str]:
        """The teams that a person is in, by number, with the name they have there."""
        ...

    def facts_changed(self, numbers: Collection[int]) -> None:
        """Say that something beside the saved facts of some teams is otherwise now."""
        ...

    def remove_sick_notes(self, before: date) -> int:
        """Remove absences by sickness that ended before a date, and what was offered for them; how many there were."""
        ...

    def remove_event_texts(self, before: datetime) -> int:
        """Remove what was written with events before a moment; how many texts there were."""
        ...


class Vault(Protocol):
    """Keeps the records, in transactions: all or nothing."""

    def writing(self) -> AbstractContextManager[Records]:
        """A transaction that is kept when the block ends well, and leaves no trace when it raises."""
        ...

    def reading(self) -> AbstractContextManager[Records]:
        """A transaction that sees everything as it is at one moment."""
        ...


class DifferenceKind(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of a team's facts that is otherwise than before. sheet: its title; message: the difference in words."""

    sheet: str
    kind: DifferenceKind
    message: Message


class Writer(Protocol):
    """Makes single files to download, in a language."""

    def period_workbook(self, period: Period, language: str) -> bytes:
        """The report of one month or more."""
        ...

    def month_end_workbook(self, sheet: MonthSheet, language: str) -> bytes:
        """A month-end sheet with its corrections."""
        ...

    def month_end_csv(self, sheet: MonthSheet, language: str) -> bytes:
        """A month-end sheet."""
        ...


class TeamFiles(Protocol):
    """Teams' facts in workbooks and folders of CSV files."""

    def team(self, ref: str, month: tuple[int, int] | None = None, before: Team | None = None) -> Team:
        """The facts in a file or folder, as in Store. before: the team as it is kept, which has what may stay, if it is
        no new one.
        """
        ...

    def differences(self, before: Team | None, after: Team, language: str) -> Sequence[Difference]:
        """What is added, changed and removed, row by row, in the order of the sheets. before: None = nothing yet."""
        ...

    def write(self, team: Team, ref: str) -> None:
        """Write facts under a new name; InputProblems when it is taken or cannot be written."""
        ...

    def workbook(self, team: Team | None, language: str) -> bytes:
        """The content of a team's workbook; None = the template, with its example."""
        ...
