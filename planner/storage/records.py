"""The records of teams and rosters in a database, as the use cases see them (planner.ports.Records)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, delete, func, insert, literal, select, update

from planner.domain.access import Changed
from planner.domain.drafts import CellChange, CellState, Event, EventKind, GridCell, Version, VersionState
from planner.domain.letter import Addressee
from planner.domain.people import AbsenceKind
from planner.domain.roster import Roster
from planner.domain.team import Team, TeamHead
from planner.feeds.items import shown_facts
from planner.messages import Message, _l
from planner.ports import Records
from planner.problems import InputProblems, refused
from planner.storage.access_records import AccessRecords
from planner.storage.busy_records import BusyRecords
from planner.storage.cell_records import load_cells, load_events, write_cells, write_changes
from planner.storage.colleague_records import ColleagueRecords
from planner.storage.comparison_rows import load_comparison
from planner.storage.database import Database
from planner.storage.fact_changes import Touched, touched_by, write_touched
from planner.storage.leave_records import LeaveRecords
from planner.storage.letter_rows import addressees, language_of
from planner.storage.message_records import MessageRecords
from planner.storage.month_end_records import MonthEndRecords
from planner.storage.offer_records import OfferRecords
from planner.storage.offer_rows import remove_vacancies
from planner.storage.privacy_records import PrivacyRecords
from planner.storage.roster_records import last_published_around, load_roster, version_values, write_contents
from planner.storage.schema_audit import audit_events, audit_texts, cell_changes
from planner.storage.schema_rosters import assignments, free_locks, roster_versions, version_carry_over
from planner.storage.schema_teams import absences, members, people, teams
from planner.storage.team_records import country_of, load_team, people_of, save_team
from planner.storage.wish_records import WishRecords

_Columns = TypeVar("_Columns", bound=tuple[object, ...])


class DatabaseVault:
    """A Vault on a database.

    follow: called at the end of a transaction for each team of which something else is in force by it, or of whose
    facts something else stands in calendars; what it does is part of the transaction.
    """

    def __init__(self, database: Database, follow: Callable[[Records, int], None] | None = None) -> None:
        self._database, self._follow = database, follow

    @contextmanager
    def writing(self) -> Iterator["DatabaseRecords"]:
        """A transaction that is kept when the block ends well, and leaves no trace when it raises."""
        with self._database.write() as connection:
            records = DatabaseRecords(connection, locks=True)
            yield records
            if self._follow is not None:
                for team in sorted(records.otherwise):
                    self._follow(records, team)

    @contextmanager
    def reading(self) -> Iterator["DatabaseRecords"]:
        """A transaction that sees everything as it is at one moment."""
        with self._database.read() as connection:
            yield DatabaseRecords(connection, locks=False)


class DatabaseRecords(
    MonthEndRecords, WishRecords, OfferRecords, MessageRecords, LeaveRecords, BusyRecords, PrivacyRecords,
    ColleagueRecords, AccessRecords,
):
    """Records on one connection; see planner.ports.Records for what each method does.

    locks: whether a team or version that is read for a change is kept from others until the transaction ends.
    otherwise: the teams whose calendars have to follow this transaction.
    """

    def __init__(self, connection: Connection, *, locks: bool) -> None:
        self.connection = connection
        self._locks = locks
        self.otherwise: set[int] = set()
        #: By team: whose facts were changed by what its next event tells of.
        self._touched: dict[int, set[Touched]] = {}

    # ---- teams

    def teams(self) -> Mapping[int, str]:
        """The names of all teams by number, in order of name."""
        return {number: head.name for number, head in self.heads().items()}

    def heads(self) -> Mapping[int, TeamHead]:
        """What is known of all teams without their facts, by number, in order of name."""
        rows = self.connection.execute(select(teams).order_by(teams.c.name, teams.c.id))
        return {row.id: TeamHead(row.name, row.zone, row.month) for row in rows}

    def facts(self, team: int) -> Team:
        """A team's facts as they were saved. InputProblems when there is no such team."""
        found = load_team(self.connection, team)
        if found is None:
            raise _missing(str(team), Message(_l("There is no such team.")))
        return found

    def revision(self, team: int) -> int:
        """How often a team's facts were saved; locks them."""
        found = self.connection.execute(
            self._locking(select(teams.c.revision).where(teams.c.id == team))
        ).scalar_one_or_none()
        if found is None:
            raise _missing(str(team), Message(_l("There is no such team.")))
        return int(found)

    def people(self, team: int) -> Mapping[str, int]:
        """The numbers of a team's people by name, in their order."""
        return people_of(self.connection, team)

    def teams_of(self, name: str) -> Sequence[tuple[int, str]]:
        """Everybody of this name in any team: (the person's number, the team's name)."""
        query = (
            select(people.c.id, teams.c.name)
            .join(members, members.c.person_id == people.c.id)
            .join(teams, teams.c.id == members.c.team_id)
            .where(people.c.name == name)
            .order_by(teams.c.name, people.c.id)
        )
        return [(row.id, row.name) for row in self.connection.execute(query)]

    def shared_people(self, team: int) -> Mapping[int, Collection[str]]:
        """The other teams that some of a team's people are in, too, and who they are."""
        here = select(members.c.person_id).where(members.c.team_id == team)
        query = (
            select(members.c.team_id, people.c.name)
            .join(people, people.c.id == members.c.person_id)
            .where(members.c.team_id != team, members.c.person_id.in_(here))
            .order_by(members.c.team_id, people.c.name)
        )
        found: dict[int, list[str]] = {}
        for row in self.connection.execute(query):
            found.setdefault(row.team_id, []).append(row.name)
        return found

    def save_facts(self, facts: Team, team: int | None, known: Mapping[str, int]) -> int:
        """Save a team's facts in place of those it had; its number."""
        before = None if team is None else load_team(self.connection, team)
        number = save_team(self.connection, facts, team, known)
        if before is not None:
            self._touched.setdefault(number, set()).update(touched_by(before, facts))
            if shown_facts(before) != shown_facts(facts):
                self.otherwise.add(number)
        return number

    # ---- versions

    def months(self, team: int) -> Collection[tuple[int, int]]:
        """The months that a team has rosters of."""
        table = roster_versions
        query = select(table.c.year, table.c.month).where(table.c.team_id == team).distinct()
        return [(row.year, row.month) for row in self.connection.execute(query)]

    def versions(self, team: int, year: int, month: int) -> Sequence[Version]:
        """All versions of a month's roster, by number."""
        table = roster_versions
        query = select(table).where(table.c.team_id == team, table.c.year == year, table.c.month == month)
        return [_version(row) for row in self.connection.execute(query.order_by(table.c.number))]

    def country(self, team: int) -> str:
        """The country of a team's own site; "" where there is no such team."""
        return country_of(self.connection, team)

    def last_published_around(self, team: int, year: int, month: int) -> int:
        """The highest id of the published versions that bear on a month; 0 where there are none."""
        return last_published_around(self.connection, team, list(self.shared_people(team)), (year, month))

    def version(self, version: int) -> Version:
        """A version; locks it."""
        query = select(roster_versions).where(roster_versions.c.id == version)
        found = self.connection.execute(self._locking(query)).one_or_none()
        if found is None:
            raise _missing(str(version), Message(_l("There is no such version of a roster.")))
        return _version(found)

    def roster(self, version: int) -> Roster:
        """The roster of a version."""
        found = load_roster(self.connection, version)
        if found is None:
            raise _missing(str(version), Message(_l("There is no such version of a roster.")))
        return found

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
        """Keep a roster as the month's next version."""
        self.revision(team)
        table = roster_versions
        same_month = (table.c.team_id == team) & (table.c.year == roster.year) & (table.c.month == roster.month)
        last = self.connection.execute(select(func.max(table.c.number)).where(same_month)).scalar_one()
        values = {
            "team_id": team,
            "number": (last or 0) + 1,
            "state": state,
            "revision": 0,
            "based_on": based_on.number if based_on else None,
            "made_at": at,
            "made_by": actor,
            **version_values(roster),
        }
        query = insert(table).values(values).returning(*table.columns)
        version = _version(self.connection.execute(query).one())
        numbers = self.people_in(version)
        write_contents(self.connection, version.id, roster, numbers)
        if free:
            of = {"version_id": version.id}
            rows = [{**of, "person_id": numbers[person], "day": day} for person, day in sorted(free)]
            self.connection.execute(insert(free_locks), rows)
        if based_on is not None:
            table = free_locks
            kept = select(literal(version.id), table.c.person_id, table.c.day).where(table.c.version_id == based_on.id)
            self.connection.execute(insert(table).from_select(list(table.columns), kept))
        if state is VersionState.PUBLISHED:
            self.otherwise.add(team)
        return version

    def on_top(self, draft: Version, published: Version) -> Version:
        """Let a draft stand above a version that was published meanwhile."""
        table = roster_versions
        values = {"number": published.number + 1, "based_on": published.number}
        query = update(table).where(table.c.id == draft.id).values(values)
        return _version(self.connection.execute(query.returning(*table.columns)).one())

    def free_days(self, version: int) -> Collection[GridCell]:
        """The cells that are locked as free days."""
        query = select(people.c.name, free_locks.c.day).join(people).where(free_locks.c.version_id == version)
        return frozenset((row.name, row.day) for row in self.connection.execute(query))

    # ---- cells and events

    def cells(self, version: int, cells: Collection[GridCell]) -> Mapping[GridCell, CellState]:
        """What stands in some cells."""
        return load_cells(self.connection, version, cells, self.people_in(self.version(version)))

    def change_cells(self, version: Version, changes: Collection[CellChange]) -> int:
        """Put the cells into their state after the changes; the version's new revision."""
        write_cells(self.connection, version.id, changes, self.people_in(version))
        table = roster_versions
        query = update(table).where(table.c.id == version.id).values(revision=table.c.revision + 1)
        return int(self.connection.execute(query.returning(table.c.revision)).scalar_one())

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
        """Write down what was done; the event's number."""
        row = {
            "kind": kind,
            "actor_id": actor,
            "at": at,
            "team_id": team,
            "version_id": version,
            "revision": revision,
            "reverses": reverses,
        }
        query = insert(audit_events).values(row).returning(audit_events.c.id)
        event = int(self.connection.execute(query).scalar_one())
        if touched := self._touched.pop(team, set()):
            write_touched(self.connection, event, touched, self.people(team))
        if text:
            self.connection.execute(insert(audit_texts).values(event_id=event, text=text))
        if version is not None:
            write_changes(self.connection, event, changes, self.people_in(self.version(version)))
        return event

    def touch(self, team: int, persons: Iterable[str], what: Changed) -> None:
        """Say whom the next event of a team is about."""
        self._touched.setdefault(team, set()).update((name, what) for name in persons)

    def events(self, version: int) -> Sequence[Event]:
        """All that was done to a version, oldest first."""
        return load_events(self.connection, version)

    def changed_since(self, version: int, revision: int, cells: Collection[GridCell]) -> Sequence[Event]:
        """The events after a revision that touched one of the cells, with their changes of these cells only."""
        wanted = set(cells)
        found = []
        for event in load_events(self.connection, version, revision):
            if mine := tuple(change for change in event.changes if change.cell in wanted):
                found.append(replace(event, changes=mine))
        return found

    # ---- letters

    def language_of(self, person: int) -> str | None:
        """The language that a person has chosen; None for who has no account."""
        return language_of(self.connection, person)

    def addressees(self, version: Version) -> Mapping[str, Sequence[Addressee]]:
        """Where those read letters who are or were in a version's month, by name."""
        return addressees(self.connection, self.people_in(version))

    def comparison(self, team: int, year: int, month: int) -> Mapping[str, Any] | None:
        """What a month was compared with last, in every language."""
        return load_comparison(self.connection, team, year, month)

    # ---- retention

    def remove_sick_notes(self, before: date) -> int:
        """Remove absences by sickness that ended before a date, and what was offered for them; how many there were."""
        old = (absences.c.kind == AbsenceKind.SICK) & (absences.c.last < before)
        affected = select(absences.c.team_id).where(old)
        self.connection.execute(
            update(teams).where(teams.c.id.in_(affected)).values(revision=teams.c.revision + 1)
        )
        remove_vacancies(self.connection, before)
        return self.connection.execute(delete(absences).where(old)).rowcount

    def remove_event_texts(self, before: datetime) -> int:
        """Remove what was written with events before a moment; how many texts there were."""
        old = select(audit_events.c.id).where(audit_events.c.at < before)
        return self.connection.execute(delete(audit_texts).where(audit_texts.c.event_id.in_(old))).rowcount

    def _locking(self, query: Select[_Columns]) -> Select[_Columns]:
        # Rows that refer to the locked one may still be added by others.
        return query.with_for_update(key_share=True) if self._locks else query

    def people_in(self, version: Version) -> dict[str, int]:
        """The numbers of everybody in the team, and of those who left it and are still in the month's versions."""
        month = select(roster_versions.c.id).where(
            roster_versions.c.team_id == version.team,
            roster_versions.c.year == version.year,
            roster_versions.c.month == version.month,
        )
        found: dict[str, int] = {}
        changed = select(cell_changes.c.person_id).join(audit_events).where(audit_events.c.version_id.in_(month))
        named = [select(table.c.person_id).where(table.c.version_id.in_(month))
                 for table in (assignments, version_carry_over)]  # fmt: skip
        for numbers in (*named, changed):
            query = select(people.c.name, people.c.id).where(people.c.id.in_(numbers))
            found |= {row.name: row.id for row in self.connection.execute(query)}
        return found | people_of(self.connection, version.team)


def _version(row: Row[tuple[object, ...]]) -> Version:
    return Version(
        row.id,
        row.team_id,
        row.year,
        row.month,
        row.number,
        VersionState(row.state),
        row.revision,
        row.based_on,
        row.made_at,
        row.made_by,
    )


def _missing(value: str, reason: Message) -> InputProblems:
    mend = Message(_l("It may have been removed; look at the list again."))
    return refused("database", reason, mend, value=value)


