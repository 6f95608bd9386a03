"""Holidays by place, half holidays, and the kind of a day."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from planner.domain.days import DayKind
from planner.domain.people import Site
from planner.holiday_calendar import (
    HolidayCalendar,
    UnknownPlaceError,
    calendar_of,
    half_holidays_of,
    holidays_of,
    subdivisions_of,
)
from planner.messages import render


def calendar(country: str, subdivision: str, *years: int) -> HolidayCalendar:
    return calendar_of(Site("Office", ZoneInfo("Europe/Vienna"), country, subdivision), years)


def in_month(found: dict[date, str], month: int) -> dict[int, str]:
    return {day.day: name for day, name in found.items() if day.month == month}


def test_vienna_in_december_in_both_languages() -> None:
    assert in_month(holidays_of("AT", "9", 2026, "de"), 12) == {
        8: "Mariä Empfängnis",
        25: "Christtag",
        26: "Stephanstag",
    }
    assert in_month(holidays_of("AT", "9", 2026, "en"), 12) == {
        8: "Immaculate Conception",
        25: "Christmas Day",
        26: "Saint Stephen's Day",
    }
    assert half_holidays_of("AT", 2026, "de") == {
        date(2026, 12, 24): "Heiliger Abend",
        date(2026, 12, 31): "Silvester",
    }
    assert half_holidays_of("AT", 2026, "en") == {
        date(2026, 12, 24): "Christmas Eve",
        date(2026, 12, 31): "New Year's Eve",
    }


def test_austria_has_thirteen_holidays_and_needs_no_subdivision() -> None:
    assert len(holidays_of("AT", "", 2026, "de")) == 13
    assert holidays_of("AT", "", 2026, "de") == holidays_of("AT", "9", 2026, "de")


def test_bavaria_and_berlin_differ() -> None:
    bavaria, berlin = (set(holidays_of("DE", code, 2026, "de")) for code in ("BY", "BE"))
    assert bavaria - berlin == {date(2026, 1, 6), date(2026, 6, 4), date(2026, 11, 1)}
    assert berlin - bavaria == {date(2026, 3, 8)}
    assert holidays_of("DE", "BE", 2026, "en")[date(2026, 3, 8)] == "Women's Day"


def test_zurich_2026() -> None:
    # New Year, Good Friday, Easter Monday, 1 May, Ascension, Whit Monday, 1 August, Christmas and Saint Stephen's.
    assert set(holidays_of("CH", "ZH", 2026, "de")) == {
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 8, 1),
        date(2026, 12, 25),
        date(2026, 12, 26),
    }
    assert holidays_of("CH", "ZH", 2026, "de")[date(2026, 5, 14)] == "Auffahrt"
    assert holidays_of("CH", "ZH", 2026, "en")[date(2026, 5, 14)] == "Ascension Day"


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 12, 7), DayKind.WEEKDAY),
        (date(2026, 12, 8), DayKind.HOLIDAY),
        (date(2026, 12, 9), DayKind.WEEKDAY),
        (date(2026, 12, 12), DayKind.SATURDAY),
        (date(2026, 12, 13), DayKind.SUNDAY),
        (date(2026, 12, 23), DayKind.WEEKDAY),
        (date(2026, 12, 24), DayKind.HALF_HOLIDAY),
        (date(2026, 12, 25), DayKind.HOLIDAY),
        (date(2026, 12, 26), DayKind.HOLIDAY),  # a Saturday
        (date(2026, 12, 27), DayKind.SUNDAY),
        (date(2026, 12, 30), DayKind.WEEKDAY),
        (date(2026, 12, 31), DayKind.HALF_HOLIDAY),
        (date(2027, 1, 1), DayKind.HOLIDAY),
        (date(2026, 11, 1), DayKind.HOLIDAY),  # All Saints, a Sunday
        (date(2022, 12, 24), DayKind.HALF_HOLIDAY),  # a Saturday
        (date(2023, 12, 24), DayKind.SUNDAY),
        (date(2023, 12, 31), DayKind.SUNDAY),
    ],
)
def test_kind_of_day_in_vienna(day: date, kind: DayKind) -> None:
    assert calendar("AT", "9", 2022, 2023, 2026, 2027).kind(day) is kind


def test_names_of_days() -> None:
    vienna = calendar("AT", "9", 2026)
    assert vienna.name(date(2026, 12, 8), "de") == "Mariä Empfängnis"
    assert vienna.name(date(2026, 12, 24), "en") == "Christmas Eve"
    assert vienna.name(date(2026, 12, 9), "de") == ""


def test_a_year_that_was_not_loaded_is_an_error_and_no_weekday() -> None:
    vienna = calendar("AT", "9", 2026)
    assert vienna.kind(date(2026, 1, 1)) is DayKind.HOLIDAY
    for outside in (date(2025, 12, 31), date(2027, 1, 1)):
        with pytest.raises(KeyError, match=str(outside.year)):
            vienna.kind(outside)
        with pytest.raises(KeyError, match=str(outside.year)):
            vienna.name(outside, "de")


def test_a_year_unknown_to_the_library_is_an_error_and_no_empty_year() -> None:
    with pytest.raises(ValueError, match="DE in 1800"):
        holidays_of("DE", "BY", 1800, "de")


@pytest.mark.parametrize(("country", "one"), [("DE", "BY (Bayern)"), ("CH", "ZH (Zürich)")])
def test_germany_and_switzerland_need_a_subdivision(country: str, one: str) -> None:
    with pytest.raises(UnknownPlaceError, match="none is given") as caught:
        holidays_of(country, "", 2026, "de")
    assert one in str(caught.value)


@pytest.mark.parametrize(
    ("country", "wrong", "one"),
    [("DE", "ZH", "BE (Berlin)"), ("CH", "BY", "BE (Bern)"), ("AT", "10", "9 (Wien)"), ("DE", "by", "BY")],
)
def test_unknown_subdivision_names_the_allowed_ones(country: str, wrong: str, one: str) -> None:
    with pytest.raises(UnknownPlaceError, match=f"{country} has no subdivision “{wrong}”") as caught:
        calendar(country, wrong, 2026)
    assert one in render(caught.value.message, "en")


def test_unknown_country_names_the_known_ones() -> None:
    with pytest.raises(UnknownPlaceError, match=r"“FR”.*AT, CH, DE"):
        holidays_of("FR", "", 2026, "de")
    with pytest.raises(UnknownPlaceError, match=r"“FR”.*AT, CH, DE"):
        half_holidays_of("FR", 2026, "de")


def test_another_language_is_an_error_and_no_silent_default() -> None:
    with pytest.raises(KeyError):
        holidays_of("AT", "9", 2026, "fr")


def test_subdivisions() -> None:
    assert subdivisions_of("AT")["9"] == "Wien"
    assert len(subdivisions_of("AT")) == 9
    assert {"BY": "Bayern", "BE": "Berlin"}.items() <= subdivisions_of("DE").items()
    assert subdivisions_of("CH")["ZH"] == "Zürich"


@pytest.mark.parametrize(("country", "subdivision"), [("DE", "BY"), ("CH", "ZH")])
def test_half_holidays_elsewhere(country: str, subdivision: str) -> None:
    place = calendar(country, subdivision, 2026)
    assert place.kind(date(2026, 12, 24)) is DayKind.HALF_HOLIDAY
    assert place.kind(date(2026, 12, 31)) is DayKind.HALF_HOLIDAY
    assert place.name(date(2026, 12, 24), "de") == "Heiligabend"
