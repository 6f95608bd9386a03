"""A month-end sheet as tables: planned beside actual for everybody, and what was corrected, with the reasons."""

from collections.abc import Callable, Iterator

from planner.domain.month_end import Instead, MonthEnd
from planner.domain.people import AbsenceKind
from planner.domain.time import clock
from planner.exchange.report_columns import day_columns, person_column
from planner.exchange.table_shape import Column, Kind, Table, Value, decimal_hours, weekday_word
from planner.exchange.words import YES_NO
from planner.messages import _l, translate
from planner.reporting.month_sheet import MonthSheet

#: What is said of each person, planned and actual.
_HOURS: tuple[tuple[str, Callable[[MonthEnd], int]], ...] = (
    (_l("At work h"), lambda row: row.worked_min),
    (_l("of it at night h"), lambda row: row.night_min),
    (_l("of it on Sundays h"), lambda row: row.sunday_min),
    (_l("of it on holidays h"), lambda row: row.holiday_min),
    (_l("Leave h"), lambda row: row.absent_min[AbsenceKind.LEAVE]),
    (_l("Sick h"), lambda row: row.absent_min[AbsenceKind.SICK]),
    (_l("Training h"), lambda row: row.absent_min[AbsenceKind.TRAINING]),
    (_l("By agreement h"), lambda row: row.credited_min),
    (_l("Paid in all h"), lambda row: row.paid_min),
)
INSTEAD_WORDS = {
    Instead.PLANNED: _l("as planned after all"),
    Instead.WORKED: _l("other times"),
    Instead.NOTHING: _l("not worked"),
    Instead.SICK: _l("sick"),
    Instead.LEAVE: _l("on leave"),
    Instead.TRAINING: _l("in training"),
    Instead.CREDITED: _l("hours by agreement"),
}


def sheet_table(sheet: MonthSheet, language: str) -> Table:
    """Everybody's planned and actual hours."""

    def say(text: str) -> str:
        return translate(text, language)

    both = (say(_l("planned")), say(_l("actual")))
    on_call = say(_l("On-call days"))
    columns = [
        person_column(language),
        Column(say(_l("Site")), 16),
        *(Column(f"{say(heading)}, {which}", 11, Kind.HOURS) for heading, _ in _HOURS for which in both),
        *(Column(f"{on_call}, {which}", 10, Kind.COUNT) for which in both),
        Column(say(_l("Corrections")), 10, Kind.COUNT),
    ]
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            row.person,
            row.site,
            *(decimal_hours(value(figures)) for _, value in _HOURS for figures in (row.planned, row.actual)),
            row.planned.on_call_days,
            row.actual.on_call_days,
            row.corrected,
        )
        for row in sheet.rows
    )
    title = _l("Month end: closed") if sheet.closing else _l("Month end: not closed yet")
    return Table(say(_l("Month end")), say(title), tuple(columns), rows, say(_l("There is nobody in this team.")))


def corrections_table(sheet: MonthSheet, language: str) -> Table:
    """All corrections, those that hold no more included."""

    def say(text: str) -> str:
        return translate(text, language)

    names = {shift.code: shift.name for shift in sheet.report.board.shift_types}
    return Table(
        say(_l("Corrections")),
        say(_l("What was corrected, by whom and why")),
        (
            *day_columns(language),
            person_column(language),
            Column(say(_l("Shift")), 20),
            Column(say(_l("Instead")), 22),
            Column(say(_l("From")), 8),
            Column(say(_l("To")), 8),
            Column(say(_l("Break min")), 9, Kind.COUNT),
            Column(say(_l("By agreement h")), 11, Kind.SIGNED_HOURS),
            Column(say(_l("Reason")), 44, wrap=True),
            Column(say(_l("By")), 22),
            Column(say(_l("On")), 12, Kind.DATE),
            Column(say(_l("Holds")), 8),
        ),
        tuple(_corrections(sheet, names, language)),
        say(_l("Nothing was corrected.")),
    )


def _corrections(sheet: MonthSheet, names: dict[str, str], language: str) -> Iterator[tuple[Value, ...]]:
    for one in sheet.made:
        made = one.correction
        times = made.instead is Instead.WORKED
        holds = sheet.in_force.get(made.place) == one
        yield (
            made.day,
            weekday_word(made.day, language),
            made.person,
            names.get(made.shift, made.shift) or translate(_l("unplanned work"), language),
            translate(INSTEAD_WORDS[made.instead], language),
            clock(made.start_min) if times else "",
            clock(made.end_min) if times else "",
            made.break_min if times else None,
            decimal_hours(made.credited_min) if made.instead is Instead.CREDITED else None,
            one.reason,
            one.by,
            one.at.astimezone(sheet.report.board.team.zone).date(),
            YES_NO.word(holds, language),
        )
