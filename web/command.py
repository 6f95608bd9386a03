"""Adds what needs the web to the planner's commands: `serve`, and `demo`, which is what `make run` calls."""

import errno
import socket
import sys
from pathlib import Path

import click
import waitress

from planner import bootstrap
from planner.cli import guarded, planner, system_language
from planner.live_line import LiveLine
from planner.messages import Message, _l
from planner.services.planning import PlanRequest
from planner.summary import summary_lines
from solver.search import Options
from web import create_app
from web.i18n import say

HOST = "127.0.0.1"
#: Seconds that `demo` plans for; sample 1 is close to its bound by then (bench/plan).
_DEMO_SECONDS = 20.0
_PORT = click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, envvar="PORT")
_PORT_TAKEN = _l("Port {port} is taken. Choose another, like PORT={other} make run, or --port {other}.")


@planner.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@_PORT
@guarded
def serve(folder: Path, port: int) -> None:
    """Show the roster in FOLDER (as written by `planner plan --out FOLDER`) on this machine; Ctrl-C ends it."""
    _serve(folder, port)


@planner.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("out/demo"), show_default=True)
@_PORT
@guarded
def demo(out: Path, port: int) -> None:
    """Plan the sample team's month, write its files, and show the roster."""
    language = _language()
    _listen(port, language).close()
    team = bootstrap.demo_team(out)
    planning = bootstrap.planning(language)
    if planning.up_to_date(team, str(out / bootstrap.ROSTER_FILE)):
        click.echo(
            say(Message(_l("The month is planned already: {file}"), file=str(out / bootstrap.ROSTER_FILE)), language)
        )
        report = planning.review(team, str(out / bootstrap.ROSTER_FILE))
    else:
        line = LiveLine(_DEMO_SECONDS, language)
        report = planning.plan(PlanRequest(team), Options(seconds=_DEMO_SECONDS), line)
        line.done()
        for path in bootstrap.save(report, out, language, _base_url(port)):
            click.echo(str(path))
    click.echo("")
    for text in summary_lines(report, language):
        click.echo(text)
    click.echo("")
    _serve(out, port)


def _language() -> str:
    return str(click.get_current_context().find_root().params.get("language") or system_language())


def _base_url(port: int) -> str:
    return f"http://{HOST}:{port}"


def _listen(port: int, language: str) -> socket.socket:
    """A listening socket; a taken port ends the program with a message that says how to choose another."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as failure:
        listener.close()
        if failure.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        click.echo(say(Message(_PORT_TAKEN, port=str(port), other=str(port % 65535 + 1)), language), err=True)
        sys.exit(2)
    return listener


def _serve(folder: Path, port: int) -> None:
    language = _language()
    listener = _listen(port, language)
    app = create_app(bootstrap.desk(folder, language, _base_url(port)))
    click.echo(
        say(Message(_l("The roster is at {address} (Ctrl-C ends it)."), address=_base_url(port) + "/"), language)
    )
    server = waitress.create_server(app, sockets=[listener], threads=8)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
        click.echo("")


def main() -> None:
    """The console script `planner`."""
    planner()
