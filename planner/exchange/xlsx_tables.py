"""Workbooks as tables, read defensively: size before opening, then merged cells and formulas, then the values."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.reader.workbook import WorkbookParser
from openpyxl.utils.cell import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from planner.exchange.cells import is_blank
from planner.exchange.raw_table import Found, RawTable
from planner.exchange.safe_text import unguard_xlsx
from planner.messages import Message, _l

#: 200 people and a year of facts unpack to some 10 MB; a real workbook shrinks 5 to 30 times.
_MAX_UNPACKED_BYTES = 60_000_000
_MAX_RATIO = 150
_SUSPICIOUS_BYTES = 5_000_000
_MAX_PARTS = 2_000
#: A merge is followed over so many rows and columns; it is refused in any case.
_MERGE_SHOWN = 300
#: A sheet has no more rows; a file that numbers one higher would have openpyxl count up to it for hours.
_LAST_ROW = 1_048_576
_WORKBOOK = "xl/workbook.xml"

_NO_WORKBOOK = Message(_l("This file is no workbook."))
_SAVE_AGAIN = Message(_l("Open it in your spreadsheet, save it as an Excel workbook (.xlsx), and try again."))


def read_workbook(path: Path, found: Found, holds_facts: Callable[[str], bool]) -> list[RawTable]:
    """Every sheet of a workbook. What is wrong with the file goes to `found`, and then nothing is returned.

    holds_facts: whether a sheet of this title is looked through for merged cells and formulas.
    """
    try:
        with ZipFile(path) as archive:
            if _is_bomb(archive):
                found.file(
                    path.name,
                    Message(_l("This file would unpack to far more than a workbook holds, so it was not opened.")),
                    Message(_l("Make a new workbook from the template and copy your rows into it.")),
                )
                return []
            return _read(path, archive, found, holds_facts)
    except (
        *(BadZipFile, InvalidFileException, ElementTree.ParseError, OSError, EOFError, RuntimeError),
        *(KeyError, ValueError, TypeError, AttributeError, IndexError),
    ):
        # A damaged file fails anywhere inside zipfile, the XML parser or openpyxl.
        found.file(path.name, _NO_WORKBOOK, _SAVE_AGAIN)
        return []


def _is_bomb(archive: ZipFile) -> bool:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    ratio = unpacked / max(1, packed)
    return (
        len(parts) > _MAX_PARTS
        or unpacked > _MAX_UNPACKED_BYTES
        or (unpacked > _SUSPICIOUS_BYTES and ratio > _MAX_RATIO)
    )


def _read(path: Path, archive: ZipFile, found: Found, holds_facts: Callable[[str], bool]) -> list[RawTable]:
    structure = WorkbookParser(archive, _WORKBOOK)
    structure.parse()
    parts = {sheet.name: rel.target for sheet, rel in structure.find_sheets() if rel.target in archive.NameToInfo}
    workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    tables = []
    try:
        for worksheet in workbook.worksheets:
            worksheet.reset_dimensions()
            rows = _filled(worksheet.iter_rows(values_only=True))
            table = RawTable(path.name, worksheet.title, rows, hidden=worksheet.sheet_state != "visible")
            if holds_facts(worksheet.title):
                broken = _look_for_traps(archive, parts[worksheet.title], table, found)
                table = replace(table, broken=frozenset(broken))
            tables.append(table)
    finally:
        workbook.close()
    return tables


def _filled(rows: Iterable[Sequence[object]]) -> list[tuple[int, list[object]]]:
    filled: list[tuple[int, list[object]]] = []
    for number, cells in enumerate(rows, start=1):
        if number > _LAST_ROW:
            raise ValueError(number)
        if not all(is_blank(cell) for cell in cells):
            filled.append((number, [unguard_xlsx(cell) if isinstance(cell, str) else cell for cell in cells]))
    return filled


def _look_for_traps(archive: ZipFile, part: str, table: RawTable, found: Found) -> set[tuple[int, int]]:
    """Merged cells and formulas without a value: openpyxl's streaming reader shows neither."""
    head = table.rows[0] if table.rows else (0, [])
    rows_end, width = table.rows[-1][0] if table.rows else 0, max((len(cells) for _, cells in table.rows), default=0)
    broken: set[tuple[int, int]] = set()
    for kind, place, content in _traps(archive, part):
        left, top, right, bottom = range_boundaries(place)
        if top is None or bottom is None or left is None or right is None or bottom < head[0]:
            continue
        last_row, last_column = min(bottom, top + _MERGE_SHOWN, rows_end), min(right, left + _MERGE_SHOWN, width)
        broken |= {(row, column - 1) for row in range(top, last_row + 1) for column in range(left, last_column + 1)}
        heading = head[1][left - 1] if left <= len(head[1]) else None
        column = get_column_letter(left) if is_blank(heading) else str(heading).strip()
        if kind == "merge":
            found.cell(
                table, top, column, place,
                Message(_l("Cells are merged here, so only the first of them holds a value.")),
                Message(_l("Unmerge the cells and write the value into each row.")),
            )  # fmt: skip
        else:
            found.cell(
                table, top, column, f"={content}",
                Message(_l("This formula has no value yet.")),
                Message(_l("Open the file in your spreadsheet and save it, or write the value itself.")),
            )  # fmt: skip
    return broken


def _traps(archive: ZipFile, part: str) -> Iterator[tuple[str, str, str]]:
    with archive.open(part) as source:
        for _, node in ElementTree.iterparse(source):
            tag = node.tag.rpartition("}")[2]
            if tag == "mergeCell":
                yield "merge", node.get("ref", ""), ""
            elif tag == "c":
                inner = {child.tag.rpartition("}")[2]: child for child in node}
                if "f" in inner and _without_value(node, inner.get("v")):
                    yield "formula", node.get("r", ""), inner["f"].text or ""
                node.clear()
            elif tag == "row":
                node.clear()


def _without_value(cell: ElementTree.Element, value: ElementTree.Element | None) -> bool:
    # An empty text is a value: LibreOffice writes <v></v> with t="str" for it.
    return value is None or (not value.text and cell.get("t") != "str")
