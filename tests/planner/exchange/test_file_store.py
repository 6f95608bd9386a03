"""Saving is all or nothing, and what was saved is found again."""

from pathlib import Path

import pytest

from planner.exchange import file_store
from planner.exchange.calendar_feed import PRODID
from planner.exchange.file_store import FileStore, save_template
from planner.exchange.team_import import read_team
from planner.ports import Store
from planner.problems import InputProblems
from planner.reporting.report import Report
from tests.planner.exchange.roster_reports import TEAM, report_of, roster_of

FILES = [
    "csv/fairness.csv", "csv/gaps.csv", "csv/hours.csv", "csv/month_end.csv", "csv/shifts.csv",
    "roster.xlsx", "team.xlsx",
]  # fmt: skip


def listing(folder: Path) -> list[str]:
    """All files below a folder, hidden ones too."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_saves_and_finds_again(tmp_path: Path) -> None:
    store: Store = FileStore("de")
    folder = tmp_path / "deep" / "out"
    written = store.save(report_of(), str(folder))
    assert sorted(path.relative_to(folder).as_posix() for path in written) == FILES
    assert listing(tmp_path) == [f"deep/out/{name}" for name in FILES]
    assert store.roster(str(folder), TEAM) == roster_of()
    assert store.roster(str(folder / "roster.xlsx"), TEAM) == roster_of()


def test_other_files_stay_and_extra_files_come_along(tmp_path: Path) -> None:
    (tmp_path / "out" / "csv").mkdir(parents=True)
    (tmp_path / "out" / "notes.txt").write_text("mine")
    (tmp_path / "out" / "csv" / "gaps.csv").write_text("old")
    FileStore("en").save(report_of(), str(tmp_path / "out"), {"ical/team.ics": b"BEGIN"})
    assert listing(tmp_path / "out") == sorted([*FILES, "ical/team.ics", "notes.txt"])
    assert (tmp_path / "out" / "ical" / "team.ics").read_bytes() == b"BEGIN"
    assert (tmp_path / "out" / "csv" / "gaps.csv").read_bytes() != b"old"
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["../out.ics", "/etc/out.ics", "ical/../../x", "roster.xlsx", "team.xlsx"])
def test_extra_files_stay_inside(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="cannot be kept"):
        FileStore("en").save(report_of(), str(tmp_path / "out"), {name: b""})
    assert listing(tmp_path) == []


def test_nothing_changes_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(report: Report, path: Path, language: str) -> None:
        path.write_bytes(b"half")
        raise RuntimeError("disk")

    FileStore("de").save(report_of(), str(tmp_path / "out"))
    before = {name: (tmp_path / "out" / name).read_bytes() for name in FILES}
    monkeypatch.setattr(file_store, "write_roster", fail)
    with pytest.raises(RuntimeError):
        FileStore("en").save(report_of(), str(tmp_path / "out"))
    assert listing(tmp_path) == [f"out/{name}" for name in FILES]
    assert {name: (tmp_path / "out" / name).read_bytes() for name in FILES} == before


def test_nothing_changes_when_a_file_cannot_be_replaced(tmp_path: Path) -> None:
    out = tmp_path / "out"
    FileStore("de").save(report_of(), str(out))
    before = {name: (out / name).read_bytes() for name in FILES}
    # A folder in the way of the last file: the workbook and the CSV files were moved already.
    (out / "ical").write_text("in the way")
    with pytest.raises(InputProblems) as caught:
        FileStore("en").save(report_of(), str(out), {"ical/team.ics": b""})
    assert caught.value.problems[0].place.endswith("team.ics")
    assert listing(tmp_path) == sorted([f"out/{name}" for name in FILES] + ["out/ical"])
    assert {name: (out / name).read_bytes() for name in FILES} == before


def test_a_roster_that_is_not_there(tmp_path: Path) -> None:
    for ref in (tmp_path, tmp_path / "roster.xlsx"):
        with pytest.raises(InputProblems) as caught:
            FileStore("de").roster(str(ref), TEAM)
        assert caught.value.problems[0].place.endswith("roster.xlsx")


def test_stale_calendars_go_with_the_rest_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ours, theirs = f"BEGIN:VCALENDAR\r\nPRODID:{PRODID}\r\n".encode(), b"BEGIN:VCALENDAR\r\nPRODID:club\r\n"
    FileStore("en").save(report_of(), str(out), {"ical/ana.ics": ours, "ical/gone.ics": ours})
    (out / "ical" / "club.ics").write_bytes(theirs)
    (out / "gone.ics").write_bytes(ours)
    (out / "x").write_text("in the way")
    with pytest.raises(InputProblems):
        FileStore("en").save(report_of(), str(out), {"ical/ana.ics": b"new", "x/y.ics": b""})
    assert (out / "ical" / "gone.ics").read_bytes() == (out / "ical" / "ana.ics").read_bytes() == ours
    FileStore("en").save(report_of(), str(out), {"ical/ana.ics": b"new"})
    assert listing(out / "ical") == ["ana.ics", "club.ics"]
    assert (out / "gone.ics").exists()


def test_a_template_is_all_or_nothing_too(tmp_path: Path) -> None:
    save_template(tmp_path / "new" / "team.xlsx", "de")
    assert read_team(tmp_path / "new" / "team.xlsx").managers
    (tmp_path / "file").write_text("")
    for taken in ("new/team.xlsx", "new", "file/team.xlsx"):
        with pytest.raises(InputProblems):
            save_template(tmp_path / taken, "en")
