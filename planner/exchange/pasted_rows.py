"""Rows copied out of a spreadsheet or typed: told apart into cells, with headings or in the usual order of columns."""

import re

from planner.exchange.cells import is_blank
from planner.exchange.misread import refuse_misread
from planner.exchange.raw_table import Found, RawTable
from planner.exchange.row_reader import lay_out, meant_heading
from planner.exchange.safe_text import tidy
from planner.exchange.sheets import SHEETS, Sheet
from planner.exchange.words import SURELY_MEANT, key_of
from planner.pasted_cells import pasted_cells
from planner.sheet_ports import Pasted, PastedColumn, PastedProblem

#: What the columns are when no row says so.
_USUAL = ("name", "contract", "skills", "channels", "languages")
#: Headings of names in two columns, as staff lists have them.
_FIRST_NAMES = frozenset(map(key_of, ("Vorname", "First name", "Given name")))
_LAST_NAMES = frozenset(map(key_of, ("Nachname", "Familienname", "Last name", "Surname", "Family name")))


def pasted_people(text: str, language: str) -> Pasted:
    """People as they were pasted. Columns that the planner has no use for are left out: a staff list has many."""
    sheet = SHEETS["managers"]
    rows = [[tidy(cell) for cell in cells] for cells in pasted_cells(text) if not all(map(is_blank, cells))]
    if not rows:
        return Pasted()
    known = sheet.headings()
    # A person has hours, which are a figure.
    headings_known = {*known, *_FIRST_NAMES, *_LAST_NAMES}
    has_headings = any(key_of(cell) in headings_known for cell in rows[0]) and not re.search(r"\d", "".join(rows[0]))
    width = max(map(len, rows))
    usual = [sheet.columns[key].heading(language) for key in _USUAL][:width]
    if has_headings:
        rows = [[*row, *[""] * (width - len(row))] for row in rows]
        if all(known.get(key_of(cell)) != "name" for cell in rows[0]):
            rows = _with_whole_names(rows, sheet.columns["name"].heading(language))
        width = len(rows[0])
    head = rows.pop(0) if has_headings else usual
    spare = _spare_columns(head, sheet)
    found = Found()
    table = RawTable("", "", [(number, _without(row, spare)) for number, row in enumerate([head, *rows])])
    refuse_misread(table, found)
    layout = lay_out(table, sheet, found)
    keys = {place: key for key, place in layout.places.items()} if layout else {}
    headings = [*head, *[""] * (width - len(head))]
    columns = tuple(PastedColumn(keys.get(place, ""), heading) for place, heading in enumerate(headings))
    filled = dict(layout.body) if layout else {}
    texts = tuple({key: str(cell) for key, cell in filled.get(n, {}).items()} for n in range(1, len(rows) + 1))
    shown = tuple((*row, *[""] * (width - len(row))) for row in rows)
    problems = tuple(PastedProblem(problem.column, problem.reason, problem.mend) for problem in found.problems)
    return Pasted(columns, shown, texts, problems, tuple(head[place] for place in spare))


def _with_whole_names(rows: list[list[str]], heading: str) -> list[list[str]]:
    """The rows with one column of names where first and last names had one each, or there are last names alone.

    heading: of that column.
    """
    keys = [key_of(cell) for cell in rows[0]]
    first, last = ([place for place, key in enumerate(keys) if key in known] for known in (_FIRST_NAMES, _LAST_NAMES))
    if len(first) > 1 or len(last) != 1:
        return rows
    if not first:
        return [[heading if place in last else cell for place, cell in enumerate(rows[0])], *rows[1:]]
    [first_at], [last_at] = first, last
    whole = [heading, *(f"{row[first_at]} {row[last_at]}".strip() for row in rows[1:])]
    here, gone = min(first_at, last_at), max(first_at, last_at)
    return [
        [name if place == here else cell for place, cell in enumerate(row) if place != gone]
        for name, row in zip(whole, rows, strict=True)
    ]


def _spare_columns(head: list[str], sheet: Sheet) -> list[int]:
    """Places of headings that are like none of the sheet, or like one that is there by its own name."""
    known = sheet.headings()
    there = {known[key_of(cell)] for cell in head if key_of(cell) in known}

    def is_spare(cell: str) -> bool:
        meant = known.get(key_of(meant_heading(sheet, cell, SURELY_MEANT)))
        return bool(cell) and key_of(cell) not in known and (meant is None or meant in there)

    return [place for place, cell in enumerate(head) if is_spare(cell)]


def _without(row: list[str], places: list[int]) -> list[str]:
    return ["" if place in places else cell for place, cell in enumerate(row)]
