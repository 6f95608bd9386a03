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
    """Whether Ctrl-C was pressed since; it is told where that is first asked. The second time it ends the program as
    always.
    """
    asked, told = Event(), Event()
    before = signal.getsignal(signal.SIGINT)

    def ask(_signal: int, _frame: FrameType | None) -> None:
        # Nothing is written here: this may come in the midst of a line, and no stream can be written to twice at once.
        signal.signal(signal.SIGINT, before)
        asked.set()

    def stopped() -> bool:
        if asked.is_set() and not told.is_set():
            told.set()
            text = Message(_l("Stopping; the best so far is kept. Ctrl-C again: nothing is written."))
            click.echo(f"\n{render(text, language)}", err=True)
        return asked.is_set()

    # A shell that starts a command in the background has it ignore Ctrl-C; so it stays.
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, ask)
    try:
        yield stopped
        stopped()
    finally:
        signal.signal(signal.SIGINT, before)
