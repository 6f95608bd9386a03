"""The template's example team: planned as it stands, it shows what a good month looks like."""

import pytest

from planner.board import Board
from planner.exchange.example_team import example_team
from planner.reporting.report import Report
from planner.reporting.report_maker import make_report
from planner.solve import solve, to_roster
from solver.search import Options


@pytest.fixture(scope="module", params=["de", "en"])
def report(request: pytest.FixtureRequest) -> Report:
    team = example_team(request.param)
    assert team.month is not None
    board = Board(team, *team.month)
    # It ends sooner, with the best roster there is.
    options = Options(seconds=60, workers=1)
    solution = solve(board, options)
    return make_report(board, to_roster(board, solution, options, team_hash="", known={}), solution.columns)


def test_coverage_is_complete(report: Report) -> None:
    assert report.uncovered_min == 0
    assert report.gaps == ()
    assert report.clashes == ()


def test_every_topic_has_its_contact(report: Report) -> None:
    assert not [finding for finding in report.check.findings if finding.rule == "topic_contact"]


def test_wishes_are_granted(report: Report) -> None:
    assert [(wish.person, wish.first) for wish in report.wishes if not wish.granted] == []
    assert len(report.wishes) >= 3


def test_everybody_works(report: Report) -> None:
    assert all(hours.shifts for hours in report.hours)
