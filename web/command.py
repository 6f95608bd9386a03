"""Adds what needs the web to the planner's commands: `serve`, and `demo`, which is what `make run` calls."""

import os
import socket
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import click
from flask import Flask

from planner import bootstrap, bootstrap_jobs
from planner.cli import planner
from planner.commands.arguments import written_to
from planner.messages import Message, _l
from planner.services.desks import Desks
from planner.settings import Settings
from planner.telling.summary import summary_lines
from web import create_app, create_house
from web.demo import TeamMonth, planned, sample_month
from web.i18n import say
from web.secret_key import secret_key
from web.security import LOOPBACK_HOSTS
from web.serving import HOST, address_of, follow_days, listen, serve_app

_PORT = click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, envvar="PORT")
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
_OPEN_HOST = _l(
    "The pages of a folder ask nobody who they are, so others must not reach them at {host}. Leave --host out; "
    "to look at them from elsewhere, use a tunnel such as ssh -L."
)


@planner.command()
@click.argument("folder", required=False, metavar="FOLDER", type=_FOLDER)
@click.option("--host", default=HOST, show_default=True, help="Address to serve at; a folder only at this one.")
@click.option("--database", "url", help="Another database than DATABASE_URL.")
@_PORT
@click.pass_obj
def serve(language: str, folder: Path | None, host: str, url: str | None, port: int) -> None:
    """Serve the database's teams to who has accounts; with FOLDER, show its roster on this machine. Ctrl-C ends it."""
    if folder is not None:
        if host not in LOOPBACK_HOSTS:
            raise click.BadParameter(say(_OPEN_HOST, language, host=host), param_hint="--host")
        with listen(host, port, language) as listener:
            _serve_folder(folder, listener, language)
        return
    settings = Settings.of({**os.environ, "DATABASE_URL": url} if url else os.environ)
    with listen(host, port, language) as listener:
        _serve_house(settings, listener, language)


@planner.command()
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default="out/demo", show_default=True,
    callback=written_to,
)
# Sample 1 is close to its bound by then (bench/plan).
@click.option("--seconds", type=click.FloatRange(min=0.1), default=20.0, hidden=True)
@_PORT
@click.pass_obj
def demo(language: str, out: Path, seconds: float, port: int) -> None:
    """Plan the sample team's month, write its files, and serve it from a database beside them, to be edited."""
    # A house of its own, whatever the settings say: the sample is no team of anybody's database.
    bootstrap.refuse_unwritable(out)
    settings = Settings.of({"DATA_FOLDER": str(out)})
    with listen(HOST, port, language) as listener:
        with bootstrap.demo_team() as sample, bootstrap.open_database(settings) as database:
            shown = sample_month(
                bootstrap.use_cases(settings, database, language), Path(sample), out, language,
                lambda: planned(Path(sample), out, language, seconds, address_of(listener)),
            )  # fmt: skip
        _serve_house(settings, listener, language, shown)


def _serve_folder(folder: Path, listener: socket.socket, language: str) -> None:
    """Serve the roster in a folder until Ctrl-C. InputProblems when there is none, or it cannot be read."""
    address = address_of(listener)
    desk = bootstrap.desk(folder, language, address)
    zone = desk.publish(language).board.team.zone
    click.echo(say(Message(_l("The roster is at {address} (Ctrl-C ends it)."), address=address + "/"), language))
    keeper = partial(follow_days, desk.feeds.move_window, lambda: desk.now().astimezone(zone).date())
    serve_app(create_app(desk), listener, keeper)


def _serve_house(
    settings: Settings, listener: socket.socket, language: str, shown: TeamMonth | None = None
) -> None:
    """Serve the teams of a database until Ctrl-C, with a worker that plans. InputProblems when it cannot be used.

    shown: a team's month that is told of first, and to which the first owner's link leads.
    """
    settings = replace(settings, base_url=settings.base_url or address_of(listener))
    with bootstrap.open_database(settings) as database:
        accounts = bootstrap.accounts(settings, database)
        cases = bootstrap.use_cases(settings, database, language)
        bootstrap.take_over_links(settings, cases.vault)
        desks = bootstrap.desks(settings, cases, language)
        with bootstrap_jobs.plan_jobs_with_worker(settings, database) as plans:
            key = secret_key(settings.data_folder)
            set_up = bootstrap.set_up(database, cases.vault)
            app = create_house(desks, accounts, cases.access_log, set_up, key, settings.trusted_proxies, plans)
            if shown is not None:
                click.echo("\n".join(["", *_told(desks, shown, language), ""]))
            link = accounts.links.first_owner_link()
            if link is not None:
                text = _l("Nobody has an account yet. Who opens this link becomes the owner; it works once, for a day:")
                click.echo(f"{say(Message(text), language)}\n{link}{_leading_to(app, shown) if shown else ''}")
            text = _l("The pages are at {address} (Ctrl-C ends it).")
            click.echo(say(Message(text, address=settings.base_url + "/"), language))
            serve_app(app, listener, cases.fetches.keep_writing, behind_proxy=settings.trusted_proxies > 0)


def _told(desks: Desks, shown: TeamMonth, language: str) -> Iterator[str]:
    """The summary of a month as it stands, drafts included."""
    team, month = shown
    desk = desks.desk(team, month, None, leads=True)
    report = desk.report() if desk else None
    return summary_lines(report, language) if report else iter(())


def _leading_to(app: Flask, shown: TeamMonth) -> str:
    """What makes a one-time link end at a month's page."""
    team, month = shown
    page = app.url_map.bind("").build("roster.month", {"team_id": team, "of_month": month})
    return f"?{urlencode({'next': page}, safe='/')}"


def main() -> None:
    """The console script `planner`."""
    planner()
