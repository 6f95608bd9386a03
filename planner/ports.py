"""What the use cases need from outside, as protocols; files serve them here, a database may serve them too."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from planner.domain.access import Access, Changed, Look
from planner.domain.busy import NewCalendar, OwnCalendar, Span
from planner.domain.colleagues import ColleagueRules
from planner.domain.drafts import CellChange, CellState, Event, EventKind, GridCell, Version, VersionState
from planner.domain.leave import LeaveRequest, LeaveState
from planner.domain.letter import Addressee
from planner.domain.month_end import Closing, Correction, MadeCorrection
from planner.domain.offering import Offer, OfferRules
from planner.domain.privacy import KnownPerson, PersonalData
from planner.domain.roster import Roster
from planner.domain.team import BusyTime, Team, TeamHead
from planner.domain.wishing import WishWindow
from planner.mail_ports import LetterFiles as LetterFiles
from planner.mail_ports import Mail as Mail
from planner.mail_ports import Mailer as Mailer
from planner.mail_ports import MailNotSent as MailNotSent
from planner.mail_ports import NewNotice as NewNotice
from planner.mail_ports import NoticeRecords
from planner.messages import Message
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


class Records(NoticeRecords, Protocol):
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

    def corrections(self, team: int, year: int, month: int) -> Sequence[MadeCorrection]:
        """All corrections of a month's shifts, oldest first; of one shift the last holds."""
        ...

    def add_correction(self, team: int, correction: Correction, event: int) -> None:
        """Keep a correction with the event that it is."""
        ...

    def closing(self, team: int, year: int, month: int) -> Closing | None:
        """What a month was closed with; None while it is open."""
        ...

    def add_closing(self, team: int, month: tuple[int, int], closing: Closing, event: int) -> None:
        """Close a month by an event."""
        ...

    def end_closing(self, team: int, month: tuple[int, int], event: int) -> None:
        """Open a closed month again by an event."""
        ...

    def comparison(self, team: int, year: int, month: int) -> Mapping[str, Any] | None:
        """What a month was compared with last, in every language (telling.comparison_json); None for nothing yet."""
        ...

    def wish_windows(self, team: int) -> Mapping[tuple[int, int], WishWindow]:
        """A team's wish windows, by year and month, earliest first."""
        ...

    def save_wish_window(self, team: int, month: tuple[int, int], window: WishWindow) -> None:
        """Keep a window, in place of the month's, if any; who has answered stays."""
        ...

    def note_wishes(self, team: int, month: tuple[int, int], person: str, at: datetime) -> None:
        """Write down that somebody has sent their wishes into the month's window."""
        ...

    def readers(self, team: int) -> Mapping[str, Sequence[Addressee]]:
        """Where those in a team read letters, by name; who has no account is missing."""
        ...

    def note_reminded(self, team: int, month: tuple[int, int], names: Collection[str], at: datetime) -> None:
        """Write down that people were reminded of a month's window."""
        ...

    def leave_requests(self, team: int) -> Sequence[LeaveRequest]:
        """All requests for leave of a team, newest first."""
        ...

    def leave_request(self, team: int, number: int) -> LeaveRequest | None:
        """A request of a team; None where the team has none of this number."""
        ...

    def add_leave_request(self, team: int, person: str, first: date, last: date, note: str, at: datetime) -> int:
        """Keep a new request; its number."""
        ...

    def end_leave_request(
        self, number: int, before: LeaveState, state: LeaveState, answer: str, at: datetime
    ) -> bool:
        """Give a request that is in one state another; whether it still was in that."""
        ...

    def remove_leave_texts(self, before: datetime) -> int:
        """Blank what was written with requests for leave before a moment; how many requests there were."""
        ...

    def leads_of(self, team: int) -> Sequence[int]:
        """The people, by number, who lead a team; the owners where nobody does."""
        ...

    def offers(self, team: int, first: date) -> Sequence[Offer]:
        """A team's offers of shifts from a date on, oldest first."""
        ...

    def offer(self, team: int, number: int) -> Offer:
        """An offer of a team. KeyError when there is none of this number."""
        ...

    def add_offer(self, offer: Offer) -> Offer:
        """Keep a new offer; with the numbers that it and its asks get."""
        ...

    def save_offer(self, offer: Offer) -> None:
        """Keep how an offer stands, what the asked have said, and whom more are asked: asks without a number."""
        ...

    def offer_rules(self, team: int) -> OfferRules:
        """What a team has decided about offers."""
        ...

    def save_offer_rules(self, team: int, rules: OfferRules) -> None:
        """Keep what a team has decided about offers."""
        ...

    def colleague_rules(self, team: int) -> ColleagueRules:
        """What a team has decided that colleagues see of each other."""
        ...

    def save_colleague_rules(self, team: int, rules: ColleagueRules) -> None:
        """Keep what a team has decided that colleagues see of each other."""
        ...

    def teams_with(self, person: int) -> Mapping[int, str]:
        """The teams that a person is in, by number, with the name they have there."""
        ...

    def facts_changed(self, numbers: Collection[int]) -> None:
        """Say that something beside the saved facts of some teams is otherwise now."""
        ...

    def busy_times(self, team: int, since: datetime, until: datetime) -> Sequence[BusyTime]:
        """When the people of a team are busy by their own calendars between two moments, by name and start."""
        ...

    def own_calendars(self, person: int) -> Sequence[OwnCalendar]:
        """A person's calendars, in the order in which they came."""
        ...

    def add_own_calendar(self, person: int, new: NewCalendar, at: datetime, next_at: datetime | None) -> int:
        """Keep a calendar without busy times; its number. next_at: when it is read again, None = never."""
        ...

    def remove_own_calendar(self, person: int, calendar: int) -> bool:
        """Remove a calendar of a person with its busy times; False when they have none of this number."""
        ...

    def blocks(self, calendar: int) -> Sequence[Span]:
        """The busy times of a calendar, by start."""
        ...

    def save_blocks(self, calendar: int, blocks: Iterable[Span]) -> bool:
        """Make the busy times of a calendar these; whether they were others."""
        ...

    def end_reading(
        self, calendar: int, owner: str, next_at: datetime, failures: int, read_at: datetime | None
    ) -> bool:
        """Give a claimed calendar back; whether it was still the owner's. read_at: None = as it was."""
        ...

    def remove_blocks(self, before: datetime) -> int:
        """Remove busy times that ended before a moment; how many there were."""
        ...

    def personal_data(self, person: int) -> PersonalData:
        """All that is kept of a person, without what is given to nobody."""
        ...

    def known_people(self) -> Sequence[KnownPerson]:
        """Everybody who is in a team or has an account, by name."""
        ...

    def owners(self) -> Sequence[int]:
        """The owners, by their numbers among the people."""
        ...

    def ask_erasure(self, person: int, at: datetime) -> bool:
        """Write down that a person asks to be erased; False when they have asked already, or have no account."""
        ...

    def erase(self, person: int, blank_name: str, at: datetime) -> Sequence[str]:
        """Erase a person; what named them until now. blank_name: what they are called from now on.

        What their shifts add up to stays. KeyError when there is nobody of this number.
        """
        ...

    def note_access(self, access: Access) -> None:
        """Keep an access, unless it is there already. KeyError for a name that the team does not have."""
        ...

    def looks(self, team: int, person: str) -> Sequence[Look]:
        """Who opened pages about a person of a team, newest first. KeyError for a name that the team does not have."""
        ...

    def changes_of(self, team: int, person: str, since: datetime) -> Sequence[Look]:
        """What others changed of a person's data from a moment on, newest first. KeyError for an unknown name."""
        ...

    def remove_accesses(self, before: date) -> int:
        """Remove accesses of days before a date, and whom changes before it were about; how many accesses there were.
        """
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

    def team(self, ref: str, month: tuple[int, int] | None = None) -> Team:
        """The facts in a file or folder, as in Store."""
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
