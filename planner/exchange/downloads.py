"""Single files to download, made when they are asked for."""

from collections.abc import Iterable
from io import BytesIO

from planner.exchange.month_sheet_tables import corrections_table, sheet_table
from planner.exchange.period_tables import period_tables
from planner.exchange.roster_csv import csv_bytes
from planner.exchange.table_shape import Table
from planner.exchange.tables_workbook import tables_workbook
from planner.messages import month_words
from planner.reporting.month_sheet import MonthSheet
from planner.reporting.period import Period, month_of


class DownloadWriter:
    """A planner.ports.Writer."""

    def period_workbook(self, period: Period, language: str) -> bytes:
        """The report of one month or more."""
        first, last = (month_words(month, language) for month in (period.months[0], period.months[-1]))
        when = last if first == last else f"{first} – {last}"
        return _workbook(period_tables(period, language), f"{when} · {period.last.board.team.name}", language)

    def month_end_workbook(self, sheet: MonthSheet, language: str) -> bytes:
        """A month-end sheet with its corrections."""
        tables = (sheet_table(sheet, language), corrections_table(sheet, language))
        subtitle = f"{month_words(month_of(sheet.report), language)} · {sheet.report.board.team.name}"
        return _workbook(tables, subtitle, language)

    def month_end_csv(self, sheet: MonthSheet, language: str) -> bytes:
        """A month-end sheet."""
        return csv_bytes(sheet_table(sheet, language), language)


def _workbook(tables: Iterable[Table], subtitle: str, language: str) -> bytes:
    written = BytesIO()
    tables_workbook(tables, subtitle, language).save(written)
    return written.getvalue()
