"""A worker in a process of its own, as `planner worker` runs it, and a database with a team that it plans for."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from planner import bootstrap_jobs
from planner.bootstrap import SystemClock, open_database
from planner.domain.job import Asked, Job
from planner.exchange.example_team import example_team
from planner.runners.huey import HueyRunner
from planner.services.plan_jobs import PlanJobs
from planner.settings import Settings
from planner.storage.database import Database
from planner.storage.jobs import DatabaseJobs
from planner.storage.plan_table import keep_as_draft
from planner.storage.records import DatabaseVault

ROOT = Path(__file__).parents[2]
MONTH = (2026, 12)
#: A test waits so long for another process before it fails.
PATIENCE_S = 120.0


class Ahead:
    """A clock by which every lease that is given now has run out."""

    def now(self) -> datetime:
        return SystemClock().now() + timedelta(hours=1)


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

    def worker(self) -> "subprocess.Popen[bytes]":
        """Begin a worker."""
        command = [sys.executable, "-c", "from planner.cli import planner; planner()", "worker"]
        begun = subprocess.Popen(command, cwd=ROOT, env=self.environment)
        # A test that fails leaves no worker behind.
        self.opened.callback(begun.kill)
        return begun

    def until(self, what: Callable[[Job], bool], worker: "subprocess.Popen[bytes]") -> Job:
        """The job as soon as it is so; AssertionError when the worker ends before, or it takes too long."""
        deadline = time.monotonic() + PATIENCE_S
        while not what(job := self.job):
            assert worker.poll() is None, f"the worker ended with status {worker.returncode}"
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
    """An office on an empty database."""
    environment = {**os.environ, "DATABASE_URL": url, "DATA_FOLDER": str(folder)}
    settings, opened = Settings.of(environment), ExitStack()
    database = opened.enter_context(open_database(settings))
    with DatabaseVault(database).writing() as records:
        team = records.save_facts(replace(example_team("en"), scenarios=()), None, {})
    plans = opened.enter_context(bootstrap_jobs.plan_jobs(settings, database))
    return Office(database, environment, team, plans, opened)
