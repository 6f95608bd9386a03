"""Ctrl-C that asks a search to end and keep the best, rather than ending the program."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

import click

from planner.messages import Message, _l, render


@contextmanager
def asked_to_stop(language: str) -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed since. The second time it ends the program as always."""
    asked = Event()
    before = signal.getsignal(signal.SIGINT)

    def ask(_signal: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        asked.set()
        text = Message(_l("Stopping; the best so far is kept. Ctrl-C again: nothing is written."))
        click.echo(f"\n{render(text, language)}", err=True)

    # A shell that starts a command in the background has it ignore Ctrl-C; so it stays.
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, ask)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
