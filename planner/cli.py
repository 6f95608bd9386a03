"""The command line: the same use cases as the screens."""

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from planner import bootstrap
from planner.as_json import finding_json, report_json
from planner.cli_owner import rules, staffing
from planner.command_group import CommandGroup, system_language
from planner.live_line import LiveLine
from planner.messages import LANGUAGES, Message, _l, render
from planner.report import Report
from planner.services.explaining import ShiftAnswer, explain_day
from planner.services.planning import PlanRequest
from planner.summary import summary_lines
from solver.search import Options

#: Years that a roster's workbook can be of.
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


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
        if not _FIRST_YEAR <= read.year <= _LAST_YEAR:
            self.fail(f"{value!r} is too far away. Choose a year from {_FIRST_YEAR} to {_LAST_YEAR}.", param, ctx)
        return read.year, read.month


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--language", type=click.Choice(LANGUAGES), help="Of what is printed and written; else the system's.")
@click.pass_context
def planner(ctx: click.Context, language: str | None) -> None:
    """Community Planner: plans who looks after a brand's community, and when."""
    bootstrap.log_to_stderr()
    ctx.obj = language or system_language()


planner.add_command(staffing)
planner.add_command(rules)

_FOLDER = click.Path(file_okay=False, writable=True, path_type=Path)
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@planner.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def template(language: str, file: Path) -> None:
    """Write an example workbook to FILE.xlsx; it plans as it stands."""
    if file.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"{file.name!r} is no name of a workbook. Call it {file.stem}.xlsx.")
    bootstrap.save_template(file, language)
    click.echo(str(file))


@planner.command()
@click.argument("team", type=click.Path(path_type=Path))
@click.option("--month", type=Month(), help="Like 2026-12; else the month in the team's file.")
@click.option("--out", type=_FOLDER, required=True, help="Folder for the roster's files.")
@click.option("--seconds", type=click.FloatRange(0.1, 86_400), default=30.0, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--seed", type=click.IntRange(0, 1_000_000), default=1, show_default=True)
@click.option("--previous", type=click.Path(), help="Last month's roster, for what carries over.")
@click.option("--keep", type=click.Path(), help="This month's published roster, changed as little as possible.")
@click.option("--strict", is_flag=True, help="Exit with status 1 when demand stays uncovered.")
@_AS_JSON
@click.pass_obj
def plan(
    language: str, team: Path, month: tuple[int, int] | None, out: Path, seconds: float, workers: int, seed: int,
    previous: str | None, keep: str | None, strict: bool, as_json: bool,
) -> None:  # fmt: skip
    """Plan a month for TEAM (a workbook or a folder of CSV files)."""
    if (out / bootstrap.TEAM_FILE).resolve() == team.resolve():
        raise click.BadParameter("TEAM's own file would be written over. Choose another folder.", param_hint="--out")
    options = Options(seconds=seconds, workers=workers, seed=seed)
    with LiveLine(seconds, language) as line:
        report = bootstrap.planning(language).plan(PlanRequest(str(team), month, previous, keep), options, line)
    paths = bootstrap.save(report, out, language)
    if as_json:
        _print_json(report_json(report, language))
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
@_AS_JSON
@click.pass_obj
def check(language: str, team: str, roster: str, as_json: bool) -> None:
    """Check ROSTER, edited by hand or not, against TEAM's rules; status 1 when a hard rule is broken."""
    report = bootstrap.planning(language).review(team, roster)
    if as_json:
        _print_json(report_json(report, language))
    else:
        _print_findings(report, language)
    sys.exit(1 if report.clashes else 0)


def _print_findings(report: Report, language: str) -> None:
    for finding in report.check.findings:
        mark = "!" if finding.hard else "·"
        cost = "" if finding.hard else f"  ({finding.cost})"
        click.echo(f"{mark} [{finding.rule}] {render(finding.message, language)}{cost}")
    text = Message(
        _l("Hard rules broken: {hard}. Other findings: {other}. Cost: {cost} points."),
        hard=len(report.clashes),
        other=len(report.check.findings) - len(report.clashes),
        cost=sum(report.check.costs),
    )
    click.echo(render(text, language))


@planner.command()
@click.argument("team", type=click.Path())
@click.argument("roster", type=click.Path())
@click.option("--person", required=True)
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), required=True)
@click.option("--shift", help="Only this shift type.")
@_AS_JSON
@click.pass_obj
def explain(
    language: str, team: str, roster: str, person: str, day: datetime, shift: str | None, as_json: bool
) -> None:
    """Why PERSON works on a date, or what stops it."""
    report = bootstrap.planning(language).review(team, roster)
    answers = explain_day(report, person, day.date(), shift)
    if as_json:
        _print_json([_answer_json(answer, language) for answer in answers])
        return
    for answer in answers:
        click.echo(_answer_words(answer, person, day.date(), language))
        for reason in answer.reasons:
            click.echo("    " + render(reason, language))
        for finding in answer.findings:
            click.echo("    " + render(finding.message, language))
    if not answers:
        click.echo(render(Message(_l("No such shift is worked on {day}."), day=day.date()), language))


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
@click.option("--out", type=_FOLDER, help="Folder for the files; else the roster's own.")
@click.option("--json", "as_json", is_flag=True, help="Print the files' paths as JSON.")
@click.pass_obj
def export(language: str, roster: Path, team: str | None, out: Path | None, as_json: bool) -> None:
    """Write ROSTER (edited by hand or not) again as workbook, CSV and calendar files."""
    home = roster if roster.is_dir() else roster.parent
    report = bootstrap.planning(language).review(team or str(home / bootstrap.TEAM_FILE), str(roster))
    paths = [str(path) for path in bootstrap.save(report, out or home, language)]
    if as_json:
        _print_json(paths)
    else:
        click.echo("\n".join(paths))


def _print_json(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))
