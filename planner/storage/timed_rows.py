"""Work that is due at certain times, as rows: the UPDATE itself says that a run is due and nobody's."""

from datetime import datetime, timedelta

from sqlalchemy import insert, or_, update
from sqlalchemy.exc import IntegrityError

from planner.job_ports import LEASE_S
from planner.ports import Clock
from planner.storage.database import Database
from planner.storage.schema_jobs import timed_work


class DatabaseTimedRows:
    """planner.job_ports.TimedRows on a database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def ensure(self, name: str, first: datetime) -> None:
        """Make the row if there is none."""
        try:
            with self._database.write() as connection:
                connection.execute(insert(timed_work).values(name=name, next_run_at=first))
        except IntegrityError:
            pass

    def claim(self, name: str, owner: str) -> datetime | None:
        """The moment that a due run was due at, now the owner's; None when it is not due, or another's."""
        now, table = self._clock.now(), timed_work.c
        query = (
            update(timed_work)
            .where(table.name == name, table.next_run_at <= now)
            .where(or_(table.lease_until.is_(None), table.lease_until < now))
            .values(owner=owner, lease_until=now + timedelta(seconds=LEASE_S))
            .returning(table.next_run_at)
        )
        with self._database.write() as connection:
            return connection.execute(query).scalar_one_or_none()

    def finish(self, name: str, owner: str, due: datetime, following: datetime) -> bool:
        """Say when it is due next; whether the claim still stood."""
        table = timed_work.c
        held = (table.name == name) & (table.owner == owner) & (table.next_run_at == due)
        query = update(timed_work).where(held).values(next_run_at=following, owner=None, lease_until=None)
        with self._database.write() as connection:
            return connection.execute(query).rowcount == 1
