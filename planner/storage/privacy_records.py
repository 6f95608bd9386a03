"""The records of what is kept of people, given to them and erased."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from planner.domain.privacy import KnownPerson, PersonalData
from planner.storage.erasing import erase_person
from planner.storage.own_data import calendars_of, rows_of, teams_of
from planner.storage.schema_accounts import users
from planner.storage.schema_teams import members, people, teams


class PrivacyRecords:
    """planner.record_ports.PrivacyRecords on one connection."""

    connection: Connection
    otherwise: set[int]

    def personal_data(self, person: int) -> PersonalData:
        """All that is kept of a person, without what is given to nobody."""
        name = self.connection.execute(select(people.c.name).where(people.c.id == person)).scalar_one()
        return PersonalData(
            name,
            teams_of(self.connection, person),
            rows_of(self.connection, person),
            calendars_of(self.connection, person),
        )

    def known_people(self) -> Sequence[KnownPerson]:
        """Everybody who is in a team or has an account, by name."""
        in_teams: dict[int, list[str]] = {}
        query = select(members.c.person_id, teams.c.name).join(teams, teams.c.id == members.c.team_id)
        for row in self.connection.execute(query.order_by(teams.c.name)):
            in_teams.setdefault(row.person_id, []).append(row.name)
        accounts: dict[int, list[tuple[str, datetime | None, bool]]] = {}
        for row in self.connection.execute(select(users).order_by(users.c.id)):
            accounts.setdefault(row.person_id, []).append((row.email, row.erasure_asked, row.is_owner))
        found = []
        for row in self.connection.execute(select(people).where(people.c.id.in_([*in_teams, *accounts]))):
            own = accounts.get(row.id, [])
            asked = max((asked for _, asked, _ in own if asked is not None), default=None)
            emails = tuple(email for email, _, _ in own)
            owns = any(is_owner for _, _, is_owner in own)
            found.append(KnownPerson(row.id, row.name, tuple(in_teams.get(row.id, ())), emails, asked, owns))
        return sorted(found, key=lambda one: (one.name.casefold(), one.person))

    def owners(self) -> Sequence[int]:
        """The owners, by their numbers among the people."""
        query = select(users.c.person_id).where(users.c.is_owner, users.c.disabled.is_(None)).distinct()
        return self.connection.execute(query.order_by(users.c.person_id)).scalars().all()

    def ask_erasure(self, person: int, at: datetime) -> bool:
        """Write down that a person asks to be erased; False when they have asked already, or have no account."""
        new = (users.c.person_id == person) & users.c.erasure_asked.is_(None)
        return self.connection.execute(update(users).where(new).values(erasure_asked=at)).rowcount > 0

    def erase(self, person: int, blank_name: str, at: datetime) -> Sequence[str]:
        """Erase a person; what named them until now. blank_name: what they are called from now on.

        What their shifts add up to stays. KeyError when there is nobody of this number.
        """
        if self.connection.execute(select(people.c.id).where(people.c.id == person)).first() is None:
            raise KeyError(person)
        found = teams_of(self.connection, person)
        words = erase_person(self.connection, person, blank_name, at)
        query = update(teams).where(teams.c.id.in_(list(found))).values(revision=teams.c.revision + 1)
        self.connection.execute(query)
        self.otherwise |= set(found)
        return words
