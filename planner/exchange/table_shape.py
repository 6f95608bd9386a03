"""What a table is, as the workbook's sheets and the CSV files show it: headings, kinds of value, rows."""

from dataclasses import dataclass, replace
from datetime import date, time
from enum import Enum

from planner.messages import words

Value = str | int | float | date | time | None


class Kind(Enum):
    """What a column holds. HOURS are decimal hours, UNITS figures with two decimals; SIGNED ones show their plus.

    SHARE: a part of one, shown as per cent.
    """

    TEXT = "text"
    DATE = "date"
    TIME = "time"
    COUNT = "count"
    HOURS = "hours"
    SIGNED_HOURS = "signed hours"
    UNITS = "units"
    SIGNED_UNITS = "signed units"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. heading: rendered; width: characters; wrap: long texts go on in the next line."""

    heading: str
    width: float
    kind: Kind = Kind.TEXT
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. name: of the sheet; title: of the page; empty: what stands in place of rows.

    group: so many leading columns say the same in rows that belong together. total: the last row is a sum.
    kinds: of each row's numbers, where rows rather than columns differ in what they hold.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    empty: str = ""
    group: int = 0
    total: bool = False
    kinds: tuple[Kind, ...] = ()

    def column_of(self, number: int, row: int) -> Column:
        """A column (from 0) as it is in a row (from 0)."""
        column = self.columns[number]
        own = self.kinds and isinstance(self.rows[row][number], int | float)
        return replace(column, kind=self.kinds[row]) if own else column


def decimal_hours(minutes: int) -> float:
    """Minutes as hours with two decimals."""
    return round(minutes / 60, 2)


def weekday_word(day: date, language: str) -> str:
    """'Sat', 'Sa.' as written in front of dates."""
    return words(day, language).split(" ", 1)[0]
