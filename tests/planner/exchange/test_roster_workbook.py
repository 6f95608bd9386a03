"""What the workbook shows: colours that follow edits, marks, coverage, print, tables."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.exchange.roster_sheets import look
from planner.exchange.roster_workbook import write_roster
from tests.planner.exchange.grid_edits import day_cell, row_of
from tests.planner.exchange.roster_reports import report_of
from tests.web.test_tokens import contrast


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("book") / "roster.xlsx"
    write_roster(report_of(), path, "de")
    return load_workbook(path)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("book") / "roster.xlsx"
    write_roster(report_of(), path, "en")
    return load_workbook(path)


def texts(sheet: Worksheet) -> list[list[object]]:
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def rows_below(sheet: Worksheet, head: str) -> Iterator[tuple[object, ...]]:
    rows = sheet.iter_rows(values_only=True)
    for row in rows:
        if row[0] == head:
            yield from rows


def test_sheets_in_both_languages(german: Workbook, english: Workbook) -> None:
    assert english.sheetnames == [
        "Roster", "Gaps", "Hours", "Fairness", "Shifts", "Month end", "Wishes", "Rules", "Costs", "Coverage by hour",
        "planner",
    ]  # fmt: skip
    assert german.sheetnames[0] == "Dienstplan"
    assert set(german.sheetnames) & set(english.sheetnames) == {"Fairness", "planner"}
    assert [sheet.title for sheet in german if sheet.sheet_state == "hidden"] == ["planner"]


def test_the_grid_shows_letters_marks_and_locks(german: Workbook) -> None:
    grid = german.worksheets[0]
    assert [day_cell(grid, "Ana", day).value for day in (1, 2, 24, 30)] == ["F", "S", "–", "Fo"]
    assert day_cell(grid, "Ben", 1).value == "S+B"
    assert day_cell(grid, "Ben", 7).value == "U"
    assert [day_cell(grid, "Ana", day).number_format for day in (1, 24, 2)] == ['@"•"', '@"•"', "@"]
    cem = grid.cell(row_of(grid, "=Cem"), 1)
    assert cem.data_type == "s"


def test_a_clash_is_outlined_and_says_why(english: Workbook) -> None:
    grid = english.worksheets[0]
    clash, fine = day_cell(grid, "Ana", 3), day_cell(grid, "Ana", 12)
    assert clash.border.left.style == "medium"
    assert clash.comment is not None
    assert "rest" in clash.comment.text
    assert fine.border.left.style == "thin"
    assert fine.comment is None


def test_weekends_and_the_persons_own_holidays_are_tinted(german: Workbook) -> None:
    grid = german.worksheets[0]
    tints = {day: day_cell(grid, "Ana", day).fill.fgColor.rgb for day in (5, 6, 8, 10, 25)}
    assert tints[5] == tints[6] != tints[10]
    assert tints[8] == tints[25] != tints[6]
    # 8 December is a holiday in Vienna and not in Zürich.
    assert day_cell(grid, "Dora", 25).fill.fgColor.rgb == tints[8]
    assert day_cell(grid, "Dora", 15).fill.fill_type is None


def test_holidays_are_named(german: Workbook) -> None:
    grid = german.worksheets[0]
    name = day_cell(grid, "Ana", 8).offset(row=3 - row_of(grid, "Ana"))
    assert name.value == "Mariä Empfängnis"
    assert name.comment is not None
    stephens = day_cell(grid, "Zürich", 26)
    assert stephens.comment is not None
    assert "Zürich" in stephens.comment.text
    assert day_cell(grid, "Zürich", 8).comment is None


def test_colours_follow_what_is_typed(german: Workbook) -> None:
    grid = german.worksheets[0]
    ((area, rules),) = ((str(found.sqref), found.rules) for found in grid.conditional_formatting)
    assert area == "B6:AF11"
    assert len(rules) == 4
    assert len({rule.dxf.fill.bgColor.rgb for rule in rules}) == 4
    assert rules[0].formula == ['LEFT(SUBSTITUTE(SUBSTITUTE(B6," ","+"),",","+")&"+",2)="F+"']


def test_shift_codes_are_offered(german: Workbook) -> None:
    (check,) = german.worksheets[0].data_validations.dataValidation
    assert str(check.sqref) == "B6:AF11"
    sheet, _, area = check.formula1.partition("!")
    cells = [cell.value for (cell,) in german[sheet.strip("'")][area.replace("$", "")]]
    assert cells == ["F", "S", "N", "B"]
    assert check.errorStyle == "warning"


def test_hours_stand_beside_the_people(german: Workbook) -> None:
    grid = german.worksheets[0]
    row = row_of(grid, "Ben")
    # 32.5 h planned and 7.5 h of leave against 168 h; on 12 December, a Saturday, Ben works.
    assert [grid.cell(row, column).value for column in range(33, 39)] == [32.5, 7.5, 168.0, -128.0, 1, 0]
    assert grid.cell(row_of(grid, "=Cem"), 38).value == 1


def test_coverage_per_day(english: Workbook) -> None:
    grid = english.worksheets[0]
    wanted, covered, missing = (row_of(grid, text) for text in ("wanted", "covered", "missing"))
    column = day_cell(grid, "Ana", 12).column
    assert [grid.cell(row, column).value for row in (wanted, covered, missing)] == [24, 16, 8]
    assert [grid.cell(row, column + 1).value for row in (wanted, covered, missing)] == [16.5, 16.5, "✓"]
    assert [grid.cell(row, column + 2).value for row in (wanted, covered, missing)] == [None, None, None]
    assert grid.cell(missing, column).fill.fgColor.rgb == "00B3261E"
    comment = grid.cell(missing, column).comment
    assert comment is not None
    assert comment.text == "Sat 14:00–22:00: people: 1 of 2"
    assert [grid.cell(row, 33).value for row in (wanted, covered, missing)] == [40.5, 32.5, 8]


def test_print_is_a4_landscape_one_page_wide(german: Workbook) -> None:
    for sheet in german:
        if sheet.sheet_state == "visible":
            assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.page_setup.fitToWidth == 1
            assert sheet.freeze_panes
            assert sheet.print_title_rows
            assert sheet.oddFooter.left.text.count("&&") == 1
    assert german.worksheets[0].page_setup.fitToHeight == 1
    assert german.worksheets[0].freeze_panes == "B6"


@pytest.mark.parametrize(("people", "pages"), [(30, 1), (31, 2)])
def test_a_crowd_takes_more_pages(tmp_path: Path, people: int, pages: int) -> None:
    report = report_of()
    board = report.board
    first = board.people[0]
    board.people = tuple(replace(first, name=f"P{number}") for number in range(people))
    board.sites = (board.sites[0],) * people
    write_roster(replace(report, check=replace(report.check, findings=()), hours=()), tmp_path / "r.xlsx", "en")
    assert load_workbook(tmp_path / "r.xlsx").worksheets[0].page_setup.fitToHeight == pages


def test_gaps_say_why_person_by_person(english: Workbook) -> None:
    rows = list(rows_below(english["Gaps"], "Date"))
    assert [(row[9], row[10], row[11]) for row in rows] == [
        ("Ana", "Spät", "only 3 of rest · =second reason"),
        ("Ben", "Spät", "Allowed; the roster would be 1,200 points dearer."),
        ("=Cem", "Spät", "Allowed; the roster would be 30 points cheaper."),
        (
            None,
            None,
            "Nobody in the team can do this work, whatever their hours. "
            "Teach somebody the skill or channel, or hire.",
        ),
    ]
    assert rows[0][4:9] == ("Sat 14:00–22:00: people", 1, 2, 8, "yes")


def test_tables_have_their_sums(english: Workbook) -> None:
    hours = list(rows_below(english["Hours"], "Person"))
    assert hours[-1][0] == "Team"
    assert hours[-1][3:7] == (130, 45, 672, -497)
    costs = list(rows_below(english["Costs"], "Rule"))
    assert [row[:4] for row in costs] == [
        ("Coverage: target", 960, "Team", 960),
        ("Fairness: weekends", 15, "=Cem", 9),
        ("Fairness: weekends", 15, "Ana", 6),
        ("Sum", 975, None, 975),
    ]
    assert english["Hours"].auto_filter.ref == "A3:I7"
    assert english["Gaps"].auto_filter.ref == "A3:L7"


def test_shifts_are_listed_with_the_night_after(english: Workbook) -> None:
    rows = [[str(cell) for cell in row] for row in rows_below(english["Shifts"], "Date")]
    assert len(rows) == len(report_of().roster.assignments)
    first, night = rows[0], next(row for row in rows if row[5] == "N")
    assert first[1:] == ["Tue", "06:00:00", "14:00:00", "Ana", "F", "Früh", "450", "yes"]
    assert night[1:8] == ["Sun", "22:00:00", "06:00:00", "=Cem", "N", "Nacht", "450"]
    assert next(row for row in rows if row[5] == "B")[7] == "0"


def test_rules_are_reported_with_measure_and_limit(english: Workbook) -> None:
    rows = [row for row in rows_below(english["Rules"], "Rule") if row[0] == "Rest between shifts"]
    assert [row[1:4] for row in rows if row[2] == "Ana"] == [("yes", "Ana", datetime(2026, 12, 3))]  # noqa: DTZ001
    figures = next(row[4:] for row in rows if row[2] == "Ana")
    assert figures[:3] == ("8 h", "11 h", 0)
    assert figures[3] == "Ana: only 8 h of rest between Spät on Wed 2 Dec and Früh on Thu 3 Dec; 11 h are needed"


def test_fairness_in_units(english: Workbook) -> None:
    rows = list(rows_below(english["Fairness"], "Measure"))
    assert rows[0] == ("Weekends", "Ana", 2, 1.5, 0.5, 1.75, -0.25, 0.25)


def test_coverage_by_hour(english: Workbook) -> None:
    rows = [[cell for cell in row if cell is not None] for row in rows_below(english["Coverage by hour"], "Date")]
    assert [row[1:] for row in rows] == [["Sat", "2/2", "1/2"], ["Sun", "2/2"]]


def test_wishes_and_what_became_of_them(english: Workbook) -> None:
    rows = list(rows_below(english["Wishes"], "Person"))
    assert [(row[0], *row[3:]) for row in rows] == [
        ("Ana", "would rather not", "any shift", 5, "yes"),
        ("Ben", "wants", "Spät", 2, "no"),
        ("Ben", "would rather not", "Früh", 1, "shift not offered, or away"),
    ]


def test_an_empty_report_says_so(tmp_path: Path) -> None:
    report = report_of()
    empty = replace(report, gaps=(), fairness=(), wishes=(), coverage=(), hours=(), cost_by_rule={}, cost_shares=())
    write_roster(empty, tmp_path / "r.xlsx", "en")
    book = load_workbook(tmp_path / "r.xlsx")
    assert ["No gaps: every stretch of time has the people it wants."] in texts(book["Gaps"])
    assert ["No rule costs anything."] in texts(book["Costs"])


@pytest.mark.parametrize("ink", [look.INK, look.MUTED, look.FAINT, look.SHORT, look.ENOUGH])
def test_every_ink_is_read_on_white_paper(ink: str) -> None:
    assert contrast(f"#{ink}", "#ffffff") >= 4.5
