"""CSV files in any of the forms that spreadsheets write: UTF-8 with or without BOM, UTF-16, cp1252; , ; or tab."""

import csv
from io import StringIO
from pathlib import Path

from planner.exchange.cells import is_blank
from planner.exchange.raw_table import Found, RawTable
from planner.exchange.safe_text import unguard_csv
from planner.messages import Message, _l

_MAX_BYTES = 50_000_000


def read_csv(path: Path, found: Found) -> RawTable | None:
    """One CSV file as a table, None when it cannot be read. Its sheet is the file's name without .csv."""
    if path.stat().st_size > _MAX_BYTES:
        found.file(
            path.name,
            Message(_l("The file is larger than {megabytes} MB."), megabytes=_MAX_BYTES // 1_000_000),
            Message(_l("Leave out what is not needed, and try again.")),
        )
        return None
    written = decode(path.read_bytes())
    if "\0" in written:
        found.file(
            path.name,
            Message(_l("This is not a text file.")),
            Message(_l("Save the table as CSV (UTF-8) in your spreadsheet, and try again.")),
        )
        return None
    rows = csv.reader(StringIO(written, newline=""), delimiter=delimiter(written))
    try:
        kept = [
            (number, [unguard_csv(cell) for cell in cells])
            for number, cells in enumerate(rows, start=1)
            if not all(is_blank(cell) for cell in cells) and not _names_delimiter(number, cells)
        ]
    except csv.Error:
        found.file(
            path.name,
            Message(_l("Line {line} of this file is no CSV."), line=str(rows.line_num)),
            Message(_l("Save the table as CSV (UTF-8) in your spreadsheet, and try again.")),
        )
        return None
    return RawTable(path.name, path.stem, kept)


def _names_delimiter(number: int, cells: list[str]) -> bool:
    return number == 1 and cells[0].lower().startswith("sep=")


def decode(data: bytes) -> str:
    """The text of a CSV file, whatever a spreadsheet saved it as."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def delimiter(written: str) -> str:
    """The character between the cells: what a line "sep=;" says, else that of ; , and tab most used in the first line
    that has any: above the headings there may be a title.
    """
    lines = [line for line in written.splitlines() if line.strip()]
    if lines and lines[0].lower().startswith("sep=") and lines[0][4:5]:
        return lines[0][4]
    outside = ("".join(line.split('"')[::2]) for line in lines)
    return max(";,\t", key=next((line for line in outside if not set(";,\t").isdisjoint(line)), "").count)
