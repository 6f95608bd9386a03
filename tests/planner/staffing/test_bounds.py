"""The bounds H, S, W and P, worked by hand."""

from dataclasses import replace
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.days import DayKind
from planner.staffing.bounds import (
    BoundKind,
    DutyDay,
    TeamTerms,
    binding,
    days_a_year,
    headcount_bounds,
    heads_for_peak,
    net_year,
)
from planner.staffing.parameters import country_parameters

AUSTRIA = country_parameters("AT")
TERMS = TeamTerms(38.5, 38.5, 26, 0.9)


def duty(kind, days, hours, shifts, peak):
    return DutyDay(kind, days, hours, shifts, peak)


def values(days, country=AUSTRIA, terms=TERMS):
    net = net_year(terms.contract_hours_a_week, country)
    return {bound.kind: bound.value for bound in headcount_bounds(days, net, terms)}


def test_net_year_in_austria():
    # 260.89 workdays - 25 leave - (4 + 9 * 5/7) holidays - 15.1 * 5/7 sick - 5 training = 209.68 days of 7.7 h.
    # Published for comparison: 1,615 h net, 19.6 % absence, about 210 net workdays.
    net = net_year(38.5, AUSTRIA)
    assert net.net_workdays == pytest.approx(209.679, abs=5e-4)
    assert net.net_hours == pytest.approx(1615, abs=0.5)
    assert 1 - net.net_hours / net.gross_hours == pytest.approx(0.196, abs=5e-4)
    parts = net.leave_hours + net.holiday_hours + net.sickness_hours + net.training_hours
    assert net.gross_hours - parts == pytest.approx(net.net_hours)
    # Public holidays keep nobody from a weekend: 1 - (25 + 10.786 + 5) / 260.893.
    assert net.availability == pytest.approx(0.84367, abs=5e-6)


def test_days_of_the_year_add_up():
    kinds = (DayKind.WEEKDAY, DayKind.SATURDAY, DayKind.SUNDAY)
    assert sum(days_a_year(kind, AUSTRIA) for kind in kinds) == pytest.approx(365.25)
    assert days_a_year(DayKind.WEEKDAY, AUSTRIA) == pytest.approx(260.893 - 4 - 9 * 5 / 7, abs=1e-3)


def test_one_person_on_weekdays_needs_a_deputy():
    # 250.46 days of 8 h: H = 2003.7 / 1614.5 = 1.241, S = 250.46 / 209.68 = 1.195, no weekend.
    # P: one head is there on 84.4 % of days, two leave nobody on .156**2 = 2.4 %: two heads for 90 %.
    days = [duty(DayKind.WEEKDAY, days_a_year(DayKind.WEEKDAY, AUSTRIA), 8, 1, 1)]
    assert values(days) == {
        BoundKind.HOURS: pytest.approx(1.2411, abs=5e-5),
        BoundKind.SHIFTS: pytest.approx(1.1945, abs=5e-5),
        BoundKind.WEEKENDS: 0,
        BoundKind.PEAK: 2,
    }


def test_one_person_every_day_is_bound_by_weekends():
    # H = 365.25 * 8 / 1614.5 = 1.810, S = 365.25 / 209.68 = 1.742, W = 52.18 / (26 * .84367) = 2.379, P = 2.
    days = [
        duty(kind, days_a_year(kind, AUSTRIA), 8, 1, 1) for kind in (DayKind.WEEKDAY, DayKind.SATURDAY, DayKind.SUNDAY)
    ]
    bounds = headcount_bounds(days, net_year(38.5, AUSTRIA), TERMS)
    assert [bound.value for bound in bounds] == pytest.approx([1.8098, 1.7420, 2.3788, 2], abs=1e-4)
    assert binding(bounds).kind is BoundKind.WEEKENDS
    assert binding(bounds).heads == 3


def test_weekends_take_the_larger_of_saturday_and_sunday():
    saturday, sunday = duty(DayKind.SATURDAY, 50, 8, 2, 1), duty(DayKind.SUNDAY, 60, 8, 3, 1)
    assert values([saturday, sunday])[BoundKind.WEEKENDS] == values([sunday])[BoundKind.WEEKENDS]


def test_fte_of_half_a_post():
    days = [duty(DayKind.WEEKDAY, 250, 8, 1, 1)]
    half = headcount_bounds(days, net_year(19.25, AUSTRIA), replace(TERMS, contract_hours_a_week=19.25))
    whole = headcount_bounds(days, net_year(38.5, AUSTRIA), TERMS)
    assert half[0].value == pytest.approx(2 * whole[0].value)
    assert half[0].fte == pytest.approx(whole[0].fte)


@pytest.mark.parametrize(
    # One head: 84.4 %. Of two heads for one place, one is there on 97.6 %.
    ("peak", "quantile", "heads"),
    [(0, 0.9, 0), (1, 0.84, 1), (1, 0.85, 2), (1, 0.975, 2), (1, 0.98, 3)],
)
def test_heads_for_a_peak(peak, quantile, heads):
    assert heads_for_peak(peak, 0.84367, quantile) == heads


@given(peak=st.integers(1, 12), percent=st.integers(30, 99), quantile=st.floats(0.05, 0.99))
def test_heads_for_a_peak_agree_with_the_binomial(peak, percent, quantile):
    p = percent / 100

    def enough(heads):
        return sum(comb(heads, k) * p**k * (1 - p) ** (heads - k) for k in range(peak, heads + 1))

    heads = heads_for_peak(peak, p, quantile)
    assert enough(heads) >= quantile - 1e-9
    assert heads == peak or enough(heads - 1) < quantile + 1e-9


def test_a_large_peak_does_not_underflow():
    # 5,000 places at 84 %: about 5,000 / .84 = 5,952, and 1.28 standard deviations of 31 / .84 more.
    assert heads_for_peak(5000, 0.84, 0.9) == pytest.approx(5952 + 1.28 * 31 / 0.84, abs=5)


@given(
    hours=st.floats(1, 100),
    shifts=st.integers(1, 20),
    peak=st.integers(1, 20),
    more=st.integers(0, 5),
    sick=st.floats(0, 40),
)
def test_bounds_never_fall_when_more_is_asked(hours, shifts, peak, more, sick):
    def team(extra, sick_days):
        days = [
            duty(kind, 100, hours + extra, shifts + extra, peak + extra) for kind in (DayKind.WEEKDAY, DayKind.SUNDAY)
        ]
        return values(days, replace(AUSTRIA, sickness=AUSTRIA.training.set_to(sick_days)))

    base, asked, sicker = team(0, sick), team(more, sick), team(0, sick + more)
    assert all(asked[kind] >= base[kind] for kind in base)
    assert all(sicker[kind] >= base[kind] for kind in base)


def test_impossible_values_are_refused():
    with pytest.raises(ValueError, match="more than 0"):
        net_year(0, AUSTRIA)
    with pytest.raises(ValueError, match="no day at work"):
        net_year(38.5, replace(AUSTRIA, leave=AUSTRIA.leave.set_to(250)))
    with pytest.raises(ValueError, match="must be shares"):
        heads_for_peak(1, 0, 0.9)
    with pytest.raises(ValueError, match="must be shares"):
        heads_for_peak(1, 0.9, 1)
