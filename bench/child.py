"""A program run to its end: what it printed, how long it took, and the most memory that it held."""

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ended:
    """lines: of its standard output. code: that it ended with, minus the signal's number where one ended it. seconds:
    wall time from its start to its end. memory_mb: the most that it held.

    Linux counts for memory_mb also what the program that started it held by then: that one should be small.
    """

    lines: list[str]
    code: int
    seconds: float
    memory_mb: int


def run_to_end(command: Sequence[str]) -> Ended:
    """Run a program; what it writes to standard error is seen."""
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        try:
            text = process.stdout.read()
            # Of this child alone: RUSAGE_CHILDREN tells the most that any one so far has held.
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
    return Ended(text.splitlines(), process.returncode, time.monotonic() - began, used.ru_maxrss // 1024)
