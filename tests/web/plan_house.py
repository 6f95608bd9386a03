"""The pages of one team whose December is planned in the background; nothing here searches."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

from flask import Flask

from planner.domain.job import Claim, Job, JobState, PlotPoint, Standing
from planner.job_ports import Runner
from planner.reporting.report import Report
from planner.services.plan_jobs import PlanJobs
from tests.planner.memory_jobs import MemoryJobs, MemoryTable
from tests.planner.moving_clock import MovingClock
from tests.web.house import build_house, signed_in
from tests.web.sample_desk import MID_MONTH

PLACE = "/teams/1/2026-12"
PAGE = f"{PLACE}/plan/"
MONTH = (1, 2026, 12)


class Idle:
    """A runner that begins nothing: tests say how a job goes."""

    def __init__(self) -> None:
        self.put_jobs: list[int] = []

    def put(self, job: int) -> None:
        self.put_jobs.append(job)


class PlanHouse:
    """The pages, and what stands behind them. planned: whether there is a roster already."""

    def __init__(self, report: Report, folder: Path, *, planned: bool = True) -> None:
        self.report, self.clock = report, MovingClock()
        self.clock.moment = MID_MONTH
        self.table = MemoryTable(report.board.team, [report.roster] if planned else [])
        self.jobs = MemoryJobs(self.clock, self.table)
        self.runner = Idle()
        self.folder, self.session = folder, ""
        self.app = self.restarted()

    def restarted(self, runner: Runner | None = None) -> Flask:
        """The same pages in a server begun anew. runner: of plans; None = tests say how they go."""
        self.plans = PlanJobs(self.jobs, self.table, runner or self.runner)
        house = build_house(Path(mkdtemp(dir=self.folder)), self.report, plans=self.plans)
        self.session, self.desks = house.owner, house.desks
        return signed_in(house.app, house.owner)

    @property
    def job(self) -> Job:
        """The month's last job."""
        found = self.plans.look(*MONTH)
        assert found is not None
        return found

    def begin(self) -> Claim:
        """A worker takes the job up."""
        claimed = self.jobs.claim(self.job.id, "worker")
        assert claimed is not None
        return Claim(claimed.id, "worker", claimed.attempt)

    def tell(self, claim: Claim, *, phase: str = "coverage", short_kind: str = "sunday", share: float = 0.5) -> None:
        """The worker tells how it stands, with a share of the roster."""
        rows = sorted(self.report.roster.places())
        points = [PlotPoint(0.2, 84_000, 0), PlotPoint(1.4, 9_100, 0), PlotPoint(4.1, 3_240, 2_100)]
        places = frozenset(rows[: int(len(rows) * share)])
        self.jobs.beat(claim, Standing(phase, short_kind, (0, 900, 0, 2_340), (0, 900, 0, 1_200), 750, points, places))

    def end(self, claim: Claim, state: JobState = JobState.DONE, error: dict[str, str] | None = None) -> None:
        """The worker is done."""
        self.jobs.finish(claim, state, self.report.roster, error)

    def silent(self, seconds: float) -> None:
        """Time passes without a word of the worker."""
        job = self.job
        earlier = timedelta(seconds=seconds)
        self.jobs.rows[job.id] = replace(
            job, asked_at=job.asked_at - earlier, heartbeat=job.heartbeat and job.heartbeat - earlier
        )
