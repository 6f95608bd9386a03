"""The command that says why: `explain`, about a person's day or about a day's gaps."""

import json
import time
from collections.abc import Iterator
from datetime import date

import click

from planner import bootstrap
from planner.commands.arguments import Day
from planner.messages import Message, _l, render
from planner.reporting.report import Report
from planner.services.asking import GapAnswer, Otherwise, Questions
from planner.services.explaining import ShiftAnswer, asked, explain_day
from planner.telling.answer_words import mend_words, otherwise_words
from planner.telling.as_json import finding_json, gap_json
from planner.telling.summary import gap_lines

_PEOPLE_SHOWN = 6
#: Seconds for solving, however long reading took.
_LEAST_S = 0.5


@click.command()
@click.argument("team", type=click.Path())
@click.argument("roster", type=click.Path())
@click.option("--date", "day", type=Day(), required=True)
@click.option("--person", help="Whose day; without it, the gaps of the day are explained.")
@click.option("--shift", help="Only this shift type.")
@click.option(
    "--seconds", type=click.FloatRange(0.1, 600), default=3.0, show_default=True,
    help="For one answer, reading the files included.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_obj
def explain(
    language: str, team: str, roster: str, day: date, person: str | None, shift: str | None, seconds: float,
    as_json: bool,
) -> None:  # fmt: skip
    """Why PERSON works on a date or does not, and what it would take; or why the date has gaps, and what mends them."""
    began = time.monotonic()
    report = bootstrap.planning(language).review(team, roster)
    name, codes = asked(report.board, person, day, shift)
    questions = Questions(report)
    seconds_left = max(_LEAST_S, seconds - (time.monotonic() - began))
    if person is None:
        questions.seconds = seconds_left
        answers = [questions.mends_of(gap) for gap in report.gaps if gap.day == day and _about(gap.shift, codes)]
        plain = [_gap_json(report, answer, language) for answer in answers]
        _tell(plain, _gap_lines(report, day, answers, language), as_json)
    else:
        about_day, refused = explain_day(report, name, day, shift), questions.refused(name, day)
        # All that is asked about the day is one answer.
        questions.seconds = seconds_left / max(1, sum(answer.assigned for answer in about_day) + len(refused))
        told = [(answer, _without(questions, answer, day)) for answer in about_day]
        wishes = [made for wish in refused if (made := questions.granted(wish, day))]
        plain = [_shift_json(report, *pair, language) for pair in told]
        plain += [{"wish_granted": _otherwise_json(report, made, language)} for made in wishes]
        _tell(plain, _day_lines(report, day, told, wishes, language), as_json)


def _about(shift: str, codes: list[str]) -> bool:
    return not shift or shift in codes


def _without(questions: Questions, answer: ShiftAnswer, day: date) -> Otherwise | None:
    return questions.without((answer.person, day, answer.shift)) if answer.assigned else None


def _tell(plain: object, lines: Iterator[str], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    for line in lines:
        click.echo(line)


def _day_lines(
    report: Report, day: date, told: list[tuple[ShiftAnswer, Otherwise | None]], wishes: list[Otherwise], language: str
) -> Iterator[str]:
    if not told:
        yield render(Message(_l("No such shift is worked on {day}."), day=day), language)
    for answer, without in told:
        yield _answer_words(answer, day, language)
        yield from ("    " + render(reason, language) for reason in answer.reasons)
        yield from ("    " + render(finding.message, language) for finding in answer.findings)
        if without is not None:
            yield "  " + render(Message(_l("Without this shift:")), language)
            yield from ("    " + render(text, language) for text in otherwise_words(report.board, without))
    for granted in wishes:
        yield render(Message(_l("If the wish for {day} were granted:"), day=day), language)
        yield from ("    " + render(text, language) for text in otherwise_words(report.board, granted))


def _answer_words(answer: ShiftAnswer, day: date, language: str) -> str:
    if answer.assigned:
        text = _l("{person} works {shift} on {day}.")
    elif answer.reasons:
        text = _l("{person} can't work {shift} on {day}:")
    else:
        text = _l("{person} could work {shift} on {day}; the roster's cost would change by {cost} points.")
    return render(
        Message(text, person=answer.person, shift=answer.name, day=day, cost=answer.cost_change), language
    )


def _gap_lines(report: Report, day: date, answers: list[GapAnswer], language: str) -> Iterator[str]:
    if not answers:
        yield render(Message(_l("Nothing is missing on {day}."), day=day), language)
    for answer in answers:
        yield from gap_lines(answer.gap, language, people=_PEOPLE_SHOWN)
        title = _l("What would mend it:") if answer.mends else _l("Nothing that was tried mends it.")
        yield "    " + render(Message(title), language)
        yield from ("      " + render(mend_words(report.board, mend), language) for mend in answer.mends)


def _shift_json(report: Report, answer: ShiftAnswer, without: Otherwise | None, language: str) -> dict[str, object]:
    return {
        "person": answer.person,
        "shift": answer.shift,
        "name": answer.name,
        "assigned": answer.assigned,
        "reasons": [render(reason, language) for reason in answer.reasons],
        "cost_change": answer.cost_change,
        "findings": [finding_json(finding, language) for finding in answer.findings],
        "without": None if without is None else _otherwise_json(report, without, language),
    }


def _otherwise_json(report: Report, answer: Otherwise, language: str) -> dict[str, object]:
    found = answer.alternative
    return {
        "changes": [
            {"day": c.day.isoformat(), "shift": c.shift, "before": c.before, "after": c.after}
            for c in found.changes.shifts
        ],
        "uncovered_min": answer.uncovered_min,
        "dearer": list(found.dearer),
        "comfort_bound": found.comfort_bound,
        "fewest_proven": found.fewest,
        "cheapest_proven": found.cheapest,
        "text": [render(text, language) for text in otherwise_words(report.board, answer)],
    }


def _gap_json(report: Report, answer: GapAnswer, language: str) -> dict[str, object]:
    return {
        **gap_json(answer.gap, language),
        "mends": [
            {
                "conditions": [render(what, language) for what in mend.what],
                "uncovered_points": mend.alternative.uncovered,
                "dearer": list(mend.alternative.dearer),
                "fewest_proven": mend.alternative.fewest,
                "cheapest_proven": mend.alternative.cheapest,
                "text": render(mend_words(report.board, mend), language),
            }
            for mend in answer.mends
        ],
    }
