"""Publish, return to an older version, and the differences person by person."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from planner.changing.edits import EditConflict, EditRefused
from planner.changing.landings import Verdict
from planner.changing.person_changes import PersonChange
from planner.domain.drafts import EventKind, Version, VersionState
from planner.domain.edit import LockCell, Put, Take, UnlockCell
from planner.domain.people import Absence, AbsenceKind
from planner.domain.roster import Assignment
from planner.domain.team import Lock, NextShift
from planner.domain.time import moment
from planner.messages import render
from planner.problems import InputProblems
from planner.services.month_facts import in_force, month_facts, of_the_team, with_locks_of
from planner.services.month_reports import Reports
from planner.services.planning import reported
from tests.planner.storage.desk import ANA, BEN, CLEO, EARLY, LATE, TEAM, Desk, day, moved, roster


def test_a_draft_is_published_as_the_next_version_and_stays(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    made = desk.publishing.publish(draft.id, 0, None, desk.lead)
    assert (made.version.number, made.version.state, made.version.based_on) == (2, VersionState.PUBLISHED, 1)
    assert made.before is None
    assert made.changes == (PersonChange(ANA, (), ((day(1), EARLY),)),)
    assert desk.version(draft.id).state is VersionState.DRAFT
    with desk.vault.reading() as records:
        assert in_force(records.versions(desk.team, 2026, 12)) == made.version
        kept, published = records.roster(draft.id), records.roster(made.version.id)
    assert [a.uid for a in kept.assignments] == [a.uid for a in published.assignments]
    assert {row.person for row in published.carry_over} == {manager.name for manager in TEAM.managers}
    assert [event.kind for event in desk.events(made.version.id)] == [EventKind.PUBLISH]


def test_differences_are_against_the_version_in_force(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY), (BEN, 2, LATE), (CLEO, 3, LATE))
    first = desk.publishing.publish(draft.id, 0, None, desk.lead).version
    draft = desk.edit(first.id, 0, *moved(ANA, 1, EARLY, BEN, 1), Put(BEN, day(4), LATE)).version
    expected = (
        PersonChange(BEN, (), ((day(1), EARLY), (day(4), LATE))),
        PersonChange(ANA, ((day(1), EARLY),), ()),
    )
    assert desk.publishing.preview(draft.id).changes == expected
    made = desk.publishing.publish(draft.id, 1, first.id, desk.lead)
    assert made.changes == expected
    assert made.before == first


def test_published_versions_are_not_edited(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    published = desk.publishing.publish(draft.id, 0, None, desk.lead).version
    for refused in (
        lambda: desk.drafts.undo(published.id, desk.lead),
        lambda: desk.publishing.publish(published.id, 0, published.id, desk.lead),
    ):
        with pytest.raises((EditRefused, InputProblems), match=r"Nothing of yours|published already"):
            refused()
    made = desk.edit(published.id, 0, Put(BEN, day(1), LATE)).version
    assert (made.state, made.based_on) == (VersionState.DRAFT, published.number)
    assert desk.places(made.id) == {(ANA, 1, EARLY), (BEN, 1, LATE)}
    assert desk.places(published.id) == {(ANA, 1, EARLY)}


def test_what_changed_since_the_lead_looked_is_not_published(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    desk.edit(draft.id, 0, Put(BEN, day(1), LATE), by=desk.deputy)
    with pytest.raises(InputProblems, match="edited meanwhile"):
        desk.publishing.publish(draft.id, 0, None, desk.lead)
    first = desk.publishing.publish(draft.id, 1, None, desk.lead).version
    with pytest.raises(InputProblems, match="Another version was published meanwhile"):
        desk.publishing.publish(draft.id, 1, None, desk.deputy)
    with desk.vault.reading() as records:
        assert in_force(records.versions(desk.team, 2026, 12)) == first


def test_return_to_an_older_version(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY), (CLEO, 20, LATE), (CLEO, 21, LATE))
    old = desk.publishing.publish(draft.id, 0, None, desk.lead).version
    draft = desk.edit(old.id, 0, *moved(ANA, 1, EARLY, BEN, 1)).version
    new = desk.publishing.publish(draft.id, 1, old.id, desk.lead).version
    leaving = tuple(replace(m, leaves_on=day(20)) if m.name == CLEO else m for m in TEAM.managers)
    with desk.vault.writing() as records:
        records.save_facts(replace(TEAM, managers=leaving), desk.team, records.people(desk.team))
    back = desk.publishing.return_to(old.id, new.id, desk.lead)
    assert desk.places(back.version.id) == {(ANA, 1, EARLY), (CLEO, 20, LATE)}
    assert [a.place for a in back.left_out] == [(CLEO, day(21), LATE)]
    assert back.version.number == new.number + 1
    assert {change.person for change in back.changes} == {ANA, BEN, CLEO}
    assert desk.places(old.id) == {(ANA, 1, EARLY), (CLEO, 20, LATE), (CLEO, 21, LATE)}


def test_return_when_somebody_is_not_in_the_team_any_more(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY), (CLEO, 20, LATE))
    old = desk.publishing.publish(draft.id, 0, None, desk.lead).version
    again = desk.draft((ANA, 2, EARLY))
    new = desk.publishing.publish(again.id, 0, old.id, desk.lead).version
    there = tuple(manager for manager in TEAM.managers if manager.name != CLEO)
    without = replace(
        TEAM, managers=there, pairs=(), topics=(), wishes=(), absences=(), availability=(), locks=(), past_shifts=(),
        carry_over=(), ledger_corrections=(),
    )  # fmt: skip
    with desk.vault.writing() as records:
        records.save_facts(without, desk.team, records.people(desk.team))
    back = desk.publishing.return_to(old.id, new.id, desk.lead)
    assert desk.places(back.version.id) == {(ANA, 1, EARLY)}
    assert [a.person for a in back.left_out] == [CLEO]
    # The old version still names them.
    assert (CLEO, 20, LATE) in desk.places(old.id)


def test_return_to_what_is_in_force_or_was_never_published_is_refused(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    published = desk.publishing.publish(draft.id, 0, None, desk.lead).version
    with pytest.raises(InputProblems, match="in force already"):
        desk.publishing.return_to(published.id, published.id, desk.lead)
    with pytest.raises(InputProblems, match="never published"):
        desk.publishing.return_to(draft.id, published.id, desk.lead)


def test_the_draft_of_a_published_version_has_its_locks_and_nobody_who_left(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY), (CLEO, 20, LATE), (CLEO, 21, LATE))
    desk.edit(draft.id, 0, LockCell(ANA, day(1)), LockCell(BEN, day(2)))
    published = desk.publishing.publish(draft.id, 1, None, desk.lead).version
    leaving = tuple(replace(m, leaves_on=day(20)) if m.name == CLEO else m for m in TEAM.managers)
    with desk.vault.writing() as records:
        records.save_facts(replace(TEAM, managers=leaving), desk.team, records.people(desk.team))
    made = desk.edit(published.id, 0, Put(BEN, day(1), LATE), by=desk.deputy).version
    assert desk.places(made.id) == {(ANA, 1, EARLY), (BEN, 1, LATE), (CLEO, 20, LATE)}
    assert desk.cell(made.id, ANA, 1).locked
    assert desk.cell(made.id, BEN, 2).free


def test_a_refused_edit_of_a_published_version_leaves_no_draft(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    published = desk.publishing.publish(draft.id, 0, None, desk.lead).version
    with pytest.raises(EditRefused):
        desk.edit(published.id, 0, Put(ANA, day(1), EARLY))
    with desk.vault.reading() as records:
        assert list(records.versions(desk.team, 2026, 12)) == [draft, published]


def test_the_second_who_edits_what_is_published_edits_the_draft_of_the_first(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    published = desk.publishing.publish(draft.id, 0, None, desk.lead).version
    first = desk.edit(published.id, 0, Put(BEN, day(1), LATE)).version
    with pytest.raises(EditConflict):
        desk.edit(published.id, 0, Put(BEN, day(1), EARLY), by=desk.deputy)
    second = desk.edit(published.id, 0, Put(CLEO, day(1), LATE), by=desk.deputy).version
    assert (second.id, second.revision) == (first.id, 2)
    assert desk.places(first.id) == {(ANA, 1, EARLY), (BEN, 1, LATE), (CLEO, 1, LATE)}


def test_next_month_starts_where_the_published_one_ended(desk: Desk) -> None:
    draft = desk.draft((ANA, 31, LATE))
    with desk.vault.reading() as records:
        assert month_facts(records, desk.team, 2027, 1) == replace(TEAM, month=(2027, 1))
    published = desk.publishing.publish(draft.id, 0, None, desk.lead).version
    with desk.vault.reading() as records:
        facts = month_facts(records, desk.team, 2027, 1)
        assert [(p.person, p.day, p.shift) for p in facts.past_shifts] == [(ANA, day(31), LATE)]
        assert facts.carry_over == records.roster(published.id).carry_over
        assert records.facts(desk.team) == TEAM


def test_a_month_is_planned_towards_what_is_published_after_it(desk: Desk) -> None:
    # A late ends 12 hours before an early begins, a minute less than is needed here.
    with desk.vault.writing() as records:
        rested = {"rest": replace(TEAM.rules["rest"], value=721)}
        records.save_facts(replace(TEAM, rules={**TEAM.rules, **rested}), desk.team, records.people(desk.team))
    december, reports = desk.draft((ANA, 31, LATE)), Reports(desk.vault)
    assert not _rests(reports, december)
    rows = (Assignment(uuid4(), ANA, date(2027, 1, 1), EARLY), Assignment(uuid4(), BEN, date(2027, 1, 9), EARLY))
    january = desk.drafts.keep(desk.team, replace(roster(), year=2027, month=1, assignments=rows), None)
    # A draft of January binds nobody; once it is published, the report that was kept is made anew.
    assert not _rests(reports, december)
    desk.publishing.publish(january.id, 0, None, desk.lead)
    [told] = _rests(reports, december)
    assert "between Late on Thu 31 Dec and Early on Fri 1 Jan" in told
    with desk.vault.reading() as records:
        # A week's days bear on the month, later ones do not.
        assert month_facts(records, desk.team, 2026, 12).next_shifts == (NextShift(ANA, date(2027, 1, 1), EARLY),)
    # And the verdict of a drop says so before it is made.
    landings = reports.of(december).landings
    taken = (ANA, day(31), LATE)
    assert landings.at((ANA, day(30), LATE), taken).verdict is not Verdict.FORBIDDEN
    moved = desk.edit(december.id, 0, Take(ANA, day(31), LATE)).version
    reasons = [render(reason, "en") for reason in reports.of(moved).landings.reasons(taken)]
    assert any("Early on Fri 1 Jan" in reason for reason in reasons)


def _rests(reports: Reports, version: Version) -> list[str]:
    return [render(found.message, "en") for found in reports.of(version).report.clashes if found.rule == "rest"]


def test_locks_of_a_draft_are_locks_of_the_team_that_is_planned(desk: Desk) -> None:
    draft = desk.drafts.keep(desk.team, roster((ANA, 1, EARLY), (BEN, 1, EARLY)), desk.lead)
    desk.edit(draft.id, 0, LockCell(ANA, day(1)), LockCell(CLEO, day(2)))
    with desk.vault.reading() as records:
        locked = with_locks_of(records, TEAM, draft.id)
    # The free days that the team's facts name came along; its locked shift is not in this roster.
    free = {lock for lock in TEAM.locks if not lock.shift}
    assert set(locked.locks) == {Lock(ANA, day(1), EARLY), Lock(CLEO, day(2), ""), *free}


def test_a_locked_shift_of_a_type_that_is_gone_is_no_lock(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    desk.edit(draft.id, 0, LockCell(ANA, day(1)))
    kinds = tuple(kind for kind in TEAM.shift_types if kind.code != EARLY)
    fewer = replace(TEAM, shift_types=kinds, demand=(), wishes=(), past_shifts=(), locks=())
    with desk.vault.reading() as records:
        assert not [lock for lock in with_locks_of(records, fewer, draft.id).locks if lock.shift]
        reported(with_locks_of(records, fewer, draft.id), of_the_team(records.roster(draft.id), fewer))


def test_a_free_day_of_the_facts_can_be_opened_in_a_draft(desk: Desk) -> None:
    [named] = [lock for lock in TEAM.locks if not lock.shift]
    draft = desk.drafts.keep(desk.team, roster((ANA, 1, EARLY)), desk.lead)
    desk.edit(draft.id, 0, UnlockCell(named.person, named.day))
    with desk.vault.reading() as records:
        assert with_locks_of(records, TEAM, draft.id).locks == ()


def test_what_is_published_in_another_team_is_fixed_here(desk: Desk) -> None:
    """One person in two teams: shifts and absences there count here, drafts and other people's do not."""
    ill = Absence(ANA, AbsenceKind.SICK, day(20), day(21))
    with desk.vault.writing() as records:
        people = records.people(desk.team)
        there = replace(TEAM, name="Other", absences=(*TEAM.absences, ill))
        other = records.save_facts(there, None, {ANA: people[ANA]})
    desk.drafts.keep(other, roster((ANA, 9, EARLY)), None)
    published = desk.drafts.keep(other, roster((ANA, 3, EARLY), (BEN, 3, LATE)), None)
    desk.publishing.publish(published.id, 0, None, None)
    with desk.vault.reading() as records:
        facts = month_facts(records, desk.team, 2026, 12)
    [shift] = facts.elsewhere
    kind = TEAM.shift_types[0]
    assert (shift.person, shift.day, shift.name) == (ANA, day(3), f"{kind.name} (Other)")
    assert shift.start == moment(TEAM.zone, day(3), kind.start_min)
    assert shift.end == moment(TEAM.zone, day(3), kind.end_min)
    assert shift.paid_min == kind.end_min - kind.start_min - kind.break_min
    assert set(facts.absences) - set(TEAM.absences) == {ill}
    draft = desk.draft((ANA, 3, EARLY))
    with desk.vault.reading() as records:
        findings = reported(facts, records.roster(draft.id)).check.findings
    assert "overlap" in {finding.rule for finding in findings if finding.must}
