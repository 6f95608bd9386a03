"""Threads that help each other: jobs that one hands out, and whoever is free takes."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from queue import Empty, SimpleQueue
from typing import TypeVar

from solver.rows.row import Cheapest

T = TypeVar("T")
#: Looks for rows, a job a room, alone or on several threads.
Share = Callable[[list[Callable[[], list[Cheapest]]]], list[list[Cheapest]]]


def alone(jobs: list[Callable[[], list[Cheapest]]]) -> list[list[Cheapest]]:
    """All on this thread."""
    return [job() for job in jobs]


class Crew:
    """The threads of a search."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[Callable[[], None]] = SimpleQueue()

    def help(self, seconds: float) -> None:
        """Do a job that is handed out within so many seconds, if there is one."""
        try:
            job = self._jobs.get(timeout=seconds)
        except Empty:
            return
        job()

    def share(self, jobs: Sequence[Callable[[], T]]) -> list[T]:
        """What each job gives: done by this thread, and by those that help if there are several."""
        if len(jobs) == 1:
            return [jobs[0]()]
        futures: list[Future[T]] = [Future() for _ in jobs]

        def do(number: int) -> None:
            try:
                futures[number].set_result(jobs[number]())
            except BaseException as failure:  # noqa: BLE001 - whoever shares is told
                futures[number].set_exception(failure)

        for number in range(len(jobs)):
            self._jobs.put(partial(do, number))
        while not all(future.done() for future in futures):
            self.help(0.001)
        return [future.result() for future in futures]
