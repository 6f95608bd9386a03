"""Coverage by hour: days by hours, people present of people wanted."""

from openpyxl.styles import Border
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.days import DayKind
from planner.exchange.roster_sheets import look
from planner.exchange.table_shape import weekday_word
from planner.messages import _l, translate
from planner.reporting.report import Report

_HEAD_ROW = 3
_MOST_IN_A_PAGE = 1


def write_hours(sheet: Worksheet, report: Report, subtitle: str, page_words: tuple[str, str], language: str) -> None:
    """Write the grid from A1 on."""
    title = translate(_l("Coverage by hour: people present / wanted"), language)
    look.heading(sheet, title, subtitle)
    hours = sorted({hour for day in report.coverage for hour, _, _ in day.hours})
    look.set_widths(sheet, [11, 5, *[6.5] * len(hours)])
    heads = [translate(_l("Date"), language), translate(_l("Day"), language), *(f"{hour}–{hour + 1}" for hour in hours)]
    for column, text in enumerate(heads, start=1):
        side = look.LEFT if column < 3 else look.CENTRE
        cell = look.label(sheet, _HEAD_ROW, column, text, look.font(8.5, bold=True), side)
        look.style(cell, fill=look.fill(look.SUNKEN), border=Border(bottom=look.RULE))
    for row, day in enumerate(report.coverage, start=_HEAD_ROW + 1):
        kind = report.board.kind(day.day)
        first, second = look.cell_at(sheet, row, 1), look.cell_at(sheet, row, 2)
        first.value = day.day
        look.put_text(second, weekday_word(day.day, language))
        tint = None if kind is DayKind.WEEKDAY else look.fill(look.HOLIDAY if "holiday" in kind else look.WEEKEND)
        for cell in (first, second):
            look.style(cell, font=look.font(9), alignment=look.LEFT, border=Border(bottom=look.HAIR), fill=tint)
        first.number_format = "dd.mm.yyyy" if language == "de" else "yyyy-mm-dd"
        for hour, present, wanted in day.hours:
            cell = look.cell_at(sheet, row, 3 + hours.index(hour))
            look.put_text(cell, f"{present}/{wanted}")
            short = present < wanted
            look.style(
                cell, font=look.font(9, bold=short, color=look.SHORT if short else look.ENOUGH), alignment=look.CENTRE,
                fill=look.fill(look.SHORT_SOFT if short else look.ENOUGH_SOFT), border=look.GRID,
            )  # fmt: skip
    sheet.freeze_panes = f"C{_HEAD_ROW + 1}"
    sheet.sheet_view.showGridLines = False
    look.print_on_a4(sheet, f"{title} · {subtitle}", page_words, head_rows=(1, _HEAD_ROW))
    sheet.page_setup.fitToHeight = _MOST_IN_A_PAGE
