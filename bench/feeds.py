"""What fetching calendars costs: `python -m bench.feeds` prints a table and writes it, dated, to bench/results/.

A house on SQLite, served by waitress in this process and asked from another, each time over a new connection. The
yardstick is in the same run: the framework's bare hello world, served and asked in the same way. A round of subscribers
is each of them asking once, which is what they do in a quarter of an hour; the first one after a publication brings all
of them the whole feed, and writes down who asked.
"""

import argparse
import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from flask import Flask

from bench.big_team import big_team
from bench.feed_client import Answered, Asked, ask
from bench.feeds_publish import greedy_roster
from bench.machine import keep, machine_line
from bench.served import serving
from planner import bootstrap
from planner.domain.drafts import VersionState
from planner.domain.roster import Assignment, Roster
from planner.domain.team import Team
from planner.services.feeds import Feeds
from planner.settings import Settings
from web import create_house

SUBSCRIBERS, EVENTS, REQUESTS = 2_000, 300, 2_000
POLL_S = 15 * 60
#: Of the server.
_THREADS = 4
#: Of the hello world's speed, what a 304 is wanted to have.
WANTED = 0.5

Asking = Callable[[int, Sequence[Asked]], Answered]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured. work_s: of the server's processor."""

    name: str
    answered: Answered
    work_s: float

    @property
    def asked(self) -> int:
        """How many requests."""
        return sum(self.answered.statuses.values())

    @property
    def per_s(self) -> float:
        """Answers a second, one after the other."""
        return self.asked / self.answered.seconds


@dataclass(frozen=True, slots=True)
class House:
    """A served house. links: a path for each subscriber; full: the path of the feed with many events."""

    app: Flask
    links: tuple[str, ...]
    full: str
    events: int


def hello() -> Flask:
    """The framework alone."""
    app = Flask("hello", static_folder=None)
    app.add_url_rule("/", "hello", lambda: "Hello, world")
    return app


@contextmanager
def house(folder: Path, team: Team, roster: Roster, subscribers: int, events: int) -> Iterator[House]:
    """A house with a published month and so many links; somebody of another team has that many shifts in a year."""
    settings = Settings.of({"DATA_FOLDER": str(folder), "BASE_URL": "http://127.0.0.1"})
    with bootstrap.open_database(settings) as database:
        cases = bootstrap.use_cases(settings, database, "de")
        feeds = _published(cases, team, [roster])
        names = [manager.name for manager in team.managers]
        links = [feeds.new_link("person", names[n % len(names)], f"{n}") for n in range(subscribers)]
        alone = replace(team, name="Alone", managers=team.managers[:1], absences=(), topics=(), wishes=(), pairs=(),
                        availability=(), locks=(), past_shifts=(), carry_over=(), ledger_corrections=())  # fmt: skip
        busy = _published(cases, alone, list(_busy_months(alone, roster, events)))
        full = busy.new_link("person", names[0], "full")
        app = create_house(
            bootstrap.desks(settings, cases, "de"), bootstrap.accounts(settings, database), cases.access_log,
            bootstrap.set_up(database, cases.vault), b"k" * 32,
        )  # fmt: skip
        found = busy.body("person", names[0]).count(b"BEGIN:VEVENT")
        yield House(app, tuple(f"/ical/{token}.ics" for token in links), f"/ical/{full}.ics", found)


def _published(cases: bootstrap.DatabaseUseCases, team: Team, rosters: Sequence[Roster]) -> Feeds:
    with cases.vault.writing() as records:
        number = records.save_facts(team, None, {})
        for roster in rosters:
            at = datetime.now(UTC)
            records.add_version(number, roster, VersionState.PUBLISHED, based_on=None, actor=None, at=at)
    return cases.team_feeds.of(number)


def _busy_months(team: Team, roster: Roster, events: int) -> Iterator[Roster]:
    """Months from today on in which one person works the same shift day after day, until there are enough."""
    code = next(kind.code for kind in team.shift_types if not kind.on_call)
    today = datetime.now(UTC).date()
    days: dict[tuple[int, int], list[date]] = {}
    for n in range(events):
        day = today + timedelta(days=n)
        days.setdefault((day.year, day.month), []).append(day)
    for (year, month), own in days.items():
        rows = tuple(Assignment(uuid4(), team.managers[0].name, day, code) for day in own)
        yield replace(roster, team_name=team.name, year=year, month=month, assignments=rows, carry_over=())


def rows(found: House, asking: Asking, requests: int) -> Iterator[Row]:
    """The yardstick first."""

    def measured(name: str, port: int, asked: Sequence[Asked]) -> Row:
        began = time.process_time()
        answered = asking(port, asked)
        return Row(name, answered, time.process_time() - began)

    with serving(hello(), _THREADS) as port:
        asking(port, [("/", {})] * (requests // 10))
        yield measured("hello world", port, [("/", {})] * requests)
    with serving(found.app, _THREADS) as port:
        [etag] = asking(port, [(found.full, {})]).etags
        seen = {"If-None-Match": etag}
        yield measured("304 of a full feed", port, [(found.full, seen)] * requests)
        yield measured("a full feed", port, [(found.full, {})] * requests)
        first = measured("a round of all subscribers after a publication", port, [(path, {}) for path in found.links])
        yield first
        known = [(path, {"If-None-Match": etag}) for path, etag in zip(found.links, first.answered.etags, strict=True)]
        yield measured("a round of all subscribers, nothing new", port, known)


def lines(found: House, asking: Asking, requests: int) -> list[str]:
    """The report."""
    table = list(rows(found, asking, requests))
    yardstick, unchanged, *_, first, again = table
    share = unchanged.per_s / yardstick.per_s
    verdict = "kept" if share >= WANTED else "missed"
    return [
        f"# Fetching calendar feeds, {datetime.now(UTC):%Y-%m-%d}", "", machine_line(1), "",
        f"A full feed has {found.events} events. One request after the other, SQLite, waitress.",
        "", "| what | answers | of status | a second | of hello world | server's processor, ms each | kB each |",
        "|---|---|---|---|---|---|---|", *(_line(row, yardstick) for row in table), "",
        f"Wanted: a 304 at {WANTED:.0%} of the hello world's speed or better ({verdict}: {share:.0%}).", "",
        f"{len(found.links)} subscribers who poll every {POLL_S // 60} minutes take {_load(again):.2%} of one "
        f"processor, and {_load(first):.2%} in the quarter of an hour after a publication.",
    ]  # fmt: skip


def _line(row: Row, yardstick: Row) -> str:
    statuses = ", ".join(map(str, sorted(row.answered.statuses)))
    return (
        f"| {row.name} | {row.asked} | {statuses} | {row.per_s:.0f} | {row.per_s / yardstick.per_s:.2f} "
        f"| {1000 * row.work_s / row.asked:.2f} | {row.answered.octets / row.asked / 1000:.1f} |"
    )


def _load(round_of_all: Row) -> float:
    return round_of_all.work_s / POLL_S


def report() -> list[str]:
    """The report on a team of 200 with 2,000 subscribers, asked from another process."""
    team, today = big_team(), datetime.now(UTC).date()
    with multiprocessing.get_context("spawn").Pool(1) as pool, TemporaryDirectory() as folder:
        roster = pool.apply(greedy_roster, (team, today.year, today.month))
        with house(Path(folder), team, roster, SUBSCRIBERS, EVENTS) as found:
            return lines(found, lambda port, asked: pool.apply(ask, (port, asked)), REQUESTS)


def main() -> None:
    """Print the report and keep it."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    found = report()
    print("\n".join(found))
    keep("feeds", found)


if __name__ == "__main__":
    main()
