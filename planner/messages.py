"""What the planner says, as text with parameters; Babel renders it in the reader's language.

English is the source: the text itself is the key into translations/<language>.po. Screens, files, mails and the
terminal all call `render`, so a sentence is written once.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

LANGUAGES = ("de", "en")
_TWO_STOPS = re.compile(r"(?<=[^\W\d_])\.\.(?=\s|$)")


def _l(text: str) -> str:
    """Mark a text for translation where it is declared; it is translated when rendered."""
    return text


class Minutes(int):
    """A duration, shown as '9 h 30 min'."""


class Days(int):
    """A number of days, shown as '1 day' or '5 days'."""


class Points(int):
    """Points of cost, shown as '1 point' or '1,200 points'."""


class Month(NamedTuple):
    """A month, shown as 'December 2026'; in Austria's German January is Jänner."""

    year: int
    month: int


class Dated(date):
    """A date whose year matters, shown as 'Sat 12 Dec 2026'."""


def dated(day: date) -> Dated:
    """A date, to be shown with its year."""
    return Dated.fromordinal(day.toordinal())


class Term(str):
    """A word or label that is itself translated when rendered."""


@dataclass(frozen=True, slots=True)
class AllOf:
    """Parts that hold together, said with an 'and' before the last."""

    parts: Sequence[object]


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """A text with {named} gaps and what fills them: str, int, float, date, Dated, Minutes, Days, Points, Month, Term,
    Message, AllOf or a list of them.
    """

    text: str
    params: Mapping[str, object]

    def __init__(self, text: str, **params: object) -> None:
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "params", params)


@cache
def translations(language: str, package: str = "planner") -> NullTranslations:
    """A package's catalogue of one language, read from its .po file; English is the texts themselves."""
    source = files(package).joinpath("translations", f"{language}.po")
    if language == "en" or not source.is_file():
        return NullTranslations()
    with source.open("rb") as po:
        catalogue = read_po(po, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def translate(text: str, language: str) -> str:
    """One text in `language`, its gaps unfilled; the text itself where no translation is known."""
    return str(translations(language).gettext(text)) if text else ""


#: The country whose German is spoken, as said by `say_as_in`.
_SPOKEN_IN: ContextVar[str] = ContextVar("spoken_in", default="")


def say_as_in(country: str) -> None:
    """From here on in this thread German is said as in a country (ISO code): in AT January is Jänner. "" = nowhere in
    particular.
    """
    _SPOKEN_IN.set(country)


@contextmanager
def said_in(country: str) -> Iterator[None]:
    """Within it German is said as in a country, as `say_as_in`."""
    before = _SPOKEN_IN.set(country)
    try:
        yield
    finally:
        _SPOKEN_IN.reset(before)


def locale_of(language: str) -> Locale:
    """The locale for dates and lists: of German, that of the country where it is spoken."""
    if language != "de":
        return Locale.parse("en_GB")
    country = _SPOKEN_IN.get()
    return Locale.parse(f"de_{country}" if country in ("AT", "CH") else "de_DE")


def day_words(day: date, language: str) -> str:
    """A date as people say it: 'Sat 12 Dec', 'Sa. 12. Dez.'."""
    return _day_words(day, locale_of(language))


@cache
def _day_words(day: date, locale: Locale) -> str:
    return format_date(day, "EEE d MMM" if locale.language == "en" else "EEE d. MMM", locale=locale)


def dated_words(day: date, language: str) -> str:
    """A date with its year: 'Sat 12 Dec 2026', 'Sa. 12. Dez. 2026'."""
    return f"{day_words(day, language)} {day.year}"


def month_words(month: Month, language: str) -> str:
    """'December 2026', 'Dezember 2026'."""
    # Not LLLL: once Babel has read those names for German, it takes them for Austria's too.
    return format_date(date(month.year, month.month, 1), "MMMM y", locale=locale_of(language))


def duration_words(minutes: int, language: str) -> str:
    """A duration with its units: '9 h 30 min', '11 h', '45 min', '-1 h'."""
    sign = "-" if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), 60)
    parts = [f"{format_decimal(hours, locale=language)} h"] if hours or not rest else []
    if rest:
        parts.append(f"{rest} min")
    return sign + " ".join(parts)


def words(value: object, language: str) -> str:
    """What fills a gap, as text: a Message, number, duration, date, word or a list of them.

    TypeError for anything else.
    """
    if isinstance(value, Message):
        return render(value, language)
    if isinstance(value, Minutes):
        return duration_words(value, language)
    if isinstance(value, Days):
        text = translations(language).ngettext("{n} day", "{n} days", int(value))
        return str(text).format(n=int(value))
    if isinstance(value, Points):
        text = translations(language).ngettext("{n} point", "{n} points", int(value))
        return str(text).format(n=format_decimal(int(value), locale=language))
    if isinstance(value, AllOf):
        return format_list([words(part, language) for part in value.parts], locale=locale_of(language))
    if isinstance(value, Month):
        return month_words(value, language)
    if isinstance(value, Term):
        return translate(value, language)
    if isinstance(value, datetime):
        return f"{day_words(value.date(), language)} {value:%H:%M}"
    if isinstance(value, Dated):
        return dated_words(value, language)
    if isinstance(value, date):
        return day_words(value, language)
    if isinstance(value, str):
        return value
    if isinstance(value, bool | None):
        return str(value)
    if isinstance(value, int | float):
        return format_decimal(value, locale=language)
    if isinstance(value, Sequence):
        return ", ".join(words(item, language) for item in value)
    raise TypeError(
        f"Message parameter {value!r} of {type(value).__name__}. Maybe pass text, a number, a date or a Message."
    )


def render(message: Message, language: str) -> str:
    """The message as a sentence in `language` ('de' or 'en'). KeyError when a gap has no parameter."""
    filled = {name: words(value, language) for name, value in message.params.items()}
    return one_full_stop(translate(message.text, language).format(**filled))


def in_all_languages(message: Message) -> dict[str, str]:
    """The message as a sentence in each language, by language."""
    return {language: render(message, language) for language in LANGUAGES}


def one_full_stop(text: str) -> str:
    """A text in which a sentence that ends with an abbreviation ('bis Fr. 4. Dez.') has no second full stop."""
    return _TWO_STOPS.sub(".", text)
