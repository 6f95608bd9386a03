"""Which names the other sheets may use, taken from the raw cells: a row with a mistake still makes its name known."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from planner.exchange.cells import CellError, text, text_list
from planner.exchange.columns import KnownNames
from planner.exchange.figure_lists import split_figure
from planner.exchange.raw_table import Found
from planner.exchange.row_reader import Layout
from planner.exchange.safe_text import tidy
from planner.exchange.words import SURELY_MEANT, nearest
from planner.messages import Message, _l
from planner.names import name_key

_KEEP_ONE = Message(_l("Keep one of the rows."))
#: Sheet -> the column of its names, what is said of a name in two rows, and the mend.
_ONCE = {
    "sites": ("name", _l("This site is already named in row {row}."), _KEEP_ONE),
    "managers": (
        "name",
        _l("This person is already in row {row}."),
        Message(_l("Delete one of the rows; two people of the same name need something to tell them apart.")),
    ),
    "shift_types": ("code", _l("This code is already taken by row {row}."), Message(_l("Choose another code."))),
}


def declared_names(layouts: Sequence[Layout], found: Found) -> KnownNames:
    """Every name that rows may refer to, from all sheets of the file. Names that stand twice go to `found`.

    A sheet may come twice in `layouts`; the names of both are known.
    """
    names = KnownNames()
    _declare(names, "site", _of(layouts, "sites"), "name", _one_name)
    _declare(names, "person", _of(layouts, "managers"), "name", _one_name)
    _declare(names, "skill", _of(layouts, "managers"), "skills", _skills)
    _declare(names, "shift", _of(layouts, "shift_types"), "code", _one_name)
    _declare_channels(names, _of(layouts, "opening_hours"), _of(layouts, "managers"), found)
    for layout in layouts:
        if layout.sheet.key in _ONCE:
            _report_twice(layout, found)
    names.also_called["person"] = _second_names(_of(layouts, "managers"), "public_name", "name")
    names.also_called["shift"] = _second_names(_of(layouts, "shift_types"), "name", "code")
    return names


def _second_names(layouts: Iterable[Layout], second: str, name: str) -> dict[str, str]:
    return {
        name_key(called): names[number]
        for layout in layouts
        for names in [dict(_written(layout, name))]
        for number, called in _written(layout, second)
        if number in names
    }


def _of(layouts: Sequence[Layout], key: str) -> list[Layout]:
    return [layout for layout in layouts if layout.sheet.key == key]


def _declare(
    names: KnownNames, kind: str, layouts: Iterable[Layout], column: str, read: Callable[[object], list[str]]
) -> None:
    for layout in layouts:
        if column in layout.unread:
            continue
        names.names.setdefault(kind, {})
        for number, cells in layout.body:
            if column in layout.unusable(number, cells) or (column in layout.sheet.required and column not in cells):
                names.unreadable.add(kind)
            elif column in cells:
                try:
                    for name in read(cells[column]):
                        names.add(kind, name)
                except CellError:
                    names.unreadable.add(kind)


def _one_name(value: object) -> list[str]:
    """The name, and what stands between semicolons and line breaks in it: others may write it without them."""
    whole = text(value)
    return [whole, *filter(None, map(tidy, re.split("[;\n]", whole)))]


def _skills(value: object) -> list[str]:
    return [split_figure(item)[0] for item in text_list(value)]


def _written(layout: Layout, column: str) -> Iterator[tuple[int, str]]:
    """Row number and text of each cell of a column that holds a text."""
    for number, cells in layout.body:
        if column in cells and column not in layout.unusable(number, cells):
            try:
                yield number, text(cells[column])
            except CellError:
                continue


def _report_twice(layout: Layout, found: Found) -> None:
    column, reason, mend = _ONCE[layout.sheet.key]
    body = dict(layout.body)
    seen: dict[str, int] = {}
    for number, name in _written(layout, column):
        earlier = seen.setdefault(name_key(name), number)
        if earlier != number:
            written = body[number][column]
            found.cell(layout.table, number, layout.heading(column), written, Message(reason, row=str(earlier)), mend)


# ---- channels


def _declare_channels(names: KnownNames, hours: Sequence[Layout], managers: Sequence[Layout], found: Found) -> None:
    """Opening hours say which channels there are; where no sheet has any, the channels that people look after do."""
    people = KnownNames()
    _declare(people, "channel", managers, "channels", text_list)
    _declare(names, "channel", hours, "channel", _one_name)
    looked_after = people.names.get("channel", {})
    if names.names.get("channel"):
        for layout in hours:
            _report_mistyped(names, layout, looked_after, found)
    elif looked_after and all("channel" not in layout.unread for layout in hours):
        names.names["channel"] = looked_after
    else:
        names.names.pop("channel", None)


def _report_mistyped(names: KnownNames, hours: Layout, looked_after: Mapping[str, str], found: Found) -> None:
    """A channel that nobody looks after is new, unless it is nearly called as one that somebody does."""
    told: set[str] = set()
    for number, name in _written(hours, "channel"):
        key = name_key(name)
        near = "" if key in looked_after or key in told else nearest(key, looked_after, SURELY_MEANT)
        if near:
            told.add(key)
            # Else everybody who looks after it would be told the same from the other side.
            names.add("channel", near)
            found.cell(
                hours.table, number, hours.heading("channel"), name,
                Message(_l("Nobody in the team looks after “{name}”."), name=name),
                Message(_l("Maybe “{name}” is meant; otherwise give the channel to somebody on the sheet of managers."),
                        name=near),
            )  # fmt: skip
