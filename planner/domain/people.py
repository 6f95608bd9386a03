"""Sites and the people of a team: contracts, skills, availability, absences, wishes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Site:
    """Where people are employed: decides their holidays and their labour law.

    country: ISO 3166-1 alpha-2 (AT, DE, CH); subdivision: ISO 3166-2 without the country ("9", "BY", "ZH") or "".
    sunday_basis, holiday_basis: the legal basis on which this site may work on those days, in words; "" = none,
    and then nobody of the site is planned on them.
    """

    name: str
    zone: ZoneInfo
    country: str
    subdivision: str
    sunday_basis: str = ""
    holiday_basis: str = ""


@dataclass(frozen=True, slots=True)
class Manager:
    """A community manager. `name` is unique in the team; `public_name` is what customers and colleagues see.

    contract_min_week: paid minutes a week. skills: skill -> level (1 basic, 2 sure, 3 senior).
    limits: rule code -> this person's own value, in the rule's unit; it outranks the team's. Of a rule about single
    shift types the code is followed by the shift type's: see `limit_on`.
    senior_staff: a note saying why working-time law does not apply (senior staff), or "".
    """

    name: str
    public_name: str
    site: str
    contract_min_week: int
    skills: Mapping[str, int] = field(default_factory=dict)
    channels: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    joins_on: date | None = None
    leaves_on: date | None = None
    limits: Mapping[str, int] = field(default_factory=dict)
    senior_staff: str = ""

    def employed(self, day: date) -> bool:
        """Whether the person is with the team on `day`; both border days count as employed."""
        joined = self.joins_on is None or self.joins_on <= day
        return joined and (self.leaves_on is None or day <= self.leaves_on)


def limit_on(code: str, shift: str) -> str:
    """The key in Manager.limits of a person's own value for one shift type: 'max_of_shift N'."""
    return f"{code} {shift}"


@dataclass(frozen=True, slots=True)
class Availability:
    """A weekly window in which a person can work. Whoever has no valid window on any weekday can always work.

    weekday: 0 = Monday .. 6 = Sunday. start_min, end_min: minutes of that day; an end past 1440 lies
    in the next day.
    valid_from, valid_to: both included; None is open.
    can: False = an exception: a window in which the person cannot work, whatever the others say.
    """

    person: str
    weekday: int
    start_min: int
    end_min: int
    valid_from: date | None = None
    valid_to: date | None = None
    can: bool = True

    def valid(self, day: date) -> bool:
        """Whether the window's pattern is in force on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class AbsenceKind(StrEnum):
    """Why somebody is away; all three are paid, so they count towards the contract."""

    LEAVE = "leave"
    SICK = "sick"
    TRAINING = "training"


@dataclass(frozen=True, slots=True)
class Absence:
    """A person is away from `first` to `last`, both included."""

    person: str
    kind: AbsenceKind
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Wish:
    """A person wants, or would rather not have, a day or a shift from `first` to `last` (both included).

    shift: a shift type's code, or "" for any work on those days. weight: 1 (nice) .. 5 (important).
    """

    person: str
    first: date
    last: date
    shift: str
    wants: bool
    weight: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who should work together (mentor and newcomer), or apart."""

    person: str
    other: str
    together: bool
