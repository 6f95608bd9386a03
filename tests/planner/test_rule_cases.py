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

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from planner.board import Board
from planner.check import Finding
from planner.domain.team import NEVER
from planner.messages import Message, render
from planner.rules.base import Breach, Rule
from planner.rules.catalogue import RULES, rule
from solver.limits import Limit
from tests.planner.small_teams import MONTH, day_of, findings_of, small_board

FOLDER = Path(__file__).parents[1] / "rules"
SHARED = ("shifts", "people", "facts", "month")


def _sheet(path: Path) -> dict[str, Any]:
    # The C loader is as safe and eight times as quick; every worker reads all files.
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)


def _cases() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for path in sorted(FOLDER.glob("*.yml")):
        sheet = _sheet(path)
        for case in sheet["cases"]:
            # What stands at the head of a file holds for all its cases that do not say otherwise.
            given = {**{key: sheet[key] for key in SHARED if key in sheet}, **case}
            given["facts"] = {**(sheet.get("facts") or {}), **(case.get("facts") or {})}
            found.append((sheet["rule"], {"roster": {}, "published": {}, "month": MONTH, **given}))
    return found


CASES = _cases()
NUMBERS = [pytest.param(number, id=f"{code}: {case['name']}") for number, (code, case) in enumerate(CASES)]


@cache
def _board(number: int) -> Board:
    case = CASES[number][1]
    return small_board(
        **{key: case[key] for key in ("month", "people", "shifts", "roster", "published")},
        today=case.get("today"),
        **case["facts"],
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


@pytest.mark.parametrize("number", NUMBERS)
def test_case(number: int) -> None:
    code, case = CASES[number]
    found = [_shown(finding) for finding in findings_of(_board(number), case["roster"], rule(code))]
    wanted = [
        {**breach, **({"day": day_of(breach["day"], case["month"])} if "day" in breach else {})}
        for breach in case["breaches"]
    ]

    assert not [breach for breach in found if "{" in f"{breach['text']}{breach['german']}"]
    for at, breach in enumerate(wanted[: len(found)]):
        found[at] = {key: found[at][key] for key in breach}
    assert found == wanted


@pytest.mark.parametrize("code", sorted({code for code, _ in CASES}))
def test_empty_plan_breaks_no_hard_rule(code: str) -> None:
    for number in _numbers(code):
        board = _board(number)
        hard = [it for it in RULES if it.price_on(board) == NEVER]
        broken = {finding.rule for finding in findings_of(board, {}, *hard) if finding.hard}

        assert broken == ({code} if CASES[number][1].get("past_breaks") else set())


@pytest.mark.parametrize("it", RULES, ids=lambda it: it.code)
def test_every_rule_has_cases_that_pass_and_that_fail(it: Rule) -> None:
    breaches = [CASES[number][1]["breaches"] for number in _numbers(it.code)]

    assert len(breaches) >= 3
    assert [] in breaches
    assert any(breaches)


@pytest.mark.parametrize("by", [-1, 1])
@pytest.mark.parametrize("it", [it for it in RULES if it.price == NEVER], ids=lambda it: it.code)
def test_a_bound_moved_by_one_is_caught(it: Rule, by: int) -> None:
    class Moved(type(it)):  # type: ignore[misc]
        def limits(self, board: Board) -> Iterator[Limit]:
            for limit in super().limits(board):
                yield replace(limit, high=limit.high + by)

        def message(self, board: Board, breach: Breach) -> Message:
            return Message(self.text)

        def figures(self, board: Board, breach: Breach) -> tuple[object, object]:
            return breach.value, breach.bound

    changes = [
        len(findings_of(_board(number), CASES[number][1]["roster"], Moved())) - len(CASES[number][1]["breaches"])
        for number in _numbers(it.code)
    ]

    assert min(changes) < 0 if by > 0 else max(changes) > 0


def _numbers(code: str) -> list[int]:
    return [number for number, case in enumerate(CASES) if case[0] == code]


def test_files_are_named_after_rules() -> None:
    named = {path.stem: _sheet(path)["rule"] for path in FOLDER.glob("*.yml")}

    assert named == {stem: stem for stem in named}
    assert set(named) <= {it.code for it in RULES}
