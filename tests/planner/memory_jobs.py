"""Jobs, and the month they are about, in memory: for tests of what stands above the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from threading import RLock
from typing import Any

from planner.domain.drafts import GridCell, Seen
from planner.domain.job import Asked, Beat, Claim, Job, JobKind, JobState, Standing
from planner.domain.roster import Roster
from planner.domain.team import Lock, Team
from planner.ports import Clock
from planner.services.plan_jobs import PlanFacts


@dataclass
class MemoryTable:
    """planner.services.plan_jobs.PlanTable for one team, whose number is 7. versions: their ids are 1, 2, ...

    published: whether one of them is. edited: cells of the newest that somebody put by hand.
    """

    team: Team
    versions: list[Roster] = field(default_factory=list)
    published: bool = True
    edited: int = 0
    edited_meanwhile: list[GridCell] = field(default_factory=list)
    fallen: list[GridCell] = field(default_factory=list)

    def newest(self, _team: int, year: int, month: int) -> Seen | None:
        found = [n for n, roster in enumerate(self.versions, 1) if (roster.year, roster.month) == (year, month)]
        return Seen(found[-1], 0) if found else None

    def facts(self, _team: int, year: int, month: int, base: int | None, *, keep_locked: bool) -> PlanFacts:
        team = replace(self.team, month=(year, month))
        if base is None:
            return PlanFacts(team, None, self.published, "hash")
        roster = self.versions[base - 1]
        locks = tuple(Lock(*a.place) for a in roster.assignments if a.locked and keep_locked)
        return PlanFacts(replace(team, locks=(*team.locks, *locks)), roster, self.published, "hash")

    def places(self, seen: Seen) -> frozenset[tuple[str, date, str]]:
        return self.versions[seen.version - 1].places()

    def by_hand(self, _version: int) -> int:
        return self.edited

    def before(self, version: int) -> int | None:
        return version - 1 or None

    def away(self, _version: int) -> list[GridCell]:
        return self.fallen

    def carried(self, _base: Seen, _version: int) -> list[GridCell]:
        return self.edited_meanwhile


class MemoryJobs:
    """planner.job_ports.Jobs; what is finished is kept in `table`."""

    def __init__(self, clock: Clock, table: MemoryTable) -> None:
        self.clock, self.table = clock, table
        self.rows: dict[int, Job] = {}
        self.owners: dict[int, str | None] = {}
        self.told: list[Standing] = []
        self.compared: Mapping[str, Any] | None = None
        self._lock = RLock()

    def add(
        self,
        team: int,
        year: int,
        month: int,
        asked: Asked,
        *,
        base: Seen | None,
        asked_by: int | None,
        kind: JobKind = JobKind.PLAN,
    ) -> tuple[Job, bool]:
        with self._lock:
            last = self.newest(team, year, month, kind)
            if last is not None and last.state.active:
                return last, False
            job = Job(
                len(self.rows) + 1, kind, team, year, month, asked, base, asked_by, JobState.QUEUED,
                self.clock.now(), None, None, None, 0, False, None, None, None,
            )  # fmt: skip
            self.rows[job.id] = job
            return job, True

    def get(self, job: int) -> Job | None:
        return self.rows.get(job)

    def newest(self, team: int, year: int, month: int, kind: JobKind = JobKind.PLAN) -> Job | None:
        wanted = (team, year, month, kind)
        found = [job for job in self.rows.values() if (job.team, job.year, job.month, job.kind) == wanted]
        return found[-1] if found else None

    def claim(self, job: int, owner: str) -> Job | None:
        with self._lock:
            row = self.rows[job]
            if row.state is not JobState.QUEUED:
                return None
            now = self.clock.now()
            self.owners[job] = owner
            return self._put(
                row,
                state=JobState.RUNNING,
                attempt=row.attempt + 1,
                started_at=row.started_at or now,
                heartbeat=now,
            )

    def beat(self, claim: Claim, standing: Standing | None = None) -> Beat:
        with self._lock:
            if not self._held(claim):
                return Beat(held=False, cancel=False)
            row = self.rows[claim.job]
            if standing is not None:
                self.told.append(standing)
                if standing.places is None and row.standing:
                    standing = replace(standing, places=row.standing.places)
            self._put(row, heartbeat=self.clock.now(), standing=standing or row.standing)
            return Beat(held=True, cancel=row.cancel)

    def look(self, claim: Claim) -> Beat:
        with self._lock:
            held = self._held(claim)
            return Beat(held=held, cancel=held and self.rows[claim.job].cancel)

    def finish(
        self, claim: Claim, state: JobState, roster: Roster, error: dict[str, str] | None = None
    ) -> Job | None:
        with self._lock:
            if not self._held(claim):
                return None
            self.table.versions.append(roster)
            return self._end(claim.job, state=state, result=len(self.table.versions), error=error)

    def finish_comparison(self, claim: Claim, content: Mapping[str, Any] | None) -> bool:
        with self._lock:
            held = self._held(claim)
            if held:
                self.compared = content or self.compared
                self._end(claim.job, state=JobState.STOPPED if content is None else JobState.DONE)
            return held

    def fail(self, claim: Claim, error: dict[str, str]) -> bool:
        with self._lock:
            held = self._held(claim)
            if held:
                self._end(claim.job, state=JobState.FAILED, error=error)
            return held

    def hand_back(self, claim: Claim) -> bool:
        with self._lock:
            held = self._held(claim)
            if held:
                self._put(self.rows[claim.job], state=JobState.QUEUED)
            return held

    def cancel(self, job: int) -> None:
        with self._lock:
            row = self.rows[job]
            if row.state is JobState.QUEUED and not row.attempt:
                self._end(job, state=JobState.STOPPED)
            if row.state.active:
                self._put(self.rows[job], cancel=True)

    def sweep(self) -> list[int]:
        return [job.id for job in self.rows.values() if job.state is JobState.QUEUED]

    def _held(self, claim: Claim) -> bool:
        row = self.rows[claim.job]
        return (row.state, self.owners.get(row.id), row.attempt) == (JobState.RUNNING, claim.owner, claim.attempt)

    def _end(self, job: int, **changes: object) -> Job:
        return self._put(self.rows[job], ended_at=self.clock.now(), **changes)

    def _put(self, job: Job, **changes: object) -> Job:
        self.rows[job.id] = replace(job, **changes)  # type: ignore[arg-type]
        return self.rows[job.id]
