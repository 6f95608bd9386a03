"""Rows changed one at a time: checked as in a workbook, two leads told of each other, people who stay who they are."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from planner.bootstrap import StandingClock
from planner.domain.people import Absence, AbsenceKind
from planner.domain.team import RuleSetting
from planner.exchange.sheet_forms import SheetForms
from planner.messages import render
from planner.services.team_facts import IsSomebody, RowChange, RowGone, RowRefused, TeamFacts, Verdict
from planner.storage.database import Database
from tests.conftest import NOW
from tests.planner.storage.desk import ANA, BEN, CLEO, EARLY, TEAM, Desk, day, desk_on


@pytest.fixture
def facts(desk: Desk) -> TeamFacts:
    return TeamFacts(desk.vault, SheetForms(), StandingClock(NOW))


def row_of(
    facts: TeamFacts, desk: Desk, sheet: str, place: int = 0, language: str = "en"
) -> tuple[str, Mapping[str, str]]:
    row = facts.look(desk.team, language).rows[sheet][place]
    return row.ref, row.texts


def change(facts: TeamFacts, desk: Desk, sheet: str, place: int = 0, **cells: str) -> RowChange:
    """A change of some cells of a row."""
    ref, texts = row_of(facts, desk, sheet, place)
    return RowChange(sheet, ref, {key: text for key, text in {**texts, **cells}.items() if text})


def refused(facts: TeamFacts, desk: Desk, wanted: RowChange) -> list[tuple[str, int | None, str, str]]:
    """What is told of a change; the team stays as it was."""
    before = facts.look(desk.team, "en").team
    with pytest.raises(RowRefused) as caught:
        facts.save(desk.team, wanted, None, "en")
    verdict = caught.value.verdict
    assert facts.judge(desk.team, wanted, "en") == verdict
    assert facts.look(desk.team, "en").team == before
    return [(p.sheet, p.row, p.column, render(p.reason, "en")) for p in (*verdict.here, *verdict.elsewhere)]


def test_a_row_comes_in_is_changed_and_goes(facts: TeamFacts, desk: Desk) -> None:
    ill = {"person": CLEO, "kind": "krank", "first": "2026-12-15", "last": "2026-12-16"}
    facts.save(desk.team, RowChange("absences", "", ill), desk.lead, "de")
    added = Absence(CLEO, AbsenceKind.SICK, day(15), day(16))
    assert facts.look(desk.team, "en").team == replace(TEAM, absences=(*TEAM.absences, added))
    facts.save(desk.team, change(facts, desk, "absences", 2, last=""), desk.lead, "en")
    assert facts.look(desk.team, "en").team.absences[2] == replace(added, last=day(15))
    facts.save(desk.team, RowChange("absences", row_of(facts, desk, "absences", 2)[0], None), desk.lead, "en")
    assert facts.look(desk.team, "en").team == TEAM
    with desk.vault.reading() as records:
        assert records.revision(desk.team) == 4


def test_mistakes_are_told_at_the_field_and_nothing_is_saved(facts: TeamFacts, desk: Desk) -> None:
    assert refused(facts, desk, change(facts, desk, "wishes", weight="9", first="")) == [
        ("wishes", 0, "first", "Nothing stands here yet."),
        ("wishes", 0, "weight", "The value lies outside what is possible."),
    ]
    assert refused(facts, desk, RowChange("topics", "", {"name": "returns", "experts": ANA, "reaction": "60"})) == [
        ("topics", 1, "name", "This topic is already in row 1.")
    ]


def test_problems_of_other_rows_name_them(facts: TeamFacts, desk: Desk) -> None:
    [found] = refused(facts, desk, RowChange("sites", row_of(facts, desk, "sites")[0], None))
    assert found[:2] == ("sites", None)


def test_who_is_renamed_stays_the_same_person_everywhere(facts: TeamFacts, desk: Desk) -> None:
    with desk.vault.reading() as records:
        people = records.people(desk.team)
    facts.save(desk.team, change(facts, desk, "managers", name="  Lea   Maier "), desk.lead, "en")
    with desk.vault.reading() as records:
        assert records.people(desk.team) == {"Lea Maier": people[ANA], **{n: p for n, p in people.items() if n != ANA}}
    assert ANA not in repr(facts.look(desk.team, "en").team)


def test_who_is_removed_takes_along_what_is_about_them(facts: TeamFacts, desk: Desk) -> None:
    wanted = RowChange("managers", row_of(facts, desk, "managers", 1)[0], None)
    assert facts.along(desk.team, wanted) == {"absences": 1, "wishes": 1, "past_shifts": 1, "carry_over": 1}
    facts.save(desk.team, wanted, desk.lead, "en")
    assert BEN not in repr(facts.look(desk.team, "en").team)


def test_two_leads_with_different_rows_do_not_meet(facts: TeamFacts, desk: Desk) -> None:
    one, other = (change(facts, desk, "managers", place, contract="30") for place in (0, 1))
    facts.save(desk.team, one, desk.lead, "en")
    facts.save(desk.team, other, desk.deputy, "en")
    assert [m.contract_min_week for m in facts.look(desk.team, "en").team.managers[:2]] == [1800, 1800]


def test_the_second_to_change_a_row_is_told(facts: TeamFacts, desk: Desk) -> None:
    one, other = (change(facts, desk, "managers", contract=hours) for hours in ("30", "20"))
    facts.save(desk.team, one, desk.lead, "en")
    with pytest.raises(RowGone):
        facts.save(desk.team, other, desk.deputy, "en")
    with pytest.raises(RowGone):
        facts.judge(desk.team, other, "en")
    assert facts.look(desk.team, "en").team.managers[0].contract_min_week == 1800


def test_a_row_has_one_name_in_both_languages(facts: TeamFacts, desk: Desk) -> None:
    (ref, german), (other, english) = (row_of(facts, desk, "absences", language=words) for words in ("de", "en"))
    assert (german["kind"], english["kind"]) == ("Urlaub", "leave")
    assert ref == other


def test_a_namesake_in_another_team_is_asked_for(facts: TeamFacts, desk: Desk) -> None:
    there = desk_on_same(desk)
    nora = RowChange("managers", "", {"name": "Nora Feld", "contract": "20", "channels": "Instagram"})
    facts.save(there, nora, None, "en")
    with pytest.raises(IsSomebody) as caught:
        facts.save(desk.team, nora, None, "en")
    [namesake] = caught.value.namesakes
    facts.save(desk.team, nora, None, "en", {"Nora Feld": namesake.person})
    with desk.vault.reading() as records:
        assert records.people(desk.team)["Nora Feld"] == records.people(there)["Nora Feld"]
    third = desk_on_same(desk)
    facts.save(third, nora, None, "en", {})
    with desk.vault.reading() as records:
        assert records.people(third)["Nora Feld"] != namesake.person


def desk_on_same(desk: Desk) -> int:
    """Another team in the desk's database, with other people."""
    managers = tuple(replace(m, name=f"{m.name} 2") for m in TEAM.managers)
    other = replace(
        TEAM, name="Others", managers=managers, pairs=(), topics=(), wishes=(), absences=(), availability=(), locks=(),
        past_shifts=(), carry_over=(), ledger_corrections=(),
    )  # fmt: skip
    with desk.vault.writing() as records:
        return records.save_facts(other, None, {})


def test_a_code_that_rosters_name_stays(database: Database) -> None:
    desk = desk_on(database)
    facts = TeamFacts(desk.vault, SheetForms(), StandingClock(NOW))
    facts.save(desk.team, change(facts, desk, "shift_types", code="F"), None, "en")
    assert facts.look(desk.team, "en").team.locks == TEAM.locks
    facts.save(desk.team, change(facts, desk, "shift_types", code=EARLY), None, "en")
    desk.draft((ANA, 1, EARLY))
    told = ("shift_types", 0, "code", f"Rosters have shifts of the type “{EARLY}”, so it stays.")
    assert told in refused(facts, desk, change(facts, desk, "shift_types", code="F"))
    assert any(
        "so it stays" in row[3] for row in refused(facts, desk, RowChange("shift_types", told_ref(facts, desk), None))
    )
    facts.save(desk.team, change(facts, desk, "shift_types", name="Frühdienst"), None, "en")


def told_ref(facts: TeamFacts, desk: Desk) -> str:
    return row_of(facts, desk, "shift_types")[0]


def test_what_was_wrong_before_does_not_stand_in_the_way(desk: Desk, facts: TeamFacts) -> None:
    lenient = replace(TEAM, rules={"rest": RuleSetting("rest", 300)}, absences=(TEAM.absences[0], TEAM.absences[0]))
    with desk.vault.writing() as records:
        records.save_facts(lenient, desk.team, records.people(desk.team))
    facts.save(desk.team, change(facts, desk, "managers", contract="30"), None, "en")
    assert refused(facts, desk, change(facts, desk, "rules", code="max_weekends", value="60:00"))[0][2] == "value"
    facts.save(desk.team, change(facts, desk, "rules", note="Works agreement"), None, "en")
    facts.save(desk.team, RowChange("absences", row_of(facts, desk, "absences")[0], None), None, "en")
    assert facts.judge(desk.team, change(facts, desk, "absences"), "en") == Verdict()


def test_a_longer_code_from_before_stands_in_nobodys_way(database: Database) -> None:
    long = replace(TEAM.shift_types[0], code="Früh")
    desk = desk_on(database, replace(TEAM, shift_types=(*TEAM.shift_types, long)))
    facts, place = TeamFacts(desk.vault, SheetForms(), StandingClock(NOW)), len(TEAM.shift_types)
    facts.save(desk.team, change(facts, desk, "shift_types", place, name="Morgens"), None, "en")
    absence = Absence(CLEO, AbsenceKind.SICK, day(15), day(16))
    with desk.vault.writing() as records:
        facts.add_absence(records, desk.team, absence, None)
    team = facts.look(desk.team, "en").team
    assert (team.shift_types[place], team.absences[-1]) == (replace(long, name="Morgens"), absence)
    _, texts = row_of(facts, desk, "shift_types", place)
    assert refused(facts, desk, RowChange("shift_types", "", {**texts, "code": "Spät"})) == [
        ("shift_types", place + 1, "code", "This code is too long.")
    ]
