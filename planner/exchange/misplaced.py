"""Columns that hold the wrong kind of values as a whole: said once, not row by row."""

from collections.abc import Mapping
from dataclasses import replace

from pydantic import ValidationError

from planner.exchange.cells import CellError
from planner.exchange.raw_table import Found
from planner.exchange.row_reader import Layout, errors_by_column, report_swapped
from planner.messages import Message, _l

#: Two rows with a slip are two slips; so many rows that are all wrong are one mistake about the column.
_ROWS_ALIKE = 3
#: A column that is right itself is believed to be exchanged with a wrong one from so many rows on.
_ROWS_SURE = 2

_Values = Mapping[int, object]


def put_right(layout: Layout, found: Found) -> Layout:
    """The layout with exchanged columns exchanged back and columns without any right value unread.

    Each of them goes to `found` once, so that nothing is made of the file; the rest can still be checked.
    """
    wrong = _wrong_columns(layout)
    values = _values(layout)
    for one in list(wrong):
        other = next((other for other in values if one in wrong and _exchanged(layout, values, wrong, one, other)), "")
        if other:
            report_swapped(layout, one, other, sorted(values[one].keys() | values[other].keys()), found)
            layout = _exchange(layout, one, other)
            wrong.pop(one, None)
            wrong.pop(other, None)
    for key, errors in wrong.items():
        alike = len({error.reason.text for error in errors.values()}) == 1
        if alike and len(errors) >= _ROWS_ALIKE and errors.keys() == values[key].keys():
            layout = _unread(layout, key, errors, found)
    return layout


def _values(layout: Layout) -> Mapping[str, _Values]:
    """Row number -> value of each column that has any."""
    found: dict[str, dict[int, object]] = {}
    for number, cells in layout.body:
        unusable = layout.unusable(number, cells)
        for key, value in cells.items():
            if key not in unusable:
                found.setdefault(key, {})[number] = value
    return found


def _wrong_columns(layout: Layout) -> dict[str, dict[int, CellError]]:
    """Columns of which every filled cell is wrong in itself, or wrong beside the same other columns."""
    errors: dict[str, dict[int, CellError]] = {}
    values = _values(layout)
    for number, cells in layout.body:
        unusable = layout.unusable(number, cells)
        usable = {key: value for key, value in cells.items() if key not in unusable}
        try:
            layout.sheet.row.model_validate(usable)
        except ValidationError as error:
            for key, cause in errors_by_column(error, unusable | layout.unread).items():
                if key in usable:
                    errors.setdefault(key, {})[number] = cause
    wrong = {}
    for key, by_row in errors.items():
        beside = next(iter(by_row.values())).columns
        filled = set.intersection(*(set(values.get(one, ())) for one in (key, *beside)))
        if filled <= by_row.keys():
            wrong[key] = by_row
    return wrong


def _exchanged(
    layout: Layout, values: Mapping[str, _Values], wrong: Mapping[str, Mapping[int, CellError]], a: str, b: str
) -> bool:
    """Whether the columns are right in each other's place. a: a wrong one."""
    if a == b:
        return False
    beside = next(iter(wrong[a].values())).columns
    if beside:
        sure = b in beside and len(wrong[a]) >= _ROWS_ALIKE
    elif b in wrong:
        sure = True
    else:
        # A column for any text is right with anything; that says nothing unless the other one is not.
        sure = len(values[a]) >= _ROWS_SURE and bool(_errors(layout, {a: "–"}, a))
    return sure and not any(
        _errors(layout, _turned(cells, a, b), a, b)
        for number, cells in layout.body
        if layout.unusable(number, cells).isdisjoint({a, b})
    )


def _errors(layout: Layout, cells: Mapping[str, object], *keys: str) -> set[str]:
    """Those of the columns whose filled cell is wrong in this row."""
    try:
        layout.sheet.row.model_validate(cells)
    except ValidationError as error:
        return errors_by_column(error).keys() & set(keys) & cells.keys()
    return set()


def _turned(cells: Mapping[str, object], a: str, b: str) -> dict[str, object]:
    other = {a: b, b: a}
    return {other.get(key, key): value for key, value in cells.items()}


def _exchange(layout: Layout, a: str, b: str) -> Layout:
    places = {**layout.places, a: layout.places[b], b: layout.places[a]}
    headings = {**layout.headings, a: layout.headings[b], b: layout.headings[a]}
    body = [(number, _turned(cells, a, b)) for number, cells in layout.body]
    return replace(layout, places=places, headings=headings, body=body)


def _unread(layout: Layout, key: str, errors: Mapping[int, CellError], found: Found) -> Layout:
    number, error = next(iter(errors.items()))
    found.cell(
        layout.table, number, layout.heading(key), dict(layout.body)[number].get(key),
        Message(_l("{reason} (All {count} rows of this column.)"), reason=error.reason, count=len(errors)),
        Message(_l("{mend} Or are the columns mixed up?"), mend=error.mend),
    )  # fmt: skip
    body = [(row, {k: v for k, v in cells.items() if k != key}) for row, cells in layout.body]
    return replace(layout, body=body, unread=layout.unread | {key})
