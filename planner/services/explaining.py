"""Why somebody works a shift, or does not: asked of any roster, one person and one date at a time."""

from dataclasses import dataclass
from datetime import date, timedelta

from planner.board import Board
from planner.changing.landings import Landings
from planner.check import Finding
from planner.domain.team import Team
from planner.messages import Message, _l, dated
from planner.names import name_meant
from planner.problems import InputProblem, InputProblems
from planner.reporting.report import Report

#: What is about shifts further apart is of the month, not of one shift.
_NEAR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ShiftAnswer:
    """One shift type (its code and its name) for a person on a date. assigned: the roster has it. reasons: what hard
    rules would be broken by working it, in words to be read below the person's name.

    cost_change: points the roster would become dearer by working it; 0 when assigned. findings: what the roster breaks
    with this shift, when assigned; besides: what it breaks with all the month's, this one among them. instead: names of
    the shifts whose place it would take, when not assigned.
    """

    person: str
    shift: str
    name: str
    assigned: bool
    reasons: tuple[Message, ...]
    cost_change: int
    findings: tuple[Finding, ...]
    besides: tuple[Finding, ...] = ()
    instead: tuple[str, ...] = ()


def explain_day(report: Report, person: str, day: date, shift: str | None = None) -> tuple[ShiftAnswer, ...]:
    """An answer for each shift type that can be worked on `day` (or the one asked for); none when there is no such.

    person, shift: in upper or lower case. InputProblems for unknown names or dates.
    """
    board = report.board
    name, codes = asked(board, person, day, shift)
    places = report.roster.places()
    landings = Landings(board, report.columns, places)
    names = {kind.code: kind.name for kind in board.shift_types}
    answers = []
    for code in codes:
        place = (name, day, code)
        if place in places:
            found = tuple(f for f in report.check.findings if place in f.places)
            near = tuple(f for f in found if not _of_the_month(f, day))
            besides = tuple(f for f in found if _of_the_month(f, day))
            answers.append(ShiftAnswer(name, code, names[code], True, (), 0, near, besides))
        elif code in board.offered[day]:
            landing, reasons = landings.at(place), landings.reasons(place)
            instead = tuple(names[one] for one in landing.replaces)
            cost = sum(landing.cost_change)
            answers.append(ShiftAnswer(name, code, names[code], False, reasons, cost, (), (), instead))
    return tuple(answers)


def _of_the_month(finding: Finding, day: date) -> bool:
    """Whether a finding is about shifts more than a week away from a date: hours, fairness, limits of a month."""
    return any(abs(place[1] - day) > _NEAR for place in finding.places)


def asked(board: Board, person: str | None, day: date | None, shift: str | None) -> tuple[str, list[str]]:
    """The person's name ("" for None) and the shift types' codes (all for None) as the team writes them; a shift type
    may be asked for by name or code.

    InputProblems for unknown names, codes or dates, all at once.
    """
    name = "" if person is None else name_meant(person, list(board.person_index))
    code = "" if shift is None else shift_meant(board.team, shift)
    problems = []
    if name is None:
        known = ", ".join(sorted(board.person_index))
        problems.append(_unknown("--person", str(person), Message(_l("Nobody of this name is in the team.")), known))
    if day is not None and day not in board.days:
        reason = Message(_l("The roster is for another month."))
        first, last = dated(board.days[0]), dated(board.days[-1])
        mend = Message(_l("Choose days from {first} to {last}."), first=first, last=last)
        problems.append(InputProblem("--date", reason, mend, value=day.isoformat()))
    if code is None:
        known = ", ".join(f"{kind.name} ({kind.code})" for kind in board.shift_types)
        problems.append(_unknown("--shift", str(shift), Message(_l("There is no such shift type.")), known))
    if problems:
        raise InputProblems(problems)
    return name or "", [code] if code else list(board.shift_index)


def shift_meant(team: Team, written: str) -> str | None:
    """The code of the shift type that is called so, by name or code; None when there is none."""
    codes = {name: kind.code for kind in team.shift_types for name in (kind.name, kind.code)}
    return name_meant(written, codes)


def _unknown(option: str, value: str, reason: Message, known: str) -> InputProblem:
    return InputProblem(option, reason, Message(_l("Choose one of: {known}."), known=known), value=value)
