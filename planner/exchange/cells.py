"""What a cell may hold and what it means: text, numbers, dates and times, in every form spreadsheets give them."""

import re
from datetime import date, datetime, time, timedelta
from math import isnan

from openpyxl.utils.datetime import from_excel

from planner.domain.time import MINUTES_A_DAY
from planner.exchange.safe_text import tidy
from planner.exchange.words import Words
from planner.messages import Message, _l

_FIRST_YEAR, _LAST_YEAR = 2000, 2099
#: A bare number of a date cell lies from one to the other, counted in days as spreadsheets do.
_FIRST_SERIAL, _LAST_SERIAL = 36526, 73050
#: Spreadsheets show 24:00 and longer as a moment so long after this one.
_SHEET_ZERO = datetime(1899, 12, 31)  # noqa: DTZ001 - spreadsheets know no zone
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_GERMAN_DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")
_UNITS = re.compile(r"(?:(\d+(?:[.,]\d+)?)\s*(?:h|std\.?))?\s*(?:(\d+)\s*min\.?)?", re.IGNORECASE)
_SPACES = re.compile("[ \u00a0\u2007\u202f]+")
_NUMBER = re.compile(r"[-+]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][-+]?\d+)?")

#: Figures beyond mean nothing here, and what is computed from them would leave the range of the solver's numbers.
_LARGEST = 1_000_000

_WRITE_DATE = Message(_l("Write the date as 2026-12-24 or 24.12.2026."))
_WRITE_TIME = Message(_l("Write the time as 08:30; midnight at the end of a day is 24:00."))
WRITE_HOURS = Message(_l("Write hours as 38.5 or 38:30."))
_WRITE_MINUTES = Message(_l("Write minutes as 30 or 0:30."))
_WRITE_QUANTITY = Message(_l("Write a whole number such as 3, or a duration with its unit: 11:00, 11 h or 30 min."))


class CellError(ValueError):
    """What a cell says, or cells together, cannot be used. columns: keys of those meant; empty = the cell."""

    def __init__(self, reason: Message, mend: Message, *columns: str) -> None:
        super().__init__(reason.text)
        self.reason, self.mend, self.columns = reason, mend, columns


def is_blank(value: object) -> bool:
    """Whether a cell says nothing."""
    return value is None or (isinstance(value, str) and not tidy(value))


def text(value: object) -> str:
    """Any text, with single spaces of the usual kind; a whole number is taken as its digits.

    A date or time in place of a text is refused.
    """
    if isinstance(value, str):
        return _SPACES.sub(" ", tidy(value))
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    raise CellError(
        Message(_l("A text belongs here; the spreadsheet has made a date or time of it.")),
        Message(_l("Format the cell as text and type it again.")),
    )


def is_date_or_time(written: str) -> bool:
    """Whether a text is written as a date or a time of day, such as 2026-12-24, 24.12.2026 or 08:30."""
    return any(form.fullmatch(written) for form in (_ISO_DATE, _GERMAN_DATE, _CLOCK))


def number(value: object) -> float:
    """A number from -1,000,000 to 1,000,000; texts may use a point or a comma for decimals."""
    found = _number(value)
    if found is None:
        raise CellError(Message(_l("This is not a number.")), Message(_l("Write a number such as 12 or 2.5.")))
    if abs(found) > _LARGEST:
        mend = Message(_l("Write a number of at most {most}."), most=_LARGEST)
        raise CellError(Message(_l("This number is too large.")), mend)
    return float(found)


def _number(value: object) -> float | None:
    if isinstance(value, str) and _NUMBER.fullmatch(tidy(value)):
        value = float(tidy(value).replace(",", "."))
    if not isinstance(value, int | float) or isinstance(value, bool) or (isinstance(value, float) and isnan(value)):
        return None
    return value


def whole(value: object) -> int:
    """A whole number."""
    found = number(value)
    if not found.is_integer():
        raise CellError(Message(_l("This is not a whole number.")), Message(_l("Write a whole number such as 3.")))
    return int(found)


def hundredths(value: object) -> int:
    """A number with up to two decimals, in hundredths."""
    return round(number(value) * 100)


def day(value: object) -> date:
    """A date: a spreadsheet's own, its serial number, 2026-12-24 or 24.12.2026; years 2000 to 2099."""
    found = _day(value)
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise CellError(Message(_l("The year {year} is not possible."), year=str(found.year)), _WRITE_DATE)
    return found


def _day(value: object) -> date:
    if isinstance(value, datetime):
        if value.time() == time():
            return value.date()
        raise CellError(Message(_l("A date belongs here, without a time of day.")), _WRITE_DATE)
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        written = tidy(value)
        if match := _ISO_DATE.fullmatch(written):
            return _calendar_date(int(match[1]), int(match[2]), int(match[3]))
        if match := _GERMAN_DATE.fullmatch(written):
            return _calendar_date(int(match[3]), int(match[2]), int(match[1]))
        value = int(written) if re.fullmatch(r"\d{5}", written) else value
    if isinstance(value, int | float) and _FIRST_SERIAL <= value <= _LAST_SERIAL and float(value).is_integer():
        serial = from_excel(int(value))
        assert isinstance(serial, datetime)
        return serial.date()
    raise CellError(Message(_l("This is not a date.")), _WRITE_DATE)


def _calendar_date(year: int, month: int, day_of_month: int) -> date:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        raise CellError(Message(_l("There is no such day.")), _WRITE_DATE) from None


def month(value: object) -> tuple[int, int]:
    """A month as (year, month): 2026-12, 12/2026, 12.2026 or any date in it."""
    if isinstance(value, str):
        written = tidy(value)
        if match := re.fullmatch(r"(\d{4})-(\d{1,2})", written):
            found = int(match[1]), int(match[2])
        elif match := re.fullmatch(r"(\d{1,2})[./](\d{4})", written):
            found = int(match[2]), int(match[1])
        else:
            found = (0, 0)
        if found[1] in range(1, 13) and _FIRST_YEAR <= found[0] <= _LAST_YEAR:
            return found
    try:
        first = day(value)
    except CellError:
        raise CellError(Message(_l("This is not a month.")), Message(_l("Write the month as 2026-12."))) from None
    return first.year, first.month


def time_of_day(value: object) -> int:
    """A time as minutes of the day, 0..1440: hh:mm, a spreadsheet's own time, or its fraction of a day."""
    minutes = _sheet_minutes(value)
    if minutes is None and isinstance(value, str):
        written = tidy(value)
        if match := _CLOCK.fullmatch(written):
            minutes = _clock_minutes(match, _WRITE_TIME)
        elif _NUMBER.fullmatch(written):
            value = number(written)
    if minutes is None and isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        minutes = _whole_minutes(float(value) * MINUTES_A_DAY, _WRITE_TIME)
    if minutes is None:
        raise CellError(Message(_l("This is not a time of day.")), _WRITE_TIME)
    if not 0 <= minutes <= MINUTES_A_DAY:
        raise CellError(Message(_l("A time of day lies between 00:00 and 24:00.")), _WRITE_TIME)
    return minutes


def start_time(value: object) -> int:
    """A time of day at which something begins, 0..1439."""
    minutes = time_of_day(value)
    if minutes == MINUTES_A_DAY:
        raise CellError(
            Message(_l("24:00 can only be an end.")), Message(_l("Write 00:00, and the day on which it begins."))
        )
    return minutes


def hours(value: object) -> int:
    """A duration in minutes, from a cell that counts hours: 38.5, 38:30 or 38 h 30 min."""
    return _duration(value, 60, WRITE_HOURS)


def minutes(value: object) -> int:
    """A duration in minutes, from a cell that counts minutes: 30, 0:30 or 1 h 30 min."""
    return _duration(value, 1, _WRITE_MINUTES)


def quantity(value: object) -> tuple[int, bool]:
    """A whole number from 0, or a duration in minutes with its unit written: (figure, whether it is a duration).

    Whoever wrote neither is told of both: which of them is meant depends on what it is the figure of.
    """
    sheet = _sheet_minutes(value)
    if sheet is not None:
        return sheet, True
    if isinstance(value, str) and any(form.fullmatch(tidy(value)) for form in (_CLOCK, _UNITS)):
        return minutes(value), True
    if _number(value) is None:
        raise CellError(Message(_l("This is neither a number nor a duration.")), _WRITE_QUANTITY)
    found = number(value)
    if not found.is_integer():
        raise CellError(Message(_l("This is not a whole number.")), _WRITE_QUANTITY)
    if found < 0:
        raise CellError(
            Message(_l("The value lies outside what is possible.")), Message(_l("Write {low} or more."), low=0)
        )
    return int(found), False


def _duration(value: object, unit: int, mend: Message) -> int:
    found = _sheet_minutes(value)
    if found is None and isinstance(value, str):
        written = tidy(value)
        if match := _CLOCK.fullmatch(written):
            found = _clock_minutes(match, mend)
        elif written and (match := _UNITS.fullmatch(written)):
            found = round(number(match[1] or "0") * 60) + whole(match[2] or "0")
    if found is None:
        if _number(value) is None:
            raise CellError(Message(_l("This is not a duration.")), mend)
        found = round(number(value) * unit)
    if found < 0:
        raise CellError(Message(_l("A duration is not below zero.")), mend)
    return found


def _sheet_minutes(value: object) -> int | None:
    if isinstance(value, time):
        return _whole_minutes(value.hour * 60 + value.minute + value.second / 60 + value.microsecond / 6e7, _WRITE_TIME)
    if isinstance(value, datetime) and value.year < 1901:
        value = value - _SHEET_ZERO
    if isinstance(value, timedelta):
        return _whole_minutes(value.total_seconds() / 60, _WRITE_TIME)
    return None


def _whole_minutes(found: float, mend: Message) -> int:
    # Fractions of a day are never exact: a second or so is rounding, more was written on purpose.
    if abs(found - round(found)) > 0.04:
        raise CellError(Message(_l("Only whole minutes are planned.")), mend)
    return round(found)


def _clock_minutes(match: re.Match[str], mend: Message) -> int:
    if int(match[2]) > 59:
        raise CellError(Message(_l("An hour has 60 minutes.")), mend)
    if int(match[3] or 0):
        raise CellError(Message(_l("Only whole minutes are planned.")), mend)
    return int(match[1]) * 60 + int(match[2])


def one_of(words: Words[object], value: object) -> object:
    """The value that one of a closed set of words stands for."""
    found = words.find(text(value))
    if found is None:
        raise CellError(
            Message(_l("This word is not known here.")),
            Message(
                _l("Choose one of: {words}."), words=list(dict.fromkeys(words.all_words("en") + words.all_words("de")))
            ),
        )
    return found


def text_list(value: object) -> list[str]:
    """A list separated by ; or, where there is no ; in it, by comma."""
    written = text(value)
    parts = (tidy(part) for part in written.split(";" if ";" in written else ","))
    return list(dict.fromkeys(part for part in parts if part))


def write_list(items: list[str]) -> str:
    """A list as `text_list` reads it."""
    if any("," in item for item in items):
        return "; ".join(items) + (";" if len(items) == 1 else "")
    return ", ".join(items)


def number_words(value: float) -> str:
    """A number for a cell of text: no decimals where there are none."""
    return str(int(value)) if float(value).is_integer() else repr(value)


def duration_cell(minutes_long: int) -> str:
    """A duration as h:mm, as `hours` and `minutes` read it."""
    return f"{minutes_long // 60}:{minutes_long % 60:02d}"
