"""Clashes in the words in which the team lead reads them."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from planner.asking.clashes import Clash, find_clashes
from planner.domain.team import Lock
from planner.messages import render
from tests.planner.planned_teams import TEAM, plan, run, team_file
from tests.planner.small_teams import small_board

SHIFTS = {
    "E": {"name": "Early", "times": "06:00-14:00", "break_min": 30},
    "M": {"name": "Mid", "times": "10:00-18:00", "break_min": 30},
    "L": {"name": "Late", "times": "14:00-22:00", "break_min": 30},
}
LONG_S = 600.0


def words(clash: Clash, language: str = "en") -> list[str]:
    """The members in words; > stands before what can be released."""
    return [("> " if member.mends else "") + render(member.message, language) for member in clash.members]


def clashes_among(**facts: Any) -> list[list[str]]:
    """The clashes of a small team, all shown minimal, with nothing left over."""
    found = find_clashes(small_board(**{"shifts": SHIFTS, "people": {"Ana": {}}, **facts}), LONG_S)
    assert found.complete
    assert all(clash.minimal for clash in found.found)
    return [words(clash) for clash in found.found]


def test_a_team_without_locks_clashes_with_nothing() -> None:
    assert clashes_among(people={"Ana": {}, "Ben": {}}, demand=[{"when": 9, "shift": "E", "minimum": 5}]) == []


def test_two_locks_at_one_time() -> None:
    assert clashes_among(locks={"Ana": {9: ["E", "M"]}}) == [
        [
            "> Ana is locked on Early on Wed 9 Dec",
            "> Ana is locked on Mid on Wed 9 Dec",
            "One shift at a time: Ana would work at the same time: Early on Wed 9 Dec, Mid on Wed 9 Dec",
        ]
    ]


def test_each_lock_on_leave_is_a_clash_of_its_own() -> None:
    assert clashes_among(locks={"Ana": {9: "E", 10: "L", 15: "E"}}, absences=[{"person": "Ana", "days": "8-12"}]) == [
        [
            "> Ana is locked on Early on Wed 9 Dec",
            "> Absence: Ana is on leave, so Early on Wed 9 Dec can't be worked",
        ],
        [
            "> Ana is locked on Late on Thu 10 Dec",
            "> Absence: Ana is on leave, so Late on Thu 10 Dec can't be worked",
        ],
    ]


def test_a_single_day_at_work_between_locked_free_days() -> None:
    hard = {"min_days_in_row": {"price": "hard", "value": 2}}

    assert clashes_among(locks={"Ana": {15: "", 16: "E", 17: ""}}, rules=hard) == [
        [
            "> Ana is locked as free on Tue 15 Dec",
            "> Ana is locked on Early on Wed 16 Dec",
            "> Ana is locked as free on Thu 17 Dec",
            "> Least days at work in a row: Ana: only 1 day at work in a row from Wed 16 Dec; 2 days are wished for "
            "(made hard by the team)",
        ]
    ]
    assert clashes_among(locks={"Ana": {15: "", 16: "E"}}, rules=hard) == []


def test_a_holiday_is_as_free_as_a_lock_makes_a_day() -> None:
    hard = {"min_days_in_row": {"price": "hard", "value": 2}}

    assert clashes_among(locks={"Ana": {9: "E", 10: ""}}, rules=hard) == [
        [
            "> Ana is locked on Early on Wed 9 Dec",
            "> Ana is locked as free on Thu 10 Dec",
            "> Least days at work in a row: Ana, 2 days, Tue 8 Dec – Thu 10 Dec (made hard by the team)",
            "> Work on public holidays: Ana, Tue 8 Dec",
        ]
    ]


def test_a_hard_minimum_and_too_few_people() -> None:
    facts: dict[str, Any] = {
        "people": {"Ana": {}, "Ben": {}},
        "demand": [{"when": 9, "shift": "E", "minimum": 2}],
        "rules": {"coverage_minimum": {"price": "hard"}},
    }

    assert clashes_among(**facts) == []
    assert clashes_among(**facts, absences=[{"person": "Ben", "days": 9}]) == [
        [
            "> Coverage: minimum: Wed 9 Dec, Early (06:00–14:00): people, at least 2 (made hard by the team)",
            "> Absence: Ben is on leave, so Early on Wed 9 Dec can't be worked",
        ]
    ]
    facts["demand"] = [{"when": 9, "shift": "E", "minimum": 3}]
    assert clashes_among(**facts) == [
        ["> Coverage: minimum: Wed 9 Dec, Early (06:00–14:00): people, at least 3 (made hard by the team)"]
    ]


def test_two_hard_minimums_that_take_the_same_people() -> None:
    found = clashes_among(
        people={"Ana": {}, "Ben": {}},
        demand=[{"when": 9, "shift": "E", "minimum": 1}, {"when": 9, "shift": "M", "minimum": 2}],
        rules={"coverage_minimum": {"price": "hard"}, "rest": {"price": 0}, "max_day": {"price": 0}},
    )

    # Either of the two may be needed for Early, so both are kept from being in two places.
    assert found == [
        [
            "> Coverage: minimum: Wed 9 Dec, Early (06:00–14:00): people, at least 1 (made hard by the team)",
            "> Coverage: minimum: Wed 9 Dec, Mid (10:00–18:00): people, at least 2 (made hard by the team)",
            "One shift at a time: Ana, Ben",
        ]
    ]


def test_a_lock_too_soon_after_last_month() -> None:
    assert clashes_among(past_shifts={"Ana": {"2026-11-30": "L"}}, locks={"Ana": {1: "E"}}) == [
        [
            "> Ana is locked on Early on Tue 1 Dec",
            "Ana worked Late on Mon 30 Nov",
            "> Rest between shifts: Ana: only 8 h of rest between Late on Mon 30 Nov and Early on Tue 1 Dec; "
            "11 h are needed",
        ]
    ]
    assert clashes_among(past_shifts={"Ana": {"2026-11-30": "L"}}, locks={"Ana": {1: "L"}}) == []


def test_a_lock_too_soon_after_a_published_day_that_is_over() -> None:
    facts: dict[str, Any] = {"published": {"Ana": {1: "E", 2: "L"}}, "locks": {"Ana": {3: "E"}}}

    assert clashes_among(**facts, today=3) == [
        [
            "> Ana is locked on Early on Thu 3 Dec",
            "Ana worked Late on Wed 2 Dec",
            "> Rest between shifts: Ana: only 8 h of rest between Late on Wed 2 Dec and Early on Thu 3 Dec; "
            "11 h are needed",
        ]
    ]
    assert clashes_among(**facts, today=2) == []


def test_a_locked_day_off_where_work_was_promised() -> None:
    hard = {"wishes": {"price": "hard"}}
    wish = {"person": "Ana", "days": 9, "shift": "E"}

    assert clashes_among(wishes=[wish], locks={"Ana": {9: ""}}, rules=hard) == [
        [
            "> Ana is locked as free on Wed 9 Dec",
            "> Wishes: Ana wants Early and does not have it on Wed 9 Dec (made hard by the team)",
        ]
    ]


@pytest.mark.parametrize(("week_h", "clashing"), [(32, False), (31, True)])
def test_hard_contract_minutes_and_fewer_hours_allowed(week_h: int, clashing: bool) -> None:
    # 160 h are owed. December touches five weeks, in which shifts of 8 h (no break) fill 5 * 32 h, or 5 * 24 h.
    found = clashes_among(
        shifts={"E": {"name": "Early", "times": "06:00-14:00"}},
        rules={"contract": {"price": "hard"}, "max_week": {"value": week_h * 60}, "break": {"price": 0}},
    )

    assert found == (
        [
            [
                "> Minutes of the contract: Ana, at least 160 h (made hard by the team)",
                # The whole weeks hold 3 * 24 h, the ten days outside them at most 80 h.
                "> Working time a week: Ana, 31 h, Mon 7 Dec – Sun 27 Dec",
            ]
        ]
        if clashing
        else []
    )


def test_clashes_in_german() -> None:
    board = small_board(
        people={"Ana": {}}, shifts=SHIFTS, locks={"Ana": {9: "E"}}, absences=[{"person": "Ana", "days": 9}]
    )

    assert [words(clash, "de") for clash in find_clashes(board, LONG_S).found] == [
        [
            "> Ana ist für Early am Mi. 9. Dez. fixiert",
            "> Abwesenheit: Ana ist im Urlaub, also geht Early am Mi. 9. Dez. nicht",
        ]
    ]


def test_what_is_not_looked_at_in_time_is_not_called_free_of_clashes() -> None:
    board = small_board(people={"Ana": {}}, shifts=SHIFTS, locks={"Ana": {9: ["E", "M"]}})

    result = find_clashes(board, 0.0)

    assert (result.found, result.complete) == ((), False)


# ---- the command


@pytest.fixture
def clashing(tmp_path: Path) -> Path:
    """The workbook of a team in which Ana is locked on a day of her leave."""
    return team_file(tmp_path, replace(TEAM, locks=(Lock("Ana", date(2026, 12, 24), "E"),)))


def test_the_command_prints_each_clash(clashing: Path) -> None:
    result = run("clashes", clashing)

    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.splitlines() == [
        "1. These can't all hold. Release any one marked > and the others can:",
        "   > Ana is locked on Early on Thu 24 Dec",
        "   > Absence: Ana is on leave, so Early on Thu 24 Dec can't be worked",
        "With the first of each released, everything else can hold together.",
    ]


def test_the_command_gives_plain_data(clashing: Path) -> None:
    result = run("clashes", clashing, "--json", language="de")

    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "complete": True,
        "clashes": [
            {
                "minimal": True,
                "members": [
                    {"text": "Ana ist für Early am Do. 24. Dez. fixiert", "mends": True},
                    {"text": "Abwesenheit: Ana ist im Urlaub, also geht Early am Do. 24. Dez. nicht", "mends": True},
                ],
            }
        ],
    }


def test_the_command_says_that_nothing_clashes(tmp_path: Path) -> None:
    result = run("clashes", team_file(tmp_path), "--month", "2026-12")

    assert result.exit_code == 0
    assert result.stdout == "Nothing clashes: all locks and hard rules can hold together.\n"


def test_the_command_counts_days_of_the_kept_roster_that_are_over(tmp_path: Path) -> None:
    team, out = team_file(tmp_path, replace(TEAM, locks=(Lock("Ana", date(2026, 12, 24), "E"),))), tmp_path / "out"
    plan(team, out)

    with time_machine.travel(datetime(2026, 12, 28, 9, tzinfo=UTC)):
        result = run("clashes", team, "--keep", out / "roster.xlsx")

    # The lock of the 24th is over and done with: what clashes now is the shift that was worked.
    assert result.exit_code == 1
    assert result.stdout.splitlines()[1:3] == [
        "     Ana worked Early on Thu 24 Dec",
        "   > Absence: Ana is on leave, so Early on Thu 24 Dec can't be worked",
    ]
