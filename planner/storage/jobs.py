"""Jobs as rows: whoever changes one says in the UPDATE itself what it must look like, so that one of many wins."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Update, insert, select, update
from sqlalchemy.exc import IntegrityError

from planner.domain.drafts import Seen
from planner.domain.job import Asked, Beat, Claim, Job, JobKind, JobState, Places, PlanGoal, PlotPoint, Standing
from planner.domain.roster import Roster
from planner.job_ports import LEASE_S, MOST_ATTEMPTS, REQUEUE_S
from planner.messages import Message, _l, in_all_languages
from planner.ports import Clock
from planner.storage.comparison_rows import keep_comparison
from planner.storage.database import Database
from planner.storage.schema_jobs import jobs
from planner.storage.team_records import people_of

_ACTIVE = jobs.c.state.in_([state for state in JobState if state.active])
_LET_GO = {"owner": None, "lease_until": None}

#: Stores a job's roster within the transaction that ends the job; gives the version's id.
Keep = Callable[[Connection, Job, Roster], int]


class DatabaseJobs:
    """planner.job_ports.Jobs on a database. keep: makes a draft of a roster. Used by many threads and machines.

    Leases are told by each machine's clock; clocks that differ by more than a few seconds make leases shorter.
    """

    def __init__(self, database: Database, clock: Clock, keep: Keep) -> None:
        self._database, self._clock, self._keep = database, clock, keep

    # ---- for those who ask

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
        """A new job, and True; or the one of its kind that is under way for this month, and False."""
        of_month = {"kind": kind, "team_id": team, "year": year, "month": month}
        under_way = _of_month(team, year, month, kind) & _ACTIVE
        while True:
            try:
                with self._database.write() as connection:
                    found = _newest(connection, under_way)
                    if found is not None:
                        return found, False
                    people = people_of(connection, team)
                    asked_row = {"asked": _asked_row(asked, people), **_base_row(base), "asked_by": asked_by}
                    return self._new(connection, {**of_month, **asked_row}), True
            except IntegrityError:
                # On PostgreSQL another may have added one since we looked; SQLite lets one write at a time.
                with self._database.read() as connection:
                    if _newest(connection, under_way) is None:
                        raise

    def _new(self, connection: Connection, of: Mapping[str, Any]) -> Job:
        now = self._clock.now()
        values = {
            **of,
            "state": JobState.QUEUED,
            "asked_at": now,
            "queued_at": now,
            "attempt": 0,
            "cancel": False,
        }
        made = connection.execute(insert(jobs).values(values).returning(jobs.c.id)).scalar_one()
        found = _newest(connection, jobs.c.id == made)
        assert found is not None
        return found

    def get(self, job: int) -> Job | None:
        """A job as it stands."""
        with self._database.read() as connection:
            return _newest(connection, jobs.c.id == job)

    def newest(self, team: int, year: int, month: int, kind: JobKind = JobKind.PLAN) -> Job | None:
        """The job of a kind that a month had last."""
        with self._database.read() as connection:
            return _newest(connection, _of_month(team, year, month, kind))

    def cancel(self, job: int) -> None:
        """Ask a job to end; one that nobody has ever taken up ends at once."""
        untouched = (jobs.c.state == JobState.QUEUED) & (jobs.c.attempt == 0)
        with self._database.write() as connection:
            ended = update(jobs).where(jobs.c.id == job, untouched)
            if not _changed(connection, ended.values(state=JobState.STOPPED, ended_at=self._clock.now(), cancel=True)):
                connection.execute(update(jobs).where(jobs.c.id == job, _ACTIVE).values(cancel=True))

    # ---- for workers

    def claim(self, job: int, owner: str) -> Job | None:
        """Take up a queued job; None when it is not queued any more."""
        now = self._clock.now()
        taken = {
            "state": JobState.RUNNING,
            "owner": owner,
            "lease_until": now + timedelta(seconds=LEASE_S),
            "heartbeat": now,
            "attempt": jobs.c.attempt + 1,
        }
        with self._database.write() as connection:
            query = update(jobs).where(jobs.c.id == job, jobs.c.state == JobState.QUEUED)
            if not _changed(connection, query.values(taken)):
                return None
            never = (jobs.c.id == job) & jobs.c.started_at.is_(None)
            connection.execute(update(jobs).where(never).values(started_at=now))
            return _newest(connection, jobs.c.id == job)

    def beat(self, claim: Claim, standing: Standing | None = None) -> Beat:
        """Prolong the lease, and keep how the plan stands."""
        now = self._clock.now()
        values: dict[str, Any] = {"heartbeat": now, "lease_until": now + timedelta(seconds=LEASE_S)}
        with self._database.write() as connection:
            if standing is not None:
                values |= _standing_row(standing, lambda: _people(connection, claim.job))
            found = connection.execute(_held(claim).values(values).returning(jobs.c.cancel)).scalar_one_or_none()
        return Beat(found is not None, bool(found))

    def look(self, claim: Claim) -> Beat:
        """What a heartbeat would be answered; nothing is written."""
        with self._database.read() as connection:
            found = connection.execute(select(jobs.c.cancel).where(_holds(claim))).scalar_one_or_none()
        return Beat(found is not None, bool(found))

    def finish(
        self, claim: Claim, state: JobState, roster: Roster, error: dict[str, str] | None = None
    ) -> Job | None:
        """End a job and keep its roster, in one transaction; None, and nothing is kept, when the claim is lost."""
        ending: dict[str, Any] = {"state": state, "ended_at": self._clock.now(), "best": None, **_LET_GO}
        if error is not None:
            ending["error"] = error
        with self._database.write() as connection:
            if not _changed(connection, _held(claim).values(ending)):
                return None
            job = _newest(connection, jobs.c.id == claim.job)
            assert job is not None
            kept = self._keep(connection, job, roster)
            connection.execute(update(jobs).where(jobs.c.id == claim.job).values(result_id=kept))
            return _newest(connection, jobs.c.id == claim.job)

    def finish_comparison(self, claim: Claim, content: Mapping[str, Any] | None) -> bool:
        """End a job and keep its comparison, in one transaction; whether the claim still stood. None: stopped."""
        state = JobState.STOPPED if content is None else JobState.DONE
        ending = {"state": state, "ended_at": self._clock.now(), **_LET_GO}
        with self._database.write() as connection:
            if not _changed(connection, _held(claim).values(ending)):
                return False
            if content is not None:
                job = _newest(connection, jobs.c.id == claim.job)
                assert job is not None
                keep_comparison(connection, job.team, job.year, job.month, content)
            return True

    def fail(self, claim: Claim, error: dict[str, str]) -> bool:
        """End a job that went wrong; whether the claim still stood."""
        ending = {"state": JobState.FAILED, "ended_at": self._clock.now(), "error": error, **_LET_GO}
        with self._database.write() as connection:
            return _changed(connection, _held(claim).values(ending))

    def hand_back(self, claim: Claim) -> bool:
        """Queue a job again whose worker is ending in good order; whether the claim still stood."""
        # Queued long ago, so that the next sweep of any worker puts it on the queue.
        again = {"state": JobState.QUEUED, "queued_at": self._clock.now() - timedelta(seconds=REQUEUE_S), **_LET_GO}
        with self._database.write() as connection:
            return _changed(connection, _held(claim).values(again))

    def sweep(self) -> Sequence[int]:
        """Queue again what has lost its worker, fail it after MOST_ATTEMPTS; the jobs to be put on the queue."""
        now = self._clock.now()
        lost = (jobs.c.state == JobState.RUNNING) & (jobs.c.lease_until < now)
        waiting = (jobs.c.state == JobState.QUEUED) & (jobs.c.queued_at <= now - timedelta(seconds=REQUEUE_S))
        given_up = {"state": JobState.FAILED, "ended_at": now, "error": _killed(), **_LET_GO}
        again = {"state": JobState.QUEUED, "queued_at": now, **_LET_GO}
        with self._database.write() as connection:
            connection.execute(update(jobs).where(lost, jobs.c.attempt >= MOST_ATTEMPTS).values(given_up))
            query = update(jobs).where(lost | waiting).values(again).returning(jobs.c.id)
            return sorted(connection.execute(query).scalars())


def _killed() -> dict[str, str]:
    text = _l(
        "The planning program was ended {n} times while it worked on this; maybe the machine is short of memory. "
        "Give it more, or plan fewer days at once."
    )
    return in_all_languages(Message(text, n=MOST_ATTEMPTS))


def _of_month(team: int, year: int, month: int, kind: JobKind) -> ColumnElement[bool]:
    same_month = (jobs.c.team_id == team) & (jobs.c.year == year) & (jobs.c.month == month)
    return same_month & (jobs.c.kind == kind)


def _holds(claim: Claim) -> ColumnElement[bool]:
    """The job, while the claim still stands."""
    of_claim = (jobs.c.owner == claim.owner) & (jobs.c.attempt == claim.attempt)
    return (jobs.c.id == claim.job) & (jobs.c.state == JobState.RUNNING) & of_claim


def _held(claim: Claim) -> Update:
    """An UPDATE of a job that the claim still holds."""
    return update(jobs).where(_holds(claim))


def _changed(connection: Connection, query: Update) -> bool:
    return connection.execute(query).rowcount == 1


# ---- rows


def _people(connection: Connection, job: int) -> dict[str, int]:
    team = connection.execute(select(jobs.c.team_id).where(jobs.c.id == job)).scalar_one()
    return people_of(connection, team)


def _newest(connection: Connection, which: ColumnElement[bool]) -> Job | None:
    query = select(jobs).where(which).order_by(jobs.c.id.desc()).limit(1)
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        return None
    row = dict(found)
    names = {number: name for name, number in people_of(connection, row["team_id"]).items()}
    return Job(
        row["id"],
        JobKind(row["kind"]),
        row["team_id"],
        row["year"],
        row["month"],
        _asked(row["asked"], names),
        _base(row),
        row["asked_by"],
        JobState(row["state"]),
        row["asked_at"],
        row["started_at"],
        row["ended_at"],
        row["heartbeat"],
        row["attempt"],
        row["cancel"],
        _standing(row, names),
        row["error"],
        row["result_id"],
    )


def _base_row(base: Seen | None) -> dict[str, int | None]:
    return {"base_id": base.version if base else None, "base_revision": base.revision if base else None}


def _base(row: Mapping[str, Any]) -> Seen | None:
    """What is planned on; None where there was nothing, or it has been removed since."""
    return None if row["base_id"] is None else Seen(row["base_id"], row["base_revision"])


def _asked_row(asked: Asked, numbers: Mapping[str, int]) -> dict[str, Any]:
    row = {
        "goal": asked.goal,
        "people": None if asked.people is None else sorted(numbers[name] for name in asked.people),
        "days": None if asked.days is None else sorted(day.isoformat() for day in asked.days),
        "keep_locked": asked.keep_locked,
        "seconds": asked.seconds,
        "seed": asked.seed,
        "scenarios": list(asked.scenarios),
    }
    # Left out where nobody said, as programs of before that know no job without it take two then.
    return row if asked.workers is None else {**row, "workers": asked.workers}


def _asked(row: Mapping[str, Any], names: Mapping[int, str]) -> Asked:
    people, days = row["people"], row["days"]
    fields: dict[str, Any] = {
        **row,
        "goal": PlanGoal(row["goal"]),
        "people": None if people is None else frozenset(names[number] for number in people if number in names),
        "days": None if days is None else frozenset(map(date.fromisoformat, days)),
        "scenarios": tuple(row.get("scenarios", ())),
    }
    return Asked(**fields)


def _standing_row(standing: Standing, numbers: Callable[[], Mapping[str, int]]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "phase": standing.phase,
        "short_kind": standing.short_kind,
        "costs": standing.costs,
        "bounds": standing.bounds,
        "uncovered_min": standing.uncovered_min,
        "points": [list(point) for point in standing.points],
    }
    if standing.places is not None:
        number = numbers()
        row["best"] = [
            [number[person], day.isoformat(), code] for person, day, code in sorted(standing.places) if person in number
        ]
    return row


def _standing(row: Mapping[str, Any], names: Mapping[int, str]) -> Standing | None:
    if row["phase"] is None:
        return None
    return Standing(
        row["phase"],
        row["short_kind"],
        row["costs"],
        row["bounds"],
        row["uncovered_min"],
        tuple(PlotPoint(*point) for point in row["points"]),
        _places(row["best"], names),
    )


def _places(best: Sequence[tuple[int, str, str]] | None, names: Mapping[int, str]) -> Places | None:
    """The shifts kept on a row; those of people who have left since are gone."""
    if best is None:
        return None
    return frozenset((names[who], date.fromisoformat(day), code) for who, day, code in best if who in names)
