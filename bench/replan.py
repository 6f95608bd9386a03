"""How gently a published month is changed: `python -m bench.replan [--events N]` on sample 3, 60 people.

Random events on a planned month: absences, surges, joiners, leavers, locks and swaps. For each: the seconds from the
event to the changed roster (rules stated and solved), by the wall and on the processor, and whether the number of
changes is proven to be the least. The table has a line for each kind of event; what is not proven is told with its
bound.
"""

import argparse
import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bench.machine import keep, machine_line
from bench.samples import SAMPLES
from planner.board import Board, Place
from planner.changing.events import after_events
from planner.changing.replan import replan
from planner.domain.event import Away, Event, Fixed, Surge, Swap
from planner.domain.people import AbsenceKind
from planner.domain.scenario import Hire, Leave
from planner.domain.team import Team
from planner.solve import solve
from solver.limits import Tier
from solver.search import Options

SAMPLE, PUBLISH_S, EVENT_S, WORKERS = "3-round-the-clock", 60, 10, 2
#: What is wanted: seconds of a single absence at the median, and of how many per cent of the events a proof.
WITHIN_S, PROVEN = 2, 95
YEAR, MONTH, DAYS = 2026, 12, 31


@dataclass(frozen=True, slots=True)
class Mended:
    """One event mended. seconds: by the wall; busy: on the processor.

    moved, bound: shifts that fall away or are new, and how many at least must. filled: open ones of whoever joined.
    """

    event: Event
    seconds: float
    busy: float
    moved: int
    bound: int
    filled: int

    @property
    def proven(self) -> bool:
        """Whether nobody could do with fewer changes."""
        return self.bound >= self.moved

    @property
    def kind(self) -> str:
        """What happened, in a word or two."""
        if isinstance(self.event, Fixed):
            return "somebody must work" if self.event.shift else "somebody must be free"
        return KINDS[type(self.event)]


KINDS: dict[type, str] = {
    Away: "one person away", Surge: "surge", Hire: "somebody joins", Leave: "somebody leaves", Swap: "swap"
}  # fmt: skip


def events(team: Team, places: frozenset[Place], count: int, seed: int) -> Iterator[Event]:
    """Random events, half of them one person's absence of one to five days."""
    rng = random.Random(seed)
    names = [manager.name for manager in team.managers]
    shifts = sorted(places)
    for number in range(count):
        first = date(YEAR, MONTH, rng.randint(1, DAYS))
        last = min(first + timedelta(days=rng.randint(0, 4)), date(YEAR, MONTH, DAYS))
        name, day, code = rng.choice(shifts)
        other, other_day, _ = rng.choice([place for place in shifts if place[0] != name and place[2] == code])
        kinds: list[Event] = [
            Away(name, AbsenceKind.SICK, day, min(day + (last - first), date(YEAR, MONTH, DAYS))),
            Surge(rng.choice(team.channels), first, last, 130),
            Hire(f"New {number}", 1200, name, first),
            Leave(name, first),
            Fixed(rng.choice(names), day, code),
            Fixed(name, day, ""),
            Swap(name, day, other, other_day),
        ]
        yield kinds[0] if number % 2 == 0 else kinds[1 + number // 2 % (len(kinds) - 1)]


def mend(team: Team, places: frozenset[Place], event: Event, seconds: float) -> Mended:
    """Plan again after one event."""
    began, began_cpu = time.monotonic(), time.process_time()
    after = after_events(team, [event], places)
    board = Board(after, YEAR, MONTH, extra=places, published=places)
    solution = replan(board, Options(seconds=seconds, workers=WORKERS), planned=team)
    costs, bounds = solution.progress.costs, solution.progress.bounds
    seconds, busy = time.monotonic() - began, time.process_time() - began_cpu
    return Mended(event, seconds, busy, costs[Tier.CHANGE], bounds[Tier.CHANGE], len(solution.filled))


def summary(found: list[Mended]) -> list[str]:
    """A line for each kind of event, one for all, what is not proven, and what came of what is wanted."""
    lines = [
        "| event | number | median s | slowest s | median CPU s | slowest CPU s | fewest proven |",
        "|---|---|---|---|---|---|---|",
    ]
    by_kind: dict[str, list[Mended]] = {}
    for one in found:
        by_kind.setdefault(one.kind, []).append(one)
    for name, ones in [*by_kind.items(), ("all", found)]:
        wall, busy = [one.seconds for one in ones], [one.busy for one in ones]
        proven = sum(one.proven for one in ones)
        lines.append(
            f"| {name} | {len(ones)} | {statistics.median(wall):.1f} | {max(wall):.1f} "
            f"| {statistics.median(busy):.1f} | {max(busy):.1f} | {proven} of {len(ones)} |"
        )
    rest = [f"{one.kind}: {one.moved} moved, at least {one.bound}" for one in found if not one.proven]
    joined = [one.filled for one in found if isinstance(one.event, Hire)]
    absences = [one.seconds for one in found if isinstance(one.event, Away)]
    proven = 100 * sum(one.proven for one in found) // len(found)
    lines += ["", f"Not proven: {'; '.join(rest) or 'none'}."]
    if joined:
        lines.append(f"Open shifts taken by who joined: {', '.join(map(str, joined))}.")
    if absences:
        lines.append(_wanted(f"One person away, median: {statistics.median(absences):.1f} s", f"{WITHIN_S} s",
                             kept=statistics.median(absences) <= WITHIN_S))  # fmt: skip
    lines.append(_wanted(f"Fewest proven: {proven} %", f"{PROVEN} %", kept=proven >= PROVEN))
    return lines


def _wanted(figure: str, wanted: str, *, kept: bool) -> str:
    return f"{figure} (wanted: {wanted}, {'kept' if kept else 'missed'})."


def main() -> None:
    """Print each event, then the table, and keep the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100)
    parser.add_argument("--publish-seconds", type=float, default=PUBLISH_S)
    asked = parser.parse_args()
    team = SAMPLES[SAMPLE]()
    board = Board(team, YEAR, MONTH)
    began = time.monotonic()
    places = solve(board, Options(seconds=asked.publish_seconds, workers=WORKERS)).places
    planned = time.monotonic() - began
    found = []
    for event in events(team, places, asked.events, seed=1):
        found.append(mend(team, places, event, EVENT_S))
        one = found[-1]
        print(f"{one.seconds:5.1f} s  {one.moved:3d} moved, at least {one.bound:3d}  {event}", flush=True)
    text = [
        f"# Re-planning, {datetime.now(UTC):%Y-%m-%d}", "", machine_line(WORKERS), "",
        f"{len(team.managers)} people, {len(places)} shifts, planned in {planned:.0f} s; at most {EVENT_S} s an event. "
        "Moved: shifts that fall away or are new.", "", *summary(found),
    ]  # fmt: skip
    print("\n".join(text))
    if asked.events == parser.get_default("events"):
        keep("replan", text)


if __name__ == "__main__":
    main()
