"""Planning in the background: what is asked for is planned, told while it goes on, stopped, failed, taken up again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from logging import LogRecord
from threading import Event
from uuid import uuid4

import pytest

from planner.bootstrap import SystemClock
from planner.domain.drafts import Seen
from planner.domain.job import Asked, Beat, Claim, Job, JobKind, JobState, PlanGoal, Standing
from planner.domain.roster import Assignment, Roster
from planner.exchange.example_team import example_team
from planner.messages import Message, render
from planner.problems import InputProblems, refused
from planner.runners.local import LocalRunner
from planner.services.job_work import JobWork
from planner.services.plan_jobs import Outcome, PlanFacts, PlanJobs
from planner.services.plan_work import PlanWork
from tests.planner.broken_search import break_off
from tests.planner.memory_jobs import MemoryJobs, MemoryTable
from tests.planner.moving_clock import MovingClock

pytestmark = pytest.mark.usefixtures("from_now_on")

TEAM = replace(example_team("en"), scenarios=(), locks=())
MONTH = (7, 2026, 12)
QUICK = Asked(seconds=3, workers=1)
#: Ends by being stopped only.
LONG = Asked(seconds=600, workers=1)


@dataclass
class Bench:
    """Leads and a worker on one team in memory."""

    table: MemoryTable
    jobs: MemoryJobs
    ending: Event
    work: JobWork
    runner: LocalRunner
    plans: PlanJobs

    def planned(self, asked: Asked = QUICK) -> Job:
        job = self.plans.ask(*MONTH, asked)
        self.runner.wait()
        return self.jobs.rows[job.id]

    def result(self, job: Job) -> frozenset[tuple[str, date, str]]:
        assert job.result is not None
        return self.table.places(Seen(job.result, 0))


def bench_on(jobs_class: Callable[..., MemoryJobs] = MemoryJobs, table: MemoryTable | None = None) -> Bench:
    table = table or MemoryTable(TEAM)
    clock, ending = SystemClock(), Event()
    jobs = jobs_class(clock, table)
    work = JobWork(jobs, {JobKind.PLAN: PlanWork(jobs, table, clock)}, ending)
    runner = LocalRunner(lambda job: work.run(job, "here"))
    return Bench(table, jobs, ending, work, runner, PlanJobs(jobs, table, runner))


@pytest.fixture
def bench() -> Bench:
    return bench_on()


def test_a_month_is_planned_and_kept_once(bench: Bench) -> None:
    job = bench.planned()
    assert (job.state, job.attempt, job.error) == (JobState.DONE, 1, None)
    assert len(bench.table.versions) == 1
    assert bench.plans.outcome(job) is None
    roster = bench.table.versions[0]
    assert (roster.record.seed, roster.record.workers) == (QUICK.seed, QUICK.workers)  # type: ignore[union-attr]
    assert {row.person for row in roster.carry_over} == {manager.name for manager in TEAM.managers}


def test_a_plan_has_the_usual_threads_if_nobody_says(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.services.job_work.usual_threads", lambda: 3)
    bench.planned(replace(QUICK, workers=None))
    assert bench.table.versions[0].record.workers == 3  # type: ignore[union-attr]


def test_the_row_tells_how_it_goes_from_the_first_roster_on(bench: Bench) -> None:
    job = bench.planned()
    standing = job.standing
    assert standing is not None
    assert standing.places == bench.result(job)
    costs = [told.costs for told in bench.jobs.told]
    assert costs == sorted(costs, reverse=True)
    seconds = [point.seconds for point in standing.points]
    assert seconds == sorted(seconds)
    assert all(point.bound <= point.cost for point in standing.points)


def test_a_second_press_shows_the_plan_that_is_under_way(bench: Bench) -> None:
    first = bench.plans.ask(*MONTH, LONG)
    assert bench.plans.ask(*MONTH, QUICK).id == first.id
    assert bench.plans.look(*MONTH).asked == LONG  # type: ignore[union-attr]
    bench.plans.stop(*MONTH)
    bench.runner.wait()
    assert len(bench.table.versions) == 1


class StopsAtFirst(MemoryJobs):
    """The lead presses Stop as soon as there is a roster."""

    def beat(self, claim: Claim, standing: Standing | None = None) -> Beat:
        if standing and standing.places:
            self.cancel(claim.job)
        return super().beat(claim, standing)


def test_stop_keeps_the_best() -> None:
    bench = bench_on(StopsAtFirst)
    job = bench.planned(LONG)
    assert (job.state, job.cancel, len(bench.table.versions)) == (JobState.STOPPED, True, 1)
    best = bench.jobs.told[-1]
    record = bench.table.versions[0].record
    assert record is not None
    assert record.costs <= best.costs
    assert record.seconds < LONG.seconds
    assert bench.result(job)


@pytest.mark.parametrize("goal", list(PlanGoal))
def test_stop_ends_every_kind_of_plan(goal: PlanGoal) -> None:
    table = MemoryTable(TEAM)
    bench_on(table=table).planned(replace(QUICK, seconds=1))
    without = table.versions[0].assignments[::2]
    table.versions.append(replace(table.versions[0], assignments=without))
    bench = bench_on(StopsAtFirst, table)
    assert bench.planned(replace(LONG, goal=goal)).state in (JobState.STOPPED, JobState.DONE)


def test_stop_before_anybody_began_leaves_nothing() -> None:
    bench = bench_on()
    bench.plans = PlanJobs(bench.jobs, bench.table, LocalRunner(lambda job: None))
    bench.plans.ask(*MONTH, QUICK)
    bench.plans.stop(*MONTH)
    job = bench.plans.look(*MONTH)
    assert job is not None
    assert (job.state, job.result) == (JobState.STOPPED, None)
    bench.plans.stop(*MONTH)


class DiesOnce(MemoryJobs):
    """The worker loses the job as soon as it has told a roster, as if it had been killed."""

    def beat(self, claim: Claim, standing: Standing | None = None) -> Beat:
        answer = super().beat(claim, standing)
        if claim.attempt == 1 and standing and standing.places:
            self._put(self.rows[claim.job], state=JobState.QUEUED)
            return Beat(held=False, cancel=False)
        return answer


def test_a_job_taken_up_again_goes_on_from_the_best_and_keeps_one_result() -> None:
    bench = bench_on(DiesOnce)
    job = bench.planned(LONG)
    assert (job.state, bench.table.versions) == (JobState.QUEUED, [])
    lost = bench.jobs.told[-1]
    bench.jobs.cancel(job.id)
    bench.plans.sweep()
    bench.runner.wait()
    done = bench.jobs.rows[job.id]
    assert (done.state, done.attempt, len(bench.table.versions)) == (JobState.STOPPED, 2, 1)
    record = bench.table.versions[0].record
    assert record is not None
    assert record.costs <= lost.costs
    assert done.standing is not None
    assert done.standing.points[: len(lost.points) - 1] == lost.points[:-1]


def test_a_worker_that_is_to_end_hands_its_job_back(bench: Bench) -> None:
    bench.ending.set()
    job = bench.planned(LONG)
    assert (job.state, bench.table.versions) == (JobState.QUEUED, [])
    bench.ending.clear()
    bench.jobs.cancel(job.id)
    bench.plans.sweep()
    bench.runner.wait()
    assert bench.jobs.rows[job.id].state is JobState.STOPPED


def test_only_the_empty_is_filled(bench: Bench) -> None:
    whole = bench.result(bench.planned())
    kept = bench.table.versions[0].assignments[1::2]
    bench.table.versions.append(replace(bench.table.versions[0], assignments=kept))
    job = bench.planned(replace(QUICK, goal=PlanGoal.EMPTY))
    filled = bench.result(job)
    assert bench.plans.outcome(job) == Outcome(len(kept), len(filled) - len(kept), 2, [])
    assert {row.place for row in kept} < filled
    assert len(filled) > len(whole) / 2


def test_only_chosen_days_and_people_change(bench: Bench) -> None:
    bench.planned()
    # Somebody who worked there, so that there is something to put back.
    day = date(2026, 12, 15)
    somebody = next(a.person for a in bench.table.versions[0].assignments if a.day == day)
    kept = tuple(a for a in bench.table.versions[0].assignments if a.day != day)
    bench.table.versions.append(replace(bench.table.versions[0], assignments=kept))
    asked = replace(QUICK, people=frozenset({somebody}), days=frozenset({day}))
    after = bench.result(bench.planned(asked))
    assert after > {a.place for a in kept}
    assert after - {a.place for a in kept} <= {(somebody, day, shift.code) for shift in TEAM.shift_types}


@pytest.mark.parametrize("keep", [True, False])
def test_locked_cells_stay_if_wanted(bench: Bench, keep: bool) -> None:
    bench.planned()
    # Far more than anybody may work, so that a free hand would not leave it.
    person = TEAM.managers[0].name
    code = TEAM.shift_types[0].code
    rows = tuple(replace(a, locked=a.person == person) for a in bench.table.versions[0].assignments)
    extra = [Assignment(uuid4(), person, date(2026, 12, day), code, locked=True) for day in range(1, 32)]
    known = {a.place for a in rows}
    stuffed = (*rows, *(a for a in extra if a.place not in known))
    bench.table.versions.append(replace(bench.table.versions[0], assignments=stuffed))
    result = bench.result(bench.planned(replace(QUICK, keep_locked=keep)))
    assert ({a.place for a in extra} <= result) is keep


@pytest.mark.parametrize("published", [True, False])
def test_past_days_stay_where_people_know_the_roster(published: bool) -> None:
    table = MemoryTable(TEAM, published=published)
    bench_on(table=table).planned()
    later = tuple(a for a in table.versions[0].assignments if a.day > date(2026, 12, 14))
    table.versions.append(replace(table.versions[0], assignments=later))
    clock = MovingClock()
    clock.moment = datetime(2026, 12, 15, 12, tzinfo=UTC)
    jobs = MemoryJobs(clock, table)
    work = JobWork(jobs, {JobKind.PLAN: PlanWork(jobs, table, clock)}, Event())
    runner = LocalRunner(lambda job: work.run(job, "here"))
    job = PlanJobs(jobs, table, runner).ask(*MONTH, QUICK)
    runner.wait()
    assert jobs.rows[job.id].state is JobState.DONE
    assert any(day <= date(2026, 12, 14) for _, day, _ in table.versions[-1].places()) is not published


def test_who_and_what_is_not_there_is_named(bench: Bench) -> None:
    asked = Asked(people=frozenset({"Nobody Known"}), days=frozenset({date(2027, 1, 1)}))
    with pytest.raises(InputProblems) as refused:
        bench.plans.ask(*MONTH, asked)
    nobody, day = refused.value.problems
    assert nobody.value == "Nobody Known"
    assert render(day.reason, "en") == "Fri 1 Jan 2027 is not in the month of this roster."
    assert bench.jobs.rows == {}


class Broken(MemoryTable):
    """Facts that fail once somebody has pressed Plan."""

    failure: Exception

    def facts(self, team: int, year: int, month: int, base: int | None, *, keep_locked: bool) -> PlanFacts:
        if keep_locked:
            raise self.failure
        return super().facts(team, year, month, base, keep_locked=keep_locked)


def test_a_fault_is_said_in_words_and_not_in_code() -> None:
    table = Broken(TEAM)
    table.failure = ZeroDivisionError("float division by zero")
    job = bench_on(table=table).planned()
    assert job.state is JobState.FAILED
    assert job.error is not None
    assert set(job.error) == {"de", "en"}
    assert "plan again" in job.error["en"]
    assert "division" not in repr(job.error)


@pytest.mark.parametrize("goal", [None, PlanGoal.WHOLE, PlanGoal.EMPTY])
def test_a_search_that_broke_off_is_said_beside_what_it_found(
    goal: PlanGoal | None,
    bench: Bench,
    monkeypatch: pytest.MonkeyPatch,
    failed_searches: list[LogRecord],
) -> None:
    """goal: of a plan over half a roster; None = there is none yet."""
    if goal is not None:
        bench.planned()
        [whole] = bench.table.versions
        bench.table.versions.append(replace(whole, assignments=whole.assignments[::2]))
    break_off(monkeypatch, ZeroDivisionError("float division by zero"))

    job = bench.planned(replace(QUICK, goal=goal) if goal else QUICK)

    assert job.state is JobState.DONE
    assert bench.result(job)
    assert job.error is not None
    assert set(job.error) == {"de", "en"}
    assert job.error["en"].startswith("The search broke off")
    assert "division" not in repr(job.error)
    assert "division" in str(failed_searches.pop().exc_info)


class CannotKeep(MemoryJobs):
    """The team has changed meanwhile, so the roster cannot be kept."""

    def finish(
        self, claim: Claim, state: JobState, roster: Roster, error: dict[str, str] | None = None
    ) -> Job | None:
        raise refused("December", Message("Gone."), Message("Plan again."))


def test_a_roster_that_cannot_be_kept_is_a_failure_in_words() -> None:
    job = bench_on(CannotKeep).planned()
    assert job.state is JobState.FAILED
    assert job.error == {"en": "December: Gone. Plan again.", "de": "December: Gone. Plan again."}
