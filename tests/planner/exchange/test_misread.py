"""Text read in a wrong character set is refused with what it probably is; text that is only unusual is not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.exchange.misread import misread
from planner.exchange.pasted_rows import pasted_people
from planner.messages import render
from planner.problems import problem_line
from tests.planner.exchange.small_book import book, problems_of, write_csv, write_xlsx

NAMES = ("Müller", "Zoë Weiß", "Ana Petrović", "Šime Žižek", "Łukasz", "Ängström – Ö", "Café “Süd”", "3 €")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("charset", ["cp1252", "latin-1"])
def test_what_is_found_is_put_right(name: str, charset: str) -> None:
    """A byte that is no character of Windows stays as it is, as spreadsheets have it."""
    no_character = b"\x81\x8d\x8f\x90\x9d" if charset == "cp1252" else b""
    wrong = "".join(chr(b) if b in no_character else bytes([b]).decode(charset) for b in name.encode())
    assert misread(wrong) == name


@pytest.mark.parametrize(
    "text",
    [*NAMES, "SÃO JOÃO", "Â", "Ã", "ÄÖÜ", "„BÄ“", "Ä–Z", "ÅÄ", "Ä … ä", "«Ä»", "ÎLE", "Â la carte", "日本", "Ä ö"],
)
def test_what_is_only_unusual_passes(text: str) -> None:
    assert misread(text) is None


@given(st.text(st.characters(codec="latin-1", categories=["L", "Zs", "Nd"], exclude_characters="ªºµ"), max_size=12))
def test_letters_of_western_europe_are_never_taken_for_others(text: str) -> None:
    assert misread(text.replace("\u00a0", " ")) is None


def test_lost_letters_are_told() -> None:
    assert misread("M\ufffdller") == ""


def test_a_table_is_refused_once_with_the_first_cell(tmp_path: Path) -> None:
    managers = [
        ["Name", "Site", "Hours a week"], ["Lea MÃ¼ller", "Vienna", "38.5"], ["Jonas GrÃ¶ÃŸ", "Vienna", "30"],
    ]  # fmt: skip
    sheets = book(Managers=managers)
    for path in (write_csv(sheets, tmp_path / "team"), write_xlsx(sheets, tmp_path / "team.xlsx")):
        told = [line for p in problems_of(path) if "Letters" in (line := problem_line(p, "en"))]
        assert len(told) == 1
        assert "row 2: “Lea MÃ¼ller” – Letters are wrong here: this is probably “Lea Müller” (cells: 2)." in told[0]


def test_pasted_people_are_looked_at_too() -> None:
    reasons = [render(problem.reason, "en") for problem in pasted_people("Lea MÃ¼ller\t38.5", "en").problems]
    assert reasons == ["Letters are wrong here: this is probably “Lea Müller” (cells: 1)."]
