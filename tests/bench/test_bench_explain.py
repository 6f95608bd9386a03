"""bench.explain on four people: a row for each kind of question, with answers that are counted."""

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bench import explain, machine
from bench.greedy import greedy_places
from bench.samples import SAMPLES
from planner.board import Board, Place
from planner.changing.changes import Changes
from planner.domain.team import Team


@pytest.fixture(scope="module")
def team() -> Team:
    return SAMPLES["4-short-team"]()


@pytest.fixture(scope="module")
def places(team: Team) -> frozenset[Place]:
    return greedy_places(Board(team, 2026, 12))


def test_each_kind_of_question_is_asked_as_often_as_is_told(team: Team, places: frozenset[Place]) -> None:
    text = list(explain.lines(team, places, 2))
    rows = [line.strip("| ").split(" | ") for line in text if line.startswith("| ")][1:]
    assert [row[:2] for row in rows] == [
        ["why me", "2"], ["why not her", "2"], ["wish not granted", "2"], ["not covered, and its mends", "2"],
    ]  # fmt: skip
    assert {len(row) for row in rows} == {9}
    assert rows[0][6:] == ["2 of 2", "2 of 2", "–"]
    assert rows[1][6:] == ["–", "–", "–"]
    assert all(re.fullmatch(r"\d of 2", proven) for proven in rows[2][6:8])
    assert f"4 people, {len(places)} shifts" in "\n".join(text)
    assert re.fullmatch(r"Slowest answer: \d+\.\d s \(wanted: 5 s, (kept|missed)\)\.", text[-1])


def test_what_is_not_proven_cheapest_is_told_with_its_bound() -> None:
    def told(bound: int, *, fewest: bool) -> explain.Told:
        by_tier = (0, 0, 0, 100)
        found = explain.Alternative(frozenset(), Changes(0, ()), by_tier, by_tier, 0, 2, fewest, bound, (), ())
        return explain.Told(1.0, 0.5, [found])

    asked = [told(100, fewest=True), told(70, fewest=True), told(90, fewest=True), told(0, fewest=False)]
    row = explain.row("why me", asked)
    assert row.endswith("| 3 of 4 | 1 of 4 | 30 points |")


def test_who_falls_ill_has_no_shift_left_that_day(team: Team, places: frozenset[Place]) -> None:
    ill, left = explain.fallen_ill(team, places, 3, explain.random.Random(1))
    new = set(ill.absences) - set(team.absences)
    assert len(new) == len(places) - len(left) == 3
    assert {(row.person, row.first) for row in new} == {place[:2] for place in places - left}


def test_the_report_is_printed_and_kept(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(explain, "SAMPLES", {explain.SAMPLE: lambda: replace(team, wishes=())})
    monkeypatch.setattr(explain, "ASKED", 1)
    monkeypatch.setattr(machine, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(sys, "argv", ["bench.explain", "--publish-seconds", "1"])
    explain.main()
    (kept,) = (tmp_path / "results").iterdir()
    assert kept.name.startswith("explain-")
    assert kept.read_text("utf-8") == capsys.readouterr().out
    assert "| wish not granted | 0 | 0.00 |" in kept.read_text("utf-8")
