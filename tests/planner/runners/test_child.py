"""The worker that a server keeps: begun again when it dies, ended with the server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from planner import bootstrap_jobs
from planner.domain.job import Asked, JobState
from planner.runners.child import worker_child
from planner.settings import Settings
from tests.planner.storage.fresh_file import file_with_tables
from tests.planner.worker_process import MONTH, PATIENCE_S, ROOT, office_on


def _wait(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A child that ended and was not yet waited for counts as ended.
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "DATA_FOLDER": str(folder), "DATABASE_URL": "", "PYTHONPATH": str(ROOT)}


def test_a_worker_that_is_killed_is_begun_again_and_ends_with_the_block(tmp_path: Path) -> None:
    with worker_child(_environment(tmp_path)) as child:
        first = child.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        _wait(lambda: child.begun == 2)
        second = child.pid
        assert second not in (None, first)
    assert second is not None
    assert not _lives(second)
    assert not _lives(first)


def test_a_folder_called_like_a_package_is_no_hindrance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("data", "planner"):
        (tmp_path / "here" / name).mkdir(parents=True)
        (tmp_path / "here" / name / "__init__.py").write_text("")
    monkeypatch.chdir(tmp_path / "here")
    with worker_child(_environment(tmp_path)) as child:
        _wait(lambda: (tmp_path / "planner-queue.db").exists())
        assert child.begun == 1


def test_a_worker_ends_when_its_server_is_killed(tmp_path: Path) -> None:
    server = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import os, time\n"
            "from planner.runners.child import WorkerChild\n"
            "child = WorkerChild(os.environ); child.start(); print(child.pid, flush=True); time.sleep(600)",
        ],
        env=_environment(tmp_path),
        stdout=subprocess.PIPE,
    )
    assert server.stdout is not None
    worker = int(server.stdout.readline())
    _wait(lambda: (tmp_path / "planner-queue.db").exists())
    assert _lives(worker)
    server.kill()
    server.wait()
    server.stdout.close()
    _wait(lambda: not _lives(worker))


def test_a_server_plans_by_itself(tmp_path: Path) -> None:
    office = office_on(file_with_tables(tmp_path / "planner.db"), tmp_path)
    with bootstrap_jobs.plan_jobs_with_worker(Settings.of(office.environment), office.database) as plans:
        plans.ask(office.team, *MONTH, Asked(seconds=1, workers=1))
        _wait(lambda: not office.job.state.active)
    assert (office.job.state, office.job.attempt, office.job.error) == (JobState.DONE, 1, None)
    assert office.versions() == [office.job.result]
    office.close()
