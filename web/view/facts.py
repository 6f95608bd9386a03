"""A team's sheets and rows as pages show them: what each is for, and the fields of a row's form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from planner.messages import _l, dated_words
from planner.services.team_facts import FactRow, FactsNow
from planner.sheet_ports import Control, FormColumn, FormSheet, RowProblem, Texts

#: The sheets in groups, each with what it is for. Rules have a page of their own.
GROUPS: Sequence[tuple[str, Mapping[str, str]]] = (
    (
        _l("People"),
        {
            "managers": _l("Who is in the team: contract, skills, channels, first and last day."),
            "availability": _l("When somebody can work, week by week."),
            "absences": _l("Leave, sickness, training."),
            "wishes": _l("What somebody wants, or would rather not."),
            "pairs": _l("Who should work together, or apart."),
        },
    ),
    (
        _l("Work"),
        {
            "shift_types": _l("The shifts there are: times, break, days."),
            "opening_hours": _l("When each channel is looked after."),
            "demand": _l("How many people a shift or a time of day needs."),
            "volume": _l("How many messages are expected, hour by hour."),
            "topics": _l("Who knows what, and who stands in."),
        },
    ),
    (
        _l("The team"),
        {
            "team": _l("Name, month, time zone."),
            "sites": _l("Where people are employed: it brings holidays and labour law."),
            "scenarios": _l("What you want to try out beside the present."),
        },
    ),
    (
        _l("Month by month"),
        {
            "locks": _l("What stands already when a month is planned for the first time."),
            "past_shifts": _l("Shifts before the first planned month; rest and rows of days count from them."),
            "carry_over": _l("What earlier months leave to each person."),
            "ledger_corrections": _l("What you add to, or take from, somebody’s balance."),
        },
    ),
)

#: What a figure has besides digits.
_SIGNS = str.maketrans("", "", ".,-")

#: The sheets that have a page.
SHOWN = frozenset(key for _, sheets in GROUPS for key in sheets)
#: Sheets with one row.
SINGLE = frozenset({"team"})


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a row's form. value: as typed; ticked: of several names, those chosen. now: what a colleague wrote."""

    column: FormColumn
    value: str
    options: Sequence[str]
    ticked: frozenset[str]
    error: RowProblem | None
    now: str | None

    @property
    def is_figure(self) -> bool:
        """Whether it is a number, for keyboards on screens."""
        example = self.column.example.translate(_SIGNS)
        return self.column.control is Control.TEXT and example.isdecimal()


def typed(form: FormSheet, sent: MultiDict[str, str]) -> dict[str, str]:
    """A row from what a form sent; empty cells are left out."""
    cells = {}
    for column in form.columns:
        if column.control is Control.NAMES:
            # Behind each a semicolon: names may hold commas.
            text = " ".join(f"{name};" for name in sent.getlist(column.key))
        else:
            text = sent.get(column.key, "").strip()
        if text:
            cells[column.key] = text
    return cells


def fields_of(
    now: FactsNow, sheet: str, texts: Texts, problems: Sequence[RowProblem] = (), theirs: Texts | None = None
) -> list[Field]:
    """The fields of a row with what it says. problems: those of this row. theirs: the row as a colleague left it."""
    errors = {problem.column: problem for problem in reversed(problems)}
    found = []
    for column in now.forms[sheet].columns:
        value = texts.get(column.key, "")
        ticked = frozenset(now.listed(value)) if column.control is Control.NAMES else frozenset()
        names = now.names(column.refers) if column.refers else column.words
        # What cannot be chosen any more is shown all the same: it was chosen once.
        strangers = [name for name in (ticked or {value}) if name and name not in names]
        options = (*names, *(strangers if column.control not in (Control.TEXT, Control.SUGGESTED) else []))
        other = (theirs or {}).get(column.key, "")
        same = frozenset(now.listed(other)) == ticked if column.control is Control.NAMES else other == value
        shown = None if theirs is None or same else other
        found.append(Field(column, value, options, ticked, errors.get(column.key), shown))
    return found


def shown(text: str, column: FormColumn, language: str) -> str:
    """A cell as a table shows it: a date as people say it, anything else as it was written."""
    if column.control is not Control.DATE:
        return text
    try:
        return dated_words(date.fromisoformat(text), language)
    except ValueError:
        return text


def shown_columns(form: FormSheet, rows: Sequence[FactRow]) -> list[FormColumn]:
    """The columns that any row fills."""
    return [column for column in form.columns if any(column.key in row.texts for row in rows)]


def matching(rows: Sequence[FactRow], query: str) -> list[FactRow]:
    """The rows that hold the words asked for."""
    asked = query.casefold().strip()
    return [row for row in rows if not asked or any(asked in text.casefold() for text in row.texts.values())]
