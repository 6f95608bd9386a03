"""A workbook into the database and out again: differences first, nothing lost, people who are one person."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from unittest.mock import ANY

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.bootstrap import StandingClock
from planner.domain.people import Absence, AbsenceKind
from planner.domain.team import Team
from planner.exchange.example_team import example_team
from planner.exchange.file_store import FileStore
from planner.exchange.team_differences import team_differences
from planner.exchange.team_import import read_team
from planner.exchange.template import write_team
from planner.messages import render
from planner.ports import Difference, DifferenceKind
from planner.problems import InputProblems
from planner.services.importing import Importing
from planner.storage.database import Database
from planner.storage.records import DatabaseVault
from tests.conftest import NOW
from tests.planner.exchange.strategies import teams
from tests.planner.storage.desk import ANA, BEN, CLEO, EARLY, day, desk_on

TEAM = example_team("en")


@pytest.fixture
def vault(database: Database) -> DatabaseVault:
    return DatabaseVault(database)


@pytest.fixture
def importing(vault: DatabaseVault) -> Importing:
    return Importing(vault, FileStore("en"), StandingClock(NOW))


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "team.xlsx"
    write_team(TEAM, path)
    return path


def said(differences: Sequence[Difference]) -> list[str]:
    return [f"{d.sheet}: {d.kind}: {render(d.message, 'en')}" for d in differences]


def test_workbook_in_and_out_again_without_loss(importing: Importing, workbook: Path, tmp_path: Path) -> None:
    preview = importing.preview(str(workbook), None, "en")
    assert {difference.kind for difference in preview.differences} == {DifferenceKind.ADDED}
    number = importing.take_over(preview, None)
    importing.export(number, str(tmp_path / "out.xlsx"))
    importing.export(number, str(tmp_path / "out"))
    assert read_team(tmp_path / "out.xlsx") == read_team(tmp_path / "out") == TEAM
    again = importing.preview(str(tmp_path / "out.xlsx"), number, "en")
    assert again.differences == again.namesakes == []


def test_export_takes_no_name_that_is_taken(importing: Importing, workbook: Path) -> None:
    number = importing.take_over(importing.preview(str(workbook), None, "en"), None)
    with pytest.raises(InputProblems, match="such a file already"):
        importing.export(number, str(workbook))


def test_a_team_that_has_what_is_refused_today_can_import_what_it_exported(
    importing: Importing, vault: DatabaseVault, tmp_path: Path
) -> None:
    early = TEAM.shift_types[0]
    old = (replace(early, code="Früh"), replace(early, code="XL", end_min=early.start_min + 20 * 60))
    with vault.writing() as records:
        number = records.save_facts(replace(TEAM, shift_types=(*TEAM.shift_types, *old)), None, {})
    path = tmp_path / "out.xlsx"
    importing.export(number, str(path))
    assert importing.preview(str(path), number, "en").differences == []
    # Another team takes neither; nor does this one what it has not.
    with pytest.raises(InputProblems) as caught:
        importing.preview(str(path), None, "en")
    assert [(one.value, one.reason.text) for one in caught.value.problems] == [
        ("Früh", "This code is too long."), (ANY, "Nobody is at work for {length} at a stretch."),
    ]  # fmt: skip


def test_a_preview_saves_nothing(importing: Importing, vault: DatabaseVault, workbook: Path) -> None:
    importing.preview(str(workbook), None, "en")
    with vault.reading() as records:
        assert records.teams() == {}


def test_differences_are_said_row_by_row(importing: Importing, vault: DatabaseVault, workbook: Path) -> None:
    number = importing.take_over(importing.preview(str(workbook), None, "en"), None)
    managers = (replace(TEAM.managers[0], contract_min_week=30 * 60), *TEAM.managers[1:])
    ill = Absence(BEN, AbsenceKind.SICK, day(3), day(4))
    changed = replace(TEAM, managers=managers, absences=(ill, *TEAM.absences), topics=(), scenarios=())
    workbook.unlink()
    write_team(changed, workbook)
    preview = importing.preview(str(workbook), number, "en")
    lines = said(preview.differences)
    assert "Managers: changed: Lea Huber changes: Hours a week “36:00” becomes “30:00”" in lines
    assert "Absences: added: Person Jonas Berger, Kind sick, First day 2026-12-03, Last day 2026-12-04 is new" in lines
    assert {line.split(":")[1] for line in lines if line.startswith("Topics")} == {" removed"}
    assert {line.split(":")[0] for line in lines} == {"Managers", "Absences", "Topics", "Scenarios"}
    importing.take_over(preview, None)
    with vault.reading() as records:
        assert records.facts(number) == changed


def test_a_team_that_changed_since_the_preview_is_left_as_it_is(
    importing: Importing, vault: DatabaseVault, workbook: Path
) -> None:
    number = importing.take_over(importing.preview(str(workbook), None, "en"), None)
    first, second = (importing.preview(str(workbook), number, "en") for _ in range(2))
    importing.take_over(first, None)
    with pytest.raises(InputProblems, match="has changed since the differences were shown"):
        importing.take_over(second, None)
    with vault.reading() as records:
        assert records.revision(number) == 2


def test_a_person_in_two_teams_is_one_person_if_said_so(
    importing: Importing, vault: DatabaseVault, workbook: Path
) -> None:
    first = importing.take_over(importing.preview(str(workbook), None, "en"), None)
    preview = importing.preview(str(workbook), None, "en")
    with vault.reading() as records:
        people = records.people(first)
    assert [(n.name, n.person, n.team) for n in preview.namesakes] == [(n, p, TEAM.name) for n, p in people.items()]
    second = importing.take_over(preview, None, {ANA: people[ANA]})
    with vault.reading() as records:
        assert records.people(second)[ANA] == people[ANA]
        assert {BEN: people[BEN], CLEO: people[CLEO]}.items().isdisjoint(records.people(second).items())
        assert records.facts(first) == records.facts(second) == TEAM


def test_a_renamed_person_stays_the_same_person(importing: Importing, vault: DatabaseVault, workbook: Path) -> None:
    number = importing.take_over(importing.preview(str(workbook), None, "en"), None)
    with vault.reading() as records:
        people = records.people(number)
    alone = replace(
        TEAM, managers=(replace(TEAM.managers[0], name="Lea Maier"), *TEAM.managers[1:]), pairs=(), topics=(),
        wishes=(), absences=(), availability=(), locks=(), past_shifts=(), carry_over=(), ledger_corrections=(),
        scenarios=(),
    )  # fmt: skip
    workbook.unlink()
    write_team(alone, workbook)
    importing.take_over(importing.preview(str(workbook), number, "en"), None, {"Lea Maier": people[ANA]})
    with vault.reading() as records:
        assert records.people(number) == {"Lea Maier": people[ANA], **{n: p for n, p in people.items() if n != ANA}}


def without(name: str) -> Team:
    """The team without a person, and without all that names somebody."""
    there = tuple(manager for manager in TEAM.managers if manager.name != name)
    return Team(TEAM.name, TEAM.zone, 0, None, TEAM.sites, there, TEAM.shift_types)


def test_who_comes_back_is_the_same_person(vault: DatabaseVault, database: Database) -> None:
    desk = desk_on(database)
    desk.draft((ANA, 1, EARLY))
    with vault.writing() as records:
        people = records.people(desk.team)
        records.save_facts(without(ANA), desk.team, people)
        assert ANA not in records.people(desk.team)
        records.save_facts(TEAM, desk.team, records.people(desk.team))
        assert records.people(desk.team)[ANA] == people[ANA]
        # Who never worked here is somebody new.
        records.save_facts(without(CLEO), desk.team, records.people(desk.team))
        records.save_facts(TEAM, desk.team, records.people(desk.team))
        assert records.people(desk.team)[CLEO] not in people.values()


def test_two_people_cannot_become_one(importing: Importing, vault: DatabaseVault, workbook: Path) -> None:
    first = importing.take_over(importing.preview(str(workbook), None, "en"), None)
    with vault.reading() as records:
        people = records.people(first)
    with pytest.raises(InputProblems, match="cannot be one person"):
        importing.take_over(importing.preview(str(workbook), None, "en"), None, {ANA: people[ANA], BEN: people[ANA]})
    # Ben would be called Ana in the first team, which has an Ana.
    with pytest.raises(InputProblems, match="somebody else who is called so"):
        importing.take_over(importing.preview(str(workbook), None, "en"), None, {ANA: people[BEN]})
    with vault.reading() as records:
        assert list(records.teams()) == [first]
        assert records.people(first) == people


@settings(max_examples=20)
@given(teams(), teams(), st.sampled_from(["de", "en"]))
def test_the_same_rows_are_no_difference_and_others_are(one: Team, other: Team, language: str) -> None:
    assert team_differences(one, one, language) == []
    found = team_differences(one, other, language)
    assert all(render(difference.message, language) for difference in found)
    back = team_differences(other, one, language)
    added = [d.sheet for d in found if d.kind is DifferenceKind.ADDED]
    assert added == [d.sheet for d in back if d.kind is DifferenceKind.REMOVED]
