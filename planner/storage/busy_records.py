"""The records of busy times in a database."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from planner.domain.busy import NewCalendar, OwnCalendar, Span
from planner.domain.team import BusyTime
from planner.storage.busy_rows import (
    add_calendar,
    busy_times,
    end_reading,
    load_blocks,
    load_calendars,
    remove_blocks,
    remove_calendar,
    save_blocks,
)
from planner.storage.schema_teams import members, people, teams


class BusyRecords:
    """planner.record_ports.BusyRecords on one connection."""

    connection: Connection

    def teams_with(self, person: int) -> Mapping[int, str]:
        """The teams that a person is in, by number, with the name they have there."""
        query = (
            select(members.c.team_id, people.c.name)
            .join(people, people.c.id == members.c.person_id)
            .where(members.c.person_id == person)
            .order_by(members.c.team_id)
        )
        return {row.team_id: row.name for row in self.connection.execute(query)}

    def facts_changed(self, numbers: Collection[int]) -> None:
        """Say that something beside the saved facts of some teams is otherwise now."""
        query = update(teams).where(teams.c.id.in_(sorted(numbers))).values(revision=teams.c.revision + 1)
        self.connection.execute(query)

    def busy_times(self, team: int, since: datetime, until: datetime) -> Sequence[BusyTime]:
        """When the people of a team are busy between two moments, by name and start."""
        return busy_times(self.connection, team, since, until)

    def own_calendars(self, person: int) -> Sequence[OwnCalendar]:
        """A person's calendars, in the order in which they came."""
        return load_calendars(self.connection, person)

    def add_own_calendar(self, person: int, new: NewCalendar, at: datetime, next_at: datetime | None) -> int:
        """Keep a calendar without busy times; its number. next_at: when it is read again, None = never."""
        return add_calendar(self.connection, person, new, at, next_at)

    def remove_own_calendar(self, person: int, calendar: int) -> bool:
        """Remove a calendar of a person with its busy times; False when they have none of this number."""
        return remove_calendar(self.connection, person, calendar)

    def blocks(self, calendar: int) -> Sequence[Span]:
        """The busy times of a calendar, by start."""
        return load_blocks(self.connection, calendar)

    def save_blocks(self, calendar: int, blocks: Iterable[Span]) -> bool:
        """Make the busy times of a calendar these; whether they were others."""
        return save_blocks(self.connection, calendar, blocks)

    def end_reading(
        self, calendar: int, owner: str, next_at: datetime, failures: int, read_at: datetime | None
    ) -> bool:
        """Give a claimed calendar back; whether it was still the owner's. read_at: None = as it was."""
        read = {} if read_at is None else {"read_at": read_at}
        return end_reading(self.connection, calendar, owner, next_read_at=next_at, failures=failures, **read)

    def remove_blocks(self, before: datetime) -> int:
        """Remove busy times that ended before a moment; how many there were."""
        return remove_blocks(self.connection, before)
