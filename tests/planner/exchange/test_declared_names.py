"""A row with a mistake still makes its name known: each mistake is told once, and all others beside it."""

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.exchange.team_import import read_team
from tests.planner.exchange.small_book import Book, book, only_problem, problems_of, write_csv, write_xlsx

_MANAGERS = ["Name", "Site", "Hours a week", "Skills", "Channels"]
_LEA = ["Lea Huber", "Vienna", 38.5, "Crisis 3", "Instagram"]
_JONAS = ["Jonas Berger", "Vienna", 30, "Crisis 2, Video 1", "Instagram, Facebook"]
_HOURS = ["Channel", "Days", "From", "To"]


def _mentioning() -> Book:
    """The small book with sheets that use every name, and one mistake: a person nobody knows."""
    return book(
        Absences=[
            ["Person", "Kind", "First day"],
            ["Lea Huber", "leave", "2026-12-01"],
            ["Jonas Berger", "leave", "2026-12-02"],
            ["Jonas Bergr", "leave", "2026-12-04"],
        ],
        Wishes=[["Person", "First day", "Shift", "Wish"], ["Lea Huber", "2026-12-08", "L", "wants"]],
        Demand=[
            ["Days", "Shift", "Channel", "Skill", "Minimum"],
            ["weekday", "E", "Instagram", "Crisis", 1],
            ["weekday", "L", "Facebook", "Video", 1],
        ],
    )


_THE_MISTAKE = ("Absences", 4, "Person")


@pytest.mark.parametrize(
    ("sheet", "row", "cells", "places"),
    [
        ("Managers", 2, ["Lea Huber", "Vienna", "full", "Crisis 4, Video", "Instagram"],
         [("Managers", 2, "Hours a week"), ("Managers", 2, "Skills")]),
        ("Managers", 2, ["Lea Huber; Lead", "Vienna", 38.5, "Crisis", "Instagram"], [("Managers", 2, "Name")]),
        ("Managers", 3, ["Jonas Berger", "Vienna", 30, "Crisis 2, Crisis 3, Video", "Facebook"],
         [("Managers", 3, "Skills")]),
        ("Managers", 2, ["", "Vienna", 38.5, "Crisis", "Instagram"], [("Managers", 2, "Name")]),
        ("Managers", 2, ["#REF!", "Vienna", 38.5, "Crisis", "Instagram"], [("Managers", 2, "Name")]),
        ("Sites", 2, ["Vienna", "FR", "9"], [("Sites", 2, "Country")]),
        ("Shift types", 3, ["L", "Late", "16", "24:00"], [("Shift types", 3, "From")]),
        ("Opening hours", 3, ["Facebook", "someday", "10:00", "18:00"], [("Opening hours", 3, "Days")]),
        ("Opening hours", 3, ["#N/A", "weekday", "10:00", "18:00"], [("Opening hours", 3, "Channel")]),
    ],
)  # fmt: skip
def test_faulty_row_is_told_once(
    tmp_path: Path, sheet: str, row: int, cells: list[object], places: list[tuple[str, int, str]]
) -> None:
    sheets = _mentioning()
    sheets[sheet][row - 1] = cells
    found = [(p.sheet, p.row, p.column) for p in problems_of(write_csv(sheets, tmp_path / "team"))]
    assert sorted(found) == sorted([*places, _THE_MISTAKE])


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("Managers", ["lea  huber", "Vienna", "full", "Crisis 3", "Instagram"]),
        ("Sites", ["VIENNA", "ATX", 9]),
        ("Shift types", ["l", "Later", "25:00", "24:00"]),
    ],
)
def test_name_in_two_rows_is_told_beside_the_rows_other_mistakes(
    tmp_path: Path, sheet: str, row: list[object]
) -> None:
    sheets = _mentioning()
    sheets[sheet].append(row)
    number = len(sheets[sheet])
    found = [p for p in problems_of(write_csv(sheets, tmp_path / "team")) if p.sheet == sheet]
    assert (found[0].row, found[0].value) == (number, row[0])
    assert "row {row}" in found[0].reason.text
    assert len(found) == 2


def test_name_that_a_spreadsheet_made_a_date_of(tmp_path: Path) -> None:
    sheets = _mentioning()
    sheets["Managers"][1][0] = datetime(2026, 3, 1)  # noqa: DTZ001
    found = [(p.sheet, p.row, p.column) for p in problems_of(write_xlsx(sheets, tmp_path / "team.xlsx"))]
    assert found == [("Managers", 2, "Name"), _THE_MISTAKE]


def test_formula_without_a_value_in_place_of_a_name(tmp_path: Path) -> None:
    sheets = _mentioning()
    sheets["Managers"][1][0] = '="Lea"&" Huber"'
    found = [(p.sheet, p.row, p.column) for p in problems_of(write_xlsx(sheets, tmp_path / "team.xlsx"))]
    assert found == [("Managers", 2, "Name"), _THE_MISTAKE]


def test_merged_names(tmp_path: Path) -> None:
    path = write_xlsx(_mentioning(), tmp_path / "team.xlsx")
    workbook = load_workbook(path)
    workbook["Managers"].merge_cells("A2:A3")
    workbook.save(path)
    found = [(p.sheet, p.row, p.column) for p in problems_of(path)]
    # Both names are unread, so nobody's can be judged.
    assert found == [("Managers", 2, "Name")]


def test_heading_nearly_right_is_read_on(tmp_path: Path) -> None:
    sheets = _mentioning()
    sheets["Managers"][0][0] = "Nmae"
    sheets["Managers"][2][2] = "part time"
    found = [(p.sheet, p.row, p.column) for p in problems_of(write_csv(sheets, tmp_path / "team"))]
    assert found == [_THE_MISTAKE, ("Managers", 1, "Nmae"), ("Managers", 3, "Hours a week")]


def test_missing_column_hides_no_other_mistake(tmp_path: Path) -> None:
    sheets = book(Managers=[["Name", "Site", "Skills"], ["Lea Huber", "Wien", "Crisis 9"]])
    found = [(p.row, p.column) for p in problems_of(write_csv(sheets, tmp_path / "team"))]
    assert found == [(1, "Hours a week"), (2, "Site"), (2, "Skills")]


def test_names_of_a_sheet_that_comes_twice_are_known(tmp_path: Path) -> None:
    sheets = _mentioning()
    del sheets["Absences"][3]
    sheets["Team-Mitglieder"] = [_MANAGERS, ["Zoe Zett", "Vienna", "some", "Chess", "Instagram"]]
    sheets["Absences"].append(["Zoe Zett", "sick", "2026-12-09"])
    assert only_problem(write_xlsx(sheets, tmp_path / "team.xlsx"))[0] == "Team-Mitglieder"


@pytest.mark.parametrize(
    ("sheet", "row", "hint"),
    [
        ("Absences", ["Lilly", "leave", "2026-12-01"], "Maybe “Lea Huber” is meant."),
        ("Wishes", ["Lea Huber", "2026-12-08", "early", "wants"], "Maybe “E” is meant."),
    ],
)
def test_public_name_and_name_of_a_shift_give_a_hint(tmp_path: Path, sheet: str, row: list[object], hint: str) -> None:
    heads = {"Absences": ["Person", "Kind", "First day"], "Wishes": ["Person", "First day", "Shift", "Wish"]}
    managers = [[*_MANAGERS, "Public name"], [*_LEA, "Lilly"], _JONAS]
    sheets = {**book(Managers=managers), sheet: [heads[sheet], row]}
    assert only_problem(write_csv(sheets, tmp_path / "team"))[5] == hint


# ---- channels


def test_mistyped_channel_with_opening_hours_is_told_once(tmp_path: Path) -> None:
    hours = [
        _HOURS,
        ["Instagram", "all", "08:00", "24:00"],
        ["Facebok", "weekday", "10:00", "18:00"],
        ["Facebok", "Saturday", "10:00", "12:00"],
    ]
    found = only_problem(write_csv(book(Opening_hours=hours), tmp_path / "team"))
    assert found[:4] == ("Opening hours", 3, "Channel", "Facebok")
    assert found[4] == "Nobody in the team looks after “Facebok”."
    assert found[5].startswith("Maybe “Facebook” is meant; otherwise give the channel")


def test_channel_that_nobody_looks_after_yet_is_a_new_one(tmp_path: Path) -> None:
    sheets = book()
    sheets["Opening hours"].append(["Threads", "weekday", "10:00", "18:00"])
    assert "Threads" in read_team(write_csv(sheets, tmp_path / "team")).channels


def test_channel_in_another_spelling_is_the_same(tmp_path: Path) -> None:
    sheets = book()
    sheets["Opening hours"].append(["FACEBOOK ", "Sunday", "10:00", "18:00"])
    team = read_team(write_csv(sheets, tmp_path / "team"))
    assert {row.channel for row in team.opening_hours} == {"Instagram", "Facebook"}


@pytest.mark.parametrize(
    ("sheet", "rows"),
    [
        ("Volume", [["Channel", "Days", "From hour", "Messages", "Handle time"], ["Facebok", "all", 8, 3, 2]]),
        ("Demand", [["Channel", "Days", "Shift", "Minimum"], ["Facebok", "weekday", "E", 1]]),
        ("Shift types", [["Channels", "Code", "From", "To"], ["Facebok", "E", "08:00", "16:00"]]),
    ],
)
@pytest.mark.parametrize("with_hours", [True, False])
def test_mistyped_channel_elsewhere(tmp_path: Path, sheet: str, rows: list[list[object]], with_hours: bool) -> None:
    sheets = {**book(), sheet: rows}
    if not with_hours:
        del sheets["Opening hours"]
    found = only_problem(write_csv(sheets, tmp_path / "team"))
    assert (found[0], found[1], found[3]) == (sheet, 2, "Facebok")
    assert found[4:] == ("There is no channel “Facebok”.", "Maybe “Facebook” is meant.")


def test_without_hours_and_people_for_channels_any_is_right(tmp_path: Path) -> None:
    volume = [["Channel", "Days", "From hour", "Messages", "Handle time"], ["Mail", "all", 8, 3, 2]]
    managers = [["Name", "Hours a week"], ["Lea Huber", 38]]
    sheets = book(Volume=volume, Managers=managers, Opening_hours=[_HOURS])
    assert read_team(write_csv(sheets, tmp_path / "team")).volume[0].channel == "Mail"
