"""A small roster and its report, made by hand: every kind of thing that the workbook shows, at least once."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from planner.board import Board
from planner.check import check
from planner.domain.roster import Assignment, Roster, SolveRecord
from planner.domain.team import CarryOver, Team
from planner.messages import Message
from planner.reporting.cost_shares import CostShare
from planner.reporting.report import DayCoverage, FairShare, Gap, Obstacle, PersonHours, Report, WishOutcome
from planner.rulebook import state_rules
from solver.limits import Tier
from tests.planner.small_teams import places_of, small_team

VIENNA = ZoneInfo("Europe/Vienna")

TEAM = small_team(
    name="Small & Co",
    people={
        "Ana": {},
        "Ben": {"contract_min_week": 1200},
        "=Cem": {},
        "Dora": {"site": "Zürich", "joins_on": 10},
    },
    sites={"Home": {}, "Zürich": {"zone": "Europe/Zurich", "country": "CH", "subdivision": "ZH"}},
    shifts={
        "F": {"times": "06:00-14:00", "name": "Früh", "break_min": 30},
        "S": {"times": "14:00-22:00", "name": "Spät", "break_min": 30},
        "N": {"times": "22:00-06:00", "name": "Nacht", "break_min": 30},
        "B": {"times": "22:00-06:00", "name": "Bereitschaft", "on_call": True},
    },
    absences=[
        {"person": "Ben", "days": "7-9", "kind": "leave"},
        {"person": "Ana", "days": 30, "kind": "training"},
    ],
    locks={"Ana": {1: "F", 24: ""}},
)

# Ana goes from late straight to early: a clash. Ben has a late and the on-call duty on one date.
ROSTER = {
    "Ana": {1: "F", 2: "S", 3: "F", 12: "F"},
    "Ben": {1: ["S", "B"], "2-4": "F", 12: "S"},
    "=Cem": {6: "N", 8: "N"},
    "Dora": {12: "S"},
}
#: The day of the wish that is not granted.
REFUSED = date(2026, 12, 12)
WEEKEND = (date(2026, 12, 5), date(2026, 12, 6))
CARRY_OVER = (CarryOver("Ana", 2, (2310, 1980), 7, {"weekends": -150, "lates": 20}), CarryOver("Ben"))


def roster_of(team: Team = TEAM) -> Roster:
    """The roster, its UUIDs numbered by date and person."""
    assignments = tuple(
        Assignment(UUID(int=number), *place, locked=place == ("Ana", date(2026, 12, 1), "F"))
        for number, place in enumerate(sorted(places_of(ROSTER), key=lambda p: (p[1], p[0], p[2])), start=1)
    )
    record = SolveRecord((0, 480, 35), (0, 480, 30), 9.75, 2, 1)
    return Roster(team.name, 2026, 12, assignments, "abc123", {"community-planner": "0.1.0"}, record, CARRY_OVER)


def report_of(team: Team = TEAM) -> Report:
    """The report; its figures are invented where making them is not this package's business."""
    roster = roster_of(team)
    board = Board(team, 2026, 12, extra=roster.places())
    columns = state_rules(board)
    result = check(board, columns, roster.places())
    day, fine = date(2026, 12, 12), date(2026, 12, 13)
    obstacles = (
        Obstacle("Ana", day, "S", (Message("only {gap} of rest", gap=3), Message("=second reason")), 0),
        Obstacle("Ben", day, "S", (), 1200),
        Obstacle("=Cem", day, "S", (), -30),
    )
    gap = Gap(
        day, datetime(2026, 12, 12, 14, tzinfo=VIENNA), datetime(2026, 12, 12, 22, tzinfo=VIENNA),
        "", "", "S", 1, 2, True, Message("Sat 14:00–22:00: people"), lambda: obstacles,
    )  # fmt: skip
    return Report(
        board=board,
        roster=roster,
        check=result,
        hours=tuple(
            PersonHours(person.name, 1950, 10080, 450 * number, 4, 30 * number)
            for number, person in enumerate(team.managers)
        ),
        coverage=(
            DayCoverage(day, 1440, 960, 480, ((13, 2, 2), (14, 1, 2))),
            DayCoverage(fine, 990, 990, 0, ((13, 2, 2),)),
        ),
        gaps=(gap, replace(gap, day=fine, find_obstacles=tuple)),
        fairness=(
            FairShare("Ana", "weekends", 200, 150, -25, 25, 175),
            FairShare("=Cem", "weekends", 0, 50, 0, -50, 50),
        ),
        wishes=(
            WishOutcome("Ana", *WEEKEND, "", False, 5, frozenset(WEEKEND), frozenset()),
            WishOutcome("Ben", REFUSED, REFUSED, "S", True, 2, frozenset(), frozenset({REFUSED})),
            WishOutcome("Ben", WEEKEND[1], WEEKEND[1], "F", False, 1, frozenset(), frozenset()),
        ),
        cost_by_rule={"coverage_target": 960, "fair_weekends": 15, "rest": 0},
        cost_shares=(
            CostShare("coverage_target", None, Tier.COVERAGE, 960),
            CostShare("fair_weekends", "=Cem", Tier.COMFORT, 9),
            CostShare("fair_weekends", "Ana", Tier.COMFORT, 6),
        ),
        columns=columns,
    )
