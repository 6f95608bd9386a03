"""The weekly rest against a reading of the rosters that knows no stretches: minute spans, week by week."""

from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.board import Board
from planner.domain.time import moment
from planner.rules.weekly_rest import WeeklyRest
from tests.planner.small_teams import findings_of, small_board

CODES = ["E", "L", "N"]
REST_MIN = 36 * 60
rosters = st.lists(st.sampled_from(["", *CODES, *CODES]), min_size=30, max_size=30)


@cache
def board(month: str) -> Board:
    shifts = {"E": "06:00-14:00", "L": "14:00-23:00", "N": "22:00-07:00"}
    return small_board(people={"Ana": {}}, shifts=shifts, month=month)


def weeks_without_rest(board: Board, roster: dict[int, str]) -> list[date]:
    worked = sorted(
        (cell.start, cell.end) for cell in board.cells if roster.get(cell.day.day) == board.shift_types[cell.shift].code
    )
    found = []
    for week in board.weeks:
        begin = moment(board.team.zone, week[0], 0) - 12 * 60
        end = moment(board.team.zone, week[-1], 1440) + 12 * 60
        longest, free_from = 0, begin
        for start, stop in worked:
            if stop > begin and start < end:
                longest = max(longest, start - free_from)
                free_from = max(free_from, stop)
        if max(longest, end - free_from) < REST_MIN:
            found.append(week[0])
    return found


@settings(max_examples=150, deadline=None)
@given(rosters, st.sampled_from(["2026-10", "2026-11"]))
def test_weeks_without_rest_are_found(codes: list[str], month: str) -> None:
    roster = {day: code for day, code in enumerate(codes, 1) if code}
    found = findings_of(board(month), {"Ana": roster}, WeeklyRest())

    assert [finding.day for finding in found] == weeks_without_rest(board(month), roster)
