"""Programs that people really subscribe with read a feed from a running server on a database: vdirsyncer with khal, and
calcurse; so do two independent parsers.
"""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import vobject
import waitress
from flask import Flask
from ical.calendar_stream import IcsCalendarStream

from planner.domain.people import Absence, AbsenceKind
from planner.domain.roster import Roster
from planner.domain.time import month_days
from planner.storage.database import Database
from tests.planner.feeds.feed_cases import DUTY, EARLY, LATE, MARA, NIGHT, TEAM, StandingClock, roster, shift, without
from tests.planner.feeds.feed_house import DatabaseHouse, FeedHouse, database_house
from tests.planner.feeds.ical_lint import events, lint
from tests.planner.storage.fresh_file import file_with_tables
from web.feeds import FeedGate

pytestmark = pytest.mark.clients

#: The nights of both clock changes, one plain shift, and a week of leave from Monday to Friday.
SPRING = roster(shift(MARA, date(2026, 3, 28), NIGHT), month=3)
AUTUMN = roster(shift(MARA, date(2026, 10, 24), NIGHT), shift(MARA, date(2026, 10, 20), EARLY), month=10)
ABSENT = replace(TEAM, absences=(Absence("Mara Maier", AbsenceKind.LEAVE, date(2026, 10, 5), date(2026, 10, 9)),))

# khal and calcurse show Vienna's wall clock; a whole day's last day is included.
SHOWN = [
    "2026-03-28 22:00|2026-03-29 06:00|Night",
    "2026-10-05 00:00|2026-10-09 00:00|Leave",
    "2026-10-20 06:00|2026-10-20 14:00|Early",
    "2026-10-24 22:00|2026-10-25 06:00|Night",
]


@dataclass
class Server:
    """A feed on a real port."""

    feeds: FeedHouse
    clock: StandingClock
    address: str

    def publish(self, plan: Roster) -> None:
        self.feeds.publish(ABSENT, plan, "en")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    clock = StandingClock(datetime(2026, 3, 1, 9, tzinfo=UTC))
    database = Database(file_with_tables(tmp_path / "planner.db"))
    feeds = database_house(database, clock)
    app = FeedGate(Flask("clients", static_folder=None), feeds)
    listener = waitress.create_server(app, host="127.0.0.1", port=0, threads=2)
    thread = threading.Thread(target=listener.run, daemon=True)
    thread.start()
    found = Server(feeds, clock, "")
    for plan in (SPRING, AUTUMN):
        found.publish(plan)
    token = feeds.new_link("person", "Mara Maier", "a client")
    found.address = f"http://127.0.0.1:{listener.effective_port}/ical/{token}.ics"
    yield found
    listener.task_dispatcher.shutdown()
    # In its own thread, which may be looking at the sockets just now.
    listener.trigger.pull_trigger(listener.close)
    thread.join(10)
    database.close()


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"no {name} on this machine (Debian: apt install {name})")
    return found


def run(home: Path, *command: str) -> str:
    """What a program prints, at home in a folder of its own and in Vienna."""
    settings = os.environ | {"HOME": str(home), "TZ": "Europe/Vienna", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@dataclass
class Subscription:
    """A calendar that vdirsyncer keeps and khal shows."""

    home: Path
    vdirsyncer: str
    khal: str

    @property
    def entries(self) -> list[str]:
        return sorted(path.read_text() for path in (self.home / "calendar").glob("*.ics"))

    def refresh(self) -> None:
        run(self.home, self.vdirsyncer, "-c", str(self.home / "vdirsyncer"), "sync")

    def listed(self) -> list[str]:
        """What khal shows of the year, one entry a line."""
        shape = "{start-long-full}|{end-long-full}|{title}"
        command = [self.khal, "-c", str(self.home / "khal"), "list", "--once", "--day-format", "", "--format", shape]
        lines = run(self.home, *command, "2026-03-01", "2026-12-31").splitlines()
        return [line.replace("|⏰", "") for line in lines if "|" in line]


@pytest.fixture
def subscription(server: Server, tmp_path: Path) -> Subscription:
    home = tmp_path / "home"
    (home / "calendar").mkdir(parents=True)
    (home / "vdirsyncer").write_text(
        f"""[general]
status_path = "{home}/status/"
[pair roster]
a = "web"
b = "disk"
collections = null
conflict_resolution = "a wins"
[storage web]
type = "http"
url = "{server.address}"
[storage disk]
type = "filesystem"
path = "{home}/calendar"
fileext = ".ics"
"""
    )
    (home / "khal").write_text(
        f"""[calendars]
[[roster]]
path = {home}/calendar
readonly = True
[locale]
local_timezone = Europe/Vienna
default_timezone = Europe/Vienna
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {home}/khal.db
"""
    )
    found = Subscription(home, program("vdirsyncer"), program("khal"))
    run(home, found.vdirsyncer, "-c", str(home / "vdirsyncer"), "discover")
    return found


def test_vdirsyncer_and_khal_keep_every_entry_at_its_time(subscription: Subscription) -> None:
    subscription.refresh()
    assert len(subscription.entries) == 4
    assert subscription.listed() == SHOWN


#: Monday to Monday, around each clock change; the second Monday shows how the last night ends.
WEEKS = tuple(first + timedelta(days=n) for first in (date(2026, 3, 23), date(2026, 10, 19)) for n in range(8))
KINDS = {"Early": (EARLY, "06:00", "14:00"), "Late": (LATE, "13:00", "22:00"), "Night": (NIGHT, "22:00", "06:00"),
         "Escalation": (DUTY, "00:00", "00:00")}  # fmt: skip


def whole_weeks(server: Server) -> list[str]:
    """Publish every kind of shift on each day of both weeks, and say how they are shown."""
    for month in (3, 10):
        rows = [shift(MARA, day, kind) for day in WEEKS for kind, *_ in KINDS.values() if day.month == month]
        server.publish(roster(*rows, month=month))
    lines = []
    for day in WEEKS:
        for name, (_, start, end) in KINDS.items():
            last = day if end > start else day + timedelta(days=1)
            lines.append(f"{day} {start}|{last} {end}|{name}")
    return sorted(lines)


def test_real_clients_show_each_day_of_both_weeks_at_its_time(server: Server, subscription: Subscription) -> None:
    expected = whole_weeks(server)
    subscription.refresh()
    assert sorted(line for line in subscription.listed() if "Leave" not in line) == expected
    calcurse, home = program("calcurse"), subscription.home
    (home / "calcurse").mkdir()
    (home / "roster.ics").write_bytes(fetched(server).encode())
    run(home, calcurse, "-D", str(home / "calcurse"), "-i", str(home / "roster.ics"))
    stored = [line for line in (home / "calcurse" / "apts").read_text().splitlines() if "->" in line and "@" in line]
    for line in expected:
        start, end, title = line.split("|")
        found = [one for one in stored if one.startswith(f"{american(start)} -> {american(end)}") and title in one]
        assert len(found) == 1, line
    assert len(stored) == len(expected) == len(WEEKS) * len(KINDS)


def test_a_client_shows_a_removed_shift_as_cancelled_and_then_drops_it(
    server: Server, subscription: Subscription
) -> None:
    subscription.refresh()
    early = AUTUMN.assignments[1:]
    server.publish(without(AUTUMN, early))
    subscription.refresh()
    (grave,) = [entry for entry in subscription.entries if "STATUS:CANCELLED" in entry]
    assert "SUMMARY:Cancelled: Early" in grave
    server.clock.at = datetime(2026, 10, 20, 14, tzinfo=UTC) + timedelta(minutes=1)
    server.feeds.move_window()
    subscription.refresh()
    assert not any("Early" in entry for entry in subscription.entries)
    assert subscription.listed() == [line for line in SHOWN if "Early" not in line and "03-28" not in line]


def test_calcurse_takes_every_entry(server: Server, tmp_path: Path) -> None:
    calcurse = program("calcurse")
    home = tmp_path / "home"
    (home / "calendar").mkdir(parents=True)
    (home / "roster.ics").write_bytes(fetched(server).encode())
    folder = ("-D", str(home / "calendar"))
    report = run(home, calcurse, *folder, "-i", str(home / "roster.ics"))
    assert "3 apps / 1 event / 0 todos / 0 skipped" in " ".join(report.split())
    stored = (home / "calendar" / "apts").read_text()
    for start, end, title in (line.split("|") for line in SHOWN if "Leave" not in line):
        assert f"{american(start)} -> {american(end)}" in stored
        assert title in stored
    (leave,) = [line for line in stored.splitlines() if "Leave" in line]
    assert leave.startswith("10/05/2026 [1] {1D -> 10/09/2026}")


def fetched(server: Server) -> str:
    with urlopen(server.address, timeout=10) as answer:
        return str(answer.read().decode())


def test_two_independent_parsers_read_the_same_entries(server: Server) -> None:
    """Both nights of a clock change among them, in UTC: 7 and 9 hours."""
    text = fetched(server)
    expected = [
        ("Night", datetime(2026, 3, 28, 21, tzinfo=UTC), datetime(2026, 3, 29, 4, tzinfo=UTC)),
        ("Leave", date(2026, 10, 5), date(2026, 10, 10)),
        ("Early", datetime(2026, 10, 20, 4, tzinfo=UTC), datetime(2026, 10, 20, 12, tzinfo=UTC)),
        ("Night", datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 5, tzinfo=UTC)),
    ]
    one = IcsCalendarStream.calendar_from_ics(text)
    assert [(event.summary, event.dtstart, event.dtend) for event in one.events] == expected
    other = vobject.readOne(text)
    assert other.validate(raiseException=True)
    assert [(e.summary.value, e.dtstart.value, e.dtend.value) for e in other.vevent_list] == expected


def test_a_thousand_shifts_with_long_umlauts_stay_below_what_clients_read(server: Server) -> None:
    """Four shifts a day of a person whose topics alone fill a description."""
    long = tuple(replace(TEAM.topics[0], name=f"{n} {'ü' * 200}") for n in range(10))
    times = [(f"K{n}", 120 * n, 120 * n + 90) for n in range(4)]
    kinds = tuple(replace(EARLY, code=c, name="Ö" * 60, start_min=start, end_min=end) for c, start, end in times)
    team = replace(TEAM, topics=long, shift_types=(*TEAM.shift_types, *kinds))
    house = server.feeds
    assert isinstance(house, DatabaseHouse)
    rows = {m: [shift(MARA, day, kind) for day in month_days(2026, m) for kind in kinds] for m in range(3, 12)}
    house.publish_all(team, [roster(*rows[month], month=month) for month in rows], "de")
    data = fetched(server).encode()
    assert lint(data) == []
    assert (len(events(data)), len(data) < 900_000) == (1000, True)


def test_a_database_that_fails_is_never_an_empty_calendar(server: Server) -> None:
    house = server.feeds
    assert isinstance(house, DatabaseHouse)
    with house.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE feeds RENAME TO gone")
    with pytest.raises(HTTPError, match="503"):
        fetched(server)


def american(moment: str) -> str:
    """A time as calcurse writes it: '03/28/2026 @ 22:00'."""
    return f"{datetime.strptime(moment, '%Y-%m-%d %H:%M').replace(tzinfo=UTC):%m/%d/%Y @ %H:%M}"
