"""Why somebody works a shift, or does not: asked of any roster, one person and one date at a time."""

from dataclasses import dataclass
from datetime import date

from planner.board import Board
from planner.check import Finding
from planner.explain import Explainer
from planner.messages import Message, _l
from planner.problems import InputProblem, InputProblems
from planner.report import Report
from planner.rulebook import state_rules


@dataclass(frozen=True, slots=True)
class ShiftAnswer:
    """One shift type for a person on a date. assigned: the roster has it. reasons: hard rules that adding it
    would break.

    cost_change: points the roster would become dearer by adding it; 0 when assigned. findings: what the roster breaks
    with this shift, when assigned.
    """

    shift: str
    assigned: bool
    reasons: tuple[Message, ...]
    cost_change: int
    findings: tuple[Finding, ...]


def explain_day(report: Report, person: str, day: date, shift: str | None = None) -> tuple[ShiftAnswer, ...]:
    """An answer for each shift type that can be worked on `day` (or the one asked for); none when there is no such.

    person, shift: in upper or lower case. InputProblems for unknown names or dates.
    """
    board = report.board
    name, codes = _asked(board, person, day, shift)
    explainer = Explainer(board, state_rules(board), report.roster.places())
    answers = []
    for code in codes:
        number = board.number((name, day, code))
        if number is None:
            continue
        if explainer.plan[number]:
            found = tuple(f for f in report.check.findings if (name, day, code) in f.places)
            answers.append(ShiftAnswer(code, True, (), 0, found))
        else:
            reasons, cost = explainer.added(number)
            answers.append(ShiftAnswer(code, False, tuple(reasons), cost, ()))
    return tuple(answers)


def _asked(board: Board, person: str, day: date, shift: str | None) -> tuple[str, list[str]]:
    """The person's name and the shift types' codes as the team writes them."""
    names = {_key(name): name for name in board.person_index}
    codes = {_key(code): code for code in board.shift_index}
    problems = []
    if _key(person) not in names:
        known = ", ".join(sorted(board.person_index))
        problems.append(_unknown("--person", person, Message(_l("Nobody of this name is in the team.")), known))
    if day not in board.days:
        span = f"{board.days[0].isoformat()} – {board.days[-1].isoformat()}"
        problems.append(_unknown("--date", day.isoformat(), Message(_l("The roster is for another month.")), span))
    if shift is not None and _key(shift) not in codes:
        known = ", ".join(board.shift_index)
        problems.append(_unknown("--shift", shift, Message(_l("There is no such shift type.")), known))
    if problems:
        raise InputProblems(problems)
    return names[_key(person)], list(board.shift_index) if shift is None else [codes[_key(shift)]]


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _unknown(option: str, value: str, reason: Message, known: str) -> InputProblem:
    return InputProblem(option, "", 0, "", value, reason, Message(_l("Choose one of: {known}."), known=known))
