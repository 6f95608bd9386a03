"""Workbooks that are refused: merged cells, formulas without a value, damaged files and traps."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook

from planner.exchange.team_import import read_team
from tests.planner.exchange.small_book import book, only_problem, write_xlsx


def spoiled(path: Path, sheet: str, **cells: object) -> Path:
    """The small workbook with some cells changed."""
    write_xlsx(book(), path)
    workbook = load_workbook(path)
    for place, value in cells.items():
        workbook[sheet][place] = value
    workbook.save(path)
    return path


def test_merged_cells_in_data(tmp_path: Path) -> None:
    path = write_xlsx(book(), tmp_path / "team.xlsx")
    workbook = load_workbook(path)
    workbook["Managers"].merge_cells("B2:B3")
    workbook.save(path)
    sheet, row, column, value, reason, mend = only_problem(path)
    assert (sheet, row, column, value) == ("Managers", 2, "Site", "B2:B3")
    assert "merged" in reason
    assert "Unmerge" in mend


def test_large_merge_is_one_problem(tmp_path: Path) -> None:
    path = write_xlsx(book(), tmp_path / "team.xlsx")
    workbook = load_workbook(path)
    workbook["Managers"].merge_cells("A4:Z700")
    workbook.save(path)
    assert only_problem(path)[:4] == ("Managers", 4, "Name", "A4:Z700")


def test_formula_without_a_value(tmp_path: Path) -> None:
    found = only_problem(spoiled(tmp_path / "team.xlsx", "Managers", C2="=30+8"))
    assert found[:4] == ("Managers", 2, "Hours a week", "=30+8")
    assert "no value yet" in found[4]
    assert "save it" in found[5]


@pytest.mark.parametrize(("cached", "text"), [('t="str"><f>"a"</f><v></v>', ""), ("><f>19*2</f><v>38</v>", "38:00")])
def test_formula_with_its_value_is_read(tmp_path: Path, cached: str, text: str) -> None:
    path = spoiled(tmp_path / "team.xlsx", "Managers", F1="Senior staff", C2="=1+1")
    place = "F2" if not text else "C2"
    changed = tmp_path / "cached.xlsx"
    with ZipFile(path) as source, ZipFile(changed, "w") as target:
        for part in source.namelist():
            xml = source.read(part).decode()
            if part.endswith("sheet3.xml"):
                if place == "C2":
                    xml = xml.replace('<c r="C2"><f>1+1</f><v />', f'<c r="C2"{cached}')
                else:
                    xml = xml.replace('<c r="C2"><f>1+1</f><v /></c>', f'<c r="C2"><v>38</v></c><c r="F2" {cached}</c>')
                assert cached in xml
            target.writestr(part, xml)
    assert read_team(changed).managers[0].contract_min_week == 38 * 60


def test_empty_sheet(tmp_path: Path) -> None:
    path = write_xlsx(book(Absences=[]), tmp_path / "team.xlsx")
    assert only_problem(path)[:5] == ("Absences", 0, "", "", "The sheet is empty.")


def test_same_sheet_twice(tmp_path: Path) -> None:
    path = write_xlsx(book(Standorte=book()["Sites"]), tmp_path / "team.xlsx")
    assert only_problem(path)[4] == "“Sites” already says the same things."


@pytest.mark.parametrize("content", [b"", b"Name;Month\n", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 old .xls"])
def test_no_workbook(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "team.xlsx"
    path.write_bytes(content)
    found = only_problem(path)
    assert found[4] == "This file is no workbook."
    assert "save it as an Excel workbook" in found[5]


def test_zip_that_is_no_workbook(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "team.xlsx", "w") as archive:
        archive.writestr("content.xml", "<office/>")
    assert only_problem(tmp_path / "team.xlsx")[4] == "This file is no workbook."


def test_workbook_with_broken_xml(tmp_path: Path) -> None:
    path = write_xlsx(book(), tmp_path / "team.xlsx")
    with ZipFile(path) as source, ZipFile(tmp_path / "broken.xlsx", "w") as target:
        for part in source.namelist():
            target.writestr(part, source.read(part)[:-9] if part.endswith("sheet3.xml") else source.read(part))
    assert only_problem(tmp_path / "broken.xlsx")[4] == "This file is no workbook."


def test_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    path = write_xlsx(book(), tmp_path / "team.xlsx")
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(6_000_000))
    found = only_problem(path)
    assert "far more than a workbook holds" in found[4]
    assert "template" in found[5]


def test_zip_with_very_many_parts_is_not_opened(tmp_path: Path) -> None:
    path = write_xlsx(book(), tmp_path / "team.xlsx")
    with ZipFile(path, "a") as archive:
        for number in range(2_001):
            archive.writestr(f"xl/media/{number}", "")
    assert "far more than a workbook holds" in only_problem(path)[4]


def test_far_away_cell_costs_nothing(tmp_path: Path) -> None:
    found = only_problem(spoiled(tmp_path / "team.xlsx", "Managers", XFD400="stray"))
    assert found[:4] == ("Managers", 400, "XFD", "stray")


def test_row_beyond_the_last_is_no_workbook(tmp_path: Path) -> None:
    write_xlsx(book(), tmp_path / "team.xlsx")
    with ZipFile(tmp_path / "team.xlsx") as source, ZipFile(tmp_path / "far.xlsx", "w") as target:
        for part in source.namelist():
            far = b'<row r="1048577"><c r="A1048577"><v>1</v></c></row></sheetData>'
            target.writestr(part, source.read(part).replace(b"</sheetData>", far))
    assert only_problem(tmp_path / "far.xlsx")[4] == "This file is no workbook."


def test_hidden_sheet_of_no_known_name(tmp_path: Path) -> None:
    path = write_xlsx(book(Junk=[["a"]]), tmp_path / "team.xlsx")
    workbook = load_workbook(path)
    workbook["Junk"].sheet_state = "hidden"
    workbook["Sites"].sheet_state = "hidden"
    workbook.save(path)
    assert only_problem(path)[3:5] == ("Junk", "This sheet is not known. It is hidden.")
