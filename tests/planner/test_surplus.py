"""Shifts beyond what is wanted: one less, as many, one more."""

from typing import Any
from uuid import uuid4

import pytest

from planner.domain.roster import Assignment, Roster
from planner.reporting.report_maker import make_report
from tests.planner.small_teams import places_of, small_board

SHIFTS = {"E": {"times": "08:00-14:00"}, "L": {"times": "13:00-20:00"}, "N": {"times": "20:00-08:00"},
          "C": {"times": "08:00-20:00", "on_call": True}}  # fmt: skip
PEOPLE: dict[str, dict[str, Any]] = {"Ana": {"skills": {"Crisis": 2}}, "Ben": {}, "Cleo": {}}


def surplus(roster: dict[str, dict[int, Any]], *demand: dict[str, Any]) -> dict[int, int]:
    """Date -> shifts beyond what is wanted, where there are any."""
    board = small_board(people=PEOPLE, shifts=SHIFTS, demand=demand, roster=roster)
    rows = tuple(Assignment(uuid4(), *place) for place in sorted(places_of(roster)))
    coverage = make_report(board, Roster("Small", 2026, 12, rows)).coverage
    return {row.day.day: row.surplus for row in coverage if row.surplus}


@pytest.mark.parametrize(("target", "more"), [(1, {16: 1}), (2, {}), (3, {})])
def test_who_is_there_beyond_the_target(target: int, more: dict[int, int]) -> None:
    assert surplus({"Ana": {16: "E"}, "Ben": {16: "E"}}, {"when": 16, "shift": "E", "target": target}) == more


def test_shifts_that_overlap_for_an_hour_are_all_needed() -> None:
    band = {"when": 16, "times": "08:00-20:00", "target": 1}
    assert surplus({"Ana": {16: "E"}, "Ben": {16: "L"}}, band) == {}
    assert surplus({"Ana": {16: "E"}, "Ben": {16: "L"}, "Cleo": {16: "L"}}, band) == {16: 1}


def test_whoever_brings_a_skill_that_is_wanted_is_needed() -> None:
    people = {"when": 16, "shift": "E", "target": 1}
    skilled = {"when": 16, "times": "08:00-14:00", "skill": "Crisis", "level": 2, "target": 1}
    assert surplus({"Ana": {16: "E"}, "Ben": {16: "E"}}, people, skilled) == {16: 1}
    assert surplus({"Ana": {16: "E"}}, people, skilled) == {}


def test_a_night_is_needed_on_the_next_morning() -> None:
    morning = {"when": 17, "times": "06:00-08:00", "target": 1}
    assert surplus({"Ana": {16: "N"}}, morning) == {}
    assert surplus({"Ana": {16: "N"}, "Ben": {16: "N"}}, morning) == {16: 1}


def test_duty_is_no_surplus_and_work_that_nobody_asks_for_is() -> None:
    assert surplus({"Ana": {16: "C"}, "Ben": {16: "L"}}) == {16: 1}
