"""Do jobs, telling their rows that they are worked on: what a worker does, whatever the job."""

from collections.abc import Mapping
from contextlib import suppress
from threading import Event, Thread
from time import monotonic
from typing import Protocol

import structlog

from planner.domain.job import Asked, Beat, Claim, Job, JobKind, Standing
from planner.job_ports import BEAT_S, LOOK_S, Jobs
from planner.messages import LANGUAGES, Message, _l, in_all_languages
from planner.problems import InputProblems, problem_line
from solver.search import Options, usual_threads

log = structlog.get_logger(__name__)


class Doer(Protocol):
    """Does jobs of one kind."""

    def do(self, job: Job, claim: Claim, pulse: "Pulse") -> None:
        """Do a job and keep what came of it, and nothing once `pulse.to_leave`. InputProblems for what cannot be."""
        ...


class JobWork:
    """Runs jobs, one a thread. ending: set when this process is to end, which hands its jobs back to others."""

    def __init__(self, jobs: Jobs, doers: Mapping[JobKind, Doer], ending: Event) -> None:
        self._jobs, self._doers, self._ending = jobs, doers, ending

    def run(self, number: int, owner: str) -> None:
        """Run a job to its end, unless somebody else has it or it has ended. owner: names this worker."""
        job = self._jobs.claim(number, owner)
        if job is None:
            return
        claim = Claim(job.id, owner, job.attempt)
        pulse = Pulse(self._jobs, claim, self._ending)
        try:
            with pulse:
                self._doers[job.kind].do(job, claim, pulse)
        except InputProblems as refused:
            self._jobs.fail(claim, _lines(refused))
        except Exception:
            log.exception("a plan could not be made", job=job.id)
            self._jobs.fail(claim, _fault())
        if self._ending.is_set():
            self._jobs.hand_back(claim)


class Pulse:
    """Tells the row all the while that the job is worked on, also while nothing else is told, and looks whether to end;
    ends with the block.
    """

    def __init__(self, jobs: Jobs, claim: Claim, ending: Event) -> None:
        self._jobs, self._claim, self._ending = jobs, claim, ending
        self._over = Event()
        self.held, self.cancelled = True, False
        self._thread = Thread(target=self._beat_on, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def to_end(self) -> bool:
        """Whether the search is to end now."""
        return self.cancelled or self.to_leave

    @property
    def to_leave(self) -> bool:
        """Whether another worker has the job by now, or shall have it."""
        return not self.held or self._ending.is_set()

    def beat(self, standing: Standing | None = None) -> None:
        """Tell once. A database that does not answer is told again next time; the lease is longer than that."""
        try:
            self._heed(self._jobs.beat(self._claim, standing))
        except Exception:
            log.exception("a job's row could not be written", job=self._claim.job)

    def look(self) -> None:
        """Look once. What a database says that does not answer is logged with the next beat."""
        with suppress(Exception):
            self._heed(self._jobs.look(self._claim))

    def _heed(self, answer: Beat) -> None:
        self.held = self.held and answer.held
        self.cancelled = self.cancelled or answer.cancel

    def _beat_on(self) -> None:
        while not self._over.is_set():
            self.beat()
            until = monotonic() + BEAT_S
            while monotonic() < until and not self._over.wait(LOOK_S):
                self.look()


def search_options(asked: Asked, seconds: float) -> Options:
    """How a job's search goes, which has so many seconds."""
    return Options(seconds, asked.workers or usual_threads(), asked.seed)


def _lines(refused: InputProblems) -> dict[str, str]:
    return {language: "\n".join(problem_line(p, language) for p in refused.problems) for language in LANGUAGES}


def _fault() -> dict[str, str]:
    text = _l("The planning program met a fault that it does not know; its log says more. Please plan again.")
    return in_all_languages(Message(text))
