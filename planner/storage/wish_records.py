"""The records of wish windows in a database; the wishes themselves are rows of a team's facts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from planner.domain.letter import Addressee
from planner.domain.wishing import WishWindow
from planner.storage.letter_rows import addressees
from planner.storage.team_records import people_of
from planner.storage.wish_rows import load_windows, save_answers, save_window, the_window


class WishRecords:
    """planner.record_ports.WishRecords on one connection."""

    connection: Connection

    def wish_windows(self, team: int) -> Mapping[tuple[int, int], WishWindow]:
        """A team's wish windows, by year and month, earliest first."""
        return load_windows(self.connection, team)

    def save_wish_window(self, team: int, month: tuple[int, int], window: WishWindow) -> None:
        """Keep a window, in place of the month's, if any."""
        save_window(self.connection, team, month, window)

    def note_wishes(self, team: int, month: tuple[int, int], person: str, at: datetime) -> None:
        """Write down that somebody has sent their wishes."""
        number = the_window(self.connection, team, month)
        save_answers(self.connection, number, [people_of(self.connection, team)[person]], sent_at=at)

    def readers(self, team: int) -> Mapping[str, Sequence[Addressee]]:
        """Where those in a team read letters, by name; who has no account is missing."""
        return addressees(self.connection, people_of(self.connection, team))

    def note_reminded(self, team: int, month: tuple[int, int], names: Collection[str], at: datetime) -> None:
        """Write down that people were reminded of a month's window."""
        numbers = people_of(self.connection, team)
        window = the_window(self.connection, team, month)
        save_answers(self.connection, window, [numbers[name] for name in names], reminded_at=at)
