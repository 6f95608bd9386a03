"""What leads edit and lock in a month while it is planned: it stands in the new draft, and they can take it back."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.bootstrap import StandingClock
from planner.bootstrap_jobs import job_parts
from planner.changing.edits import EditRefused
from planner.domain.drafts import CellState, EventKind, Seen, Version
from planner.domain.edit import LockCell, Put, Step, Take, UnlockCell
from planner.domain.job import Asked, Beat, Claim, Job, JobKind, JobState, PlanGoal, Standing
from planner.domain.people import Absence, AbsenceKind
from planner.domain.roster import Roster
from planner.domain.team import Team
from planner.job_ports import LEASE_S
from planner.runners.local import LocalRunner
from planner.services.job_work import JobWork
from planner.services.month_reports import Reports
from planner.services.offers import Offers
from planner.services.plan_jobs import PlanJobs
from planner.services.plan_work import PlanWork
from planner.storage.database import Database
from planner.storage.jobs import DatabaseJobs
from planner.storage.plan_table import keep_as_draft
from tests.planner.account_cases import BASE
from tests.planner.moving_clock import MovingClock
from tests.planner.storage.desk import ANA, BEN, CLEO, EARLY, LATE, TEAM, WORKDAYS, Desk, day, desk_on, moved, roster


def planned(desk: Desk, base: Version | None, *places: tuple[str, int, str]) -> Version:
    """What was planned on a version as it was given is kept."""
    seen = Seen(base.id, base.revision) if base else None
    return desk.drafts.keep_planned(desk.team, roster(*places), desk.lead, seen)


def shown(desk: Desk, version: Version, person: str, number: int) -> tuple[tuple[str, ...], frozenset[str]]:
    return desk.cell(version.id, person, number).content


def test_an_edit_and_a_lock_stand_in_the_new_draft(desk: Desk) -> None:
    base = desk.draft((ANA, 1, EARLY), (BEN, 1, LATE))
    desk.edit(base.id, 0, Put(CLEO, day(2), EARLY), LockCell(CLEO, day(2)))
    desk.edit(base.id, 1, Take(BEN, day(1), LATE), LockCell(BEN, day(1)), by=desk.deputy)
    kept = planned(desk, base, (ANA, 1, LATE), (BEN, 1, LATE), (CLEO, 2, LATE), (ANA, 3, EARLY))
    assert desk.places(kept.id) == {(ANA, 1, LATE), (CLEO, 2, EARLY), (ANA, 3, EARLY)}
    assert shown(desk, kept, CLEO, 2) == ((EARLY,), {EARLY})
    assert desk.cell(kept.id, BEN, 1) == CellState(free=True)
    carried = [event for event in desk.events(kept.id) if event.kind is EventKind.CARRY]
    assert [(event.actor, [change.cell for change in event.changes]) for event in carried] == [
        (desk.lead, [(CLEO, day(2))]),
        (desk.deputy, [(BEN, day(1))]),
    ]


def test_who_edited_meanwhile_can_take_it_back_and_gets_what_was_planned(desk: Desk) -> None:
    base = desk.draft((ANA, 1, EARLY))
    desk.edit(base.id, 0, Put(CLEO, day(2), EARLY), LockCell(CLEO, day(2)))
    kept = planned(desk, base, (ANA, 1, EARLY), (CLEO, 2, LATE))
    desk.drafts.undo(kept.id, desk.lead)
    assert (shown(desk, kept, CLEO, 2), desk.places(kept.id)) == (((LATE,), set()), {(ANA, 1, EARLY), (CLEO, 2, LATE)})
    desk.drafts.redo(kept.id, desk.lead)
    assert shown(desk, kept, CLEO, 2) == ((EARLY,), {EARLY})
    assert not desk.drafts.turns(kept.id, desk.deputy)


def test_what_was_edited_before_it_was_asked_for_gives_way_and_what_was_taken_back_is_no_edit(desk: Desk) -> None:
    base = desk.draft((ANA, 1, EARLY))
    desk.edit(base.id, 0, Put(BEN, day(1), EARLY))
    asked = desk.version(base.id)
    desk.edit(base.id, 1, Put(CLEO, day(1), EARLY), by=desk.deputy)
    desk.drafts.undo(base.id, desk.deputy)
    kept = planned(desk, asked, (CLEO, 4, LATE))
    assert desk.places(kept.id) == {(CLEO, 4, LATE)}
    assert [event.kind for event in desk.events(kept.id)] == [EventKind.DRAFT]


def test_an_unlock_and_a_free_day_that_was_opened_stand_too(desk: Desk) -> None:
    base = desk.draft((ANA, 1, EARLY))
    asked = desk.edit(base.id, 0, LockCell(ANA, day(1)), LockCell(BEN, day(1))).version
    desk.edit(base.id, 1, UnlockCell(ANA, day(1)), UnlockCell(BEN, day(1)), Put(BEN, day(1), LATE))
    kept = planned(desk, asked, (ANA, 1, EARLY))
    assert desk.places(kept.id) == {(ANA, 1, EARLY), (BEN, 1, LATE)}
    assert not desk.cell(kept.id, ANA, 1).locked
    assert not desk.cell(kept.id, BEN, 1).locked


def test_an_edit_of_what_was_published_begins_a_draft_that_is_not_buried(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY), (BEN, 1, LATE))
    base = desk.publishing.publish(draft.id, 0, None, desk.lead).version
    edited = desk.edit(base.id, 0, *moved(BEN, 1, LATE, CLEO, 1), by=desk.deputy).version
    desk.publishing.publish(edited.id, edited.revision, base.id, desk.deputy)
    kept = planned(desk, base, (ANA, 1, LATE), (BEN, 1, LATE))
    assert desk.places(kept.id) == {(ANA, 1, LATE), (CLEO, 1, LATE)}


def test_a_first_roster_lies_under_what_came_into_the_month_meanwhile(desk: Desk) -> None:
    desk.draft((ANA, 1, EARLY))
    kept = planned(desk, None, (ANA, 1, LATE), (BEN, 2, LATE))
    assert desk.places(kept.id) == {(ANA, 1, EARLY), (BEN, 2, LATE)}


def test_a_shift_that_was_moved_where_the_plan_has_it_elsewhere_is_a_new_one(desk: Desk) -> None:
    base = desk.draft((ANA, 1, EARLY))
    [shift] = desk.cell(base.id, ANA, 1).shifts
    desk.edit(base.id, 0, *moved(ANA, 1, EARLY, ANA, 2))
    found = roster((ANA, 3, EARLY))
    again = replace(found, assignments=(replace(found.assignments[0], uid=shift.uid),))
    kept = desk.drafts.keep_planned(desk.team, again, desk.lead, Seen(base.id, 0))
    assert desk.places(kept.id) == {(ANA, 2, EARLY), (ANA, 3, EARLY)}
    assert desk.cell(kept.id, ANA, 3).shifts == (shift,)


def test_edits_of_who_left_the_team_meanwhile_stay_out(desk: Desk) -> None:
    base = desk.draft((ANA, 1, EARLY))
    desk.edit(base.id, 0, Put(CLEO, day(2), EARLY), LockCell(BEN, day(2)))
    there = tuple(manager for manager in TEAM.managers if manager.name != CLEO)
    fewer = Team(TEAM.name, TEAM.zone, 0, None, TEAM.sites, there, TEAM.shift_types)
    with desk.vault.writing() as records:
        records.save_facts(fewer, desk.team, records.people(desk.team))
    kept = planned(desk, base, (ANA, 3, EARLY))
    assert desk.places(kept.id) == {(ANA, 3, EARLY)}
    assert desk.cell(kept.id, BEN, 2).free


PEOPLE, DAYS, CODES = (
    st.sampled_from((ANA, BEN)),
    st.sampled_from([day(n) for n in WORKDAYS[:2]]),
    st.sampled_from((EARLY, LATE)),
)
STEPS = (
    st.builds(Put, PEOPLE, DAYS, CODES)
    | st.builds(Take, PEOPLE, DAYS, CODES)
    | st.builds(LockCell, PEOPLE, DAYS)
    | st.builds(UnlockCell, PEOPLE, DAYS)
)
@pytest.fixture(scope="module")
def lasting(shared_database: Database) -> Desk:
    """One team for all examples; each begins a new draft."""
    return desk_on(shared_database)


Shifts = frozenset[tuple[str, int, str]]
PLACES = st.frozensets(st.tuples(PEOPLE, st.sampled_from(WORKDAYS[:2]), CODES))


@settings(max_examples=10)
@given(PLACES, st.lists(STEPS, max_size=5), PLACES)
def test_of_each_cell_the_last_word_of_a_lead_stands_else_the_plan(
    lasting: Desk, before: Shifts, steps: Sequence[Step], plan: Shifts
) -> None:
    desk = lasting
    base = desk.draft(*before)
    cells = [(person, number) for person in (ANA, BEN) for number in WORKDAYS[:2]]
    then = {cell: shown(desk, base, *cell) for cell in cells}
    for revision, step in enumerate(steps):
        with suppress(EditRefused):
            desk.edit(base.id, revision, step)
    now = {cell: shown(desk, base, *cell) for cell in cells}
    kept = planned(desk, base, *plan)
    for person, number in cells:
        codes = tuple(sorted(code for name, at, code in plan if (name, at) == (person, number)))
        cell = (person, number)
        assert shown(desk, kept, *cell) == (now[cell] if now[cell] != then[cell] else (codes, then[cell][1] & {""}))


# ---- while a worker plans


class EditsMeanwhile(DatabaseJobs):
    """Jobs of which a lead edits the month once the worker has told a roster; then `ends` says what befalls it."""

    desk: Desk
    base: int
    ends: str

    def beat(self, claim: Claim, standing: Standing | None = None) -> Beat:
        answer = super().beat(claim, standing)
        if claim.attempt == 1 and standing is not None and not self.desk.version(self.base).revision:
            self.desk.edit(self.base, 0, Put(BEN, day(2), LATE), LockCell(BEN, day(2)), by=self.desk.deputy)
            if self.ends == "stopped":
                self.cancel(claim.job)
                return super().beat(claim)
            return replace(answer, held=self.ends != "killed")
        return answer

    def finish(
        self, claim: Claim, state: JobState, roster: Roster, error: dict[str, str] | None = None
    ) -> Job | None:
        """A worker that was killed does not come to this."""
        return None if self.ends == "killed" and claim.attempt == 1 else super().finish(claim, state, roster, error)


@dataclass
class Office:
    """A month that is planned on a draft of it, and edited meanwhile."""

    clock: MovingClock
    jobs: EditsMeanwhile
    plans: PlanJobs
    runner: LocalRunner

    def planned(self, team: int, asked: Asked) -> Job:
        job = self.plans.ask(team, 2026, 12, asked)
        self.runner.wait()
        found = self.jobs.get(job.id)
        assert found is not None
        return found


@pytest.fixture
def office(shared_database: Database) -> Iterator[Office]:
    clock = MovingClock()
    jobs = EditsMeanwhile(shared_database, clock, keep_as_draft(clock))
    table = job_parts(shared_database).table
    work = JobWork(jobs, {JobKind.PLAN: PlanWork(jobs, table, clock)}, Event())
    runner = LocalRunner(lambda job: work.run(job, "here"))
    yield Office(clock, jobs, PlanJobs(jobs, table, runner), runner)
    runner.wait()


@pytest.mark.parametrize(
    ("ends", "state", "attempts"),
    [("planned", JobState.DONE, 1), ("stopped", JobState.STOPPED, 1), ("killed", JobState.DONE, 2)],
)
def test_what_is_edited_while_a_worker_plans_is_kept_however_it_ends(
    desk: Desk, office: Office, ends: str, state: JobState, attempts: int
) -> None:
    base = desk.draft((ANA, 1, EARLY), (BEN, 1, EARLY))
    office.jobs.desk, office.jobs.base, office.jobs.ends = desk, base.id, ends
    # One person's two days are planned in no time.
    asked = Asked(PlanGoal.GENTLE, frozenset({CLEO}), frozenset({day(1), day(2)}), seconds=5.0, workers=1)
    job = office.planned(desk.team, asked)
    if ends == "killed":
        assert (job.state, job.result) == (JobState.RUNNING, None)
        office.clock.move(LEASE_S + 1)
        office.plans.sweep()
        office.runner.wait()
        job = office.plans.look(desk.team, 2026, 12) or job
    assert (job.state, job.attempt, job.error) == (state, attempts, None)
    assert job.base == Seen(base.id, 0)
    assert job.result is not None
    assert desk.cell(job.result, BEN, 2).content == ((LATE,), {LATE})
    outcome = office.plans.outcome(job)
    assert outcome is not None
    # Also where somebody else took the job up again and planned on the edit already.
    assert outcome.carried == [(BEN, day(2))]
    # What the plan changed of what stood when it was asked for: only Cleo's days could, the edit is nobody's but Lea's.
    with desk.vault.reading() as records:
        cleos = {place for place in records.roster(job.result).places() if place[0] == CLEO}
    assert (outcome.before, outcome.changed) == (2, len(cleos))
    # Nor do edits of the planned roster count.
    desk.edit(job.result, 0 if ends == "killed" else 1, Put(ANA, day(3), EARLY))
    assert office.plans.outcome(job) == outcome
    with desk.vault.reading() as records:
        assert records.versions(desk.team, 2026, 12)[-1].id == job.result


def test_who_fell_ill_while_it_was_planned_works_on_none_of_these_days(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY), (BEN, 1, LATE), (BEN, 3, LATE))
    base = desk.publishing.publish(draft.id, 0, None, desk.lead).version
    clock = StandingClock(datetime(2026, 12, 1, 5, tzinfo=UTC))
    Offers.on(desk.vault, clock, Reports(desk.vault), BASE).sick.call_in({desk.team: BEN}, day(3))
    # The plan had left Ben's shifts, and given him one more on a day on which he had none.
    kept = planned(desk, base, (ANA, 1, EARLY), (BEN, 1, LATE), (BEN, 2, EARLY), (BEN, 3, LATE), (BEN, 4, LATE))
    assert desk.places(kept.id) == {(ANA, 1, EARLY), (BEN, 4, LATE)}
    parts = job_parts(desk.vault._database)
    assert parts.table.away(kept.id) == [(BEN, day(2))]
    # The same for who asked for leave, in a month that had no roster when the plan was begun.
    assert desk.places(planned(desk, None, (BEN, 2, LATE), (CLEO, 2, LATE)).id).isdisjoint({(BEN, 2, LATE)})


def test_the_night_before_somebody_is_away_falls_out_too(desk: Desk) -> None:
    night = replace(TEAM.shift_types[1], code="NX", name="Night", start_min=22 * 60, end_min=30 * 60)
    with desk.vault.writing() as records:
        away = Absence(BEN, AbsenceKind.LEAVE, day(3), day(3))
        facts = replace(TEAM, shift_types=(*TEAM.shift_types, night), absences=(*TEAM.absences, away))
        records.save_facts(facts, desk.team, records.people(desk.team))
    kept = planned(desk, None, (BEN, 1, "NX"), (BEN, 2, "NX"), (CLEO, 2, "NX"), (BEN, 4, LATE))
    assert desk.places(kept.id) == {(BEN, 1, "NX"), (CLEO, 2, "NX"), (BEN, 4, LATE)}


def test_what_the_lead_put_there_all_the_same_stays(desk: Desk) -> None:
    base = desk.draft((ANA, 1, EARLY))
    with desk.vault.writing() as records:
        facts = records.facts(desk.team)
        absences = (*facts.absences, Absence(ANA, AbsenceKind.LEAVE, day(1), day(2)))
        records.save_facts(replace(facts, absences=absences), desk.team, records.people(desk.team))
    kept = planned(desk, base, (ANA, 1, EARLY), (ANA, 2, EARLY))
    assert desk.places(kept.id) == {(ANA, 1, EARLY)}
