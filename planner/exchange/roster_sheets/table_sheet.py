"""A table as a sheet: title, headings that stay, filter, print."""

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from planner.exchange.roster_sheets.look import (
    FAINT,
    HAIR,
    INK,
    MUTED,
    RULE,
    SHORT,
    SUNKEN,
    WRAPPED,
    cell_at,
    fill,
    font,
    heading,
    label,
    like,
    print_on_a4,
    put_text,
    set_widths,
    style,
)
from planner.exchange.table_shape import Column, Kind, Table, Value

_HEAD_ROW = 3
_LINE_PT, _PADDING_PT = 11.5, 3.0
#: Letters of running text in a column's unit of width, at 9 points.
_LETTERS_A_WIDTH = 1.55
#: dd.mm.yyyy in German, as the ISO date elsewhere; hours with one or two decimals.
_DATES = {"de": "dd.mm.yyyy", "en": "yyyy-mm-dd"}
_FORMATS = {
    Kind.TIME: "hh:mm",
    Kind.COUNT: "#,##0",
    Kind.HOURS: "#,##0.00",
    Kind.SIGNED_HOURS: "+#,##0.00;-#,##0.00;0.00",
    Kind.UNITS: "0.00",
    Kind.SIGNED_UNITS: "+0.00;-0.00;0.00",
    Kind.SHARE: "0.0 %",
}
_TOP_LEFT = Alignment(horizontal="left", vertical="top", indent=1)
_TOP_RIGHT = Alignment(horizontal="right", vertical="top", indent=1)
_HEAD = Alignment(horizontal="left", vertical="bottom", wrap_text=True, indent=1)
_HEAD_RIGHT = Alignment(horizontal="right", vertical="bottom", wrap_text=True, indent=1)
_NUMBERS = frozenset({Kind.COUNT, Kind.HOURS, Kind.SIGNED_HOURS, Kind.UNITS, Kind.SIGNED_UNITS, Kind.SHARE})


def write_table(sheet: Worksheet, table: Table, subtitle: str, page_words: tuple[str, str], language: str) -> None:
    """Write a table from A1 on. subtitle: month and team."""
    heading(sheet, table.title, subtitle)
    set_widths(sheet, [column.width for column in table.columns])
    for number, column in enumerate(table.columns, start=1):
        side = _HEAD_RIGHT if column.kind in _NUMBERS else _HEAD
        cell = label(sheet, _HEAD_ROW, number, column.heading, font(8.5, bold=True), side)
        style(cell, fill=fill(SUNKEN), border=Border(bottom=RULE))
    sheet.row_dimensions[_HEAD_ROW].height = 26
    _write_rows(sheet, table, language)
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    sheet.sheet_view.showGridLines = False
    last = get_column_letter(len(table.columns))
    if table.rows:
        # The sum stays below whatever the filter hides.
        sheet.auto_filter.ref = f"A{_HEAD_ROW}:{last}{_HEAD_ROW + len(table.rows) - table.total}"
    print_on_a4(sheet, f"{table.title} · {subtitle}", page_words, head_rows=(1, _HEAD_ROW))


def _lines(table: Table, row: tuple[Value, ...]) -> int:
    """Lines that the row's longest text takes; spreadsheets don't all work it out by themselves."""
    return max(
        (
            -(-len(value) // int(column.width * _LETTERS_A_WIDTH))
            for column, value in zip(table.columns, row, strict=True)
            if column.wrap and isinstance(value, str)
        ),
        default=1,
    )


def _write_rows(sheet: Worksheet, table: Table, language: str) -> None:
    if not table.rows:
        label(sheet, _HEAD_ROW + 1, 1, table.empty, font(10, color=MUTED))
        return
    before: tuple[Value, ...] = ()
    looks: dict[tuple[object, ...], Cell] = {}
    for offset, row in enumerate(table.rows, start=1):
        again = table.group > 0 and row[: table.group] == before[: table.group]
        total = table.total and offset == len(table.rows)
        edge = Border(top=RULE) if total else Border() if again else Border(top=HAIR)
        for number, value in enumerate(row, start=1):
            column = table.column_of(number - 1, offset - 1)
            cell = cell_at(sheet, _HEAD_ROW + offset, number)
            _put(cell, value)
            ink = FAINT if again and number <= table.group else _ink(column, value)
            known = looks.setdefault((column, isinstance(value, str), again, total, ink), cell)
            if known is cell:
                _dress(cell, column, value, language)
                style(cell, font=font(9, bold=total, color=ink), border=edge)
            else:
                like(cell, known)
        sheet.row_dimensions[_HEAD_ROW + offset].height = _PADDING_PT + _LINE_PT * max(1, _lines(table, row))
        before = row


def _ink(column: Column, value: Value) -> str:
    negative = column.kind is Kind.SIGNED_HOURS and isinstance(value, float) and value < 0
    return SHORT if negative else INK


def _put(cell: Cell, value: Value) -> None:
    if isinstance(value, str):
        put_text(cell, value)
    else:
        cell.value = value


def _dress(cell: Cell, column: Column, value: Value, language: str) -> None:
    if isinstance(value, str):
        cell.alignment = WRAPPED if column.wrap else _TOP_LEFT
        return
    cell.alignment = _TOP_RIGHT if column.kind in _NUMBERS else _TOP_LEFT
    cell.number_format = _DATES[language] if column.kind is Kind.DATE else _FORMATS.get(column.kind, "General")
