"""The queue between those who ask and the workers: huey, which carries a job's number and nothing else.

huey forgets a task as it hands it out, so a job's row says what is to be done (docs/adr/0009-jobs.md).
"""

import json
import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

import structlog
from huey.api import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.consumer import Consumer
from huey.registry import Message as Task
from huey.serializer import Serializer

from planner.messages import Message, _l
from planner.problems import InputProblems, refused

_NAME = "community-planner"
#: How often an idle worker looks into a queue in a file; PostgreSQL and Redis wake it.
_LOOK_S = 0.1
#: How often a worker asks what is due.
_TIMED_S = 1.0
#: A worker that is to end gets so long to hand its job back.
_END_S = 15.0

log = structlog.get_logger(__name__)


class HueyRunner:
    """planner.job_ports.Runner on a queue. url: sqlite:///FILE, postgresql://... or redis://...

    run: what a worker does with a job's number; who only puts jobs needs none. InputProblems for another kind of
    queue, or one whose driver is missing.
    """

    def __init__(self, url: str, run: Callable[[int], None] | None = None) -> None:
        self._huey = _open(url)

        def run_job(job: int) -> None:
            assert run is not None, "this process only puts jobs on the queue"
            run(job)

        self._task = self._huey.task(name="run_job")(run_job)

    def put(self, job: int) -> None:
        """Leave a job for the workers."""
        self._task(job)

    def work(self, timed: Callable[[], None], ending: Event) -> None:
        """Run jobs until SIGINT or SIGTERM comes, on the main thread. ending: is set as soon as one has come.

        timed: called every second.
        """
        logging.getLogger("huey").setLevel(logging.WARNING)
        # Each thread has a connection of its own to a queue on PostgreSQL, which only that thread can give back.
        self._huey.on_shutdown("close")(self._huey.storage.close)
        clock = Thread(target=_every_second, args=(timed, ending), daemon=True)
        clock.start()
        _Worker(self._huey, ending).run()
        clock.join(_END_S)

    def close(self) -> None:
        """Give the connection back."""
        self._huey.storage.close()


class _Worker(Consumer):
    """huey's consumer with one thread; ends both signals' way by telling the job, then waiting for it."""

    def __init__(self, huey: Huey, ending: Event) -> None:
        self._ending = ending
        super().__init__(
            huey, workers=1, periodic=False, initial_delay=_LOOK_S, max_delay=_LOOK_S, shutdown_timeout=_END_S
        )

    def start(self) -> None:
        """Called by huey to begin; a signal that comes with the first job is heard, too."""
        self._set_signal_handlers()
        super().start()

    def stop(self, graceful: bool = False) -> None:
        """Called by huey for a signal."""
        self._ending.set()
        super().stop(graceful=True)


class _AsJson(Serializer):
    """Tasks as JSON: huey's own pickle would let whoever can write to the queue run code here."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Any:
        return Task(*json.loads(data))


def _open(url: str) -> Huey:
    scheme, _, rest = url.partition("://")
    common = {"name": _NAME, "results": False, "serializer": _AsJson()}
    if scheme == "sqlite":
        return SqliteHuey(filename=rest.removeprefix("/"), fsync=True, timeout=30, **common)
    try:
        if scheme in ("postgresql", "postgres", "postgresql+psycopg"):
            return PostgresHuey(dsn=f"postgresql://{rest}", **common)
        if scheme in ("redis", "rediss"):
            return RedisHuey(url=url, **common)
    except Exception as failure:
        log.exception("the queue cannot be opened")
        raise _refused(url, Message(_l("The queue cannot be reached: {reason}"), reason=str(failure))) from None
    raise _refused(url, Message(_l("This kind of queue is not known here.")))


def _refused(url: str, reason: Message) -> InputProblems:
    password = urlsplit(url).password
    shown = url.replace(f":{password}@", ":***@") if password else url
    mend = Message(_l("Write it like redis://host:6379/0, or leave it empty: the queue is in the database then."))
    return refused("QUEUE_URL", reason, mend, value=shown)


def _every_second(timed: Callable[[], None], ending: Event) -> None:
    while not ending.wait(_TIMED_S):
        try:
            timed()
        except Exception:
            log.exception("what is due could not be looked up; it is tried again soon")
