"""Accounts for tests: a clock that is set, letters that are read, passwords that cost nothing to check."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from cryptography.fernet import Fernet
from sqlalchemy import delete

from planner.accounts.model import Role, Visitor
from planner.accounts.passwords import Passwords
from planner.exchange.example_team import example_team
from planner.ports import Mail, MailNotSent
from planner.sealing import FileSeal
from planner.services.guests import Guests
from planner.services.one_time_links import WELCOME, OneTimeLinks
from planner.services.outbox import Outbox
from planner.services.sign_in import SignIn
from planner.services.users import Accounts, Users
from planner.storage.accounts import DatabaseAccounts
from planner.storage.database import Database
from planner.storage.letter_rows import DatabaseLetters
from planner.storage.schema_accounts import one_time_links, sessions, sign_in_attempts, team_roles, users
from planner.storage.schema_letters import letters
from planner.storage.team_records import people_of, save_team

BASE = "https://team.example"
PASSWORD = "four words tell a story"
HOME = "192.0.2.7"


class CountedPasswords(Passwords):
    """checked: how often a password was compared with a hash."""

    def __init__(self) -> None:
        super().__init__(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        self.checked = 0

    def fits(self, password_hash: str | None, password: str) -> bool:
        self.checked += 1
        return super().fits(password_hash, password)


class KnownSeal(FileSeal):
    """Seals with a key that is in no file."""

    def __init__(self) -> None:
        super().__init__(Path("/nowhere"))
        self._key = Fernet(Fernet.generate_key())

    def _cipher(self) -> Fernet:
        return self._key


#: Whatever a test's accounts seal, its workers read.
SEAL = KnownSeal()


@dataclass
class SetClock:
    """Says what it was set to."""

    moment: datetime = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)

    @classmethod
    def by_the_system(cls) -> "SetClock":
        """Set to the time of day."""
        return cls(datetime.now(UTC))

    def now(self) -> datetime:
        return self.moment

    def wait(self, **delta: float) -> None:
        self.moment += timedelta(**delta)


@dataclass
class Mailbox:
    """A Mailer that keeps letters, or fails."""

    letters: list[Mail] = field(default_factory=list)
    broken: bool = False

    def send(self, mail: Mail) -> None:
        if self.broken:
            raise MailNotSent("no server")
        self.letters.append(mail)


class AccountCase:
    """All use cases over a database that is emptied of accounts first.

    clock: the system's, where a server in a process of its own is to believe what is made here; else it stands.
    """

    def __init__(self, database: Database, base_url: str = BASE, clock: SetClock | None = None) -> None:
        with database.write() as connection:
            for table in (sign_in_attempts, sessions, one_time_links, team_roles, users):
                connection.execute(delete(table))
        self.database, self.store = database, DatabaseAccounts(database)
        self.clock, self.mailbox, self.passwords = clock or SetClock(), Mailbox(), CountedPasswords()
        sign_in = SignIn(self.store, self.clock, self.passwords)
        links = OneTimeLinks(
            self.store, self.clock, self.passwords, sign_in, SEAL, base_url, True, later=lambda job: job()
        )
        self.users = Users(self.store, self.clock, self.passwords, sign_in)
        self.accounts = Accounts(sign_in, links, self.users, Guests(self.store, links))
        self.sign_in, self.links = sign_in, links

    def team(self, name: str = "Team") -> tuple[int, dict[str, int]]:
        """A new team's number, and those of its people by name."""
        with self.database.write() as connection:
            team_id = save_team(connection, example_team("en"), None, {})
            return team_id, dict(people_of(connection, team_id))

    def owner(self, email: str = "olga@example.com", name: str = "Olga Owner") -> str:
        """A new owner's session."""
        return self.accept(self.links.owner_link(), email=email, name=name)

    def invited(
        self, by: str, email: str, role: Role, team_id: int | None, person_id: int | None = None, **more: Any
    ) -> str:
        """The session of somebody invited by a session."""
        made = self.links.invite(self.visitor(by), email, role, team_id, "Team", person_id, "en")
        return self.accept(made.address, **{"name": email.partition("@")[0].title(), **more})

    def post(self) -> list[Mail]:
        """What a worker sends now; it is in the mailbox, too."""
        before = len(self.mailbox.letters)
        Outbox(DatabaseLetters(self.database, self.clock), self.mailbox, self.clock, SEAL).send_due("worker")
        return self.mailbox.letters[before:]

    def accept(self, address: str, **fields: str) -> str:
        """The session that a link opens."""
        given = {"password": PASSWORD, "address": HOME, "client": "Firefox", "language": "en", **fields}
        return self.links.accept(token_of(address), **given)

    def visitor(self, session: str) -> Visitor:
        """Who holds a session."""
        found = self.sign_in.visitor(session)
        assert found is not None
        return found

    def everything_kept(self) -> str:
        """All rows of accounts as text."""
        with self.database.read() as connection:
            rows = [
                [*connection.exec_driver_sql(f"SELECT * FROM {table.name}")]
                for table in (users, one_time_links, letters, sessions, sign_in_attempts)
            ]
        return repr(rows)


def token_of(address: str) -> str:
    """The secret at a link's end."""
    return address.partition(WELCOME)[2]
