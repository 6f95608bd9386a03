"""What somebody has begun and not finished: a workbook that was uploaded, a new team half described.

It is kept on the server for whoever began it, and for them alone, until it is finished or too old.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Protocol


class HeldKind(StrEnum):
    """What is held. WORKBOOK: of a team, or of a new one. NEW_TEAM: the answers so far, as JSON. CALENDAR: the busy
    times of one that was looked at (planner.services.busy_times).
    """

    WORKBOOK = "workbook"
    NEW_TEAM = "new_team"
    CALENDAR = "calendar"


#: How long it is held after it was last put there.
HELD_FOR = {
    HeldKind.WORKBOOK: timedelta(days=1),
    HeldKind.NEW_TEAM: timedelta(days=14),
    HeldKind.CALENDAR: timedelta(hours=1),
}


@dataclass(frozen=True, slots=True)
class Held:
    """Something held. name: of the file, if it is one."""

    name: str
    content: bytes

    @property
    def mark(self) -> str:
        """What tells it from other things that were held in its place."""
        return sha256(self.content).hexdigest()[:16]


class Shelf(Protocol):
    """Holds one thing of each kind for a user and team."""

    def put(self, user: int, kind: HeldKind, team: int | None, content: bytes, name: str = "") -> None:
        """Hold something in place of what was there. Whatever is too old goes, whoever's it is."""
        ...

    def get(self, user: int, kind: HeldKind, team: int | None) -> Held | None:
        """What is held; None when there is nothing, or it is too old."""
        ...

    def drop(self, user: int, kind: HeldKind, team: int | None) -> None:
        """Hold it no longer."""
        ...

    def clear(self) -> int:
        """Drop whatever is too old; how many there were."""
        ...
