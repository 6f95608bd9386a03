"""How soon a search is back once somebody stops it: `python -m bench.stops` prints a table and writes it, dated, to
bench/results/.

Each team's December is planned anew for each moment at which it is stopped, in a process of its own, with much more
time than that. What is measured is from the stop to the search's return with its best plan.
"""

import multiprocessing
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.big_team import big_team
from bench.machine import Others, additions_per_us, keep, machine_line
from bench.plan import SEED, WORKERS, engine_line, machine_meanwhile
from bench.samples import SAMPLES
from planner.board import Board
from planner.domain.team import Team
from planner.solve import make_search
from solver.search import Options, Progress

#: Of each team, after how many seconds it is stopped.
STOPS: tuple[tuple[str, Callable[[], Team], tuple[float, ...]], ...] = (
    ("1-brand-team-vienna", SAMPLES["1-brand-team-vienna"], (0.1, 0.5, 1, 2, 4, 8)),
    ("3-round-the-clock", SAMPLES["3-round-the-clock"], (0.5, 2, 5, 10, 15, 20, 25, 30, 40, 60)),
    ("200 people", big_team, (0.5, 2, 5, 10, 20, 30, 40, 50, 60, 80)),
)
#: The search has so much time.
_ALLOWED_S = 600.0


@dataclass(frozen=True, slots=True)
class Stop:
    """at_s: after how many seconds of the search somebody stopped it. phase: in which that was. back_s: how long it
    took from there to come back; legal: with a plan that keeps all that is hard.
    """

    name: str
    at_s: float
    phase: str
    back_s: float
    legal: bool


def measure(name: str, make: Callable[[], Team], at_s: float) -> Stop:
    """One stop, in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (name, make, at_s))


def _measure(name: str, make: Callable[[], Team], at_s: float) -> Stop:
    search, _ = make_search(Board(make(), 2026, 12), Options(_ALLOWED_S, WORKERS, SEED))
    stopped: list[float] = []
    last = search.progress()

    def watch(progress: Progress) -> bool:
        nonlocal last
        last = last if stopped else progress
        return bool(stopped)

    timer = threading.Timer(at_s, lambda: stopped.append(time.monotonic()))
    timer.start()
    end = search.run(watch)
    back = time.monotonic()
    timer.cancel()
    if search.failure is not None:
        raise search.failure
    # A search that was proven before needed no stop.
    back_s = back - stopped[0] if stopped else 0.0
    return Stop(name, at_s, last.phase if stopped else "proven", back_s, search.columns.legal(end.plan))


def stop_line(stop: Stop) -> str:
    """One stop as a table row."""
    return f"| {stop.name} | {stop.at_s:g} | {stop.phase} | {stop.back_s:.2f} | {'yes' if stop.legal else 'no'} |"


def lines() -> list[str]:
    """The whole report."""
    found = [f"# Stops, {datetime.now(UTC):%Y-%m-%d}", "", f"{machine_line(WORKERS)} {engine_line()}", ""]
    found += ["| team | stopped after s | while | back after s | legal |", "|---|---|---|---|---|"]
    speed, others = additions_per_us(), Others()
    stops = []
    for name, make, moments in STOPS:
        for at_s in moments:
            stops.append(measure(name, make, at_s))
            found.append(stop_line(stops[-1]))
            print(found[-1], flush=True)
    latest = max(stop.back_s for stop in stops)
    found += ["", f"{len(stops)} stops; the search was back after {latest:.2f} s at the latest."]
    return [*found, "", machine_meanwhile(speed, additions_per_us(), others.cores())]


def main() -> None:
    """Print the report and keep it."""
    report = lines()
    print("\n".join(report))
    keep("stops", report)


if __name__ == "__main__":
    main()
