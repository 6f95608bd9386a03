"""What the community needs: shift types, opening hours, demand, volume, topics."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.domain.days import DayKind

ALL_KINDS = frozenset(DayKind)
#: Nobody is at work for longer at a stretch: what says so is most likely a slip.
LONGEST_AT_WORK_MIN = 16 * 60


@dataclass(frozen=True, slots=True)
class ShiftType:
    """A kind of shift, in the team's wall time.

    code: the letters on screen ("F"). end_min > start_min; an end past 1440 lies in the next day.
    channels: looked after in this shift; empty = all. skills: skill -> least level each person on it needs.
    forbidden_next: codes that may not follow on the next day. max_month: at most so many a person and month.
    proactive_min: minutes kept free for acting proactively. on_call: reachable, not at work: no paid minutes,
    no rest or overlap with it, counted as on-call days.
    """

    code: str
    name: str
    start_min: int
    end_min: int
    break_min: int = 0
    channels: frozenset[str] = frozenset()
    skills: Mapping[str, int] = field(default_factory=dict)
    day_kinds: frozenset[DayKind] = ALL_KINDS
    proactive_min: int = 0
    on_call: bool = False
    forbidden_next: frozenset[str] = frozenset()
    max_month: int | None = None


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When a channel is looked after: on a kind of day, or on one date (which outranks the kind).

    An end past 1440 lies in the next day; end_min = start_min = 0: closed.
    presence_min: at least so many people who know the channel, the whole time.
    """

    channel: str
    when: DayKind | date
    start_min: int
    end_min: int
    presence_min: int = 1


@dataclass(frozen=True, slots=True)
class Demand:
    """People wanted: in one shift type, or in a time band. A single date outranks the kinds of day.

    shift: a shift type's code, or "" with start_min and end_min set (minutes of the day, end may pass 1440).
    channel, skill: only people who know it (at `level` or more) count; "" = anybody.
    minimum <= target; maximum None = open.
    """

    when: DayKind | date
    shift: str
    start_min: int
    end_min: int
    channel: str
    skill: str
    level: int
    minimum: int
    target: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Volume:
    """Expected messages an hour of a channel, from `hour` to `hour`+1, with handle time in minutes.

    On a kind of day, or on one date: then the rows of that date are all there is of the channel on it.
    """

    channel: str
    when: DayKind | date
    hour: int
    messages_per_hour: float
    handle_time_min: float


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject with people who know it.

    reaction_min: whatever is asked in the opening hours, one of them is on duty within so many minutes.
    """

    name: str
    experts: frozenset[str]
    deputies: frozenset[str]
    reaction_min: int
