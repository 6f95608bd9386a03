"""Staffing parameters with unit, range, source and status, from data/staffing.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from planner.law import Status

DAYS_A_YEAR = 365.25
WEEKS_A_YEAR = DAYS_A_YEAR / 7
WORKDAYS_A_WEEK = 5


class Unit(StrEnum):
    """What a parameter's number counts. Sick days are calendar days in one country and working days in
    another.
    """

    SHARE = "share"
    FACTOR = "factor"
    HOURS = "hours"
    SECONDS = "seconds"
    HOURS_A_WEEK = "hours a week"
    WEEKENDS_A_YEAR = "weekends a year"
    WORKING_DAYS_A_YEAR = "working days a year"
    CALENDAR_DAYS_A_YEAR = "calendar days a year"


class End(Enum):
    """An end of a parameter's range."""

    LOW = 1
    HIGH = 2


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number with its range (low <= value <= high), unit, source and status."""

    value: float
    low: float
    high: float
    unit: Unit
    source: str
    status: Status

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.value <= self.high:
            raise ValueError(f"{self.low} <= {self.value} <= {self.high} doesn't hold ({self.source}).")

    @property
    def working_days(self) -> float:
        """Days a year that fall on a five-day week. ValueError for a parameter that isn't in days."""
        if self.unit is Unit.WORKING_DAYS_A_YEAR:
            return self.value
        if self.unit is Unit.CALENDAR_DAYS_A_YEAR:
            return self.value * WORKDAYS_A_WEEK / 7
        raise ValueError(f"{self.value} {self.unit} isn't a number of days.")

    def at(self, end: End) -> "Parameter":
        """The parameter at one end of its range, with no range left."""
        return self.set_to(self.low if end is End.LOW else self.high)

    def set_to(self, value: float) -> "Parameter":
        """The same parameter with another value and no range left."""
        return Parameter(value, value, value, self.unit, self.source, self.status)


@dataclass(frozen=True, slots=True)
class CountryParameters:
    """What keeps a person of one country from working, a year.

    weekday_holidays: those of public_holidays that fall on Monday to Friday in every year. full_time: a
    full-time week.
    """

    country: str
    leave: Parameter
    public_holidays: Parameter
    weekday_holidays: Parameter
    sickness: Parameter
    training: Parameter
    full_time: Parameter

    @property
    def floating_holidays(self) -> float:
        """Public holidays a year whose weekday changes from year to year."""
        return max(0.0, self.public_holidays.value - self.weekday_holidays.value)

    @property
    def holidays_on_workdays(self) -> float:
        """Public holidays a year that fall on Monday to Friday, on average."""
        fixed = min(self.public_holidays.value, self.weekday_holidays.value)
        return fixed + self.floating_holidays * WORKDAYS_A_WEEK / 7

    @property
    def holidays_on_saturdays(self) -> float:
        """Public holidays a year that fall on a Saturday, on average."""
        return self.floating_holidays / 7


@dataclass(frozen=True, slots=True)
class PlanningParameters:
    """Assumptions of the estimate that don't depend on a country. hour_shares: 24, adding up to 1."""

    occupancy: Parameter
    model_margin: Parameter
    day_floor: Parameter
    volume_factor: Parameter
    absence_quantile: Parameter
    longest_shift: Parameter
    weekends_a_year: Parameter
    live_chat_target: Parameter
    hour_shares: tuple[float, ...]


def countries() -> tuple[str, ...]:
    """The countries with parameters: "AT", "CH", "DE"."""
    return tuple(sorted(name.upper() for name in _tables() if name != "planning"))


def country_parameters(country: str) -> CountryParameters:
    """The parameters of "AT", "CH" or "DE". ValueError for another country."""
    if country not in countries():
        raise ValueError(f"no staffing parameters for country {country!r}. Known: {', '.join(countries())}.")
    return CountryParameters(country, **_parameters(_tables()[country.lower()]))


def planning_parameters() -> PlanningParameters:
    """The assumptions that hold for every country."""
    table = dict(_tables()["planning"])
    shares = table.pop("hour_shares")
    return PlanningParameters(**_parameters(table), hour_shares=tuple(shares["values"]))


def _parameters(table: Mapping[str, Any]) -> dict[str, Parameter]:
    return {
        name: Parameter(
            float(row["value"]),
            float(row["low"]),
            float(row["high"]),
            Unit(row["unit"]),
            row["source"],
            Status(row["status"]),
        )
        for name, row in table.items()
    }


@cache
def _tables() -> dict[str, Any]:
    with files("data").joinpath("staffing.toml").open("rb") as toml:
        return tomllib.load(toml)
