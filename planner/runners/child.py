"""A worker as a child process: begun again when it dies, ended with its parent."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread

import structlog

#: A child that dies is begun again after so long; each time in a row twice as long, up to the most.
_AGAIN_S, _MOST_AGAIN_S = 1.0, 60.0
#: A child that ran so long is healthy again.
_HEALTHY_S = 60.0
#: A child that is to end gets so long to hand its job back.
_END_S = 20.0

log = structlog.get_logger(__name__)


class WorkerChild:
    """Runs `planner worker` in a process of its own. environment: its settings. begun: how often it was begun."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._ending = Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._keeper = Thread(target=self._keep, daemon=True)
        self.begun = 0

    @property
    def pid(self) -> int | None:
        """The number of the child's process."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Begin the child, and keep it alive from now on."""
        self._begin()
        self._keeper.start()

    def end(self) -> None:
        """End the child: it hands back what it is at, for another worker or the next start."""
        self._ending.set()
        process = self._process
        assert process is not None
        process.terminate()
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            # Its lease runs out, and its job is taken up again.
            process.kill()
        self._keeper.join()

    def _begin(self) -> None:
        # A session of its own: Ctrl-C in the terminal reaches the parent alone. The pipe closes when the parent dies.
        # -P: what lies in the folder that the server was begun in, say `data`, is none of our modules.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", "from planner.cli import planner; planner()", "worker", "--child"],
            env=self._environment,
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        self.begun += 1

    def _keep(self) -> None:
        pause = _AGAIN_S
        while True:
            process = self._process
            assert process is not None
            try:
                process.wait(_HEALTHY_S)
            except subprocess.TimeoutExpired:
                pause = _AGAIN_S
                continue
            assert process.stdin is not None
            process.stdin.close()
            if self._ending.is_set():
                return
            log.warning("the worker ended by itself and is begun again", status=process.returncode, in_s=pause)
            if self._ending.wait(pause):
                return
            pause = min(2 * pause, _MOST_AGAIN_S)
            self._begin()


@contextmanager
def worker_child(environment: Mapping[str, str]) -> Iterator[WorkerChild]:
    """A worker for as long as the block runs."""
    child = WorkerChild(environment)
    child.start()
    try:
        yield child
    finally:
        child.end()
