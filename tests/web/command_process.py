"""The `planner` command in a process of its own, as a user runs it, and a server begun by it."""

import os
import re
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from io import FileIO, TextIOWrapper
from multiprocessing.connection import Connection
from typing import TextIO
from urllib.error import HTTPError
from urllib.request import urlopen

import time_machine

from tests.forked import FORKED
from web.command import main

_READY = re.compile(r"http://127\.0\.0\.1:\d+/")
#: What a developer may have set for commands of their own.
_UNSET = ("PORT", "LC_ALL", "LC_MESSAGES", "LANG")
PATIENCE_S = 60.0
#: The setting of a command whose clock is to go on from a moment of its own, in ISO 8601.
BEGINS_AT = "TEST_BEGINS_AT"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class CommandProcess:
    """`planner` with arguments and settings. out, err: what it writes, as it comes."""

    def __init__(self, *arguments: object, **environment: str) -> None:
        settings = {**{name: value for name, value in os.environ.items() if name not in _UNSET}, **environment}
        out, its_out = FORKED.Pipe(duplex=False)
        err, its_err = FORKED.Pipe(duplex=False)
        with its_out, its_err:
            self._process = FORKED.Process(target=_run, args=([*map(str, arguments)], settings, its_out, its_err))
            self._process.start()
        self.out, self.err = _text_of(out), _text_of(err)

    def heard(self, more: Callable[[str], bool]) -> list[str]:
        """What it writes on stderr until a line after which no more is wanted; AssertionError when it ends before."""
        lines: list[str] = []
        for line in self.err:
            lines.append(line)
            if not more(line):
                return lines
        raise AssertionError(f"it ended with status {self.ended()[0]}: {''.join(lines)}")

    def send_signal(self, number: int) -> None:
        """Send a signal."""
        assert self._process.pid is not None
        os.kill(self._process.pid, number)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._process.kill()
        self._process.join(PATIENCE_S)

    def ended(self) -> tuple[int, str, str]:
        """Exit status, and the rest of what it wrote, once it has ended; AssertionError when it does not."""
        self._process.join(PATIENCE_S)
        status = self._process.exitcode
        assert status is not None, "the command does not end"
        with self.out, self.err:
            return status, self.out.read(), self.err.read()

    def close(self) -> None:
        """End it if it runs, and read no more."""
        self.kill()
        self.out.close()
        self.err.close()


def _text_of(pipe: Connection) -> TextIO:
    with pipe:
        return os.fdopen(os.dup(pipe.fileno()), encoding="utf-8")


def _run(arguments: list[str], settings: Mapping[str, str], out: Connection, err: Connection) -> None:
    for number, pipe in ((1, out), (2, err)):
        with pipe:
            os.dup2(pipe.fileno(), number)
    # Nothing is held back.
    sys.stdout, sys.stderr = (
        TextIOWrapper(FileIO(number, "w", closefd=False), "utf-8", write_through=True) for number in (1, 2)
    )
    os.environ.clear()
    os.environ.update(settings)
    # Ctrl-C reaches it even where whoever runs the tests ignores it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if BEGINS_AT in settings:
        time_machine.travel(datetime.fromisoformat(settings[BEGINS_AT])).start()
    sys.argv = ["planner", *arguments]
    main()


class Running:
    """A server that answers. shown: what it has printed so far."""

    def __init__(self, process: CommandProcess) -> None:
        self._process = process
        self.shown = ""
        self.address = ""
        for line in process.out:
            self.shown += line
            if found := _READY.search(line):
                self.address = found[0].rstrip("/")
                return
        raise AssertionError(self.shown + process.ended()[2])

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        try:
            with urlopen(self.address + path, timeout=PATIENCE_S) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    def stop(self) -> tuple[int, str]:
        """Press Ctrl-C; exit status and what was printed on stderr."""
        self._process.send_signal(signal.SIGINT)
        status, out, err = self._process.ended()
        self.shown += out
        return status, err

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._process.kill()


@contextmanager
def running(*arguments: object, **environment: str) -> Iterator[Running]:
    """A server begun by the command, ended afterwards."""
    process = CommandProcess(*arguments, **environment)
    try:
        yield Running(process)
    finally:
        process.close()
