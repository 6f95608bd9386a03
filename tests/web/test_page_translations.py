"""Every text of the pages has its German, and German pages show it."""

import string
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

import web
from planner import messages
from planner.staffing.parameters import countries, country_parameters
from tests.web.page_reading import read_page
from tests.web.test_pages import PATHS
from web.i18n import Plural, say, translate

WEB = Path(web.__file__).parent
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "Message": None, "Term": None, "Plural": (1, 2)}
METHODS = [("**.py", "python"), ("**.html", "jinja2")]

Texts = str | tuple[str, ...]


@pytest.fixture(scope="module")
def german() -> Catalog:
    with (WEB / "translations" / "de.po").open("rb") as po:
        return read_po(po, locale="de")


@pytest.fixture(scope="module")
def texts() -> set[Texts]:
    """All texts of the pages, and the sources of figures that they show."""
    options = {"**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
    found: set[Texts] = {text for _, _, text, _, _ in extract_from_dir(WEB, METHODS, options, keywords=KEYWORDS)}
    for country in countries():
        numbers = country_parameters(country)
        found |= {p.source for p in (numbers.leave, numbers.public_holidays, numbers.sickness, numbers.training)}
    return found


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def forms(text: Texts) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def test_every_text_has_its_german(texts: set[Texts], german: Catalog) -> None:
    planner = messages.translations("de")
    missing = []
    for text in texts:
        message = german.get(forms(text)[0])
        own = message is not None and bool(message.string) and all(forms(message.string))
        if not own and planner.gettext(forms(text)[0]) == forms(text)[0]:
            missing.append(forms(text)[0])
    assert sorted(missing) == []


def test_no_german_without_its_text(texts: set[Texts], german: Catalog) -> None:
    assert {message.id for message in german if message.id} - texts == set()


def test_german_fills_the_gaps_of_its_text(german: Catalog) -> None:
    translated = [message for message in german if message.id]
    assert len(translated) > 100
    for message in translated:
        wanted = set().union(*map(gaps, forms(message.id)))
        for sentence in forms(message.string):
            assert gaps(sentence) <= wanted, sentence


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/components/"])
def test_german_pages_hold_no_english(client: FlaskClient, path: str, texts: set[Texts]) -> None:
    html = client.get(path, headers={"Accept-Language": "de"}).get_data(as_text=True)
    english = {form for text in texts for form in forms(text) if translate(form, "de") != form}
    page = read_page(html)
    named = {
        attributes.get(name, "") for _, attributes in page.elements for name in ("aria-label", "title", "placeholder")
    }
    spoken = {*page.texts, *named}
    assert spoken & english == set()


def test_plurals_follow_the_number() -> None:
    assert [say(Plural("{n} gap", "{n} gaps", n), "de") for n in (0, 1, 2)] == ["0 Lücken", "1 Lücke", "2 Lücken"]
    assert say(Plural("{n} gap", "{n} gaps", 1), "en") == "1 gap"


def test_a_sentence_that_ends_with_an_abbreviation_has_one_full_stop() -> None:
    text, day = "You are called in sick until {day}.", date(2026, 12, 4)
    assert say(text, "de", day=day) == "Du bist krankgemeldet bis Fr. 4. Dez."
    assert messages.render(messages.Message("Bis {day}. Gut.", day=day), "de") == "Bis Fr. 4. Dez. Gut."
    assert say(text, "en", day=day) == "You are called in sick until Fri 4 Dec."
    assert say("leave {a}..{b}", "en", a="2026-12-01", b="x") == "leave 2026-12-01..x"
