"""Labour law as dated values with unit, paragraph and source (data/law). Defaults, never legal advice."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

COUNTRIES = ("AT", "CH", "DE")

#: (over this many minutes of work, at least this break in minutes), by length of work.
Steps = tuple[tuple[int, int], ...]


class LawUnit(StrEnum):
    """What a value counts."""

    MINUTES = "min"
    CLOCK_MINUTES = "clock_min"  # after midnight; negative = the evening before
    DAYS = "days"
    NIGHTS = "nights"
    WEEKS = "weeks"
    SUNDAYS = "sundays"
    HOLIDAYS = "holidays"
    TIMES = "times"
    STEPS = "steps_min"
    YES_NO = "yes_no"
    NEEDS_BASIS = "needs_basis"  # true = not allowed without a legal basis


class Status(StrEnum):
    """READ: seen in a copy of the text or on an official page. UNVERIFIED: shown as such wherever it is shown."""

    READ = "read"
    UNVERIFIED = "unverified"


class LawError(ValueError):
    """A country without law, or a law file that cannot be used; the text names the file and the entry."""


@dataclass(frozen=True, slots=True)
class LawKey:
    """A topic of law, the same in every country. checked_by: code of the rule that checks it, "" = none."""

    key: str
    title_en: str
    title_de: str
    unit: LawUnit
    checked_by: str

    def title(self, language: str) -> str:
        """A short title in "de" or "en"."""
        return self.title_de if language == "de" else self.title_en


@dataclass(frozen=True, slots=True)
class LawValue:
    """What one country's law says on one topic from a date on.

    valid_from: None = the start is unknown, and shown so. exception, source: English, with a German twin;
    source is what was read, or that nothing confirmed it.
    """

    topic: LawKey
    value: int | bool | Steps
    paragraph: str
    valid_from: date | None
    exception: str
    exception_de: str
    source: str
    source_de: str
    status: Status

    @property
    def key(self) -> str:
        """The topic's key, such as "daily_rest_min"."""
        return self.topic.key

    @property
    def unit(self) -> LawUnit:
        """What the value counts."""
        return self.topic.unit

    @property
    def checked_by(self) -> str:
        """Code of the planner's rule that checks the value; "" = the plan doesn't check it."""
        return self.topic.checked_by

    @property
    def unverified(self) -> bool:
        """Whether the value must be marked "unverified" wherever it is shown."""
        return self.status is Status.UNVERIFIED

    def title(self, language: str) -> str:
        """The topic's short title in "de" or "en"."""
        return self.topic.title(language)

    def exception_in(self, language: str) -> str:
        """The main exception or note in "de" or "en"; "" = none."""
        return self.exception_de if language == "de" else self.exception

    def source_in(self, language: str) -> str:
        """The act and what of it was read, in "de" or "en"."""
        return self.source_de if language == "de" else self.source


@dataclass(frozen=True, slots=True)
class Law:
    """One country's law. values: in the file's order; a key may occur again with another valid_from."""

    country: str
    values: tuple[LawValue, ...]

    def value(self, key: str, on: date) -> LawValue | None:
        """The value in force on a date, None = there is none then. KeyError for a key that no country knows."""
        if key not in vocabulary():
            near = get_close_matches(key, vocabulary(), n=1)
            raise KeyError(f"no law key {key!r}. Maybe {near[0]!r}." if near else f"no law key {key!r}.")
        begun = [v for v in self.values if v.key == key and (v.valid_from is None or v.valid_from <= on)]
        return max(begun, key=lambda v: v.valid_from or date.min, default=None)

    def in_force(self, on: date) -> tuple[LawValue, ...]:
        """Every value in force on a date, in the file's order."""
        return tuple(v for v in self.values if v is self.value(v.key, on))

    def not_checked(self, on: date) -> tuple[LawValue, ...]:
        """The values in force on a date that no rule checks: what people must watch themselves."""
        return tuple(v for v in self.in_force(on) if not v.checked_by)


@cache
def load_law(country: str) -> Law:
    """The law of "AT", "CH" or "DE". LawError for another country or a malformed file."""
    if country not in COUNTRIES:
        raise LawError(f"no labour law for country {country!r}. Known: {', '.join(COUNTRIES)}.")
    name = f"{country.lower()}.toml"
    return read_law(country, _text(name), file=f"data/law/{name}")


def read_law(country: str, text: str, *, file: str) -> Law:
    """The law that a TOML text states. file: its name in errors. LawError when it is malformed."""
    tables = _parsed(text, file)
    acts = tables.pop("acts", None)
    if not isinstance(acts, dict):
        raise LawError(f"{file}: the table [acts] with the acts' names is missing.")
    values = []
    seen: set[tuple[str, date | None]] = set()
    for key, rows in tables.items():
        topic = vocabulary().get(key)
        if topic is None:
            raise LawError(f"{file}: unknown key {key!r}. Maybe add it to data/law/vocabulary.toml.")
        if not isinstance(rows, list):
            raise LawError(f"{file}, {key}: not a list of entries. Maybe write [[{key}]] with two brackets.")
        for row in rows:
            value = _value(row, topic, acts, f"{file}, {key}")
            if (key, value.valid_from) in seen:
                raise LawError(f"{file}, {key}: two entries have valid_from {value.valid_from}. Keep one.")
            seen.add((key, value.valid_from))
            values.append(value)
    return Law(country, tuple(values))


@cache
def vocabulary() -> Mapping[str, LawKey]:
    """Every key of law, in reading order."""
    return {
        key: LawKey(key, row["title_en"], row["title_de"], LawUnit(row["unit"]), row["checked_by"])
        for key, row in _vocabulary_tables()["keys"].items()
    }


@cache
def _vocabulary_tables() -> dict[str, Any]:
    return _parsed(_text("vocabulary.toml"), "data/law/vocabulary.toml")


def _text(name: str) -> str:
    return files("data").joinpath("law", name).read_text(encoding="utf-8")


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LawError(f"{file}: not valid TOML: {error}.") from error


_REQUIRED = {"value", "paragraph", "status"}
_OPTIONAL = {"valid_from", "exception", "source"}


def _value(row: Mapping[str, Any], topic: LawKey, acts: Mapping[str, str], place: str) -> LawValue:
    if missing := _REQUIRED - row.keys():
        raise LawError(f"{place}: {', '.join(sorted(missing))} missing.")
    if unknown := row.keys() - _REQUIRED - _OPTIONAL:
        raise LawError(f"{place}: unknown {', '.join(sorted(unknown))}.")
    if row["status"] not in set(Status):
        raise LawError(f"{place}: status {row['status']!r} is none of {', '.join(Status)}.")
    act = str(row["paragraph"]).partition(" ")[0]
    if act not in acts:
        raise LawError(f"{place}: paragraph {row['paragraph']!r} names no act of [acts].")
    valid_from = row.get("valid_from")
    if valid_from is not None and type(valid_from) is not date:
        raise LawError(f"{place}: valid_from {valid_from!r} is no date. Maybe write 2026-01-31 unquoted.")
    exception = _two_languages(row.get("exception", {"en": "", "de": ""}), "exception", place)
    status = Status(row["status"])
    read = _two_languages(row.get("source", _vocabulary_tables()["source"][status]), "source", place)
    return LawValue(
        topic=topic,
        value=_checked(row["value"], topic.unit, place),
        paragraph=row["paragraph"],
        valid_from=valid_from,
        exception=exception[0],
        exception_de=exception[1],
        source=f"{acts[act]} ({act}): {read[0]}",
        source_de=f"{acts[act]} ({act}): {read[1]}",
        status=status,
    )


def _two_languages(words: object, name: str, place: str) -> tuple[str, str]:
    if not isinstance(words, dict) or words.keys() != {"en", "de"}:
        raise LawError(f'{place}: {name} needs both languages: {{ en = "...", de = "..." }}.')
    return str(words["en"]), str(words["de"])


def _checked(value: object, unit: LawUnit, place: str) -> int | bool | Steps:
    if unit is LawUnit.STEPS:
        return _steps(value, place)
    if unit in (LawUnit.YES_NO, LawUnit.NEEDS_BASIS):
        if isinstance(value, bool):
            return value
        raise LawError(f"{place}: value {value!r} is neither true nor false.")
    if type(value) is not int or (value < 0 and unit is not LawUnit.CLOCK_MINUTES):
        raise LawError(f"{place}: value {value!r} is no whole number of {unit}.")
    return value


def _steps(value: object, place: str) -> Steps:
    rows = value if isinstance(value, list) else []
    steps = tuple((row[0], row[1]) for row in rows if isinstance(row, list) and len(row) == 2)
    whole = all(type(number) is int and number > 0 for step in steps for number in step)
    if not steps or len(steps) != len(rows) or not whole or list(steps) != sorted(set(steps)):
        raise LawError(f"{place}: value {value!r} is no rising list of [over_min, break_min].")
    return steps
