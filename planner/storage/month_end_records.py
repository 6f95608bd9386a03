"""The records of ended months in a database: corrections of shifts, and what a month was closed with."""

from collections.abc import Sequence

from sqlalchemy import Connection

from planner.domain.month_end import Closing, Correction, MadeCorrection
from planner.domain.time import month_days
from planner.storage.month_end_rows import add_closing, add_correction, end_closing, load_closing, load_corrections
from planner.storage.team_records import people_of


class MonthEndRecords:
    """planner.record_ports.MonthEndRecords on one connection."""

    connection: Connection

    def corrections(self, team: int, year: int, month: int) -> Sequence[MadeCorrection]:
        """All corrections of a month's shifts, oldest first."""
        days = month_days(year, month)
        return load_corrections(self.connection, team, days[0], days[-1])

    def add_correction(self, team: int, correction: Correction, event: int) -> None:
        """Keep a correction with the event that it is."""
        add_correction(self.connection, team, correction, event, people_of(self.connection, team))

    def closing(self, team: int, year: int, month: int) -> Closing | None:
        """What a month was closed with; None while it is open."""
        return load_closing(self.connection, team, year, month)

    def add_closing(self, team: int, month: tuple[int, int], closing: Closing, event: int) -> None:
        """Close a month by an event."""
        add_closing(self.connection, team, month, closing, event, people_of(self.connection, team))

    def end_closing(self, team: int, month: tuple[int, int], event: int) -> None:
        """Open a closed month again by an event."""
        end_closing(self.connection, team, *month, event)
