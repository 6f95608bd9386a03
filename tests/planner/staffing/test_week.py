"""The week's grid, and the fewest shifts of a day."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.days import DayKind
from planner.staffing.week import OpeningSpan, OpeningWeek, read_span, shifts_a_day, week_grid

EVEN = (1 / 24,) * 24


def test_grid_of_an_office_week():
    grid = week_grid(OpeningWeek(OpeningSpan(9 * 60, 17 * 60 + 30), None, None), 240, EVEN)
    assert grid.is_open.sum() == 5 * 102  # 8.5 hours of twelve slots
    assert grid.arrivals.sum() == pytest.approx(7 * 240)
    assert grid.arrivals[0] == pytest.approx(10 / 12)  # 10 an hour
    assert [cell.hour for cell in grid.cells] == list(range(9, 18))
    assert grid.open_hours.tolist() == [1] * 8 + [0.5]
    persons = np.array([1] * 8 + [2])
    assert grid.hours_a_day(persons, DayKind.WEEKDAY) == 9
    assert grid.hours_a_day(persons, DayKind.SATURDAY) == 0
    assert grid.persons_by_hour(persons, DayKind.WEEKDAY)[17] == 2


def test_a_night_reaches_into_the_next_day_and_the_next_week():
    # Sundays 22:00 to 2:00: the last two hours are Monday's first, at the start of the grid.
    grid = week_grid(OpeningWeek(None, None, OpeningSpan(22 * 60, 26 * 60)), 0, EVEN)
    assert grid.is_open[: 2 * 12].all()
    assert grid.is_open[-2 * 12 :].all()
    assert grid.is_open.sum() == 4 * 12
    assert [cell.hour for cell in grid.cells] == [22, 23, 24, 25]


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [(600, 600, "follow"), (600, 2041, "24 hours"), (-5, 600, "follow"), (1440, 1500, "follow"), (602, 700, "steps")],
)
def test_impossible_spans_are_refused(opens, closes, words):
    with pytest.raises(ValueError, match=words):
        OpeningSpan(opens, closes)


@pytest.mark.parametrize(
    ("text", "opens", "closes"),
    [("8-22", 480, 1320), ("8:30 – 17:05", 510, 1025), ("0-24", 0, 1440), ("22-6", 1320, 1800), ("8-8", 480, 1920),
     ("22:00-06:00", 1320, 1800), ("18-0", 1080, 1440), ("18-24:00", 1080, 1440), ("von 8 bis 17.30 Uhr", 480, 1050),
     ("From 9 to 17", 540, 1020), ("9am – 5:30 pm", 540, 1050), ("12pm-12am", 720, 1440), ("8h30-17h", 510, 1020)],
)
def test_hours_are_read_as_people_write_them(text, opens, closes):
    assert read_span(text) == OpeningSpan(opens, closes)


@pytest.mark.parametrize(
    "text",
    ["", "8", "8-", "eight-ten", "8:75-17", "8-24:05", "24-25", "8:02-9", "8-22-23", "13pm-8", "8-0am", "8-12, 13-17"],
)
def test_what_is_no_hours_of_a_day_is_refused(text):
    with pytest.raises(ValueError, match=r"hours?|steps|follow|24:00"):
        read_span(text)


def test_impossible_weeks_are_refused():
    with pytest.raises(ValueError, match="Closed on every"):
        OpeningWeek(None, None, None)
    late, early = OpeningSpan(18 * 60, 26 * 60), OpeningSpan(60, 600)
    with pytest.raises(ValueError, match="saturday is still open when sunday opens"):
        OpeningWeek(None, late, early)
    OpeningWeek(None, late, OpeningSpan(120, 600))  # one closes as the other opens


@pytest.mark.parametrize("shares", [(1.0,), (1 / 23,) * 24, (1.5, -0.5) + (0.0,) * 22])
def test_hour_shares_must_be_a_day(shares):
    with pytest.raises(ValueError, match="24 that add up to 1"):
        week_grid(OpeningWeek(OpeningSpan(0, 60), None, None), 1, shares)


@pytest.mark.parametrize(
    ("hours", "shifts"), [(7 + 55 / 60, 1), (8, 1), (8 + 5 / 60, 2), (16, 2), (16 + 5 / 60, 3), (24, 3)]
)
def test_one_person_all_day_in_shifts_of_eight_hours(hours, shifts):
    span = OpeningSpan(0, round(hours * 60))
    assert shifts_a_day(span, dict.fromkeys(range(24), 1), 480) == shifts


def brute_force_shifts(need, length):
    """The fewest shifts of `length` hours with need[h] people in hour h, trying every combination."""
    best = None
    for starts in product(range(max(need) + 1), repeat=len(need)):
        on_duty = [sum(starts[max(0, hour - length + 1) : hour + 1]) for hour in range(len(need))]
        if all(have >= want for have, want in zip(on_duty, need, strict=True)):
            best = min(sum(starts), best if best is not None else sum(starts))
    return best


@given(need=st.lists(st.integers(0, 2), min_size=1, max_size=6), length=st.integers(1, 4))
def test_fewest_shifts_agree_with_brute_force(need, length):
    span = OpeningSpan(0, len(need) * 60)
    assert shifts_a_day(span, dict(enumerate(need)), length * 60) == brute_force_shifts(need, length)
