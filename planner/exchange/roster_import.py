"""A roster read back from its workbook: the visible grid is the truth, the hidden sheet adds what it cannot show."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from openpyxl.utils import get_column_letter

from planner.board import Place
from planner.domain.roster import Roster
from planner.domain.team import Team
from planner.domain.time import days_between, month_days
from planner.exchange import cells
from planner.exchange.cells import CellError
from planner.exchange.file_kinds import is_team
from planner.exchange.raw_table import Found, RawTable
from planner.exchange.roster_identity import keep_identities
from planner.exchange.roster_sheets import grid_layout as layout
from planner.exchange.roster_sheets.facts_sheet import SHEET, Facts, read_facts
from planner.exchange.words import ABSENCE_KINDS, FREE_DAY, key_of, nearest
from planner.exchange.xlsx_tables import read_workbook
from planner.messages import LANGUAGES, Message, _l, day_words, translate
from planner.names import name_key
from planner.problems import InputProblems

#: A row with at least so many dates of the month is the grid's head, even when some were damaged.
_DATES_IN_HEAD = 7
_FREE_SIGNS = frozenset({layout.FREE, "-", "—"})


def read_roster(path: Path, team: Team) -> Roster:
    """The roster of a workbook, edits by hand included. InputProblems with everything that is wrong in it.

    Of an earlier month than the team's own, shifts of people and types that the team no longer has are left out.
    """
    found = Found()
    # In the sheets beside the grid anybody may merge and calculate.
    grids = {translate(layout.GRID, language) for language in LANGUAGES}
    tables = {table.sheet: table for table in read_workbook(path, found, lambda title: title in grids)}
    facts = None
    if SHEET in tables:
        facts = read_facts(tables[SHEET], found)
    elif is_team(tuple(tables.values())):
        found.file(
            path.name,
            Message(_l("This is a team's workbook.")),
            Message(_l("Give the roster's workbook in its place.")),
        )
    elif tables:
        found.file(
            path.name,
            Message(_l("This is no roster of the planner, or its hidden sheet “{sheet}” is gone."), sheet=SHEET),
            Message(_l("Take the roster's workbook as the planner saved it.")),
        )
    if facts is not None and facts.grid not in tables:
        found.file(
            path.name,
            Message(_l("The sheet “{sheet}” with the month grid is missing."), sheet=facts.grid),
            Message(_l("Give the sheet its old name again, or take the file as the planner saved it.")),
        )
    elif facts is not None and not _is_of_another_team(facts, team, path.name, found):
        places = _GridReader(tables[facts.grid], facts, team, found).places()
        if not found.problems:
            locks = {(lock.person, lock.day, lock.shift) for lock in team.locks}
            return replace(facts.roster, assignments=keep_identities(facts.roster.assignments, places, locks))
    raise InputProblems(found.problems)


def _is_of_another_team(facts: Facts, team: Team, file: str, found: Found) -> bool:
    """Whether hardly anybody of a roster is in the team; said once, and not of each of them."""
    known = {name_key(manager.name) for manager in team.managers}
    strangers = sum(name_key(name) not in known for name in facts.people)
    same_name = name_key(facts.roster.team_name) == name_key(team.name)
    if 2 * strangers <= len(facts.people) or (same_name and strangers < len(facts.people)):
        return False
    found.file(
        file,
        Message(
            _l("This is the roster of “{other}”: {count} of its {all} people are not in “{team}”."),
            other=facts.roster.team_name, count=strangers, all=len(facts.people), team=team.name,
        ),
        Message(_l("Give a roster of “{team}”, or the team's file that this one was planned with."), team=team.name),
    )  # fmt: skip
    return True


class _GridReader:
    """Reads the month grid cell by cell."""

    def __init__(self, table: RawTable, facts: Facts, team: Team, found: Found) -> None:
        self._table, self._facts, self._team, self._found = table, facts, team, found
        self._people = {name_key(manager.name): manager.name for manager in team.managers}
        self._codes = {name_key(shift.code): shift.code for shift in team.shift_types}
        self._sites = {name_key(site.name) for site in team.sites}
        roster = facts.roster
        self._days = month_days(roster.year, roster.month)
        past = team.month is not None and (roster.year, roster.month) < team.month
        self._gone_people = {name_key(name) for name in facts.people} - self._people.keys() if past else set()
        self._gone_codes = {name_key(code) for code in facts.codes} - self._codes.keys() if past else set()
        self._absent = {
            (absence.person, day)
            for absence in team.absences
            for day in days_between(max(absence.first, self._days[0]), min(absence.last, self._days[-1]))
        }

    def places(self) -> list[Place]:
        """All places of the grid, by date, person and shift."""
        head = self._head()
        if head is None:
            return []
        head_row, columns = head
        rows = list(self._person_rows(head_row))
        seen: dict[str, int] = {}
        places: list[Place] = []
        for number, row in rows:
            person = self._person(number, row, columns)
            if person is None:
                continue
            if person in seen:
                self._problem(
                    number, "", person,
                    Message(_l("This person has a second row here; the first is row {row}."), row=str(seen[person])),
                    Message(_l("Write all shifts of the person into one row and delete the other.")),
                )  # fmt: skip
                continue
            seen[person] = number
            for day, column in columns.items():
                value = row[column] if column < len(row) else None
                places += ((person, day, code) for code in self._read_cell(number, column, person, day, value))
        self._miss_people(seen)
        return sorted(places, key=lambda place: (place[1], place[0], place[2]))

    # ---- where things stand

    def _head(self) -> tuple[int, dict[date, int]] | None:
        """Row number and column of each date of the grid's head."""
        for number, row in self._table.rows:
            columns: dict[date, int] = {}
            for column, value in enumerate(row):
                day = _date_of(value)
                if day in self._days and day not in columns:
                    columns[day] = column
            if len(columns) >= _DATES_IN_HEAD:
                for day in self._days:
                    if day not in columns:
                        self._problem(
                            number, "", day_words(day, self._facts.language),
                            Message(_l("The column of this day is missing.")),
                            Message(_l("Write the dates of the whole month into the grid's head.")),
                        )  # fmt: skip
                return number, columns
        self._found.sheet(
            self._table,
            Message(_l("The row with the month's dates is missing.")),
            Message(_l("Take the file as the planner saved it, and edit only the month grid.")),
        )
        return None

    def _person_rows(self, head_row: int) -> Iterator[tuple[int, Sequence[object]]]:
        below = [(number, row) for number, row in self._table.rows if number > head_row]
        for place, (_, row) in enumerate(below):
            if row and isinstance(row[0], str) and name_key(row[0]) == name_key(self._facts.grid_end):
                yield from below[:place]
                return
        self._found.sheet(
            self._table,
            Message(_l("The line “{line}” below the people is missing."), line=self._facts.grid_end),
            Message(_l("Write it into the first column again, below the last person.")),
        )

    def _person(self, number: int, row: Sequence[object], columns: dict[date, int]) -> str | None:
        """Whose row it is; None when it is nobody's."""
        written = row[0] if row else None
        key = name_key(cells.text(written)) if isinstance(written, str | int | float) else ""
        if key in self._people:
            return self._people[key]
        filled = any(not cells.is_blank(row[column]) for column in columns.values() if column < len(row))
        if key in self._gone_people or (not filled and (not key or key in self._sites)):
            return None
        if not key:
            reason, mend = _l("This row has shifts but no name."), Message(_l("Write the person's name in front."))
        else:
            reason = _l("Nobody of this name is in the team.")
            near = nearest(key, self._people)
            mend = (
                Message(_l("Maybe “{name}” is meant."), name=near)
                if near
                else Message(_l("Delete the row, or add the person to the team's file, with a last day if they left."))
            )
        self._problem(number, "A", written, Message(reason), mend)
        return None

    def _miss_people(self, seen: dict[str, int]) -> None:
        worked = {assignment.person for assignment in self._facts.roster.assignments}
        for person in self._people.values():
            if person in worked and person not in seen:
                self._problem(
                    0, "", person,
                    Message(_l("The row of this person is gone.")),
                    Message(_l("Put the row back; leave its days empty if nothing is to be worked.")),
                )  # fmt: skip

    # ---- one cell

    def _read_cell(self, number: int, column: int, person: str, day: date, value: object) -> list[str]:
        """The shift types of a cell, each once."""
        if cells.is_blank(value) or (number, column) in self._table.broken:
            return []
        try:
            text = cells.text(value)
        except CellError as error:
            self._problem(number, self._column(column, day), value, error.reason, error.mend)
            return []
        if self._is_free(text, person, day):
            return []
        codes = []
        for part in layout.split_codes(text, self._codes):
            key = name_key(part)
            if key in self._codes:
                codes.append(self._codes[key])
            elif key not in self._gone_codes:
                self._unknown(number, column, person, day, text, part)
        return list(dict.fromkeys(codes))

    def _is_free(self, text: str, person: str, day: date) -> bool:
        """Whether a cell's text says that nothing is worked, or why."""
        if text == self._facts.absent.get((person, day)):
            return True
        if name_key(text) in self._codes:
            return False
        if text in _FREE_SIGNS or key_of(text) in FREE_DAY:
            return True
        return self._names_absence(text) and (person, day) in self._absent

    def _names_absence(self, text: str) -> bool:
        return ABSENCE_KINDS.find(text) is not None or text in self._facts.absent.values()

    def _unknown(self, number: int, column: int, person: str, day: date, text: str, part: str) -> None:
        where = self._column(column, day)
        if self._names_absence(text):
            self._problem(
                number, where, text,
                Message(_l("{person} has no absence on this day in the team's file."), person=person),
                Message(_l("Enter the absence in the team's file, and leave this cell empty.")),
            )  # fmt: skip
            return
        near = nearest(name_key(part), self._codes)
        known = ", ".join(self._codes.values())
        mend = (
            Message(_l("Maybe “{name}” is meant."), name=near)
            if near
            else Message(_l("Use one of: {known}. Several in one cell are parted by +."), known=known)
        )
        self._problem(number, where, part, Message(_l("There is no such shift type.")), mend)

    def _column(self, column: int, day: date) -> str:
        return f"{get_column_letter(column + 1)} ({day_words(day, self._facts.language)})"

    def _problem(self, row: int, column: str, value: object, reason: Message, mend: Message) -> None:
        self._found.cell(self._table, row, column, value, reason, mend)


def _date_of(value: object) -> date | None:
    try:
        return None if isinstance(value, str) or value is None else cells.day(value)
    except CellError:
        return None
