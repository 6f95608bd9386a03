"""A team's facts as rows of text, as forms show them and take them back; the workbook's sheets serve them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from planner.domain.team import Team
from planner.messages import Message

#: A row: key of the column -> the cell as people write it; empty cells are left out.
Texts = Mapping[str, str]
#: Rows by key of their sheet, in order.
Sheets = Mapping[str, Sequence[Texts]]


class Control(StrEnum):
    """How a cell is asked for. CHOICE: one of the words. SUGGESTED: a text; the words are what may stand in it.

    NAME, NAMES: one name, several names out of another sheet.
    """

    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    SUGGESTED = "suggested"
    NAME = "name"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column. needed: every row fills it. refers: "sheet.column" whose names are meant."""

    key: str
    heading: str
    about: str
    example: str
    control: Control
    needed: bool
    words: tuple[str, ...]
    refers: str


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A sheet. needed: it holds a row at least."""

    key: str
    title: str
    needed: bool
    columns: tuple[FormColumn, ...]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a cell. row: from 0, None = the sheet as a whole. column: its key, "" = the row as a whole."""

    sheet: str
    row: int | None
    column: str
    value: str
    reason: Message
    mend: Message


@dataclass(frozen=True, slots=True)
class RowPlace:
    """A row of a sheet, from 0."""

    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What rows make. team: None when one of them cannot be read. problems: also what rows contradict each other in."""

    team: Team | None
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class PastedColumn:
    """A column as it was pasted. key: of the column that is meant, "" = none."""

    key: str
    heading: str


@dataclass(frozen=True, slots=True)
class PastedProblem:
    """What is wrong with a pasted heading, or with the whole when there is none."""

    heading: str
    reason: Message
    mend: Message


@dataclass(frozen=True, slots=True)
class Pasted:
    """Rows as they were pasted. cells: all of them, as many in each row as there are columns; rows: what they say.

    left_out: headings of columns that say nothing the planner keeps.
    """

    columns: tuple[PastedColumn, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    rows: tuple[Texts, ...] = ()
    problems: tuple[PastedProblem, ...] = ()
    left_out: tuple[str, ...] = ()


class TeamSheets(Protocol):
    """The sheets of a team's facts, with one validation for workbooks and forms."""

    def forms(self, language: str) -> Mapping[str, FormSheet]:
        """Every sheet by its key, in order; words in "de" or "en"."""
        ...

    def texts(self, team: Team, language: str) -> dict[str, list[Texts]]:
        """The rows of every sheet."""
        ...

    def listed(self, text: str) -> list[str]:
        """The names in a cell that may hold several."""
        ...

    def check(self, sheets: Sheets, language: str, last: RowPlace | None = None) -> Checked:
        """The team that rows say. last: the row that is told what it contradicts another one in."""
        ...

    def renamed(self, sheets: Sheets, refers: str, was: str, now: str) -> dict[str, list[Texts]]:
        """The rows with another name wherever one that `refers` ("sheet.column") declares is meant.

        now: "" = the name is gone: rows about it go along, lists lose it.
        """
        ...

    def pasted_people(self, text: str, language: str) -> Pasted:
        """People copied out of a spreadsheet, or typed; a row of headings is understood in both languages."""
        ...
