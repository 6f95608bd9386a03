"""A roster's versions, the cells of its grid, and the events that changed them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

#: A cell of the grid: a person's name and a date.
GridCell = tuple[str, date]


class VersionState(StrEnum):
    """What a version is. Published ones never change again; the one with the highest number is in force."""

    DRAFT = "draft"
    PUBLISHED = "published"


class EventKind(StrEnum):
    """What was done. GO_ON: a draft was begun that is what an earlier version was. CARRY: somebody's edit, made while a
    roster was planned, was laid over that roster.

    AWAY, BACK, HAND_OVER: changes of what is published, by who falls ill, is well again, or takes a shift over. OFFER:
    an answer to an offer that changes nothing of the roster. ACCOUNT: somebody's role, or who they may come in as.
    """

    IMPORT = "import"
    FACTS = "facts"
    DRAFT = "draft"
    GO_ON = "go_on"
    EDIT = "edit"
    CARRY = "carry"
    UNDO = "undo"
    REDO = "redo"
    PUBLISH = "publish"
    RETURN = "return"
    CORRECT = "correct"
    CLOSE = "close"
    REOPEN = "reopen"
    WISHES = "wishes"
    AWAY = "away"
    BACK = "back"
    HAND_OVER = "hand over"
    OFFER = "offer"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a team's month. id: among all versions. number: within the month, from 1.

    revision: edits so far. based_on: the number of the version it was made from. made_by: a person's number, None =
    the command line or a job.
    """

    id: int
    team: int
    year: int
    month: int
    number: int
    state: VersionState
    revision: int
    based_on: int | None
    made_at: datetime
    made_by: int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page shows of a month: a version (by id) after so many edits."""

    version: int
    revision: int


@dataclass(frozen=True, slots=True)
class HeldShift:
    """A shift in a cell. uid: of the assignment."""

    uid: UUID
    code: str
    locked: bool = False


@dataclass(frozen=True, slots=True)
class CellState:
    """What stands in a cell. free: locked as a free day, so nothing may be put there."""

    shifts: tuple[HeldShift, ...] = ()
    free: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The shift types' codes."""
        return tuple(shift.code for shift in self.shifts)

    @property
    def locks(self) -> frozenset[str]:
        """The codes that stay until they are unlocked; "" among them = a free day."""
        return frozenset(shift.code for shift in self.shifts if shift.locked) | ({""} if self.free else frozenset())

    @property
    def content(self) -> tuple[tuple[str, ...], frozenset[str]]:
        """What a lead sees of it: codes and locks."""
        return self.codes, self.locks

    @property
    def locked(self) -> bool:
        """Whether any of it stays until it is unlocked."""
        return bool(self.locks)


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell before and after an event."""

    person: str
    day: date
    before: CellState
    after: CellState

    @property
    def cell(self) -> GridCell:
        """Which cell."""
        return self.person, self.day

    def turned(self) -> "CellChange":
        """The change that takes this one back."""
        return CellChange(self.person, self.day, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Event:
    """Something done to a version. actor: a person's number; actor_name: "" where there is none.

    revision: the version's, after it. reverses: the event that an undo or a redo turned back.
    """

    id: int
    at: datetime
    actor: int | None
    actor_name: str
    kind: EventKind
    revision: int
    reverses: int | None
    changes: Sequence[CellChange] = ()
