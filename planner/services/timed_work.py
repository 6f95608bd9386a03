"""Work that is due again and again: each run is done by one of many workers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from planner.job_ports import TimedRows
from planner.ports import Clock
from planner.services.logged import logged


@dataclass(frozen=True, slots=True)
class Timed:
    """every_s: seconds from one run to the next. do: takes less than a lease, and may be done twice after a crash."""

    every_s: float
    do: Callable[[], None]


class TimedWork:
    """works: by name, which is the same on all machines."""

    def __init__(self, rows: TimedRows, clock: Clock, works: Mapping[str, Timed]) -> None:
        self._rows, self._clock, self._works = rows, clock, works
        for name in works:
            rows.ensure(name, clock.now())

    def run_due(self, owner: str) -> None:
        """Do what is due and nobody else's. What fails is logged and due again at its next time."""
        for name, work in self._works.items():
            due = self._rows.claim(name, owner)
            if due is None:
                continue
            with logged("timed work failed", work=name):
                work.do()
            self._rows.finish(name, owner, due, self._clock.now() + timedelta(seconds=work.every_s))
