"""The month-end sheet as a table, for the workbook and as CSV."""

from planner.domain.people import AbsenceKind
from planner.exchange.report_columns import person_column
from planner.exchange.table_shape import Column, Kind, Table, Value, decimal_hours
from planner.messages import _l, translate
from planner.reporting.month_end import month_end
from planner.reporting.report import Report


def month_end_table(report: Report, language: str) -> Table:
    """What each person's month comes to as planned, for the payroll; hours."""

    def say(text: str) -> str:
        return translate(text, language)

    sites = {manager.name: manager.site for manager in report.board.people}
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            row.person,
            sites[row.person],
            decimal_hours(row.worked_min),
            decimal_hours(row.night_min),
            decimal_hours(row.sunday_min),
            decimal_hours(row.holiday_min),
            *(decimal_hours(row.absent_min[kind]) for kind in AbsenceKind),
            decimal_hours(row.paid_min),
            row.on_call_days,
        )
        for row in month_end(report.board, report.roster.places())
    )
    return Table(
        say(_l("Month end")),
        say(_l("Month end: planned hours for the payroll")),
        (
            person_column(language),
            Column(say(_l("Site")), 16),
            Column(say(_l("At work h")), 11, Kind.HOURS),
            Column(say(_l("of it at night h")), 11, Kind.HOURS),
            Column(say(_l("of it on Sundays h")), 11, Kind.HOURS),
            Column(say(_l("of it on holidays h")), 11, Kind.HOURS),
            Column(say(_l("Leave h")), 11, Kind.HOURS),
            Column(say(_l("Sick h")), 11, Kind.HOURS),
            Column(say(_l("Training h")), 11, Kind.HOURS),
            Column(say(_l("Paid in all h")), 12, Kind.HOURS),
            Column(say(_l("On-call days")), 10, Kind.COUNT),
        ),
        rows,
        say(_l("There is nobody in this team.")),
    )
