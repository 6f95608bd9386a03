"""bench.machine: what a figure was taken on, and what others did there meanwhile."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.machine import Others, additions_per_us, peak_memory_mb


def test_others_are_what_no_program_of_ours_kept_busy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    counted = tmp_path / "stat"
    monkeypatch.setattr("bench.machine._COUNTED", counted)
    assert Others().cores() is None

    moments, owned = iter([100.0, 110.0]), iter([3.0, 8.0])
    monkeypatch.setattr("bench.machine.time.monotonic", lambda: next(moments))
    monkeypatch.setattr("bench.machine._own_s", lambda: next(owned))
    monkeypatch.setattr("bench.machine.os.sysconf", lambda name: 100)
    counted.write_text("cpu  1000 0 500 9000 30 0 0 0 0 0\n", "utf-8")
    others = Others()
    # Ten seconds later: 17 of two processors' 20 were worked, 5 of them by ours; one was taken by another machine.
    counted.write_text("cpu  1600 200 1300 9300 30 0 0 100 0 0\n", "utf-8")
    assert others.cores() == 1.2


def test_the_speed_is_of_a_number_of_additions(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([5.0, 5.25])
    monkeypatch.setattr("bench.machine.time.perf_counter", lambda: next(moments))
    assert additions_per_us() == 8.0


def test_the_peak_of_memory_is_of_the_process_itself_and_not_of_what_started_it() -> None:
    held = b"x" * (300 * 2**20)
    assert peak_memory_mb() >= 300
    del held

    code = "from bench.machine import peak_memory_mb; print(peak_memory_mb())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert int(done.stdout) < 300


def test_a_system_that_tells_less_tells_the_peak_as_well(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("bench.machine._OWN", tmp_path / "none")
    assert peak_memory_mb() > 0
