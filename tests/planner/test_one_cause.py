"""One missing person is one gap, however often cover is asked for."""

from typing import Any

import pytest

from planner.domain.roster import Roster
from planner.messages import render
from planner.reporting.report import Gap
from planner.reporting.report_maker import make_report
from tests.planner.small_teams import small_board

SHIFTS = {"E": {"times": "08:00-14:00"}, "L": {"times": "14:00-20:00"}}
LATE = {"when": 16, "shift": "L"}


def gaps(people: dict[str, dict[str, Any]] | None = None, **facts: Any) -> list[Gap]:
    """The gaps of a month in which nobody works."""
    people = people or {"Ana": {"channels": ["Chat"]}, "Ben": {"channels": ["Chat"]}}
    board = small_board(people=people, shifts=SHIFTS, **facts)
    return list(make_report(board, Roster("Small", 2026, 12, ())).gaps)


def told(found: list[Gap]) -> list[str]:
    return [render(gap.what, "en") for gap in found]


def opened(presence: int) -> list[dict[str, Any]]:
    return [{"channel": "Chat", "when": 16, "times": "14:00-20:00", "presence_min": presence}]


def test_a_shift_and_the_channel_that_it_looks_after_are_one_gap() -> None:
    found = gaps(opening_hours=opened(1), demand=[{**LATE, "minimum": 1, "target": 1}])
    assert told(found) == ["Wed 16 Dec, L (14:00–20:00): people"]


@pytest.mark.parametrize(("presence", "number"), [(1, 1), (2, 1), (3, 2)])
def test_a_band_that_asks_for_more_than_the_shift_stays_a_gap_of_its_own(presence: int, number: int) -> None:
    found = gaps(opening_hours=opened(presence), demand=[{**LATE, "minimum": 1, "target": 2}])
    assert len(found) == number
    assert [gap.wanted for gap in found if gap.shift] == [2]


def test_what_is_told_is_as_grave_as_what_is_not() -> None:
    found = gaps(opening_hours=opened(1), demand=[{**LATE, "target": 1}])
    assert [(gap.shift, gap.below_minimum) for gap in found] == [("L", True)]


def test_two_shifts_close_what_neither_closes_alone() -> None:
    shifts = {**SHIFTS, "K": {"times": "14:00-20:00"}}
    demand = [{"when": 16, "shift": code, "minimum": 1} for code in "KL"]
    board = small_board(people={"Ana": {}, "Ben": {}}, shifts=shifts,
                        demand=[*demand, {"when": 16, "times": "14:00-20:00", "minimum": 2}])  # fmt: skip
    found = make_report(board, Roster("Small", 2026, 12, ())).gaps
    assert sorted(gap.shift for gap in found) == ["K", "L"]


def test_whom_only_some_can_be_is_told_of_them() -> None:
    skilled = {"Ana": {"skills": {"Crisis": 2}}, "Ben": {}}
    demand = [{"when": 16, "times": "14:00-20:00", "minimum": 1},
              {"when": 16, "times": "14:00-20:00", "minimum": 1, "skill": "Crisis", "level": 2}]  # fmt: skip
    assert told(gaps(skilled, demand=demand)) == ["Wed 16 Dec 14:00–20:00: people with Crisis level 2"]
    # Nor is the shift told that somebody with the skill would fill, too.
    assert told(gaps(skilled, demand=[{**LATE, "minimum": 1}, demand[1]])) == [
        "Wed 16 Dec 14:00–20:00: people with Crisis level 2"
    ]


def test_another_time_is_another_gap() -> None:
    demand = [{**LATE, "minimum": 1}, {"when": 16, "times": "08:00-20:00", "minimum": 1}]
    assert told(gaps(demand=demand)) == ["Wed 16 Dec 08:00–14:00: people", "Wed 16 Dec, L (14:00–20:00): people"]
