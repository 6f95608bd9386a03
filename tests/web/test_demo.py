"""`planner demo`, which `make run` calls: planned once, kept in a database, and a link that leads to the month."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from planner import bootstrap
from planner.domain.drafts import VersionState
from planner.domain.roster import Roster
from planner.reporting.report import Report
from planner.services.planning import PlanRequest, reported
from planner.settings import Settings
from tests.web.command_process import Running, free_port, running
from tests.web.test_serve_house import Browser
from web.demo import sample_month

_LINK = re.compile(r"http://127\.0\.0\.1:\d+(/welcome/\S+)")
MONTH = "/teams/1/2026-12"


def stopped(server: Running) -> str:
    """What it wrote on stderr until Ctrl-C ended it well; its worker writes there too, whenever it has something."""
    code, err = server.stop()
    assert code == 0
    assert "Traceback" not in err + server.shown
    return err


@pytest.mark.begins_first
def test_the_first_owner_comes_by_the_link_to_the_month_and_what_they_do_is_kept(tmp_path: Path) -> None:
    out, port = tmp_path / "demo", free_port()
    with running("demo", "--out", out, "--seconds", 2, PORT=str(port)) as first:
        assert first.address == f"http://127.0.0.1:{port}"
        for shown in (f"{out}/roster.xlsx", "Coverage: ", "Hours against contract", "Fairness", "waits as a draft"):
            assert shown in first.shown
        assert _LINK.search(first.shown)
        status, page = first.get(f"{MONTH}/")
        assert (status, "Café Lindner" in page, 'type="password"' in page) == (200, False, True)
        assert "bound" in stopped(first)
    files = {path: path.read_bytes() for path in out.rglob("*.xlsx")}

    # Quick, without a plan or an import; the link is another one, as nobody has used it.
    with running("--language", "de", "demo", "--out", out, "--port", free_port()) as second:
        assert f"Der Monat ist schon geplant: {out}/planner.db" in second.shown
        assert "Besetzung: " in second.shown
        link = _LINK.search(second.shown)
        assert link is not None
        assert link[1].endswith(f"?next={MONTH}/")
        browser = Browser(second.address)
        fields = {"email": "olga@example.com", "name": "Olga", "password": "four words tell a story"}
        page = browser.send(link[1], browser.get(link[1]), **fields, next=f"{MONTH}/")
        assert 'data-state="draft"' in page
        # What can be done whatever was found in two seconds.
        browser.send(f"{MONTH}/edit/cell/2026-12-14/Ida%20Thaler", page, version="1", revision="0", verb="free")
        assert 'data-revision="1"' in browser.get(f"{MONTH}/")
        stopped(second)
    assert {path: path.read_bytes() for path in out.rglob("*.xlsx")} == files

    (out / "roster.xlsx").write_bytes(b"mine")
    with running("demo", "--out", out, "--port", free_port()) as third:
        assert third.get("/")[0] == 200
        stopped(third)
    assert "/welcome/" not in third.shown
    assert "Not as it was when the month was taken over: roster.xlsx." in third.shown
    assert f"delete {out} to begin anew" in third.shown
    with opened(out) as cases, cases.vault.reading() as records:
        assert [version.revision for version in records.versions(1, 2026, 12)] == [1]
    assert (out / "roster.xlsx").read_bytes() == b"mine"


# ---- what is kept, without searching for a roster


@contextmanager
def opened(folder: Path) -> Iterator[bootstrap.DatabaseUseCases]:
    """The use cases on the database of a folder."""
    settings = Settings.of({"DATA_FOLDER": str(folder)})
    with bootstrap.open_database(settings) as database:
        yield bootstrap.use_cases(settings, database, "en")


@pytest.fixture
def sample() -> Iterator[Path]:
    with bootstrap.demo_team() as workbook:
        yield Path(workbook)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "roster.xlsx").write_bytes(b"a roster")
    return tmp_path


def nobody_works(sample: Path) -> Report:
    team, month = bootstrap.planning("en").team_of(PlanRequest(str(sample)))
    return reported(team, Roster(team.name, *month, ()))


def never() -> Report:
    raise AssertionError("it was planned before")


def start(sample: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What a later start says."""
    with opened(folder) as cases:
        assert sample_month(cases, sample, folder, "en", never) == (1, (2026, 12))
    return capsys.readouterr().out


def test_a_start_that_was_stopped_before_the_month_was_kept_goes_on_with_its_team(sample: Path, folder: Path) -> None:
    with opened(folder) as cases:
        cases.importing.take_over(cases.importing.preview(str(sample), None, "en"), None)
        assert sample_month(cases, sample, folder, "en", lambda: nobody_works(sample)) == (1, (2026, 12))
        with cases.vault.reading() as records:
            assert list(records.teams()) == [1]
            assert [version.state for version in records.versions(1, 2026, 12)] == [VersionState.DRAFT]


def test_files_that_are_not_as_they_were_are_named_and_nothing_is_taken_from_them(
    sample: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(folder) as cases:
        sample_month(cases, sample, folder, "en", lambda: nobody_works(sample))
    capsys.readouterr()
    assert "Not as it was" not in start(sample, folder, capsys)
    newer = folder / sample.name
    newer.write_bytes(b"a newer sample")
    assert f"Not as it was when the month was taken over: {sample.name}." in start(newer, folder, capsys)
    (folder / "roster.xlsx").unlink()
    assert f"taken over: {sample.name}, roster.xlsx." in start(newer, folder, capsys)


def test_a_later_month_is_told_of_once_there_is_one(sample: Path, folder: Path) -> None:
    with opened(folder) as cases:
        sample_month(cases, sample, folder, "en", lambda: nobody_works(sample))
        january = replace(nobody_works(sample).roster, year=2027, month=1)
        cases.drafts.keep(1, january, None)
        assert sample_month(cases, sample, folder, "en", never) == (1, (2027, 1))
