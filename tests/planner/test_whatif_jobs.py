"""Comparisons in the background: asked for by name, kept whole or not at all, beside the month's plans."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Event

import pytest

from planner.domain.job import Asked, Job, JobKind, JobState
from planner.domain.scenario import Hire, Leave, Scenario
from planner.problems import InputProblems
from planner.services.job_work import JobWork
from planner.services.plan_jobs import PlanJobs
from planner.services.whatif_work import WhatIfWork
from planner.telling.comparison_json import comparison_data
from tests.planner.compared_plans import SHORT, comparing
from tests.planner.memory_jobs import MemoryJobs, MemoryTable
from tests.planner.moving_clock import MovingClock
from tests.web.plan_house import Idle

MONTH = (7, 2026, 12)
HIRE = Scenario("A hire", "Who takes the Monday?", (Hire("Nora", 1200, "Ana"),))
BROKEN = Scenario("Nobody leaves", changes=(Leave("Nobody", datetime(2026, 12, 1, tzinfo=UTC).date()),))
TEAM = replace(SHORT, scenarios=(HIRE, BROKEN))


@dataclass
class Bench:
    """A lead and a worker. ending: whether the worker is to end."""

    jobs: MemoryJobs
    ending: Event
    plans: PlanJobs
    work: JobWork

    def compared(self, *names: str) -> Job:
        job = self.plans.compare(*MONTH, names)
        self.work.run(job.id, "here")
        return self.jobs.rows[job.id]


def bench() -> Bench:
    clock, ending, table = MovingClock(), Event(), MemoryTable(TEAM)
    jobs = MemoryJobs(clock, table)
    doer = WhatIfWork(jobs, comparing(TEAM), clock, comparison_data)
    return Bench(jobs, ending, PlanJobs(jobs, table, Idle()), JobWork(jobs, {JobKind.WHATIF: doer}, ending))


def test_a_scenario_is_compared_and_kept_in_every_language() -> None:
    one = bench()
    job = one.compared("A hire")
    assert (job.kind, job.state, job.error) == (JobKind.WHATIF, JobState.DONE, None)
    kept = one.jobs.compared
    assert kept is not None
    assert kept["en"]["plans"] == ["At present", "A hire"]
    assert kept["de"]["plans"] == ["Derzeit", "A hire"]
    assert datetime.fromisoformat(kept["made"]) == one.jobs.clock.now()
    # While it went on, its row said which plan was made.
    assert [standing.phase for standing in one.jobs.told] == ["At present", "A hire"]
    assert one.jobs.table.versions == []


def test_what_was_stopped_is_not_kept_and_what_was_kept_before_stays() -> None:
    one = bench()
    one.compared("A hire")
    before = one.jobs.compared
    job = one.plans.compare(*MONTH, ["A hire"])
    one.jobs.rows[job.id] = replace(one.jobs.rows[job.id], cancel=True)
    one.work.run(job.id, "here")
    assert one.jobs.rows[job.id].state is JobState.STOPPED
    assert one.jobs.compared is before


def test_a_worker_that_ends_leaves_it_to_another() -> None:
    one = bench()
    one.ending.set()
    job = one.compared("A hire")
    assert (job.state, one.jobs.compared) == (JobState.QUEUED, None)
    one.ending.clear()
    one.work.run(job.id, "another")
    assert one.jobs.rows[job.id].state is JobState.DONE


def test_a_scenario_that_does_not_fit_the_team_any_more_is_told() -> None:
    job = bench().compared("Nobody leaves")
    assert job.state is JobState.FAILED
    assert job.error is not None
    assert "Nobody" in job.error["en"]


@pytest.mark.parametrize(("names", "words"), [(["A hire", "Gone"], "no such scenario"), ([], "nothing is chosen")])
def test_what_cannot_be_compared_is_refused(names: list[str], words: str) -> None:
    one = bench()
    with pytest.raises(InputProblems, match=words):
        one.plans.compare(*MONTH, names)
    assert one.jobs.rows == {}


def test_a_month_is_planned_and_compared_at_the_same_time_but_neither_twice() -> None:
    one = bench()
    compared = one.plans.compare(*MONTH, ["A hire"])
    planned = one.plans.ask(*MONTH, Asked())
    assert planned.id != compared.id
    assert one.plans.compare(*MONTH, ["A hire"]).id == compared.id
    assert one.plans.look(*MONTH) == planned
    assert one.plans.look(*MONTH, JobKind.WHATIF) == compared
    one.plans.stop(*MONTH, JobKind.WHATIF)
    assert one.jobs.rows[planned.id].state is JobState.QUEUED
