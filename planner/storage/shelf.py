"""planner.services.shelf.Shelf on a database."""

from sqlalchemy import ColumnElement, delete, insert, select

from planner.ports import Clock
from planner.services.shelf import HELD_FOR, Held, HeldKind
from planner.storage.database import Database
from planner.storage.schema_shelf import held


class DatabaseShelf:
    """Holds one thing of each kind for a user and team."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def put(self, user: int, kind: HeldKind, team: int | None, content: bytes, name: str = "") -> None:
        """Hold something in place of what was there. Whatever is too old goes, whoever's it is."""
        now = self._clock.now()
        row = {"user_id": user, "kind": kind, "team_id": team, "name": name, "content": content}
        with self._database.write() as connection:
            connection.execute(delete(held).where(_place(user, kind, team) | (held.c.until < now)))
            connection.execute(insert(held).values(**row, until=now + HELD_FOR[kind]))

    def get(self, user: int, kind: HeldKind, team: int | None) -> Held | None:
        """What is held; None when there is nothing, or it is too old."""
        query = select(held).where(_place(user, kind, team), held.c.until >= self._clock.now())
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Held(row.name, row.content)

    def drop(self, user: int, kind: HeldKind, team: int | None) -> None:
        """Hold it no longer."""
        with self._database.write() as connection:
            connection.execute(delete(held).where(_place(user, kind, team)))

    def clear(self) -> int:
        """Drop whatever is too old; how many there were."""
        with self._database.write() as connection:
            return connection.execute(delete(held).where(held.c.until < self._clock.now())).rowcount


def _place(user: int, kind: HeldKind, team: int | None) -> ColumnElement[bool]:
    return (held.c.user_id == user) & (held.c.kind == kind) & (held.c.team_id.is_not_distinct_from(team))
