"""Workbooks as people really make them: what is understood all the same, and what is refused in one clear line."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from planner.exchange.team_import import read_team
from planner.messages import render
from planner.problems import problem_line
from tests.planner.exchange.small_book import Book, book, only_problem, problems_of, write_xlsx

_MANAGERS = ["Name", "Site", "Hours a week", "Skills", "Channels"]
_LEA = ["Lea Huber", "Vienna", 38.5, "Crisis 3", "Instagram"]
_JONAS = ["Jonas Berger", "Vienna", 30, "Crisis 2, Video 1", "Instagram, Facebook"]
_ABSENCES = ["Person", "Kind", "First day", "Last day"]
_SHIFTS = ["Code", "Name", "From", "To", "Break (min)"]


# ---- understood


def test_german_and_english_headings_in_one_sheet(tmp_path: Path) -> None:
    sheets = book(
        Managers=[["Name", "STANDORT", "Hours a week", "fähigkeiten ", "Kanal"], _LEA, _JONAS],
        Abwesenheiten=[
            ["Person", "Art", "First day", "Letzter Tag"],
            ["Lea Huber", "Urlaub", "24.12.2026", "27. 12. 2026"],
        ],
    )
    team = read_team(write_xlsx(sheets, tmp_path / "team.xlsx"))
    assert (team.absences[0].first, team.absences[0].last) == (date(2026, 12, 24), date(2026, 12, 27))
    assert team.managers[1].skills == {"Crisis": 2, "Video": 1}


def test_blanks_of_every_kind_around_values(tmp_path: Path) -> None:
    sheets = book(
        Managers=[
            ["Name ", "Site\u00a0", " Hours a week", "Skills", "Channels", None],
            ["Lea\u00a0Huber ", " Vienna", "38,5 ", "Crisis\u00a03", "Instagram\u00a0", "\u00a0"],
            ["  Jonas  Berger", "Vienna\u200b", "30\u00a0", "Crisis 2,Video 1 ,", " Instagram ,,Facebook", " "],
            [" ", None, "\u00a0"],
        ],
        Absences=[
            _ABSENCES,
            ["Lea Huber", "leave\u00a0", " 2026-12-01 ", ""],
            ["Jonas\u00a0Berger", "sick", 46358, None],
        ],
    )
    team = read_team(write_xlsx(sheets, tmp_path / "team.xlsx"))
    assert [m.contract_min_week for m in team.managers] == [2310, 1800]
    assert [a.person for a in team.absences] == [m.name for m in team.managers] == ["Lea Huber", "Jonas Berger"]
    assert team.managers[0].skills == {"Crisis": 3}
    assert team.managers[1].channels == {"Instagram", "Facebook"}


def test_numbers_as_names(tmp_path: Path) -> None:
    sheets = book(
        Managers=[_MANAGERS, [101, *_LEA[1:]], [102.0, *_JONAS[1:]]],
        Absences=[_ABSENCES, ["101", "leave", "2026-12-01", ""], [102, "leave", "2026-12-01", ""]],
    )
    assert [a.person for a in read_team(write_xlsx(sheets, tmp_path / "team.xlsx")).absences] == ["101", "102"]


def test_midnight_in_every_form(tmp_path: Path) -> None:
    ends = ["24:00", 1, timedelta(days=1), datetime(1900, 1, 1)]  # noqa: DTZ001
    shifts = [_SHIFTS, *([f"S{n}", "", time(16), end, timedelta(minutes=30)] for n, end in enumerate(ends))]
    team = read_team(write_xlsx(book(Shift_types=shifts), tmp_path / "team.xlsx"))
    assert [(s.end_min, s.break_min) for s in team.shift_types] == [(1440, 30)] * 4


def _hide(workbook: Workbook) -> None:
    workbook["Sites"].sheet_state = "hidden"
    workbook["Managers"].row_dimensions[2].hidden = True


def _merge_below(workbook: Workbook) -> None:
    workbook.create_sheet("Read me").merge_cells("A1:C9")


@pytest.mark.parametrize("change", [_hide, _merge_below])
def test_what_does_not_matter(tmp_path: Path, change: Callable[[Workbook], None]) -> None:
    path = write_xlsx(book(), tmp_path / "team.xlsx")
    workbook = load_workbook(path)
    change(workbook)
    workbook.save(path)
    assert len(read_team(path).managers) == 2


# ---- refused


@pytest.mark.parametrize(
    ("row", "column", "value", "reason"),
    [
        (["E", "", "24:00", "08:00", 30], "From", "24:00", "24:00 can only be an end."),
        (["E", "", "08:00", "24:01", 30], "To", "24:01", "A time of day lies between 00:00 and 24:00."),
        (["E", "", "08:00", "16.30", 30], "To", "16.30", "This is not a time of day."),
        (["E", "", 8, "16:00", 30], "From", "8", "This is not a time of day."),
        (["E", "", "08:60", "16:00", 30], "From", "08:60", "An hour has 60 minutes."),
        (["E", "", "08:00", "16:00", -30], "Break (min)", "-30", "A duration is not below zero."),
        (["E", "", "08:00", "16:00", "-0:30"], "Break (min)", "-0:30", "This is not a duration."),
        ([date(2026, 3, 1), "", "08:00", "16:00", 30], "Code", "2026-03-01", "A text belongs here; the spreadsheet"),
        (["E\nF", "", "08:00", "16:00", 30], "Code", "E\nF", "A name cannot hold a semicolon or a line break"),
    ],
)
def test_cell_of_a_shift_type(tmp_path: Path, row: list[object], column: str, value: str, reason: str) -> None:
    found = only_problem(write_xlsx(book(Shift_types=[_SHIFTS, row]), tmp_path / "team.xlsx"))
    assert found[:4] == ("Shift types", 2, column, value)
    assert found[4].startswith(reason)


@pytest.mark.parametrize("written", ["24.12.26", "12/24/2026", "24. Dezember 2026", "24.12.", "2026/12/24", "tomorrow"])
def test_date_in_no_known_form(tmp_path: Path, written: str) -> None:
    sheets = book(Absences=[_ABSENCES, ["Lea Huber", "leave", written, ""]])
    found = only_problem(write_xlsx(sheets, tmp_path / "team.xlsx"))
    assert found[1:] == (
        2, "First day", written, "This is not a date.", "Write the date as 2026-12-24 or 24.12.2026."
    )  # fmt: skip


def _copied(sheets: Book) -> None:
    sheets["Managers (2)"] = sheets["Managers"]


def _mistyped(sheets: Book) -> None:
    sheets["Mangers"] = sheets.pop("Managers")


def _extra_column(sheets: Book) -> None:
    sheets["Managers"][0].append("Phone")
    sheets["Managers"][1].append("0664 1234")


def _without_heading(sheets: Book) -> None:
    sheets["Managers"][2].append("on parental leave")


def _long(sheets: Book) -> None:
    sheets["Managers"][1][0] = "L" * 400


def _long_mention(sheets: Book) -> None:
    sheets["Absences"] = [_ABSENCES, ["L" * 400, "leave", "2026-12-01", ""]]


@pytest.mark.parametrize(
    ("spoil", "place", "reason", "mend"),
    [
        (_copied, ("Managers (2)", 0, "", "Managers (2)"), "This sheet is not known.", "Delete the sheet"),
        (_mistyped, ("Mangers", 0, "", "Mangers"), "This sheet is not known.", "Maybe “Managers” is meant"),
        (_extra_column, ("Managers", 1, "Phone", "Phone"), "This column is not known here.", "Delete the column"),
        (_without_heading, ("Managers", 3, "F", "on parental leave"), "There are values in a column", "heading"),
        (_long, ("Managers", 2, "Name", "L" * 79 + "…"), "A name is not longer than 80 letters.", "shorter"),
        (_long_mention, ("Absences", 2, "Person", "L" * 79 + "…"), "Nobody in the team is called “LLL", "Correct"),
    ],
)
def test_one_line(
    tmp_path: Path, spoil: Callable[[Book], None], place: tuple[str, int, str, str], reason: str, mend: str
) -> None:
    sheets = book()
    spoil(sheets)
    found = only_problem(write_xlsx(sheets, tmp_path / "team.xlsx"))
    assert found[:4] == place
    assert found[4].startswith(reason)
    assert mend in found[5]
    assert len(found[4]) < 200


def test_every_refused_cell_says_where_what_and_how_in_both_languages(tmp_path: Path) -> None:
    sheets = book(
        Team=[["Name", "Month", "Time zone"], ["Alpha", "13/2026", "Vienna"]],
        Managers=[_MANAGERS, [True, "Graz", True, "Crisis 9", 7], [*_LEA[:2], "viel", "Crisis 3; Crisis 3", "Insta"]],
        Shift_types=[_SHIFTS, ["E", "", "25:00", "x", -1], ["E", "", "", "16:00", "1:2:3"]],
        Absences=[_ABSENCES, ["Zoe", "nap", "32.12.2026", 5], ["Lea Huber", "sick", None, "2026-12-01"]],
        Wishes=[["Person", "First day", "Shift", "Wish", "Weight"], [3, "soon", 1.5, True, 99]],
        Demand=[["Days", "Shift", "Skill", "Minimum"], ["never ever", "Q", "Chess", -1], [None, "E", "", 1.5]],
    )
    problems = problems_of(write_xlsx(sheets, tmp_path / "team.xlsx"))
    assert len(problems) > 20
    for problem in problems:
        assert problem.place == "team.xlsx"
        assert problem.sheet in sheets
        assert problem.row >= 2
        assert problem.column in {cell for rows in sheets.values() for cell in rows[0]}
        empty = render(problem.reason, "en") == "This cell must not be empty."
        assert bool(problem.value) is not empty
        for language in ("en", "de"):
            assert render(problem.reason, language)
            assert render(problem.mend, language)
        assert problem_line(problem, "en") != problem_line(problem, "de")
    places = [(p.sheet, p.row, p.column) for p in problems]
    assert len(set(places)) == len(places)
