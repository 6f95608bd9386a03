"""The steps to a new team as forms: answers out of what was sent, and what the pages show beside the fields."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest

from werkzeug.datastructures import MultiDict

from planner.domain.days import DayKind
from planner.messages import Term, _l
from planner.services.new_team import Judged, Step
from planner.services.new_team_answers import ASKED_KINDS, USUAL_CHANNEL, Answers, ChannelAnswer, ShiftAnswer
from planner.services.new_team_shifts import Template
from planner.sheet_ports import RowProblem

STEP_NAMES: Mapping[Step, str] = {
    Step.TEAM: _l("Team"),
    Step.HOURS: _l("Opening hours"),
    Step.SHIFTS: _l("Shifts"),
    Step.PEOPLE: _l("People"),
    Step.REVIEW: _l("Check and create"),
}
KIND_NAMES: Mapping[DayKind, str] = {
    DayKind.WEEKDAY: _l("Mon–Fri"),
    DayKind.SATURDAY: _l("Saturday"),
    DayKind.SUNDAY: _l("Sunday"),
    DayKind.HOLIDAY: _l("Holiday"),
}
TEMPLATE_NAMES: Mapping[Template, str] = {
    Template.EARLY_LATE: _l("Early and late"),
    Template.DAY: _l("One day shift"),
    Template.ROUND_THE_CLOCK: _l("Round the clock"),
}
COUNTRY_NAMES = {"AT": _l("Austria"), "DE": _l("Germany"), "CH": _l("Switzerland")}

#: Of more people than this only the rows with mistakes are shown at once.
MOST_SHOWN = 40
#: So many rows for channels there are at least, one of them empty.
_CHANNEL_ROWS = 3


def answered(step: Step, form: MultiDict[str, str], before: Answers) -> Answers:
    """The answers after a step's form was sent."""
    if step is Step.TEAM:
        name, place, month = (_text(form, key) for key in ("name", "place", "month"))
        return replace(before, name=name, place=place, month=month)
    if step is Step.HOURS:
        columns = [_texts(form, key) for key in ("channel", *(kind.value for kind in ASKED_KINDS))]
        channels = tuple(ChannelAnswer(*row) for row in zip_longest(*columns, fillvalue=""))
        sunday, holiday = _text(form, "sunday_basis"), _text(form, "holiday_basis")
        return replace(before, channels=channels, sunday_basis=sunday, holiday_basis=holiday).tidied(before)
    if step is Step.SHIFTS:
        return replace(before, shifts=_shifts(form)).tidied(before)
    if step is Step.PEOPLE:
        return replace(before, people=form.get("people", ""))
    return before


def _shifts(form: MultiDict[str, str]) -> tuple[ShiftAnswer, ...]:
    days: dict[str, list[str]] = {}
    for ticked in form.getlist("days"):
        row, _, kind = ticked.partition(":")
        days.setdefault(row, []).append(kind)
    columns = [_texts(form, key) for key in ("code", "shift_name", "start", "end", "break_min", "minimum", "target")]
    found = []
    for number, cells in enumerate(zip_longest(*columns, fillvalue="")):
        code, name, start, end, break_min, minimum, target = cells
        kinds = tuple(kind.value for kind in ASKED_KINDS if kind.value in days.get(str(number), ()))
        found.append(ShiftAnswer(code, name, start, end, break_min, kinds, minimum, target))
    return tuple(found)


def _text(form: MultiDict[str, str], key: str) -> str:
    return form.get(key, "").strip()


def _texts(form: MultiDict[str, str], key: str) -> list[str]:
    return [text.strip() for text in form.getlist(key)]


def channel_rows(answers: Answers, more: int) -> list[ChannelAnswer]:
    """The rows of the form: those named, and empty ones that open like the last. more: so many besides."""
    last = answers.channels[-1] if answers.channels else USUAL_CHANNEL
    spare = max(1, _CHANNEL_ROWS - len(answers.channels)) + more
    return [*answers.channels, *[replace(last, name="")] * spare]


def shift_rows(answers: Answers, more: int) -> list[ShiftAnswer]:
    """The rows of the form: the shifts, and an empty one. more: so many besides."""
    return [*answers.shifts, *[ShiftAnswer()] * (1 + more)]


@dataclass(frozen=True, slots=True)
class PastedCellView:
    """A cell as it was pasted, and what is wrong with it."""

    text: str
    problem: RowProblem | None


@dataclass(frozen=True, slots=True)
class PastedRowView:
    """A person as pasted. number: from 1."""

    number: int
    cells: list[PastedCellView]

    @property
    def is_wrong(self) -> bool:
        """Whether there is something to mend."""
        return any(cell.problem for cell in self.cells)


def people_table(judged: Judged) -> list[PastedRowView]:
    """The rows as they were pasted, each mistake at its cell; one about a column that is not there at the first."""
    rows = []
    keys = [column.key for column in judged.people.columns]
    for number, cells in enumerate(judged.people.cells):
        wrong = {column: problem for (row, column), problem in judged.cells.items() if row == number}
        homeless = [problem for column, problem in wrong.items() if column not in keys]
        found = [PastedCellView(text, wrong.get(key)) for key, text in zip(keys, cells, strict=True)]
        if homeless and found and found[0].problem is None and not judged.people.problems:
            found[0] = replace(found[0], problem=homeless[0])
        rows.append(PastedRowView(number + 1, found))
    return rows


def kinds() -> list[tuple[str, Term]]:
    """The kinds of day asked for, with their names."""
    return [(kind.value, Term(KIND_NAMES[kind])) for kind in ASKED_KINDS]
