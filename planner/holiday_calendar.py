"""Public holidays of a site by country and subdivision (library `holidays`) and half holidays (data/)."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import holidays

from planner.domain.days import DayKind
from planner.domain.people import Site
from planner.messages import LANGUAGES, Message, _l, render

#: Countries whose public holidays differ so much within that a subdivision must be given.
NEEDS_SUBDIVISION = frozenset({"CH", "DE"})

# The library has no plain "en"; an unknown language would silently fall back to its default.
_LIBRARY_LANGUAGE = {"de": "de", "en": "en_US"}

_WEEKEND = {5: DayKind.SATURDAY, 6: DayKind.SUNDAY}


class UnknownPlaceError(ValueError):
    """A country or subdivision without a holiday calendar. message: reason and mend, for users."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(render(message, "en"))


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """The holidays of one place in some years. Names are by language, then date."""

    country: str
    subdivision: str
    years: frozenset[int]
    public: Mapping[str, Mapping[date, str]]
    half: Mapping[str, Mapping[date, str]]

    def kind(self, day: date) -> DayKind:
        """What a date is. A public holiday outranks the weekday, a half holiday all but a Sunday.

        KeyError outside years.
        """
        self._known(day)
        if day in self.public["en"]:
            return DayKind.HOLIDAY
        if day in self.half["en"] and day.weekday() != 6:
            return DayKind.HALF_HOLIDAY
        return _WEEKEND.get(day.weekday(), DayKind.WEEKDAY)

    def name(self, day: date, language: str) -> str:
        """The name of a holiday or half holiday in "de" or "en", "" on other days. KeyError outside years."""
        self._known(day)
        return self.public[language].get(day) or self.half[language].get(day, "")

    def _known(self, day: date) -> None:
        if day.year not in self.years:
            raise KeyError(f"the calendar of {self.country} {self.subdivision} has no year {day.year}.")


def calendar_of(site: Site, years: Iterable[int]) -> HolidayCalendar:
    """The calendar of a site. UnknownPlaceError when its country or subdivision has none."""
    return _calendar(site.country, site.subdivision, frozenset(years))


@cache
def _calendar(country: str, subdivision: str, covered: frozenset[int]) -> HolidayCalendar:
    def names(language: str) -> dict[date, str]:
        return {
            day: name
            for year in sorted(covered)
            for day, name in holidays_of(country, subdivision, year, language).items()
        }

    return HolidayCalendar(
        country=country,
        subdivision=subdivision,
        years=covered,
        public={language: names(language) for language in LANGUAGES},
        half={
            language: {
                day: name for year in covered for day, name in half_holidays_of(country, year, language).items()
            }
            for language in LANGUAGES
        },
    )


def holidays_of(country: str, subdivision: str, year: int, language: str) -> dict[date, str]:
    """The public holidays of a year with their names in "de" or "en", by date.

    subdivision: the ISO 3166-2 code without the country, "" = the whole country (Austria only).
    UnknownPlaceError when the place has no calendar, KeyError for another language, ValueError for a year
    that the library doesn't know.
    """
    check_place(country, subdivision)
    library_language = _LIBRARY_LANGUAGE[language]
    found = holidays.country_holidays(
        country, subdiv=subdivision or None, years=year, language=library_language, expand=False
    )
    if not found:
        raise ValueError(f"no holidays are known for {country} in {year}.")
    return dict(sorted(found.items()))


def half_holidays_of(country: str, year: int, language: str) -> dict[date, str]:
    """The half holidays of a year with their names in "de" or "en", by date. Errors as for holidays_of."""
    _check_country(country)
    return {date(year, row["month"], row["day"]): row[f"name_{language}"] for row in _half_holidays()[country]}


def subdivisions_of(country: str) -> dict[str, str]:
    """Every subdivision of a country: code -> German or local name. UnknownPlaceError for another country."""
    _check_country(country)
    library = holidays.country_holidays(country)
    names: dict[str, str] = {}
    for name, code in library.subdivisions_aliases.items():
        names.setdefault(code, name)
    return {code: names.get(code, code) for code in library.subdivisions}


def check_place(country: str, subdivision: str) -> None:
    """UnknownPlaceError, naming what is allowed, unless the place has a holiday calendar."""
    allowed = subdivisions_of(country)
    if subdivision in allowed or (not subdivision and country not in NEEDS_SUBDIVISION):
        return
    known = [code if code == name else f"{code} ({name})" for code, name in allowed.items()]
    if not subdivision:
        text = _l("In {country} holidays depend on the subdivision, and none is given. Use one of: {known}.")
        raise UnknownPlaceError(Message(text, country=country, known=known))
    text = _l("{country} has no subdivision {subdivision}. Use one of: {known}.")
    raise UnknownPlaceError(Message(text, country=country, subdivision=f"“{subdivision}”", known=known))


def _check_country(country: str) -> None:
    if country not in _half_holidays():
        text = _l("There is no holiday calendar for the country {country}. Use one of: {known}.")
        raise UnknownPlaceError(Message(text, country=f"“{country}”", known=list(_half_holidays())))


@cache
def _half_holidays() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(files("data").joinpath("half_holidays.toml").read_text(encoding="utf-8"))
