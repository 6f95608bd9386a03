"""Workbooks and CSV folders to fill in: the template, and any team written as the importer reads it."""

import csv
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.team import Team
from planner.domain.time import MINUTES_A_DAY, clock
from planner.exchange.cells import duration_cell, number_words
from planner.exchange.columns import Column, holds_several
from planner.exchange.example_team import example_team
from planner.exchange.safe_text import guard_csv, guard_xlsx
from planner.exchange.sheets import HELP_TITLES, LISTS_TITLES, SHEETS, Sheet
from planner.exchange.team_rows import Cell, Cells, Figure, Form, team_rows
from planner.messages import Message, _l, render
from planner.rules.catalogue import RULES

_FORMATS = {Form.CLOCK: "[hh]:mm", Form.DURATION: "[h]:mm", Form.HOURS: "General"}
_DATE_FORMATS = {"de": "dd.mm.yyyy", "en": "yyyy-mm-dd"}
_HEAD = PatternFill("solid", fgColor="FFE3E8EF")
#: The family of cells that name no font; a font without a family would be shown in another.
_FAMILY = "Calibri"
_BOLD = Font(name=_FAMILY, bold=True, size=11)
_NEEDED = PatternFill("solid", fgColor="FFC9D6E8")
#: Drop-downs reach this far below the last row.
_SPARE_ROWS = 500

_SEVERAL = Message(_l("Several are separated by commas."))
_HELP = (
    Message(_l("How to fill in this workbook")),
    Message(_l("Each sheet shows an invented example. Put your own rows in its place; the month plans as it stands.")),
    Message(_l("Darker headings must be filled in. Each heading has a note that says what belongs in the column.")),
    Message(_l("Sheets and columns may come in any order; a sheet you do not need may be deleted.")),
    Message(
        _l("Times are written as 08:30, midnight at the end of a day as 24:00, dates as 2026-12-24 or 24.12.2026.")
    ),
    Message(_l("Several names in one cell are separated by commas or semicolons.")),
    Message(_l("This sheet and the hidden sheet of lists are not read.")),
)


def write_template(path: Path, language: str) -> None:
    """A workbook to fill in, headings and example in "de" or "en"; it plans as it stands."""
    _workbook(example_team(language), language, _HELP).save(path)


def write_team(team: Team, path: Path, language: str = "en") -> None:
    """A team as a workbook that `read_team` reads back equal. ValueError for facts that the sheets cannot say."""
    _workbook(team, language, ()).save(path)


def team_workbook(team: Team, language: str) -> bytes:
    """The content of a team's workbook, as `write_team` writes it."""
    return _content(_workbook(team, language, ()))


def template_workbook(language: str) -> bytes:
    """The content of the template, as `write_template` writes it."""
    return _content(_workbook(example_team(language), language, _HELP))


def _content(workbook: Workbook) -> bytes:
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def write_team_csv(team: Team, folder: Path, language: str = "en") -> None:
    """A team as a folder of CSV files that `read_team` reads back equal. The folder is made; see `write_team`.

    German files have ; between cells and decimal commas, English ones commas and points; both are UTF-8 with BOM.
    """
    rows = team_rows(team, language)
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in SHEETS.values():
        name = sheet.title(language).lower().replace(" ", "_")
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            out = csv.writer(file, delimiter=";" if language == "de" else ",")
            out.writerow([column.heading(language) for column in sheet.columns.values()])
            out.writerows([_csv_cell(row.get(key), language) for key in sheet.columns] for row in rows[sheet.key])


def _csv_cell(cell: Cell, language: str) -> str:
    return guard_csv(cell) if isinstance(cell, str) else cell_words(cell, language)


def cell_words(cell: Cell, language: str) -> str:
    """A cell as people write it, "" for an empty one."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Figure):
        return clock(cell.minutes) if cell.form is Form.CLOCK else duration_cell(cell.minutes)
    if isinstance(cell, date):
        return cell.isoformat()
    if cell is None:
        return ""
    return number_words(cell).replace(".", "," if language == "de" else ".")


# ---- workbook


def _workbook(team: Team, language: str, help_lines: tuple[Message, ...]) -> Workbook:
    workbook = Workbook()
    assert workbook.active is not None
    workbook.remove(workbook.active)
    if help_lines:
        _write_help(workbook.create_sheet(HELP_TITLES[language]), help_lines, language)
    rows = team_rows(team, language)
    lists = _Lists(workbook, language)
    for sheet in SHEETS.values():
        _write_sheet(workbook.create_sheet(sheet.title(language)), sheet, rows[sheet.key], language, lists)
    lists.write()
    return workbook


def _write_help(worksheet: Worksheet, lines: tuple[Message, ...], language: str) -> None:
    worksheet.column_dimensions["A"].width = 100
    _print_one_page_wide(worksheet)
    for number, line in enumerate(lines, start=1):
        worksheet.cell(number, 1, render(line, language)).alignment = Alignment(wrap_text=True, vertical="top")
    worksheet["A1"].font = Font(name=_FAMILY, bold=True, size=14)
    worksheet.row_dimensions[1].height = 24


def _print_one_page_wide(worksheet: Worksheet) -> None:
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write_sheet(worksheet: Worksheet, sheet: Sheet, rows: list[Cells], language: str, lists: "_Lists") -> None:
    worksheet.freeze_panes, worksheet.print_title_rows = "A2", "1:1"
    _print_one_page_wide(worksheet)
    last = len(rows) + 1
    for place, (key, column) in enumerate(sheet.columns.items(), start=1):
        head = worksheet.cell(1, place, column.heading(language))
        head.font = _BOLD
        head.fill = _NEEDED if key in sheet.required else _HEAD
        several = bool(column.refers) and holds_several(sheet.row.model_fields[key])
        head.comment = _comment(column, language, several=several)
        shown = [
            _put(worksheet.cell(number, place), row.get(key), language) for number, row in enumerate(rows, start=2)
        ]
        letter = get_column_letter(place)
        worksheet.column_dimensions[letter].width = min(42, max(10, len(column.heading(language)) + 3, *shown, 0))
        source = lists.source(column)
        if source:
            choice = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=False)
            choice.add(f"{letter}2:{letter}{last + _SPARE_ROWS}")
            worksheet.add_data_validation(choice)


def _comment(column: Column, language: str, *, several: bool) -> Comment:
    about = [column.about(language), *([render(_SEVERAL, language)] if several else [])]
    example = render(Message(_l("For example: {example}"), example=column.example_in(language)), language)
    comment = Comment(f"{' '.join(about)}\n{example}", "Community Planner")
    comment.width, comment.height = 320, 40 + 20 * (len(comment.text) // 45 + 1)
    return comment


def _put(target: SheetCell | MergedCell, cell: Cell, language: str) -> int:
    """Write a cell; how many letters wide it will be."""
    if cell is None or cell == "":
        return 0
    assert isinstance(target, SheetCell)
    if isinstance(cell, str):
        target.value = guard_xlsx(cell)
        # Else openpyxl would take a text that begins with = for a formula.
        target.data_type = "s"
        target.quotePrefix = guard_csv(cell) != cell
        target.alignment = Alignment(vertical="top")
        return len(cell) + 2
    if isinstance(cell, Figure):
        target.value = cell.minutes / (60 if cell.form is Form.HOURS else MINUTES_A_DAY)
        target.number_format = _FORMATS[cell.form]
        return 8
    target.value = cell
    if isinstance(cell, date):
        target.number_format = _DATE_FORMATS[language]
    return 12


class _Lists:
    """The hidden sheet with the words of the drop-downs; formulas there have no limit of 255 letters."""

    def __init__(self, workbook: Workbook, language: str) -> None:
        self._workbook, self._language = workbook, language
        self._columns: dict[tuple[str, ...], int] = {}

    def source(self, column: Column) -> str:
        """The range that a column's drop-down shows, "" for none."""
        if column.choices is not None:
            return self._words(column.choices.all_words(self._language))
        if column.refers == "rules":
            return self._words(tuple(rule.code for rule in RULES))
        if column.refers:
            key, _, wanted = column.refers.partition(".")
            place = get_column_letter(list(SHEETS[key].columns).index(wanted) + 1)
            return f"'{SHEETS[key].title(self._language)}'!${place}$2:${place}${_SPARE_ROWS}"
        return ""

    def _words(self, words: tuple[str, ...]) -> str:
        place = get_column_letter(self._columns.setdefault(words, len(self._columns) + 1))
        return f"'{LISTS_TITLES[self._language]}'!${place}$1:${place}${len(words)}"

    def write(self) -> None:
        """Add the sheet."""
        worksheet = self._workbook.create_sheet(LISTS_TITLES[self._language])
        worksheet.sheet_state = "hidden"
        for words, place in self._columns.items():
            for number, word in enumerate(words, start=1):
                worksheet.cell(number, place, word)
