"""The sheet of ledger corrections: what it says, and that each needs its note."""

from datetime import date
from pathlib import Path

import pytest

from planner.domain.team import LedgerCorrection
from planner.exchange.team_import import read_team
from tests.planner.exchange.small_book import book, only_problem, write_csv, write_xlsx

HEAD = ["Person", "Date", "Measure", "Amount", "Note"]
ROW = ["Lea Huber", "2026-12-01", "weekends", "-1.5", "Stood in for Jonas"]


def test_a_correction_is_read_with_its_note(tmp_path: Path) -> None:
    team = read_team(write_xlsx(book(Ledger_corrections=[HEAD, ROW]), tmp_path / "t.xlsx"))
    assert team.ledger_corrections == (
        LedgerCorrection("Lea Huber", date(2026, 12, 1), "weekends", -150, "Stood in for Jonas"),
    )


def test_german_words_are_understood(tmp_path: Path) -> None:
    head = ["Person", "Datum", "Maß", "Betrag", "Notiz"]
    rows = [["Lea Huber", "1.12.2026", "Bereitschaftstage", "2", "Vereinbart"],
            ["Lea Huber", "1.12.2026", "ungünstige Stunden", "0,5", "Vereinbart"]]  # fmt: skip
    team = read_team(write_csv(book(Ausgleichskorrekturen=[head, *rows]), tmp_path / "de", sep=";"))
    assert [(row.measure, row.hundredths) for row in team.ledger_corrections] == [("on_call", 200), ("unpleasant", 50)]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("Note", "", "must not be empty"),
        ("Amount", "", "must not be empty"),
        ("Measure", "Mondays", "This word is not known"),
        ("Person", "Zoe", "Nobody in the team is called"),
        ("Date", "2026-13-01", "no"),
    ],
)
def test_what_is_refused(tmp_path: Path, column: str, value: str, reason: str) -> None:
    row = [value if head == column else cell for head, cell in zip(HEAD, ROW, strict=True)]
    found = only_problem(write_csv(book(Ledger_corrections=[HEAD, row]), tmp_path / "t"))
    assert found[:4] == ("Ledger corrections", 2, column, value)
    assert reason in found[4]
