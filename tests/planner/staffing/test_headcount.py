"""The estimate as an owner sees it: five figures in, heads with their reason out."""

from dataclasses import replace

import pytest

from planner.domain.days import DayKind
from planner.staffing.bounds import BoundKind
from planner.staffing.case import StaffingInputs
from planner.staffing.headcount import Extra, Note, estimate
from planner.staffing.parameters import country_parameters
from planner.staffing.presence import Clock
from planner.staffing.week import OpeningSpan, OpeningWeek

AUSTRIA = country_parameters("AT")
EVEN = (1 / 24,) * 24
NINE_TO_FIVE = OpeningSpan(9 * 60, 17 * 60)
VIENNA = OpeningWeek(OpeningSpan(8 * 60, 22 * 60), OpeningSpan(9 * 60, 20 * 60), OpeningSpan(9 * 60, 20 * 60))


def inputs(opening=VIENNA, messages=150, **others):
    figures = {
        "handle_time_min": 5,
        "target_share": 0.8,
        "target_min": 60,
        "contract_hours_a_week": 38.5,
    }
    return StaffingInputs(opening=opening, messages_a_day=messages, **(figures | others))


@pytest.fixture(scope="module")
def vienna():
    return estimate(inputs(), AUSTRIA)


def test_presence_alone_by_hand():
    # Nobody writes, one person is there 9-17 every day: H 1.810, S 1.742, W 2.379, P 2 (see test_bounds).
    result = estimate(inputs(OpeningWeek(NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE), messages=0), AUSTRIA)
    assert [bound.value for bound in result.bounds] == pytest.approx([1.8098, 1.7420, 2.3788, 2], abs=1e-4)
    assert result.binding is BoundKind.WEEKENDS
    assert result.heads == 3
    assert result.hours_a_year == pytest.approx(365.25 * 8)
    assert {Note.NO_MESSAGES, Note.PRESENCE_ALONE_REACHES_TARGET} <= set(result.notes)
    assert result.coverage_bound_wall == 1


def test_one_more_and_one_fewer():
    result = estimate(inputs(OpeningWeek(NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE), messages=0), AUSTRIA)
    fewer, same, more = result.sizes
    assert (fewer.heads, same.heads, more.heads) == (2, 3, 4)
    # 2,922 hours on duty; a head has 1,614.5: 90 % of two, 60 % of three, 45 % of four.
    assert [size.duty_share for size in result.sizes] == pytest.approx([0.9049, 0.6033, 0.4525], abs=1e-4)
    assert fewer.unmet == (BoundKind.WEEKENDS,)
    assert same.unmet == more.unmet == ()


def test_what_each_cause_adds_by_hand():
    # Nobody away: weekdays alone P = 1, H = S = 260.9 * 8 / 2008.9 = 1.039. Weekends: W = 52.18 / 26 = 2.007.
    # Leave: W / (1 - 25 / 260.9) = 2.220. Holidays keep nobody from a weekend.
    # Sickness: W / (1 - 35.8 / 260.9) = 2.326. Training: W / (1 - 40.8 / 260.9) = 2.379.
    result = estimate(inputs(OpeningWeek(NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE), messages=0), AUSTRIA)
    assert result.extras == {
        Extra.CORE: pytest.approx(1.0390, abs=1e-4),
        Extra.WEEKENDS_AND_HOLIDAYS: pytest.approx(2.0069 - 1.0390, abs=1e-4),
        Extra.LEAVE: pytest.approx(2.2196 - 2.0069, abs=1e-4),
        Extra.PUBLIC_HOLIDAYS_OFF: pytest.approx(0),
        Extra.SICKNESS: pytest.approx(2.3259 - 2.2196, abs=1e-4),
        Extra.TRAINING: pytest.approx(2.3788 - 2.3259, abs=1e-4),
        Extra.WHOLE_PEOPLE: pytest.approx(3 - 2.3788, abs=1e-4),
    }


def test_extras_add_up_to_the_heads(vienna):
    assert sum(vienna.extras.values()) == pytest.approx(vienna.heads)
    assert all(part >= -1e-9 for part in vienna.extras.values())


def test_hours_by_kind_of_day(vienna):
    weekday = next(day for day in vienna.days if day.kind is DayKind.WEEKDAY)
    assert weekday.hours_a_year == pytest.approx(weekday.days_a_year * weekday.hours_a_day)
    assert vienna.hours_a_year == pytest.approx(sum(day.hours_a_year for day in vienna.days))


def test_the_plan_reaches_the_target_with_its_margin(vienna):
    assert vienna.goal_share == pytest.approx(0.85)
    assert vienna.on_time_opening >= 0.85 - 1e-9
    assert vienna.on_time_wall <= vienna.coverage_bound_wall
    # 150 * 365.25 messages of 5 minutes.
    handling_hours_a_year = vienna.sizes[1].handling_share * vienna.heads * vienna.net.net_hours
    assert handling_hours_a_year == pytest.approx(150 * 365.25 * 5 / 60)
    assert vienna.hours_a_year * 0.85 >= handling_hours_a_year


def test_range_and_binding_bound(vienna):
    assert vienna.heads_low <= vienna.heads <= vienna.heads_high
    assert vienna.heads_low < vienna.heads_high
    largest = max(vienna.bounds, key=lambda bound: bound.value)
    assert (vienna.binding, vienna.heads) == (largest.kind, largest.heads)
    assert vienna.fte == vienna.heads


def test_coverage_bound_by_hand():
    # Open 8-20 every day, a message's wait may take 65 - 5 = 60 minutes: 13 of 24 hours.
    day = OpeningSpan(8 * 60, 20 * 60)
    result = estimate(inputs(OpeningWeek(day, day, day), target_min=65, hour_shares=EVEN), AUSTRIA)
    assert result.coverage_bound_wall == pytest.approx(13 / 24)
    assert Note.TARGET_BEYOND_COVERAGE in result.notes
    assert Note.DEFAULT_HOUR_SHARES not in result.notes


def test_an_unreachable_target_on_the_wall_clock_is_asked_of_what_can_be_reached():
    result = estimate(inputs(clock=Clock.WALL), AUSTRIA)
    assert {Note.TARGET_BEYOND_COVERAGE, Note.PLANNED_BELOW_TARGET} <= set(result.notes)
    assert result.goal_share < 0.8
    assert result.on_time_wall >= result.goal_share - 1e-9
    assert result.heads >= 1


def test_a_reachable_target_on_the_wall_clock_is_planned_in_full():
    day = OpeningSpan(0, 1440)
    result = estimate(inputs(OpeningWeek(day, day, day), clock=Clock.WALL), AUSTRIA)
    assert result.coverage_bound_wall == 1
    assert result.on_time_wall >= 0.85 - 1e-9
    assert Note.PLANNED_BELOW_TARGET not in result.notes


def test_more_volume_needs_no_fewer_hours(vienna):
    busier = estimate(inputs(messages=600), AUSTRIA)
    assert busier.hours_a_year > vienna.hours_a_year
    assert busier.heads > vienna.heads


def test_more_leave_needs_more_heads(vienna):
    generous = estimate(inputs(), replace(AUSTRIA, leave=AUSTRIA.leave.set_to(60)))
    assert generous.heads > vienna.heads


def test_part_time_needs_more_heads_for_the_same_hours():
    weekdays = OpeningWeek(OpeningSpan(9 * 60, 17 * 60), None, None)
    half = estimate(inputs(weekdays, messages=0, contract_hours_a_week=19.25), AUSTRIA)
    assert half.binding is BoundKind.HOURS
    assert half.heads == 3  # 2 * 1.241 = 2.48
    assert half.fte == pytest.approx(1.5)


def test_an_hour_a_day_for_one_person():
    hour = OpeningWeek(OpeningSpan(9 * 60, 10 * 60), None, None)
    result = estimate(inputs(hour, messages=4, target_min=1440, contract_hours_a_week=5), AUSTRIA)
    # 250.5 openings a year, 209.7 days at work: even without a sick day somebody else is needed during leave.
    assert (result.heads_low, result.heads, result.binding) == (2, 2, BoundKind.PEAK)
    assert [bound.value for bound in result.bounds[:2]] == pytest.approx([250.464 / 209.679] * 2, abs=1e-4)


def test_live_chat_takes_the_busiest_hour():
    # Even arrivals, 240 a day: 10 an hour of 5 min, .833 erlang. 80 % in 20 s: two people have C = .2451 and reach
    # 1 - .2451 * exp(-1.1667 * 20 / 300) = .773, so it takes three.
    result = estimate(inputs(messages=240, hour_shares=EVEN), AUSTRIA)
    assert result.live_chat.peak_persons == 3
    assert result.live_chat.target_s == 20
    open_hours = sum(day.days_a_year * (14 if day.kind is DayKind.WEEKDAY else 11) for day in result.days)
    assert result.live_chat.hours_a_year == pytest.approx(3 * open_hours)


def test_countries_differ_by_their_absences():
    heads = {country: estimate(inputs(), country_parameters(country)) for country in ("AT", "DE", "CH")}
    days = {country: result.net.net_workdays for country, result in heads.items()}
    assert days["CH"] > days["AT"] > days["DE"]
    assert heads["CH"].bounds[0].value < heads["DE"].bounds[0].value * 1.2


def test_a_target_shorter_than_writing_is_noted():
    result = estimate(inputs(target_min=5), AUSTRIA)
    assert Note.TARGET_SHORTER_THAN_HANDLE_TIME in result.notes


@pytest.mark.parametrize(
    "wrong",
    [
        {"messages": -1},
        {"handle_time_min": 0},
        {"target_min": 0},
        {"target_share": 0},
        {"target_share": 1.01},
        {"contract_hours_a_week": 0},
        {"presence_min": -1},
    ],
)
def test_impossible_inputs_are_refused(wrong):
    with pytest.raises(ValueError, match=r"negative|more than 0|must be"):
        inputs(**wrong)
