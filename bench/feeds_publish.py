"""What calendar feeds take for 200 people: `python -m bench.feeds_publish` prints a table and writes it, dated, to
bench/results/.

The yardstick is measured in the same run: icalendar, the library that writes the files, writing the same entries once
into one calendar. The roster is a greedy one, which takes as much writing as a good one.
"""

import argparse
import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from bench.big_team import big_team
from bench.greedy import greedy_places
from bench.machine import keep, machine_line, peak_memory_mb
from planner.board import Board
from planner.domain.roster import Assignment, Roster
from planner.domain.team import Team
from planner.exchange.feed_files import file_feeds
from planner.feeds.items import Writing, feeds_of
from planner.feeds.model import FeedItem

LANGUAGE, ADDRESS = "de", "https://planner.example"


@dataclass(slots=True)
class StandingClock:
    """A clock that moves when told to."""

    at: datetime

    def now(self) -> datetime:
        """The moment it stands at."""
        return self.at


@dataclass(frozen=True, slots=True)
class Step:
    """One thing measured, in seconds of processor time. peak_mb: the most memory the process had held by its end."""

    name: str
    seconds: float
    peak_mb: int


def greedy_roster(team: Team, year: int, month: int) -> Roster:
    """A month that a greedy planner fills."""
    places = sorted(greedy_places(Board(team, year, month)), key=lambda place: (place[1], place[0], place[2]))
    assignments = tuple(Assignment(uuid5(NAMESPACE_URL, repr(place)), *place) for place in places)
    return Roster(team.name, year, month, assignments)


def entries(team: Team, roster: Roster) -> list[FeedItem]:
    """Every entry of every feed."""
    feeds = feeds_of(team, roster.assignments, Writing(LANGUAGE, ADDRESS, NAMESPACE_URL))
    return [item for feed in feeds for item in feed.items]


def write_plainly(items: Sequence[FeedItem], moment: datetime) -> None:
    """The entries in one calendar, as icalendar writes it."""
    calendar = Calendar()
    for item in items:
        event = Event()
        event.add("uid", str(item.uid))
        for stamp in ("dtstamp", "last-modified"):
            event.add(stamp, moment)
        event.add("dtstart", item.start.date() if item.whole_day else item.start)
        event.add("dtend", item.end.date() if item.whole_day else item.end)
        for name in ("summary", "location", "description", "url"):
            event.add(name, getattr(item, name))
        event.add("categories", [item.category])
        calendar.add_component(event)
    calendar.to_ical()


def steps(team: Team, roster: Roster) -> list[Step]:
    """The yardstick first, then what a team goes through: publish, change a shift, move the window."""
    items = entries(team, roster)
    clock = StandingClock(datetime(roster.year, roster.month, 1, tzinfo=UTC) - timedelta(days=10))
    found: list[Step] = []

    def measured(name: str, work: Callable[[], object]) -> None:
        began = time.process_time()
        work()
        found.append(Step(name, time.process_time() - began, peak_memory_mb()))
        clock.at += timedelta(hours=1)

    with TemporaryDirectory() as folder:
        feeds = file_feeds(Path(folder), clock, ADDRESS)
        fewer = replace(roster, assignments=roster.assignments[1:])
        measured("icalendar writes the same entries once", lambda: write_plainly(items, clock.at))
        measured("publish for the first time", lambda: feeds.publish(team, roster, LANGUAGE))
        measured("publish again, nothing changed", lambda: feeds.publish(team, roster, LANGUAGE))
        measured("publish again, a shift fewer", lambda: feeds.publish(team, fewer, LANGUAGE))
        measured("files of the month to download", lambda: feeds.month_files(team, fewer, LANGUAGE))
        clock.at += timedelta(days=1)
        measured("move the window to the next day", feeds.move_window)
    return found


def lines(team: Team, roster: Roster) -> list[str]:
    """The report: each step, and how many times the yardstick it takes."""
    found = steps(team, roster)
    table = [
        f"| {step.name} | {step.seconds:.2f} | {step.seconds / found[0].seconds:.2f} | {step.peak_mb} |"
        for step in found
    ]
    return [
        f"# Publishing calendar feeds, {datetime.now(UTC):%Y-%m-%d}", "", machine_line(1), "",
        f"{len(team.managers)} people, {len(roster.assignments)} shifts, {len(entries(team, roster))} entries. "
        f"icalendar {version('icalendar')}. Seconds are the processor's.", "",
        "| step | s | times the first row | peak MB |", "|---|---|---|---|", *table,
    ]  # fmt: skip


def report() -> list[str]:
    """The report on the team of 200; its roster is made in another process, so that memory is the feeds' own."""
    team = big_team()
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        roster = pool.apply(greedy_roster, (team, 2026, 12))
    return lines(team, roster)


def main() -> None:
    """Print the report and keep it."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    found = report()
    print("\n".join(found))
    keep("feeds-publish", found)


if __name__ == "__main__":
    main()
