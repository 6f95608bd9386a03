"""What screens, files and terminal show of a roster: hours, coverage, gaps with reasons, fairness, wishes, costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from planner.board import Board
from planner.check import CheckResult, Finding
from planner.domain.roster import Roster
from planner.domain.time import to_moment
from planner.messages import Message


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why one person does not fill a gap: the shift that would come closest, and what stops it.

    reasons: hard rules that forbid it, in words; empty when it would be allowed but costs more than it gives, and then
    `cost_change` says how many points dearer the roster would be.
    """

    person: str
    shift: str
    reasons: tuple[Message, ...]
    cost_change: int


@dataclass(frozen=True, slots=True)
class Gap:
    """People missing in a stretch of time. start, end: aware, team zone. what: 'Sat 12 Dec 14:00-16:00' with whom.

    below_minimum: short of the minimum, not just of the target. obstacles: one a person, closest first.
    """

    day: date
    start: datetime
    end: datetime
    channel: str
    skill: str
    shift: str
    present: int
    wanted: int
    below_minimum: bool
    what: Message
    obstacles: tuple[Obstacle, ...]

    @property
    def missing_min(self) -> int:
        """Missing person-minutes."""
        return (self.wanted - self.present) * (to_moment(self.end) - to_moment(self.start))


@dataclass(frozen=True, slots=True)
class PersonHours:
    """A person's month. contract_min: paid minutes owed after holidays; absent_min: of these, credited for absences."""

    person: str
    planned_min: int
    contract_min: int
    absent_min: int
    shifts: int
    proactive_min: int

    @property
    def balance_min(self) -> int:
        """Planned and credited minutes above (+) or below (-) the contract."""
        return self.planned_min + self.absent_min - self.contract_min


@dataclass(frozen=True, slots=True)
class FairShare:
    """What a person carries of one measure, in hundredths of a unit. ledger_*: before and after this month."""

    person: str
    measure: str
    carried: int
    share: int
    ledger_before: int
    ledger_after: int


@dataclass(frozen=True, slots=True)
class DayCoverage:
    """A date's demand in person-minutes, all channels together (the widest demand, not their sum), and hour by hour.

    hours: (hour 0..23, people present, people wanted) for hours with demand.
    """

    day: date
    wanted_min: int
    covered_min: int
    minimum_short_min: int
    hours: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class WishOutcome:
    """A wish and whether the roster grants it. refused_days: those of its days on which it is not granted."""

    person: str
    first: date
    last: date
    shift: str
    wants: bool
    weight: int
    granted: bool
    refused_days: frozenset[date | None] = frozenset()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything shown of one roster; what is proven of it stands in roster.record."""

    board: Board
    roster: Roster
    check: CheckResult
    hours: tuple[PersonHours, ...]
    coverage: tuple[DayCoverage, ...]
    gaps: tuple[Gap, ...]
    fairness: tuple[FairShare, ...]
    wishes: tuple[WishOutcome, ...]
    cost_by_rule: Mapping[str, int]

    @property
    def clashes(self) -> tuple[Finding, ...]:
        """Hard rules broken, by locks, carried-over shifts or edits by hand."""
        return self.check.hard

    @property
    def uncovered_min(self) -> int:
        """Missing person-minutes of the day totals."""
        return sum(day.wanted_min - day.covered_min for day in self.coverage)
