"""How soon a worker knows that its job is to end, though it writes the job's row far less often."""

from threading import Event

import pytest

import planner.services.job_work
import solver.search
from planner.domain.job import Asked, Beat, Claim, Standing
from planner.exchange.example_team import example_team
from planner.services.job_work import Pulse
from tests.planner.memory_jobs import MemoryJobs, MemoryTable
from tests.planner.moving_clock import MovingClock


class Written(MemoryJobs):
    """Counts how often the row is written; does not answer while it is away."""

    writes, away = 0, False

    def beat(self, claim: Claim, standing: Standing | None = None) -> Beat:
        self.writes += 1
        return super().beat(claim, standing)

    def look(self, claim: Claim) -> Beat:
        if self.away:
            raise OSError("no answer")
        return super().look(claim)


class Waits(Event):
    """Moves a clock on in place of waiting; somebody presses Stop after `press_s`, and it is set once that is known."""

    def __init__(self, clock: MovingClock, jobs: MemoryJobs, pulse: Pulse, press_s: float) -> None:
        super().__init__()
        self._clock, self._jobs, self._pulse, self._left_s = clock, jobs, pulse, press_s
        self.since_s: float | None = None

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        if self._pulse.to_end:
            self.set()
            return True
        self._clock.move(timeout)
        self._left_s -= timeout
        if self.since_s is not None:
            self.since_s += timeout
        elif self._left_s <= 0:
            self._jobs.cancel(1)
            self.since_s = -self._left_s
        return False


def pulse_on(press_s: float) -> tuple[Written, Waits, Pulse]:
    clock = MovingClock()
    jobs = Written(clock, MemoryTable(example_team("en")))
    job, _ = jobs.add(7, 2026, 12, Asked(), base=None, asked_by=None)
    assert jobs.claim(job.id, "here") is not None
    pulse = Pulse(jobs, Claim(job.id, "here", 1), Event())
    pulse._over = waits = Waits(clock, jobs, pulse, press_s)
    return jobs, waits, pulse


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time goes on by waits alone."""
    monkeypatch.setattr(planner.services.job_work, "monotonic", lambda: 0.0)


@pytest.mark.parametrize("press_s", [0.01, 1.63, 3.99])
def test_a_search_that_is_stopped_is_back_within_a_second(press_s: float) -> None:
    """The stop is read, the search is looked after a tick later, and waits for its threads no longer than it may."""
    jobs, waits, pulse = pulse_on(press_s)

    pulse._beat_on()

    assert pulse.cancelled
    assert waits.since_s is not None
    assert waits.since_s + solver.search._TICK_S + solver.search._GRACE_S <= 1
    # It was read, not written.
    assert jobs.writes == 1


def test_a_row_that_does_not_answer_is_looked_at_again() -> None:
    jobs, _, pulse = pulse_on(0.5)
    jobs.away = True
    pulse.look()
    assert not pulse.to_end
    jobs.away = False

    pulse._beat_on()

    assert pulse.cancelled
