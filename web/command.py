"""Adds what needs the web to the planner's commands: `serve`, and `demo`, which is what `make run` calls."""

import errno
import logging
import socket
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Event, Thread

import click
import structlog
import waitress

from planner import bootstrap
from planner.cli import planner
from planner.commands.group import BAD_INPUT
from planner.messages import Message, _l
from planner.services.feeds import Feeds
from planner.services.planning import PlanRequest
from planner.telling.file_lines import file_lines
from planner.telling.live_line import LiveLine
from planner.telling.summary import summary_lines
from solver.search import Options
from web import create_app
from web.i18n import say
from web.security import LOOPBACK_HOSTS

HOST = "127.0.0.1"
_PORT = click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, envvar="PORT")
_PORT_PROBLEMS = {
    errno.EADDRINUSE: _l("Port {port} is taken. Choose another, like PORT={other} make run, or --port {other}."),
    errno.EACCES: _l(
        "Port {port} may not be used without special rights. Choose one of 1024 or higher, "
        "like PORT={other} make run, or --port {other}."
    ),
}
_HOST_PROBLEM = _l(
    "This machine gives no address {host} to serve at ({reason}). The planner serves on this machine alone; "
    "switch its loopback network on, then try again."
)
_OPEN_HOST = _l(
    "The pages of a folder ask nobody who they are, so others must not reach them at {host}. Leave --host out; "
    "to look at them from elsewhere, use a tunnel such as ssh -L."
)
#: How often the server looks whether a new day has begun: a machine that slept is not told.
_DAY_CHECK_S = 300.0

log = structlog.get_logger(__name__)


@planner.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--host", default=HOST, show_default=True, help="Address to serve at; without accounts only this one.")
@_PORT
@click.pass_obj
def serve(language: str, folder: Path, host: str, port: int) -> None:
    """Show the roster in FOLDER (as written by `planner plan --out FOLDER`) on this machine; Ctrl-C ends it."""
    if host not in LOOPBACK_HOSTS:
        raise click.BadParameter(say(_OPEN_HOST, language, host=host), param_hint="--host")
    with _listen(port, language) as listener:
        _serve(folder, listener, language)


@planner.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default="out/demo", show_default=True)
# Sample 1 is close to its bound by then (bench/plan).
@click.option("--seconds", type=click.FloatRange(min=0.1), default=20.0, hidden=True)
@_PORT
@click.pass_obj
def demo(language: str, out: Path, seconds: float, port: int) -> None:
    """Plan the sample team's month, write its files, and show the roster."""
    planning, roster = bootstrap.planning(language), str(out / bootstrap.ROSTER_FILE)
    with _listen(port, language) as listener, bootstrap.demo_team() as team:
        if planning.up_to_date(team, roster):
            click.echo(say(Message(_l("The month is planned already: {file}"), file=roster), language))
        else:
            with LiveLine(seconds, language) as line:
                report = planning.plan(PlanRequest(team), Options(seconds=seconds), line)
            paths = bootstrap.save(report, out, language, _address(listener))
            click.echo("\n".join(file_lines(paths, language)))
        click.echo("")
        _serve(out, listener, language, with_summary=True)


def _listen(port: int, language: str) -> socket.socket:
    """A listening socket; a port or host that cannot be had ends the program with a message that says what to do."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as failure:
        listener.close()
        other = port + 1 if 1024 <= port < 65535 else 8001
        if failure.errno in _PORT_PROBLEMS:
            problem = Message(_PORT_PROBLEMS[failure.errno], port=str(port), other=str(other))
        else:
            problem = Message(_HOST_PROBLEM, host=HOST, reason=failure.strerror or str(failure))
        click.echo(say(problem, language), err=True)
        sys.exit(BAD_INPUT)
    return listener


def _address(listener: socket.socket) -> str:
    return f"http://{HOST}:{listener.getsockname()[1]}"


def _serve(folder: Path, listener: socket.socket, language: str, *, with_summary: bool = False) -> None:
    """Serve the roster in a folder until Ctrl-C. InputProblems when there is none, or it cannot be read."""
    address = _address(listener)
    desk = bootstrap.desk(folder, language, address)
    report = desk.publish(language)
    if with_summary:
        click.echo("\n".join([*summary_lines(report, language), ""]))
    zone = report.board.team.zone
    stopped = Event()
    keeper = Thread(
        target=follow_days, args=(desk.feeds, lambda: desk.now().astimezone(zone).date(), stopped), daemon=True
    )
    # Requests that wait a moment for a thread are no news to whoever watches the terminal.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = waitress.create_server(create_app(desk), sockets=[listener], threads=8)
    try:
        keeper.start()
        click.echo(say(Message(_l("The roster is at {address} (Ctrl-C ends it)."), address=address + "/"), language))
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        stopped.set()
        server.close()
        click.echo("")


def follow_days(feeds: Feeds, today: Callable[[], date], stopped: Event) -> None:
    """Move the feeds' windows once on each new date, until stopped."""
    moved = today()
    while not stopped.wait(_DAY_CHECK_S):
        if (day := today()) == moved:
            continue
        try:
            feeds.move_window()
            moved = day
        except Exception:
            log.exception("the calendar feeds could not follow the date; they are tried again soon")


def main() -> None:
    """The console script `planner`."""
    planner()
