"""The table of bench.journeys out of given visits: worst clicks, median seconds, and whether that is what is wanted."""

import sys
from pathlib import Path

import pytest

from bench import journeys, machine
from bench.journeys import GAP, WANTED, Taken, lines, places_for
from bench.samples import SAMPLES
from planner.services.planning import reported
from tests.e2e.worked_house import draft_open_on

#: Every journey just as it is wanted.
GOOD = {
    name: Taken(wanted.screens or 0, wanted.clicks or 0, 0, {"done": 1.0, **wanted.within_s}, "3 of 84 shifts changed")
    for name, wanted in WANTED.items()
}


def rows(*visits: dict[str, Taken]) -> dict[str, list[str]]:
    found = [line.strip("| ").split(" | ") for line in lines(visits, 12) if line.startswith("| ")]
    return {row[0]: row[1:] for row in found[1:]}


def test_what_is_just_as_wanted_is_kept() -> None:
    found = rows(GOOD)
    assert found.keys() == WANTED.keys()
    assert all(row[-1].endswith(": kept") for row in found.values())
    assert found["Publish"] == ["1", "2", "0", "done 20.0, differences 20.0", "1 / 2, differences 20, done 20: kept"]
    assert "3 of 84 shifts changed" in "\n".join(lines([GOOD], 12))


@pytest.mark.parametrize(
    "worse",
    [
        Taken(2, 2, 0, {"differences": 1.0, "done": 2.0}),
        Taken(1, 3, 0, {"differences": 1.0, "done": 2.0}),
        Taken(1, 2, 0, {"differences": 1.0, "done": 20.1}),
    ],
)
def test_one_more_of_anything_is_missed(worse: Taken) -> None:
    assert rows({**GOOD, "Publish": worse})["Publish"][-1].endswith(": missed")


def test_seconds_are_medians_and_clicks_the_worst_visit() -> None:
    slow, other = (Taken(1, clicks, 0, {"differences": s, "done": s}) for clicks, s in ((2, 90.0), (3, 4.0)))
    row = rows(GOOD | {"Publish": Taken(1, 2, 0, {"differences": 2.0, "done": 2.0})},
               {**GOOD, "Publish": slow}, {**GOOD, "Publish": other})["Publish"]  # fmt: skip
    assert row[1:4] == ["3", "0", "differences 4.0, done 4.0"]


def test_the_draft_has_what_the_journeys_need() -> None:
    team = SAMPLES[journeys.SAMPLE]()
    roster = draft_open_on(team, GAP)
    report = reported(team, roster)
    assert any(not one.reasons for gap in report.gaps if gap.day == GAP for one in gap.obstacles)
    (person, day), (other, same) = places_for(roster)
    assert day == same
    busy = {one.person for one in roster.assignments if one.day.day == day}
    assert (person in busy, other in busy) == (True, False)


def test_the_report_is_printed_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(journeys, "measured", lambda _team, visits: asked.append(visits) or [GOOD])
    monkeypatch.setattr(machine, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(sys, "argv", ["bench.journeys", "--visits", "2"])
    journeys.main()
    (kept,) = (tmp_path / "results").iterdir()
    assert kept.name.startswith("journeys-")
    assert kept.read_text("utf-8") == capsys.readouterr().out
    assert asked == [2]
