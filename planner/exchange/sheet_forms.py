"""The sheets as forms: columns declared for fields, a team's rows as text, and text checked as a file would be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, get_args, get_origin

from pydantic import BeforeValidator
from pydantic.fields import FieldInfo

from planner.domain.team import Team
from planner.exchange import cells
from planner.exchange.columns import Column, holds_several
from planner.exchange.figure_lists import split_figure
from planner.exchange.pasted_rows import pasted_people
from planner.exchange.raw_table import Found, RawTable
from planner.exchange.row_reader import EMPTY_CELL, Layout, lay_out
from planner.exchange.rows_people import ManagerRow
from planner.exchange.sheets import SHEETS, Sheet
from planner.exchange.special_cells import price
from planner.exchange.team_build import OF_SHIFT, build_team
from planner.exchange.team_import import rows_in
from planner.exchange.team_rows import team_rows
from planner.exchange.template import cell_words
from planner.messages import Message, _l
from planner.problems import InputProblem
from planner.rules.catalogue import RULES
from planner.sheet_ports import Checked, Control, FormColumn, FormSheet, Pasted, RowPlace, RowProblem, Sheets, Texts

_PEOPLE, _SHIFTS = "managers.name", "shift_types.code"
_EMPTY_FIELD, _FILL_IT_IN = Message(_l("Nothing stands here yet.")), Message(_l("Fill it in."))


class SheetForms:
    """Implements planner.sheet_ports.TeamSheets."""

    def forms(self, language: str) -> Mapping[str, FormSheet]:
        """Every sheet by its key, in order; words in "de" or "en"."""
        return {
            sheet.key: FormSheet(
                sheet.key,
                sheet.title(language),
                sheet.needed,
                tuple(_form_column(sheet, key, column, language) for key, column in sheet.columns.items()),
            )
            for sheet in SHEETS.values()
        }

    def texts(self, team: Team, language: str) -> dict[str, list[Texts]]:
        """The rows of every sheet. ValueError for facts that the sheets cannot say."""
        return {
            key: [{name: text for name, cell in row.items() if (text := cell_words(cell, language))} for row in rows]
            for key, rows in team_rows(team, language).items()
        }

    def listed(self, text: str) -> list[str]:
        """The names in a cell that may hold several."""
        return cells.text_list(text)

    def check(self, sheets: Sheets, language: str, last: RowPlace | None = None) -> Checked:
        """The team that rows say. last: the row that is told what it contradicts another one in."""
        found = Found()
        layouts = {}
        for sheet in SHEETS.values():
            rows = sheets.get(sheet.key, ())
            layout = _layout(sheet, rows, last, language, found) if rows or sheet.needed else None
            if layout is not None:
                layouts[sheet.key] = layout
        read = rows_in(layouts, [], found, None)
        problems = tuple(_row_problem(problem, sheets, last, language) for problem in found.problems)
        complete = all(sheet.key in layouts for sheet in SHEETS.values() if sheet.needed)
        if not complete or any(len(getattr(read, key)) < len(layout.body) for key, layout in layouts.items()):
            return Checked(None, problems)
        if last is not None:
            there = {_number(n, sheets, last): n for n in range(len(sheets[last.sheet]))}
            ordered = sorted(getattr(read, last.sheet), key=lambda row: there[row.number])
            read = replace(read, **{last.sheet: ordered})
        return Checked(build_team(read, None), problems)

    def renamed(self, sheets: Sheets, refers: str, was: str, now: str) -> dict[str, list[Texts]]:
        """The rows with another name wherever one that `refers` ("sheet.column") declares is meant.

        now: "" = the name is gone: rows about it go along, lists lose it.
        """
        found = {}
        for key, rows in sheets.items():
            one = _columns_of_names(SHEETS[key], refers, several=False)
            several = _columns_of_names(SHEETS[key], refers, several=True)
            changed = [_with_name(row, one, several, was, now) for row in rows]
            if SHEETS[key].row is ManagerRow and refers == _SHIFTS:
                changed = [row and _with_limits(row, was, now) for row in changed]
            found[key] = [row for row in changed if row is not None]
        return found

    def pasted_people(self, text: str, language: str) -> Pasted:
        """People copied out of a spreadsheet, or typed; a row of headings is understood in both languages."""
        return pasted_people(text, language)


# ---- columns


def _form_column(sheet: Sheet, key: str, column: Column, language: str) -> FormColumn:
    words: tuple[str, ...] = column.choices.all_words(language) if column.choices is not None else ()
    if column.refers == "rules":
        words = tuple(rule.code for rule in RULES)
    return FormColumn(
        key,
        column.heading(language),
        column.about(language),
        column.example_in(language),
        _control(sheet.row.model_fields[key], column),
        key in sheet.required,
        words,
        "" if column.refers == "rules" else column.refers,
    )


def _control(info: FieldInfo, column: Column) -> Control:
    readers = {part.func for part in (*info.metadata, *_inside(info.annotation)) if isinstance(part, BeforeValidator)}
    several = holds_several(info)
    if cells.day in readers:
        return Control.DATE
    if column.refers == "rules":
        return Control.CHOICE
    if column.refers:
        return Control.NAMES if several else Control.NAME
    if column.choices is None:
        return Control.TEXT
    # A price may be a figure, days may be several or a date.
    return Control.SUGGESTED if several or price in readers else Control.CHOICE


def _inside(annotation: Any) -> Iterator[object]:
    """What the members of a union are annotated with."""
    for member in get_args(annotation):
        if get_origin(member) is Annotated:
            yield from member.__metadata__


def _columns_of_names(sheet: Sheet, refers: str, *, several: bool) -> list[str]:
    named = [
        key
        for key, column in sheet.columns.items()
        if column.refers == refers and (_control(sheet.row.model_fields[key], column) is Control.NAMES) == several
    ]
    # What a scenario changes is a person in some rows, and else nobody who is called so.
    return [*named, *(["what"] if sheet.key == "scenarios" and refers == _PEOPLE and not several else [])]


def _with_name(row: Texts, one: Sequence[str], several: Sequence[str], was: str, now: str) -> Texts | None:
    """The row with another name; None when it is about one that is gone."""
    if not now and any(row.get(key) == was for key in one):
        return None
    changed = {key: now if key in one and text == was else text for key, text in row.items()}
    for key in several:
        names = [now if name == was else name for name in cells.text_list(changed.get(key, ""))]
        changed[key] = cells.write_list([name for name in names if name])
    return {key: text for key, text in changed.items() if text}


def _with_limits(row: Texts, was: str, now: str) -> Texts:
    """A person's row with another shift type in their own limits. now: "" = the shift type is gone, and its limits."""
    limits = [split_figure(item) for item in cells.text_list(row.get(OF_SHIFT, ""))]
    named = [(now if shift == was else shift, most) for shift, most in limits]
    changed = {**row, OF_SHIFT: cells.write_list([f"{shift} {most}" for shift, most in named if shift])}
    return {key: text for key, text in changed.items() if text}


# ---- rows


def _number(row: int, sheets: Sheets, last: RowPlace | None) -> int:
    """How a row is numbered while it is checked: from 1, the last one behind all others of its sheet."""
    return row + 1 if last is None or row != last.row else len(sheets[last.sheet]) + 1


def _layout(sheet: Sheet, rows: Sequence[Texts], last: RowPlace | None, language: str, found: Found) -> Layout | None:
    here = last if last is not None and last.sheet == sheet.key else None
    numbered = [(_number(n, {sheet.key: rows}, here), row) for n, row in enumerate(rows)]
    numbered.sort(key=lambda pair: pair[0])
    columns = sheet.columns
    head = [column.heading(language) for column in columns.values()]
    body = [(number, [row.get(key) for key in columns]) for number, row in numbered]
    layout = lay_out(RawTable("", sheet.title(language), [(0, head), *body]), sheet, found)
    # In a file an empty row is no row; in a form it is one that nobody has filled in yet.
    filled = dict(layout.body) if layout else {}
    return layout and replace(layout, body=[(number, filled.get(number, {})) for number, _ in numbered])


def _row_problem(problem: InputProblem, sheets: Sheets, last: RowPlace | None, language: str) -> RowProblem:
    sheet = next(sheet for sheet in SHEETS.values() if sheet.title(language) == problem.sheet)
    column = next((key for key, column in sheet.columns.items() if column.heading(language) == problem.column), "")
    row = None if problem.row == 0 else problem.row - 1
    if last is not None and last.sheet == sheet.key and row == len(sheets[sheet.key]):
        row = last.row
    # In a form there is no cell, and no note behind a heading.
    reason, mend = (_EMPTY_FIELD, _FILL_IT_IN) if problem.reason == EMPTY_CELL else (problem.reason, problem.mend)
    return RowProblem(sheet.key, row, column, problem.value, reason, mend)
