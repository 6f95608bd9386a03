"""Every text of the planner has its German, with no gap that nothing fills (see `make translations`)."""

import string
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from planner.commands.language import help_texts
from planner.services.rule_catalogue import rule_entries
from web.command import planner as commands

PLANNER = Path(__file__).parents[1] / "planner"
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "Message": None, "Term": None}

Texts = str | tuple[str, ...]


@pytest.fixture(scope="module")
def german() -> Catalog:
    with (PLANNER / "translations" / "de.po").open("rb") as po:
        return read_po(po, locale="de")


@pytest.fixture(scope="module")
def texts() -> set[Texts]:
    """All texts in the code; a tuple of singular and plural where both are given."""
    found = extract_from_dir(PLANNER, keywords=KEYWORDS)
    return {text for _file, _line, text, _comments, _context in found}


@pytest.fixture(scope="module")
def rule_texts() -> set[str]:
    """What the rules' docstrings say to the pages."""
    return {entry.text for entry in rule_entries(date(2026, 12, 1))}


@pytest.fixture(scope="module")
def helps() -> set[str]:
    """What --help says of the commands and their options."""
    return set(help_texts(commands))


def forms(text: Texts) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def gaps(text: str) -> set[str]:
    """The names in braces: {'person'} for 'Ask {person}'."""
    return {name for _before, name, _format, _conversion in string.Formatter().parse(text) if name}


def is_translated(text: Texts, german: Catalog) -> bool:
    message = german.get(forms(text)[0])
    return message is not None and bool(message.string) and all(forms(message.string))


def test_every_text_has_its_german(texts: set[Texts], german: Catalog) -> None:
    assert sorted(forms(text)[0] for text in texts if not is_translated(text, german)) == []


def test_every_rule_has_its_german(rule_texts: set[str], german: Catalog) -> None:
    assert sorted(text for text in rule_texts if not is_translated(text, german)) == []


def test_every_help_has_its_german(helps: set[str], german: Catalog) -> None:
    assert sorted(text for text in helps if not is_translated(text, german)) == []


def test_no_german_without_its_text(
    texts: set[Texts], rule_texts: set[str], helps: set[str], german: Catalog
) -> None:
    assert {message.id for message in german if message.id} - texts - rule_texts - helps == set()


def test_the_catalogue_of_the_command_line_is_compiled() -> None:
    folder = PLANNER / "translations" / "de" / "LC_MESSAGES"
    with (folder / "click.po").open("rb") as po, (folder / "click.mo").open("rb") as mo:
        written, compiled = read_po(po, locale="de"), read_mo(mo)
    assert len(written) > 30
    # A compiled plural comes back as a list.
    assert [m.id for m in written if m.id and [*compiled[forms(m.id)[0]].string] != [*m.string]] == []
    assert len(compiled) == len(written)


def test_german_has_no_gap_of_its_own(german: Catalog) -> None:
    translated = [message for message in german if message.id and message.string]
    assert translated
    for message in translated:
        wanted = set().union(*map(gaps, forms(message.id)))
        for sentence in forms(message.string):
            assert gaps(sentence) <= wanted, f"{sentence!r} has a gap that {message.id!r} does not fill"
