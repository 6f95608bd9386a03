"""The report's tables as CSV: separators and decimals of the language, guarded texts, numbers left alone."""

import csv
from io import StringIO

from planner.exchange.roster_csv import csv_bytes, csv_files
from planner.exchange.table_shape import Column, Kind, Table
from tests.planner.exchange.roster_reports import report_of


def files(language: str) -> dict[str, bytes]:
    return dict(csv_files(report_of(), language))


def rows(data: bytes, delimiter: str) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_files_begin_with_a_byte_order_mark() -> None:
    made = files("de")
    assert sorted(made) == ["fairness.csv", "gaps.csv", "hours.csv", "month_end.csv", "shifts.csv"]
    assert all(data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n") for data in made.values())


def test_separators_and_decimals_of_the_language() -> None:
    german, english = (rows(files(language)["hours.csv"], mark) for language, mark in (("de", ";"), ("en", ",")))
    assert german[2][:7] == ["Ben", "Home", "20,00", "32,50", "7,50", "168,00", "-128,00"]
    assert english[2][:7] == ["Ben", "Home", "20.00", "32.50", "7.50", "168.00", "-128.00"]


def test_a_text_that_could_be_run_is_guarded_and_a_number_never() -> None:
    table = Table(
        "t", "t", (Column("+a", 9), Column("b", 9, Kind.COUNT), Column("c", 9, Kind.SIGNED_HOURS)),
        (("=1+1", -5, -0.5), ("@x", 0, 0.0), ("\tx", 1, None), ("it's", 2, 1.0)),
    )  # fmt: skip
    assert rows(csv_bytes(table, "en"), ",") == [
        ["'+a", "b", "c"],
        ["'=1+1", "-5", "-0.50"],
        ["'@x", "0", "0.00"],
        ["'\tx", "1", ""],
        ["it's", "2", "1.00"],
    ]


def test_names_and_times_in_the_list_of_shifts() -> None:
    found = rows(files("en")["shifts.csv"], ",")
    night = next(row for row in found if row[5] == "N")
    assert night == ["2026-12-06", "Sun", "22:00", "06:00", "'=Cem", "N", "Nacht", "450", ""]
