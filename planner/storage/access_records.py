"""The records of who looked at whose data, and who changed it, in a database."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from planner.domain.access import Access, Look
from planner.storage.access_rows import load_looks, note_access, remove_accesses
from planner.storage.fact_changes import load_changes, remove_changes
from planner.storage.team_records import people_of


class AccessRecords:
    """planner.record_ports.AccessRecords on one connection."""

    connection: Connection

    def note_access(self, access: Access) -> None:
        """Keep an access, unless it is there already."""
        person = people_of(self.connection, access.team)[access.person] if access.person else None
        note_access(self.connection, access, person)

    def looks(self, team: int, person: str) -> Sequence[Look]:
        """Who opened pages about a person of a team, newest first."""
        return load_looks(self.connection, team, people_of(self.connection, team)[person])

    def changes_of(self, team: int, person: str, since: datetime) -> Sequence[Look]:
        """What others changed of a person's data from a moment on, newest first."""
        return load_changes(self.connection, team, people_of(self.connection, team)[person], since)

    def remove_accesses(self, before: date) -> int:
        """Remove accesses of days before a date, and whom changes before it were about; how many accesses there were.
        """
        remove_changes(self.connection, datetime(before.year, before.month, before.day, tzinfo=UTC))
        return remove_accesses(self.connection, before)
