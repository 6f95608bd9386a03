"""Columns with the wrong kind of values: one line, and names and all other mistakes are read as if it were right."""

from datetime import datetime
from pathlib import Path

import pytest

from planner.exchange.team_import import read_team
from tests.planner.exchange.small_book import book, only_problem, problems_of, write_csv, write_xlsx

_ABSENCES = [
    ["Person", "Kind", "First day"],
    ["Lea Huber", "leave", "2026-12-01"],
    ["Jonas Berger", "leave", "2026-12-02"],
]
_PEOPLE = [["Lea Huber", "Vienna", 38.5, "Crisis 3"], ["Jonas Berger", "Vienna", 30, "Crisis 2"]]
_SHIFTS = [
    ["E", "Early", "08:00", "16:00", 30],
    ["L", "Late", "16:00", "24:00", 30],
    ["M", "Mid", "10:00", "18:00", 45],
]


@pytest.mark.parametrize(
    ("sheet", "rows", "a", "b"),
    [
        ("Managers", [["Hours a week", "Site", "Name", "Skills"], *_PEOPLE], "Hours a week", "Name"),
        ("Managers", [["Name", "Site", "Skills", "Hours a week"], *_PEOPLE], "Skills", "Hours a week"),
        ("Managers",
         [["Joins on", "Hours a week", "Name"], ["Lea Huber", 38, "2026-11-01"], ["Jonas Berger", 30, "2026-11-02"]],
         "Joins on", "Name"),
        ("Shift types", [["Code", "Name", "Break (min)", "To", "From"], *_SHIFTS], "Break (min)", "From"),
        ("Shift types", [["From", "Name", "Code", "To", "Break (min)"], *_SHIFTS], "From", "Code"),
        ("Shift types", [["Code", "From", "Name", "To", "Break (min)"], *_SHIFTS], "From", "Name"),
        ("Opening hours", [["Days", "Channel", "From", "To"], ["Instagram", "all", "08:00", "24:00"],
                           ["Facebook", "weekday", "10:00", "18:00"]], "Days", "Channel"),
        ("Locks", [["Date", "Person", "Shift"], ["Lea Huber", "2026-12-07", "L"]], "Date", "Person"),
        ("Wishes", [["Person", "Wish", "Weight", "First day"], ["Lea Huber", 3, "wants", "2026-12-07"]],
         "Wish", "Weight"),
        ("Absences", [["Person", "Kind", "Last day", "First day"],
                      *(["Lea Huber", "leave", f"2026-12-{d:02d}", f"2026-12-{d + 1:02d}"] for d in (1, 5, 9))],
         "Last day", "First day"),
    ],
)  # fmt: skip
def test_two_columns_exchanged(tmp_path: Path, sheet: str, rows: list[list[object]], a: str, b: str) -> None:
    sheets = {**book(Absences=_ABSENCES, Managers=[["Name", "Site", "Hours a week", "Skills"], *_PEOPLE]), sheet: rows}
    found = only_problem(write_csv(sheets, tmp_path / "team"))
    assert found[:4] == (sheet, 2, a, str(rows[1][rows[0].index(a)]))
    assert found[4] == f"The values of “{a}” and “{b}” are swapped (rows affected: {len(rows) - 1})."
    assert found[5] == "Swap the two columns, or their headings."


def test_other_mistakes_are_told_beside_exchanged_columns(tmp_path: Path) -> None:
    managers = [["Hours a week", "Site", "Name", "Skills"], *_PEOPLE, ["Mo Mayr", "Graz", 20, "Crisis 7"]]
    absences = [*_ABSENCES, ["Mo Mayr", "leave", "2026-12-32"], ["Mo Mair", "leave", "2026-12-03"]]
    problems = problems_of(write_csv(book(Managers=managers, Absences=absences), tmp_path / "team"))
    assert [(p.sheet, p.row, p.column) for p in problems] == [
        ("Absences", 4, "First day"),
        ("Absences", 5, "Person"),
        ("Managers", 2, "Hours a week"),
        ("Managers", 4, "Site"),
        ("Managers", 4, "Skills"),
    ]


@pytest.mark.parametrize(
    ("sheet", "rows", "column", "reason"),
    [
        ("Shift types", [["Code", "Name", "From", "To", "Break"], *([*row[:4], "12:00-12:30"] for row in _SHIFTS)],
         "Break", "This is not a duration. (All 3 rows of this column.)"),
        ("Shift types", [["Code", "Name", "From", "To", "Break"], *([*row[:4], "12:00"] for row in _SHIFTS)],
         "Break", "This is longer than the shift, which lasts 8 h. (All 3 rows of this column.)"),
        ("Managers", [["Name", "Hours a week"], *([f"0{n}.01.2026", 38] for n in (1, 2, 3))],
         "Name", "A name belongs here, not a date or time. (All 3 rows of this column.)"),
    ],
)  # fmt: skip
def test_column_of_another_kind(
    tmp_path: Path, sheet: str, rows: list[list[object]], column: str, reason: str
) -> None:
    found = only_problem(write_csv({**book(Absences=_ABSENCES), sheet: rows}, tmp_path / "team"))
    assert found[:5] == (sheet, 2, column, str(rows[1][rows[0].index(column)]), reason)
    assert found[5].endswith("Or are the columns mixed up?")


def test_dates_of_a_spreadsheet_in_place_of_names(tmp_path: Path) -> None:
    managers = [["Name", "Hours a week"], *([datetime(2026, 1, n), 38] for n in (1, 2, 3))]  # noqa: DTZ001
    sheets = book(Managers=managers, Absences=_ABSENCES)
    assert only_problem(write_xlsx(sheets, tmp_path / "team.xlsx"))[:4] == ("Managers", 2, "Name", "2026-01-01")


def test_two_wrong_cells_are_two_slips(tmp_path: Path) -> None:
    rows = [["Code", "From", "To"], ["E", "8", "16:00"], ["L", "16", "24:00"]]
    problems = problems_of(write_csv(book(Shift_types=rows), tmp_path / "team"))
    assert [(p.row, p.column, p.value) for p in problems] == [(2, "From", "8"), (3, "From", "16")]


def test_different_slips_in_each_row_are_all_told(tmp_path: Path) -> None:
    rows = [["Code", "From", "To"], ["E", "8", "16:00"], ["L", "24:00", "02:00"], ["M", "25:00", "16:00"]]
    problems = problems_of(write_csv(book(Shift_types=rows), tmp_path / "team"))
    assert [(p.row, p.value) for p in problems] == [(2, "8"), (3, "24:00"), (4, "25:00")]


def test_rows_that_are_wrong_beside_others_only_are_all_told(tmp_path: Path) -> None:
    demand = [["Days", "Shift", "From", "To", "Minimum"], *(["weekday", "E", "10:00", "12:00", n] for n in (1, 2, 3)),
              ["Sunday", "L", "", "", 1]]  # fmt: skip
    problems = problems_of(write_csv(book(Demand=demand), tmp_path / "team"))
    assert [(p.row, p.column) for p in problems] == [(2, "Shift"), (3, "Shift"), (4, "Shift")]


def test_one_right_value_shows_that_the_column_is_meant(tmp_path: Path) -> None:
    rows = [["Code", "From", "To"], *([code, "8", "16:00"] for code in "ABC"), ["D", "08:00", "16:00"]]
    problems = problems_of(write_csv(book(Shift_types=rows), tmp_path / "team"))
    assert [problem.row for problem in problems] == [2, 3, 4]


def test_text_columns_are_never_taken_for_exchanged(tmp_path: Path) -> None:
    rows = [["Name", "Site", "Hours a week", "Skills"], ["Lea Huber", "Vienna", 38, "Crisis 4"],
            ["Jonas Berger", "Vienna", 30, "Crisis 5"]]  # fmt: skip
    problems = problems_of(write_csv(book(Managers=rows), tmp_path / "team"))
    assert [(p.row, p.column) for p in problems] == [(2, "Skills"), (3, "Skills")]


def test_title_above_the_headings(tmp_path: Path) -> None:
    sheets = book(Absences=[["Absences 2026"], [], *_ABSENCES, ["Lea Hubr", "leave", "2026-12-24"]])
    problems = problems_of(write_csv(sheets, tmp_path / "team"))
    assert [(p.row, p.column, p.value) for p in problems] == [(1, "", "Absences 2026"), (6, "Person", "Lea Hubr")]


def test_sheet_without_any_known_heading(tmp_path: Path) -> None:
    found = only_problem(write_csv(book(Absences=[["Lea Huber", "1.12."], ["Jonas", "2.12."]]), tmp_path / "team"))
    assert found[:4] == ("Absences", 1, "", "Lea Huber")
    assert "Person, Kind, First day" in found[5]


def test_exchanged_headings_are_no_mistake(tmp_path: Path) -> None:
    rows = [["To", "From", "Code"], ["16:00", "08:00", "E"], ["24:00", "16:00", "L"]]
    assert [s.code for s in read_team(write_csv(book(Shift_types=rows), tmp_path / "team")).shift_types] == ["E", "L"]
