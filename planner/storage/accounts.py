"""Accounts kept in the database."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, bindparam, delete, insert, select, text, update

from planner.accounts.model import OneTimeLink, Role, Session, User
from planner.accounts.store import Member
from planner.accounts.throttle import Attempt
from planner.domain.access import Changed
from planner.domain.drafts import EventKind
from planner.domain.letter import LetterStanding
from planner.ports import Mail
from planner.storage.database import Database
from planner.storage.ended_links import end_links_of
from planner.storage.letter_rows import add_link_letter, drop_link_letters, load_link_letters
from planner.storage.schema_accounts import one_time_links, sessions, sign_in_attempts, team_roles, users
from planner.storage.schema_audit import audit_events, fact_changes
from planner.storage.schema_rosters import assignments
from planner.storage.schema_teams import members, people

# Who asks is looked up for every page; laying these queries out each time took longer than asking them.
_SESSION = select(sessions).where(sessions.c.token_hash == bindparam("token_hash"))
_USER = select(users).where(users.c.id == bindparam("number"))
_USER_OF = select(users).where(users.c.email == bindparam("address"))
_ROLES = select(team_roles.c.team_id, team_roles.c.role).where(team_roles.c.user_id == bindparam("number"))
_PERSONS = select(members.c.team_id, people.c.name).join(people).where(people.c.id == bindparam("person"))


class DatabaseAccounts:
    """An AccountStore."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def read(self) -> Iterator["Records"]:
        """Records as they are now."""
        with self._database.read() as connection:
            yield Records(connection)

    @contextmanager
    def write(self) -> Iterator["Records"]:
        """Records that may be changed: kept whole, or not at all when the block raises."""
        with self._database.write() as connection:
            yield Records(connection)


class Records:
    """AccountRecords over one connection's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # ---- users and roles

    def user(self, user_id: int) -> User | None:
        """A user by number."""
        return self._user(_USER, number=user_id)

    def user_of(self, email: str) -> User | None:
        """The user of an address."""
        return self._user(_USER_OF, address=email)

    def _user(self, query: Select[Any], **gaps: object) -> User | None:
        row = self._connection.execute(query, gaps).mappings().one_or_none()
        return None if row is None else _user(row)

    def users(self) -> Sequence[User]:
        """Everybody with an account, by name."""
        return _by_name(_user(row) for row in self._connection.execute(select(users)).mappings())

    def owners(self) -> Sequence[User]:
        """The owners who are not disabled, held until a writing transaction ends."""
        query = select(users).where(users.c.is_owner, users.c.disabled.is_(None))
        if self._connection.get_execution_options().get("writes"):
            query = query.with_for_update()
        return _by_name(_user(row) for row in self._connection.execute(query).mappings())

    def add_person(self, name: str) -> int:
        """Keep somebody who is in no team; their number among the people."""
        number = self._connection.execute(insert(people).values(name=name).returning(people.c.id)).scalar_one()
        return int(number)

    def add_user(self, user: User) -> User:
        """Keep a new user; with the number they get."""
        values = _values(user)
        number = self._connection.execute(insert(users).values(values).returning(users.c.id)).scalar_one()
        return User(user_id=number, **values)

    def save_user(self, user: User) -> None:
        """Replace what is kept of a user. Whom no team or roster names is called as their account."""
        values = _values(user)
        self._connection.execute(update(users).where(users.c.id == user.user_id).values(values))
        alone = people.c.id == user.person_id
        for table in (members, assignments):
            alone &= ~select(table.c.person_id).where(table.c.person_id == people.c.id).exists()
        self._connection.execute(update(people).where(alone).values(name=user.name))

    def roles(self, user_id: int) -> Mapping[int, Role]:
        """A user's role in each of their teams."""
        return dict(self._connection.execute(_ROLES, {"number": user_id}).all())

    def persons(self, user: User) -> Mapping[int, str]:
        """The name that a user's person has in each of their teams."""
        return dict(self._connection.execute(_PERSONS, {"person": user.person_id}).all())

    def set_role(self, user_id: int, team_id: int, role: Role | None) -> None:
        """Give a role in a team; None takes it away."""
        own = (team_roles.c.user_id == user_id) & (team_roles.c.team_id == team_id)
        self._connection.execute(delete(team_roles).where(own))
        if role is not None:
            values = {"user_id": user_id, "team_id": team_id, "role": role}
            self._connection.execute(insert(team_roles).values(values))

    def members(self, team_id: int) -> Sequence[Member]:
        """All with a role in a team, by name."""
        query = select(users, team_roles.c.role).join(team_roles).where(team_roles.c.team_id == team_id)
        names = self.people(team_id)
        found = [
            Member(_user(row), row["role"], names.get(row["person_id"], ""))
            for row in self._connection.execute(query).mappings()
        ]
        return sorted(found, key=lambda member: (member.user.name.casefold(), member.user.user_id))

    def people(self, team_id: int) -> Mapping[int, str]:
        """The people who are planned in a team, by number."""
        query = select(people.c.id, people.c.name).join(members).where(members.c.team_id == team_id)
        return dict(self._connection.execute(query.order_by(members.c.position)).all())

    def add_change(
        self, person: int, what: Changed, actor: int | None, at: datetime, team_id: int | None = None
    ) -> None:
        """Write down that somebody's account was changed; team_id: None = in each team that they are planned in."""
        planned = select(members.c.team_id).where(members.c.person_id == person)
        teams = [team_id] if team_id is not None else self._connection.execute(planned).scalars().all()
        for team in teams:
            values = {"kind": EventKind.ACCOUNT, "actor_id": actor, "at": at, "team_id": team, "revision": 0}
            made = insert(audit_events).values(values).returning(audit_events.c.id)
            event = self._connection.execute(made).scalar_one()
            change = {"event_id": event, "person_id": person, "what": what}
            self._connection.execute(insert(fact_changes).values(change))

    # ---- calendar links

    def end_calendar_links(self, user: User, at: datetime, but: Collection[int] = ()) -> None:
        """End the links to a user's own shifts, and those to shared calendars that they made."""
        end_links_of(self._connection, user.person_id, at, but)

    # ---- one-time links

    def add_link(self, link: OneTimeLink) -> int:
        """Keep a new link; its own number is not looked at. The number it gets."""
        query = insert(one_time_links).values(_values(link)).returning(one_time_links.c.id)
        return int(self._connection.execute(query).scalar_one())

    def add_letter(self, link_id: int, mail: Mail, sealed: bytes, now: datetime, expires: datetime) -> None:
        """Put the letter with a link into the outbox."""
        add_link_letter(self._connection, link_id, mail, sealed, now, expires)

    def letters(self, links: Collection[int]) -> Mapping[int, LetterStanding]:
        """How the letters of links stand, by link."""
        return load_link_letters(self._connection, links)

    def link(self, token_hash: str) -> OneTimeLink | None:
        """The link of a token's hash."""
        query = select(one_time_links).where(one_time_links.c.token_hash == token_hash)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else _link(row)

    def open_links(self, now: datetime) -> Sequence[OneTimeLink]:
        """The links that can be used, oldest first."""
        query = select(one_time_links).where(one_time_links.c.used.is_(None), one_time_links.c.expires > now)
        return [_link(row) for row in self._connection.execute(query.order_by(one_time_links.c.id)).mappings()]

    def use_link(self, link_id: int, now: datetime) -> bool:
        """Use a link up, with its letter if that has not gone out; False when it could not be used any more."""
        usable = one_time_links.c.used.is_(None) & (one_time_links.c.expires > now)
        used = update(one_time_links).where(one_time_links.c.id == link_id, usable).values(used=now)
        if self._connection.execute(used).rowcount != 1:
            return False
        # After the link: whoever withdraws it locks them in this order, too.
        drop_link_letters(self._connection, link_id)
        return True

    def drop_link(self, link_id: int) -> None:
        """Withdraw a link, and with it its letter."""
        self._connection.execute(delete(one_time_links).where(one_time_links.c.id == link_id))

    # ---- sessions

    def add_session(self, session: Session) -> None:
        """Keep a new session; its own number is not looked at."""
        self._connection.execute(insert(sessions).values(_values(session)))

    def session(self, token_hash: str) -> Session | None:
        """The session of a token's hash."""
        row = self._connection.execute(_SESSION, {"token_hash": token_hash}).mappings().one_or_none()
        return None if row is None else _session(row)

    def sessions(self, user_id: int) -> Sequence[Session]:
        """A user's sessions, last seen first."""
        query = select(sessions).where(sessions.c.user_id == user_id).order_by(sessions.c.seen.desc(), sessions.c.id)
        return [_session(row) for row in self._connection.execute(query).mappings()]

    def note_use(self, session: Session) -> None:
        """Write down when a session was last seen, and when it will end."""
        own = sessions.c.id == session.session_id
        self._connection.execute(update(sessions).where(own).values(seen=session.seen, expires=session.expires))

    def end_sessions(self, user_id: int, *, only: int | None = None, but: int | None = None) -> None:
        """End a user's sessions: all, `only` one, or all `but` one, by number."""
        query = delete(sessions).where(sessions.c.user_id == user_id)
        if only is not None:
            query = query.where(sessions.c.id == only)
        if but is not None:
            query = query.where(sessions.c.id != but)
        self._connection.execute(query)

    def forget_expired(self, now: datetime) -> None:
        """Delete sessions and links whose time is over."""
        for table in (sessions, one_time_links):
            self._connection.execute(delete(table).where(table.c.expires <= now))

    # ---- tries

    def tries(self, what: Attempt, since: datetime, *, account: str = "", address: str = "") -> Sequence[datetime]:
        """When it was tried after `since`, for an account or from an address."""
        table = sign_in_attempts.c
        whose = table.account == account if account else table.address == address
        query = select(table.at).where(table.what == what, whose, table.at > since).order_by(table.at)
        return list(self._connection.execute(query).scalars())

    def add_try(self, what: Attempt, at: datetime, account: str, address: str) -> None:
        """Write a try down."""
        values = {"what": what, "at": at, "account": account, "address": address}
        self._connection.execute(insert(sign_in_attempts).values(values))

    def hold_tries(self) -> None:
        """Wait until nobody else counts or writes tries, and keep them waiting until the transaction ends."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(text("LOCK TABLE sign_in_attempts IN SHARE ROW EXCLUSIVE MODE"))

    def forget_tries(self, *, account: str = "", before: datetime | None = None) -> None:
        """Delete an account's tries, or all before a moment."""
        table = sign_in_attempts.c
        self._connection.execute(
            delete(sign_in_attempts).where(table.at <= before if before else table.account == account)
        )


def _values(item: User | Session | OneTimeLink) -> dict[str, Any]:
    """A row's columns but for its number, which every dataclass has in first place."""
    return {field.name: getattr(item, field.name) for field in fields(item)[1:]}


def _user(row: RowMapping) -> User:
    return User(row["id"], *(row[field.name] for field in fields(User)[1:]))


def _session(row: RowMapping) -> Session:
    return Session(row["id"], *(row[field.name] for field in fields(Session)[1:]))


def _link(row: RowMapping) -> OneTimeLink:
    return OneTimeLink(row["id"], *(row[field.name] for field in fields(OneTimeLink)[1:]))


def _by_name(found: Iterable[User]) -> list[User]:
    return sorted(found, key=lambda user: (user.name.casefold(), user.user_id))
