"""Puts together what plans in the background: for the pages that ask, and for the workers."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from threading import Event

import structlog

from planner.bootstrap import SystemClock, mailer, use_cases
from planner.domain.job import JobKind
from planner.exchange.team_hash import team_hash
from planner.runners.child import worker_child
from planner.runners.huey import HueyRunner
from planner.sealing import FileSeal
from planner.services.comparing import Comparing
from planner.services.drafts import Drafts
from planner.services.job_work import Doer, JobWork
from planner.services.offer_ends import OfferEnds
from planner.services.offer_rounds import OfferRounds
from planner.services.outbox import Outbox
from planner.services.plan_jobs import PlanJobs
from planner.services.plan_work import PlanWork
from planner.services.planning import Planning
from planner.services.reminders import Reminders
from planner.services.timed_work import Timed, TimedWork
from planner.services.whatif_work import WhatIfWork
from planner.services.wish_reminders import WishReminders
from planner.settings import Settings
from planner.storage.database import Database
from planner.storage.jobs import DatabaseJobs
from planner.storage.letter_rows import DatabaseLetters
from planner.storage.plan_table import DatabasePlanTable, keep_as_draft
from planner.storage.records import DatabaseVault
from planner.storage.shelf import DatabaseShelf
from planner.storage.store import DatabaseStore
from planner.storage.timed_rows import DatabaseTimedRows
from planner.telling.comparison_json import comparison_data

#: What loses its worker is found within a lease and this.
_SWEEP_EVERY_S = 5.0
_LETTERS_EVERY_S = 2.0
_MINUTE_S = 60.0
_HOUR_S = 3600.0
_DAY_S = 24 * 3600.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class JobParts:
    """What both sides need, on one database."""

    jobs: DatabaseJobs
    table: DatabasePlanTable
    store: DatabaseStore


def job_parts(database: Database) -> JobParts:
    """The rows and the facts on a database."""
    clock = SystemClock()
    vault = DatabaseVault(database)
    store = DatabaseStore(vault, Drafts(vault, clock), team_hash)
    return JobParts(DatabaseJobs(database, clock, keep_as_draft(clock)), DatabasePlanTable(vault, store), store)


def queue_url(settings: Settings, database: Database) -> str:
    """Where the queue is: as QUEUE_URL says, or with the database: a file beside it, or tables in it."""
    if settings.queue_url:
        return settings.queue_url
    path = database.path
    if path is None:
        return database.url.render_as_string(hide_password=False)
    return f"sqlite:///{path.absolute().with_name(path.stem + '-queue' + (path.suffix or '.db'))}"


@contextmanager
def plan_jobs(settings: Settings, database: Database) -> Iterator[PlanJobs]:
    """The use cases of those who ask; workers do the work."""
    parts, runner = job_parts(database), HueyRunner(queue_url(settings, database))
    try:
        yield PlanJobs(parts.jobs, parts.table, runner)
    finally:
        runner.close()


@contextmanager
def plan_jobs_with_worker(settings: Settings, database: Database) -> Iterator[PlanJobs]:
    """The same, and a worker in a child process for as long as the block runs: what a server needs."""
    environment = {
        **os.environ,
        "DATA_FOLDER": str(settings.data_folder),
        "DATABASE_URL": settings.database_url,
        "QUEUE_URL": settings.queue_url,
    }
    with plan_jobs(settings, database) as plans, worker_child(environment):
        yield plans


def work(settings: Settings, database: Database) -> None:
    """Be a worker until SIGINT or SIGTERM comes; on the main thread."""
    parts, ending, owner = job_parts(database), Event(), f"{socket.gethostname()}:{os.getpid()}"
    clock = SystemClock()
    doers: dict[JobKind, Doer] = {
        JobKind.PLAN: PlanWork(parts.jobs, parts.table, clock),
        JobKind.WHATIF: WhatIfWork(parts.jobs, Comparing(Planning(parts.store, clock)), clock, comparison_data),
    }
    worker = JobWork(parts.jobs, doers, ending)
    runner = HueyRunner(queue_url(settings, database), lambda job: worker.run(job, owner))
    works = timed_works(settings, database, PlanJobs(parts.jobs, parts.table, runner), owner)
    timed = TimedWork(DatabaseTimedRows(database, SystemClock()), SystemClock(), works)
    runner.work(lambda: timed.run_due(owner), ending)
    runner.close()


def timed_works(settings: Settings, database: Database, plans: PlanJobs, owner: str) -> dict[str, Timed]:
    """What workers do again and again, by name. owner: the worker."""
    shelf = DatabaseShelf(database, SystemClock())
    cases = use_cases(settings, database, "en")
    seal = FileSeal(settings.data_folder)
    outbox = Outbox(DatabaseLetters(database, SystemClock()), mailer(settings), SystemClock(), seal)
    rounds = OfferRounds(cases.vault, SystemClock(), settings.base_url)
    ends = OfferEnds(cases.vault, SystemClock(), settings.base_url)
    wish_reminders = WishReminders(cases.vault, SystemClock(), settings.base_url)
    reminders = Reminders(cases.vault, SystemClock(), settings.base_url)
    return {
        "sweep of jobs": Timed(_SWEEP_EVERY_S, plans.sweep),
        "letters": Timed(_LETTERS_EVERY_S, lambda: outbox.send_due(owner)),
        "ends of offers": Timed(_MINUTE_S, ends.end_due),
        "rounds of offers": Timed(_MINUTE_S, rounds.ask_due),
        "reminders of wishes": Timed(_MINUTE_S, wish_reminders.tell_due),
        "reminders": Timed(_MINUTE_S, reminders.tell_due),
        "windows of feeds": Timed(_HOUR_S, cases.team_feeds.move_windows),
        "own calendars": Timed(_MINUTE_S, lambda: cases.busy.refresh_due(owner)),
        "past busy times": Timed(_DAY_S, lambda: log.info("past busy times removed", count=cases.busy.forget_past())),
        "shelf": Timed(_DAY_S, lambda: log.info("what nobody finished removed", count=shelf.clear())),
        "retention": Timed(_DAY_S, lambda: log.info("old facts removed", **asdict(cases.retention.enforce()))),
    }
