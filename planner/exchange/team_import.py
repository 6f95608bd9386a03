"""A team from its workbook or folder of CSV files: everything right, or every problem at once."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from planner.domain.team import Team
from planner.exchange.cells import CellError, is_blank, text
from planner.exchange.columns import KnownNames, Row, skill_levels
from planner.exchange.raw_table import Found, RawTable
from planner.exchange.row_reader import Layout, Read, lay_out, read_rows
from planner.exchange.sheets import IGNORED, SHEETS, sheet_titles
from planner.exchange.tables import read_tables
from planner.exchange.team_build import Rows, build_team
from planner.exchange.team_checks import check_team
from planner.exchange.words import key_of, nearest
from planner.messages import Message, _l
from planner.problems import InputProblems

_Row = TypeVar("_Row", bound=Row)


def read_team(path: Path, *, month: tuple[int, int] | None = None) -> Team:
    """A team's facts from a workbook or a folder of CSV files. month: (year, month) that outranks the file's own.

    InputProblems with everything that is wrong, in the order of the sheets.
    """
    found = Found()
    tables = read_tables(path, found)
    if found.problems and not tables:
        raise InputProblems(found.problems)
    layouts = _layouts(path, tables, found)
    names = _names(layouts)

    def rows_of(key: str, row_class: type[_Row]) -> list[Read[_Row]]:
        return read_rows(layouts[key], row_class, names, found) if key in layouts else []

    rows = Rows.read(rows_of)
    check_team(rows, found, month)
    if not found.problems:
        return build_team(rows, month)
    order = {table.sheet: place for place, table in enumerate(tables)}
    raise InputProblems(sorted(found.problems, key=lambda p: (order.get(p.sheet, -1), p.row)))


def _layouts(path: Path, tables: list[RawTable], found: Found) -> dict[str, Layout]:
    titles = sheet_titles()
    layouts: dict[str, Layout] = {}
    seen: dict[str, str] = {}
    for table in tables:
        title = key_of(table.sheet)
        sheet = titles.get(title)
        if sheet is None:
            if title not in IGNORED:
                _unknown_sheet(table, found)
        elif sheet.key in seen:
            found.sheet(
                table,
                Message(_l("“{other}” already says the same things."), other=seen[sheet.key]),
                Message(_l("Keep one of the two sheets.")),
            )
        else:
            seen[sheet.key] = table.sheet
            layout = lay_out(table, sheet, found)
            if layout is not None:
                layouts[sheet.key] = layout
    for sheet in SHEETS.values():
        if sheet.needed and sheet.key not in seen:
            found.file(
                path.name,
                Message(_l("The sheet “{en}” (“{de}”) is missing."), en=sheet.en, de=sheet.de),
                Message(_l("Add it with the headings of the template.")),
            )
    return layouts


def _unknown_sheet(table: RawTable, found: Found) -> None:
    near = nearest(key_of(table.sheet), {key_of(t): t for sheet in SHEETS.values() for t in (sheet.en, sheet.de)})
    found.sheet(
        table,
        Message(_l("This sheet is not known.")),
        Message(_l("Maybe “{name}” is meant; otherwise delete the sheet."), name=near)
        if near
        else Message(_l("Delete the sheet, or name it as in the template.")),
        value=table.sheet,
    )


def _names(layouts: dict[str, Layout]) -> KnownNames:
    """Every name that rows may refer to, taken from the raw cells, so that a bad row does not make its name unknown."""
    names = KnownNames()

    def declare(kind: str, key: str, column: str, read: Callable[[object], list[str]]) -> None:
        if key not in layouts:
            return
        names.names.setdefault(kind, {})
        for _, cells in layouts[key].body:
            value = cells.get(column)
            if is_blank(value):
                continue
            try:
                found = read(value)
            except CellError:
                # The row is reported where it is read.
                continue
            for name in found:
                names.add(kind, name)

    def one(value: object) -> list[str]:
        return [text(value)]

    declare("site", "sites", "name", one)
    declare("person", "managers", "name", one)
    declare("skill", "managers", "skills", lambda value: list(skill_levels(value)))
    declare("shift", "shift_types", "code", one)
    declare("channel", "opening_hours", "channel", one)
    return names
