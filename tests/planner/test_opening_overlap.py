"""Opening hours that overlap after midnight: to the minute, on days that can follow each other, in forms and files."""

from datetime import date
from pathlib import Path

import pytest

from planner.domain.days import DayKind
from planner.domain.demand import OpeningHours
from planner.domain.opening_overlap import overlaps_after_midnight
from planner.exchange.sheet_forms import SheetForms
from planner.holiday_calendar import calendar_of
from planner.messages import render
from planner.sheet_ports import RowPlace
from tests.planner.exchange.small_book import book, only_problem, write_csv
from tests.planner.storage.desk import TEAM

WEEKDAY, SATURDAY, SUNDAY, HOLIDAY, HALF = DayKind
KIND_OF = calendar_of(TEAM.sites[0], [2026, 2027]).kind
#: A Friday, and the Saturday after it, which is Saint Stephen's Day.
CHRISTMAS, STEPHEN = date(2026, 12, 25), date(2026, 12, 26)


def overlap(*hours: tuple[DayKind | date, int, int]) -> list[tuple[DayKind | date, DayKind | date]]:
    rows = [OpeningHours("Chat", when, 60 * start, 60 * end) for when, start, end in hours]
    return [(today.when, tomorrow.when) for today, tomorrow in overlaps_after_midnight(rows, KIND_OF)]


def test_they_may_touch_but_not_overlap() -> None:
    assert overlap((WEEKDAY, 20, 26), (SATURDAY, 2, 6)) == []
    assert overlap((WEEKDAY, 20, 26), (SATURDAY, 1, 6)) == [(WEEKDAY, SATURDAY)]
    assert overlap((WEEKDAY, 20, 26), (SATURDAY, 0, 0)) == []
    assert overlap((WEEKDAY, 0, 24), (SATURDAY, 0, 24)) == []
    assert overlap((WEEKDAY, 22, 30), (WEEKDAY, 5, 12)) == [(WEEKDAY, WEEKDAY)]


@pytest.mark.parametrize(
    ("today", "tomorrow", "follows"),
    [
        (WEEKDAY, SATURDAY, True),
        (WEEKDAY, SUNDAY, False),
        (SATURDAY, WEEKDAY, False),
        (SUNDAY, WEEKDAY, True),
        (SUNDAY, SATURDAY, False),
        (SUNDAY, HOLIDAY, True),
        (HOLIDAY, SATURDAY, True),
        (HOLIDAY, HALF, False),
        (HALF, HOLIDAY, True),
        (HALF, WEEKDAY, False),
    ],
)
def test_only_days_that_can_follow_each_other_overlap(today: DayKind, tomorrow: DayKind, *, follows: bool) -> None:
    assert overlap((today, 20, 26), (tomorrow, 0, 6)) == ([(today, tomorrow)] if follows else [])


def test_a_date_has_its_own_hours_and_a_kind_in_the_calendar() -> None:
    assert overlap((CHRISTMAS, 20, 26), (STEPHEN, 0, 6)) == [(CHRISTMAS, STEPHEN)]
    assert overlap((CHRISTMAS, 20, 26), (SATURDAY, 0, 6)) == []
    assert overlap((CHRISTMAS, 20, 26), (HOLIDAY, 0, 6)) == [(CHRISTMAS, HOLIDAY)]
    assert overlap((CHRISTMAS, 20, 26), (HOLIDAY, 0, 6), (STEPHEN, 8, 12)) == []
    assert overlap((HOLIDAY, 20, 26), (STEPHEN, 0, 6)) == [(HOLIDAY, STEPHEN)]
    assert overlap((WEEKDAY, 20, 26), (STEPHEN, 0, 6)) == []
    assert overlap((HOLIDAY, 20, 26), (CHRISTMAS, 8, 12), (STEPHEN, 0, 6)) == []


def test_files_and_forms_refuse_them_in_the_same_words(tmp_path: Path) -> None:
    told = "After midnight these overlap: 20:00–02:00 (weekdays) and, a day later, 00:00–06:00 (Saturdays)."
    hours = [["Channel", "Days", "From", "To"], ["Instagram", "weekday", "20:00", "02:00"],
             ["Facebook", "Saturday", "00:00", "06:00"], ["Instagram", "Saturday", "00:00", "06:00"]]  # fmt: skip
    found = only_problem(write_csv(book(Opening_hours=hours), tmp_path / "team"))
    assert found == ("Opening hours", 4, "Days", "saturday", told, "Let the first end when the second begins.")

    sheets = SheetForms().texts(TEAM, "en")
    channel = sheets["opening_hours"][0]["channel"]
    night = [{"channel": channel, "when": "weekday", "start": "20:00", "end": "02:00"},
             {"channel": channel, "when": "Saturday", "start": "00:00", "end": "06:00"}]  # fmt: skip
    rows = [row for row in sheets["opening_hours"] if row["channel"] != channel]
    # In a form it is told at the row that is being filled in.
    for place in (0, 1):
        checked = SheetForms().check(
            {**sheets, "opening_hours": [*night, *rows]}, "en", RowPlace("opening_hours", place)
        )
        assert [(p.row, p.column, render(p.reason, "en")) for p in checked.problems] == [(place, "when", told)]
