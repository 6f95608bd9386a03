"""People's own calendars as rows: kept with their busy times, handed to one worker at a time to be read again."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, delete, insert, or_, select, update

from planner.calendar_ports import CALENDAR_LEASE_S, DueCalendar
from planner.domain.busy import NewCalendar, OwnCalendar, ReadAs, Span
from planner.domain.team import BusyTime
from planner.domain.time import to_moment
from planner.ports import Clock
from planner.storage.database import Database
from planner.storage.schema_busy import busy_blocks, busy_calendars
from planner.storage.schema_teams import members, people


class DatabaseCalendars:
    """planner.calendar_ports.DueCalendars on a database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def claim(self, owner: str) -> DueCalendar | None:
        """The calendar that has been due longest, now the owner's; None when none is due, or all are others'."""
        now, table = self._clock.now(), busy_calendars.c
        due = (table.next_read_at <= now) & or_(table.lease_until.is_(None), table.lease_until < now)
        first = select(table.id).where(due).order_by(table.next_read_at, table.id).limit(1)
        query = (
            update(busy_calendars)
            # As in letter_rows: what another is just claiming is passed over.
            .where(table.id == first.with_for_update(skip_locked=True).scalar_subquery())
            .values(owner=owner, lease_until=now + timedelta(seconds=CALENDAR_LEASE_S))
            .returning(*busy_calendars.columns)
        )
        with self._database.write() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        return DueCalendar(row.id, row.person_id, row.label, row.zone, row.address, row.failures)


# ---- within a transaction


def load_calendars(connection: Connection, person: int) -> Sequence[OwnCalendar]:
    """A person's calendars, in the order in which they came."""
    query = select(busy_calendars).where(busy_calendars.c.person_id == person).order_by(busy_calendars.c.id)
    rows = connection.execute(query).mappings().all()
    return [_calendar(row, load_blocks(connection, row["id"])) for row in rows]


def _calendar(row: RowMapping, blocks: Sequence[Span]) -> OwnCalendar:
    own = {name: row[name] for name in ("label", "read_as", "shown", "read_at", "failures")}
    return OwnCalendar(calendar_id=row["id"], **own, blocks=tuple(blocks))


def load_blocks(connection: Connection, calendar: int) -> Sequence[Span]:
    """The busy times of a calendar, by start."""
    table = busy_blocks.c
    query = select(table.start, table.end).where(table.calendar_id == calendar).order_by(table.start)
    return [Span(row.start, row.end) for row in connection.execute(query)]


def add_calendar(connection: Connection, person: int, new: NewCalendar, at: datetime, next_at: datetime | None) -> int:
    """Keep a calendar without busy times; its number."""
    values = {
        "person_id": person,
        "label": new.label,
        "read_as": new.read_as,
        "zone": new.zone,
        "address": new.sealed or None,
        "shown": new.shown,
        "read_at": at,
        "failures": 0,
        "next_read_at": next_at,
    }
    return int(connection.execute(insert(busy_calendars).values(values).returning(busy_calendars.c.id)).scalar_one())


def remove_calendar(connection: Connection, person: int, calendar: int) -> bool:
    """Remove a calendar of a person with its busy times; False when they have none of this number."""
    own = (busy_calendars.c.id == calendar) & (busy_calendars.c.person_id == person)
    return connection.execute(delete(busy_calendars).where(own)).rowcount == 1


def save_blocks(connection: Connection, calendar: int, blocks: Iterable[Span]) -> bool:
    """Make the busy times of a calendar these; whether they were others."""
    wanted = {(block.start, block.end) for block in blocks}
    there = {(block.start, block.end) for block in load_blocks(connection, calendar)}
    table = busy_blocks.c
    if gone := {start for start, _ in there - wanted}:
        for start in gone:
            connection.execute(delete(busy_blocks).where(table.calendar_id == calendar, table.start == start))
    if added := sorted(wanted - there):
        rows = [{"calendar_id": calendar, "start": start, "end": end} for start, end in added]
        connection.execute(insert(busy_blocks), rows)
    return wanted != there


def end_reading(connection: Connection, calendar: int, owner: str, **values: object) -> bool:
    """Give a claimed calendar back with some of its values changed; whether it was still the owner's."""
    held = (busy_calendars.c.id == calendar) & (busy_calendars.c.owner == owner)
    query = update(busy_calendars).where(held).values(**values, owner=None, lease_until=None)
    return connection.execute(query).rowcount == 1


def remove_blocks(connection: Connection, before: datetime) -> int:
    """Remove busy times that ended before a moment; how many there were."""
    return connection.execute(delete(busy_blocks).where(busy_blocks.c.end < before)).rowcount


def busy_times(connection: Connection, team: int, since: datetime, until: datetime) -> tuple[BusyTime, ...]:
    """When the people of a team are busy between two moments, by name and start."""
    query = (
        select(people.c.name, busy_calendars.c.read_as, busy_blocks.c.start, busy_blocks.c.end)
        .select_from(busy_blocks)
        .join(busy_calendars, busy_calendars.c.id == busy_blocks.c.calendar_id)
        .join(people, people.c.id == busy_calendars.c.person_id)
        .join(members, members.c.person_id == people.c.id)
        .where(members.c.team_id == team, busy_blocks.c.start < until, busy_blocks.c.end > since)
        .order_by(people.c.name, busy_blocks.c.start, busy_blocks.c.end, busy_calendars.c.read_as)
    )
    found = (
        BusyTime(row.name, to_moment(row.start), to_moment(row.end), row.read_as is ReadAs.RATHER_NOT)
        for row in connection.execute(query)
    )
    return tuple(dict.fromkeys(found))
