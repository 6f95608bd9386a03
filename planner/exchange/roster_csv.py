"""A report's tables as CSV files that the reader's spreadsheet opens rightly."""

import csv
from collections.abc import Iterator
from datetime import date, time
from io import StringIO

from planner.exchange.report_tables import CSV_TABLES
from planner.exchange.safe_text import guard_csv
from planner.exchange.table_shape import Table, Value
from planner.reporting.report import Report

#: Spreadsheets set to German part columns by semicolon and decimals by comma; others the other way.
_SEPARATOR = {"de": ";", "en": ","}
_DECIMAL_MARK = {"de": ",", "en": "."}


def csv_files(report: Report, language: str) -> Iterator[tuple[str, bytes]]:
    """(file name, content) of each table: UTF-8 with a byte order mark, dates as 2026-12-24, hours as decimals."""
    for name, make in CSV_TABLES.items():
        yield f"{name}.csv", csv_bytes(make(report, language), language)


def csv_bytes(table: Table, language: str) -> bytes:
    """One table as a CSV file. Texts that a spreadsheet would run are preceded by '; numbers never are."""
    written = StringIO()
    writer = csv.writer(written, delimiter=_SEPARATOR[language], lineterminator="\r\n")
    writer.writerow([guard_csv(column.heading) for column in table.columns])
    for row in table.rows:
        writer.writerow([_text(value, language) for value in row])
    return written.getvalue().encode("utf-8-sig")


def _text(value: Value, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guard_csv(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", _DECIMAL_MARK[language])
    return str(value)
