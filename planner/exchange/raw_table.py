"""A table as it was found in a file, and the list of everything wrong with the files."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from planner.messages import Message
from planner.problems import InputProblem


@dataclass(frozen=True, slots=True)
class RawTable:
    """One sheet or CSV file. rows: (row number as people see it, cells), rows without any value left out.

    broken: (row number, column from 0) of cells that are already known to be unusable. hidden: people don't see it.
    """

    file: str
    sheet: str
    rows: Sequence[tuple[int, Sequence[object]]]
    broken: frozenset[tuple[int, int]] = frozenset()
    hidden: bool = False


@dataclass(slots=True)
class Found:
    """All problems found so far."""

    problems: list[InputProblem] = field(default_factory=list)

    def file(self, file: str, reason: Message, mend: Message) -> None:
        """Something wrong with a file as a whole."""
        self.problems.append(InputProblem(file, reason, mend))

    def sheet(self, table: RawTable, reason: Message, mend: Message, *, value: str = "") -> None:
        """Something wrong with a sheet as a whole."""
        self.problems.append(InputProblem(table.file, reason, mend, value=value, sheet=table.sheet))

    def cell(self, table: RawTable, row: int, column: str, value: object, reason: Message, mend: Message) -> None:
        """Something wrong with a cell, or with a row when column is ""."""
        self.problems.append(InputProblem(table.file, reason, mend, shown(value), table.sheet, row, column))


def shown(value: object) -> str:
    """A raw cell as a person would recognise it, at most 80 characters long."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        words = value.date().isoformat() if value.time() == time() else value.strftime("%Y-%m-%d %H:%M")
    elif isinstance(value, date):
        words = value.isoformat()
    elif isinstance(value, time):
        words = value.strftime("%H:%M")
    elif isinstance(value, timedelta):
        hours, minutes = divmod(int(value.total_seconds()) // 60, 60)
        words = f"{hours}:{minutes:02d}"
    elif isinstance(value, float) and value.is_integer():
        words = str(int(value))
    else:
        words = str(value)
    return words if len(words) <= 80 else f"{words[:79]}…"
