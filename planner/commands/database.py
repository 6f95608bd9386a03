"""The commands around the database: `import`, `teams`, `export-team`, `backup`, `restore`, `clean-up`."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from planner import bootstrap
from planner.commands.arguments import written_to
from planner.commands.language import in_words
from planner.messages import Message, _l, render
from planner.ports import DifferenceKind
from planner.problems import refused
from planner.services.importing import ImportPreview
from planner.settings import Settings

_DATABASE = click.option("--database", "url", help="Another database than DATABASE_URL.")
_FILE = click.Path(path_type=Path)
_SIGNS = {DifferenceKind.ADDED: "+", DifferenceKind.CHANGED: "~", DifferenceKind.REMOVED: "-"}


def _settings(url: str | None) -> Settings:
    return Settings.of({**os.environ, "DATABASE_URL": url} if url else os.environ)


@contextmanager
def _use_cases(url: str | None, language: str) -> Iterator[bootstrap.DatabaseUseCases]:
    settings = _settings(url)
    with bootstrap.open_database(settings) as database:
        yield bootstrap.use_cases(settings, database, language)


@click.command("import")
@click.argument("team", type=click.Path(), callback=written_to)
@click.option("--into", type=click.IntRange(min=1), help="Number of the team that it replaces; else it is a new one.")
@click.option("--same", multiple=True, help="Name of a person who is the one of that name in another team.")
@click.option("--yes", is_flag=True, help="Take the differences over without asking.")
@_DATABASE
@click.pass_obj
def import_command(
    language: str, team: str, into: int | None, same: tuple[str, ...], yes: bool, url: str | None
) -> None:
    """Show what TEAM (a workbook or a folder of CSV files) changes in the database, then take it over."""
    with _use_cases(url, language) as cases:
        preview = cases.importing.preview(team, into, language)
        people = _same_people(preview, same)
        for line in _preview_lines(preview, people, language):
            click.echo(line)
        if preview.team is not None and not preview.differences:
            return
        if not yes:
            click.confirm(in_words(None, _l("Take this over?")), abort=True)
        number = cases.importing.take_over(preview, None, people)
        done = Message(_l("{name} is team {number}."), name=preview.facts.name, number=str(number))
        click.echo(render(done, language))


def _same_people(preview: ImportPreview, names: tuple[str, ...]) -> dict[str, int]:
    """The numbers of the people named. InputProblems for a name that is no namesake's, or that of several people."""
    people = {}
    for name in names:
        found = {namesake.person for namesake in preview.namesakes if namesake.name == name}
        if len(found) != 1:
            several = _l("Several people of other teams are called so.")
            nobody = _l("Nobody of other teams is called so.")
            mend = Message(_l("Leave --same out, or rename one of them first."))
            raise refused("--same", Message(several if found else nobody), mend, value=name)
        people[name] = found.pop()
    return people


def _preview_lines(preview: ImportPreview, same: Mapping[str, int], language: str) -> Iterator[str]:
    if not preview.differences:
        yield render(Message(_l("The team is as it says already.")), language)
    sheet = ""
    for difference in preview.differences:
        if difference.sheet != sheet:
            sheet = difference.sheet
            yield sheet
        yield f"  {_SIGNS[difference.kind]} {render(difference.message, language)}"
    for namesake in preview.namesakes:
        if namesake.name not in same:
            text = _l("{name} is in {team}, too. If that is the same person, say --same “{name}”.")
            yield render(Message(text, name=namesake.name, team=namesake.team), language)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@_DATABASE
@click.pass_obj
def teams(language: str, as_json: bool, url: str | None) -> None:
    """List the database's teams with their numbers."""
    with _use_cases(url, language) as cases, cases.vault.reading() as records:
        found = records.teams()
    if as_json:
        listed = [{"number": number, "name": name} for number, name in found.items()]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=1))
    else:
        for number, name in found.items():
            click.echo(f"{number}  {name}")


@click.command("export-team")
@click.argument("number", type=click.IntRange(min=1))
@click.argument("file", type=click.Path(), callback=written_to)
@_DATABASE
@click.pass_obj
def export_team(language: str, number: int, file: str, url: str | None) -> None:
    """Write team NUMBER of the database to FILE.xlsx, or CSV files into the folder FILE."""
    with _use_cases(url, language) as cases:
        cases.importing.export(number, file)
    click.echo(file)


@click.command()
@click.argument("file", type=_FILE, callback=written_to)
@_DATABASE
@click.pass_obj
def backup(language: str, file: Path, url: str | None) -> None:
    """Write all that is in the database to FILE, also while it is in use."""
    with bootstrap.open_database(_settings(url)) as database:
        bootstrap.write_backup(database, file)
    click.echo(str(file))


@click.command()
@click.argument("file", type=_FILE, callback=written_to)
@_DATABASE
@click.pass_obj
def restore(language: str, file: Path, url: str | None) -> None:
    """Put the backup FILE in place of all that is in the database; what was there before is backed up first."""
    settings = _settings(url)
    with bootstrap.open_database(settings) as database:
        before = bootstrap.restore(settings, database, file)
    text = _l(
        "Restored. Everybody signs in again; invitations and links that nobody had used are to be sent anew, and "
        "calendar links that were ended since the backup are to be ended again. What was there before: {file}"
    )
    click.echo(render(Message(text, file=str(before)), language))


@click.command("clean-up")
@_DATABASE
@click.pass_obj
def clean_up(language: str, url: str | None) -> None:
    """Delete what has been kept for as long as the settings KEEP_... say; to be run daily."""
    with _use_cases(url, language) as cases:
        removed = cases.retention.enforce()
    text = _l(
        "Deleted: {sick_notes} sick notes, {event_texts} texts, {letters} letters, "
        "{accesses} entries of the access log."
    )
    click.echo(render(Message(text, **asdict(removed)), language))


DATABASE_COMMANDS = (import_command, teams, export_team, backup, restore, clean_up)
