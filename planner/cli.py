"""The command line: the same use cases as the screens.

Exit status 0 done, 1 check or --strict, 2 bad input, 70 ours.
"""

import json
import locale
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
import structlog

from planner import bootstrap
from planner.as_json import finding_json, report_json
from planner.cli_owner import rules, staffing
from planner.live_line import LiveLine
from planner.messages import LANGUAGES, Message, _l, render
from planner.problems import InputProblems, problem_line
from planner.services.explaining import ShiftAnswer, explain_day
from planner.services.planning import PlanRequest
from planner.summary import summary_lines
from solver.search import Options

BAD_INPUT, OURS = 2, 70

log = structlog.get_logger()


def system_language() -> str:
    """'de' where the system speaks German, else 'en'."""
    return "de" if (locale.getlocale()[0] or "").lower().startswith(("de", "german")) else "en"


def guarded(command: Callable[..., None]) -> Callable[..., None]:
    """Bad input becomes a report on stderr and status 2; anything unforeseen is logged and becomes status 70."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        language = click.get_current_context().find_root().params.get("language") or system_language()
        try:
            command(*args, **kwargs)
        except InputProblems as problems:
            for problem in problems.problems:
                click.echo(problem_line(problem, language), err=True)
            click.echo(
                render(
                    Message(_l("Nothing was written. Problems found: {count}"), count=len(problems.problems)), language
                ),
                err=True,
            )
            sys.exit(BAD_INPUT)
        except (click.ClickException, click.Abort, KeyboardInterrupt):
            raise
        except Exception:
            log.exception("internal error", command=click.get_current_context().command.name)
            click.echo(
                render(
                    Message(_l("Something went wrong on our side. Nothing of yours is lost; the log above says more.")),
                    language,
                ),
                err=True,
            )
            sys.exit(OURS)

    return run


def _language() -> str:
    return str(click.get_current_context().find_root().params.get("language") or system_language())


class Month(click.ParamType[tuple[int, int]]):
    """A month like 2026-12."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """(year, month); a usage error for anything else."""
        if isinstance(value, tuple):
            return value
        try:
            read = datetime.strptime(value, "%Y-%m")  # noqa: DTZ007 - only year and month are taken
        except ValueError:
            self.fail(f"{value!r} is no month. Write it like 2026-12.", param, ctx)
        return read.year, read.month


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of what is printed and written.")
def planner(language: str | None) -> None:
    """Community Planner: plans who looks after a brand's community, and when."""


planner.add_command(staffing)
planner.add_command(rules)


@planner.command()
@click.argument("file", type=click.Path(path_type=Path))
@guarded
def template(file: Path) -> None:
    """Write an example workbook to FILE.xlsx; it plans as it stands."""
    bootstrap.write_template(file, _language())
    click.echo(str(file))


@planner.command()
@click.argument("team", type=click.Path())
@click.option("--month", type=Month(), help="Like 2026-12; else the month in the team's file.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder for the roster's files.")
@click.option("--seconds", type=click.FloatRange(min=0.1), default=30.0, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--previous", type=click.Path(), help="Last month's roster, for what carries over.")
@click.option("--keep", type=click.Path(), help="This month's published roster, changed as little as possible.")
@click.option("--strict", is_flag=True, help="Exit with status 1 when demand stays uncovered.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@guarded
def plan(
    team: str, month: tuple[int, int] | None, out: Path, seconds: float, workers: int, seed: int,
    previous: str | None, keep: str | None, strict: bool, as_json: bool,
) -> None:  # fmt: skip
    """Plan a month for TEAM (a workbook or a folder of CSV files)."""
    language = _language()
    line = LiveLine(seconds, language)
    options = Options(seconds=seconds, workers=workers, seed=seed)
    report = bootstrap.planning(language).plan(PlanRequest(team, month, previous, keep), options, line)
    line.done()
    paths = bootstrap.save(report, out, language)
    if as_json:
        click.echo(json.dumps(report_json(report, language), ensure_ascii=False, indent=1))
    else:
        for text in summary_lines(report, language):
            click.echo(text)
        click.echo("")
        for path in paths:
            click.echo(str(path))
    if strict and report.gaps:
        sys.exit(1)


@planner.command()
@click.argument("team", type=click.Path())
@click.argument("roster", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@guarded
def check(team: str, roster: str, as_json: bool) -> None:
    """Check ROSTER (a roster workbook, edited by hand or not) against TEAM's rules; status 1 when a hard rule is
    broken.
    """
    language = _language()
    report = bootstrap.planning(language).review(team, roster)
    if as_json:
        click.echo(json.dumps(report_json(report, language), ensure_ascii=False, indent=1))
    else:
        for finding in report.check.findings:
            mark = "!" if finding.hard else "·"
            cost = "" if finding.hard else f"  ({finding.cost})"
            click.echo(f"{mark} [{finding.rule}] {render(finding.message, language)}{cost}")
        click.echo(
            render(
                Message(
                    _l("Hard rules broken: {hard}. Other findings: {other}. Cost: {cost} points."),
                    hard=len(report.clashes),
                    other=len(report.check.findings) - len(report.clashes),
                    cost=sum(report.check.costs),
                ),
                language,
            )
        )
    sys.exit(1 if report.clashes else 0)


@planner.command()
@click.argument("team", type=click.Path())
@click.argument("roster", type=click.Path())
@click.option("--person", required=True)
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), required=True)
@click.option("--shift", help="Only this shift type.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@guarded
def explain(team: str, roster: str, person: str, day: datetime, shift: str | None, as_json: bool) -> None:
    """Why PERSON works on a date, or what stops it."""
    language = _language()
    report = bootstrap.planning(language).review(team, roster)
    answers = explain_day(report, person, day.date(), shift)
    if as_json:
        click.echo(json.dumps([_answer_json(a, language) for a in answers], ensure_ascii=False, indent=1))
        return
    for answer in answers:
        click.echo(_answer_words(answer, person, day.date(), language))
        for reason in answer.reasons:
            click.echo("    " + render(reason, language))
        for finding in answer.findings:
            click.echo("    " + render(finding.message, language))


def _answer_words(answer: ShiftAnswer, person: str, day: date, language: str) -> str:
    if answer.assigned:
        text = _l("{person} works {shift} on {day}.")
    elif answer.reasons:
        text = _l("{person} can't work {shift} on {day}:")
    else:
        text = _l("{person} could work {shift} on {day}; the roster's cost would change by {cost} points.")
    return render(Message(text, person=person, shift=answer.shift, day=day, cost=answer.cost_change), language)


def _answer_json(answer: ShiftAnswer, language: str) -> dict[str, object]:
    return {
        "shift": answer.shift,
        "assigned": answer.assigned,
        "reasons": [render(reason, language) for reason in answer.reasons],
        "cost_change": answer.cost_change,
        "findings": [finding_json(finding, language) for finding in answer.findings],
    }


@planner.command()
@click.argument("roster", type=click.Path(path_type=Path))
@click.option("--team", type=click.Path(), help="The team's file; else team.xlsx beside the roster.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the files; else the roster's own.")
@click.option("--json", "as_json", is_flag=True, help="Print the files' paths as JSON.")
@guarded
def export(roster: Path, team: str | None, out: Path | None, as_json: bool) -> None:
    """Write ROSTER (edited by hand or not) again as workbook, CSV and calendar files."""
    language = _language()
    report = bootstrap.planning(language).review(team or str(roster.parent / "team.xlsx"), str(roster))
    paths = [str(path) for path in bootstrap.save(report, out or roster.parent, language)]
    click.echo(json.dumps(paths) if as_json else "\n".join(paths))
