"""Serving on a socket until Ctrl-C: what the viewer of a folder and the pages of a database have in common."""

import errno
import logging
import socket
import sys
from collections.abc import Callable
from datetime import date
from threading import Event, Thread

import click
import structlog
import waitress
from flask import Flask

from planner.commands.group import BAD_INPUT
from planner.messages import Message, _l
from web.i18n import say

HOST = "127.0.0.1"
_PORT_PROBLEMS = {
    errno.EADDRINUSE: _l("Port {port} is taken. Choose another, like PORT={other} make run, or --port {other}."),
    errno.EACCES: _l(
        "Port {port} may not be used without special rights. Choose one of 1024 or higher, "
        "like PORT={other} make run, or --port {other}."
    ),
}
_HOST_PROBLEM = _l(
    "This machine gives no address {host} to serve at ({reason}). Choose another with --host, or switch that network "
    "on, then try again."
)
#: How often the server looks whether a new day has begun: a machine that slept is not told.
_DAY_CHECK_S = 300.0
#: What is to be kept is waited for so long at the end.
_LAST_WRITE_S = 5.0

log = structlog.get_logger(__name__)


def listen(host: str, port: int, language: str) -> socket.socket:
    """A listening socket; a port or host that cannot be had ends the program with a message that says what to do."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as failure:
        listener.close()
        other = port + 1 if 1024 <= port < 65535 else 8001
        if failure.errno in _PORT_PROBLEMS:
            problem = Message(_PORT_PROBLEMS[failure.errno], port=str(port), other=str(other))
        else:
            problem = Message(_HOST_PROBLEM, host=host, reason=failure.strerror or str(failure))
        click.echo(say(problem, language), err=True)
        sys.exit(BAD_INPUT)
    return listener


def address_of(listener: socket.socket) -> str:
    """Where a browser on this machine finds what a socket serves."""
    host, port = listener.getsockname()
    return f"http://{HOST if host == '0.0.0.0' else host}:{port}"


def serve_app(
    app: Flask, listener: socket.socket, keep: Callable[[Event], None], *, behind_proxy: bool = False
) -> None:  # fmt: skip
    """Serve until Ctrl-C. keep: what the calendar feeds need meanwhile, until the event is set.

    behind_proxy: a reverse proxy stands in front, so what it says of addresses is passed on.
    """
    stopped = Event()
    keeper = Thread(target=keep, args=(stopped,), daemon=True)
    # Requests that wait a moment for a thread are no news to whoever watches the terminal.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = waitress.create_server(
        app, sockets=[listener], threads=8, clear_untrusted_proxy_headers=not behind_proxy
    )
    try:
        keeper.start()
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        stopped.set()
        keeper.join(_LAST_WRITE_S)
        server.close()
        click.echo("")


def follow_days(move_windows: Callable[[], None], today: Callable[[], date], stopped: Event) -> None:
    """Move the feeds' windows once on each new date, until stopped."""
    moved = today()
    while not stopped.wait(_DAY_CHECK_S):
        if (day := today()) == moved:
            continue
        try:
            move_windows()
            moved = day
        except Exception:
            log.exception("the calendar feeds could not follow the date; they are tried again soon")
