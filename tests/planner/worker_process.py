"""A worker in a process of its own, as `planner worker` runs it, and a database with a team that it plans for."""

import os
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from planner import bootstrap_jobs
from planner.bootstrap import SystemClock, open_database
from planner.cli import planner
from planner.domain.job import Asked, Job
from planner.exchange.example_team import example_team
from planner.runners.huey import HueyRunner
from planner.services.plan_jobs import PlanJobs
from planner.settings import Settings
from planner.storage.database import Database
from planner.storage.jobs import DatabaseJobs
from planner.storage.plan_table import keep_as_draft
from planner.storage.records import DatabaseVault
from tests.forked import FORKED

ROOT = Path(__file__).parents[2]
MONTH = (2026, 12)
#: A test waits so long for another process before it fails.
PATIENCE_S = 120.0


class Ahead:
    """A clock by which every lease that is given now has run out."""

    def now(self) -> datetime:
        return SystemClock().now() + timedelta(hours=1)


class Worker:
    """A process that runs `planner worker`. environment: its settings."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = FORKED.Process(target=_work, args=(dict(environment),))
        self._process.start()

    def poll(self) -> int | None:
        """The exit status; None while it runs."""
        return self._process.exitcode

    def wait(self, seconds: float = PATIENCE_S) -> int:
        """The exit status, once it has ended."""
        self._process.join(seconds)
        status = self._process.exitcode
        assert status is not None, "the worker does not end"
        return status

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._process.kill()

    def send_signal(self, number: int) -> None:
        """Send a signal."""
        assert self._process.pid is not None
        os.kill(self._process.pid, number)


def _work(environment: dict[str, str]) -> None:
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    planner(["worker"])


@dataclass
class Office:
    """A team in a database, whose months workers plan. environment: the workers' settings."""

    database: Database
    environment: dict[str, str]
    team: int
    plans: PlanJobs
    opened: ExitStack

    @property
    def job(self) -> Job:
        """December's last job."""
        found = self.plans.look(self.team, *MONTH)
        assert found is not None
        return found

    def ask(self, asked: Asked) -> Job:
        return self.plans.ask(self.team, *MONTH, asked)

    def worker(self) -> "Worker":
        """Begin a worker."""
        begun = Worker(self.environment)
        # A test that fails leaves no worker behind.
        self.opened.callback(begun.kill)
        return begun

    def until(self, what: Callable[[Job], bool], worker: "Worker") -> Job:
        """The job as soon as it is so; AssertionError when the worker ends before, or it takes too long."""
        deadline = time.monotonic() + PATIENCE_S
        while not what(job := self.job):
            assert worker.poll() is None, f"the worker ended with status {worker.poll()}"
            assert time.monotonic() < deadline, f"waited in vain: {job}"
            time.sleep(0.02)
        return job

    def server_again(self) -> AbstractContextManager[PlanJobs]:
        """What a server that is begun anew has of it all."""
        return bootstrap_jobs.plan_jobs(Settings.of(self.environment), self.database)

    def sweep_later(self) -> None:
        """What a worker's sweep does once the leases have run out."""
        jobs = DatabaseJobs(self.database, Ahead(), keep_as_draft(Ahead()))
        table = bootstrap_jobs.job_parts(self.database).table
        runner = HueyRunner(bootstrap_jobs.queue_url(Settings.of(self.environment), self.database))
        PlanJobs(jobs, table, runner).sweep()
        runner.close()

    def versions(self) -> list[int]:
        """The ids of December's versions."""
        with DatabaseVault(self.database).reading() as records:
            return [version.id for version in records.versions(self.team, *MONTH)]

    def close(self) -> None:
        self.opened.close()


def office_on(url: str, folder: Path) -> Office:
    """An office on a database without a team."""
    environment = {**os.environ, "DATABASE_URL": url, "DATA_FOLDER": str(folder)}
    settings, opened = Settings.of(environment), ExitStack()
    database = opened.enter_context(open_database(settings))
    with DatabaseVault(database).writing() as records:
        team = records.save_facts(replace(example_team("en"), scenarios=()), None, {})
    plans = opened.enter_context(bootstrap_jobs.plan_jobs(settings, database))
    return Office(database, environment, team, plans, opened)
