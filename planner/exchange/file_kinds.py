"""Files that are something else than was asked for: one problem that says so, in place of all that would follow."""

from collections.abc import Sequence

from planner.exchange.raw_table import Found, RawTable
from planner.exchange.roster_sheets import facts_sheet
from planner.exchange.sheets import SHEETS, sheet_titles
from planner.exchange.words import key_of
from planner.messages import Message, _l

_MAKE_ONE = _l("Fill in the template: the pages have it to download, and “planner template team.xlsx” writes it.")
#: So many sheets that a team needs make a workbook a team's.
_SHEETS_OF_A_TEAM = 2


def refuse_other_than_team(name: str, tables: Sequence[RawTable], found: Found) -> bool:
    """Whether the tables are no team at all; then that is the one problem. name: of the file or folder."""
    if is_roster(tables):
        found.file(name, Message(_l("This is a roster.")), Message(_l("Give the team's workbook in its place.")))
    elif not any(table.rows for table in tables):
        found.file(name, Message(_l("This file is empty.")), Message(_MAKE_ONE))
    elif not is_team(tables) and 2 * sum(key_of(table.sheet) in sheet_titles() for table in tables) < len(tables):
        titles = [table.sheet for table in tables]
        reason = Message(_l("This is no team's file; its sheets are called: {titles}."), titles=titles)
        found.file(name, reason, Message(_MAKE_ONE))
    else:
        return False
    return True


def is_roster(tables: Sequence[RawTable]) -> bool:
    """Whether the tables are the sheets of a roster's workbook."""
    return any(
        table.sheet == facts_sheet.SHEET and any(list(cells[:2]) == ["set", "layout"] for _, cells in table.rows)
        for table in tables
    )


def is_team(tables: Sequence[RawTable]) -> bool:
    """Whether the tables are the sheets of a team's workbook."""
    titles = sheet_titles()
    keys = {titles[key_of(table.sheet)].key for table in tables if key_of(table.sheet) in titles}
    return sum(sheet.needed for sheet in SHEETS.values() if sheet.key in keys) >= _SHEETS_OF_A_TEAM
