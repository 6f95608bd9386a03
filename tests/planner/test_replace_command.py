"""`planner replace` as a user types it, on a tiny team of Ana and Ben who share an early shift a day."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.planner.exchange.grid_edits import put
from tests.planner.planned_teams import edit_roster, plan, run, team_file


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tiny.xlsx and a roster in out/ in which Ana works Early on the 16th and nobody else does."""
    folder = tmp_path_factory.mktemp("replace")
    plan(team_file(folder), folder / "out")
    edit_roster(folder / "out", *(put(name, day, None) for name in ("Ana", "Ben") for day in range(1, 32)))
    edit_roster(folder / "out", put("Ana", 16, "E"), put("Ben", 15, "L"))
    return folder


def _replace(planned: Path, *more: object, language: str = "en") -> Result:
    return run("replace", planned / "tiny.xlsx", planned / "out", *more, language=language)


def _data(planned: Path, *more: object) -> Any:
    result = _replace(planned, *more, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_ranking_in_lines(planned: Path) -> None:
    result = _replace(planned, "--shift", "e", "--date", "2026-12-16", "--person", "ana")

    assert (result.exit_code, result.stderr) == (0, "")
    *told, cost = result.stdout.splitlines()
    assert cost.startswith("       wishes, fairness, contracts and changes, beside leaving it open: ")
    assert told == [
        "Early on Wed 16 Dec, without Ana",
        "  Wed 16 Dec, Early (08:00–14:00): 1 short of the minimum, 0 of 1 people",
        "  1. Ben steps in",
        "       rest 12 h; 75 h 45 min under the contract",
        "       coverage, beside leaving it open: 7,200 points cheaper",
    ]


def test_nobody_is_allowed(planned: Path) -> None:
    result = _replace(planned, "--shift", "E", "--date", "2026-12-24")

    assert result.stdout.splitlines() == [
        "Early on Thu 24 Dec, one more person",
        "  Thu 24 Dec, Early (08:00–14:00): 1 short of the minimum, 0 of 1 people",
        "Nobody can take it over without breaking a rule.",
        "  1. not allowed: Ana steps in",
        "       ! on leave, so Early on Thu 24 Dec can't be worked",
        "  2. not allowed: Ben steps in",
        "       ! on leave, so Early on Thu 24 Dec can't be worked",
    ]


def test_json_says_the_same_as_data(planned: Path) -> None:
    found = _data(planned, "--shift", "E", "--date", "2026-12-16", "--person", "Ana")

    assert (found["day"], found["shift"], found["person"]) == ("2026-12-16", "E", "Ana")
    (one,) = found["replacements"]
    assert (one["rank"], one["person"], one["way"]) == (1, "Ben", "steps in")
    assert (one["second"], one["gives_up"]) == (None, None)
    assert one["steps"] == [{"person": "Ben", "day": "2026-12-16", "shift": "E", "added": True}]
    assert one["legal"] == (not one["reasons"])
    assert (found["legal"], found["forbidden"]) == (int(one["legal"]), int(not one["legal"]))
    effect = one["effects"][0]
    assert (effect["rest_before_min"], effect["rest_after_min"]) == (None, 12 * 60)
    assert effect["balance_after_min"] - effect["balance_before_min"] == 360


def test_german(planned: Path) -> None:
    result = _replace(planned, "--shift", "L", "--date", "2026-12-17", language="de")

    assert result.stdout.splitlines()[:2] == ["Late am Do. 17. Dez., eine Person mehr", "  Auch so fehlt niemand."]
    assert "springt ein" in result.stdout


def test_unknown_names_are_told_with_the_known_ones(planned: Path) -> None:
    result = _replace(planned, "--shift", "Q", "--date", "2027-01-01", "--person", "Zoe")

    assert result.exit_code == 2
    for known in ("one of: Early (E), Late (L)", "from Tue 1 Dec 2026 to Thu 31 Dec 2026", "Choose one of: Ana, Ben"):
        assert known in result.stderr


def test_who_does_not_work_the_shift_cannot_fall_out_of_it(planned: Path) -> None:
    result = _replace(planned, "--shift", "E", "--date", "2026-12-16", "--person", "Ben")

    assert result.exit_code == 2
    assert "--person: “Ben” – Does not work Early on Wed 16 Dec. Choose one of: Ana." in result.stderr


def test_nobody_to_choose_from(planned: Path) -> None:
    result = _replace(planned, "--shift", "E", "--date", "2026-12-20", "--person", "Ben")

    assert "Leave --person out to look for one more person." in result.stderr
