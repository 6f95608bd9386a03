"""The access log as rows."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, delete, insert, or_, select

from planner.domain.access import Access, Look, PersonalPage
from planner.storage.schema_access import access_log
from planner.storage.schema_accounts import users
from planner.storage.schema_teams import people


def note_access(connection: Connection, access: Access, person: int | None) -> None:
    """Keep an access, unless it is there. person: by number."""
    row = {
        "user_id": access.user,
        "team_id": access.team,
        "page": access.page,
        "person_id": person,
        "day": access.day,
    }
    same = select(access_log.c.id).where(*(access_log.c[name].is_not_distinct_from(row[name]) for name in row))
    if connection.execute(same).first() is None:
        connection.execute(insert(access_log).values(row))


def load_looks(connection: Connection, team: int, person: int) -> Sequence[Look]:
    """Who looked at a person's data in a team, newest first; also with everybody's. Readers as among the people."""
    table = access_log.c
    query = (
        select(access_log, people.c.name)
        .select_from(access_log.join(users).join(people, people.c.id == users.c.person_id))
        .where(table.team_id == team, or_(table.person_id == person, table.person_id.is_(None)))
        .order_by(table.day.desc(), people.c.name, table.page)
    )
    return [
        Look(row.name, PersonalPage(row.page), row.person_id is None, row.day) for row in connection.execute(query)
    ]


def remove_accesses(connection: Connection, before: date) -> int:
    """Remove what is older than a date; how many rows."""
    return connection.execute(delete(access_log).where(access_log.c.day < before)).rowcount
