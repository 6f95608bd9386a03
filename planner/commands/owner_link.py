"""`planner owner-link`: the way in for whoever may run commands beside the database."""

import os
from dataclasses import replace

import click

from planner import bootstrap
from planner.messages import Message, _l, render
from planner.settings import Settings


@click.command("owner-link")
@click.option("--database", help="The database's address; else the setting DATABASE_URL.")
@click.option("--base-url", help="Where the pages are found; else the setting BASE_URL.")
@click.pass_obj
def owner_link(language: str, database: str | None, base_url: str | None) -> None:
    """Print a link that makes whoever opens it an owner, once, within a day: for the first start and for lock-out."""
    settings = Settings.of(os.environ)
    settings = replace(
        settings,
        database_url=database or settings.database_url,
        base_url=(base_url or settings.base_url or bootstrap.LOCAL_ADDRESS).rstrip("/"),
    )
    with bootstrap.open_database(settings) as opened:
        click.echo(bootstrap.accounts(settings, opened).links.owner_link())
    hint = _l("It works once, for a day. Links made by this command before have stopped working.")
    click.echo(render(Message(hint), language), err=True)
