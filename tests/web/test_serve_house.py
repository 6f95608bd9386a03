"""`planner serve` on a database: the way in for the first owner, a team brought in, and a month planned on the page."""

import re
import time
from collections.abc import Callable
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from planner import bootstrap
from planner.domain.job import Asked, JobState
from tests.planner.storage.fresh_file import file_with_tables
from tests.planner.worker_process import MONTH, PATIENCE_S, office_on
from tests.web.command_process import free_port, running
from tests.web.test_command import ended

_LINK = re.compile(r"http://127\.0\.0\.1:\d+(/welcome\S+)")
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_PASSWORD = "four words tell a story"
KILLS = 5


class Browser:
    """Keeps cookies, sends forms with their token."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        with self._opener.open(self._address + path, timeout=60) as answer:
            return unescape(answer.read().decode())

    def send(self, path: str, page: str, **fields: str) -> str:
        found = _TOKEN.search(page)
        assert found is not None
        data = urlencode({"csrf_token": found[1], **fields}).encode()
        with self._opener.open(self._address + path, data, timeout=60) as answer:
            return unescape(answer.read().decode())


def test_the_first_owner_comes_in_by_the_printed_link_and_plans_a_month(tmp_path: Path) -> None:
    with bootstrap.demo_team() as team:
        assert ended("import", team, "--yes", DATA_FOLDER=str(tmp_path))[0] == 0
    with running("serve", "--port", free_port(), DATA_FOLDER=str(tmp_path)) as server:
        link = _LINK.search(server.shown)
        assert link is not None
        assert "Nobody has an account yet" in server.shown
        browser = Browser(server.address)
        assert "Sign in" in browser.get("/")
        page = browser.get(link[1])
        page = browser.send(link[1].split("?")[0], page, email="olga@example.com", name="Olga", password=_PASSWORD)
        assert "Café Lindner" in browser.get("/")
        month = "/teams/1/2026-12"
        assert "No roster yet" in browser.get(f"{month}/")
        page = browser.send(f"{month}/plan/", browser.get(f"{month}/plan/"))
        assert "December 2026" in page
        code, err = server.stop()
    assert code == 0
    assert "Traceback" not in err + server.shown
    with running("serve", "--port", free_port(), DATA_FOLDER=str(tmp_path)) as again:
        assert "Nobody has an account yet" not in again.shown
        assert Browser(again.address).get("/sign-in").count("<form") >= 1
        assert again.stop()[0] == 0


@pytest.mark.begins_first
def test_a_server_that_is_killed_five_times_while_it_plans_takes_the_plan_up_each_time(tmp_path: Path) -> None:
    """Server and worker are gone at once; the plan goes on from its row, and leaves one roster in the end."""
    office = office_on(file_with_tables(tmp_path / "planner.db"), tmp_path)
    serve = ("serve", "--port", free_port())
    best: tuple[int, ...] | None = None
    try:
        asked = office.ask(Asked(seconds=300, workers=1))
        for kill in range(1, KILLS + 1):
            with running(*serve, **office.environment) as server:
                # Some are killed as soon as they have taken it up, the others once they have told how it stands.
                _until(lambda n=kill: office.job.attempt == n and (n % 2 == 0 or office.job.standing is not None))
                server.kill()
            assert office.job.state.active
            found = office.job.standing
            assert best is None or (found is not None and found.costs <= best)
            best = found.costs if found else None
            office.sweep_later()
        assert best is not None
        with running(*serve, **office.environment) as again:
            _until(lambda: office.job.attempt == KILLS + 1)
            office.plans.stop(office.team, *MONTH)
            _until(lambda: not office.job.state.active)
            assert again.stop()[0] == 0
        assert (office.job.id, office.job.state, office.job.error) == (asked.id, JobState.STOPPED, None)
        assert office.versions() == [office.job.result]
    finally:
        office.close()


def _until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize(("url", "words"), [("mysql://h/n", "This kind of database"), ("nonsense", "no address of a")])
def test_a_database_that_cannot_be_is_told(tmp_path: Path, url: str, words: str) -> None:
    code, out, err = ended("serve", "--database", url, "--port", free_port(), DATA_FOLDER=str(tmp_path))
    assert (code, out) == (2, "")
    assert words in err
