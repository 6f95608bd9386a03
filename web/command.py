"""Adds what needs the web to the planner's commands: `serve`, and `demo`, which is what `make run` calls."""

import os
import socket
from dataclasses import replace
from pathlib import Path

import click

from planner import bootstrap, bootstrap_jobs
from planner.cli import planner
from planner.messages import Message, _l
from planner.services.planning import PlanRequest
from planner.settings import Settings
from planner.telling.file_lines import file_lines
from planner.telling.live_line import LiveLine
from planner.telling.summary import summary_lines
from solver.search import Options
from web import create_app, create_house
from web.i18n import say
from web.secret_key import secret_key
from web.security import LOOPBACK_HOSTS
from web.serving import HOST, address_of, listen, serve_app

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
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default="out/demo", show_default=True)
# Sample 1 is close to its bound by then (bench/plan).
@click.option("--seconds", type=click.FloatRange(min=0.1), default=20.0, hidden=True)
@_PORT
@click.pass_obj
def demo(language: str, out: Path, seconds: float, port: int) -> None:
    """Plan the sample team's month, write its files, and show the roster."""
    planning, roster = bootstrap.planning(language), str(out / bootstrap.ROSTER_FILE)
    with listen(HOST, port, language) as listener, bootstrap.demo_team() as team:
        if planning.up_to_date(team, roster):
            click.echo(say(Message(_l("The month is planned already: {file}"), file=roster), language))
        else:
            with LiveLine(seconds, language) as line:
                report = planning.plan(PlanRequest(team), Options(seconds=seconds), line)
            paths = bootstrap.save(report, out, language, address_of(listener))
            click.echo("\n".join(file_lines(paths, language)))
        click.echo("")
        _serve_folder(out, listener, language, with_summary=True)


def _serve_folder(folder: Path, listener: socket.socket, language: str, *, with_summary: bool = False) -> None:
    """Serve the roster in a folder until Ctrl-C. InputProblems when there is none, or it cannot be read."""
    address = address_of(listener)
    desk = bootstrap.desk(folder, language, address)
    report = desk.publish(language)
    if with_summary:
        click.echo("\n".join([*summary_lines(report, language), ""]))
    zone = report.board.team.zone
    click.echo(say(Message(_l("The roster is at {address} (Ctrl-C ends it)."), address=address + "/"), language))
    serve_app(create_app(desk), listener, desk.feeds.move_window, lambda: desk.now().astimezone(zone).date())


def _serve_house(settings: Settings, listener: socket.socket, language: str) -> None:
    """Serve the teams of a database until Ctrl-C, with a worker that plans. InputProblems when it cannot be used."""
    base_url = settings.base_url or address_of(listener)
    with bootstrap.open_database(settings) as database:
        accounts = bootstrap.accounts(replace(settings, base_url=base_url), database)
        desks = bootstrap.desks(settings, bootstrap.use_cases(settings, database, language), language, base_url)
        with bootstrap_jobs.plan_jobs_with_worker(settings, database) as plans:
            key = secret_key(settings.data_folder)
            set_up = bootstrap.set_up(database)
            app = create_house(desks, accounts, set_up, key, settings.trusted_proxies, plans)
            link = accounts.links.first_owner_link()
            if link is not None:
                text = _l("Nobody has an account yet. Who opens this link becomes the owner; it works once, for a day:")
                click.echo(f"{say(Message(text), language)}\n{link}")
            text = _l("The pages are at {address} (Ctrl-C ends it).")
            click.echo(say(Message(text, address=base_url + "/"), language))
            serve_app(app, listener, desks.move_windows, desks.today, behind_proxy=settings.trusted_proxies > 0)


def main() -> None:
    """The console script `planner`."""
    planner()
