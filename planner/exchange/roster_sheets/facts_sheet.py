"""The hidden sheet: what the visible grid cannot show but must come back with it. One fact a row, its kind first.

    fact        what follows
    set         name, value (see _SETTINGS)
    assignment  UUID, person, date, shift type code, "locked" or ""
    absent      person, date, the mark that stands in the grid
    code        shift type code (also feeds the drop-downs of the grid)
    person      name
    version     program, version
    costs, bounds  one figure a cost tier
    carry_over  person, weekends in a row, Sundays worked, week minutes, ledger
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.roster import Assignment, Roster, SolveRecord
from planner.domain.team import CarryOver
from planner.exchange.raw_table import Found, RawTable
from planner.exchange.roster_sheets.look import cell_at, put_text
from planner.messages import LANGUAGES, Message, _l

SHEET = "planner"
#: Of this layout; a file of a higher one was made by a newer program. Files of layout 1 may hold a ledger that counts
#: unpleasant time in steps of eight hours, now counted in hours, so they are not read.
LAYOUT = 2
_SETTINGS = ("layout", "language", "grid", "grid_end", "team", "year", "month", "team_hash")
_RECORD = ("seconds", "workers", "seed")

_Value = TypeVar("_Value")
_Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the hidden sheet holds. grid: title of the month grid's sheet; grid_end: the label below its people.

    absent: (person, date) -> the mark that was written there. roster: as saved, before edits by hand.
    people, codes: of the team when the roster was saved.
    """

    language: str
    grid: str
    grid_end: str
    absent: Mapping[tuple[str, date], str]
    people: tuple[str, ...]
    codes: tuple[str, ...]
    roster: Roster


def write_facts(sheet: Worksheet, facts: Facts) -> str:
    """Fill the hidden sheet; gives the range of the shift codes in it, for drop-downs."""
    first_code = last_code = 0
    for number, row in enumerate(_rows(facts), start=1):
        for column, text in enumerate(row, start=1):
            put_text(cell_at(sheet, number, column), text)
        if row[0] == "code":
            first_code, last_code = first_code or number, number
    sheet.sheet_state = "hidden"
    return f"'{SHEET}'!$B${first_code}:$B${last_code}"


def _rows(facts: Facts) -> Iterator[_Row]:
    roster = facts.roster
    settings = (
        str(LAYOUT), facts.language, facts.grid, facts.grid_end,
        roster.team_name, str(roster.year), str(roster.month), roster.team_hash,
    )  # fmt: skip
    yield from (("set", name, value) for name, value in zip(_SETTINGS, settings, strict=True))
    yield from (("version", name, text) for name, text in roster.versions.items())
    if roster.record is not None:
        record = roster.record
        yield ("costs", *map(str, record.costs))
        yield ("bounds", *map(str, record.bounds))
        figures = (repr(record.seconds), str(record.workers), str(record.seed))
        yield from (("set", name, value) for name, value in zip(_RECORD, figures, strict=True))
    yield from (("person", name) for name in facts.people)
    yield from (("code", code) for code in facts.codes)
    for a in roster.assignments:
        yield ("assignment", str(a.uid), a.person, a.day.isoformat(), a.shift, "locked" if a.locked else "")
    for (person, day), mark in facts.absent.items():
        yield ("absent", person, day.isoformat(), mark)
    for row in roster.carry_over:
        minutes = " ".join(map(str, row.week_minutes))
        ledger = " ".join(f"{measure}={hundredths}" for measure, hundredths in row.ledger.items())
        yield ("carry_over", row.person, str(row.weekends_in_row), str(row.sundays_worked), minutes, ledger)


def read_facts(table: RawTable, found: Found) -> Facts | None:
    """The facts of a hidden sheet, less damaged rows; None when hardly any can be read. All damage goes to `found`."""
    return _Reader(table, found).read()


_CHANGED = _l("This row was changed and cannot be understood.")
_RESTORE = _l("Take the file as the planner saved it, and edit only the month grid.")


class _Reader:
    """Reads row by row, and notes each row that cannot be understood."""

    def __init__(self, table: RawTable, found: Found) -> None:
        self._table, self._found = table, found
        self._rows: dict[str, list[tuple[int, _Row]]] = {}
        for number, cells in table.rows:
            kind, *rest = ("" if value is None else str(value) for value in cells)
            # Empty texts at a row's end may have been dropped by whatever saved the file.
            self._rows.setdefault(kind, []).append((number, (*rest, *[""] * 6)))
        self._settings = {row[0]: (number, row[1]) for number, row in self._rows.get("set", ())}

    def read(self) -> Facts | None:
        """What can be read."""
        missing = [name for name in _SETTINGS if name not in self._settings]
        for name in missing:
            self._broken(0, name, _l("This fact is missing."))
        if missing:
            return None
        number, layout = self._settings["layout"]
        if layout != str(LAYOUT):
            reason = Message(_l("Another version of the planner saved this file and keeps its facts differently."))
            mend = Message(_l("Plan the month again with this version, or save it with the one that made it."))
            self._found.cell(self._table, number, "", layout, reason, mend)
            return None
        return self._facts()

    def _facts(self) -> Facts | None:
        year, month = self._setting("year", _year), self._setting("month", _month)
        language = self._setting("language", _language)
        assignments = self._all("assignment", _assignment)
        absent = self._all("absent", _absent)
        carry_over = self._all("carry_over", _carry_over)
        record = self._record()
        self._refuse_repeated(assignments)
        if year is None or month is None or language is None:
            return None
        roster = Roster(
            self._settings["team"][1],
            year,
            month,
            tuple(assignments),
            self._settings["team_hash"][1],
            {row[0]: row[1] for _, row in self._rows.get("version", ())},
            record,
            tuple(carry_over),
        )
        grid, grid_end = (self._settings[name][1] for name in ("grid", "grid_end"))
        people, codes = (tuple(row[0] for _, row in self._rows.get(kind, ())) for kind in ("person", "code"))
        return Facts(language, grid, grid_end, dict(absent), people, codes, roster)

    def _record(self) -> SolveRecord | None:
        if "seconds" not in self._settings:
            return None
        costs, bounds = self._all("costs", _figures), self._all("bounds", _figures)
        seconds = self._setting("seconds", float)
        workers, seed = self._setting("workers", int), self._setting("seed", int)
        if not costs or not bounds or seconds is None or workers is None or seed is None:
            return None
        return SolveRecord(costs[0], bounds[0], seconds, workers, seed)

    def _refuse_repeated(self, assignments: Sequence[Assignment]) -> None:
        for uid, times in Counter(assignment.uid for assignment in assignments).items():
            if times > 1:
                self._broken(0, str(uid), _l("Two shifts have the same identity."))

    def _all(self, kind: str, make: Callable[[_Row], _Value]) -> list[_Value]:
        made = []
        for number, row in self._rows.get(kind, ()):
            try:
                made.append(make(row))
            except ValueError:
                self._broken(number, " ".join(filter(None, row)), _CHANGED)
        return made

    def _setting(self, name: str, make: Callable[[str], _Value]) -> _Value | None:
        number, value = self._settings.get(name, (0, ""))
        try:
            return make(value)
        except ValueError:
            self._broken(number, value or name, _CHANGED)
            return None

    def _broken(self, row: int, value: str, reason: str) -> None:
        self._found.cell(self._table, row, "", value, Message(reason), Message(_RESTORE))


def _assignment(row: _Row) -> Assignment:
    uid, person, day, shift, locked = row[:5]
    if not person or not shift or locked not in ("", "locked"):
        raise ValueError(row)
    return Assignment(UUID(uid), person, date.fromisoformat(day), shift, locked == "locked")


def _absent(row: _Row) -> tuple[tuple[str, date], str]:
    person, day, mark = row[:3]
    return (person, date.fromisoformat(day)), mark


def _carry_over(row: _Row) -> CarryOver:
    person, weekends, sundays, minutes, ledger = row[:5]
    pairs = (entry.split("=") for entry in ledger.split())
    return CarryOver(
        person,
        int(weekends),
        tuple(int(entry) for entry in minutes.split()),
        int(sundays),
        {measure: int(hundredths) for measure, hundredths in pairs},
    )


def _figures(row: _Row) -> tuple[int, ...]:
    return tuple(int(figure) for figure in row if figure)


def _year(text: str) -> int:
    year = int(text)
    if not 2000 <= year <= 2099:
        raise ValueError(text)
    return year


def _month(text: str) -> int:
    month = int(text)
    if not 1 <= month <= 12:
        raise ValueError(text)
    return month


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise ValueError(text)
    return text
