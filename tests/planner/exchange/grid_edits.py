"""A roster's workbook edited as people do it: by the names and dates they see."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.roster import Roster
from planner.domain.team import Team
from planner.exchange.roster_import import read_roster
from planner.exchange.roster_workbook import write_roster
from planner.problems import InputProblem, InputProblems
from tests.planner.exchange.roster_reports import TEAM, report_of

Edit = Callable[[Workbook], None]


def grid_of(workbook: Workbook) -> Worksheet:
    """The month grid: the first sheet."""
    return workbook.worksheets[0]


def row_of(sheet: Worksheet, name: str) -> int:
    """The row that begins with `name`."""
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == name)


def day_cell(sheet: Worksheet, person: str, day: int) -> Cell:
    """The cell of a person on a day of the month."""
    head = next(row for row in sheet.iter_rows() if sum(isinstance(cell.value, datetime) for cell in row) > 20)
    column = next(cell.column for cell in head if isinstance(cell.value, datetime) and cell.value.day == day)
    found = sheet.cell(row_of(sheet, person), column)
    assert isinstance(found, Cell)
    return found


def put(person: str, day: int, value: object) -> Edit:
    """Type `value` into a cell of the grid."""

    def edit(workbook: Workbook) -> None:
        day_cell(grid_of(workbook), person, day).value = value  # type: ignore[assignment]

    return edit


def hidden_cell(workbook: Workbook, *begins: str) -> Cell:
    """The last named cell of the first row of the hidden sheet that begins with these texts."""
    for row in workbook["planner"].iter_rows():
        if [cell.value for cell in row[: len(begins)]] == list(begins):
            found = row[len(begins) - 1]
            assert isinstance(found, Cell)
            return found
    raise LookupError(begins)


@cache
def _saved(language: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        write_roster(report_of(), path, language)
        return path.read_bytes()


def edited(folder: Path, *edits: Edit, language: str = "de") -> Path:
    """The workbook of the hand-made report, after some edits."""
    path = folder / "roster.xlsx"
    workbook = load_workbook(BytesIO(_saved(language)))
    for edit in edits:
        edit(workbook)
    workbook.save(path)
    return path


def read_back(folder: Path, *edits: Edit, language: str = "de", team: Team = TEAM) -> Roster:
    """The roster read from the edited workbook, for `team`."""
    return read_roster(edited(folder, *edits, language=language), team)


def problems_of(folder: Path, *edits: Edit, team: Team = TEAM) -> list[InputProblem]:
    """What reading the edited workbook complains about; empty when it can be read."""
    try:
        read_roster(edited(folder, *edits), team)
    except InputProblems as error:
        return list(error.problems)
    return []
