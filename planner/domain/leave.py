"""Leave that somebody asks for: what was asked, and what the lead said."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

#: What is written with a request or an answer is no longer than this.
MOST_CHARACTERS = 300


class LeaveState(StrEnum):
    """Where a request is. REVOKED: approved, and taken back by the lead. All but OPEN and APPROVED are final."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class LeaveRequest:
    """Leave from `first` to `last`, both included. id: among all. person: by name.

    note: of who asks; answer: of the lead; both for these two alone, and "" when their period of keeping is over.
    """

    id: int
    team: int
    person: str
    first: date
    last: date
    note: str
    state: LeaveState
    asked_at: datetime
    answered_at: datetime | None = None
    answer: str = ""

    def touches(self, first: date, last: date) -> bool:
        """Whether a stretch of days shares a day with it."""
        return self.first <= last and first <= self.last
