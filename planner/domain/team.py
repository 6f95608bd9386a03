"""A team with everything known about it: what one workbook, or one folder of CSV files, says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from planner.domain.demand import Demand, OpeningHours, ShiftType, Topic, Volume
from planner.domain.people import Absence, Availability, Manager, Pair, Site, Wish
from planner.domain.scenario import Scenario

#: `RuleSetting.price` of a rule that must never be broken.
NEVER = -1


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """What a team says about one rule. value: in the rule's unit, None = the default or the law.

    price: points a unit of breach, 0 = off, NEVER = hard, None = the default. note: why the law's value is overridden.
    """

    code: str
    value: int | None = None
    price: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """A cell of the month that the plan must keep: a shift, or a free day (shift = "")."""

    person: str
    day: date
    shift: str


@dataclass(frozen=True, slots=True)
class PastShift:
    """A shift worked before the month: decides rest, rows of days and weekends at the month's start."""

    person: str
    day: date
    shift: str


@dataclass(frozen=True, slots=True)
class NextShift:
    """A shift of the days after the month, as it is published: decides rest, rows of days and the week's hours at the
    month's end.
    """

    person: str
    day: date
    shift: str


@dataclass(frozen=True, slots=True)
class ShiftElsewhere:
    """A shift that a person works in another team: fixed here, and counted wherever a rule is about the person's days,
    nights, hours and rest; not for what this team covers, pays and shares out.

    start, end: moments (planner.domain.time). paid_min: elapsed less break. day: the date it belongs to there.
    name: the shift type's name and the team's. on_call: reachable there, not at work.
    """

    person: str
    day: date
    start: int
    end: int
    paid_min: int
    name: str
    on_call: bool = False


@dataclass(frozen=True, slots=True)
class BusyTime:
    """When a person is busy by a calendar of their own. start, end: moments (planner.domain.time).

    can: False = nothing is planned then; True = they would rather not work then.
    """

    person: str
    start: int
    end: int
    can: bool


@dataclass(frozen=True, slots=True)
class CarryOver:
    """A person's counters from earlier months.

    weekends_in_row: weekends worked running up to the month's first day, if past shifts do not show them.
    week_minutes: paid minutes of the weeks before the month, newest last, for averages.
    sundays_worked: Sundays worked this calendar year. ledger: measure ("weekends", "holidays", "lates",
    "unpleasant", "on_call") -> what the person carried over (+) or under (-) the fair share, in hundredths of a unit
    (unpleasant: of an hour).
    """

    person: str
    weekends_in_row: int = 0
    week_minutes: tuple[int, ...] = ()
    sundays_worked: int = 0
    ledger: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LedgerCorrection:
    """What the lead adds (+) to or takes (-) from a person's ledger of one measure, once, in the month of `day`.

    hundredths: of the measure's unit. note: why; never empty, and shown to the person.
    """

    person: str
    day: date
    measure: str
    hundredths: int
    note: str


@dataclass(frozen=True, slots=True)
class TeamHead:
    """What tells a team from others. month: that its facts name, as (year, month)."""

    name: str
    zone: ZoneInfo
    month: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Team:
    """All facts of a team. Names refer to each other and are checked by the importer, so they always resolve.

    first_weekday: 0 = Monday .. 6 = Sunday. month: (year, month) the file says it is for, or None.
    The first site is the team's own: its calendar decides the kind of day for opening hours, demand and shift types.
    scenarios: changes tried out beside the present; they change nothing of it.
    elsewhere: what its people work in other teams; busy: what their own calendars say; next_shifts: what is published
    of the days after the month. All are known to a database alone, no file says them.
    """

    name: str
    zone: ZoneInfo
    first_weekday: int
    month: tuple[int, int] | None
    sites: tuple[Site, ...]
    managers: tuple[Manager, ...]
    shift_types: tuple[ShiftType, ...]
    rules: Mapping[str, RuleSetting] = field(default_factory=dict)
    availability: tuple[Availability, ...] = ()
    absences: tuple[Absence, ...] = ()
    wishes: tuple[Wish, ...] = ()
    pairs: tuple[Pair, ...] = ()
    opening_hours: tuple[OpeningHours, ...] = ()
    demand: tuple[Demand, ...] = ()
    volume: tuple[Volume, ...] = ()
    topics: tuple[Topic, ...] = ()
    locks: tuple[Lock, ...] = ()
    past_shifts: tuple[PastShift, ...] = ()
    carry_over: tuple[CarryOver, ...] = ()
    ledger_corrections: tuple[LedgerCorrection, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    elsewhere: tuple[ShiftElsewhere, ...] = ()
    busy: tuple[BusyTime, ...] = ()
    next_shifts: tuple[NextShift, ...] = ()

    def site_of(self, manager: Manager) -> Site:
        """The site a manager belongs to."""
        return next(site for site in self.sites if site.name == manager.site)

    @property
    def duties(self) -> frozenset[str]:
        """Codes of the shift types that are on-call duty, not work."""
        return frozenset(shift.code for shift in self.shift_types if shift.on_call)

    @property
    def channels(self) -> tuple[str, ...]:
        """All channels, in the order of the opening hours."""
        return tuple(dict.fromkeys(row.channel for row in self.opening_hours))
