"""Runs jobs in threads of this process: for tests and the command line."""

from collections.abc import Callable
from threading import Thread


class LocalRunner:
    """planner.job_ports.Runner in this process. run: does a job by its number."""

    def __init__(self, run: Callable[[int], None]) -> None:
        self._run = run
        self._threads: list[Thread] = []

    def put(self, job: int) -> None:
        """Begin a job at once."""
        thread = Thread(target=self._run, args=(job,), daemon=True)
        self._threads.append(thread)
        thread.start()

    def wait(self) -> None:
        """Until all jobs have ended."""
        while self._threads:
            self._threads.pop().join()
