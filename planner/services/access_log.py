"""Write down who opened which page about whom, and tell those it is about; and who changed what of theirs."""

from collections.abc import Sequence
from datetime import timedelta
from threading import Lock

from planner.domain.access import Access, Look, PersonalPage
from planner.ports import Clock, Vault


class AccessLog:
    """Used by many threads at once. Of a reader, a kind of page and a person each day is written down once.

    keep_days: for so long it is told who looked and who changed something.
    """

    def __init__(self, vault: Vault, clock: Clock, keep_days: int) -> None:
        self._vault, self._clock, self.keep_days = vault, clock, keep_days
        self._lock = Lock()
        #: Today's, so that looking again does not write.
        self._noted: set[Access] = set()

    def note(self, user: int, team: int, page: PersonalPage, person: str = "") -> None:
        """Write an access down. person: "" = everybody of the team."""
        access = Access(user, team, page, person, self._clock.now().date())
        with self._lock:
            if access in self._noted:
                return
        with self._vault.writing() as records:
            records.note_access(access)
        with self._lock:
            self._noted = {one for one in self._noted if one.day == access.day} | {access}

    def looks(self, team: int, person: str) -> Sequence[Look]:
        """Who opened pages about a person, newest first. KeyError when the team has nobody of that name."""
        with self._vault.reading() as records:
            return records.looks(team, person)

    def changes(self, team: int, person: str) -> Sequence[Look]:
        """What others changed of a person's data, newest first. KeyError likewise."""
        since = self._clock.now() - timedelta(days=self.keep_days)
        with self._vault.reading() as records:
            return records.changes_of(team, person, since)
