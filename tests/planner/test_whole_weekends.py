"""A weekend worked by half is told as one day of two, not by what its limit adds up."""

import pytest

from planner.messages import words
from planner.rules.whole_weekends import WholeWeekends
from tests.planner.small_teams import findings_of, small_board


@pytest.mark.parametrize("day", [5, 6], ids=["Saturday", "Sunday"])
def test_measured_and_limit_are_days_of_the_weekend(day: int) -> None:
    roster = {"Ana": {day: "E"}}
    board = small_board(shifts={"E": "06:00-14:00"}, people={"Ana": {}}, roster=roster)
    (found,) = findings_of(board, roster, WholeWeekends())
    assert [words(figure, "en") for figure in found.figures] == ["1 day", "2 days"]
