"""Everybody's figures of a month: reckoned once, and anew after what they are made of has changed."""

from dataclasses import replace

import pytest

from planner.bootstrap import StandingClock
from planner.domain.people import Absence, AbsenceKind
from planner.reporting import report_maker
from planner.services import team_figures
from planner.services.own_shifts import OwnFigures, OwnShifts
from planner.storage.database import Database
from tests.conftest import NOW
from tests.planner.storage.desk import ANA, BEN, EARLY, Desk, desk_on
from tests.planner.storage.offer_cases import day


@pytest.fixture
def reckoned(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often figures were reckoned, one item each."""
    calls: list[int] = []

    def counted(*given: object) -> object:
        calls.append(1)
        return report_maker.hours_and_shares(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(team_figures, "hours_and_shares", counted)
    return calls


def figures(desk: Desk, shifts: OwnShifts, name: str) -> OwnFigures:
    found = shifts.roster({desk.team: name}, (2026, 12))
    assert found is not None
    [own] = found.figures
    return own


def test_all_look_and_it_is_reckoned_once_until_something_changes(
    shared_database: Database, reckoned: list[int]
) -> None:
    desk = desk_on(shared_database)
    desk.publishing.publish(desk.draft((ANA, 1, EARLY), (BEN, 2, EARLY)).id, 0, None, desk.lead)
    shifts = OwnShifts(desk.vault, StandingClock(NOW))
    ana, ben = (figures(desk, shifts, name) for name in (ANA, BEN))
    assert (ana.name, ana.hours.person, ana.hours.shifts) == (ANA, ANA, 1)
    assert {share.person for share in ben.fairness} == {BEN}
    figures(desk, shifts, ANA)
    assert len(reckoned) == 1
    with desk.vault.writing() as records:
        row = Absence(ANA, AbsenceKind.LEAVE, day(9), day(10))
        facts = records.facts(desk.team)
        records.save_facts(replace(facts, absences=(*facts.absences, row)), desk.team, records.people(desk.team))
    assert figures(desk, shifts, ANA).hours.absent_min > ana.hours.absent_min
    assert len(reckoned) == 2
