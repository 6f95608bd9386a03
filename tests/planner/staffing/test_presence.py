"""The plan of people on duty: it reaches its goal, and can't do with one fewer anywhere."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.days import DayKind
from planner.staffing.presence import Clock, Goal, Service, on_time_share, reachable_share, smallest_plan
from planner.staffing.shifts import in_few_shifts
from planner.staffing.week import OpeningSpan, OpeningWeek, week_grid

EVEN = (1 / 24,) * 24
OFFICE = OpeningWeek(OpeningSpan(9 * 60, 17 * 60), None, None)
ALWAYS = OpeningWeek(OpeningSpan(0, 1440), OpeningSpan(0, 1440), OpeningSpan(0, 1440))


def hours_of(grid):
    return lambda persons: float(grid.open_hours @ persons)


@settings(max_examples=12, deadline=None)
@given(
    messages=st.floats(20, 400),
    share=st.sampled_from([0.5, 0.8, 0.95, 1.0]),
    target_min=st.sampled_from([15, 60, 240]),
    presence_min=st.integers(0, 2),
)
def test_plan_reaches_the_goal_and_is_lean(messages, share, target_min, presence_min):
    grid = week_grid(OFFICE, messages, EVEN)
    service = Service(target_min, 5, 0.85)
    goal = Goal(share, 0.75, presence_min, 8, Clock.OPENING)
    persons = smallest_plan(grid, service, goal, hours_of(grid))
    assert (persons >= presence_min).all()
    assert on_time_share(grid, service, persons, Clock.OPENING) >= share - 1e-9
    if share == 1.0:  # without slack over the days, one fewer anywhere must miss the goal
        for cell in np.flatnonzero(persons > presence_min):
            fewer = persons.copy()
            fewer[cell] -= 1
            assert on_time_share(grid, service, fewer, Clock.OPENING) < share


def test_even_load_round_the_clock_by_hand():
    # 10.2 an hour of 5 min at 85 %: exactly one person, who falls behind with the smallest addition.
    service = Service(60, 5, 0.85)
    goal = Goal(1.0, 0.75, 1, 8, Clock.WALL)
    grid = week_grid(ALWAYS, 10.2 * 24, EVEN)
    assert smallest_plan(grid, service, goal, hours_of(grid)).tolist() == [1] * 72
    grid = week_grid(ALWAYS, 10.3 * 24, EVEN)
    persons = smallest_plan(grid, service, goal, hours_of(grid))
    assert persons.max() == 2
    assert persons.sum() < 2 * 72


def test_overload_answers_nothing_in_time():
    grid = week_grid(ALWAYS, 10.3 * 24, EVEN)
    assert on_time_share(grid, Service(60, 5, 0.85), np.ones(72, dtype=np.int64), Clock.WALL) == 0


def test_no_day_is_left_behind():
    # A fifth of a person's load: weekdays alone reach the goal, but the floor wants 3/4 of it on Sundays as well.
    grid = week_grid(ALWAYS, 48, EVEN)
    service = Service(60, 5, 0.85)
    weekdays_only = np.where(grid.of_kind(DayKind.WEEKDAY), 1, 0)
    assert on_time_share(grid, service, weekdays_only, Clock.WALL) > 0.5
    with_floor = smallest_plan(grid, service, Goal(0.5, 0.75, 0, 8, Clock.WALL), hours_of(grid))
    without = smallest_plan(grid, service, Goal(0.5, 0.0, 0, 8, Clock.WALL), hours_of(grid))
    assert with_floor[grid.of_kind(DayKind.SUNDAY)].sum() > 0
    assert without[grid.of_kind(DayKind.SUNDAY)].sum() == 0


def test_what_arrives_at_night_is_out_of_reach_on_the_wall_clock():
    # Open 8 of 24 hours on 5 of 7 days: 40 hours a week and each day's slot-counted 55 minutes before.
    grid = week_grid(OFFICE, 240, EVEN)
    service = Service(60, 5, 0.85)
    assert reachable_share(grid, service, Clock.OPENING) == pytest.approx(1)
    assert reachable_share(grid, service, Clock.WALL) == pytest.approx((40 + 5 * 55 / 60) / 168)
    with pytest.raises(ValueError, match="Maybe open longer"):
        smallest_plan(grid, service, Goal(0.5, 0.75, 1, 8, Clock.WALL), hours_of(grid))


def test_shifts_are_as_few_as_by_hand():
    # 11 hours, one person: two shifts of eight. A plan of three people in the middle hours is dropped to that.
    grid = week_grid(OpeningWeek(None, OpeningSpan(9 * 60, 20 * 60), None), 0, EVEN)
    floor = np.ones(11, dtype=np.int64)
    crowded = np.array([1, 1, 1, 3, 3, 3, 3, 3, 1, 1, 1])
    persons = in_few_shifts(grid, crowded, floor, 8, lambda tried: True)
    assert persons.sum() == 16
    assert persons.min() == 1


def test_two_shifts_are_replaced_by_one():
    # Wanted: somebody at 11 and somebody at 15. Starting at 9 and at 12 takes two shifts, starting at 10 or 11 one.
    grid = week_grid(OpeningWeek(None, OpeningSpan(9 * 60, 20 * 60), None), 0, EVEN)
    nobody = np.zeros(11, dtype=np.int64)
    wasteful = np.array([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    persons = in_few_shifts(grid, wasteful, nobody, 8, lambda tried: bool(tried[2] and tried[9]))
    assert persons.sum() == 8
