"""Every rule against the cases of tests/rules/<code>.yml, which a team lead can read; their format:

    rule: rest
    cases:
      - name: eleven hours are enough
        month: 2026-12                                # optional; December 2026 begins on a Tuesday
        shifts: {E: "06:00-14:00", L: "11:00-19:00"}  # code: times, or its fields as a mapping
        people: {Ana: {}}                             # optional fields of Manager
        facts: {rules: {rest: {value: 660}}}          # any other fact that small_teams.small_team knows
        roster: {Ana: {1: L, 2: E}}                   # day of the month, or days "3-5"; one code or a list
        published: {Ana: {1: L}}                      # the roster published before
        today: 2
        breaches: []                                  # of this rule only, by date and person

A breach is a mapping with any of value, bound, amount, cost, person, day, hard, text, german. month, shifts, people
and facts may also stand at the head of the file, for all its cases. `past_breaks: true`: shifts worked before the
month break the rule by themselves.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from planner.board import Board
from planner.check import Finding, check
from planner.messages import render
from planner.rulebook import state_rules
from planner.rules.catalogue import RULES
from tests.planner.small_teams import MONTH, day_of, findings_of, small_board

FOLDER = Path(__file__).parents[1] / "rules"
SHARED = ("shifts", "people", "facts", "month")


def _cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yml")):
        sheet = yaml.safe_load(path.read_text("utf-8"))
        for case in sheet["cases"]:
            # What stands at the head of a file holds for all its cases that do not say otherwise.
            given = {**{key: sheet[key] for key in SHARED if key in sheet}, **case}
            given["facts"] = {**sheet.get("facts", {}), **case.get("facts", {})}
            found.append(pytest.param(sheet["rule"], given, id=f"{path.stem}: {case['name']}"))
    return found


CASES = _cases()


def _month(case: dict[str, Any]) -> str:
    return str(case.get("month", MONTH))


def _board(case: dict[str, Any]) -> Board:
    return small_board(
        month=_month(case),
        people=case["people"],
        shifts=case["shifts"],
        roster=case.get("roster") or {},
        published=case.get("published") or {},
        today=case.get("today"),
        **(case.get("facts") or {}),
    )


def _shown(finding: Finding) -> dict[str, object]:
    return {
        "value": finding.value,
        "bound": finding.bound,
        "amount": finding.amount,
        "cost": finding.cost,
        "hard": finding.hard,
        "person": finding.person,
        "day": finding.day,
        "text": render(finding.message, "en"),
        "german": render(finding.message, "de"),
    }


def _expected(breach: dict[str, Any], month: str) -> dict[str, object]:
    return {**breach, **({"day": day_of(breach["day"], month)} if "day" in breach else {})}


@pytest.mark.parametrize(("code", "case"), CASES)
def test_case(code: str, case: dict[str, Any]) -> None:
    found = [_shown(f) for f in findings_of(_board(case), code, case.get("roster") or {}, _month(case))]
    wanted = [_expected(breach, _month(case)) for breach in case["breaches"]]

    for at, breach in enumerate(found):
        assert "{" not in f"{breach['text']}{breach['german']}"
        if at < len(wanted):
            found[at] = {key: breach[key] for key in wanted[at]}
    assert found == wanted


@pytest.mark.parametrize(("code", "case"), CASES)
def test_empty_plan_breaks_no_hard_rule(code: str, case: dict[str, Any]) -> None:
    board = _board({**case, "roster": {}})
    broken = {finding.rule for finding in check(board, state_rules(board), frozenset()).hard}

    assert (broken == {code}) if case.get("past_breaks") else not broken


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_cases_that_pass_and_that_fail(rule: object) -> None:
    code = getattr(rule, "code")  # noqa: B009
    cases = [param.values[1] for param in CASES if param.values[0] == code]

    assert len(cases) >= 3
    assert any(not case["breaches"] for case in cases)
    assert any(case["breaches"] for case in cases)


def test_files_are_named_after_rules() -> None:
    named = {path.stem: yaml.safe_load(path.read_text("utf-8"))["rule"] for path in FOLDER.glob("*.yml")}

    assert named == {stem: stem for stem in named}
    assert set(named) <= {rule.code for rule in RULES}
