"""Letters as rows: kept with what they tell of, handed to one worker at a time, and how they stand."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, delete, insert, or_, select, update

from planner.domain.letter import Addressee, LetterStanding, LetterState
from planner.domain.notice import NoticeKind
from planner.job_ports import LETTER_LEASE_S, DueLetter
from planner.ports import Clock, Mail
from planner.storage.database import Database
from planner.storage.schema_accounts import users
from planner.storage.schema_letters import letters, messages
from planner.storage.schema_teams import people

_LET_GO = {"owner": None, "lease_until": None}


class DatabaseLetters:
    """planner.job_ports.Letters on a database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def claim(self, owner: str) -> DueLetter | None:
        """The letter that has been due longest, now the owner's; None when none is due, or all are others'."""
        now, table = self._clock.now(), letters.c
        free = or_(table.lease_until.is_(None), table.lease_until < now)
        due = (table.next_try_at <= now) & free & or_(table.expires_at.is_(None), table.expires_at > now)
        first = select(table.id).where(due).order_by(table.next_try_at, table.id).limit(1)
        query = (
            update(letters)
            # SQLite lets one write at a time; on PostgreSQL what another is just claiming is passed over.
            .where(table.id == first.with_for_update(skip_locked=True).scalar_subquery())
            .values(owner=owner, lease_until=now + timedelta(seconds=LETTER_LEASE_S))
            .returning(table.id, table.uid, table.address, table.subject, table.body, table.tries, table.sealed)
        )
        with self._database.write() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        return DueLetter(row.id, Mail(row.address, row.subject, row.body, row.uid), row.tries, row.sealed)

    def sent(self, letter: int, owner: str) -> None:
        """Say that a claimed letter is on its way."""
        self._end_claim(letter, owner, sent_at=self._clock.now(), next_try_at=None, sealed=None)

    def failed(self, letter: int, owner: str, next_try: datetime | None) -> None:
        """Say that a try failed, and when the next one is; None = never."""
        # What is never sent keeps no secret.
        secret = {} if next_try else {"sealed": None}
        self._end_claim(letter, owner, tries=letters.c.tries + 1, next_try_at=next_try, **secret)

    def _end_claim(self, letter: int, owner: str, **values: object) -> None:
        held = (letters.c.id == letter) & (letters.c.owner == owner)
        with self._database.write() as connection:
            connection.execute(update(letters).where(held).values(**values, **_LET_GO))


# ---- within a transaction of rosters


def accounts_of(connection: Connection, persons: Collection[int]) -> dict[int, list[Addressee]]:
    """Where people read letters, by number: accounts that may be used."""
    query = select(users).where(users.c.person_id.in_(persons), users.c.disabled.is_(None)).order_by(users.c.id)
    found: dict[int, list[Addressee]] = {}
    for row in connection.execute(query):
        found.setdefault(row.person_id, []).append(Addressee(row.email, row.language))
    return found


def addressees(connection: Connection, numbers: Mapping[str, int]) -> dict[str, list[Addressee]]:
    """Where people read letters, by name. numbers: of the people by name."""
    found = accounts_of(connection, numbers.values())
    return {name: found[number] for name, number in numbers.items() if number in found}


def language_of(connection: Connection, person: int) -> str | None:
    """The language that a person, by number, has chosen; None for who has no account that may be used."""
    query = select(users.c.language).where(users.c.person_id == person, users.c.disabled.is_(None))
    return connection.execute(query.order_by(users.c.id).limit(1)).scalar_one_or_none()


def add_letters(
    connection: Connection, message: int, mails: Iterable[Mail], made_at: datetime, next_try_at: datetime,
    expires_at: datetime | None,
) -> None:
    """Keep the letters of a message."""
    values = [_values(mail, made_at, next_try_at, expires_at, message_id=message) for mail in mails]
    if values:
        connection.execute(insert(letters), values)


def add_link_letter(
    connection: Connection, link: int, mail: Mail, sealed: bytes, made_at: datetime, expires_at: datetime
) -> None:
    """Keep the letter with a one-time link, to be sent at once. sealed: its body; that of the mail is not looked at."""
    unread = replace(mail, body="")
    values = _values(unread, made_at, made_at, expires_at, link_id=link, sealed=sealed)
    connection.execute(insert(letters).values(values))


def _values(
    mail: Mail, made_at: datetime, next_try_at: datetime, expires_at: datetime | None, **more: object
) -> dict[str, object]:
    return {
        "uid": mail.uid,
        "made_at": made_at,
        "address": mail.to,
        "subject": mail.subject,
        "body": mail.body,
        "tries": 0,
        "next_try_at": next_try_at,
        "expires_at": expires_at,
        **more,
    }


def drop_link_letters(connection: Connection, link: int) -> None:
    """Take back what was not sent yet of a one-time link's letters."""
    connection.execute(delete(letters).where(letters.c.link_id == link, letters.c.sent_at.is_(None)))


def remove_link_letters(connection: Connection, before: datetime) -> int:
    """Remove letters of one-time links that were written before a moment; how many. The links stay."""
    old = letters.c.link_id.is_not(None) & (letters.c.made_at < before)
    return connection.execute(delete(letters).where(old)).rowcount


def load_link_letters(connection: Connection, links: Collection[int]) -> Mapping[int, LetterStanding]:
    """How the letters of one-time links stand, by link; none where there was no letter."""
    query = select(letters).where(letters.c.link_id.in_(links)).order_by(letters.c.id)
    return {row["link_id"]: _standing(row, row["address"]) for row in connection.execute(query).mappings()}


def load_letters(connection: Connection, kind: NoticeKind, about: str) -> Sequence[LetterStanding]:
    """How the letters stand that tell of something, by name; also of those who were told without one."""
    query = (
        select(letters.c.id, letters.c.sent_at, letters.c.tries, letters.c.next_try_at, people.c.name)
        .select_from(messages.join(people).outerjoin(letters, letters.c.message_id == messages.c.id))
        .where(messages.c.kind == kind, messages.c.about == about)
    )
    rows = connection.execute(query.order_by(people.c.name, letters.c.id)).mappings()
    return [_standing(row, row["name"]) for row in rows]


def _standing(row: RowMapping, whose: str) -> LetterStanding:
    return LetterStanding(whose, _state(row), row["tries"] or 0, row["next_try_at"])


def _state(row: RowMapping) -> LetterState:
    if row["id"] is None:
        return LetterState.NO_ADDRESS
    if row["sent_at"] is not None:
        return LetterState.SENT
    return LetterState.GIVEN_UP if row["next_try_at"] is None else LetterState.WAITING
