"""A tiny team in a workbook, planned from the command line: what tests of commands and of whole months start from."""

from pathlib import Path

from click.testing import CliRunner, Result
from openpyxl import load_workbook

from planner.cli import planner
from planner.domain.team import Team
from planner.exchange.template import write_team
from tests.planner.exchange.grid_edits import Edit
from tests.planner.small_teams import small_team

#: One early shift a day wants somebody, Ana and Ben share it; on the 24th nobody can.
TEAM = small_team(
    name="Tiny",
    people={"Ana": {"contract_min_week": 1350}, "Ben": {"contract_min_week": 1350}},
    shifts={"E": {"times": "08:00-14:00", "name": "Early"}, "L": {"times": "14:00-20:00", "name": "Late"}},
    site={"sunday_basis": "permit", "holiday_basis": "permit"},
    demand=[
        {"when": kind, "shift": "E", "minimum": 1, "target": 1, "maximum": 1}
        for kind in ("weekday", "saturday", "sunday", "holiday", "half_holiday")
    ],
    absences=[{"person": "Ana", "days": 24}, {"person": "Ben", "days": 24}],
    wishes=[{"person": "Ana", "days": 5, "wants": False}],
)


def run(*arguments: object, language: str = "en") -> Result:
    """`planner` with these arguments, in this process; the result is what a user sees and the exit status."""
    return CliRunner().invoke(planner, ["--language", language, *map(str, arguments)])


def team_file(folder: Path, team: Team = TEAM) -> Path:
    """The team's workbook in a folder."""
    path = folder / "tiny.xlsx"
    write_team(team, path, "en")
    return path


def plan(team: Path, out: Path, *more: object) -> Result:
    """Plan a team's month; small ones are proven best long before the time is up."""
    result = run("plan", team, "--out", out, "--seconds", 5, "--workers", 1, *more)
    assert result.exit_code == 0, result.output
    return result


def edit_roster(out: Path, *edits: Edit) -> None:
    """Type into the grid of a planned roster."""
    workbook = load_workbook(out / "roster.xlsx")
    for edit in edits:
        edit(workbook)
    workbook.save(out / "roster.xlsx")
