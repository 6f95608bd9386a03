"""A board of any run of whole weeks in place of a month: its dates, weeks, weekends and calendars, and what counts."""

from datetime import date, timedelta

import pytest

from planner.board import Board
from planner.domain.days import DayKind
from planner.rules.max_days_in_row import MaxDaysInRow
from planner.rules.max_weekends import MaxWeekends
from solver.limits import Limit
from tests.planner.small_teams import small_board, small_team

TEAM = small_team(
    people={"Ana": {"limits": {"max_weekends": 3, "max_days_in_row": 5}}, "Ben": {}},
    shifts={"E": "06:00-14:00", "H": {"times": "06:00-14:00", "day_kinds": ["holiday"]}},
    past_shifts={"Ana": {date(2026, 12, 6): "E"}},
)


def over_new_year() -> Board:
    """Six weeks from Monday 7 December 2026 to Sunday 17 January 2027."""
    return Board(TEAM, 2026, 12, days=42)


def test_dates_weeks_and_weekends_go_on_past_the_month() -> None:
    board = over_new_year()

    assert (board.days[0], board.days[-1], len(board.days)) == (date(2026, 12, 7), date(2027, 1, 17), 42)
    assert board.weeks == [tuple(board.days[i : i + 7]) for i in range(0, 42, 7)]
    assert board.weekends == [(board.days[i + 5], board.days[i + 6]) for i in range(0, 42, 7)]
    assert board.horizon == (date(2026, 12, 6), date(2027, 1, 17))
    assert [day for day in board.days if "H" in board.offered[day]] == [
        *(date(2026, 12, day) for day in (8, 25, 26)),
        *(date(2027, 1, day) for day in (1, 6)),
    ]
    assert len(board.cells_of_day[date(2027, 1, 6)]) == 4


def test_rules_count_over_the_whole_run() -> None:
    def of_ana(rule: MaxWeekends | MaxDaysInRow, board: Board) -> list[Limit]:
        return [limit for limit in rule.limits(board) if limit.subject.person == 0]  # type: ignore[attr-defined]

    (weekends,) = of_ana(MaxWeekends(), over_new_year())
    rows = of_ana(MaxDaysInRow(), over_new_year())

    assert (len(weekends.atoms), weekends.high) == (6, 3)
    # A window of six days for each of its last days; the Sunday before is known, so the first ends on Friday.
    assert [row.subject.day for row in rows] == [date(2026, 12, 11) + timedelta(days=i) for i in range(38)]  # type: ignore[attr-defined]


def test_a_year_knows_the_calendars_of_three() -> None:
    # The first Monday of December 2026 and 364 days on: Sunday 5 December 2027.
    board = Board(TEAM, 2026, 12, days=364)

    assert board.days[-1] == date(2027, 12, 5)
    assert len(board.weekends) == len(board.weeks) == 52
    assert board.kind(date(2027, 10, 26)) is DayKind.HOLIDAY
    assert board.kind_for(0, date(2028, 1, 1)) is DayKind.HOLIDAY


def test_a_month_is_what_it_was() -> None:
    board = small_board(people={"Ana": {}}, shifts={"E": "06:00-14:00"})

    assert (board.days[0], board.days[-1]) == (date(2026, 12, 1), date(2026, 12, 31))


@pytest.mark.parametrize("days", [13, 365])
def test_runs_too_short_or_too_long_are_refused(days: int) -> None:
    with pytest.raises(ValueError, match=f"{days} days from 2026-12-07; a board has 14 to 364"):
        Board(TEAM, 2026, 12, days=days)
    Board(TEAM, 2026, 12, days=14)
