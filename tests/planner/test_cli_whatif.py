"""`planner whatif` as a user types it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook

from planner.domain.scenario import Hire, Leave, Scenario
from tests.planner.planned_teams import TEAM, run, team_file

#: Ana and Ben share an early shift a day, and both are away on the 24th (see planned_teams).
KEPT = replace(
    TEAM,
    scenarios=(
        Scenario("Third hire", "On the 24th?", (Hire("", 1350, "Ana"),)),
        Scenario("=Ben goes", "", (Leave("Ben"),)),
    ),
)


@pytest.fixture
def team(tmp_path: Path) -> Path:
    return team_file(tmp_path, KEPT)


def whatif(team: Path, *more: object, language: str = "en") -> Result:
    return run("whatif", team, "--seconds", 2, "--workers", 1, *more, language=language)


def test_every_scenario_kept_with_the_team(team: Path, tmp_path: Path) -> None:
    result = whatif(team, "--out", tmp_path / "what if" / "table.xlsx")
    assert result.exit_code == 0, result.output
    assert "1  Third hire – On the 24th?" in result.stdout
    assert "2  =Ben goes" in result.stdout
    assert result.stdout.splitlines()[-1] == str(tmp_path / "what if" / "table.xlsx")
    figures, scenarios = load_workbook(tmp_path / "what if" / "table.xlsx").worksheets
    heads = [cell.value for cell in figures[3]]
    assert heads == [None, "Figure", "At present", "Third hire", "Difference", "=Ben goes", "Difference"]
    assert {cell.data_type for cell in figures[3] if cell.value} == {"s"}
    rows = {row[1]: row[2:] for row in figures.iter_rows(min_row=4, values_only=True)}
    assert rows["Gaps"][:3] == ("1", "0", "−1")
    assert rows["Covered"][1] == "100.0 %"
    told = [row[1] for row in scenarios.iter_rows(min_row=4, values_only=True)]
    assert told[0] == "hire: one more person, 22 h 30 min a week, like Ana"


def test_plans_are_announced_beside_the_result(team: Path) -> None:
    result = whatif(team, "--scenario", "third hire")
    assert [line for line in result.stderr.splitlines() if "bound" not in line] == ["At present", "Third hire"]
    assert "bound" not in result.stdout
    assert "Ben goes" not in result.stdout


def test_json_is_pure_on_stdout(team: Path, tmp_path: Path) -> None:
    result = whatif(team, "--change", "leaves ana from 2026-12-15", "--json", "--out", tmp_path / "table.xlsx")
    made = json.loads(result.stdout)
    assert made["plans"] == ["At present", "leaves ana from 2026-12-15"]
    assert (tmp_path / "table.xlsx").is_file()


def test_kept_beside_the_roster(team: Path, tmp_path: Path) -> None:
    result = whatif(team, "--scenario", "Third hire", "--beside", tmp_path)
    assert result.stdout.splitlines()[-1] == str(tmp_path / "whatif.json")
    kept = json.loads((tmp_path / "whatif.json").read_text(encoding="utf-8"))
    assert kept["de"]["plans"] == ["Derzeit", "Third hire"]
    assert kept["en"]["plans"] == ["At present", "Third hire"]
    assert run("whatif", team, "--beside", tmp_path / "nowhere").exit_code == 2


def test_german(team: Path) -> None:
    result = whatif(team, "--scenario", "Third hire", language="de")
    assert "Einstellung: eine weitere Person, 22 h 30 min pro Woche, wie Ana" in result.stdout
    assert "Derzeit" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--scenario", "Fourth hire"], "“Fourth hire” – The team keeps no such scenario. Choose one of: Third hire"),
        (["--change", "fire Ana"], "--change: “fire Ana” – This change is not understood. Write it like one of these"),
        (["--change", "leaves Zoe"], "leaves Zoe, row 1: “Zoe” – Nobody in the team is called “Zoe”. Choose one of"),
        (["--out", "table.csv"], "“table.csv” is no name of a workbook. Call it table.xlsx."),
        (["--month", "December"], "“December” is no month. Write it like 2026-12."),
    ],
)
def test_refused_before_anything_is_planned(team: Path, arguments: list[str], words: str) -> None:
    result = whatif(team, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert "bound" not in result.stderr


def test_no_file_is_written_over(team: Path) -> None:
    before = team.read_bytes()
    result = whatif(team, "--out", team)
    assert result.exit_code == 2
    assert "There is such a file already." in result.stderr
    assert "bound" not in result.stderr
    assert team.read_bytes() == before
