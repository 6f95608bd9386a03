"""Shifts in another team are fixed: they count for a person's rest, days and hours, and for nothing of this team's.

What each rule makes of them: tests/rules."""

from dataclasses import replace
from datetime import date

import pytest

from planner.board import Board
from planner.check import check
from planner.domain.roster import Roster
from planner.domain.team import ShiftElsewhere, Team
from planner.domain.time import moment
from planner.messages import render
from planner.reporting.report_maker import make_report
from planner.rulebook import state_rules
from planner.solve import solve, to_roster
from solver.search import Options
from tests.planner.small_teams import small_board

DAY = date(2026, 12, 2)


def board_with(start_min: int, end_min: int, *, day: date = DAY, shift: str = "14:00-22:00", **ana: object) -> Board:
    """Ana may work 14:00 to 22:00, and works from minute to minute of a day in another team."""
    team = small_board(people={"Ana": ana}, shifts={"L": shift}, month="2026-12").team
    start, end = (moment(team.zone, day, minute) for minute in (start_min, end_min))
    there = ShiftElsewhere("Ana", day, start, end, end - start, "Early (Other)")
    return Board(replace(team, elsewhere=(there,)), 2026, 12)


def broken(board: Board, *days: int) -> set[str]:
    places = frozenset(("Ana", date(2026, 12, day), "L") for day in days)
    return {finding.rule for finding in check(board, state_rules(board), places).findings if finding.must} - {"break"}


@pytest.mark.parametrize(
    ("start_min", "end_min", "rules"),
    [
        (33 * 60, 34 * 60, set()),  # 11 hours after 22:00
        (33 * 60 - 1, 34 * 60, {"rest"}),
        (60, 180, set()),  # 11 hours before 14:00
        (60, 181, {"rest"}),
        (21 * 60, 23 * 60, {"rest", "overlap"}),
    ],
)
def test_rest_and_overlap(start_min: int, end_min: int, rules: set[str]) -> None:
    assert broken(board_with(start_min, end_min), 2) - {"max_day", "day_span"} == rules


def test_the_finding_names_the_other_team() -> None:
    board = board_with(60, 181)
    places = frozenset({("Ana", DAY, "L")})
    [finding] = [f for f in check(board, state_rules(board), places).findings if f.rule == "rest"]
    assert "Early (Other) on Wed 2 Dec" in render(finding.message, "en")


def test_hours_of_a_week_and_a_day() -> None:
    # 8 hours a day here, on Wednesday to Saturday; 8 more hours elsewhere on Monday.
    def with_limit(max_week: int) -> Board:
        return board_with(480, 960, day=date(2026, 11, 30), limits={"max_week": max_week})

    assert broken(with_limit(40 * 60), 2, 3, 4, 5) == set()
    assert broken(with_limit(40 * 60 - 1), 2, 3, 4, 5) == {"max_week"}
    assert "max_day" in broken(board_with(8 * 60, 12 * 60 + 1, limits={"max_day": 12 * 60}), 2)
    assert "max_day" not in broken(board_with(8 * 60, 12 * 60, limits={"max_day": 12 * 60}), 2)


def test_it_is_neither_coverage_nor_contract_nor_fairness_here() -> None:
    there = board_with(480, 960, day=date(2026, 12, 5))
    alone = Board(replace(there.team, elsewhere=()), 2026, 12)
    reports = [make_report(board, Roster("", 2026, 12, ())) for board in (there, alone)]
    assert reports[0].hours == reports[1].hours
    assert reports[0].coverage == reports[1].coverage
    assert reports[0].fairness == reports[1].fairness


def test_the_plan_keeps_away_from_it() -> None:
    team: Team = small_board(
        people={"Ana": {"contract_min_week": 2400}},
        shifts={"L": "17:00-22:00"},
        demand=[{"when": "weekday", "shift": "L", "minimum": 1, "target": 1}],
        month="2026-12",
    ).team
    start, end = moment(team.zone, DAY, 6 * 60), moment(team.zone, DAY, 12 * 60)
    board = Board(
        replace(team, elsewhere=(ShiftElsewhere("Ana", DAY, start, end, end - start, "Early (Other)"),)), 2026, 12
    )
    options = Options(seconds=5, workers=1)
    roster = to_roster(board, solve(board, options), options, team_hash="", known={})
    days = {a.day.day for a in roster.assignments}
    # Until 22:00 on the 1st is 8 hours before, from 17:00 on the 2nd 5 hours after.
    assert days.isdisjoint({1, 2})
    assert 3 in days
    assert [gap.day.day for gap in make_report(board, roster).gaps][:2] == [1, 2]
