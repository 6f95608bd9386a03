"""Below the people: each day's coverage, and what colours and marks mean."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from openpyxl.styles import Alignment, Border, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.time import clock
from planner.exchange.roster_sheets import grid_layout as layout
from planner.exchange.roster_sheets import look
from planner.exchange.roster_sheets.month_grid import LOCKED_FORMAT, GridPlaces, note
from planner.exchange.words import ABSENCE_KINDS
from planner.messages import Message, _l, render, translate
from planner.reporting.report import DayCoverage, Gap, Report

_MINUTES_AN_HOUR = 60
_INDENTED = Alignment(horizontal="left", vertical="center", indent=1)
#: A legend's entry is a swatch and seven columns of text; four of them reach from the first day to the last.
_ENTRY_COLUMNS, _ENTRIES_A_ROW = 8, 4


def write_foot(sheet: Worksheet, report: Report, places: GridPlaces, language: str) -> None:
    """Write coverage and legend from the first row below the people on."""
    sheet.row_dimensions[places.after_people].height = 8
    row = _write_coverage(sheet, report, places, places.after_people + 1, language)
    sheet.row_dimensions[row].height = 8
    _write_legend(sheet, report, row + 1, language)


def _hours(minutes: int) -> float | int:
    """Hours as short as they fit a day's column."""
    hours = minutes / _MINUTES_AN_HOUR
    return round(hours) if hours >= 100 or hours == int(hours) else round(hours, 1)


def _write_coverage(sheet: Worksheet, report: Report, places: GridPlaces, row: int, language: str) -> int:
    look.label(sheet, row, layout.NAME_COLUMN, translate(layout.END, language), look.font(9, bold=True))
    gaps: dict[date, list[Gap]] = defaultdict(list)
    for gap in report.gaps:
        gaps[gap.day].append(gap)
    rows: Sequence[tuple[str, Callable[[DayCoverage], int]]] = (
        (_l("wanted"), lambda day: day.wanted_min),
        (_l("covered"), lambda day: day.covered_min),
        (_l("missing"), lambda day: day.wanted_min - day.covered_min),
    )
    by_day = {day.day: day for day in report.coverage}
    for text, minutes_of in rows:
        row += 1
        missing_row = text == rows[-1][0]
        look.label(sheet, row, layout.NAME_COLUMN, translate(text, language), look.font(8.5, color=look.MUTED))
        sheet.row_dimensions[row].height = 15
        for column, day in enumerate(report.board.days, start=layout.FIRST_DAY_COLUMN):
            cell, found = look.cell_at(sheet, row, column), by_day.get(day)
            look.style(
                cell, font=look.font(8, color=look.MUTED), alignment=look.CENTRE, border=Border(bottom=look.HAIR)
            )  # fmt: skip
            if found is None or (missing_row and not found.wanted_min):
                continue
            minutes = minutes_of(found)
            if not missing_row:
                cell.value = _hours(minutes)
            elif not minutes:
                look.put_text(cell, "✓")
                look.style(cell, font=look.font(8, color=look.ENOUGH), fill=look.fill(look.ENOUGH_SOFT))
            else:
                cell.value = _hours(minutes)
                grave = found.minimum_short_min > 0
                look.style(
                    cell,
                    font=look.font(8, bold=True, color="FFFFFF" if grave else look.SHORT),
                    fill=look.fill(look.SHORT if grave else look.SHORT_SOFT),
                )
                cell.comment = note("\n".join(_gap_words(gap, language) for gap in gaps[day])) if gaps[day] else None
        total = look.cell_at(sheet, row, places.first_total_column)
        total.value = _hours(sum(map(minutes_of, report.coverage)))
        look.style(total, font=look.font(8.5, bold=missing_row), alignment=look.RIGHT)
    return row + 1


def _gap_words(gap: Gap, language: str) -> str:
    text = _l("{what}: {present} of {wanted}")
    return render(Message(text, what=gap.what, present=gap.present, wanted=gap.wanted), language)


def _write_legend(sheet: Worksheet, report: Report, row: int, language: str) -> None:
    """Swatches with their meaning, as many in a row as fit below the days."""
    board = report.board
    entries: list[tuple[str, PatternFill | None, str, str]] = []
    for place, shift in enumerate(board.shift_types):
        swatch = look.fill(look.SHIFT_FILLS[place % len(look.SHIFT_FILLS)])
        entries.append((shift.code, swatch, f"{shift.name} {clock(shift.start_min)}–{clock(shift.end_min)}", "@"))
    marks = layout.absence_marks([shift.code for shift in board.shift_types], language)
    for kind in sorted(set(layout.absences_by_day(board).values())):
        entries.append((marks[kind], look.fill(look.ABSENT), ABSENCE_KINDS.word(kind, language), "@"))
    if any(a.locked for a in report.roster.assignments) or any("" in codes for codes in board.locks.values()):
        entries.append((" ", None, translate(_l("locked"), language), LOCKED_FORMAT))
    look.label(sheet, row, layout.NAME_COLUMN, translate(_l("Legend"), language), look.font(9, bold=True))
    for number, (text, pattern, meaning, form) in enumerate(entries):
        line, place = row + number // _ENTRIES_A_ROW, number % _ENTRIES_A_ROW
        column = layout.FIRST_DAY_COLUMN + place * _ENTRY_COLUMNS
        sheet.row_dimensions[line].height = 15
        cell = look.label(sheet, line, column, text, look.font(8.5, bold=form == LOCKED_FORMAT), look.CENTRE)
        look.style(cell, fill=pattern, number_format=form, border=look.GRID)
        look.label(sheet, line, column + 1, meaning, look.font(8.5), _INDENTED)
    last = row + (len(entries) - 1) // _ENTRIES_A_ROW + 1
    hint = _l("Change shifts right here. The planner counts again when it reads the file; until then numbers stay.")
    look.label(sheet, last, layout.FIRST_DAY_COLUMN, translate(hint, language), look.font(8, color=look.MUTED))
    sheet.row_dimensions[last].height = 15
