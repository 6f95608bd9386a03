"""Timed work: each due run is one worker's."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from planner.job_ports import LEASE_S
from planner.services.timed_work import Timed, TimedWork
from planner.storage.database import Database
from planner.storage.timed_rows import DatabaseTimedRows
from tests.planner.moving_clock import MovingClock

EVERY_S = 60.0
RACERS = 8


def test_a_due_run_is_one_workers_and_the_next_is_due_in_time(database: Database) -> None:
    clock = MovingClock()
    rows = DatabaseTimedRows(database, clock)
    rows.ensure("sweep", clock.now())
    rows.ensure("sweep", clock.now() + timedelta(days=1))
    with ThreadPoolExecutor(RACERS) as pool:
        won = [due for due in pool.map(lambda n: rows.claim("sweep", f"worker {n}"), range(RACERS)) if due]
    assert won == [clock.now()]
    assert rows.claim("sweep", "late") is None


def test_a_run_whose_worker_died_is_anothers_after_the_lease(database: Database) -> None:
    clock = MovingClock()
    rows = DatabaseTimedRows(database, clock)
    rows.ensure("sweep", clock.now())
    due = rows.claim("sweep", "dead")
    assert due is not None
    clock.move(LEASE_S)
    assert rows.claim("sweep", "alive") is None
    clock.move(0.001)
    assert rows.claim("sweep", "alive") == due
    assert not rows.finish("sweep", "dead", due, clock.now())
    assert rows.finish("sweep", "alive", due, clock.now() + timedelta(seconds=EVERY_S))
    assert not rows.finish("sweep", "alive", due, clock.now())


def test_work_is_done_once_each_time_also_when_it_fails(database: Database) -> None:
    clock, done = MovingClock(), []

    def fail() -> None:
        done.append("fail")
        raise OSError("no")

    works = {"count": Timed(EVERY_S, lambda: done.append("count")), "fail": Timed(2 * EVERY_S, fail)}
    workers = [TimedWork(DatabaseTimedRows(database, clock), clock, works) for _ in range(3)]

    def tick() -> list[str]:
        done.clear()
        for number, worker in enumerate(workers):
            worker.run_due(str(number))
        return list(done)

    assert tick() == ["count", "fail"]
    clock.move(EVERY_S - 0.001)
    assert tick() == []
    clock.move(0.001)
    assert tick() == ["count"]
    clock.move(EVERY_S)
    assert tick() == ["count", "fail"]
