"""Rows that are too short are reported by their length and by what was wished for, not by what the limit adds up."""

import pytest

from planner.messages import words
from planner.rules.min_days_in_row import MinDaysInRow
from planner.rules.min_days_off import MinDaysOff
from planner.rules.short_rows import ShortRowRule
from tests.planner.small_teams import findings_of, small_board


@pytest.mark.parametrize(
    ("rule", "roster"),
    [(MinDaysInRow(), {2: "E", 3: "E", "9-12": "E"}), (MinDaysOff(), {"2-4": "E", "7-9": "E", "14-16": "E"})],
    ids=["at work", "off"],
)
def test_measured_and_limit_are_days_of_the_row(rule: ShortRowRule, roster: dict[int | str, str]) -> None:
    facts = {"rules": {rule.code: {"value": 3}}}
    board = small_board(shifts={"E": "06:00-14:00"}, people={"Ana": {}}, roster={"Ana": roster}, **facts)
    (found,) = findings_of(board, {"Ana": roster}, rule)
    assert [words(figure, "en") for figure in found.figures] == ["2 days", "3 days"]
