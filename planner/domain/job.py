"""A job: work that outlives the page that asked for it, as its row says it; and how a plan in the making stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from planner.domain.drafts import Seen


class JobKind(StrEnum):
    """What is done. PLAN: a month is planned. WHATIF: scenarios are planned beside the present and compared."""

    PLAN = "plan"
    WHATIF = "whatif"


class JobState(StrEnum):
    """Where a job is. The last three are for good."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def active(self) -> bool:
        """Whether more is to come."""
        return self in (JobState.QUEUED, JobState.RUNNING)


class PlanGoal(StrEnum):
    """What a month is planned for.

    WHOLE: the best roster. EMPTY: fill what is empty, nobody loses a shift. GENTLE: cover what is open with as few
    changes as possible. Where there is no roster yet, all three are the same.
    """

    WHOLE = "whole"
    EMPTY = "empty"
    GENTLE = "gentle"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants planned. people, days: which may change; None = all.

    keep_locked: whether the roster's locked cells stay. seconds: of search at most, for each plan. workers: threads;
    None = one a processor of the machine that plans, up to four. seed: of all random choices. scenarios: by name, what
    is compared with the present; all other fields but these four are then without meaning.
    """

    goal: PlanGoal = PlanGoal.WHOLE
    people: frozenset[str] | None = None
    days: frozenset[date] | None = None
    keep_locked: bool = True
    seconds: float = 60.0
    workers: int | None = None
    seed: int = 1
    scenarios: tuple[str, ...] = ()


class PlotPoint(NamedTuple):
    """Cost and bound, each the sum over all tiers in points, after so many seconds of search."""

    seconds: float
    cost: int
    bound: int


#: (person, date, shift code) of each shift.
Places = frozenset[tuple[str, date, str]]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a plan in the making stands. costs, bounds: points a tier. places: of the best roster; None = as told before.

    phase: the search's word for what it does, or which of several plans is made. short_kind: the kind of day on which
    most is uncovered, "" = none. points: for the plot, oldest first.
    """

    phase: str
    short_kind: str
    costs: tuple[int, ...]
    bounds: tuple[int, ...]
    uncovered_min: int
    points: Sequence[PlotPoint]
    places: Places | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A row. base: what is planned on, as it stood when it was asked for; asked_by: a person's number.

    standing: None before the first. heartbeat: when a worker last said that it is at it. attempt: how often it was
    taken up. cancel: somebody wants it to end. error: what happened, by language. result: the version that came of it,
    by id.
    """

    id: int
    kind: JobKind
    team: int
    year: int
    month: int
    asked: Asked
    base: Seen | None
    asked_by: int | None
    state: JobState
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    heartbeat: datetime | None
    attempt: int
    cancel: bool
    standing: Standing | None
    error: dict[str, str] | None
    result: int | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's hold on a job. attempt: makes a hold that was lost, and taken up again, another one."""

    job: int
    owner: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Beat:
    """What the row answers a heartbeat. held: the claim still stands. cancel: somebody wants it to end."""

    held: bool
    cancel: bool
