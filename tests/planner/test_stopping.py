"""Ctrl-C while planning, whatever is being written at that moment."""

import io
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr

import pytest

from planner.commands.stopping import asked_to_stop


class Pressed(io.RawIOBase):
    """A terminal at which Ctrl-C is pressed while the first line is on its way to it."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.lines.append(bytes(data))
        if len(self.lines) == 1:
            signal.raise_signal(signal.SIGINT)
        return len(data)


@contextmanager
def terminal() -> Iterator[Pressed]:
    """What stderr goes to; Ctrl-C does what it does in a program that nobody has told to ignore it."""
    found = Pressed()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with redirect_stderr(io.TextIOWrapper(io.BufferedWriter(found), "utf-8")):
            yield found
    finally:
        signal.signal(signal.SIGINT, before)


def show(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def test_ctrl_c_in_the_midst_of_a_line_is_told_after_it() -> None:
    with terminal() as shown, asked_to_stop("en") as stopped:
        show("how it stands")
        assert len(shown.lines) == 1
        assert [stopped(), stopped()] == [True, True]
    stopping = "\nStopping; the best so far is kept. Ctrl-C again: nothing is written.\n"
    assert b"".join(shown.lines).decode() == "how it stands\n" + stopping


def test_ctrl_c_after_the_last_look_is_told_at_the_end() -> None:
    with terminal() as shown, asked_to_stop("de"):
        show("how it stands")
    assert b"".join(shown.lines).decode().count("Strg-C") == 1


def test_ctrl_c_again_ends_the_program() -> None:
    with terminal(), asked_to_stop("en") as stopped:
        show("how it stands")
        assert stopped()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
