"""Letters as rows: kept with what they tell of, handed to one worker at a time, and how they stand."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, delete, insert, or_, select, update

from planner.domain.letter import Addressee, LetterStanding, LetterState
from planner.job_ports import LETTER_LEASE_S, DueLetter
from planner.ports import Clock, Mail
from planner.storage.database import Database
from planner.storage.schema_accounts import users
from planner.storage.schema_letters import letters
from planner.storage.schema_teams import people

_LET_GO = {"owner": None, "lease_until": None}


class DatabaseLetters:
    """planner.job_ports.Letters on a database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def claim(self, owner: str) -> DueLetter | None:
        """The letter that has been due longest, now the owner's; None when none is due, or all are others'."""
        now, table = self._clock.now(), letters.c
        due = (table.next_try_at <= now) & or_(table.lease_until.is_(None), table.lease_until < now)
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


def addressees(connection: Connection, numbers: Mapping[str, int]) -> dict[str, list[Addressee]]:
    """Where people read letters, by name: accounts that may be used. numbers: of the people by name."""
    names = {number: name for name, number in numbers.items()}
    query = select(users).where(users.c.person_id.in_(names), users.c.disabled.is_(None)).order_by(users.c.id)
    found: dict[str, list[Addressee]] = {}
    for row in connection.execute(query):
        found.setdefault(names[row.person_id], []).append(Addressee(row.email, row.language))
    return found


def language_of(connection: Connection, person: int) -> str | None:
    """The language that a person, by number, has chosen; None for who has no account that may be used."""
    query = select(users.c.language).where(users.c.person_id == person, users.c.disabled.is_(None))
    return connection.execute(query.order_by(users.c.id).limit(1)).scalar_one_or_none()


def add_letters(
    connection: Connection,
    rows: Iterable[tuple[int, Mail | None]],
    at: datetime,
    **about: int,
) -> None:
    """Keep letters to people by number. about: version_id, wish_window_id or offer_id, what they tell of."""
    values = [
        {
            "uid": mail.uid if mail else uuid4(),
            **about,
            "person_id": person,
            "made_at": at,
            "address": mail.to if mail else None,
            "subject": mail.subject if mail else None,
            "body": mail.body if mail else None,
            "tries": 0,
            "next_try_at": at if mail else None,
        }
        for person, mail in rows
    ]
    if values:
        connection.execute(insert(letters), values)


def load_letters(connection: Connection, version: int) -> Sequence[LetterStanding]:
    """How the letters about a version stand, by name."""
    query = select(letters, people.c.name).join(people).where(letters.c.version_id == version)
    rows = connection.execute(query.order_by(people.c.name, letters.c.id)).mappings()
    return [LetterStanding(row["name"], _state(row), row["tries"], row["next_try_at"]) for row in rows]


def remove_letters(connection: Connection, before: datetime) -> int:
    """Remove what was written before a moment; how many letters there were."""
    return connection.execute(delete(letters).where(letters.c.made_at < before)).rowcount


def _state(row: RowMapping) -> LetterState:
    if row["address"] is None:
        return LetterState.NO_ADDRESS
    if row["sent_at"] is not None:
        return LetterState.SENT
    return LetterState.GIVEN_UP if row["next_try_at"] is None else LetterState.WAITING
