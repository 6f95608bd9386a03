"""What a column is, and the types of cell that rows are declared with."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar, Self, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationInfo, model_validator
from pydantic.fields import FieldInfo

from planner.domain.days import DayKind
from planner.domain.time import MINUTES_A_DAY
from planner.exchange import cells
from planner.exchange.cells import CellError
from planner.exchange.figure_lists import own_limits, shift_limits, skill_levels
from planner.exchange.raw_table import shown
from planner.exchange.row_checks import both_or_none, first_before_last
from planner.exchange.words import (
    DAY_KINDS,
    EVERY_DAY,
    FREE_DAY,
    NO_DAY,
    SURELY_MEANT,
    WEEKDAYS,
    WORTH_A_HINT,
    Words,
    key_of,
    nearest,
)
from planner.messages import Message, _l
from planner.names import name_key

#: The point in 38.5.
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
_WEEK_MIN = 7 * MINUTES_A_DAY
#: Names go into file names too.
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet, as people see it.

    en, de: its heading. about_en, about_de: what belongs in it. example: a value that may stand in it; example_de: in
    German, where that is more than another word of `choices` or a decimal comma.
    also: more headings that are understood. choices: the words to choose from. refers: "sheet.column" whose names to
    choose from.
    """

    en: str
    de: str
    about_en: str
    about_de: str
    example: str
    also: tuple[str, ...] = ()
    choices: Words[Any] | None = None
    refers: str = ""
    example_de: str = ""

    def heading(self, language: str) -> str:
        """The heading in "de" or "en"."""
        return self.de if language == "de" else self.en

    def about(self, language: str) -> str:
        """What belongs in it, in "de" or "en"."""
        return self.about_de if language == "de" else self.about_en

    def example_in(self, language: str) -> str:
        """A value that may stand in it, in "de" or "en"."""
        if language != "de" or self.example_de:
            return self.example_de if language == "de" else self.example
        choices = self.choices
        if choices is not None:
            known = [(part, choices.find(part)) for part in cells.text_list(self.example)]
            return ", ".join(part if value is None else choices.word(value, "de") for part, value in known)
        return _DECIMAL.sub(",", self.example)


def holds_several(info: FieldInfo) -> bool:
    """Whether a cell of the column holds several words or names."""
    return get_origin(info.annotation) in (tuple, frozenset)


class Row(BaseModel):
    """One row of a sheet: raw cells in, values of the domain out. A field is a column.

    dates: pairs of columns whose first date lies not after the second. times: pairs of which both are filled or none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    dates: ClassVar[tuple[tuple[str, str], ...]] = ()
    times: ClassVar[tuple[tuple[str, str], ...]] = ()

    @model_validator(mode="after")
    def _pairs(self) -> Self:
        for pair in self.dates:
            first, last = (getattr(self, key) for key in pair)
            first_before_last(first, last, *pair)
        for pair in self.times:
            start, end = (getattr(self, key) for key in pair)
            both_or_none(start, end, *pair)
        return self

    @classmethod
    def columns(cls) -> Mapping[str, Column]:
        """The columns by key, in order."""
        return {
            key: next(part for part in info.metadata if isinstance(part, Column))
            for key, info in cls.model_fields.items()
        }


# ---- names that refer to other rows


@dataclass(slots=True)
class KnownNames:
    """Names by kind: "person", "site", "shift", "channel", "skill". A kind that is missing allows every name.

    unreadable: kinds of which a name could not be read where it is declared; a name like no other may be that one.
    also_called: by kind, other comparable names -> the name; they are refused, with the name as a hint.
    """

    names: dict[str, dict[str, str]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    also_called: dict[str, dict[str, str]] = field(default_factory=dict)
    _suggested: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, kind: str, name: str) -> None:
        """Make a name known; the first spelling stays."""
        self.names.setdefault(kind, {}).setdefault(name_key(name), name)

    def resolve(self, kind: str, name: str) -> str:
        """The name as it is written where it is declared. CellError when there is none."""
        known = self.names.get(kind)
        if known is None:
            return name
        comparable = name_key(name)
        if comparable in known:
            return known[comparable]
        if (kind, comparable) not in self._suggested:
            likeness = SURELY_MEANT if kind in self.unreadable else WORTH_A_HINT
            also = self.also_called.get(kind, {}).get(comparable, "")
            self._suggested[kind, comparable] = also or nearest(comparable, known, likeness)
        near = self._suggested[kind, comparable]
        if kind in self.unreadable and not near:
            return name
        raise CellError(
            Message(UNKNOWN[kind], name=shown(name)),
            Message(_l("Maybe “{name}” is meant."), name=shown(near)) if near else Message(DECLARE[kind]),
        )


UNKNOWN = {
    "person": _l("Nobody in the team is called “{name}”."),
    "site": _l("There is no site “{name}”."),
    "shift": _l("There is no shift type “{name}”."),
    "channel": _l("There is no channel “{name}”."),
    "skill": _l("Nobody in the team has the skill “{name}”."),
}
DECLARE = {
    "person": _l("Correct the name, or add the person to the sheet of managers."),
    "site": _l("Correct the name, or add the site to the sheet of sites."),
    "shift": _l("Correct the code, or add the shift type to the sheet of shift types."),
    "channel": _l("Correct the name, or enter opening hours for the channel."),
    "skill": _l("Correct the name, or give the skill to somebody on the sheet of managers."),
}


def _refer(kind: str) -> AfterValidator:
    def resolved(name: str, info: ValidationInfo) -> str:
        return name if info.context is None else info.context.resolve(kind, name)

    return AfterValidator(resolved)


def _shift_or_free(code: str, info: ValidationInfo) -> str:
    try:
        return code if info.context is None else info.context.resolve("shift", code)
    except CellError:
        if key_of(code) in FREE_DAY:
            return ""
        raise


def _refer_all(kind: str) -> AfterValidator:
    def resolved(names: frozenset[str], info: ValidationInfo) -> frozenset[str]:
        return names if info.context is None else frozenset(info.context.resolve(kind, name) for name in names)

    return AfterValidator(resolved)


# ---- values of one cell


def _between(low: int, high: int | None, read: Callable[[object], int]) -> Callable[[object], int]:
    def checked(value: object) -> int:
        found = read(value)
        if found < low or (high is not None and found > high):
            raise CellError(
                Message(_l("The value lies outside what is possible.")),
                Message(_l("Write a value from {low} to {high}."), low=low, high=high)
                if high is not None
                else Message(_l("Write {low} or more."), low=low),
            )
        return found

    return checked


def _not_negative(value: object) -> float:
    found = cells.number(value)
    if found < 0:
        raise CellError(
            Message(_l("The value lies outside what is possible.")), Message(_l("Write {low} or more."), low=0)
        )
    return found


def word(words: Words[Any]) -> BeforeValidator:
    """A cell that holds one of a closed set of words."""
    return BeforeValidator(lambda value: cells.one_of(words, value))


def whole(low: int, high: int | None = None) -> BeforeValidator:
    """A cell that holds a whole number from low to high."""
    return BeforeValidator(_between(low, high, cells.whole))


def _name(value: object) -> str:
    found = cells.text(value)
    if ";" in found or "\n" in found:
        raise CellError(
            Message(_l("A name cannot hold a semicolon or a line break; they separate names.")),
            Message(_l("Write the name without it.")),
        )
    if len(found) > _LONGEST_NAME:
        raise CellError(
            Message(_l("A name is not longer than {count} letters."), count=_LONGEST_NAME),
            Message(_l("Write a shorter one.")),
        )
    if cells.is_date_or_time(found):
        raise CellError(
            Message(_l("A name belongs here, not a date or time.")),
            Message(_l("Write the name; maybe the columns are mixed up.")),
        )
    return found


def _refer_keys(kind: str) -> AfterValidator:
    def resolved(figures: dict[str, int], info: ValidationInfo) -> dict[str, int]:
        return figures if info.context is None else {info.context.resolve(kind, name): n for name, n in figures.items()}

    return AfterValidator(resolved)


def _week_hours(value: object) -> int:
    found = cells.hours(value)
    if found > _WEEK_MIN:
        raise CellError(Message(_l("A week has no more than 168 hours.")), cells.WRITE_HOURS)
    return found


def _text_set(value: object) -> frozenset[str]:
    return frozenset(cells.text_list(value))


def _hours_list(value: object) -> tuple[int, ...]:
    if isinstance(value, str):
        # A comma is a decimal point here as often as not, so only ; separates.
        return tuple(cells.hours(part) for part in value.split(";") if not cells.is_blank(part))
    return (cells.hours(value),)


def _weekdays(value: object) -> tuple[int, ...]:
    found: list[int] = []
    written = cells.text(value)
    if key_of(written) in EVERY_DAY:
        return tuple(range(7))
    for part in cells.text_list(written):
        first, dash, last = (side.strip(" .") for side in part.replace("–", "-").partition("-"))
        begin = _weekday(first)
        end = _weekday(last) if dash else begin
        found += [(begin + n) % 7 for n in range((end - begin) % 7 + 1)]
    return tuple(dict.fromkeys(found))


def _weekday(name: str) -> int:
    found = WEEKDAYS.find(name)
    if found is None:
        raise CellError(
            Message(_l("“{name}” is no day of the week."), name=name),
            Message(_l("Write days such as Monday, Mon-Fri or Sat; Sun.")),
        )
    return found


def _kinds(value: object) -> tuple[DayKind, ...]:
    written = cells.text(value)
    if key_of(written) in EVERY_DAY:
        return tuple(DayKind)
    if key_of(written) in NO_DAY:
        return ()
    found = [(part, DAY_KINDS.find(part)) for part in cells.text_list(written)]
    for part, kind in found:
        if kind is None:
            raise CellError(
                Message(_l("“{name}” is no kind of day."), name=part),
                Message(
                    _l("Choose one of: {words}."),
                    words=[*DAY_KINDS.all_words("en"), *DAY_KINDS.all_words("de")],
                ),
            )
    return tuple(dict.fromkeys(kind for _, kind in found if kind is not None))


def _when(value: object) -> tuple[DayKind | date, ...]:
    if not isinstance(value, str) or value.strip()[:1].isdigit():
        return (cells.day(value),)
    return _kinds(value)


def _kind_set(value: object) -> frozenset[DayKind]:
    return frozenset(_kinds(value))


Text = Annotated[str, BeforeValidator(cells.text)]
Name = Annotated[str, BeforeValidator(_name)]
PersonName = Annotated[str, BeforeValidator(cells.text), _refer("person")]
SiteName = Annotated[str, BeforeValidator(cells.text), _refer("site")]
ShiftCode = Annotated[str, BeforeValidator(cells.text), _refer("shift")]
ChannelName = Annotated[str, BeforeValidator(_name), _refer("channel")]
SkillName = Annotated[str, BeforeValidator(_name), _refer("skill")]
People = Annotated[frozenset[str], BeforeValidator(_text_set), _refer_all("person")]
ShiftOrFree = Annotated[str, BeforeValidator(cells.text), AfterValidator(_shift_or_free)]
ShiftCodes = Annotated[frozenset[str], BeforeValidator(_text_set), _refer_all("shift")]
Channels = Annotated[frozenset[str], BeforeValidator(_text_set), _refer_all("channel")]
TextSet = Annotated[frozenset[str], BeforeValidator(_text_set)]
Skills = Annotated[dict[str, int], BeforeValidator(skill_levels), _refer_keys("skill")]
ShiftLimits = Annotated[dict[str, int], BeforeValidator(shift_limits), _refer_keys("shift")]
Limits = Annotated[dict[str, tuple[int, bool]], BeforeValidator(own_limits)]
Quantity = Annotated[tuple[int, bool], BeforeValidator(cells.quantity)]
Day = Annotated[date, BeforeValidator(cells.day)]
Month = Annotated[tuple[int, int], BeforeValidator(cells.month)]
Start = Annotated[int, BeforeValidator(cells.start_time)]
End = Annotated[int, BeforeValidator(cells.time_of_day)]
WeekHours = Annotated[int, BeforeValidator(_week_hours)]
HoursList = Annotated[tuple[int, ...], BeforeValidator(_hours_list)]
MinutesLong = Annotated[int, BeforeValidator(cells.minutes)]
Hundredths = Annotated[int, BeforeValidator(cells.hundredths)]
Amount = Annotated[float, BeforeValidator(_not_negative)]
Weekdays = Annotated[tuple[int, ...], BeforeValidator(_weekdays)]
Kinds = Annotated[tuple[DayKind, ...], BeforeValidator(_kinds)]
KindSet = Annotated[frozenset[DayKind], BeforeValidator(_kind_set)]
When = Annotated[tuple[DayKind | date, ...], BeforeValidator(_when)]
