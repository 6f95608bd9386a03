"""Page texts in the reader's language: their own catalogue, with the planner's words inside their gaps."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from flask import Flask, g, request

from planner import messages
from planner.domain.time import clock
from planner.messages import LANGUAGES, Message, locale_of

LANGUAGE_COOKIE = "lang"


@dataclass(frozen=True, slots=True)
class Plural:
    """A page text in singular and plural, both with {n}."""

    one: str
    many: str
    n: int


def translate(text: str, language: str) -> str:
    """A text of the pages, or of the planner where the pages have none; the text itself where neither knows it."""
    own = str(messages.translations(language, "web").gettext(text)) if text else ""
    return own if own != text else messages.translate(text, language)


def say(text: str | Message | Plural, language: str, **params: object) -> str:
    """A page text, or any Message, in `language`. KeyError when a gap has no parameter."""
    if isinstance(text, Plural):
        catalogue = messages.translations(language, "web")
        params = {**params, "n": text.n}
        found = str(catalogue.ngettext(text.one, text.many, text.n))
    elif isinstance(text, Message):
        params = {**text.params, **params}
        found = translate(text.text, language)
    else:
        found = translate(text, language)
    filled = {name: words(value, language) for name, value in params.items()}
    return messages.one_full_stop(found.format(**filled)) if filled else found


def words(value: object, language: str) -> str:
    """What fills a gap, as text; as the planner's `words`, with the pages' own texts in any Message or list."""
    if isinstance(value, Plural | Message):
        return say(value, language)
    if isinstance(value, messages.Term):
        return translate(value, language)
    if isinstance(value, messages.AllOf):
        return format_list([words(part, language) for part in value.parts], locale=locale_of(language))
    if isinstance(value, list | tuple) and not isinstance(value, messages.Month):
        return ", ".join(words(item, language) for item in value)
    return messages.words(value, language)


# ---- dates and numbers


def long_day(day: date, language: str) -> str:
    """'Saturday 12 December', 'Samstag, 12. Dezember'."""
    return format_date(day, "EEEE, d. MMMM" if language == "de" else "EEEE d MMMM", locale=locale_of(language))


def weekday_short(day: date, language: str) -> str:
    """Two letters: 'Sa', 'Su'; 'Sa', 'So'."""
    return format_date(day, "EEEEEE", locale=locale_of(language)).rstrip(".")[:2]


def hours(minutes: int, language: str, *, signed: bool = False) -> str:
    """Minutes as decimal hours without unit, for columns headed 'h': '152.5', '+3', '−4.5'."""
    value = round(minutes / 60, 1)
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    return sign + format_decimal(abs(value), "#,##0.#", locale=language)


def number(value: float, language: str, digits: int = 1) -> str:
    """A number with at most `digits` decimals."""
    return format_decimal(round(value, digits), f"#,##0.{'#' * digits}", locale=language)


def percent(share: float, language: str) -> str:
    """A share as whole percent: '97 %'; never rounded up to 100."""
    whole = int(share * 100) if 0.99 < share < 1 else round(share * 100)
    return format_percent(whole / 100, locale=language)


def and_list(items: list[str], language: str) -> str:
    """'Anna, Ben and Cleo'."""
    return format_list(items, locale=locale_of(language))


# ---- the request's language


def language() -> str:
    """The language of this request: the switch's cookie, else the best of Accept-Language, else English."""
    if "language" not in g:
        chosen = request.cookies.get(LANGUAGE_COOKIE, "")
        asked = request.accept_languages.best_match(LANGUAGES)
        g.language = chosen if chosen in LANGUAGES else asked or "en"
    found: str = g.language
    return found


def init_i18n(app: Flask) -> None:
    """Give templates `_` for texts and the helpers for dates and numbers, all in the request's language."""

    def here(helper: Callable[..., str]) -> Callable[..., str]:
        def in_language(*args: object, **kwargs: object) -> str:
            return helper(*args, language(), **kwargs)

        return in_language

    def _(text: str | Message | Plural, **params: object) -> str:
        return say(text, language(), **params)

    app.jinja_env.globals.update(_=_, language=language, Plural=Plural)
    app.jinja_env.filters.update(
        month_name=lambda pair: messages.month_words(messages.Month(*pair), language()),
        long_day=here(long_day),
        weekday_short=here(weekday_short),
        day_words=here(messages.day_words),
        duration=here(messages.duration_words),
        clock=clock,
        words=here(words),
        hours=lambda minutes, signed=False: hours(minutes, language(), signed=signed),
        number=lambda value, digits=1: number(value, language(), digits),
        percent=here(percent),
        and_list=here(and_list),
    )
