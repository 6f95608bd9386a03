"""A roster comes back from its workbook as it went in, whoever saved the file last."""

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.board import Board
from planner.check import check
from planner.domain.roster import Roster
from planner.exchange.roster_import import read_roster
from planner.exchange.roster_workbook import write_roster
from planner.rulebook import state_rules
from tests.planner.exchange.libreoffice import saved_by_libreoffice
from tests.planner.exchange.roster_reports import TEAM, report_of, roster_of
from tests.planner.small_teams import places_of, small_team


@pytest.mark.parametrize("language", ["de", "en"])
def test_comes_back_whole(tmp_path: Path, language: str) -> None:
    path = tmp_path / "roster.xlsx"
    write_roster(report_of(), path, language)
    assert read_roster(path, TEAM) == roster_of()


def test_comes_back_after_another_program_saved_it(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    write_roster(report_of(), path, "de")
    load_workbook(path).save(path)
    assert read_roster(path, TEAM) == roster_of()


@pytest.mark.clients
def test_comes_back_from_libreoffice(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    write_roster(report_of(), path, "de")
    (saved,) = saved_by_libreoffice([path], tmp_path)
    assert saved.read_bytes() != path.read_bytes()
    assert read_roster(saved, TEAM) == roster_of()


def test_a_roster_without_a_record_comes_back(tmp_path: Path) -> None:
    plain = Roster("Small & Co", 2026, 12, roster_of().assignments)
    path = tmp_path / "roster.xlsx"
    write_roster(replace(report_of(), roster=plain), path, "en")
    assert read_roster(path, TEAM) == plain


@pytest.mark.parametrize(
    "codes", [("1", "2"), ("A+", "A"), ("A B", "B"), ("U", "K"), ("=1", "-"), ("frei", "–"), ("ü", "Ü2")]
)
def test_codes_that_look_like_something_else(tmp_path: Path, codes: tuple[str, str]) -> None:
    """Numbers, separators, marks of absences, formulas, words for a free day: a shift type may be called so."""
    first, second = codes
    team = small_team(
        people={"Ana": {}, "Ben": {}},
        shifts={first: "06:00-12:00", second: "14:00-20:00"},
        absences=[{"person": "Ben", "days": "3-4"}, {"person": "Ben", "days": 5, "kind": "sick"}],
    )
    places = places_of({"Ana": {1: first, 2: second}, "Ben": {3: first, 6: second}})
    roster = replace(roster_of(), assignments=roster_of().assignments[: len(places)])
    roster = replace(
        roster,
        assignments=tuple(
            replace(a, person=p[0], day=p[1], shift=p[2], locked=False)
            for a, p in zip(roster.assignments, sorted(places, key=lambda p: p[1]), strict=True)
        ),
    )
    board = Board(team, 2026, 12, extra=places)
    checked = check(board, state_rules(board), places)
    report = replace(report_of(), board=board, roster=roster, check=checked, hours=(), gaps=(), fairness=(), wishes=())
    path = tmp_path / "roster.xlsx"
    write_roster(report, path, "de")
    assert read_roster(path, team) == roster
