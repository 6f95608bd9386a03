"""bench.feeds_publish on four people: the yardstick first, then each step as a multiple of it."""

import re
import sys
from pathlib import Path

import pytest

from bench import feeds_publish, machine
from bench.samples import SAMPLES
from planner.domain.roster import Roster
from planner.domain.team import Team


@pytest.fixture(scope="module")
def team() -> Team:
    return SAMPLES["4-short-team"]()


@pytest.fixture(scope="module")
def roster(team: Team) -> Roster:
    return feeds_publish.greedy_roster(team, 2026, 12)


def test_the_roster_is_the_same_every_time(team: Team, roster: Roster) -> None:
    assert roster.assignments
    assert feeds_publish.greedy_roster(team, 2026, 12) == roster


def test_each_person_and_the_team_have_entries(team: Team, roster: Roster) -> None:
    entries = feeds_publish.entries(team, roster)
    own = [entry for entry in entries if entry.uid in {a.uid for a in roster.assignments}]
    assert len(own) == len(roster.assignments)
    assert len(entries) > len(own) + len(team.absences)


def test_the_yardstick_is_the_first_row(team: Team, roster: Roster) -> None:
    lines = feeds_publish.lines(team, roster)
    rows = [re.fullmatch(r"\| (.+) \| (\d+\.\d\d) \| (\d+\.\d\d) \| (\d+) \|", line) for line in lines]
    found = [row.groups() for row in rows if row]
    assert [row[0] for row in found] == [
        "icalendar writes the same entries once",
        "publish for the first time",
        "publish again, nothing changed",
        "publish again, a shift fewer",
        "files of the month to download",
        "move the window to the next day",
    ]
    assert found[0][2] == "1.00"
    assert all(int(row[3]) > 0 for row in found)
    assert f"4 people, {len(roster.assignments)} shifts" in "\n".join(lines)


def test_the_report_is_printed_and_kept(
    team: Team, roster: Roster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(feeds_publish, "report", lambda: feeds_publish.lines(team, roster))
    monkeypatch.setattr(machine, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(sys, "argv", ["bench.feeds_publish"])
    feeds_publish.main()
    (kept,) = (tmp_path / "results").iterdir()
    assert kept.name.startswith("feeds-publish-")
    assert kept.read_text("utf-8") == capsys.readouterr().out
