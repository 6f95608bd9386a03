"""A small right workbook as plain rows, written as XLSX or CSV, for tests that spoil one cell of it."""

import csv
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path

import pytest
from openpyxl import Workbook

from planner.exchange.team_import import read_team
from planner.messages import render
from planner.problems import InputProblem, InputProblems

Book = dict[str, list[list[object]]]

_BOOK: Book = {
    "Team": [["Name", "Month"], ["Alpha", "2026-12"]],
    "Sites": [["Site", "Country", "State"], ["Vienna", "AT", 9]],
    "Managers": [
        ["Name", "Site", "Hours a week", "Skills", "Channels"],
        ["Lea Huber", "Vienna", 38.5, "Crisis 3", "Instagram"],
        ["Jonas Berger", "Vienna", 30, "Crisis 2, Video 1", "Instagram, Facebook"],
    ],
    "Shift types": [["Code", "Name", "From", "To"], ["E", "Early", "08:00", "16:00"], ["L", "Late", "16:00", "24:00"]],
    "Opening hours": [
        ["Channel", "Days", "From", "To"],
        ["Instagram", "all", "08:00", "24:00"],
        ["Facebook", "weekday", "10:00", "18:00"],
    ],
}


def book(**sheets: Sequence[Sequence[object]]) -> Book:
    """The small workbook, with the given sheets (underscores for spaces) added or in place of its own."""
    return {**deepcopy(_BOOK), **{name.replace("_", " "): [list(row) for row in rows] for name, rows in sheets.items()}}


def write_xlsx(sheets: Mapping[str, Sequence[Sequence[object]]], path: Path) -> Path:
    """The rows as a workbook."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        worksheet = workbook.create_sheet(name)
        for row in rows:
            worksheet.append(row)
    workbook.save(path)
    return path


def write_csv(
    sheets: Mapping[str, Sequence[Sequence[object]]], folder: Path, encoding: str = "utf-8", sep: str = ","
) -> Path:
    """The rows as a folder of CSV files."""
    folder.mkdir(exist_ok=True)
    for name, rows in sheets.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=sep).writerows(rows)
    return folder


def problems_of(path: Path, month: tuple[int, int] | None = None) -> tuple[InputProblem, ...]:
    """What is wrong with a file or folder."""
    with pytest.raises(InputProblems) as caught:
        read_team(path, month=month)
    return caught.value.problems


def only_problem(path: Path) -> tuple[str, int, str, str, str, str]:
    """The one thing wrong, as (sheet, row, column, value, reason, mend) in English."""
    problems = problems_of(path)
    assert len(problems) == 1, "\n".join(str(problem) for problem in problems)
    it = problems[0]
    return it.sheet, it.row, it.column, it.value, render(it.reason, "en"), render(it.mend, "en")
