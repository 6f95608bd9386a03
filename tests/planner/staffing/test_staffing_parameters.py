"""Staffing parameters: units, ranges, and what the calendars of the three countries say."""

from datetime import date

import holidays
import pytest

from planner.staffing.parameters import (
    End,
    Parameter,
    Status,
    Unit,
    countries,
    country_parameters,
    planning_parameters,
)
from planner.staffing.workload import DEFAULT_OCCUPANCY


def test_three_countries():
    assert countries() == ("AT", "CH", "DE")
    with pytest.raises(ValueError, match="Known: AT, CH, DE"):
        country_parameters("FR")


def test_sick_days_are_calendar_days_in_austria_and_working_days_in_germany():
    austria, germany = country_parameters("AT").sickness, country_parameters("DE").sickness
    assert (austria.value, austria.unit) == (15.1, Unit.CALENDAR_DAYS_A_YEAR)
    assert austria.working_days == pytest.approx(15.1 * 5 / 7)
    assert (germany.value, germany.unit) == (14.8, Unit.WORKING_DAYS_A_YEAR)
    assert germany.working_days == 14.8


@pytest.mark.parametrize(("country", "days"), [("AT", 25), ("DE", 30), ("CH", 20)])
def test_leave(country, days):
    leave = country_parameters(country).leave
    assert (leave.value, leave.status) == (days, Status.READ)


@pytest.mark.parametrize("country", ["AT", "DE", "CH"])
def test_every_value_has_a_source(country):
    parameters = country_parameters(country)
    for name in ("leave", "public_holidays", "weekday_holidays", "sickness", "training", "full_time"):
        assert getattr(parameters, name).source


def test_assumptions_are_marked():
    assert country_parameters("CH").training.status is Status.UNVERIFIED
    assert planning_parameters().volume_factor.status is Status.UNVERIFIED


def test_public_holidays_on_workdays_agree_with_28_years_of_the_calendar():
    # The calendar repeats its weekdays every 28 years; Easter needs longer, hence the tolerance of a tenth of a day.
    calendar = holidays.country_holidays("AT", years=range(2020, 2048))
    on_workdays = sum(day.weekday() < 5 for day in calendar) / 28
    on_saturdays = sum(day.weekday() == 5 for day in calendar) / 28
    austria = country_parameters("AT")
    assert austria.holidays_on_workdays == pytest.approx(on_workdays, abs=0.1)
    assert austria.holidays_on_saturdays == pytest.approx(on_saturdays, abs=0.1)


@pytest.mark.parametrize("country", ["DE", "CH"])
def test_number_of_public_holidays_is_the_median_of_the_regions(country):
    regions = holidays.country_holidays(country, years=2026).subdivisions
    counts = sorted(
        sum(day.year == 2026 for day in holidays.country_holidays(country, subdiv=region, years=2026))
        for region in regions
    )
    assert country_parameters(country).public_holidays.value == counts[len(counts) // 2]
    assert date(2026, 12, 25) in holidays.country_holidays(country, years=2026)


def test_occupancy_is_the_one_of_the_workload():
    assert planning_parameters().occupancy.value == DEFAULT_OCCUPANCY


def test_hour_shares_are_a_whole_day():
    shares = planning_parameters().hour_shares
    assert len(shares) == 24
    assert sum(shares) == pytest.approx(1)


def test_a_range_holds_its_value():
    with pytest.raises(ValueError, match="doesn't hold"):
        Parameter(3, 4, 5, Unit.SHARE, "source", Status.READ)
    parameter = Parameter(3, 2, 5, Unit.SHARE, "source", Status.READ)
    assert (parameter.at(End.LOW).value, parameter.at(End.HIGH).value) == (2, 5)
    with pytest.raises(ValueError, match="isn't a number of days"):
        _ = parameter.working_days
