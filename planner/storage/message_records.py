"""The records of what people are told, in a database: each told once, with its letters in the outbox."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from planner.domain.habits import Habits, ReminderTime
from planner.domain.letter import LetterStanding
from planner.domain.notice import KeptNotice, NoticeKind, Reader
from planner.ports import NewNotice
from planner.storage.letter_rows import accounts_of, add_letters, load_letters, remove_link_letters
from planner.storage.schema_accounts import team_roles, users
from planner.storage.schema_letters import letters, message_habits, messages
from planner.storage.schema_teams import members, people, sites, teams

_INSERTS: Mapping[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
_HABITS = tuple(column for column in message_habits.c if column.name != "person_id")


class MessageRecords:
    """The part of planner.ports.Records that is about what people are told, on one connection. People by number."""

    connection: Connection

    def readers_of(self, persons: Collection[int], team: int | None) -> Mapping[int, Reader]:
        """Whom notices of a team, or of none in particular, go to. Who works in no team lives by the clock of the one
        that they lead, or look after.
        """
        persons = frozenset(persons)
        names = self.connection.execute(select(people.c.id, people.c.name).where(people.c.id.in_(persons)))
        habits = self.habits(persons)
        accounts = accounts_of(self.connection, persons)
        places = self._places(persons, team)
        zones = self._zones_of_teams(persons - places.keys(), team)
        found = {}
        for number, name in names:
            public_name, zone = places.get(number) or (name, zones[number])
            found[number] = Reader(public_name, zone, habits[number], tuple(accounts.get(number, ())))
        return found

    def _zones_of_teams(self, persons: Collection[int], team: int | None) -> Mapping[int, ZoneInfo]:
        """The zone of a team, or else of the first that people have a role in, or else of the first there is."""
        zones = dict(self.connection.execute(select(teams.c.id, teams.c.zone).order_by(teams.c.id)).all())
        first = zones.get(team) or next(iter(zones.values()), ZoneInfo("UTC"))
        if team in zones:
            return dict.fromkeys(persons, first)
        query = (
            select(users.c.person_id, func.min(team_roles.c.team_id).label("team_id"))
            .join(team_roles, team_roles.c.user_id == users.c.id)
            .where(users.c.person_id.in_(persons))
            .group_by(users.c.person_id)
        )
        return dict.fromkeys(persons, first) | {
            row.person_id: zones[row.team_id] for row in self.connection.execute(query)
        }

    def _places(self, persons: Collection[int], team: int | None) -> Mapping[int, tuple[str, ZoneInfo]]:
        """(public name, zone of the site) of people in a team, or else in the first of theirs."""
        query = (
            select(members.c.person_id, members.c.public_name, members.c.team_id, sites.c.zone)
            .join(sites, (sites.c.team_id == members.c.team_id) & (sites.c.name == members.c.site))
            .where(members.c.person_id.in_(persons))
            .order_by(members.c.team_id)
        )
        found: dict[int, tuple[str, ZoneInfo]] = {}
        for row in self.connection.execute(query):
            if row.team_id == team or row.person_id not in found:
                found[row.person_id] = (row.public_name, row.zone)
        return found

    def add_notice(self, notice: NewNotice, at: datetime) -> bool:
        """Keep what a person is told, with its letters, unless they were told it before; whether it is new."""
        row = {
            "team_id": notice.team,
            "person_id": notice.person,
            "kind": notice.kind,
            "about": notice.about,
            "made_at": at,
            "subject": notice.subject,
            "body": notice.body,
            "page": notice.page,
        }
        # Whoever comes second waits for the first to end, and then adds the row or finds it there.
        add = _INSERTS[self.connection.dialect.name](messages)
        query = add.values(row).on_conflict_do_nothing().returning(messages.c.id)
        number = self.connection.execute(query).scalar_one_or_none()
        if number is None:
            return False
        add_letters(self.connection, number, notice.letters, at, notice.send_at, notice.expires_at)
        return True

    def drop_letters(self, person: int, kind: NoticeKind, about: Collection[str]) -> None:
        """Take back what was not mailed yet of a person's notices; they stay in the app."""
        same = (messages.c.person_id == person) & (messages.c.kind == kind) & messages.c.about.in_(about)
        ids = select(messages.c.id).where(same)
        self.connection.execute(delete(letters).where(letters.c.message_id.in_(ids), letters.c.sent_at.is_(None)))

    def notices(self, person: int, before: int | None, most: int) -> Sequence[KeptNotice]:
        """What a person was told, newest first. before: the number of the one that was shown last, None = from now."""
        query = select(messages).where(messages.c.person_id == person)
        if before is not None:
            query = query.where(messages.c.id < before)
        rows = self.connection.execute(query.order_by(messages.c.id.desc()).limit(most))
        return [KeptNotice(r.id, r.kind, r.made_at, r.subject, r.body, r.page, r.read_at) for r in rows]

    def unread(self, person: int) -> int:
        """How many notices a person has not seen in the app."""
        query = select(func.count()).where(messages.c.person_id == person, messages.c.read_at.is_(None))
        return int(self.connection.execute(query).scalar_one())

    def note_read(self, person: int, numbers: Collection[int], at: datetime) -> None:
        """Write down that a person has seen some of their notices."""
        mine = (messages.c.person_id == person) & messages.c.id.in_(numbers) & messages.c.read_at.is_(None)
        self.connection.execute(update(messages).where(mine).values(read_at=at))

    def notice_letters(self, kind: NoticeKind, about: str) -> Sequence[LetterStanding]:
        """How the letters of all notices about the same stand, by name."""
        return load_letters(self.connection, kind, about)

    def remove_notices(self, before: datetime) -> int:
        """Remove notices that were written before a moment, with their letters, and letters of one-time links from
        before it; how many there were.
        """
        told = self.connection.execute(delete(messages).where(messages.c.made_at < before)).rowcount
        return told + remove_link_letters(self.connection, before)

    # ---- how they want to be told

    def habits(self, persons: Collection[int]) -> Mapping[int, Habits]:
        """How people want to be told; who chose nothing, as is usual."""
        query = select(message_habits).where(message_habits.c.person_id.in_(persons))
        chosen = {row["person_id"]: row for row in self.connection.execute(query).mappings()}
        return {
            person: Habits(**{c.name: chosen[person][c.name] for c in _HABITS}) if person in chosen else Habits()
            for person in persons
        }

    def save_habits(self, person: int, habits: Habits) -> None:
        """Keep how a person wants to be told."""
        values = {column.name: getattr(habits, column.name) for column in _HABITS}
        mine = message_habits.c.person_id == person
        if not self.connection.execute(update(message_habits).where(mine).values(values)).rowcount:
            self.connection.execute(insert(message_habits).values(person_id=person, **values))

    def reminded_people(self) -> Mapping[int, Habits]:
        """Everybody who wants reminders or summaries."""
        wants = (message_habits.c.reminder != ReminderTime.NEVER) | message_habits.c.weekly
        return self.habits(self.connection.execute(select(message_habits.c.person_id).where(wants)).scalars().all())

    def teams_of_people(self, persons: Collection[int]) -> Mapping[int, Mapping[int, str]]:
        """The teams that people are in, with the name they have there; nobody is missing."""
        query = (
            select(members.c.person_id, members.c.team_id, people.c.name)
            .join(people, people.c.id == members.c.person_id)
            .where(members.c.person_id.in_(persons))
            .order_by(members.c.team_id)
        )
        found: dict[int, dict[int, str]] = {person: {} for person in persons}
        for row in self.connection.execute(query):
            found[row.person_id][row.team_id] = row.name
        return found

    def told_since(self, persons: Collection[int], since: datetime) -> Collection[tuple[int, NoticeKind, str]]:
        """What people were told from a moment on: (the person, kind, about)."""
        query = select(messages.c.person_id, messages.c.kind, messages.c.about)
        rows = self.connection.execute(query.where(messages.c.person_id.in_(persons), messages.c.made_at >= since))
        return {(row.person_id, row.kind, row.about) for row in rows}
