"""Where things stand in the month grid, and what its cells say: known to the writer and to the reader."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from planner.board import Board
from planner.domain.people import AbsenceKind
from planner.domain.roster import Assignment
from planner.domain.time import days_between
from planner.exchange.words import ABSENCE_KINDS
from planner.messages import _l
from planner.names import name_key

#: The sheet's title, and the line below its people.
GRID, END = _l("Roster"), _l("Coverage in hours")
#: Title and subtitle stand above.
NAMES_ROW, WEEKDAY_ROW, DATE_ROW, FIRST_ROW = 3, 4, 5, 6
NAME_COLUMN, FIRST_DAY_COLUMN = 1, 2

#: What a locked free day shows.
FREE = "–"
_BETWEEN_CODES = "+"
_SEPARATORS = re.compile(r"[\s,;+/]+")


def write_codes(codes: Sequence[str]) -> str:
    """Shift types of one cell."""
    return _BETWEEN_CODES.join(codes)


def split_codes(text: str, codes: Mapping[str, str]) -> list[str]:
    """What a cell lists, by space, comma or +; a code may hold such a sign itself. codes: by `name_key`."""
    return [text] if name_key(text) in codes else [part for part in _SEPARATORS.split(text) if part]


def absence_marks(codes: Sequence[str], language: str) -> dict[AbsenceKind, str]:
    """Short marks of absences that no shift type has as its code: 'U' for Urlaub, or 'Ur' beside a shift 'U'."""
    taken = {name_key(code) for code in codes}
    marks: dict[AbsenceKind, str] = {}
    for kind in AbsenceKind:
        word = ABSENCE_KINDS.word(kind, language).capitalize()
        shortest = next((word[:n] for n in range(1, len(word) + 1) if name_key(word[:n]) not in taken), f"({word})")
        marks[kind] = shortest
        taken.add(name_key(shortest))
    return marks


def absences_by_day(board: Board) -> dict[tuple[str, date], AbsenceKind]:
    """(person, date) of the month -> why the person is away."""
    return {
        (absence.person, day): absence.kind
        for absence in board.team.absences
        for day in days_between(max(absence.first, board.days[0]), min(absence.last, board.days[-1]))
    }


def cells_by_day(board: Board, assignments: Sequence[Assignment]) -> dict[tuple[str, date], list[Assignment]]:
    """(person, date) -> assignments: those at work before those on call, by start."""
    types = {shift.code: shift for shift in board.shift_types}
    found: dict[tuple[str, date], list[Assignment]] = {}
    for assignment in sorted(
        assignments, key=lambda a: (types[a.shift].on_call, types[a.shift].start_min, types[a.shift].end_min, a.shift)
    ):
        found.setdefault((assignment.person, assignment.day), []).append(assignment)
    return found
