"""Files that are something else than was asked for: one line that says so, in both languages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from planner.exchange.example_team import example_team
from planner.exchange.roster_import import read_roster
from planner.exchange.roster_workbook import write_roster
from planner.exchange.template import write_template
from planner.messages import render
from planner.problems import InputProblems
from tests.planner.exchange.roster_reports import TEAM, report_of
from tests.planner.exchange.small_book import book, only_problem, problems_of, write_csv, write_xlsx


def _roster(path: Path) -> None:
    write_roster(report_of(), path, "de")


def _empty_book(path: Path) -> None:
    Workbook().save(path)


def _other_book(path: Path) -> None:
    write_xlsx({"Budget": [["Item", "Cost"], ["Paper", 3]], "Notes": [["x"]]}, path)


def _text(path: Path) -> None:
    path.write_text("Name;Hours a week\nLea Huber;38\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("write", "name", "reason", "mend"),
    [
        (_roster, "a.xlsx", "This is a roster.", "Give the team's workbook"),
        (_empty_book, "blank.xlsx", "This file is empty.", "planner template team.xlsx"),
        (_other_book, "a.xlsx", "This is no team's file; its sheets are called: Budget, Notes.", "planner template"),
        (_text, "a.xlsx", "This file is no workbook.", "save it as an Excel workbook"),
        (_text, "managers.csv", "This is a single CSV file.", "Give the folder"),
    ],
)
def test_no_team(tmp_path: Path, write: Callable[[Path], None], name: str, reason: str, mend: str) -> None:
    write(tmp_path / name)
    (problem,) = problems_of(tmp_path / name)
    assert (problem.place, problem.sheet, problem.row, problem.column) == (name, "", 0, "")
    assert render(problem.reason, "en") == reason
    assert mend in render(problem.mend, "en")
    assert render(problem.reason, "de") != reason


def test_folder_of_a_planned_month(tmp_path: Path) -> None:
    write_template(tmp_path / "team.xlsx", "en")
    assert only_problem(tmp_path)[5] == "Give one of its workbooks: team.xlsx."


def test_the_folder_one_stands_in_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert [problem.place for problem in problems_of(Path())] == [tmp_path.name]


def test_folder_of_a_rosters_csv_files(tmp_path: Path) -> None:
    tables = {"shifts": [["Date", "Shift"], ["2026-12-01", "E"]], "gaps": [["Date"]], "hours": [["Person"]]}
    assert only_problem(write_csv(tables, tmp_path / "csv"))[4].startswith("This is no team's file")


def test_team_with_further_sheets_is_still_a_team(tmp_path: Path) -> None:
    further = {f"List {n}": [["x"]] for n in range(6)}
    problems = problems_of(write_csv(book() | further, tmp_path / "team"))
    assert [problem.value for problem in problems] == list(further)


@pytest.mark.parametrize("language", ["de", "en"])
def test_team_in_place_of_a_roster(tmp_path: Path, language: str) -> None:
    path = tmp_path / "team.xlsx"
    write_template(path, language)
    with pytest.raises(InputProblems) as caught:
        read_roster(path, example_team(language))
    (problem,) = caught.value.problems
    assert render(problem.reason, "en") == "This is a team's workbook."
    assert render(problem.mend, "en") == "Give the roster's workbook in its place."


def test_other_workbook_in_place_of_a_roster(tmp_path: Path) -> None:
    _other_book(tmp_path / "a.xlsx")
    with pytest.raises(InputProblems) as caught:
        read_roster(tmp_path / "a.xlsx", TEAM)
    (problem,) = caught.value.problems
    assert "no roster of the planner" in render(problem.reason, "en")
