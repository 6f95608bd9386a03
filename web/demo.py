"""The sample team's month for `planner demo`: planned once, then kept in a database beside its files."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import click

from planner import bootstrap
from planner.messages import Message, _l
from planner.reporting.report import Report
from planner.services.planning import PlanRequest
from planner.settings import DATABASE_FILE
from planner.telling.file_lines import file_lines
from planner.telling.live_line import LiveLine
from solver.search import Options
from web.i18n import say

#: What the files were when the database took the month over, as `sha256sum` writes and checks it.
SUMS = "taken-over.sha256"

#: A team's number, and a year and month.
TeamMonth = tuple[int, tuple[int, int]]


def sample_month(
    cases: bootstrap.DatabaseUseCases, workbook: Path, folder: Path, language: str, plan: Callable[[], Report]
) -> TeamMonth:
    """The sample's month in the database of `folder`; at the first start it is brought in as a draft: `plan` makes it.

    From then on the database alone says what is so, and files that are changed are named.
    """
    files, sums, database = (workbook, folder / bootstrap.ROSTER_FILE), folder / SUMS, str(folder / DATABASE_FILE)
    found = _kept(cases)
    if found is None:
        roster = plan().roster
        with cases.vault.reading() as records:
            begun = min(records.teams(), default=None)
        # A start that was stopped in between has brought the team in already.
        team = begun or cases.importing.take_over(cases.importing.preview(str(workbook), None, language), None)
        cases.drafts.keep(team, roster, None)
        sums.write_text("".join(_sums(files)), encoding="utf-8")
        text = _l("The month waits as a draft, to be edited and published; it is kept in {file}.")
        _echo(text, language, file=database)
        return team, (roster.year, roster.month)
    _echo(_l("The month is planned already: {file}"), language, file=database)
    before = sums.read_text(encoding="utf-8").splitlines(keepends=True) if sums.is_file() else []
    changed = [file.name for file, line in zip(files, _sums(files), strict=True) if line not in before]
    if changed:
        text = _l(
            "Not as it was when the month was taken over: {files}. The pages show what {database} holds; delete "
            "{folder} to begin anew."
        )
        _echo(text, language, files=changed, database=database, folder=str(folder))
    return found


def planned(workbook: Path, folder: Path, language: str, seconds: float, address: str) -> Report:
    """The sample's month with its files in `folder`; planned now, if it was not by this program. address: of the pages.
    """
    planning, roster = bootstrap.planning(language), str(folder / bootstrap.ROSTER_FILE)
    if planning.up_to_date(str(workbook), roster):
        _echo(_l("The month is planned already: {file}"), language, file=roster)
        return planning.review(str(workbook), roster)
    with LiveLine(seconds, language) as line:
        report = planning.plan(PlanRequest(str(workbook)), Options(seconds=seconds), line)
    click.echo("\n".join(file_lines(bootstrap.save(report, folder, language, address), language)))
    return report


def _kept(cases: bootstrap.DatabaseUseCases) -> TeamMonth | None:
    """The first team and the last month that it has a roster of."""
    with cases.vault.reading() as records:
        team = min(records.teams(), default=None)
        months = records.months(team) if team is not None else ()
    return (team, max(months)) if team is not None and months else None


def _sums(files: Sequence[Path]) -> Iterator[str]:
    """A line for each file; a file that is gone has no sum."""
    for file in files:
        yield f"{sha256(file.read_bytes()).hexdigest() if file.is_file() else 'gone'}  {file.name}\n"


def _echo(text: str, language: str, **params: object) -> None:
    click.echo(say(Message(text, **params), language))
