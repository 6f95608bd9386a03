"""Rows copied out of a spreadsheet, or typed, told apart into cells."""

import csv
from io import StringIO


def pasted_cells(text: str) -> list[list[str]]:
    """The rows' cells, none in an empty row. A spreadsheet puts tabs between them, which nobody types."""
    delimiter = next((mark for mark in "\t;" if mark in text), ",")
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        return list(rows)
    except csv.Error:
        # A quotation mark that was never closed is one that somebody typed.
        return [line.split(delimiter) for line in text.splitlines()]
