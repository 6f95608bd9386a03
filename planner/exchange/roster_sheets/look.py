"""How the workbook looks: colours, fonts and edges (the light theme of the pages), and cells that hold only text."""

from collections.abc import Sequence
from copy import copy
from functools import cache
from typing import Any, cast

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from planner.exchange.safe_text import guard_xlsx

#: Metric twins of this family are on every system, so that columns are as wide as they were measured.
FONT = "Arial"
INK, MUTED, FAINT = "1B1D21", "5B626D", "6F757F"
LINE = "E3E5E9"
SUNKEN, WEEKEND, HOLIDAY, HALF_HOLIDAY = "F1F2F4", "EEEEF3", "FBEBD0", "FDF6E9"
ABSENT, ABSENT_INK = "DDE0E5", "4A505B"
SHORT, SHORT_SOFT, ENOUGH, ENOUGH_SOFT = "B3261E", "FDECEB", "19663A", "E7F5EC"
#: Fills of shift types in the team's order, told apart by colour-blind eyes (Okabe and Ito); the ninth begins again.
SHIFT_FILLS = ("F4D794", "B8DFF6", "94D6C4", "EAC7DA", "94C4DF", "F9F4B0", "EDBB94", "C5C8CC")

A4 = 9
#: Millimetres to inches, the unit of margins.
_INCH_MM = 25.4

HAIR = Side(style="thin", color=LINE)
RULE = Side(style="thin", color=MUTED)
GRID = Border(left=HAIR, right=HAIR, top=HAIR, bottom=HAIR)

LEFT = Alignment(horizontal="left", vertical="center")
CENTRE = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)
RIGHT = Alignment(horizontal="right", vertical="center")
WRAPPED = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)


@cache
def font(size: float = 9, *, bold: bool = False, color: str = INK, italic: bool = False) -> Font:
    """A font of the one family. size: points."""
    return Font(name=FONT, size=size, bold=bold, color=color, italic=italic)


@cache
def fill(color: str) -> PatternFill:
    """A plain fill."""
    return PatternFill("solid", fgColor=color)


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell that can be written, by numbers from 1. TypeError inside a merged range."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{cell.coordinate} lies in a merged range. Maybe write to its first cell.")
    return cell


def put_text(cell: Cell, text: str) -> None:
    """Write a text that stays one, whatever it begins with: '=1+1' is no formula and '#N/A' no error."""
    cell.value = guard_xlsx(text)
    cell.data_type = "s"


def style(
    cell: Cell,
    *,
    font: Font | None = None,
    fill: PatternFill | None = None,
    border: Border | None = None,
    alignment: Alignment | None = None,
    number_format: str | None = None,
) -> None:
    """Set what is given of a cell's looks."""
    if font is not None:
        cell.font = font
    if fill is not None:
        cell.fill = fill
    if border is not None:
        cell.border = border
    if alignment is not None:
        cell.alignment = alignment
    if number_format is not None:
        cell.number_format = number_format


def like(cell: Cell, other: Cell) -> None:
    """Give a cell the looks of another; many times faster than describing them again for each of 10,000 cells."""
    # openpyxl offers no other way to share a finished style, and its type stubs leave the attribute out.
    target: Any = cell
    target._style = copy(cast(Any, other)._style)


def label(sheet: Worksheet, row: int, column: int, text: str, font: Font, alignment: Alignment = LEFT) -> Cell:
    """Write a text with its font; gives its cell."""
    cell = cell_at(sheet, row, column)
    put_text(cell, text)
    style(cell, font=font, alignment=alignment)
    return cell


def heading(sheet: Worksheet, title: str, subtitle: str, *, title_pt: float = 14) -> None:
    """Title and subtitle in the first two rows."""
    label(sheet, 1, 1, title, font(title_pt, bold=True))
    label(sheet, 2, 1, subtitle, font(9, color=MUTED))
    sheet.row_dimensions[1].height = title_pt + 10
    sheet.row_dimensions[2].height = 17


def print_on_a4(sheet: Worksheet, title: str, page_words: tuple[str, str], *, head_rows: tuple[int, int]) -> None:
    """Landscape A4, one page wide, head rows on every page. page_words: 'Page', 'of'."""
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{head_rows[0]}:{head_rows[1]}"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 9 / _INCH_MM
    margins.top = 9 / _INCH_MM
    margins.bottom = 12 / _INCH_MM
    margins.header = margins.footer = 5 / _INCH_MM
    # & starts a code in headers and footers; a doubled one is the sign itself.
    before, between = page_words
    texts = (title.replace("&", "&&"), f"{before} &P {between} &N")
    footer = sheet.oddFooter
    assert footer is not None
    for part, text in zip((footer.left, footer.right), texts, strict=True):
        part.text, part.size, part.color = text, 8, MUTED


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Column widths from the first column on, in characters."""
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
