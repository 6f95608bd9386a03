"""Reports of rosters made by hand on tiny teams."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from planner.board import Board
from planner.domain.roster import Assignment, Roster
from planner.reporting.report import Report
from planner.reporting.report_maker import make_report
from tests.planner.small_teams import places_of, small_team, year_month

VIENNA = ZoneInfo("Europe/Vienna")
EVERY_DAY = ("weekday", "saturday", "sunday", "holiday", "half_holiday")


def report_of(shifts_of: Mapping[str, Mapping[Any, Any]], month: str = "2026-12", **facts: Any) -> Report:
    """The report of a hand-made roster."""
    team = small_team(month=month, **facts)
    places = places_of(shifts_of, month)
    board = Board(team, *year_month(month), extra=places)
    assignments = tuple(Assignment(uuid4(), *place) for place in sorted(places))
    return make_report(board, Roster(team.name, *year_month(month), assignments))


def wants(*rows: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Demand on every kind of day."""
    return [{"when": kind, **row} for row in rows for kind in EVERY_DAY]
