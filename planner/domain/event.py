"""What happens to a published month: each an order to plan the rest of it again, as gently as can be."""

from dataclasses import dataclass
from datetime import date

from planner.domain.people import AbsenceKind
from planner.domain.scenario import Hire, Leave


@dataclass(frozen=True, slots=True)
class Away:
    """Someone is away from `first` to `last`, both included."""

    person: str
    kind: AbsenceKind
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Surge:
    """More is expected on a channel ("" = on all) from `first` to `last`: `percent` of what it usually is."""

    channel: str
    first: date
    last: date
    percent: int


@dataclass(frozen=True, slots=True)
class Fixed:
    """Someone works a shift type on a date whatever else is planned; shift: a code, or "" for a free day."""

    person: str
    day: date
    shift: str


@dataclass(frozen=True, slots=True)
class Swap:
    """Two people exchange what they work: `person` their shifts of `day`, `other` theirs of `other_day`.

    Whoever works nothing on their day just takes the other's shifts over.
    """

    person: str
    day: date
    other: str
    other_day: date


Event = Away | Surge | Fixed | Swap | Hire | Leave
