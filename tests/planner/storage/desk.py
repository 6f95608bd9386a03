"""A small team in a database with a draft of its December, and the use cases on it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from planner.bootstrap import StandingClock
from planner.domain.drafts import CellState, Event, Seen, Version
from planner.domain.edit import Edit, Put, Step, Take
from planner.domain.roster import Assignment, Roster
from planner.domain.team import Team
from planner.exchange.downloads import DownloadWriter
from planner.exchange.example_team import example_team
from planner.messages import Month
from planner.services.drafts import Drafts, Edited
from planner.services.month_ending import MonthEnding
from planner.services.month_reports import Reports
from planner.services.publishing import Publishing
from planner.storage.database import Database
from planner.storage.records import DatabaseVault
from tests.conftest import NOW
from tests.planner.account_cases import BASE

TEAM = replace(example_team("en"), scenarios=())
ANA, BEN, CLEO = (manager.name for manager in TEAM.managers[:3])
EARLY, LATE = (shift.code for shift in TEAM.shift_types[:2])
#: Days of December on which both are offered, and nobody is locked as free.
WORKDAYS = (*range(1, 5), 7, *range(9, 12), *range(14, 19), *range(21, 25), *range(28, 31))


#: December can be closed.
LAST_DAY = datetime(2026, 12, 31, 9, 30, tzinfo=NOW.tzinfo)


def day(number: int) -> date:
    return date(2026, 12, number)


def roster(*places: tuple[str, int, str], month: int = 12) -> Roster:
    """A roster of places (person, day of the month, code)."""
    rows = (Assignment(uuid4(), person, date(2026, month, number), code) for person, number, code in places)
    return Roster(TEAM.name, 2026, month, tuple(sorted(rows, key=lambda a: (a.day, a.person, a.shift))))


def moved(person: str, number: int, code: str, to: str, to_number: int) -> tuple[Step, Step]:
    """A shift from one cell to another."""
    return Take(person, day(number), code), Put(to, day(to_number), code)


@dataclass(frozen=True, slots=True)
class Desk:
    """lead, deputy: numbers of people who edit."""

    vault: DatabaseVault
    drafts: Drafts
    publishing: Publishing
    team: int
    lead: int
    deputy: int

    def draft(self, *places: tuple[str, int, str]) -> Version:
        return self.drafts.keep(self.team, roster(*places), self.lead)

    def edit(self, version: int, seen: int, *steps: Step, by: int | None = None, text: str = "") -> Edited:
        """Edit a version; by: the lead unless somebody else is named."""
        return self.drafts.edit(Seen(version, seen), Edit(steps), by or self.lead, text)

    def places(self, version: int) -> set[tuple[str, int, str]]:
        with self.vault.reading() as records:
            return {(a.person, a.day.day, a.shift) for a in records.roster(version).assignments}

    def cell(self, version: int, person: str, number: int) -> CellState:
        with self.vault.reading() as records:
            [state] = records.cells(version, [(person, day(number))]).values()
            return state

    def events(self, version: int) -> list[Event]:
        with self.vault.reading() as records:
            return list(records.events(version))

    def version(self, version: int) -> Version:
        with self.vault.reading() as records:
            return records.version(version)


class NoLetterFiles:
    """LetterFiles where there are none."""

    def remove_before(self, moment: datetime) -> int:
        """Nothing."""
        return 0

    def remove_naming(self, words: Collection[str]) -> int:
        """Nothing."""
        return 0


def desk_on(database: Database, team: Team = TEAM) -> Desk:
    """A desk on a database, with the team saved as a new one."""
    vault, clock = DatabaseVault(database), StandingClock(NOW)
    with vault.writing() as records:
        number = records.save_facts(team, None, {})
        lead, deputy = list(records.people(number).values())[:2]
    return Desk(vault, Drafts(vault, clock), Publishing(vault, clock, BASE), number, lead, deputy)


def month_ending(desk: Desk, actor: int | None = None) -> MonthEnding:
    """The month-end sheet of December on its last day, for the lead or another."""
    month, clock = Month(2026, 12), StandingClock(LAST_DAY)
    reports = Reports(desk.vault)
    return MonthEnding(desk.vault, clock, reports, DownloadWriter(), desk.team, month, actor or desk.lead)
