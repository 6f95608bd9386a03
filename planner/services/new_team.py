"""A new team out of answers: judged by the sheets' own rules, field by field, then made in one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.board import Board
from planner.contract import month_contract_min
from planner.domain.days import DayKind
from planner.domain.team import Team
from planner.domain.time import clock
from planner.holiday_calendar import (
    NEEDS_SUBDIVISION,
    UnknownPlaceError,
    half_holidays_of,
    holidays_of,
    subdivisions_of,
)
from planner.messages import Message, _l
from planner.ports import Clock, Vault
from planner.services.importing import Importing, ImportPreview, Namesake, namesakes
from planner.services.new_team_answers import ASKED_KINDS, Answers
from planner.services.new_team_shifts import same_time
from planner.sheet_ports import Pasted, RowProblem, Sheets, TeamSheets, Texts
from planner.staffing.week import read_spans


class Step(StrEnum):
    """The steps, in order."""

    TEAM = "team"
    HOURS = "hours"
    SHIFTS = "shifts"
    PEOPLE = "people"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """What is wrong with an answer. field: its name; in a list with the row from 0, like "start-2"; "" = the step."""

    step: Step
    field: str
    reason: Message
    mend: Message


@dataclass(frozen=True, slots=True)
class Balance:
    """Paid minutes of the month: what contracts ask, and what shifts want at least and as a target."""

    contracts: int
    minimum: int
    target: int


@dataclass(frozen=True, slots=True)
class Judged:
    """Answers looked at. team: None while something is wrong. people: as they were pasted.

    cells: what is wrong with them, by row and column.
    """

    problems: tuple[AnswerProblem, ...]
    people: Pasted
    cells: Mapping[tuple[int, str], RowProblem]
    team: Team | None

    def of_step(self, step: Step) -> Mapping[str, AnswerProblem]:
        """What is wrong in a step, by field."""
        return {problem.field: problem for problem in reversed(self.problems) if problem.step is step}

    def is_done(self, step: Step) -> bool:
        """Whether nothing is wrong in a step."""
        return not self.of_step(step) and not (step is Step.PEOPLE and self.cells)


class NewTeams:
    """Use cases of owners who set a team up."""

    def __init__(self, vault: Vault, sheets: TeamSheets, importing: Importing, clock: Clock) -> None:
        self._vault, self._sheets, self._importing, self._clock = vault, sheets, importing, clock

    def months(self) -> list[tuple[int, int]]:
        """The months that may be the first, as (year, month): this one and those of a year from now on."""
        today = self._clock.now().date()
        numbers = range(today.year * 12 + today.month - 1, today.year * 12 + today.month + 11)
        return [(number // 12, number % 12 + 1) for number in numbers]

    def judge(self, answers: Answers, language: str) -> Judged:
        """What is wrong with the answers so far, also with those not given yet, and the team that they make."""
        people = self._sheets.pasted_people(answers.people, language)
        own = list(_own_problems(answers, people))
        rows = _Rows(answers)
        sheets: Sheets = {**rows.sheets(), "managers": [_with_channels(row, answers) for row in people.rows]}
        checked = self._sheets.check(sheets, language)
        cells: dict[tuple[int, str], RowProblem] = {}
        problems = own
        told = {(problem.step, problem.field) for problem in own}
        for problem in checked.problems:
            if problem.sheet == "managers" and problem.row is not None:
                cells.setdefault((problem.row, problem.column), problem)
            else:
                step, field = rows.place(problem)
                if (step, field) not in told and not (step is Step.PEOPLE and not people.rows):
                    problems.append(AnswerProblem(step, field, problem.reason, problem.mend))
        good = not problems and not cells
        return Judged(tuple(problems), people, cells, checked.team if good else None)

    def namesakes(self, team: Team) -> list[Namesake]:
        """Whoever may be one person with somebody in another team."""
        with self._vault.reading() as records:
            return namesakes(records, team, {})

    def make(self, team: Team, actor: int | None, same: Mapping[str, int]) -> int:
        """Save the team as a new one; its number. same: see Importing.take_over, also for InputProblems."""
        return self._importing.take_over(ImportPreview(None, 0, team, (), ()), actor, same)


def balance_of(team: Team) -> Balance:
    """What the team's month asks and has. ValueError without a month."""
    if team.month is None:
        raise ValueError("a team without a month. Maybe give it one first.")
    board = Board(team, *team.month)
    kinds = {shift.code: shift for shift in team.shift_types}
    least = wanted = 0
    for day in board.days:
        for row in team.demand:
            shift = kinds.get(row.shift)
            if shift is not None and row.when == board.calendar.kind(day) and row.when in shift.day_kinds:
                paid = shift.end_min - shift.start_min - shift.break_min
                least, wanted = least + row.minimum * paid, wanted + row.target * paid
    return Balance(sum(month_contract_min(board, person) for person in range(len(board.people))), least, wanted)


def places() -> dict[str, dict[str, str]]:
    """Country -> its places, "AT-9" -> "Wien"; a country that may stand alone comes first, without a name."""
    found = {}
    for country in ("AT", "DE", "CH"):
        alone = {} if country in NEEDS_SUBDIVISION else {country: ""}
        named = sorted(subdivisions_of(country).items(), key=lambda item: item[1])
        found[country] = {**alone, **{f"{country}-{code}": name for code, name in named}}
    return found


def holidays_in(answers: Answers, language: str) -> tuple[list[tuple[date, str]], list[tuple[date, str]]]:
    """The public holidays of the first month with their names, and the half holidays, which law doesn't count among
    them; none while place or month are missing.
    """
    try:
        year, month = (int(part) for part in answers.month.split("-"))
        public = holidays_of(answers.country, answers.subdivision, year, language)
        half = half_holidays_of(answers.country, year, language)
    except (ValueError, UnknownPlaceError):
        return [], []
    full = sorted((day, name) for day, name in public.items() if day.month == month)
    return full, sorted((day, name) for day, name in half.items() if day.month == month and day not in public)


# ---- answers as rows of the sheets


class _Rows:
    """The rows that answers say, and which answer a problem of theirs is about."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._hours: list[tuple[int, DayKind]] = []

    def sheets(self) -> dict[str, list[Texts]]:
        """The rows, people aside."""
        answers = self._answers
        rows: dict[str, list[dict[str, str]]] = {
            "team": [{"name": answers.name, "month": answers.month}],
            "sites": [
                {
                    "name": place_name(answers) or "–",
                    "country": answers.country,
                    "subdivision": answers.subdivision,
                    "sunday_basis": answers.sunday_basis,
                    "holiday_basis": answers.holiday_basis,
                }
            ],
            "opening_hours": list(self._opening_hours()),
            "shift_types": [
                {
                    "code": shift.code, "name": shift.name, "start": shift.start, "end": shift.end,
                    "break_min": shift.break_min, "day_kinds": _days(shift.days),
                }
                for shift in answers.shifts
            ],
            "demand": [
                {"when": _days(shift.days), "shift": shift.code, "minimum": shift.minimum, "target": shift.target}
                for shift in answers.shifts
            ],
        }  # fmt: skip
        return {key: [{k: text for k, text in row.items() if text} for row in of] for key, of in rows.items()}

    def _opening_hours(self) -> Iterator[dict[str, str]]:
        self._hours = []
        for number, channel in enumerate(self._answers.channels):
            for kind in ASKED_KINDS:
                for start, end in _spans(channel.hours(kind)):
                    self._hours.append((number, kind))
                    yield {"channel": channel.name, "when": _days((kind.value,)), "start": start, "end": end}

    def place(self, problem: RowProblem) -> tuple[Step, str]:
        """The step and field that a problem is about."""
        row, column = problem.row, problem.column
        if problem.sheet == "team":
            return Step.TEAM, column if column in ("name", "month") else "name"
        if problem.sheet == "sites":
            return Step.TEAM, "place"
        if problem.sheet == "opening_hours" and row is not None:
            number, kind = self._hours[row]
            return Step.HOURS, f"channel-{number}" if column == "channel" else f"{kind.value}-{number}"
        if problem.sheet in ("shift_types", "demand") and row is not None:
            field = {"day_kinds": "days", "when": "days", "shift": "code"}.get(column, column)
            return Step.SHIFTS, f"{field}-{row}"
        steps = {"opening_hours": Step.HOURS, "shift_types": Step.SHIFTS, "demand": Step.SHIFTS}
        return steps.get(problem.sheet, Step.PEOPLE), ""


def place_name(answers: Answers) -> str:
    """What the team's site is called: its state or canton, or else the country."""
    try:
        return subdivisions_of(answers.country).get(answers.subdivision, "") or answers.country
    except UnknownPlaceError:
        return ""


def _days(kinds: Sequence[str]) -> str:
    """Kinds of day as a cell says them. Half holidays go with weekdays."""
    words = ["half holiday", *kinds] if DayKind.WEEKDAY.value in kinds else list(kinds)
    return "; ".join(words) or "none"


def _spans(hours: str) -> list[tuple[str, str]]:
    """Each stretch as two cells; none when it is closed, or the hours are none."""
    try:
        return [(clock(span.opens_min), clock(span.closes_min)) for span in read_spans(hours)]
    except ValueError:
        return []


def _with_channels(row: Texts, answers: Answers) -> Texts:
    """A person of whom no channels are said looks after all of them."""
    return {"channels": "".join(f"{channel.name}; " for channel in answers.channels), **row}


# ---- what the sheets cannot know


_LIKE_8_22 = _l(
    "Write it like 8-22, 8:30-17:00, 8-12, 13-17 (closed at noon) or 22-6 (until the next morning); "
    "leave it empty when closed."
)


def _own_problems(answers: Answers, people: Pasted) -> Iterator[AnswerProblem]:
    if not answers.place:
        yield AnswerProblem(
            Step.TEAM, "place", Message(_l("Nothing is chosen.")), Message(_l("Choose where the team is employed."))
        )
    if not answers.month:
        yield AnswerProblem(
            Step.TEAM, "month", Message(_l("Nothing is chosen.")), Message(_l("Choose the first month to plan."))
        )
    yield from _hours_problems(answers)
    if not answers.shifts:
        mend = Message(_l("Take one of the suggestions, or write down the first shift."))
        yield AnswerProblem(Step.SHIFTS, "", Message(_l("There is no shift yet.")), mend)
    for number, shift in enumerate(answers.shifts):
        if same_time(shift):
            mend = Message(_l("Write when it ends; an end before the start lies in the next day."))
            yield AnswerProblem(Step.SHIFTS, f"end-{number}", Message(_l("It ends when it begins.")), mend)
        if not shift.days:
            mend = Message(_l("Choose at least one kind of day."))
            yield AnswerProblem(Step.SHIFTS, f"days-{number}", Message(_l("This shift is on no day.")), mend)
    if not people.rows and not people.problems:
        mend = Message(_l("Paste them out of your spreadsheet, or write one person in each line."))
        yield AnswerProblem(Step.PEOPLE, "", Message(_l("There is nobody yet.")), mend)
    for told in people.problems:
        reason = Message(_l("{heading}: {reason}"), heading=told.heading, reason=told.reason)
        yield AnswerProblem(Step.PEOPLE, "", reason if told.heading else told.reason, told.mend)


def _hours_problems(answers: Answers) -> Iterator[AnswerProblem]:
    if not answers.channels:
        mend = Message(_l("Name the first one, such as Instagram."))
        yield AnswerProblem(Step.HOURS, "channel-0", Message(_l("There is no channel yet.")), mend)
    names = [channel.name.casefold() for channel in answers.channels]
    for number, channel in enumerate(answers.channels):
        if channel.name.casefold() in names[:number]:
            mend = Message(_l("Write another name, or clear it."))
            yield AnswerProblem(Step.HOURS, f"channel-{number}", Message(_l("This channel is named twice.")), mend)
        written = {kind: channel.hours(kind) for kind in ASKED_KINDS if channel.hours(kind)}
        if not written:
            mend = Message(_LIKE_8_22)
            reason = Message(_l("This channel is never open."))
            yield AnswerProblem(Step.HOURS, f"{ASKED_KINDS[0].value}-{number}", reason, mend)
        for kind, hours in written.items():
            if not _spans(hours):
                reason = Message(_l("“{given}” are no opening hours."), given=hours)
                yield AnswerProblem(Step.HOURS, f"{kind.value}-{number}", reason, Message(_LIKE_8_22))
