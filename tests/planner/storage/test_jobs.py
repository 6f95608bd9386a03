"""Jobs as rows: one of many claims wins, a lease that ran out is taken up again, exactly one result is kept."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from threading import Barrier
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, func, select

from planner.bootstrap_jobs import job_parts
from planner.domain.drafts import Seen
from planner.domain.job import Asked, Beat, Claim, Job, JobKind, JobState, PlanGoal, PlotPoint, Standing
from planner.domain.roster import Roster
from planner.job_ports import LEASE_S, MOST_ATTEMPTS, REQUEUE_S
from planner.problems import InputProblems
from planner.storage.database import Database
from planner.storage.jobs import DatabaseJobs
from planner.storage.plan_table import keep_as_draft
from planner.storage.records import DatabaseVault
from planner.storage.schema_jobs import jobs as table
from planner.storage.schema_rosters import roster_versions
from tests.planner.moving_clock import MovingClock
from tests.planner.storage.desk import ANA, BEN, EARLY, LATE, Desk, desk_on, roster

MONTH = (2026, 12)
RACERS = 8
WANTED = Asked(seconds=20.0, scenarios=("A hire", "Longer hours"))
_Found = TypeVar("_Found")


@dataclass
class Rows:
    """The rows of jobs on a database with one team. clock: of all who use them."""

    database: Database
    desk: Desk
    clock: MovingClock
    jobs: DatabaseJobs

    def ask(self, asked: Asked | None = None) -> Job:
        job, _ = self.jobs.add(self.desk.team, *MONTH, asked or Asked(), base=None, asked_by=self.desk.lead)
        return job

    def taken(self, job: Job, owner: str = "one") -> Claim:
        claimed = self.jobs.claim(job.id, owner)
        assert claimed is not None
        return Claim(job.id, owner, claimed.attempt)

    def at(self, job: Job) -> Job:
        found = self.jobs.get(job.id)
        assert found is not None
        return found

    def versions(self) -> int:
        with self.database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(roster_versions)).scalar_one())


@pytest.fixture
def rows(database: Database) -> Rows:
    clock = MovingClock()
    return Rows(database, desk_on(database), clock, DatabaseJobs(database, clock, keep_as_draft(clock)))


STANDING = Standing(
    "coverage",
    "sunday",
    (0, 120, 0, 40),
    (0, 100, 0, 0),
    120,
    (PlotPoint(0.4, 900, 0), PlotPoint(1.5, 160, 100)),
    frozenset({(ANA, date(2026, 12, 1), EARLY), (BEN, date(2026, 12, 2), LATE)}),
)


def raced(work: Callable[[int], _Found]) -> list[_Found]:
    """What RACERS threads find that begin at once."""
    start = Barrier(RACERS)

    def run(number: int) -> _Found:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(RACERS) as pool:
        return list(pool.map(run, range(RACERS)))


@pytest.mark.parametrize("workers", [1, None])
def test_a_job_comes_back_as_it_was_asked_for(workers: int | None, rows: Rows) -> None:
    asked = Asked(
        PlanGoal.GENTLE,
        frozenset({ANA, BEN}),
        frozenset({date(2026, 12, 24)}),
        keep_locked=False,
        seconds=12.5,
        workers=workers,
        seed=7,
    )
    job = rows.ask(asked)
    assert (job.asked, job.state, job.attempt, job.cancel) == (asked, JobState.QUEUED, 0, False)
    assert (job.asked_at, job.started_at, job.standing, job.result) == (rows.clock.now(), None, None, None)
    assert rows.jobs.newest(rows.desk.team, *MONTH) == job
    assert rows.jobs.newest(rows.desk.team, 2027, 1) is None


def test_a_month_has_one_job_under_way_however_many_press_at_once(rows: Rows) -> None:
    found = raced(lambda _: rows.jobs.add(rows.desk.team, *MONTH, Asked(), base=None, asked_by=None))
    assert len({job.id for job, _ in found}) == 1
    assert [new for _, new in found].count(True) == 1
    rows.jobs.cancel(found[0][0].id)
    assert rows.ask().id != found[0][0].id


def test_of_many_claims_one_wins(rows: Rows) -> None:
    job = rows.ask()
    winners = [claimed for claimed in raced(lambda n: rows.jobs.claim(job.id, f"worker {n}")) if claimed]
    assert [(claimed.state, claimed.attempt) for claimed in winners] == [(JobState.RUNNING, 1)]
    assert winners[0].started_at == rows.clock.now()


def test_a_job_is_swept_after_its_lease_and_not_before(rows: Rows) -> None:
    job = rows.ask()
    rows.taken(job)
    rows.clock.move(LEASE_S)
    assert rows.jobs.sweep() == []
    rows.clock.move(0.001)
    assert rows.jobs.sweep() == [job.id]
    assert rows.at(job).state is JobState.QUEUED
    assert rows.jobs.sweep() == []


def test_a_heartbeat_prolongs_the_lease(rows: Rows) -> None:
    job = rows.ask()
    claim = rows.taken(job)
    rows.clock.move(LEASE_S)
    assert rows.jobs.beat(claim) == Beat(held=True, cancel=False)
    assert rows.at(job).heartbeat == rows.clock.now()
    rows.clock.move(LEASE_S)
    assert rows.jobs.sweep() == []


def test_many_sweeps_at_once_queue_a_job_once(rows: Rows) -> None:
    job = rows.ask()
    rows.taken(job)
    rows.clock.move(LEASE_S + 1)
    assert sorted(raced(lambda _: list(rows.jobs.sweep()))) == [[]] * (RACERS - 1) + [[job.id]]


def test_a_job_that_nobody_took_up_is_put_on_the_queue_again(rows: Rows) -> None:
    job = rows.ask()
    rows.clock.move(REQUEUE_S - 0.001)
    assert rows.jobs.sweep() == []
    rows.clock.move(0.001)
    assert rows.jobs.sweep() == [job.id]
    assert rows.jobs.sweep() == []
    rows.clock.move(REQUEUE_S)
    assert rows.jobs.sweep() == [job.id]


def test_who_lost_the_claim_changes_nothing_more(rows: Rows) -> None:
    job = rows.ask()
    lost = rows.taken(job, "slow")
    rows.clock.move(LEASE_S + 1)
    rows.jobs.sweep()
    holder = rows.taken(job, "slow")
    assert holder.attempt == 2
    assert rows.jobs.beat(lost, STANDING) == rows.jobs.look(lost) == Beat(held=False, cancel=False)
    assert rows.jobs.finish(lost, JobState.DONE, roster((ANA, 1, EARLY))) is None
    assert not rows.jobs.fail(lost, {"en": "x", "de": "x"})
    assert not rows.jobs.hand_back(lost)
    assert (rows.at(job).state, rows.at(job).standing, rows.versions()) == (JobState.RUNNING, None, 0)
    assert rows.jobs.beat(holder).held


def test_how_a_plan_stands_is_kept_and_survives_its_worker(rows: Rows) -> None:
    job = rows.ask()
    claim = rows.taken(job)
    rows.jobs.beat(claim, STANDING)
    assert rows.at(job).standing == STANDING
    rows.jobs.beat(claim, replace(STANDING, phase="improving", places=None))
    assert rows.at(job).standing == replace(STANDING, phase="improving")
    rows.clock.move(LEASE_S + 1)
    rows.jobs.sweep()
    assert rows.jobs.claim(job.id, "two").standing == replace(STANDING, phase="improving")  # type: ignore[union-attr]


def test_the_row_names_people_by_number(rows: Rows) -> None:
    job = rows.ask(Asked(people=frozenset({ANA})))
    rows.jobs.beat(rows.taken(job), STANDING)
    with rows.database.read() as connection:
        row = connection.execute(select(table.c.asked, table.c.best)).one()
    assert ANA not in repr(row)


def test_of_many_endings_one_keeps_its_roster(rows: Rows) -> None:
    job = rows.ask()
    claim = rows.taken(job)
    ended = [
        found for found in raced(lambda _: rows.jobs.finish(claim, JobState.DONE, roster((ANA, 1, EARLY)))) if found
    ]
    assert len(ended) == rows.versions() == 1
    assert (ended[0].state, ended[0].ended_at) == (JobState.DONE, rows.clock.now())
    assert ended[0].result is not None
    assert rows.desk.places(ended[0].result) == {(ANA, 1, EARLY)}
    assert rows.desk.version(ended[0].result).made_by == rows.desk.lead


def test_a_roster_that_cannot_be_kept_leaves_the_job_running(rows: Rows, database: Database) -> None:
    def refuse(_connection: Connection, _job: Job, _roster: Roster) -> int:
        raise OSError("disk full")

    job = rows.ask()
    claim = rows.taken(job)
    with pytest.raises(OSError, match="disk full"):
        DatabaseJobs(database, rows.clock, refuse).finish(claim, JobState.DONE, roster())
    assert rows.at(job).state is JobState.RUNNING
    assert rows.jobs.finish(claim, JobState.DONE, roster()) is not None


def test_stopping_asks_the_worker_and_ends_at_once_what_nobody_took_up(rows: Rows) -> None:
    job = rows.ask()
    rows.jobs.cancel(job.id)
    assert (rows.at(job).state, rows.at(job).ended_at) == (JobState.STOPPED, rows.clock.now())
    assert rows.jobs.claim(job.id, "late") is None
    job = rows.ask()
    claim = rows.taken(job)
    assert rows.jobs.look(claim) == Beat(held=True, cancel=False)
    rows.jobs.cancel(job.id)
    assert rows.at(job).state is JobState.RUNNING
    rows.clock.move(1)
    before = rows.at(job)
    assert rows.jobs.look(claim) == Beat(held=True, cancel=True)
    assert rows.at(job) == before
    assert rows.jobs.beat(claim) == Beat(held=True, cancel=True)
    rows.jobs.finish(claim, JobState.STOPPED, roster((ANA, 1, EARLY)))
    rows.jobs.cancel(job.id)
    assert rows.at(job).state is JobState.STOPPED


def test_what_went_wrong_is_kept_beside_the_roster_that_was_found(rows: Rows) -> None:
    claim = rows.taken(rows.ask())
    told = {"en": "It broke off.", "de": "Sie brach ab."}
    ended = rows.jobs.finish(claim, JobState.DONE, roster((ANA, 1, EARLY)), told)
    assert ended is not None
    assert (ended.state, ended.error, ended.result is not None) == (JobState.DONE, told, True)


def test_a_stop_is_not_forgotten_when_the_worker_dies(rows: Rows) -> None:
    job = rows.ask()
    rows.taken(job)
    rows.jobs.cancel(job.id)
    rows.clock.move(LEASE_S + 1)
    rows.jobs.sweep()
    assert rows.jobs.beat(rows.taken(job, "two")) == Beat(held=True, cancel=True)


def test_what_is_handed_back_is_queued_at_the_next_sweep(rows: Rows) -> None:
    job = rows.ask()
    assert rows.jobs.hand_back(rows.taken(job))
    assert rows.at(job).state is JobState.QUEUED
    assert rows.jobs.sweep() == [job.id]


def test_a_job_fails_after_its_last_attempt_and_says_so(rows: Rows) -> None:
    job = rows.ask()
    for _ in range(MOST_ATTEMPTS):
        assert rows.at(job).state is JobState.QUEUED
        rows.taken(job)
        rows.clock.move(LEASE_S + 1)
        rows.jobs.sweep()
    failed = rows.at(job)
    assert (failed.state, failed.attempt) == (JobState.FAILED, MOST_ATTEMPTS)
    assert failed.error is not None
    assert f"{MOST_ATTEMPTS} times" in failed.error["en"]
    assert f"{MOST_ATTEMPTS}-mal" in failed.error["de"]


def test_a_failed_job_says_why_and_keeps_the_best(rows: Rows) -> None:
    job = rows.ask()
    claim = rows.taken(job)
    rows.jobs.beat(claim, STANDING)
    assert rows.jobs.fail(claim, {"en": "It broke.", "de": "Es brach."})
    assert (rows.at(job).state, rows.at(job).error) == (JobState.FAILED, {"en": "It broke.", "de": "Es brach."})
    assert rows.at(job).standing == STANDING


def test_a_comparison_is_kept_with_its_jobs_end_in_place_of_the_last(rows: Rows) -> None:
    vault = DatabaseVault(rows.database)

    def asked() -> Job:
        job, new = rows.jobs.add(rows.desk.team, *MONTH, WANTED, base=None, asked_by=None, kind=JobKind.WHATIF)
        assert new
        return job

    def kept() -> Mapping[str, Any] | None:
        with vault.reading() as records:
            return records.comparison(rows.desk.team, *MONTH)

    # A plan of the same month is another job.
    plan = rows.ask()
    first = asked()
    assert rows.at(first).asked == WANTED
    assert rows.jobs.newest(rows.desk.team, *MONTH) == plan
    assert rows.jobs.newest(rows.desk.team, *MONTH, JobKind.WHATIF) == first
    assert kept() is None
    claim = rows.taken(first)
    assert not rows.jobs.finish_comparison(replace(claim, owner="late"), {"made": "never"})
    assert kept() is None
    assert rows.jobs.finish_comparison(claim, {"made": "first", "en": {"plans": ["ä"]}})
    assert (rows.at(first).state, kept()) == (JobState.DONE, {"made": "first", "en": {"plans": ["ä"]}})
    assert rows.jobs.finish_comparison(rows.taken(asked()), {"made": "second"})
    assert kept() == {"made": "second"}
    stopped = asked()
    assert rows.jobs.finish_comparison(rows.taken(stopped), None)
    assert (rows.at(stopped).state, kept()) == (JobState.STOPPED, {"made": "second"})


def test_what_a_plan_went_on_from_can_be_looked_up(rows: Rows) -> None:
    version = rows.desk.draft((ANA, 1, EARLY), (BEN, 2, LATE))
    found = job_parts(rows.database).table
    assert found.places(Seen(version.id, 0)) == STANDING.places
    with pytest.raises(InputProblems):
        found.places(Seen(version.id + 1, 0))
