"""The month grid: people by days, hours beside them. It can be edited by hand and read back."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.days import DayKind
from planner.domain.people import Manager
from planner.exchange.roster_sheets import grid_layout as layout
from planner.exchange.roster_sheets import look
from planner.fair_measures import is_holiday
from planner.holiday_calendar import calendar_of
from planner.messages import Message, _l, locale_of, month_words, render, translate
from planner.reporting.period import month_of
from planner.reporting.report import PersonHours, Report

_TINTS = {
    DayKind.SATURDAY: look.WEEKEND,
    DayKind.SUNDAY: look.WEEKEND,
    DayKind.HOLIDAY: look.HOLIDAY,
    DayKind.HALF_HOLIDAY: look.HALF_HOLIDAY,
}
_NAME_WIDTH, _DAY_WIDTH, _TOTAL_WIDTH = 22.0, 3.1, 5.6
#: Row heights in points: roomy for a team, close for a crowd, so that 60 people take two pages.
_ROOMY_PT, _CLOSE_PT, _CROWD = 20.0, 16.5, 24
PEOPLE_A_PAGE = 30
_LETTER_PT = 3.9
_UP = Alignment(horizontal="center", vertical="bottom", text_rotation=90)
_UP_RIGHT = Alignment(horizontal="right", vertical="bottom", text_rotation=90)
_RED = Side(style="medium", color=look.SHORT)
_CLASH = Border(left=_RED, right=_RED, top=_RED, bottom=_RED)
#: The lock is shown by the number format, so that the cell itself holds nothing but codes.
LOCKED_FORMAT = '@"•"'
AUTHOR = "Community Planner"

TOTALS = (
    _l("Planned h"),
    _l("Absent h"),
    _l("Contract h"),
    _l("Balance h"),
    _l("Weekends"),
    _l("Holidays"),
)


@dataclass(frozen=True, slots=True)
class GridPlaces:
    """Where the grid's parts ended up. after_people: the first row below them."""

    after_people: int
    first_total_column: int


def note(text: str) -> Comment:
    """A comment as large as its text needs."""
    lines = sum(1 + len(line) // 44 for line in text.split("\n"))
    return Comment(text, AUTHOR, width=320, height=16 + 18 * lines)


class MonthGrid:
    """Writes head and people of one report's grid into an empty sheet."""

    def __init__(self, sheet: Worksheet, report: Report, language: str) -> None:
        self._sheet, self._report, self._language = sheet, report, language
        self._board = report.board
        self._cells = layout.cells_by_day(self._board, report.roster.assignments)
        self._absences = layout.absences_by_day(self._board)
        self._marks = layout.absence_marks([shift.code for shift in self._board.shift_types], language)
        self._hours = {row.person: row for row in report.hours}
        self._clashes: dict[tuple[str, date], list[Message]] = defaultdict(list)
        for finding in report.clashes:
            for person, day, _ in finding.places:
                self._clashes[person, day].append(finding.message)
        self._first_total = layout.FIRST_DAY_COLUMN + len(self._board.days)

    def write(self, codes_range: str) -> GridPlaces:
        """Fill the sheet. codes_range: where the drop-downs find the shift codes."""
        self._set_sizes()
        self._write_head()
        row = layout.FIRST_ROW
        for site, people in self._groups():
            if site:
                self._write_site(row, site)
                row += 1
            for person in people:
                self._write_person(row, person)
                row += 1
        self._colour_shifts(row - 1)
        self._offer_codes(row - 1, codes_range)
        self._sheet.freeze_panes = f"{get_column_letter(layout.FIRST_DAY_COLUMN)}{layout.FIRST_ROW}"
        self._sheet.sheet_view.showGridLines = False
        return GridPlaces(row, self._first_total)

    def _set_sizes(self) -> None:
        days = [_DAY_WIDTH] * len(self._board.days)
        look.set_widths(self._sheet, [_NAME_WIDTH, *days, *[_TOTAL_WIDTH] * len(TOTALS)])

    def _groups(self) -> Iterator[tuple[str, list[int]]]:
        """(site's name, or "" when there is only one; people by number)."""
        sites = self._board.team.sites
        for site in sites:
            people = [i for i, manager in enumerate(self._board.people) if manager.site == site.name]
            if people:
                yield (site.name if len(sites) > 1 else ""), people

    # ---- head

    def _write_head(self) -> None:
        sheet, board = self._sheet, self._board
        title = f"{month_words(month_of(self._report), self._language)} · {board.team.name}"
        look.heading(sheet, title, _subtitle(self._report, self._language), title_pt=16)
        longest = 0
        for column, day in enumerate(board.days, start=layout.FIRST_DAY_COLUMN):
            longest = max(longest, len(self._write_day(column, day)))
        totals = [translate(text, self._language) for text in TOTALS]
        for column, text in enumerate(totals, start=self._first_total):
            look.label(sheet, layout.NAMES_ROW, column, text, look.font(8, color=look.MUTED), _UP_RIGHT)
        sheet.row_dimensions[layout.NAMES_ROW].height = 8 + _LETTER_PT * min(24, max(longest, *map(len, totals)))
        sheet.row_dimensions[layout.WEEKDAY_ROW].height = 13
        sheet.row_dimensions[layout.DATE_ROW].height = 16
        for column in range(1, self._first_total + len(TOTALS)):
            look.cell_at(sheet, layout.DATE_ROW, column).border = Border(bottom=look.RULE)

    def _write_day(self, column: int, day: date) -> str:
        """The head of one day; gives its holiday's name."""
        sheet, kind = self._sheet, self._board.kind(day)
        tint = _TINTS.get(kind)
        name = self._board.calendar.name(day, self._language)
        top, middle, bottom = (
            look.cell_at(sheet, row, column) for row in (layout.NAMES_ROW, layout.WEEKDAY_ROW, layout.DATE_ROW)
        )
        if name:
            look.put_text(top, name)
            top.comment = note(name)
        look.style(top, font=look.font(7.5, color=look.ABSENT_INK), alignment=_UP)
        short = format_date(day, "EEEEEE", locale=locale_of(self._language)).rstrip(".")
        look.label(sheet, layout.WEEKDAY_ROW, column, short, look.font(8, color=look.MUTED), look.CENTRE)
        bottom.value = day
        look.style(bottom, font=look.font(10, bold=True), alignment=look.CENTRE, number_format="d")
        if tint:
            for cell in (top, middle, bottom) if name else (middle, bottom):
                cell.fill = look.fill(tint)
        return name

    # ---- people

    def _row_height(self) -> float:
        return _CLOSE_PT if len(self._board.people) > _CROWD else _ROOMY_PT

    def _write_site(self, row: int, name: str) -> None:
        """A site's heading; its own holidays are comments on it."""
        site = next(site for site in self._board.team.sites if site.name == name)
        calendar = calendar_of(site, [self._board.year])
        for column in range(1, self._first_total + len(TOTALS)):
            look.cell_at(self._sheet, row, column).fill = look.fill(look.SUNKEN)
        look.label(self._sheet, row, layout.NAME_COLUMN, name, look.font(9, bold=True, color=look.MUTED))
        for column, day in enumerate(self._board.days, start=layout.FIRST_DAY_COLUMN):
            if holiday := calendar.name(day, self._language):
                cell = look.cell_at(self._sheet, row, column)
                cell.comment = note(f"{name}: {holiday}")
                cell.fill = look.fill(_TINTS.get(calendar.kind(day), look.SUNKEN))
        self._sheet.row_dimensions[row].height = 14

    def _write_person(self, row: int, person: int) -> None:
        manager = self._board.people[person]
        self._sheet.row_dimensions[row].height = self._row_height()
        name = look.label(self._sheet, row, layout.NAME_COLUMN, manager.name, look.font(9.5))
        name.border = Border(bottom=look.HAIR)
        for column, day in enumerate(self._board.days, start=layout.FIRST_DAY_COLUMN):
            self._write_cell(look.cell_at(self._sheet, row, column), person, manager, day)
        hours = self._hours.get(manager.name)
        for offset, (value, form) in enumerate(self._totals(person, hours)):
            cell = look.cell_at(self._sheet, row, self._first_total + offset)
            cell.value = value
            negative = form.startswith("+") and value < 0
            look.style(
                cell, font=look.font(8.5, color=look.SHORT if negative else look.INK), alignment=look.RIGHT,
                border=Border(bottom=look.HAIR), number_format=form,
            )  # fmt: skip

    def _write_cell(self, cell: Cell, person: int, manager: Manager, day: date) -> None:
        key = (manager.name, day)
        here, absence = self._cells.get(key, []), self._absences.get(key)
        tint = _TINTS.get(self._board.kind_for(person, day))
        free_lock = "" in self._board.locks.get(key, ())
        look.style(cell, font=look.font(10), border=look.GRID, alignment=look.CENTRE, number_format="@")
        if tint:
            cell.fill = look.fill(tint)
        if here:
            look.put_text(cell, layout.write_codes([a.shift for a in here]))
        elif absence is not None:
            look.put_text(cell, self._marks[absence])
            cell.font = look.font(8, color=look.ABSENT_INK)
        elif free_lock:
            look.put_text(cell, layout.FREE)
        if absence is not None or not manager.employed(day):
            cell.fill = look.fill(look.ABSENT)
        if any(a.locked for a in here) or (free_lock and not here):
            look.style(cell, font=look.font(10, bold=True), number_format=LOCKED_FORMAT)
        if key in self._clashes:
            cell.border = _CLASH
            cell.comment = note("\n".join(dict.fromkeys(render(m, self._language) for m in self._clashes[key])))

    def _totals(self, person: int, hours: PersonHours | None) -> Iterator[tuple[float, str]]:
        if hours is not None:
            yield hours.planned_min / 60, "0.0"
            yield hours.absent_min / 60, '0.0;-0.0;""'
            yield hours.contract_min / 60, "0.0"
            yield hours.balance_min / 60, "+0.0;-0.0;0"
        worked = self._worked_days(person)
        weekends = sum(1 for weekend in self._board.weekends if worked.intersection(weekend))
        holidays = sum(1 for day in worked if is_holiday(self._board, person, day))
        yield weekends, '0;-0;""'
        yield holidays, '0;-0;""'

    def _worked_days(self, person: int) -> set[date]:
        name = self._board.people[person].name
        return {a.day for a in self._report.roster.of(name) if a.shift not in self._board.duties}

    # ---- what keeps up with edits by hand

    def _day_range(self, last_row: int) -> str:
        first = f"{get_column_letter(layout.FIRST_DAY_COLUMN)}{layout.FIRST_ROW}"
        return f"{first}:{get_column_letter(self._first_total - 1)}{max(last_row, layout.FIRST_ROW)}"

    def _colour_shifts(self, last_row: int) -> None:
        """Colours by what the cell says, so that an edit by hand changes them too; the first code of a cell counts."""
        first = f"{get_column_letter(layout.FIRST_DAY_COLUMN)}{layout.FIRST_ROW}"
        spaced = f'SUBSTITUTE(SUBSTITUTE({first}," ","+"),",","+")&"+"'
        for place, shift in enumerate(self._board.shift_types):
            code = f"{shift.code}+".replace('"', '""')
            rule = Rule(
                "expression",
                formula=[f'LEFT({spaced},{len(shift.code) + 1})="{code}"'],
                dxf=DifferentialStyle(fill=_conditional_fill(place)),
                stopIfTrue=True,
            )
            self._sheet.conditional_formatting.add(self._day_range(last_row), rule)

    def _offer_codes(self, last_row: int, codes_range: str) -> None:
        check = DataValidation(
            type="list",
            formula1=codes_range,
            allow_blank=True,
            # A warning, not a stop: two shifts in one cell are no list entry and yet right.
            errorStyle="warning",
            errorTitle=translate(_l("No shift type"), self._language),
            error=render(
                Message(
                    _l("Known shifts: {codes}. Several in one cell are parted by +."),
                    codes=[shift.code for shift in self._board.shift_types][:20],
                ),
                self._language,
            )[:250],
            showErrorMessage=True,
        )
        check.add(self._day_range(last_row))
        self._sheet.add_data_validation(check)


def _conditional_fill(place: int) -> PatternFill:
    # In conditional formats the visible colour of a plain fill is its background.
    color = look.SHIFT_FILLS[place % len(look.SHIFT_FILLS)]
    return PatternFill("solid", fgColor=color, bgColor=color)


def _subtitle(report: Report, language: str) -> str:
    parts = [Message(_l("{n} people"), n=len(report.board.people))]
    if any(day.wanted_min for day in report.coverage):
        parts.append(Message(_l("{share} % covered"), share=report.covered_per_mille / 10))
    parts.append(Message(_l("gaps: {n}"), n=len(report.gaps)))
    if report.wish_days:
        text = _l("days of wishes granted: {granted} of {all}")
        parts.append(Message(text, granted=report.wish_days_granted, all=report.wish_days))
    if report.clashes:
        parts.append(Message(_l("broken rules: {n}"), n=len(report.clashes)))
    return " · ".join(render(part, language) for part in parts)
