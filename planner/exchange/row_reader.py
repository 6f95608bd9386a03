"""Rows of a sheet: headings found, cells validated by the sheet's row class, every problem with its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Generic, TypeVar

from openpyxl.utils import get_column_letter
from pydantic import ValidationError

from planner.exchange.cells import CellError, is_blank
from planner.exchange.columns import KnownNames, Row
from planner.exchange.raw_table import Found, RawTable
from planner.exchange.safe_text import is_error_value
from planner.exchange.sheets import Sheet
from planner.exchange.words import WORTH_A_HINT, key_of, nearest
from planner.messages import Message, _l

_Row = TypeVar("_Row", bound=Row)

EMPTY_CELL = Message(_l("This cell must not be empty."))
#: Headings are looked for in so many rows from the top.
_HEADINGS_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Layout:
    """A table with its columns found. places: key -> column from 0. headings: key -> as written in the file.

    body: (row number, key -> filled cell). unread: columns that cannot be read at all, as is reported already.
    """

    table: RawTable
    sheet: Sheet
    places: Mapping[str, int]
    headings: Mapping[str, str]
    body: Sequence[tuple[int, Mapping[str, object]]]
    unread: frozenset[str] = frozenset()

    def heading(self, key: str, language: str = "en") -> str:
        """The column's heading as written in the file, or as it should be."""
        return self.headings.get(key) or (
            self.sheet.columns[key].heading(language) if key in self.sheet.columns else ""
        )

    def unusable(self, number: int, cells: Mapping[str, object]) -> frozenset[str]:
        """Columns of which this row's cell has no value that could be judged: merged, or a spreadsheet's error."""
        merged = {key for key, place in self.places.items() if (number, place) in self.table.broken}
        return frozenset(merged | {key for key, value in cells.items() if is_error_value(value)})


@dataclass(frozen=True, slots=True)
class Read(Generic[_Row]):
    """A good row, the place it came from, and a way to say what is wrong with it after all."""

    row: _Row
    number: int
    layout: Layout

    def problem(self, found: Found, column: str, value: object, reason: Message, mend: Message) -> None:
        """Report a problem of this row; column: its key."""
        found.cell(self.layout.table, self.number, self.layout.heading(column), value, reason, mend)


def lay_out(table: RawTable, sheet: Sheet, found: Found) -> Layout | None:
    """Find the columns of a table. None, with the problem reported, when there is nothing to read."""
    if not table.rows:
        found.sheet(
            table,
            Message(_l("The sheet is empty.")),
            Message(_l("Fill it in with the headings of the template, or delete the sheet.")),
        )
        return None
    table = _from_its_headings(_upright(table, sheet), sheet, found)
    known = sheet.headings()
    head_number, head = table.rows[0]
    if not any(key_of(str(cell)) in known for cell in head):
        found.cell(
            table, head_number, "", next(cell for cell in head if not is_blank(cell)),
            Message(_l("None of this sheet's headings is known.")),
            Message(_l("Write the headings into the first row, as in the template: {headings}."),
                    headings=[sheet.columns[key].en for key in sheet.columns if key in sheet.required]),
        )  # fmt: skip
        return None
    places: dict[str, int] = {}
    headings: dict[str, str] = {}
    unknown: dict[int, str] = {}
    for place, cell in enumerate(head):
        written = "" if is_blank(cell) else str(cell).strip()
        key = known.get(key_of(written))
        if not written:
            continue
        if key is None:
            unknown[place] = written
        elif key in places:
            found.cell(
                table, head_number, written, written,
                Message(_l("This column is here twice.")), Message(_l("Keep one of the two.")),
            )  # fmt: skip
        else:
            places[key], headings[key] = place, written
    for place, written in unknown.items():
        meant = _unknown_column(table, sheet, head_number, written, found)
        if meant and meant not in places:
            # Reported, so nothing is made of the file; but the rest of the column can be checked.
            places[meant], headings[meant] = place, written
    _strays(table, found)
    missing = [key for key in sheet.columns if key in sheet.required and key not in places]
    for key in missing:
        column = sheet.columns[key]
        found.cell(
            table, head_number, column.en, "",
            Message(_l("The column “{en}” (“{de}”) is missing."), en=column.en, de=column.de),
            Message(_l("Add it with this heading, as in the template.")),
        )  # fmt: skip
    if len(table.rows) == 1 and sheet.needed:
        found.sheet(
            table,
            Message(_l("The sheet has headings, but no row.")),
            Message(_l("Fill in at least one row; the template shows an example.")),
        )
        return None
    body = [
        (
            number,
            {key: cells[place] for key, place in places.items() if place < len(cells) and not is_blank(cells[place])},
        )
        for number, cells in table.rows[1:]
    ]
    filled = [(number, cells) for number, cells in body if cells]
    return Layout(table, sheet, places, headings, filled, frozenset(missing))


def _upright(table: RawTable, sheet: Sheet) -> RawTable:
    """A sheet of one row may also be written as pairs, a heading and its value in each row; that form is turned."""
    if sheet.key != "team":
        return table
    known = sheet.headings()
    pairs = [(number, cells) for number, cells in table.rows if cells and key_of(str(cells[0])) in known]
    in_head = sum(key_of(str(cell)) in known for cell in table.rows[0][1] if not is_blank(cell))
    if in_head > 1 or len(pairs) < 2:
        return table
    values = [cells[1] if len(cells) > 1 else None for _, cells in pairs]
    head = [cells[0] for _, cells in pairs]
    return RawTable(table.file, table.sheet, [(pairs[0][0], head), (pairs[0][0], values)], table.broken)


def _from_its_headings(table: RawTable, sheet: Sheet, found: Found) -> RawTable:
    """The table from the row of its headings on; what stands above it is reported."""
    known = sheet.headings()
    heads = [sum(key_of(str(cell)) in known for cell in cells) for _, cells in table.rows[:_HEADINGS_WITHIN]]
    best = heads.index(max(heads))
    if heads[best] < 2 or heads[0] > 1:
        return table
    number, first = table.rows[0]
    found.cell(
        table, number, "", next(cell for cell in first if not is_blank(cell)),
        Message(_l("The headings stand only in row {row}."), row=str(table.rows[best][0])),
        Message(_l("Delete the rows above them.")),
    )  # fmt: skip
    return replace(table, rows=table.rows[best:])


def meant_heading(sheet: Sheet, written: str, likeness: float = WORTH_A_HINT) -> str:
    """The sheet's heading that is probably meant by one it does not know, "" for none."""
    return nearest(key_of(written), {key_of(h): h for c in sheet.columns.values() for h in (c.en, c.de)}, likeness)


def _unknown_column(table: RawTable, sheet: Sheet, row: int, written: str, found: Found) -> str:
    """Report a heading; the key of the column that is probably meant, "" for none."""
    near = meant_heading(sheet, written)
    found.cell(
        table, row, written, written,
        Message(_l("This column is not known here.")),
        Message(_l("Maybe “{name}” is meant; otherwise delete the column."), name=near)
        if near
        else Message(_l("Delete the column, or use a heading of the template.")),
    )  # fmt: skip
    return sheet.headings().get(key_of(near), "")


def _strays(table: RawTable, found: Found) -> None:
    """Report the first value of each column that has no heading."""
    head = table.rows[0][1]
    headed = {place for place, cell in enumerate(head) if not is_blank(cell)}
    for number, cells in table.rows[1:]:
        for place, cell in enumerate(cells):
            if place not in headed and not is_blank(cell):
                headed.add(place)
                found.cell(
                    table, number, get_column_letter(place + 1), cell,
                    Message(_l("There are values in a column without a heading.")),
                    Message(_l("Give the column a heading of the template, or clear it.")),
                )  # fmt: skip


def read_rows(layout: Layout, row_class: type[_Row], names: KnownNames, found: Found) -> list[Read[_Row]]:
    """Validate every row. Bad rows are reported and left out."""
    good = []
    swapped: dict[tuple[str, str], list[int]] = {}
    for number, cells in layout.body:
        unusable = layout.unusable(number, cells)
        usable = {key: value for key, value in cells.items() if key not in unusable}
        try:
            row = row_class.model_validate(usable, context=names)
        except ValidationError as error:
            errors = errors_by_column(error, unusable | layout.unread)
            pair = _swapped_pair(row_class, usable, errors, names)
            if pair and not unusable:
                swapped.setdefault(pair, []).append(number)
                continue
        else:
            errors = {}
            if not unusable:
                good.append(Read(row, number, layout))
        _report(layout, number, cells, errors, found)
    for (a, b), numbers in swapped.items():
        report_swapped(layout, a, b, numbers, found)
    return good


def report_swapped(layout: Layout, one: str, other: str, numbers: Sequence[int], found: Found) -> None:
    """Report, once, that two columns hold each other's values in the rows of these numbers."""
    a, b = sorted((one, other), key=layout.places.__getitem__)
    found.cell(
        layout.table, numbers[0], layout.heading(a), dict(layout.body)[numbers[0]].get(a),
        Message(
            _l("The values of “{a}” and “{b}” are swapped (rows affected: {count})."),
            a=layout.heading(a), b=layout.heading(b), count=len(numbers),
        ),
        Message(_l("Swap the two columns, or their headings.")),
    )  # fmt: skip


def errors_by_column(error: ValidationError, hidden: frozenset[str] = frozenset()) -> dict[str, CellError]:
    """The first thing wrong in each column, less what is said of `hidden` columns, alone or beside others."""
    found: dict[str, CellError] = {}
    for item in error.errors(include_url=False):
        cause = item.get("ctx", {}).get("error")
        if isinstance(cause, CellError):
            key = cause.columns[0] if cause.columns else str(item["loc"][0])
        elif item["type"] == "missing":
            key = str(item["loc"][0])
            cause = CellError(EMPTY_CELL, Message(_l("Fill it in; the heading's note says what belongs here.")))
        else:
            continue
        if hidden.isdisjoint({key, *cause.columns}):
            found.setdefault(key, cause)
    return found


def _swapped_pair(
    row_class: type[Row], cells: Mapping[str, object], errors: Mapping[str, CellError], names: KnownNames
) -> tuple[str, str] | None:
    """Two columns whose values are right in each other's place."""
    wrong = [key for key in row_class.model_fields if key in errors and key in cells]
    for a, b in combinations(wrong, 2):
        try:
            row_class.model_validate({**cells, a: cells[b], b: cells[a]}, context=names)
        except ValidationError as error:
            if not {a, b}.isdisjoint(errors_by_column(error)):
                continue
        return a, b
    return None


def _report(
    layout: Layout, number: int, cells: Mapping[str, object], errors: Mapping[str, CellError], found: Found
) -> None:
    for key in layout.sheet.columns:
        if is_error_value(cells.get(key)):
            found.cell(
                layout.table, number, layout.heading(key), cells[key],
                Message(_l("The spreadsheet shows an error here in place of a value.")),
                Message(_l("Write the value itself.")),
            )  # fmt: skip
        elif key in errors:
            error = errors[key]
            found.cell(layout.table, number, layout.heading(key), cells.get(key), error.reason, error.mend)
