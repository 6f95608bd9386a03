"""Workers killed at random moments, again and again: `python -m bench.torture`.

Leads ask for one plan after the other; each worker is killed (SIGKILL) at a random moment: a fifth of them while they
begin, the others within the time that a plan and the keeping of its draft take. In the end each job must have left
exactly one roster and none may be lost. Takes some minutes.
"""

import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from signal import SIGTERM
from tempfile import TemporaryDirectory

from bench.kills import kill_options
from bench.machine import keep, machine_line
from planner.domain.job import Asked, Job, JobState
from tests.planner.worker_process import Office, office_on

#: Of search a plan; short, so that workers are also killed while they end one.
ASKED = Asked(seconds=5.0, workers=1)
#: One of so many workers is killed while it begins, at the latest after so long.
ONE_OF, BEGINS_S = 5, 3.0
#: The others at the latest so long after they took the job up: a little more than a plan takes.
WORKS_S = 6.0


def tortured(office: Office, kills: int, chance: random.Random) -> Iterator[tuple[str, Job]]:
    """Kill workers one after the other; (the state that the job was left in, the job) of each kill."""
    for _ in range(kills):
        job = office.plans.look(office.team, 2026, 12)
        if job is None or not job.state.active:
            office.ask(ASKED)
        attempts = office.job.attempt
        worker = office.worker()
        if chance.randrange(ONE_OF):
            office.until(partial(_taken_up, attempts), worker)
            time.sleep(chance.uniform(0.0, WORKS_S))
        else:
            time.sleep(chance.uniform(0.0, BEGINS_S))
        worker.kill()
        worker.wait()
        job = office.job
        yield _left(job), job
        office.sweep_later()


def _taken_up(before: int, job: Job) -> bool:
    return job.attempt > before


def _left(job: Job) -> str:
    if job.state is not JobState.RUNNING:
        return job.state.value
    return "running, with a roster" if job.standing and job.standing.places else "running, without a roster"


def finish(office: Office) -> None:
    """Let the last job end in peace."""
    worker = office.worker()
    try:
        office.until(lambda job: not job.state.active, worker)
    finally:
        worker.send_signal(SIGTERM)
        worker.wait()


def main() -> None:
    """Print the report and keep it; status 1 when a roster was lost or made twice."""
    options = kill_options(__doc__)
    left: dict[str, int] = {}
    jobs: dict[int, Job] = {}
    with TemporaryDirectory() as folder:
        office = office_on(options.database or f"sqlite:///{Path(folder) / 'planner.db'}", Path(folder))
        for number, (state, job) in enumerate(tortured(office, options.kills, random.Random(options.seed)), 1):
            left[state] = left.get(state, 0) + 1
            jobs[job.id] = job
            print(f"kill {number}: job {job.id}, attempt {job.attempt}, {state}", file=sys.stderr)
        finish(office)
        jobs[office.job.id] = office.job
        kept, office_kind = office.versions(), office.database.url.get_backend_name()
        office.close()
    results = [job.result for job in jobs.values() if job.state is JobState.DONE]
    good = sorted(kept) == sorted(filter(None, results)) and len(results) == len(jobs)
    report = [
        f"# Killed workers, {datetime.now(UTC):%Y-%m-%d}",
        "",
        machine_line(1),
        "",
        f"{office_kind}, {options.kills} workers killed: one of {ONE_OF} within {BEGINS_S:.0f} s of its start, "
        f"the others within {WORKS_S:.0f} s of taking up a plan of {ASKED.seconds:.0f} s; seed {options.seed}.",
        "",
        "| the kill left the job | times |",
        "|---|---|",
        *(f"| {state} | {times} |" for state, times in sorted(left.items())),
        "",
        f"{len(jobs)} jobs asked for, {len(results)} done, {len(kept)} rosters kept; most attempts at one job: "
        f"{max(job.attempt for job in jobs.values())}. {'Each job left exactly one roster.' if good else 'NOT GOOD.'}",
    ]
    print("\n".join(report))
    keep(f"torture-{office_kind}", report)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
