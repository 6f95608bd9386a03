"""Rows copied out of a spreadsheet or typed: told apart into cells, with headings or in the usual order of columns."""

import re

from planner.exchange.cells import is_blank
from planner.exchange.misread import refuse_misread
from planner.exchange.raw_table import Found, RawTable
from planner.exchange.row_reader import lay_out
from planner.exchange.safe_text import tidy
from planner.exchange.sheets import SHEETS
from planner.exchange.words import key_of
from planner.pasted_cells import pasted_cells
from planner.sheet_ports import Pasted, PastedColumn, PastedProblem

#: What the columns are when no row says so.
_USUAL = ("name", "contract", "skills", "channels", "languages")


def pasted_people(text: str, language: str) -> Pasted:
    """People as they were pasted."""
    sheet = SHEETS["managers"]
    rows = [[tidy(cell) for cell in cells] for cells in pasted_cells(text) if not all(map(is_blank, cells))]
    if not rows:
        return Pasted()
    known = sheet.headings()
    # A person has hours, which are a figure.
    has_headings = any(key_of(cell) in known for cell in rows[0]) and not re.search(r"\d", "".join(rows[0]))
    width = max(map(len, rows))
    usual = [sheet.columns[key].heading(language) for key in _USUAL][:width]
    head = rows.pop(0) if has_headings else usual
    found = Found()
    table = RawTable("", "", [(0, head), *enumerate(rows, 1)])
    refuse_misread(table, found)
    layout = lay_out(table, sheet, found)
    keys = {place: key for key, place in layout.places.items()} if layout else {}
    headings = [*head, *[""] * (width - len(head))]
    columns = tuple(PastedColumn(keys.get(place, ""), heading) for place, heading in enumerate(headings))
    filled = dict(layout.body) if layout else {}
    texts = tuple({key: str(cell) for key, cell in filled.get(n, {}).items()} for n in range(1, len(rows) + 1))
    shown = tuple((*row, *[""] * (width - len(row))) for row in rows)
    problems = tuple(PastedProblem(problem.column, problem.reason, problem.mend) for problem in found.problems)
    return Pasted(columns, shown, texts, problems)
