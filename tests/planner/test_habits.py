"""When somebody is told: reminders and quiet hours by the clock on the wall, also in the nights when it is changed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.habits import Habits, ReminderTime
from planner.domain.time import wall

VIENNA = ZoneInfo("Europe/Vienna")
#: In the first of these nights 02:00 becomes 03:00, in the second 03:00 becomes 02:00.
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)
QUIET = Habits()


def at(day: date, minute: int, fold: int = 0) -> datetime:
    return wall(VIENNA, day, minute, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("minute", "expected"),
    [(21 * 60 - 1, None), (21 * 60, 31 * 60), (24 * 60, 31 * 60), (31 * 60 - 1, 31 * 60), (31 * 60, None)],
)
def test_quiet_hours_over_midnight(minute: int, expected: int | None) -> None:
    when = at(date(2026, 12, 1), minute)
    assert QUIET.after_quiet(when, VIENNA) == (when if expected is None else at(date(2026, 12, 1), expected))


def test_quiet_hours_within_a_day_and_none() -> None:
    noon = Habits(quiet_from_min=12 * 60, quiet_to_min=14 * 60)
    for minute, expected in ((719, 719), (720, 840), (839, 840), (840, 840)):
        assert noon.after_quiet(at(date(2026, 12, 1), minute), VIENNA) == at(date(2026, 12, 1), expected)
    none = Habits(quiet_from_min=600, quiet_to_min=600)
    assert none.after_quiet(at(date(2026, 12, 1), 600), VIENNA) == at(date(2026, 12, 1), 600)


def test_quiet_hours_are_those_of_the_site() -> None:
    when = datetime(2026, 12, 1, 20, 30, tzinfo=UTC)
    assert QUIET.after_quiet(when, ZoneInfo("Europe/London")) == when
    assert QUIET.after_quiet(when, VIENNA) == at(date(2026, 12, 2), 7 * 60)


def test_quiet_hours_that_end_in_the_hour_that_is_skipped_or_comes_twice() -> None:
    until = Habits(quiet_from_min=60, quiet_to_min=150)
    # 02:30 is skipped: the quiet hours end at the moment that is shown as 03:30.
    assert until.after_quiet(at(SPRING, 90), VIENNA) == at(SPRING, 210)
    assert until.after_quiet(at(AUTUMN, 90), VIENNA) == at(AUTUMN, 150)
    assert until.after_quiet(at(AUTUMN, 130, fold=1), VIENNA) == at(AUTUMN, 150, fold=1)


@pytest.mark.parametrize(("day", "elapsed_h"), [(SPRING, 6), (AUTUMN, 8), (date(2026, 12, 1), 7)])
def test_hours_before_are_hours_that_pass(day: date, elapsed_h: int) -> None:
    """A shift at 07:00 after a night of so many hours since midnight."""
    habits = Habits(ReminderTime.HOURS_BEFORE, elapsed_h, quiet_from_min=0, quiet_to_min=0)
    assert habits.remind_at(at(day, 7 * 60), day, VIENNA) == at(day, 0)


@pytest.mark.parametrize("day", [SPRING, AUTUMN, SPRING + timedelta(days=1), AUTUMN + timedelta(days=1)])
def test_the_evening_before_is_six_by_the_clock(day: date) -> None:
    due = Habits(ReminderTime.EVENING_BEFORE).remind_at(at(day, 6 * 60), day, VIENNA)
    assert due is not None
    assert due.astimezone(VIENNA) == datetime(day.year, day.month, day.day - 1, 18, tzinfo=VIENNA)


def test_a_reminder_in_quiet_hours_waits_unless_the_shift_begins_before_they_end() -> None:
    day = date(2026, 12, 1)
    habits = Habits(ReminderTime.HOURS_BEFORE, 2)
    assert habits.remind_at(at(day, 8 * 60), day, VIENNA) == at(day, 7 * 60)
    assert habits.remind_at(at(day, 7 * 60), day, VIENNA) == at(day, 5 * 60)
    assert Habits(ReminderTime.NEVER).remind_at(at(day, 480), day, VIENNA) is None


def test_the_week_is_summed_up_on_monday_morning() -> None:
    monday = date(2026, 11, 30)
    assert Habits(weekly=True).weekly_at(monday, VIENNA) == at(monday, 7 * 60)
    assert Habits(weekly=True, quiet_to_min=9 * 60).weekly_at(monday, VIENNA) == at(monday, 9 * 60)
    assert Habits().weekly_at(monday, VIENNA) is None


@given(
    st.integers(0, 1439),
    # What ends in the hour that is skipped may begin anew before it has ended.
    st.integers(0, 1439).filter(lambda minute: not 120 <= minute < 180),
    st.sampled_from([AUTUMN, SPRING]),
    st.integers(-24 * 60, 48 * 60),
)
def test_what_waits_goes_within_a_day_and_outside_of_quiet_hours(begin: int, end: int, day: date, ahead: int) -> None:
    habits, moment = Habits(quiet_from_min=begin, quiet_to_min=end), at(day, 0) + timedelta(minutes=ahead)
    goes = habits.after_quiet(moment, VIENNA)
    assert moment <= goes <= moment + timedelta(hours=25)
    assert habits.after_quiet(goes, VIENNA) == goes
