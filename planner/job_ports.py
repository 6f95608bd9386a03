"""What work in the background needs from outside: rows of jobs, timed work and letters, and a runner of jobs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from planner.domain.drafts import Seen
from planner.domain.job import Asked, Beat, Claim, Job, JobKind, JobState, Standing
from planner.domain.roster import Roster
from planner.ports import Mail

#: A claim holds so long after the last heartbeat; the worker tells one every few seconds.
LEASE_S, BEAT_S = 20.0, 4.0
#: The worker looks so often whether its job is to end: a search that is stopped is back within a second.
LOOK_S = 0.1
#: A job that nobody has taken up for so long is put on the queue again.
REQUEUE_S = 30.0
#: Workers that died over a job, after which it has failed.
MOST_ATTEMPTS = 10
#: Longer than any mail server is waited for: a letter whose worker died is taken up again after it.
LETTER_LEASE_S = 300.0


class Jobs(Protocol):
    """The rows of jobs. Each method is one transaction; who comes too late changes nothing and is told so."""

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
        ...

    def get(self, job: int) -> Job | None:
        """A job as it stands."""
        ...

    def newest(self, team: int, year: int, month: int, kind: JobKind = JobKind.PLAN) -> Job | None:
        """The job of a kind that a month had last."""
        ...

    def claim(self, job: int, owner: str) -> Job | None:
        """Take up a queued job, for LEASE_S from now on; None when it is not queued any more."""
        ...

    def beat(self, claim: Claim, standing: Standing | None = None) -> Beat:
        """Prolong the lease, and keep how the plan stands."""
        ...

    def look(self, claim: Claim) -> Beat:
        """What a heartbeat would be answered; nothing is written."""
        ...

    def finish(
        self, claim: Claim, state: JobState, roster: Roster, error: dict[str, str] | None = None
    ) -> Job | None:
        """End a job and keep its roster, in one transaction; None, and nothing is kept, when the claim is lost.

        error: what went wrong that the roster was found in spite of, by language.
        """
        ...

    def finish_comparison(self, claim: Claim, content: Mapping[str, Any] | None) -> bool:
        """End a job and keep its comparison in place of the month's last one, in one transaction; whether the claim
        still stood. None: it was stopped, and nothing is kept.
        """
        ...

    def fail(self, claim: Claim, error: dict[str, str]) -> bool:
        """End a job that went wrong; whether the claim still stood. The best roster stays on the row."""
        ...

    def hand_back(self, claim: Claim) -> bool:
        """Queue a job again whose worker is ending in good order; whether the claim still stood."""
        ...

    def cancel(self, job: int) -> None:
        """Ask a job to end; one that nobody has ever taken up ends at once."""
        ...

    def sweep(self) -> Sequence[int]:
        """Queue again what has lost its worker, fail it after MOST_ATTEMPTS; the jobs to be put on the queue."""
        ...


class TimedRows(Protocol):
    """The rows of work that is due at certain times. Each due run is claimed by one worker."""

    def ensure(self, name: str, first: datetime) -> None:
        """Make the row if there is none."""
        ...

    def claim(self, name: str, owner: str) -> datetime | None:
        """The moment that a due run was due at, now the owner's for LEASE_S; None when it is not due, or another's."""
        ...

    def finish(self, name: str, owner: str, due: datetime, following: datetime) -> bool:
        """Say when it is due next; whether the claim still stood."""
        ...


@dataclass(frozen=True, slots=True)
class DueLetter:
    """A letter that one worker has taken up. tries: that failed before.

    sealed: the body, where it holds a secret; that of the mail is empty then.
    """

    id: int
    mail: Mail
    tries: int
    sealed: bytes | None = field(default=None, repr=False)


class Letters(Protocol):
    """The letters that are to be sent. Each is claimed by one worker."""

    def claim(self, owner: str) -> DueLetter | None:
        """The letter that has been due longest, the owner's for LETTER_LEASE_S; None when none is due, or all are
        others'.
        """
        ...

    def sent(self, letter: int, owner: str) -> None:
        """Say that a claimed letter is on its way."""
        ...

    def failed(self, letter: int, owner: str, next_try: datetime | None) -> None:
        """Say that a try failed, and when the next one is; None = never."""
        ...


class Runner(Protocol):
    """Runs jobs, here or elsewhere, soon."""

    def put(self, job: int) -> None:
        """Have a job run. It may be put twice; it runs once."""
        ...
