"""The command that says why: `explain`, about a person's day or about a day's gaps."""

import json
import time
from collections.abc import Iterable
from datetime import date

import click

from planner import bootstrap
from planner.commands.arguments import Day
from planner.services.asking import Otherwise, Questions, alike
from planner.services.explaining import ShiftAnswer, asked, explain_day
from planner.telling.why_json import mending_json, otherwise_json, shift_json
from planner.telling.why_lines import mending_lines, why_lines

#: Seconds for solving, however long reading took.
_LEAST_S = 0.5


@click.command()
@click.argument("team", type=click.Path())
@click.argument("roster", type=click.Path())
@click.option("--date", "day", type=Day(), required=True)
@click.option("--person", help="Whose day; without it, the gaps of the day are explained.")
@click.option("--shift", help="Only this shift type.")
@click.option(
    "--seconds",
    type=click.FloatRange(0.1, 600),
    default=3.0,
    show_default=True,
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
        asked_about = [gap for gap in report.gaps if gap.day == day and _about(gap.shift, codes)]
        answers = [questions.mends_of(gaps) for gaps in alike(asked_about)]
        plain = [mending_json(report, answer, gap, language) for answer in answers for gap in answer.gaps]
        _tell(plain, mending_lines(report, day, answers, language), as_json)
    else:
        about_day, refused = explain_day(report, name, day, shift), questions.refused(name, day)
        # All that is asked about the day is one answer.
        questions.seconds = seconds_left / max(1, sum(answer.assigned for answer in about_day) + len(refused))
        told = [(answer, _without(questions, answer, day)) for answer in about_day]
        wishes = [made for wish in refused if (made := questions.granted(wish, day))]
        plain = [shift_json(report, *pair, language) for pair in told]
        plain += [{"wish_granted": otherwise_json(report, made, language)} for made in wishes]
        _tell(plain, why_lines(report, day, told, wishes, language), as_json)


def _about(shift: str, codes: list[str]) -> bool:
    return not shift or shift in codes


def _without(questions: Questions, answer: ShiftAnswer, day: date) -> Otherwise | None:
    return questions.without((answer.person, day, answer.shift)) if answer.assigned else None


def _tell(plain: object, lines: Iterable[str], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    for line in lines:
        click.echo(line)
