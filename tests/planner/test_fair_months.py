"""Fairness over the months: each month is planned with what the ledger of the month before says."""

from fractions import Fraction
from typing import Any

import pytest

from planner.board import Board
from planner.fair_bound import least_spread, spread_of, weekends_to_share
from planner.reporting.carry import with_previous
from planner.reporting.report import Report
from planner.reporting.report_maker import make_report
from planner.services.planning import with_counters
from planner.solve import solve, to_roster
from solver.search import Options
from tests.planner.small_teams import small_team

MONTHS = ("2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "2027-05")
SHIFTS = {"W": {"times": "09:00-15:00", "day_kinds": ["saturday", "sunday", "holiday"]}}
DEMAND = [{"when": kind, "shift": "W", "target": 1, "maximum": 1} for kind in ("saturday", "sunday")]
#: One person a weekend, so that what is shared is weekends and nothing else.
RULES = {
    "whole_weekends": {"price": 2000}, "contract": {"price": 0}, "fair_unpleasant": {"price": 0},
    "min_days_off": {"price": 0}, "min_days_in_row": {"price": 0},
}  # fmt: skip


def planned(people: dict[str, Any], months: tuple[str, ...] = MONTHS, **facts: Any) -> list[Report]:
    """The months, each planned to a proven optimum, one after the other."""
    made: list[Report] = []
    for month in months:
        site = {"sunday_basis": "Agreed", "holiday_basis": "Agreed"}
        team = small_team(people=people, shifts=SHIFTS, demand=DEMAND, rules=RULES, month=month, site=site, **facts)
        team = with_previous(team, made[-1].roster) if made else team
        board = Board(team, *map(int, month.split("-")))
        options = Options(seconds=60, workers=1, seed=1)
        solution = solve(board, options)
        assert solution.progress.costs == solution.progress.bounds
        report = make_report(board, to_roster(board, solution, options, team_hash="", known={}))
        made.append(with_counters(report))
    return made


def spreads(reports: list[Report]) -> tuple[Fraction, Fraction]:
    """(spread of weekends per full-time equivalent over all months, the least that counting allows)."""
    shared = weekends_to_share([report.board for report in reports])
    carried = dict.fromkeys(shared.people, 0)
    for row in (row for report in reports for row in report.fairness):
        if row.measure == "weekends" and row.person in carried:
            carried[row.person] += row.carried // 100
    people, counts = list(shared.people.values()), list(carried.values())
    least = least_spread(people, sum(counts), sum(counts))
    assert least is not None
    return spread_of(counts, people), least.width


def ledger_of(report: Report) -> dict[str, int]:
    return {row.person: row.ledger_after for row in report.fairness if row.measure == "weekends"}


def test_full_time_people_end_within_one_weekend() -> None:
    reports = planned({"Ana": {}, "Ben": {}, "Cem": {}})

    for at in range(1, len(reports) + 1):
        spread, least = spreads(reports[:at])
        assert spread == least
        assert spread <= 1


def test_part_time_people_stay_within_a_weekend_of_their_share() -> None:
    reports = planned({"Ana": {}, "Ben": {"contract_min_week": 1800}, "Cem": {"contract_min_week": 1200}})

    for report in reports:
        ledger = ledger_of(report).values()
        assert max(ledger) - min(ledger) <= 100


def test_a_team_that_cannot_reach_it_is_told_by_counting() -> None:
    # Ben may work one weekend a month of four or five.
    reports = planned({"Ana": {}, "Ben": {"limits": {"max_weekends": 1}}}, MONTHS[:3])
    spread, least = spreads(reports)

    # Four weekends ask for somebody in December (the 26th is a holiday), five in January, four in February.
    assert least > 1
    assert spread == least == 13 - 3 - 3


def test_joiner_and_returner_owe_only_their_own_time() -> None:
    people = {"Ana": {}, "Ben": {}, "New": {"joins_on": "2027-02-01"}}
    away = [{"person": "Ben", "days": "2026-12-01/2026-12-31"}]
    reports = planned(people, MONTHS[:3], absences=away)
    share = {
        (report.board.month, row.person): row.share
        for report in reports
        for row in report.fairness
        if row.measure == "weekends"
    }

    # Nobody makes up for weekends before they came, or while they were away.
    assert share[12, "Ben"] == share[12, "New"] == share[1, "New"] == 0
    assert share[12, "Ana"] == 400
    assert ledger_of(reports[0]) == {"Ana": 0, "Ben": 0, "New": 0}
    assert sum(ledger_of(reports[2]).values()) == 0
    assert share[2, "New"] == pytest.approx(share[2, "Ana"], abs=1)
