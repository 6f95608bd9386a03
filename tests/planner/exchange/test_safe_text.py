"""Text that a spreadsheet would run is made harmless, and comes back as it was."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from planner.exchange.example_team import example_team
from planner.exchange.safe_text import guard_csv, guard_xlsx, tidy, unguard_csv, unguard_xlsx
from planner.exchange.team_import import read_team
from planner.exchange.template import write_team, write_team_csv

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tTab", "\rReturn"]


@given(st.text())
def test_guard_and_back(text: str) -> None:
    assert unguard_csv(guard_csv(text)) == text


@pytest.mark.parametrize("text", DANGEROUS)
def test_dangerous_text_gets_an_apostrophe(text: str) -> None:
    assert guard_csv(text) == f"'{text}"
    assert unguard_xlsx(guard_xlsx(text)) == text


def test_harmless_text_stays() -> None:
    assert guard_csv("O'Brien 'n' Co") == "O'Brien 'n' Co"
    assert unguard_csv("'quoted'") == "'quoted'"


def test_tidy_keeps_what_was_meant() -> None:
    assert tidy("\u00a0 Lea\x07 Huber \t\r\n") == "Lea Huber"
    assert tidy("\tTab") == "\tTab"


@pytest.mark.parametrize("text", DANGEROUS)
def test_written_files_hold_no_formula(tmp_path: Path, text: str) -> None:
    team = replace(example_team("en"), name=text)
    write_team(team, tmp_path / "team.xlsx", "en")
    cell = load_workbook(tmp_path / "team.xlsx")["Team"]["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert read_team(tmp_path / "team.xlsx") == team

    write_team_csv(team, tmp_path / "csv", "en")
    with (tmp_path / "csv" / "team.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1][0] == f"'{text}"
    assert read_team(tmp_path / "csv") == team


def test_numbers_below_zero_stay_numbers(tmp_path: Path) -> None:
    team = example_team("de")
    write_team_csv(team, tmp_path, "de")
    assert ";0,5;;-1;" in (tmp_path / "übertrag.csv").read_text(encoding="utf-8-sig")
