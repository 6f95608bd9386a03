"""The command that plans in the background: `worker`."""

import os
import signal
import sys
from threading import Thread

import click

from planner import bootstrap, bootstrap_jobs
from planner.messages import Message, _l, render
from planner.settings import Settings


@click.command()
@click.option("--database", "url", help="Another database than DATABASE_URL.")
# Ends when standard input does: the server that began it is gone.
@click.option("--child", is_flag=True, hidden=True)
@click.pass_obj
def worker(language: str, url: str | None, child: bool) -> None:
    """Plan what is asked for on the pages, until Ctrl-C; any number of workers may run, on any machine."""
    settings = Settings.of({**os.environ, "DATABASE_URL": url} if url else os.environ)
    if child:
        Thread(target=_end_with_input, daemon=True).start()
    with bootstrap.open_database(settings) as database:
        if not child:
            click.echo(render(Message(_l("Ready to plan (Ctrl-C ends it).")), language))
        bootstrap_jobs.work(settings, database)


def _end_with_input() -> None:
    # Unbuffered: a reader that holds the buffer's lock when the interpreter ends is a fatal error.
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
