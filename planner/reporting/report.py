"""What screens, files and terminal show of a roster: hours, coverage, gaps with reasons, fairness, wishes, costs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from planner.board import Board, Place
from planner.check import CheckResult, Finding
from planner.domain.roster import Roster
from planner.domain.time import to_moment
from planner.messages import Message, _l
from planner.reporting.cost_shares import CostShare
from planner.rules.base import Subject
from solver.limits import Columns


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why one person does not fill a gap: the shift that would come closest, and what stops it.

    day: of the shift; for an hour after midnight it may be the day before the gap's.
    reasons: hard rules that forbid it, one a cause, in words to be read below the person's name; empty when it would be
    allowed but costs more than it gives, and then `cost_change` says how many points dearer the roster would be.
    """

    person: str
    day: date
    shift: str
    reasons: tuple[Message, ...]
    cost_change: int

    @property
    def place(self) -> Place:
        """The shift that would fill the gap, in the roster."""
        return self.person, self.day, self.shift


@dataclass(frozen=True, slots=True)
class Gap:
    """People missing in a stretch of time. start, end: aware, team zone. what: 'Sat 12 Dec 14:00-16:00' with whom.

    below_minimum: short of what must be, not just of the target. find_obstacles: makes `obstacles` when asked, since of
    a large team's month they take longer than all the rest of a report.
    topic: whose contact is missing, at work there may be people enough; "" = it is people that are missing.
    cells: of the board, those that its demand is about. subject: of the limits that it misses; None = of none.
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
    find_obstacles: Callable[[], tuple[Obstacle, ...]] = field(repr=False, compare=False)
    topic: str = ""
    cells: tuple[int, ...] = ()
    subject: Subject | None = None

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """Why nobody fills it: one a person, closest first."""
        return self.find_obstacles()

    @property
    def nobody(self) -> Message:
        """What to say, and to do, when there is not one person to name."""
        if self.topic:
            return Message(
                _l("No contact of this topic has a shift to be given here. Name another contact, or add a shift type.")
            )
        return Message(
            _l(
                "Nobody in the team can do this work, whatever their hours. "
                "Teach somebody the skill or channel, or hire."
            )
        )

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
    """What a person carries of one measure, in hundredths of a unit (planner.fair_share).

    share: of what the roster took, what falls to them. ledger_*: before (corrections included) and after this month.
    target: what the plan aimed at: their part of the demand less ledger_before; may be below 0.
    """

    person: str
    measure: str
    carried: int
    share: int
    ledger_before: int
    ledger_after: int
    target: int


@dataclass(frozen=True, slots=True)
class DayCoverage:
    """A date's demand in person-minutes, all channels together (the widest demand, not their sum), and hour by hour.

    hours: (hour 0..23, people present, people wanted) for hours with demand. surplus: how many shifts there are beyond
    what is wanted.
    """

    day: date
    wanted_min: int
    covered_min: int
    minimum_short_min: int
    hours: tuple[tuple[int, int, int], ...]
    surplus: int = 0


@dataclass(frozen=True, slots=True)
class WishOutcome:
    """A wish and what became of it, date by date.

    Dates on which there is nothing to grant or refuse, because the shift is not offered or the person is away, are in
    neither set.
    """

    person: str
    first: date
    last: date
    shift: str
    wants: bool
    weight: int
    granted_days: frozenset[date]
    refused_days: frozenset[date]

    @property
    def days(self) -> int:
        """On how many dates it can be granted or refused."""
        return len(self.granted_days) + len(self.refused_days)

    @property
    def granted(self) -> bool:
        """Granted on each of its days, of which there is one at least."""
        return bool(self.granted_days) and not self.refused_days

    @property
    def partly(self) -> bool:
        """Granted on some of its days, not on all."""
        return bool(self.granted_days) and bool(self.refused_days)

    @property
    def idle(self) -> bool:
        """Nothing of it can be granted or refused."""
        return not self.days


@dataclass(frozen=True, slots=True)
class Report:
    """Everything shown of one roster; what is proven of it stands in roster.record.

    cost_by_rule: points a rule code; cost_shares: the same by person. columns: the board's rules as stated, for who
    asks further. taken_over: what was taken from last month's
    roster, None when nothing was.
    """

    board: Board
    roster: Roster
    check: CheckResult
    hours: tuple[PersonHours, ...]
    coverage: tuple[DayCoverage, ...]
    gaps: tuple[Gap, ...]
    fairness: tuple[FairShare, ...]
    wishes: tuple[WishOutcome, ...]
    cost_by_rule: Mapping[str, int]
    cost_shares: tuple[CostShare, ...]
    columns: Columns = field(repr=False, compare=False)
    taken_over: Message | None = None

    @property
    def clashes(self) -> tuple[Finding, ...]:
        """Hard rules broken, by locks, carried-over shifts or edits by hand."""
        return self.check.hard

    @property
    def wish_days(self) -> int:
        """Days of all wishes on which there is something to grant; each counts by itself."""
        return sum(wish.days for wish in self.wishes)

    @property
    def wish_days_granted(self) -> int:
        """Of `wish_days`, those that are granted."""
        return sum(len(wish.granted_days) for wish in self.wishes)

    @property
    def covered_per_mille(self) -> int:
        """Of the person-minutes wanted; rounded down, so that nothing but full coverage is 1000."""
        wanted = sum(day.wanted_min for day in self.coverage)
        return 1000 * (wanted - self.uncovered_min) // wanted if wanted else 1000

    @property
    def uncovered_min(self) -> int:
        """Missing person-minutes of the day totals."""
        return sum(day.wanted_min - day.covered_min for day in self.coverage)
