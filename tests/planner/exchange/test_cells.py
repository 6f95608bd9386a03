"""What a cell may say, in every form that spreadsheets give it."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest

from planner.exchange import cells
from planner.exchange.cells import CellError
from planner.exchange.figure_lists import skill_levels


@pytest.mark.parametrize(
    "value",
    [
        date(2026, 12, 24),
        datetime(2026, 12, 24),  # noqa: DTZ001 - as openpyxl gives it
        46380,
        46380.0,
        "46380",
        "2026-12-24",
        " 24.12.2026 ",
        "24. 12. 2026",
        "2026-12-24 00:00:00",
        "2026-12-24T00:00:00",
    ],
)
def test_dates(value: object) -> None:
    assert cells.day(value) == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("30.02.2026", "no such day"),
        ("2026-13-01", "no such day"),
        ("12/24/2026", "not a date"),
        ("24.12.26", "not a date"),
        ("soon", "not a date"),
        (7, "not a date"),
        (46380.5, "not a date"),
        (True, "not a date"),
        ("1999-12-31", "year 1999"),
        (date(2100, 1, 1), "year 2100"),
        (datetime(2026, 12, 24, 8), "without a time"),  # noqa: DTZ001
    ],
)
def test_impossible_dates(value: object, reason: str) -> None:
    with pytest.raises(CellError) as caught:
        cells.day(value)
    assert reason in caught.value.reason.text.format(**caught.value.reason.params)
    assert "2026-12-24" in caught.value.mend.text


@pytest.mark.parametrize(
    ("value", "minute"),
    [
        ("08:30", 510),
        ("8:30", 510),
        (" 8:30:00 ", 510),
        ("00:00", 0),
        ("24:00", 1440),
        (time(8, 30), 510),
        (0.5, 720),
        ("0.5", 720),
        ("0,5", 720),
        (0.33333333, 480),
        (0, 0),
        (1, 1440),
        (timedelta(days=1), 1440),
        (datetime(1900, 1, 1), 1440),  # noqa: DTZ001 - 24:00 as openpyxl gives it
    ],
)
def test_times_of_day(value: object, minute: int) -> None:
    assert cells.time_of_day(value) == minute


@pytest.mark.parametrize("value", ["24:01", "8", 8, "8.30 Uhr", "08:60", "08:00:30", 1.5, -0.1, time(8, 0, 30), ""])
def test_no_times_of_day(value: object) -> None:
    with pytest.raises(CellError):
        cells.time_of_day(value)


def test_midnight_is_an_end_but_no_start() -> None:
    assert cells.start_time("23:59") == 1439
    with pytest.raises(CellError, match="only be an end"):
        cells.start_time("24:00")


@pytest.mark.parametrize(
    "value",
    [
        38.5,
        "38.5",
        "38,5",
        "38:30",
        "38 h 30 min",
        "38,5 h",
        "38 Std. 30 Min.",
        timedelta(hours=38, minutes=30),
        datetime(1900, 1, 1, 14, 30),  # noqa: DTZ001 - 38:30 in a cell formatted hh:mm
    ],
)
def test_hours(value: object) -> None:
    assert cells.hours(value) == 2310


@pytest.mark.parametrize(("value", "expected"), [(30, 30), ("30", 30), ("0:30", 30), (time(0, 30), 30), ("1 h", 60)])
def test_minutes(value: object, expected: int) -> None:
    assert cells.minutes(value) == expected


@pytest.mark.parametrize("value", ["", "many", -1, "-0:30", "h", True])
def test_no_durations(value: object) -> None:
    with pytest.raises(CellError):
        cells.hours(value)


#: As a spreadsheet's file may hold them: written out, beyond what a float holds, and no number at all.
NO_FIGURES = ("1e999", "1000001", "-1e7", "9" * 400, 10**400, float("inf"), float("nan"))


@pytest.mark.parametrize("read", [cells.number, cells.whole, cells.hundredths, cells.hours, cells.minutes, cells.day,
                                  cells.month, cells.time_of_day, cells.quantity])  # fmt: skip
@pytest.mark.parametrize("value", NO_FIGURES, ids=lambda value: str(value)[:9])
def test_figures_that_nobody_means(read: Callable[[object], object], value: object) -> None:
    with pytest.raises(CellError):
        read(value)


def test_a_quantity_is_not_below_zero() -> None:
    assert [cells.quantity(value) for value in ("0", 0, 1, "0:00", "1 h")] == [
        (0, False), (0, False), (1, False), (0, True), (60, True)
    ]  # fmt: skip
    with pytest.raises(CellError, match="outside what is possible"):
        cells.quantity("-1")


def test_largest_number() -> None:
    assert cells.number("1000000") == cells.number(1e6) == 1_000_000
    assert cells.hours(f"{10**6} h") == 60_000_000
    for read in (cells.number, cells.hours):
        with pytest.raises(CellError, match="too large"):
            read("1000000.5")
    with pytest.raises(CellError, match="too large"):
        cells.hours("9" * 400 + " h")
    assert cells.text(10**400) == "1" + "0" * 400


@pytest.mark.parametrize(
    "value",
    ["2026-12", "12/2026", "12.2026", "2026-12-01", date(2026, 12, 31), datetime(2026, 12, 1)],  # noqa: DTZ001
)
def test_months(value: object) -> None:
    assert cells.month(value) == (2026, 12)


@pytest.mark.parametrize("value", ["2026-13", "2026-00", "December", 12])
def test_no_months(value: object) -> None:
    with pytest.raises(CellError, match="not a month"):
        cells.month(value)


def test_text() -> None:
    assert cells.text(" Lea ") == "Lea"
    assert cells.text(9.0) == "9"
    with pytest.raises(CellError, match="date or time"):
        cells.text(time(8))


@pytest.mark.parametrize(
    ("written", "items"),
    [
        ("a, b", ["a", "b"]),
        ("a; b", ["a", "b"]),
        ("Huber, Lea; Berger, Jonas", ["Huber, Lea", "Berger, Jonas"]),
        ("Huber, Lea;", ["Huber, Lea"]),
        ("a,,a", ["a"]),
    ],
)
def test_lists(written: str, items: list[str]) -> None:
    assert cells.text_list(written) == items
    assert cells.text_list(cells.write_list(items)) == items


def test_skills() -> None:
    assert skill_levels("Crisis 3, Video; ".replace(";", "")) == {"Crisis": 3, "Video": 1}
    assert skill_levels("Web 2 1") == {"Web 2": 1}
    with pytest.raises(CellError, match="no level"):
        skill_levels("Crisis 4")
