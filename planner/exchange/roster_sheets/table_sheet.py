"""A table as a sheet: title, headings that stay, filter, print."""

from datetime import date

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from planner.exchange.report_tables import Column, Kind, Table, Value
from planner.exchange.roster_sheets.look import (
    FAINT,
    HAIR,
    INK,
    LEFT,
    MUTED,
    RIGHT,
    RULE,
    SHORT,
    SUNKEN,
    WRAPPED,
    fill,
    font,
    print_on_a4,
    put_text,
    set_widths,
    style,
)

_HEAD_ROW = 3
#: dd.mm.yyyy in German, as the ISO date elsewhere; hours with one or two decimals.
_DATES = {"de": "dd.mm.yyyy", "en": "yyyy-mm-dd"}
_FORMATS = {
    Kind.TIME: "hh:mm",
    Kind.COUNT: "#,##0",
    Kind.HOURS: "#,##0.00",
    Kind.SIGNED_HOURS: "+#,##0.00;-#,##0.00;0.00",
    Kind.UNITS: "0.00",
    Kind.SIGNED_UNITS: "+0.00;-0.00;0.00",
}
_TOP_LEFT = Alignment(horizontal="left", vertical="top")
_TOP_RIGHT = Alignment(horizontal="right", vertical="top")
_HEAD = Alignment(horizontal="left", vertical="bottom", wrap_text=True)
_HEAD_RIGHT = Alignment(horizontal="right", vertical="bottom", wrap_text=True)
_NUMBERS = frozenset({Kind.COUNT, Kind.HOURS, Kind.SIGNED_HOURS, Kind.UNITS, Kind.SIGNED_UNITS})


def write_table(sheet: Worksheet, table: Table, subtitle: str, page_words: tuple[str, str], language: str) -> None:
    """Write a table from A1 on. subtitle: month and team."""
    put_text(sheet["A1"], table.title)
    style(sheet["A1"], font=font(14, bold=True), alignment=LEFT)
    sheet.row_dimensions[1].height = 24
    put_text(sheet["A2"], subtitle)
    style(sheet["A2"], font=font(9, color=MUTED), alignment=LEFT)
    sheet.row_dimensions[2].height = 18
    set_widths(sheet, [column.width for column in table.columns])
    for number, column in enumerate(table.columns, start=1):
        cell = sheet.cell(_HEAD_ROW, number)
        put_text(cell, column.heading)
        style(
            cell,
            font=font(8.5, bold=True),
            fill=fill(SUNKEN),
            border=Border(bottom=RULE),
            alignment=_HEAD_RIGHT if column.kind in _NUMBERS else _HEAD,
        )
    sheet.row_dimensions[_HEAD_ROW].height = 26
    _write_rows(sheet, table, language)
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    sheet.sheet_view.showGridLines = False
    last = get_column_letter(len(table.columns))
    if table.rows:
        # The sum stays below whatever the filter hides.
        sheet.auto_filter.ref = f"A{_HEAD_ROW}:{last}{_HEAD_ROW + len(table.rows) - table.total}"
    print_on_a4(sheet, f"{table.title} · {subtitle}", page_words, head_rows=(1, _HEAD_ROW))


def _write_rows(sheet: Worksheet, table: Table, language: str) -> None:
    if not table.rows:
        put_text(sheet.cell(_HEAD_ROW + 1, 1), table.empty)
        style(sheet.cell(_HEAD_ROW + 1, 1), font=font(10, color=MUTED), alignment=LEFT)
        return
    before: tuple[Value, ...] = ()
    for offset, row in enumerate(table.rows, start=1):
        again = table.group > 0 and row[: table.group] == before[: table.group]
        total = table.total and offset == len(table.rows)
        for number, (column, value) in enumerate(zip(table.columns, row, strict=True), start=1):
            repeated = again and number <= table.group
            edge = Border(top=RULE) if total else Border() if again else Border(top=HAIR)
            cell = sheet.cell(_HEAD_ROW + offset, number)
            _put(cell, column, value, language)
            style(cell, font=font(9, bold=total, color=FAINT if repeated else _ink(column, value)), border=edge)
        before = row


def _ink(column: Column, value: Value) -> str:
    negative = column.kind is Kind.SIGNED_HOURS and isinstance(value, float) and value < 0
    return SHORT if negative else INK


def _put(cell: Cell, column: Column, value: Value, language: str) -> None:
    if isinstance(value, str):
        put_text(cell, value)
        cell.alignment = WRAPPED if column.wrap else _TOP_LEFT
        return
    cell.value = value
    cell.alignment = _TOP_RIGHT if column.kind in _NUMBERS else _TOP_LEFT
    cell.number_format = _DATES[language] if isinstance(value, date) else _FORMATS.get(column.kind, "General")
