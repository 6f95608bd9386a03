"""Letters as rows: kept with what they tell of, handed to one worker at a time, and how they stand."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, insert, or_, select, update

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
            .returning(table.id, table.uid, table.address, table.subject, table.body, table.tries)
        )
        with self._database.write() as connection:
            row = connection.execute(query).one_or_none()
        return DueLetter(row.id, Mail(row.address, row.subject, row.body, row.uid), row.tries) if row else None

    def sent(self, letter: int, owner: str) -> None:
        """Say that a claimed letter is on its way."""
        self._end_claim(letter, owner, sent_at=self._clock.now(), next_try_at=None)

    def failed(self, letter: int, owner: str, next_try: datetime | None) -> None:
        """Say that a try failed, and when the next one is; None = never."""
        self._end_claim(letter, owner, tries=letters.c.tries + 1, next_try_at=next_try)

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
    connection: Connection, message: int, person: int, mails: Iterable[Mail], made_at: datetime, next_try_at: datetime,
    expires_at: datetime | None,
) -> None:
    """Keep the letters of a message to a person, by number."""
    values = [
        {
            "uid": mail.uid,
            "message_id": message,
            "person_id": person,
            "made_at": made_at,
            "address": mail.to,
            "subject": mail.subject,
            "body": mail.body,
            "tries": 0,
            "next_try_at": next_try_at,
            "expires_at": expires_at,
        }
        for mail in mails
    ]  # fmt: skip
    if values:
        connection.execute(insert(letters), values)


def load_letters(connection: Connection, kind: NoticeKind, about: str) -> Sequence[LetterStanding]:
    """How the letters stand that tell of something, by name; also of those who were told without one."""
    query = (
        select(letters.c.id, letters.c.sent_at, letters.c.tries, letters.c.next_try_at, people.c.name)
        .select_from(messages.join(people).outerjoin(letters, letters.c.message_id == messages.c.id))
        .where(messages.c.kind == kind, messages.c.about == about)
    )
    rows = connection.execute(query.order_by(people.c.name, letters.c.id)).mappings()
    return [LetterStanding(row["name"], _state(row), row["tries"] or 0, row["next_try_at"]) for row in rows]


def _state(row: RowMapping) -> LetterState:
    if row["id"] is None:
        return LetterState.NO_ADDRESS
    if row["sent_at"] is not None:
        return LetterState.SENT
    return LetterState.GIVEN_UP if row["next_try_at"] is None else LetterState.WAITING
