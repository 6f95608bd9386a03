"""A served folder: edits by hand reach pages and calendars at once, and an unreadable file takes nothing away."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from planner import bootstrap
from planner.exchange.feed_files import FileFeedStore
from planner.logs import log_to_stderr
from planner.problems import InputProblems
from planner.services.desk import RosterDesk
from tests.planner.exchange.grid_edits import put
from tests.planner.planned_teams import edit_roster, plan, team_file

pytestmark = pytest.mark.usefixtures("from_now_on")

#: Ben on the late shift of the 24th, which the plan leaves empty.
ADDED = b"DTSTART:20261224T130000Z"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `planner plan` leaves it; for reading only."""
    folder = tmp_path_factory.mktemp("planned")
    plan(team_file(folder), folder / "out")
    return folder / "out"


@pytest.fixture
def own(planned: Path, tmp_path: Path) -> Path:
    """A copy of `planned`."""
    return shutil.copytree(planned, tmp_path / "own")


@pytest.fixture
def desk(own: Path) -> RosterDesk:
    """The folder as `serve` shows it."""
    found = bootstrap.desk(own, "en", "http://127.0.0.1:4711")
    found.publish("en")
    return found


@pytest.fixture
def token(desk: RosterDesk) -> str:
    return desk.feeds.new_link("person", "Ben", "phone")


def fetched(desk: RosterDesk, token: str) -> bytes:
    body = desk.fetch(token, "test")
    assert body is not None
    return body.data


def test_a_fetch_gives_what_was_edited_by_hand_meanwhile(own: Path, desk: RosterDesk, token: str) -> None:
    assert ADDED not in fetched(desk, token)
    edit_roster(own, put("Ben", 24, "L"))
    assert ADDED in fetched(desk, token)


def test_a_page_brings_the_edit_into_the_feeds(own: Path, desk: RosterDesk) -> None:
    edit_roster(own, put("Ben", 24, "L"))
    desk.report()
    assert ADDED in desk.feeds.body("person", "Ben")


def test_a_desk_that_never_published_leaves_the_feeds_alone(own: Path) -> None:
    desk = bootstrap.desk(own, "en", "http://127.0.0.1:4711")
    edit_roster(own, put("Ben", 24, "L"))
    desk.report()
    edit_roster(own, put("Ben", 25, "L"))
    desk.report()
    assert ADDED not in desk.feeds.body("person", "Ben")


def half_written(roster: Path) -> None:
    content = roster.read_bytes()
    roster.write_bytes(content[: len(content) // 2])


def emptied(roster: Path) -> None:
    roster.write_bytes(b"")


def gone(roster: Path) -> None:
    roster.unlink()


def nobody_of_that_name(roster: Path) -> None:
    edit_roster(roster.parent, put("Ben", 24, "no such shift"))


@pytest.mark.parametrize("damage", [half_written, emptied, gone, nobody_of_that_name])
def test_an_unreadable_roster_keeps_the_last_good_feed(
    damage: Callable[[Path], None], own: Path, desk: RosterDesk, token: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log_to_stderr()
    edit_roster(own, put("Ben", 24, "L"))
    good = fetched(desk, token)
    whole = (own / "roster.xlsx").read_bytes()
    damage(own / "roster.xlsx")
    assert fetched(desk, token) == good
    if damage is gone:
        assert desk.report() is None
    else:
        assert "calendars get what was read last" in capsys.readouterr().err
        with pytest.raises(InputProblems):
            desk.report()
    assert fetched(desk, token) == good
    (own / "roster.xlsx").write_bytes(whole)
    edit_roster(own, put("Ben", 25, "L"))
    assert b"DTSTART:20261225T130000Z" in fetched(desk, token)


def test_feeds_that_cannot_be_written_are_tried_again(
    own: Path, desk: RosterDesk, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    edit_roster(own, put("Ben", 24, "L"))
    with monkeypatch.context() as patched:
        patched.setattr(FileFeedStore, "publish", full)
        assert desk.report() is not None
        assert ADDED not in fetched(desk, token)
    assert ADDED in fetched(desk, token)


def test_files_that_did_not_change_are_neither_read_nor_published_again(
    own: Path, desk: RosterDesk, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desk.report()
    monkeypatch.setattr(FileFeedStore, "publish", None)
    fetched(desk, token)
    assert desk.report() is first
    os.utime(own / "team.xlsx", ns=(0, 0))
    monkeypatch.undo()
    assert desk.report() is not first
