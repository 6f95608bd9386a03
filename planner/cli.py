"""The command line: the same use cases as the screens."""

import json
import sys
from pathlib import Path

import click

from planner import bootstrap
from planner.commands.arguments import Month, workers_option, written_to
from planner.commands.clashes import clashes
from planner.commands.database import DATABASE_COMMANDS
from planner.commands.explain import explain
from planner.commands.group import CommandGroup
from planner.commands.language import in_words, language_option, system_country, system_language
from planner.commands.owner import rules, staffing
from planner.commands.owner_link import owner_link
from planner.commands.receipt import receipt_command
from planner.commands.replace import replace
from planner.commands.replan import replan
from planner.commands.stopping import asked_to_stop
from planner.commands.whatif import whatif
from planner.commands.worker import worker
from planner.logs import log_to_stderr
from planner.messages import _l, said_in
from planner.services.planning import PlanRequest, PlanState
from planner.telling.as_json import report_json
from planner.telling.file_lines import file_lines
from planner.telling.live_line import LiveLine
from planner.telling.summary import finding_lines, summary_lines
from solver.search import Options


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@language_option
@click.pass_context
def planner(ctx: click.Context, language: str | None) -> None:
    """Community Planner: plans who looks after a brand's community, and when."""
    log_to_stderr()
    ctx.obj = language or system_language()
    ctx.with_resource(said_in(system_country()))


COMMANDS = (explain, clashes, replace, replan, receipt_command, whatif, staffing, rules, worker, owner_link)
for command in (*COMMANDS, *DATABASE_COMMANDS):
    planner.add_command(command)

_FOLDER = click.Path(file_okay=False, writable=True, path_type=Path)
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@planner.command()
@click.argument("file", type=click.Path(path_type=Path), callback=written_to)
@click.pass_obj
def template(language: str, file: Path) -> None:
    """Write an example workbook to FILE.xlsx, or CSV files into the folder FILE; either plans as it stands."""
    if file.suffix.lower() not in ("", ".xlsx"):
        text = _l("“{given}” is no name of a workbook. Call it {name}.")
        raise click.BadParameter(in_words(None, text, given=file.name, name=f"{file.stem}.xlsx"))
    bootstrap.save_template(file, language)
    click.echo(str(file))


@planner.command()
@click.argument("team", type=click.Path(path_type=Path))
@click.option("--month", type=Month(), help="Like 2026-12; else the month in the team's file.")
@click.option("--out", type=_FOLDER, required=True, callback=written_to, help="Folder for the roster's files.")
@click.option("--seconds", type=click.FloatRange(0.1, 86_400), default=30.0, show_default=True,
              help="Seconds to search at most; stops sooner when nothing better is possible.")  # fmt: skip
@workers_option
@click.option("--seed", type=click.IntRange(0, 1_000_000), default=1, show_default=True,
              help="Starts the search differently.")  # fmt: skip
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
        text = _l("TEAM's own file would be written over. Choose another folder.")
        raise click.BadParameter(in_words(None, text), param_hint="--out")
    # Before the search: nobody waits for it to be told so.
    bootstrap.refuse_unwritable(out)
    options = Options(seconds=seconds, workers=workers, seed=seed)
    request = PlanRequest(str(team), month, previous, keep)
    with LiveLine(seconds, language) as line, asked_to_stop(language) as stopped:

        def told(state: PlanState) -> bool:
            line(state)
            if stopped() and not state.has_roster:
                raise KeyboardInterrupt
            return stopped()

        report = bootstrap.planning(language).plan(request, options, told)
    before = bootstrap.keep_before(out)
    paths = bootstrap.save(report, out, language)
    if as_json:
        _print_json(report_json(report, language))
    else:
        for text in summary_lines(report, language):
            click.echo(text)
        click.echo("")
        click.echo("\n".join(file_lines(paths, language, before)))
    if strict and report.gaps:
        sys.exit(1)


@planner.command()
@click.argument("team", type=click.Path())
@click.argument("roster", type=click.Path())
@_AS_JSON
@click.pass_obj
def check(language: str, team: str, roster: str, as_json: bool) -> None:
    """Check ROSTER, edited by hand or not, against TEAM's rules; status 1 when one that must hold is broken."""
    report = bootstrap.planning(language).review(team, roster)
    if as_json:
        _print_json(report_json(report, language))
    else:
        for line in finding_lines(report, language):
            click.echo(line)
    sys.exit(1 if any(finding.must for finding in report.check.findings) else 0)


@planner.command()
@click.argument("roster", type=click.Path(path_type=Path), callback=written_to)
@click.option("--team", type=click.Path(), help="The team's file; else team.xlsx beside the roster.")
@click.option("--out", type=_FOLDER, help="Folder for the files; else the roster's own.")
@click.option("--json", "as_json", is_flag=True, help="Print the files' paths as JSON.")
@click.pass_obj
def export(language: str, roster: Path, team: str | None, out: Path | None, as_json: bool) -> None:
    """Write ROSTER (edited by hand or not) again as workbook, CSV and calendar files."""
    home = roster if roster.is_dir() else roster.parent
    report = bootstrap.planning(language).review(team or str(home / bootstrap.TEAM_FILE), str(roster))
    paths = bootstrap.save(report, out or home, language)
    if as_json:
        _print_json([str(path) for path in paths])
    else:
        click.echo("\n".join(file_lines(paths, language)))


def _print_json(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))
