"""The sample teams: as bench.samples makes them, invented and said so, and as hard to plan as they promise."""

from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bench.greedy import greedy_places
from bench.samples import SAMPLES
from planner.board import Board, Place
from planner.check import CheckResult, check
from planner.contract import absent_credit_min, month_contract_min
from planner.domain.roster import Roster
from planner.domain.team import Team
from planner.exchange.team_import import read_team
from planner.reporting.report import Report
from planner.reporting.report_maker import make_report, uncovered_min, wanted_min
from planner.rulebook import state_rules
from planner.solve import solve, to_roster
from solver.search import Options
from tests.planner.exchange.libreoffice import saved_by_libreoffice

BRAND, ONE, CLOCK, SHORT = SAMPLES
ALL = pytest.mark.parametrize("name", SAMPLES)
LARGE = pytest.mark.parametrize("name", [BRAND, CLOCK])
MAKE_AGAIN = "the workbook is out of date. Run `python -m bench.samples`."


@cache
def team_of(name: str) -> Team:
    return SAMPLES[name]()


@cache
def board_of(name: str) -> Board:
    return Board(team_of(name), 2026, 12)


@cache
def planned(name: str, seconds: float, enough: tuple[int, ...] = ()) -> Report:
    """A report after a short search, which ends as soon as costs are below `enough`."""
    board, options = board_of(name), Options(seconds=seconds, workers=1, seed=1)
    solution = solve(board, options, lambda progress: progress.costs < enough)
    return make_report(board, to_roster(board, solution, options, team_hash="", known={}))


def checked(name: str, places: frozenset[Place]) -> CheckResult:
    return check(board_of(name), state_rules(board_of(name)), places)


# ---- the workbooks


@ALL
def test_the_workbook_says_what_bench_samples_says(name: str) -> None:
    with as_file(files("data").joinpath("samples", f"{name}.xlsx")) as path:
        assert read_team(path) == team_of(name), MAKE_AGAIN


def test_there_is_no_other_workbook() -> None:
    shipped = {path.name for path in files("data").joinpath("samples").iterdir() if path.name.endswith(".xlsx")}
    assert shipped == {f"{name}.xlsx" for name in SAMPLES}


@ALL
def test_it_says_that_it_is_invented(name: str) -> None:
    assert "erfunden" in team_of(name).name
    with as_file(files("data").joinpath("samples", f"{name}.xlsx")) as path:
        shown = [str(cell.value) for row in load_workbook(path).worksheets[0].iter_rows() for cell in row]
    assert any("erfunden" in value for value in shown)


@pytest.mark.clients
def test_libreoffice_opens_them_and_loses_nothing(tmp_path: Path) -> None:
    folder = Path(str(files("data").joinpath("samples")))
    saved = saved_by_libreoffice([folder / f"{name}.xlsx" for name in SAMPLES], tmp_path)
    for name, path in zip(SAMPLES, saved, strict=True):
        assert read_team(path) == team_of(name)


# ---- what they promise


@LARGE
def test_demand_is_close_to_what_the_contracts_give(name: str) -> None:
    board = board_of(name)
    owed = sum(month_contract_min(board, p) - absent_credit_min(board, p) for p in range(len(board.people)))
    assert 0.92 <= wanted_min(board) / owed <= 1.05


@LARGE
def test_wishes_absences_and_skills(name: str) -> None:
    team = team_of(name)
    people = len(team.managers)
    assert len(team.wishes) >= 3 * people
    assert len(team.absences) >= people
    assert len({skill for manager in team.managers for skill in manager.skills}) >= 3


@LARGE
def test_every_wish_can_be_granted_or_refused(name: str) -> None:
    board = board_of(name)
    report = make_report(board, Roster(board.team.name, board.year, board.month, ()))
    assert [wish for wish in report.wishes if wish.idle] == []


@LARGE
def test_a_greedy_planner_leaves_gaps(name: str) -> None:
    places = greedy_places(board_of(name))
    assert checked(name, places).hard == ()
    assert uncovered_min(board_of(name), places) > 0


def test_sizes_and_sites() -> None:
    brand, one, clock, short = (team_of(name) for name in SAMPLES)
    assert [len(team.managers) for team in (brand, one, clock, short)] == [12, 1, 60, 4]
    assert [len(team.channels) for team in (brand, one)] == [4, 1]
    assert [site.country for site in clock.sites] == ["AT", "DE", "CH"]
    assert {(hours.start_min, hours.end_min) for hours in clock.opening_hours} == {(0, 24 * 60)}
    assert len({language for manager in clock.managers for language in manager.languages}) >= 3


# ---- planned


@LARGE
def test_a_short_search_breaks_no_hard_rule_and_beats_greedy(name: str) -> None:
    greedy = checked(name, greedy_places(board_of(name))).costs
    report = planned(name, 60, greedy)
    assert report.clashes == ()
    assert report.check.costs < greedy


def test_one_person_is_planned_as_well_as_can_be() -> None:
    report = planned(ONE, 10)
    record = report.roster.record
    assert record is not None
    assert record.bounds == record.costs == report.check.costs
    # An hour on each of the 21 working days, the 24th and 31st included; leave on three, and a wish for the 24th.
    assert (wanted_min(report.board), report.uncovered_min) == (21 * 60, 3 * 60)


def test_the_short_team_has_gaps_with_a_reason_for_everybody() -> None:
    report = planned(SHORT, 3)
    assert report.clashes == ()
    assert report.gaps
    for gap in report.gaps:
        here = {a.person for a in report.roster.assignments if a.day == gap.day}
        told = {obstacle.person: obstacle for obstacle in gap.obstacles}
        able = {m.name for m in report.board.people if not gap.channel or gap.channel in m.channels}
        if gap.topic:
            able = next(topic.experts | topic.deputies for topic in report.board.team.topics if topic.name == gap.topic)
        assert able - here <= told.keys()
        assert all(obstacle.reasons or obstacle.cost_change for obstacle in told.values())
    people = {manager.name for manager in report.board.people}
    assert {obstacle.person for gap in report.gaps for obstacle in gap.obstacles if obstacle.reasons} == people
