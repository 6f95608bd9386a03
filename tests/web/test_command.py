"""`planner serve` as a user runs it: on a port of its own, until Ctrl-C."""

import errno
import re
import shutil
import signal
import socket
from collections.abc import Callable
from datetime import UTC, date, datetime
from http.cookiejar import CookieJar
from pathlib import Path
from threading import Event
from typing import cast
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from click.testing import CliRunner

from planner import bootstrap
from planner.logs import log_to_stderr
from planner.services.feeds import Feeds
from tests.conftest import NOW
from tests.planner.exchange.grid_edits import put
from tests.planner.feeds.feed_cases import EARLY, MARA, StandingClock, make_feeds, roster, shift
from tests.planner.feeds.feed_cases import TEAM as FEED_TEAM
from tests.planner.planned_teams import edit_roster, plan, team_file
from tests.web.command_process import BEGINS_AT, CommandProcess, free_port, running
from web import command, serving


def ended(*arguments: object, language: str = "en", **environment: str) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of a run that ends by itself, in this process."""
    asked = ["--language", language, *map(str, arguments)]
    result = CliRunner().invoke(command.planner, asked, env={"PORT": None, **environment})
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `planner plan` leaves it, planned in German; for reading only."""
    folder = tmp_path_factory.mktemp("planned")
    plan(team_file(folder), folder / "out")
    return folder / "out"


@pytest.fixture
def own(planned: Path, tmp_path: Path) -> Path:
    """A copy of `planned`."""
    return shutil.copytree(planned, tmp_path / "own")


# ---- starting and stopping


def interrupted(out: Path, times: int) -> tuple[int, str, str]:
    """Plan a minute long, but press Ctrl-C while it searches: exit status, standard output and error."""
    with bootstrap.demo_team() as team:
        process = CommandProcess("plan", team, "--out", out, "--seconds", 60, "--workers", 1)
        try:
            # From here on there is a roster to keep.
            lines = process.heard(lambda line: "laying out" in line)
            assert all("bound" in line for line in lines)
            process.send_signal(signal.SIGINT)
            process.heard(lambda line: "Stopping" not in line)
            for _ in range(times - 1):
                process.send_signal(signal.SIGINT)
            status, printed, told = process.ended()
        finally:
            process.close()
    assert "Traceback" not in told
    return status, printed, told


def test_ctrl_c_while_planning_keeps_the_best_so_far(tmp_path: Path) -> None:
    status, printed, _ = interrupted(tmp_path / "out", 1)
    assert status == 0
    assert printed.startswith("Coverage: ")
    assert (tmp_path / "out" / "roster.xlsx").is_file()


def test_ctrl_c_twice_ends_planning_and_writes_nothing(tmp_path: Path) -> None:
    status, printed, told = interrupted(tmp_path / "out", 2)
    assert (status, printed, told.splitlines()[-1]) == (130, "", "Stopped.")
    assert not (tmp_path / "out").exists()


def test_a_taken_port_is_told_before_anything_is_planned(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, out, err = ended("demo", "--out", tmp_path / "demo", PORT=str(port))
        assert (code, out) == (2, "")
        assert err.startswith(f"Port {port} is taken. Choose another, like PORT=")
        assert ended("serve", tmp_path, "--port", port, language="de")[2].startswith(f"Port {port} ist belegt.")
    assert not (tmp_path / "demo").exists()


class _Refusing(socket.socket):
    """A socket whose address the system refuses."""

    failure = OSError()

    def bind(self, _address: object) -> None:
        raise self.failure


@pytest.mark.parametrize(
    ("number", "language", "port", "told"),
    [
        (errno.EACCES, "en", 80, "Port 80 may not be used without special rights. Choose one of 1024 or higher, like"),
        (errno.EACCES, "de", 80, "Port 80 darf ohne besondere Rechte nicht benutzt werden. Nimm einen ab 1024, etwa"),
        (errno.EADDRNOTAVAIL, "en", 8000, "This machine gives no address 127.0.0.1 to serve at (not here)."),
        (errno.EADDRNOTAVAIL, "de", 8000, "Auf diesem Rechner gibt es die Adresse 127.0.0.1 nicht (not here)."),
    ],
)
def test_an_address_the_system_refuses(
    number: int, language: str, port: int, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Refusing, "failure", OSError(number, "not here"))
    monkeypatch.setattr(serving.socket, "socket", _Refusing)
    code, out, err = ended("serve", tmp_path, "--port", port, language=language)
    assert (code, out) == (2, "")
    assert err.startswith(told)
    assert ("--port 8001" in err) == (number == errno.EACCES)


@pytest.mark.parametrize("port", ["0", "65536", "web"])
def test_a_port_that_is_none(tmp_path: Path, port: str) -> None:
    code, _, err = ended("serve", tmp_path, PORT=port)
    assert code == 2
    assert "Error: Invalid value for '--port'" in err


# ---- serve


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "team.example", ""])
def test_a_folder_is_served_on_this_machine_alone(tmp_path: Path, host: str) -> None:
    code, out, err = ended("serve", tmp_path, "--host", host, "--port", free_port())
    assert (code, out) == (2, "")
    assert "ask nobody who they are" in err
    assert "fragen niemanden" in ended("serve", tmp_path, "--host", host, language="de")[2]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_no_stranger(tmp_path: Path, host: str) -> None:
    assert "no roster in this folder" in ended("serve", tmp_path, "--host", host, "--port", free_port())[2]


def test_serve_without_a_roster(tmp_path: Path) -> None:
    code, out, err = ended("serve", tmp_path, "--port", free_port())
    assert (code, out) == (2, "")
    assert f"There is no roster in this folder. Plan one into it: planner plan TEAM --out {tmp_path}" in err
    assert "Invalid value for 'FOLDER'" in ended("serve", tmp_path / "nowhere")[2]


def test_serve_with_a_roster_that_cannot_be_read(own: Path) -> None:
    (own / "roster.xlsx").write_bytes(b"no workbook")
    code, out, err = ended("serve", own, "--port", free_port())
    assert (code, out) == (2, "")
    assert "roster.xlsx: This file is no workbook." in err


def test_a_calendar_link_made_on_the_page_works_and_leads_back(own: Path) -> None:
    edit_roster(own, put("Ben", 24, "L"))
    with running("--language", "de", "serve", own, "--port", free_port(), **{BEGINS_AT: NOW.isoformat()}) as server:
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        with browser.open(f"{server.address}/calendars/", timeout=30) as answer:
            (token, *_) = re.findall(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
        form = urlencode({"csrf_token": token, "whose": "person:Ben", "label": "phone"}).encode()
        with browser.open(f"{server.address}/calendars/", form, timeout=30) as answer:
            (address, *_) = re.findall(rf"{server.address}(/ical/[\w-]+\.ics)", answer.read().decode())
        status, calendar = server.get(address)
        assert status == 200
        # Edited by hand after it was planned, linked to this server, and still in the language it was planned in.
        assert "DTSTART:20261224T130000Z" in calendar
        assert f"URL:{server.address}/day/2026-12-24" in calendar.replace("\r\n ", "")
        assert "SUMMARY:Late" in calendar
        assert "NAME:Roster Ben" in calendar
        assert server.stop()[0] == 0


@pytest.mark.usefixtures("from_now_on")
def test_a_later_plan_keeps_the_address_that_the_feeds_were_served_at(own: Path) -> None:
    desk = bootstrap.desk(own, "en", "http://127.0.0.1:4711")
    desk.publish("en")
    report = desk.report()
    assert report is not None
    bootstrap.save(report, own, "en")
    assert b"http://127.0.0.1:4711/day/" in desk.feeds.body("person", "Ana")
    assert b"http://127.0.0.1:4711/day/" in (own / "ical" / "ana.ics").read_bytes()


def test_publishing_again_changes_nothing_while_nothing_changed(own: Path) -> None:
    edit_roster(own, put("Ben", 24, "L"))
    first, second = (bootstrap.desk(own, "en", "http://127.0.0.1:4711") for _ in range(2))
    first.publish("en")
    before = first.feeds.body("person", "Ben")
    second.publish("de")
    assert second.feeds.body("person", "Ben") == before


# ---- day by day


class _Nights(Event):
    """Stands for waiting: sets the clock on by some hours each time, and stops after the last."""

    def __init__(self, clock: StandingClock, hours: list[float]) -> None:
        super().__init__()
        self._clock, self._hours = clock, hours

    def wait(self, timeout: float | None = None) -> bool:
        if not self._hours:
            return True
        self._clock.pass_time(hours=self._hours.pop(0))
        return False


def followed(feeds: object, clock: StandingClock, hours: list[float]) -> None:
    def today() -> date:
        return clock.now().date()

    serving.follow_days(cast(Feeds, feeds).move_window, cast(Callable[[], date], today), _Nights(clock, hours))


def test_the_window_of_the_feeds_follows_the_date(tmp_path: Path) -> None:
    clock = StandingClock(datetime(2026, 12, 1, 9, tzinfo=UTC))
    feeds = make_feeds(tmp_path, clock)
    feeds.publish(FEED_TEAM, roster(shift(MARA, date(2026, 12, 20), EARLY)), "en")
    assert feeds.body("person", "Mara Maier").count(b"BEGIN:VEVENT") == 1
    followed(feeds, clock, [24.0] * 79)
    assert clock.now().date() == date(2027, 2, 18)
    assert feeds.body("person", "Mara Maier").count(b"BEGIN:VEVENT") == 1
    followed(feeds, clock, [24.0])
    assert feeds.body("person", "Mara Maier").count(b"BEGIN:VEVENT") == 0


class _Moves:
    def __init__(self, failures: int = 0) -> None:
        self.times, self._failures = 0, failures

    def move_window(self) -> None:
        self.times += 1
        if self.times <= self._failures:
            raise OSError("disk full")


def test_it_is_moved_once_a_day() -> None:
    clock, moves = StandingClock(datetime(2026, 12, 1, 9, tzinfo=UTC)), _Moves()
    followed(moves, clock, [1.0] * 14)
    assert moves.times == 0
    followed(moves, clock, [1.0] * 24)
    assert moves.times == 1
    # Asleep for three days: once is enough.
    followed(moves, clock, [72.0, 0.1, 0.1])
    assert moves.times == 2


def test_a_failure_is_logged_and_tried_again(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr()
    clock, moves = StandingClock(datetime(2026, 12, 1, 9, tzinfo=UTC)), _Moves(failures=2)
    followed(moves, clock, [24.0, 0.1, 0.1, 0.1])
    assert moves.times == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("OSError: disk full") == 2
    assert "Traceback" not in shown.err
