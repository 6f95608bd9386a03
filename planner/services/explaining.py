"""Why somebody works a shift, or does not: asked of any roster, one person and one date at a time."""

from dataclasses import dataclass
from datetime import date

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
    """An answer for each shift type offered on `day` (or the one asked for).

    InputProblems for unknown names or dates.
    """
    board = report.board
    _check_names(report, person, day, shift)
    explainer = Explainer(board, state_rules(board), report.roster.places())
    answers = []
    for code in [shift] if shift else [s.code for s in board.shift_types]:
        number = board.number((person, day, code))
        if number is None:
            continue
        if explainer.plan[number]:
            found = tuple(f for f in report.check.findings if (person, day, code) in f.places)
            answers.append(ShiftAnswer(code, True, (), 0, found))
        else:
            reasons, cost = explainer.added(number)
            answers.append(ShiftAnswer(code, False, tuple(reasons), cost, ()))
    return tuple(answers)


def _check_names(report: Report, person: str, day: date, shift: str | None) -> None:
    board = report.board
    problems = []
    if person not in board.person_index:
        names = ", ".join(sorted(board.person_index))
        problems.append(_unknown("--person", person, Message(_l("Nobody of this name is in the team.")), names))
    if day not in board.days:
        span = f"{board.days[0].isoformat()} – {board.days[-1].isoformat()}"
        problems.append(_unknown("--date", day.isoformat(), Message(_l("The roster is for another month.")), span))
    if shift is not None and shift not in board.shift_index:
        codes = ", ".join(s.code for s in board.shift_types)
        problems.append(_unknown("--shift", shift, Message(_l("There is no such shift type.")), codes))
    if problems:
        raise InputProblems(problems)


def _unknown(option: str, value: str, reason: Message, known: str) -> InputProblem:
    return InputProblem(option, "", 0, "", value, reason, Message(_l("Choose one of: {known}."), known=known))
