"""A roster as a workbook: the month grid, tables of the report, and a hidden sheet that lets it be read back."""

from pathlib import Path

from openpyxl import Workbook

from planner.exchange.report_tables import SHEET_TABLES
from planner.exchange.roster_sheets import facts_sheet, grid_layout
from planner.exchange.roster_sheets.facts_sheet import Facts
from planner.exchange.roster_sheets.hour_grid import write_hours
from planner.exchange.roster_sheets.look import print_on_a4
from planner.exchange.roster_sheets.month_foot import write_foot
from planner.exchange.roster_sheets.month_grid import AUTHOR, PEOPLE_A_PAGE, MonthGrid
from planner.exchange.roster_sheets.table_sheet import write_table
from planner.messages import _l, month_words, translate
from planner.reporting.period import month_of
from planner.reporting.report import Report


def write_roster(report: Report, path: Path, language: str) -> None:
    """Write the workbook of a report in `language` ("de" or "en"). OSError when the file cannot be written."""
    board = report.board
    subtitle = f"{month_words(month_of(report), language)} · {board.team.name}"
    workbook = Workbook()
    workbook.properties.creator = AUTHOR
    workbook.properties.title = subtitle
    page_words = (translate(_l("Page"), language), translate(_l("of"), language))
    grid = workbook.active
    assert grid is not None
    grid.title = translate(grid_layout.GRID, language)
    hidden = workbook.create_sheet(facts_sheet.SHEET)
    codes_range = facts_sheet.write_facts(hidden, _facts(report, grid.title, language))
    places = MonthGrid(grid, report, language).write(codes_range)
    write_foot(grid, report, places, language)
    print_on_a4(grid, subtitle, page_words, head_rows=(grid_layout.NAMES_ROW, grid_layout.DATE_ROW))
    grid.page_setup.fitToHeight = -(-len(board.people) // PEOPLE_A_PAGE)
    for make in SHEET_TABLES:
        table = make(report, language)
        write_table(workbook.create_sheet(table.name), table, subtitle, page_words, language)
    hours = workbook.create_sheet(translate(_l("Coverage by hour"), language))
    write_hours(hours, report, subtitle, page_words, language)
    # Last, so that the visible sheets stand together.
    workbook.move_sheet(facts_sheet.SHEET, offset=len(workbook.sheetnames))
    workbook.save(path)


def _facts(report: Report, grid_title: str, language: str) -> Facts:
    board = report.board
    codes = tuple(shift.code for shift in board.shift_types)
    marks = grid_layout.absence_marks(codes, language)
    filled = {(a.person, a.day) for a in report.roster.assignments}
    absent = {key: marks[kind] for key, kind in grid_layout.absences_by_day(board).items() if key not in filled}
    people = tuple(manager.name for manager in board.people)
    return Facts(language, grid_title, translate(grid_layout.END, language), absent, people, codes, report.roster)
