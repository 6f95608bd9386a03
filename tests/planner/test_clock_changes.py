"""The nights the clocks change, 28/29 March and 24/25 October 2026: true minutes of work and rest, to the minute."""

from typing import Any

import pytest

from planner.board import Board
from planner.check import check
from planner.rulebook import plan_of, state_rules
from tests.oracle import Month, judge
from tests.planner.agreement import of_checker, of_oracle
from tests.planner.small_teams import places_of, small_board

#: month, date on which the night shift begins, its elapsed minutes from 22:00 to 6:00.
SPRING = pytest.param("2026-03", 28, 420, id="an hour shorter")
AUTUMN = pytest.param("2026-10", 24, 540, id="an hour longer")
ORDINARY = pytest.param("2026-03", 26, 480, id="an ordinary night")
NIGHTS = (SPRING, AUTUMN, ORDINARY)
OFF_BY = pytest.mark.parametrize("off_by", [-1, 0, 1])


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _broken(code: str, month: str, shifts: dict[str, Any], roster: dict[Any, str], **facts: Any) -> list[int]:
    """Units by which Ana breaks a hard rule, once by the checker and once by the oracle, which must agree."""
    days = {"Ana": roster}
    board = small_board(month=month, people={"Ana": {}}, shifts=shifts, roster=days, **facts)
    places, columns = places_of(days, month), state_rules(board)
    by_oracle = of_oracle(judge(board.team, board.year, board.month, places)).get(code, {})
    assert of_checker(board, columns, places).get(code, {}) == by_oracle
    assert all(finding.hard for finding in check(board, columns, places).findings if finding.rule == code)
    return list(by_oracle.values())


def _night(board: Board, day: int) -> tuple[str, Any, str]:
    return "Ana", board.days[day - 1], "N"


@pytest.mark.parametrize(("month", "day", "elapsed_min"), NIGHTS)
@pytest.mark.parametrize("break_min", [0, 30])
def test_paid_minutes_are_elapsed_less_the_break(month: str, day: int, elapsed_min: int, break_min: int) -> None:
    shifts = {"N": {"times": "22:00-06:00", "break_min": break_min}}
    board = small_board(month=month, people={"Ana": {}}, shifts=shifts)
    place = _night(board, day)

    (shift,) = Month(board.team, board.year, board.month, [place]).shifts

    number = board.number(place)
    assert number is not None
    assert board.cells[number].paid_min == shift.paid_min == elapsed_min - break_min


@OFF_BY
@pytest.mark.parametrize(("month", "day", "elapsed_min"), NIGHTS)
def test_daily_minutes(month: str, day: int, elapsed_min: int, off_by: int) -> None:
    rules = {"max_day": {"value": elapsed_min - off_by}}

    broken = _broken("max_day", month, {"N": "22:00-06:00"}, {day: "N"}, rules=rules)

    assert broken == ([off_by] if off_by > 0 else [])


@OFF_BY
@pytest.mark.parametrize(("month", "day", "elapsed_min"), NIGHTS)
def test_weekly_minutes(month: str, day: int, elapsed_min: int, off_by: int) -> None:
    """Four nights of the week that ends with the change on Sunday morning: three of 8 h, and the changed one."""
    week = {day - 2: "N", day - 1: "N", day: "N"}
    rules = {"max_week": {"value": 960 + elapsed_min - off_by}}

    broken = _broken("max_week", month, {"N": "22:00-06:00"}, week, rules=rules)

    assert broken == ([off_by] if off_by > 0 else [])


@OFF_BY
@pytest.mark.parametrize(("month", "day", "elapsed_min"), NIGHTS)
def test_rest_over_the_night(month: str, day: int, elapsed_min: int, off_by: int) -> None:
    """Of the eleven hours before 9:00, the night from 22:00 to 6:00 gives what it really has; off_by minutes less."""
    end = 9 * 60 + 1440 - (660 - elapsed_min + 480) + off_by
    shifts = {"L": f"14:00-{_clock(end)}", "E": "09:00-13:00"}

    broken = _broken("rest", month, shifts, {day: "L", day + 1: "E"})

    assert broken == ([1] if off_by > 0 else [])


@OFF_BY
@pytest.mark.parametrize(("month", "saturday", "elapsed_min"), [SPRING, AUTUMN, pytest.param("2026-03", 21, 480)])
def test_weekly_rest_over_the_night(month: str, saturday: int, elapsed_min: int, off_by: int) -> None:
    """A week at work, then 36 h from Saturday evening to Monday, 6:00; off_by minutes less."""
    shifts = {"E": "08:00-16:00", "L": f"12:00-{_clock(18 * 60 + elapsed_min - 480 + off_by)}", "M": "06:00-14:00"}
    week = {f"{saturday - 5}-{saturday - 1}": "E", saturday: "L", saturday + 2: "M"}

    assert _broken("weekly_rest", month, shifts, week) == ([1] if off_by > 0 else [])


def test_plans_hold_the_night_in_elapsed_minutes() -> None:
    """Both changes in one year: 7 + 8 + 8 and 9 + 8 + 8 hours of three nights."""
    totals = []
    for month, day in (("2026-03", 28), ("2026-10", 24)):
        board = small_board(month=month, people={"Ana": {}}, shifts={"N": "22:00-06:00"})
        plan = plan_of(board, frozenset(_night(board, d) for d in (day - 2, day - 1, day)))
        totals.append(sum(cell.paid_min for cell, on in zip(board.cells, plan, strict=True) if on))

    assert totals == [1380, 1500]
