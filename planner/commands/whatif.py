"""The command `whatif`: changes of a team planned beside the present, side by side in one table."""

import json
from contextlib import ExitStack
from pathlib import Path

import click

from planner import bootstrap
from planner.commands.arguments import Month, workers_option, written_to
from planner.commands.language import in_words
from planner.messages import _l, words
from planner.services.comparing import WhatIfRequest
from planner.services.planning import PlanRequest, PlanState
from planner.telling.comparison_json import comparison_json
from planner.telling.comparison_lines import comparison_lines
from planner.telling.live_line import LiveLine
from solver.search import Options


@click.command()
@click.argument("team", type=click.Path(path_type=Path))
@click.option("--scenario", "named", multiple=True, help="One that the team keeps; may be given again. Else all.")
@click.option(
    "--change", "changes", multiple=True,
    help='A change to try: "hire 20 like NAME", "leaves NAME from 2026-12-14", "contract NAME 30", '
    '"open CHANNEL Sunday 9-22", "rule CODE VALUE" (or off), "demand 120 CHANNEL". May be given again.',
)
@click.option("--month", type=Month(), help="Like 2026-12; else the month in the team's file.")
@click.option("--seconds", type=click.FloatRange(0.1, 86_400), default=30.0, show_default=True, help="For each plan.")
@workers_option
@click.option("--seed", type=click.IntRange(0, 1_000_000), default=1, show_default=True)
@click.option("--previous", type=click.Path(), help="Last month's roster, for what carries over.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), callback=written_to,
    help="Write the table to FILE.xlsx, too.",
)
@click.option(
    "--beside", type=click.Path(exists=True, file_okay=False, path_type=Path), callback=written_to,
    help="Keep the table beside the roster in this folder, too, where its pages show it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_obj
def whatif(
    language: str, team: Path, named: tuple[str, ...], changes: tuple[str, ...], month: tuple[int, int] | None,
    seconds: float, workers: int, seed: int, previous: str | None, out: Path | None, beside: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Plan TEAM as it is and with each scenario, and show the plans side by side.

    Without --scenario and --change: every scenario on the team's sheet of scenarios. Each plan takes --seconds.
    """
    if out is not None and out.suffix.lower() != ".xlsx":
        text = _l("“{given}” is no name of a workbook. Call it {name}.")
        raise click.BadParameter(in_words(None, text, given=out.name, name=f"{out.stem}.xlsx"), param_hint="--out")
    if out is not None:
        # Before the plans are made: nobody waits for minutes to be told so.
        bootstrap.refuse_taken(out)
        bootstrap.refuse_unwritable(out.parent)
    tried = bootstrap.read_changes(changes, "--change", str(team), month)
    request = WhatIfRequest(PlanRequest(str(team), month, previous), named, tried)
    with _Lines(seconds, language) as lines:
        found = bootstrap.comparing(language).compare(request, Options(seconds, workers, seed), lines)
    written = []
    if out is not None:
        bootstrap.save_comparison(found, out, language)
        written.append(out)
    if beside is not None:
        written.append(bootstrap.keep_comparison(found, beside))
    if as_json:
        click.echo(json.dumps(comparison_json(found, language), ensure_ascii=False, indent=1))
        return
    for text in comparison_lines(found, language):
        click.echo(text)
    for path in written:
        click.echo(str(path))


class _Lines(ExitStack):
    """A live line a plan, below its name; on stderr."""

    def __init__(self, seconds: float, language: str) -> None:
        super().__init__()
        self._seconds, self._language = seconds, language
        self._line: LiveLine | None = None
        self._name = ""

    def __call__(self, name: str, state: PlanState) -> None:
        """Show the state of the plan of this name."""
        if self._line is None or name != self._name:
            self.close()
            click.echo(words(name, self._language), err=True)
            self._line, self._name = self.enter_context(LiveLine(self._seconds, self._language)), name
        self._line(state)
