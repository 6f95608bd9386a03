"""Lower bounds on headcount: hours, shifts, weekends and the peak. The team is at least as large as the
largest.

    H  paid hours on duty a year / net hours a head
    S  shifts a year / net workdays a head
    W  max(Saturday, Sunday) shifts * 52.18 / (26 * availability): everybody works at most 2 of 4 weekends
    P  the fewest heads of whom the peak is available on the given share of days
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log, log1p

from planner.domain.days import DayKind
from planner.staffing.parameters import DAYS_A_YEAR, WEEKS_A_YEAR, WORKDAYS_A_WEEK, CountryParameters
from planner.staffing.rounding import whole_persons

GROSS_WORKDAYS = DAYS_A_YEAR * WORKDAYS_A_WEEK / 7


class BoundKind(StrEnum):
    """What a bound counts, as a reason code: H, S, W and P."""

    HOURS = "paid_hours"
    SHIFTS = "shifts_to_fill"
    WEEKENDS = "weekends_off"
    PEAK = "peak_with_absence"


@dataclass(frozen=True, slots=True)
class Bound:
    """At least `value` people (`heads` when rounded up), `fte` of them in full-time posts of the country."""

    kind: BoundKind
    value: float
    heads: int
    fte: float


@dataclass(frozen=True, slots=True)
class NetYear:
    """One head's year in hours of the contract, five days a week: gross, less absences, is net.

    net_workdays: days at work. availability: share of days on which nothing but a public holiday keeps a head
    away.
    """

    gross_hours: float
    leave_hours: float
    holiday_hours: float
    sickness_hours: float
    training_hours: float
    net_hours: float
    net_workdays: float
    availability: float


@dataclass(frozen=True, slots=True)
class DutyDay:
    """Duty on one kind of day: how many such days a year has, paid hours, shifts, most people on duty at
    once.
    """

    kind: DayKind
    days_a_year: float
    hours_a_day: float
    shifts_a_day: int
    peak_persons: int

    @property
    def hours_a_year(self) -> float:
        """Paid hours on duty in a year."""
        return self.days_a_year * self.hours_a_day


@dataclass(frozen=True, slots=True)
class TeamTerms:
    """Terms of the bounds: contract hours a week, a full-time week, weekends a head may work, quantile of
    absence.
    """

    contract_hours_a_week: float
    full_time_hours_a_week: float
    weekends_a_year: float
    absence_quantile: float


def days_a_year(kind: DayKind, country: CountryParameters) -> float:
    """Days of a planned kind in an average year; public holidays count as Sundays (DayKind.SUNDAY)."""
    on_workdays, on_saturdays = country.holidays_on_workdays, country.holidays_on_saturdays
    return {
        DayKind.WEEKDAY: GROSS_WORKDAYS - on_workdays,
        DayKind.SATURDAY: WEEKS_A_YEAR - on_saturdays,
        DayKind.SUNDAY: WEEKS_A_YEAR + on_workdays + on_saturdays,
    }[kind]


def net_year(contract_hours_a_week: float, country: CountryParameters) -> NetYear:
    """What is left of a head's year. ValueError when nothing is left, or the contract isn't positive."""
    if contract_hours_a_week <= 0:
        raise ValueError(f"contract of {contract_hours_a_week} h a week: it must be more than 0.")
    day_h = contract_hours_a_week / WORKDAYS_A_WEEK
    away = country.leave.working_days + country.sickness.working_days + country.training.working_days
    net_workdays = GROSS_WORKDAYS - away - country.holidays_on_workdays
    if net_workdays <= 0:
        raise ValueError(f"{GROSS_WORKDAYS - net_workdays:.0f} days away a year leave no day at work.")
    return NetYear(
        gross_hours=GROSS_WORKDAYS * day_h,
        leave_hours=country.leave.working_days * day_h,
        holiday_hours=country.holidays_on_workdays * day_h,
        sickness_hours=country.sickness.working_days * day_h,
        training_hours=country.training.working_days * day_h,
        net_hours=net_workdays * day_h,
        net_workdays=net_workdays,
        availability=1 - away / GROSS_WORKDAYS,
    )


def headcount_bounds(days: Iterable[DutyDay], net: NetYear, terms: TeamTerms) -> tuple[Bound, ...]:
    """The four bounds, in the order H, S, W, P."""
    duty = {day.kind: day for day in days}
    free_day_shifts = [duty[kind].shifts_a_day for kind in (DayKind.SATURDAY, DayKind.SUNDAY) if kind in duty]
    weekend_shifts_a_year = max(free_day_shifts, default=0) * WEEKS_A_YEAR
    peak = max((day.peak_persons for day in duty.values()), default=0)
    values = {
        BoundKind.HOURS: sum(day.hours_a_year for day in duty.values()) / net.net_hours,
        BoundKind.SHIFTS: sum(day.days_a_year * day.shifts_a_day for day in duty.values()) / net.net_workdays,
        BoundKind.WEEKENDS: weekend_shifts_a_year / (terms.weekends_a_year * net.availability),
        BoundKind.PEAK: float(heads_for_peak(peak, net.availability, terms.absence_quantile)),
    }
    post = terms.contract_hours_a_week / terms.full_time_hours_a_week
    return tuple(Bound(kind, value, whole_persons(value), value * post) for kind, value in values.items())


def binding(bounds: Iterable[Bound]) -> Bound:
    """The largest bound; of equal ones the first."""
    return max(bounds, key=lambda bound: bound.value)


def heads_for_peak(peak_persons: int, availability: float, quantile: float) -> int:
    """The fewest heads of whom peak_persons are available with probability `quantile`, absences being
    independent.

    ValueError when availability isn't in (0, 1] or quantile isn't in [0, 1).
    """
    if not (0 < availability <= 1 and 0 <= quantile < 1):
        raise ValueError(
            f"availability {availability}, quantile {quantile}: they must be shares, the quantile below 1."
        )
    if peak_persons == 0 or availability == 1:
        return peak_persons
    # P(Bin(n+1) >= k) = P(Bin(n) >= k) + availability * P(Bin(n) = k - 1), from n = k - 1 upwards, in logarithms.
    heads, enough = peak_persons - 1, 0.0
    one_short_log = heads * log(availability)
    while heads < peak_persons or enough < quantile:
        enough += availability * exp(one_short_log)
        heads += 1
        one_short_log += log(heads / (heads + 1 - peak_persons)) + log1p(-availability)
    return heads
