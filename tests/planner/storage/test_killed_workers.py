"""Workers that are killed in the middle of a plan: it is taken up again, and exactly one roster is kept."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planner.domain.job import Asked, Job, JobState
from tests.planner.storage.conftest import NewUrl
from tests.planner.worker_process import MONTH, PATIENCE_S, Office, office_on

#: Ends by being stopped only.
LONG = Asked(seconds=600, workers=1)
#: When each of five workers is killed.
MOMENTS: tuple[Callable[[Job], bool], ...] = (
    lambda job: job.attempt == 1,
    lambda job: job.attempt == 2 and job.standing is not None,
    lambda job: job.attempt == 3 and bool(job.standing and job.standing.places),
    lambda job: job.attempt == 4 and bool(job.standing and job.standing.phase == "improving"),
    lambda job: job.attempt == 5 and job.heartbeat != job.started_at,
)


@pytest.fixture
def office(new_url: NewUrl, tmp_path: Path) -> Iterator[Office]:
    made = office_on(new_url.with_tables(), tmp_path)
    yield made
    made.close()


def test_killed_workers_leave_one_roster_no_worse_than_their_best(office: Office) -> None:
    """Five of them; on PostgreSQL the first two, since what is killed is the same and a beginning takes seconds."""
    moments = MOMENTS if office.environment["DATABASE_URL"].startswith("sqlite") else MOMENTS[:2]
    job = office.ask(LONG)
    for moment in moments:
        worker = office.worker()
        office.until(moment, worker)
        worker.kill()
        worker.wait()
        assert office.job.state is JobState.RUNNING
        assert office.versions() == []
        office.sweep_later()
        assert office.job.state is JobState.QUEUED
    best = office.job.standing
    assert best is not None
    worker = office.worker()
    office.until(lambda job: job.state is JobState.RUNNING, worker)
    office.plans.stop(office.team, job.year, job.month)
    done = office.until(lambda job: not job.state.active, worker)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE_S) == 0
    assert (done.state, done.attempt) == (JobState.STOPPED, len(moments) + 1)
    assert office.versions() == [done.result]
    assert done.standing is not None
    assert done.standing.costs <= best.costs


def test_a_worker_that_is_ended_hands_its_job_back_at_once(office: Office) -> None:
    office.ask(LONG)
    worker = office.worker()
    office.until(lambda job: bool(job.standing and job.standing.places), worker)
    worker.send_signal(signal.SIGINT)
    assert worker.wait(PATIENCE_S) == 0
    assert (office.job.state, office.versions()) == (JobState.QUEUED, [])
    assert office.job.standing is not None
    assert office.job.standing.places
    # A server that is begun anew finds it as it was.
    with office.server_again() as plans:
        assert plans.look(office.team, *MONTH) == office.job
        assert plans.ask(office.team, *MONTH, LONG).id == office.job.id
