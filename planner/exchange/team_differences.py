"""What a workbook would change of a team, row by row in words."""

from collections.abc import Iterator, Mapping, Sequence

from planner.domain.team import Team
from planner.exchange.sheets import SHEETS, Sheet
from planner.exchange.team_rows import Cells, team_rows
from planner.exchange.template import cell_words
from planner.messages import Message, _l
from planner.ports import Difference, DifferenceKind

#: The columns that say which row it is; of the team's own sheet there is only one row.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "team": (),
    "sites": ("name",),
    "managers": ("name",),
    "rules": ("code",),
    "availability": ("person", "weekdays", "start"),
    "absences": ("person", "kind", "first"),
    "wishes": ("person", "first", "shift"),
    "pairs": ("person", "other"),
    "shift_types": ("code",),
    "opening_hours": ("channel", "when"),
    "demand": ("when", "shift", "start", "channel", "skill"),
    "volume": ("channel", "when", "hour"),
    "topics": ("name",),
    "locks": ("person", "day"),
    "past_shifts": ("person", "day"),
    "carry_over": ("person",),
    "ledger_corrections": ("person", "day", "measure"),
    "scenarios": ("scenario", "kind", "what"),
}

_Texts = Mapping[str, str]


def team_differences(before: Team | None, after: Team, language: str) -> list[Difference]:
    """What is added, changed and removed, in the order of the sheets; words in "de" or "en". before: None = nothing."""
    old = team_rows(before, language) if before else {}
    new = team_rows(after, language)
    return [
        difference
        for sheet in SHEETS.values()
        for difference in _of_sheet(sheet, old.get(sheet.key, []), new[sheet.key], language)
    ]


def _of_sheet(sheet: Sheet, before: Sequence[Cells], after: Sequence[Cells], language: str) -> Iterator[Difference]:
    title = sheet.title(language)
    old = [_texts(row, sheet, language) for row in before]
    new = [_texts(row, sheet, language) for row in after]
    # Rows that are the same need no word, whatever their order.
    for row in list(new):
        if row in old:
            old.remove(row)
            new.remove(row)
    for row in new:
        was = next((other for other in old if _key(sheet, other) == _key(sheet, row)), None)
        if was is None:
            yield Difference(title, DifferenceKind.ADDED, _whole(_l("{row} is new"), row))
            continue
        old.remove(was)
        changes = [_change(heading, was.get(heading, ""), row.get(heading, "")) for heading in {**was, **row}]
        which = ", ".join(text for text in _key(sheet, row) if text) or title
        text = _l("{row} changes: {changes}")
        said = [change for change in changes if change is not None]
        yield Difference(title, DifferenceKind.CHANGED, Message(text, row=which, changes=said))
    for row in old:
        yield Difference(title, DifferenceKind.REMOVED, _whole(_l("{row} goes"), row))


def _texts(row: Cells, sheet: Sheet, language: str) -> _Texts:
    """Heading -> what the cell says; empty cells left out."""
    texts = {column.heading(language): cell_words(row.get(key), language) for key, column in sheet.columns.items()}
    return {heading: text for heading, text in texts.items() if text}


def _key(sheet: Sheet, row: _Texts) -> tuple[str, ...]:
    columns = [sheet.columns[key] for key in _KEYS[sheet.key]]
    return tuple(row.get(column.en, row.get(column.de, "")) for column in columns)


def _whole(text: str, row: _Texts) -> Message:
    return Message(text, row=", ".join(f"{heading} {said}" for heading, said in row.items()))


def _change(heading: str, before: str, after: str) -> Message | None:
    if before == after:
        return None
    text = _l("{column} “{before}” becomes “{after}”")
    return Message(text, column=heading, before=before, after=after)
