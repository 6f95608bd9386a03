"""A team from its workbook or folder of CSV files: everything right, or every problem at once."""

from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import TypeVar

from planner.domain.team import Team
from planner.exchange.columns import Row
from planner.exchange.declared_names import declared_names
from planner.exchange.file_kinds import refuse_other_than_team
from planner.exchange.misplaced import put_right
from planner.exchange.raw_table import Found, RawTable
from planner.exchange.row_reader import Layout, Read, lay_out, read_rows
from planner.exchange.sheets import IGNORED, SHEETS, Sheet, sheet_titles
from planner.exchange.tables import read_tables
from planner.exchange.team_build import Rows, build_team
from planner.exchange.team_checks import check_team
from planner.exchange.words import key_of, nearest
from planner.messages import Message, _l
from planner.problems import InputProblems

_Row = TypeVar("_Row", bound=Row)


def read_team(path: Path, *, month: tuple[int, int] | None = None, before: Team | None = None) -> Team:
    """A team's facts from a workbook or a folder of CSV files. month: (year, month) that outranks the file's own.

    before: the team as it is kept, if it is: what it has from before the rules of today may stay.

    InputProblems with everything that is wrong, in the order of the sheets.
    """
    found = Found()
    tables = read_tables(path, found)
    if not tables or refuse_other_than_team(path.name, tables, found):
        raise InputProblems(found.problems)
    layouts, spare = _layouts(path, tables, found)
    rows = rows_in(layouts, spare, found, month, before)
    if not found.problems:
        return build_team(rows, month)
    order = {table.sheet: place for place, table in enumerate(tables)}
    raise InputProblems(sorted(found.problems, key=lambda p: (order.get(p.sheet, -1), p.row)))


def rows_in(
    layouts: Mapping[str, Layout],
    spare: Sequence[Layout],
    found: Found,
    month: tuple[int, int] | None,
    before: Team | None = None,
) -> Rows:
    """The good rows of sheets by key; everything wrong goes to `found`. spare: sheets that came a second time. before:
    as in `read_team`.
    """
    names = declared_names([*layouts.values(), *spare], found)

    def rows_of(key: str, row_class: type[_Row]) -> list[Read[_Row]]:
        return read_rows(layouts[key], row_class, names, found) if key in layouts else []

    rows = Rows.read(rows_of)
    check_team(rows, found, month, before)
    return rows


def _layouts(path: Path, tables: list[RawTable], found: Found) -> tuple[dict[str, Layout], list[Layout]]:
    """The sheets by key, and those that came a second time."""
    titles = sheet_titles()
    layouts: dict[str, Layout] = {}
    spare: list[Layout] = []
    seen: dict[str, str] = {}
    absent = SHEETS.keys() - {titles[key_of(table.sheet)].key for table in tables if key_of(table.sheet) in titles}
    for table in tables:
        title = key_of(table.sheet)
        if title in IGNORED:
            continue
        sheet = titles.get(title) or _unknown_sheet(table, absent, found)
        if sheet is None:
            continue
        if sheet.key in seen:
            found.sheet(
                table,
                Message(_l("“{other}” already says the same things."), other=seen[sheet.key]),
                Message(_l("Keep one of the two sheets.")),
            )
            # What else is wrong in it does not matter: one of the two goes.
            again = lay_out(table, sheet, Found())
            spare += [again] if again is not None else []
        else:
            seen[sheet.key] = table.sheet
            layout = lay_out(table, sheet, found)
            if layout is not None:
                layouts[sheet.key] = put_right(layout, found)
    for sheet in SHEETS.values():
        if sheet.needed and sheet.key not in seen:
            found.file(
                path.name,
                Message(_l("The sheet “{en}” (“{de}”) is missing."), en=sheet.en, de=sheet.de),
                Message(_l("Add it with the headings of the template.")),
            )
    return layouts, spare


def _unknown_sheet(table: RawTable, absent: Set[str], found: Found) -> Sheet | None:
    """Report a sheet; the one of the absent that is probably meant. It is read on, for what else is wrong in it."""
    known = {key_of(title): title for key in absent for title in (SHEETS[key].en, SHEETS[key].de)}
    near = nearest(key_of(table.sheet), known)
    found.sheet(
        table,
        Message(_l("This sheet is not known. It is hidden.") if table.hidden else _l("This sheet is not known.")),
        Message(_l("Maybe “{name}” is meant; otherwise delete the sheet."), name=near)
        if near
        else Message(_l("Delete the sheet, or name it as in the template.")),
        value=table.sheet,
    )
    return sheet_titles().get(key_of(near))
