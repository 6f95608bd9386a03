"""bench.child: what is said of a program that ran to its end."""

import subprocess
import sys

import pytest

from bench.child import run_to_end


def test_a_program_that_ended_is_told_by_its_lines_its_time_and_its_own_memory() -> None:
    held = "held = bytearray(300 * 2**20); print('one'); print('zwei – two'); raise SystemExit(3)"

    ended = run_to_end([sys.executable, "-X", "utf8", "-c", held])

    assert ended.lines == ["one", "zwei – two"]
    assert ended.code == 3
    assert ended.seconds > 0
    assert ended.memory_mb >= 300


def test_a_smaller_program_after_a_larger_one_is_smaller() -> None:
    """Started by a small one, as bench.curtois_table is: what a large one held counts for no other."""
    code = """
import sys
from bench.child import run_to_end
print(*(run_to_end([sys.executable, "-c", f"bytearray({mb} * 2**20)"]).memory_mb // 100 for mb in (250, 0)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "2 0\n"


def test_a_program_is_ended_with_what_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[subprocess.Popen[str]] = []

    def interrupted(process: int, options: int) -> None:
        raise KeyboardInterrupt

    class Seen(subprocess.Popen[str]):
        def __init__(self, *given: object, **named: object) -> None:
            super().__init__(*given, **named)  # type: ignore[call-overload]
            begun.append(self)

    monkeypatch.setattr("bench.child.subprocess.Popen", Seen)
    monkeypatch.setattr("bench.child.os.wait4", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_to_end([sys.executable, "-c", "import os, time; os.close(1); time.sleep(600)"])

    assert [process.wait() for process in begun] == [-9]
