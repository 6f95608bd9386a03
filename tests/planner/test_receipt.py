"""A person's receipt adds up, tells of others without names, and says why."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner

from planner.board import Board
from planner.cli import planner as command
from planner.domain.roster import Assignment, Roster
from planner.messages import render, words
from planner.reporting.receipt import MeasureReceipt, receipt
from planner.reporting.report import Report
from planner.reporting.report_maker import make_report
from tests.planner.small_teams import places_of, small_team

SHIFTS = {"E": "06:00-14:00", "L": "14:00-22:00"}
DEMAND = [{"when": kind, "shift": "E", "target": 1} for kind in ("saturday", "sunday")]
PEOPLE: dict[str, Any] = {"Ana": {}, "Ben": {}, "Cem": {}, "Dia": {"contract_min_week": 1200}}
CORRECTION = {"person": "Ana", "day": 1, "measure": "weekends", "hundredths": 100, "note": "Stood in for Ben"}


def report_of(roster: dict[str, Any], **facts: Any) -> Report:
    team = small_team(**{"people": PEOPLE, "shifts": SHIFTS, "demand": DEMAND, **facts})
    made = tuple(Assignment(UUID(int=i), *place) for i, place in enumerate(sorted(places_of(roster))))
    board = Board(team, 2026, 12, extra=places_of(roster))
    return make_report(board, Roster(team.name, 2026, 12, made))


def weekends(report: Report, person: str) -> MeasureReceipt:
    return next(one for one in receipt(report, person).measures if one.measure.key == "weekends")


def test_ledger_correction_and_month_add_up() -> None:
    report = report_of(
        {"Ana": {5: "E", 12: "E"}, "Ben": {19: "E"}, "Cem": {26: "E"}},
        carry_over={"Ana": {"ledger": {"weekends": -50}}}, ledger_corrections=[CORRECTION],
    )  # fmt: skip
    one = weekends(report, "Ana")

    # Four weekends among 3.5 full-time people: 8/7 for Ana, who brings half of one too little and is given one.
    assert (one.brought, [row.note for row in one.corrections]) == (-50, ["Stood in for Ben"])
    assert (one.carried, one.share, one.target, one.after) == (200, 115, 64, 135)
    for person in PEOPLE:
        for each in receipt(report, person).measures:
            corrected = sum(row.hundredths for row in each.corrections)
            assert each.after == each.brought + corrected + each.carried - each.share


def test_others_are_told_for_a_full_time_equivalent_without_names() -> None:
    report = report_of({"Ana": {5: "E", 12: "E"}, "Ben": {19: "E"}, "Dia": {26: "E"}})
    one = weekends(report, "Ana")

    # Ben 1, Cem 0, Dia 1 with half a contract: 0 to 2, the middle one 1; the team four with 3.5 contracts.
    assert one.others is not None
    assert (one.others.least, one.others.middle, one.others.most, one.others.mean) == (0, 100, 200, 114)
    assert one.mine == 200
    assert weekends(report, "Dia").mine == 200
    said = [render(reason, "en") for reason in one.reasons]
    assert not any(name in text for text in said for name in ("Ben", "Cem", "Dia"))


@pytest.mark.parametrize(("others", "told"), [(2, False), (3, True)])
def test_two_others_stay_untold(others: int, told: bool) -> None:
    report = report_of({"Ana": {5: "E"}}, people={name: {} for name in ["Ana", "Ben", "Cem", "Dia"][: others + 1]})
    one = weekends(report, "Ana")

    assert one.others is not None
    assert (one.others.least is not None) == told


@pytest.mark.parametrize(
    ("facts", "carried", "reasons"),
    [
        (
            {"carry_over": {"Ana": {"ledger": {"weekends": 150}}}},
            {5: "E"},
            [
                "The team carried 1 in all; by contract and days there 0.29 of it is the fair share.",
                "1.5 above fair shares before: the target is lower by that.",
                "The target is of what the month was expected to ask for, the fair share of what all really carried.",
                "2.21 above fair shares after this month: it counts in the months to come.",
            ],
        ),
        (
            {"availability": {"Ana": {"mon": "06:00-22:00"}}},
            {},
            ["No part this month: nothing of it is needed, or absences, availability or skills rule it out."],
        ),
    ],
)
def test_it_says_why(facts: dict[str, Any], carried: dict[int, str], reasons: list[str]) -> None:
    report = report_of({"Ana": carried}, **facts)
    assert [render(reason, "en") for reason in weekends(report, "Ana").reasons] == reasons


def test_who_is_away_all_month_has_nothing_to_compare() -> None:
    one = weekends(report_of({"Ben": {5: "E"}}, absences=[{"person": "Ana", "days": "1-31"}]), "Ana")

    assert (one.mine, one.share, one.target) == (None, 0, 0)


def test_basis_names_contract_and_days() -> None:
    report = report_of({}, absences=[{"person": "Dia", "days": "1-10"}])

    assert [render(message, "en") for message in receipt(report, "Dia").basis] == [
        "Contract: 20 h a week; the longest in the team is 40 h.",
        "With the team and not away: 21 of 31 days.",
    ]


def test_unpleasant_time_is_told_in_hours() -> None:
    report = report_of({"Ana": {5: "E", 7: "L"}})
    one = next(one for one in receipt(report, "Ana").measures if one.measure.key == "unpleasant")

    assert words(one.measure.words(one.carried), "en") == "10 h"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A planned example team, corrections included."""
    home = tmp_path_factory.mktemp("receipt")
    run = CliRunner()
    assert run.invoke(command, ["template", str(home / "t.xlsx")]).exit_code == 0
    planned = run.invoke(command, ["plan", str(home / "t.xlsx"), "--out", str(home / "r"), "--seconds", "1"])
    assert planned.exit_code == 0, planned.output
    return home / "r"


def test_command_prints_and_exports(folder: Path) -> None:
    run = CliRunner()
    printed = run.invoke(command, ["--language", "en", "receipt", str(folder), "--person", "mira novak"])
    assert printed.exit_code == 0, printed.output
    assert "Corrected by the lead on Tue 1 Dec: 1 (Stood in for Jonas in November)" in printed.output
    german = run.invoke(command, ["--language", "de", "receipt", str(folder), "--person", "Mira Novak"])
    assert "Von der Teamleitung korrigiert" in german.output

    told = json.loads(run.invoke(command, ["receipt", str(folder), "--person", "Mira Novak", "--json"]).output)
    for one in told["measures"]:
        corrected = sum(row["amount"] for row in one["corrections"])
        assert one["after"] == pytest.approx(one["before"] + corrected + one["carried"] - one["share"])


def test_command_names_whom_the_team_has(folder: Path) -> None:
    missing = CliRunner().invoke(command, ["--language", "en", "receipt", str(folder), "--person", "Nobody"])
    assert missing.exit_code == 2
    assert "Mira Novak" in missing.output
