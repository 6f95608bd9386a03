"""Drafts: kept, edited step by step, by two leads, taken back and done again."""

from collections.abc import Sequence
from datetime import date

import pytest

from planner.bootstrap import StandingClock
from planner.changing.edits import ChangedCell, EditConflict, EditRefused
from planner.domain.drafts import EventKind, VersionState
from planner.domain.edit import LockCell, Put, Step, Take, UnlockCell
from planner.domain.team import Team
from planner.problems import InputProblems
from planner.services.drafts import Drafts
from planner.storage.database import Database
from planner.storage.records import DatabaseVault
from tests.conftest import NOW
from tests.planner.storage.desk import ANA, BEN, CLEO, EARLY, LATE, TEAM, Desk, day, moved, roster


def test_planned_roster_is_kept_as_the_next_draft(desk: Desk) -> None:
    first, second = desk.draft((ANA, 1, EARLY)), desk.draft((BEN, 1, EARLY))
    assert [(v.number, v.state, v.revision, v.made_by) for v in (first, second)] == [
        (1, VersionState.DRAFT, 0, desk.lead),
        (2, VersionState.DRAFT, 0, desk.lead),
    ]
    with desk.vault.reading() as records:
        assert list(records.versions(desk.team, 2026, 12)) == [first, second]
    assert desk.places(first.id) == {(ANA, 1, EARLY)}
    assert [event.kind for event in desk.events(first.id)] == [EventKind.DRAFT]


def test_roster_of_people_who_left_is_not_kept(desk: Desk) -> None:
    with pytest.raises(InputProblems, match="not in the team: Nobody"):
        desk.draft((ANA, 1, EARLY), ("Nobody", 2, EARLY))
    with desk.vault.reading() as records:
        assert records.versions(desk.team, 2026, 12) == []


@pytest.mark.parametrize(
    ("steps", "after"),
    [
        ([Put(BEN, day(1), EARLY)], {(ANA, 1, EARLY), (BEN, 1, EARLY)}),
        ([Put(ANA, day(1), LATE)], {(ANA, 1, EARLY), (ANA, 1, LATE)}),
        ([Take(ANA, day(1), EARLY)], set()),
        ([*moved(ANA, 1, EARLY, ANA, 30)], {(ANA, 30, EARLY)}),
        ([*moved(ANA, 1, EARLY, BEN, 1)], {(BEN, 1, EARLY)}),
        ([Put(BEN, day(2), EARLY)], {(ANA, 1, EARLY), (BEN, 2, EARLY)}),
        ([Take(ANA, day(1), EARLY), Put(ANA, day(1), LATE), Put(CLEO, day(2), LATE)],
         {(ANA, 1, LATE), (CLEO, 2, LATE)}),
        ([Put(BEN, day(1), LATE), Take(BEN, day(1), LATE)], {(ANA, 1, EARLY)}),
    ],
)  # fmt: skip
def test_steps(desk: Desk, steps: Sequence[Step], after: set[tuple[str, int, str]]) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    edited = desk.edit(draft.id, 0, *steps)
    assert desk.places(draft.id) == after
    changed = after != {(ANA, 1, EARLY)}
    assert edited.version.revision == desk.version(draft.id).revision == int(changed)
    assert bool(edited.changes) == changed


def test_a_shift_is_the_same_one_as_long_as_it_stays_with_its_person(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    [before] = desk.cell(draft.id, ANA, 1).shifts
    desk.edit(draft.id, 0, *moved(ANA, 1, EARLY, ANA, 2))
    assert desk.cell(draft.id, ANA, 2).shifts == (before,)
    desk.edit(draft.id, 1, Put(ANA, day(3), EARLY))
    desk.edit(draft.id, 2, *moved(ANA, 2, EARLY, BEN, 2))
    uids = {desk.cell(draft.id, person, n).shifts[0].uid for person, n in [(ANA, 3), (BEN, 2)]}
    assert len(uids - {before.uid}) == 2


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Put(ANA, day(1), EARLY), "already"),
        (Put(ANA, day(5), EARLY), "not offered"),
        (Take(ANA, day(1), LATE), "has no"),
        (Put(ANA, day(1), "?"), "no shift type"),
        (Put("Nobody", day(1), EARLY), "Nobody called"),
        (Put(ANA, date(2027, 1, 1), EARLY), "not in the month"),
        (LockCell("Nobody", date(2026, 11, 30)), "not in the month"),
    ],
)
def test_a_step_that_cannot_be_undoes_its_whole_edit(desk: Desk, step: Step, words: str) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    with pytest.raises(EditRefused, match=words):
        desk.edit(draft.id, 0, Put(CLEO, day(4), LATE), step)
    assert desk.places(draft.id) == {(ANA, 1, EARLY)}
    assert desk.version(draft.id) == draft
    assert len(desk.events(draft.id)) == 1


def test_a_locked_cell_stays_until_it_is_unlocked(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    desk.edit(draft.id, 0, LockCell(ANA, day(1)), LockCell(BEN, day(1)))
    assert desk.cell(draft.id, ANA, 1).shifts[0].locked
    assert not desk.cell(draft.id, ANA, 1).free
    assert desk.cell(draft.id, BEN, 1).free
    for steps in (
        (Take(ANA, day(1), EARLY),),
        (Put(ANA, day(1), LATE),),
        (Put(BEN, day(1), LATE),),
        moved(ANA, 1, EARLY, CLEO, 1),
    ):
        with pytest.raises(EditRefused, match="locked"):
            desk.edit(draft.id, 1, *steps)
    desk.edit(draft.id, 1, UnlockCell(ANA, day(1)), UnlockCell(BEN, day(1)), *moved(ANA, 1, EARLY, BEN, 1))
    assert desk.places(draft.id) == {(BEN, 1, EARLY)}
    assert not desk.cell(draft.id, BEN, 1).locked


# ---- two leads


def test_edits_of_other_cells_go_together(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    desk.edit(draft.id, 0, Put(BEN, day(1), LATE))
    edited = desk.edit(draft.id, 0, Put(CLEO, day(1), LATE), by=desk.deputy)
    assert desk.places(draft.id) == {(ANA, 1, EARLY), (BEN, 1, LATE), (CLEO, 1, LATE)}
    assert edited.version.revision == 2


def test_the_second_is_told_which_cells_changed_and_by_whom(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    desk.edit(draft.id, 0, Take(ANA, day(1), EARLY), Put(BEN, day(1), LATE))
    with pytest.raises(EditConflict) as told:
        desk.edit(draft.id, 0, *moved(ANA, 1, EARLY, CLEO, 1), by=desk.deputy)
    assert told.value.cells == (ChangedCell(ANA, day(1), by=ANA),)
    assert desk.places(draft.id) == {(BEN, 1, LATE)}
    # Having seen it, they may.
    desk.edit(draft.id, 1, Put(ANA, day(1), LATE), by=desk.deputy)
    assert (ANA, 1, LATE) in desk.places(draft.id)


def test_a_roster_that_was_planned_anew_meanwhile_stands_where_it_is_otherwise(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY), (BEN, 1, LATE))
    anew = desk.drafts.keep(desk.team, roster((ANA, 1, EARLY), (CLEO, 1, LATE)), desk.deputy, based_on=draft.id)
    desk.edit(anew.id, 0, LockCell(CLEO, day(2)))
    with pytest.raises(EditConflict) as told:
        desk.edit(draft.id, 0, Take(BEN, day(1), LATE), LockCell(CLEO, day(2)))
    assert told.value.cells == (ChangedCell(BEN, day(1), by=BEN), ChangedCell(CLEO, day(2), by=ANA))
    made = desk.edit(draft.id, 0, Put(ANA, day(1), LATE))
    assert (made.version.id, made.version.revision) == (anew.id, 2)
    assert desk.places(anew.id) == {(ANA, 1, EARLY), (ANA, 1, LATE), (CLEO, 1, LATE)}
    assert desk.places(draft.id) == {(ANA, 1, EARLY), (BEN, 1, LATE)}


def test_what_was_edited_and_published_meanwhile_is_not_overwritten(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    desk.edit(draft.id, 0, Take(ANA, day(1), EARLY), by=desk.deputy)
    desk.publishing.publish(draft.id, 1, None, desk.deputy)
    with pytest.raises(EditConflict) as told:
        desk.edit(draft.id, 0, Take(ANA, day(1), EARLY))
    assert told.value.cells == (ChangedCell(ANA, day(1), by=BEN),)
    made = desk.edit(draft.id, 0, Put(CLEO, day(1), LATE)).version
    assert desk.places(made.id) == {(CLEO, 1, LATE)}


def test_a_new_shift_type_is_not_lost_on_a_cell_that_was_seen_empty(desk: Desk) -> None:
    draft = desk.draft()
    desk.edit(draft.id, 0, Put(ANA, day(1), EARLY))
    with pytest.raises(EditConflict):
        desk.edit(draft.id, 0, Put(ANA, day(1), LATE), by=desk.deputy)


# ---- take back, do again


def test_undo_and_redo_of_several_edits(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    states = [desk.places(draft.id)]
    for revision, step in enumerate([Take(ANA, day(1), EARLY), Put(BEN, day(1), LATE), Put(BEN, day(2), LATE)]):
        desk.edit(draft.id, revision, step)
        states.append(desk.places(draft.id))
    for expected in states[-2::-1]:
        desk.drafts.undo(draft.id, desk.lead)
        assert desk.places(draft.id) == expected
    with pytest.raises(EditRefused, match="Nothing of yours can be taken back"):
        desk.drafts.undo(draft.id, desk.lead)
    for expected in states[1:]:
        desk.drafts.redo(draft.id, desk.lead)
        assert desk.places(draft.id) == expected
    with pytest.raises(EditRefused, match="Nothing of yours can be made again"):
        desk.drafts.redo(draft.id, desk.lead)
    desk.drafts.undo(draft.id, desk.lead)
    assert desk.places(draft.id) == states[-2]
    assert desk.version(draft.id).revision == 10


def test_undo_brings_back_the_same_shift_and_its_lock(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    before = desk.cell(draft.id, ANA, 1)
    desk.edit(draft.id, 0, *moved(ANA, 1, EARLY, BEN, 1), LockCell(ANA, day(1)))
    desk.drafts.undo(draft.id, desk.lead)
    assert desk.cell(draft.id, ANA, 1) == before
    assert desk.cell(draft.id, BEN, 1).shifts == ()
    desk.drafts.redo(draft.id, desk.lead)
    assert desk.cell(draft.id, ANA, 1).free


def test_undo_and_redo_after_a_restart(desk: Desk, shared_database: Database) -> None:
    draft = desk.draft()
    desk.edit(draft.id, 0, Put(ANA, day(1), EARLY))
    for turn, after in (("undo", set()), ("redo", {(ANA, 1, EARLY)})):
        restarted = Database(shared_database.url.render_as_string(hide_password=False))
        getattr(Drafts(DatabaseVault(restarted), StandingClock(NOW)), turn)(draft.id, desk.lead)
        restarted.close()
        assert desk.places(draft.id) == after


def test_undo_takes_back_my_own_edit_only(desk: Desk) -> None:
    draft = desk.draft()
    desk.edit(draft.id, 0, Put(ANA, day(1), EARLY))
    desk.edit(draft.id, 1, Put(BEN, day(1), EARLY), by=desk.deputy)
    [(kind, turn)] = desk.drafts.turns(draft.id, desk.lead).items()
    assert (kind, [change.cell for change in turn.changes], turn.overtaken) == (EventKind.UNDO, [(ANA, day(1))], ())
    desk.drafts.undo(draft.id, desk.lead)
    assert desk.places(draft.id) == {(BEN, 1, EARLY)}


def test_undo_says_why_not_if_somebody_touched_the_cell(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    desk.edit(draft.id, 0, Take(ANA, day(1), EARLY), Put(BEN, day(1), EARLY))
    desk.edit(draft.id, 1, Put(ANA, day(1), LATE), by=desk.deputy)
    undo = desk.drafts.turns(draft.id, desk.lead)[EventKind.UNDO]
    assert undo.overtaken == (ChangedCell(ANA, day(1), by=BEN),)
    with pytest.raises(EditConflict) as told:
        desk.drafts.undo(draft.id, desk.lead)
    assert told.value.cells == undo.overtaken
    assert desk.places(draft.id) == {(ANA, 1, LATE), (BEN, 1, EARLY)}
    # When that is taken back too, nothing is in the way any more.
    desk.drafts.undo(draft.id, desk.deputy)
    desk.drafts.undo(draft.id, desk.lead)
    assert desk.places(draft.id) == {(ANA, 1, EARLY)}


def test_redo_ends_with_a_new_edit_and_says_why_if_the_cell_was_touched(desk: Desk) -> None:
    draft = desk.draft()
    desk.edit(draft.id, 0, Put(ANA, day(1), EARLY))
    desk.drafts.undo(draft.id, desk.lead)
    desk.edit(draft.id, 2, Put(ANA, day(1), LATE), by=desk.deputy)
    with pytest.raises(EditConflict):
        desk.drafts.redo(draft.id, desk.lead)
    desk.edit(draft.id, 3, Put(CLEO, day(1), LATE))
    with pytest.raises(EditRefused, match="Nothing of yours can be made again"):
        desk.drafts.redo(draft.id, desk.lead)


def test_a_shift_of_somebody_who_left_the_team_is_not_brought_back(desk: Desk) -> None:
    draft = desk.draft((CLEO, 1, EARLY))
    desk.edit(draft.id, 0, Take(CLEO, day(1), EARLY))
    there = tuple(manager for manager in TEAM.managers if manager.name != CLEO)
    fewer = Team(TEAM.name, TEAM.zone, 0, None, TEAM.sites, there, TEAM.shift_types)
    with desk.vault.writing() as records:
        records.save_facts(fewer, desk.team, records.people(desk.team))
    with pytest.raises(EditRefused, match="not in the team"):
        desk.drafts.undo(draft.id, desk.lead)
    assert desk.places(draft.id) == set()


def test_events_say_who_did_what_in_numbers_and_free_text_is_apart(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    desk.edit(draft.id, 0, Take(ANA, day(1), EARLY), text="Ana is ill")
    desk.drafts.undo(draft.id, desk.lead)
    _, edit, undo = desk.events(draft.id)
    assert (edit.kind, edit.actor, edit.actor_name, edit.revision) == (EventKind.EDIT, desk.lead, ANA, 1)
    assert [(c.cell, c.before.codes, c.after.codes) for c in edit.changes] == [((ANA, day(1)), (EARLY,), ())]
    assert (undo.kind, undo.reverses, undo.revision) == (EventKind.UNDO, edit.id, 2)
    assert list(undo.changes) == [change.turned() for change in edit.changes]


def test_free_days_stay_locked_when_the_draft_is_planned_again(desk: Desk) -> None:
    draft = desk.draft((ANA, 1, EARLY))
    desk.edit(draft.id, 0, LockCell(BEN, day(1)))
    again = desk.drafts.keep(desk.team, roster((ANA, 2, EARLY)), desk.lead, based_on=draft.id)
    assert (again.number, again.based_on) == (2, 1)
    assert desk.cell(again.id, BEN, 1).free


def test_a_draft_goes_on_from_any_version_and_all_others_stay(desk: Desk) -> None:
    first = desk.draft((ANA, 1, EARLY))
    desk.edit(first.id, 0, LockCell(ANA, day(1)), LockCell(BEN, day(1)))
    second = desk.draft((CLEO, 2, LATE))
    again = desk.drafts.go_on(first.id, desk.deputy)
    assert (again.number, again.state, again.based_on, again.made_by) == (3, VersionState.DRAFT, 1, desk.deputy)
    assert desk.places(again.id) == {(ANA, 1, EARLY)}
    assert desk.cell(again.id, ANA, 1) == desk.cell(first.id, ANA, 1)
    assert desk.cell(again.id, BEN, 1).free
    assert [event.kind for event in desk.events(again.id)] == [EventKind.GO_ON]
    assert desk.places(second.id) == {(CLEO, 2, LATE)}
    published = desk.publishing.publish(again.id, 0, None, desk.lead).version
    back = desk.drafts.go_on(second.id, desk.lead)
    assert (back.number, desk.places(back.id)) == (5, {(CLEO, 2, LATE)})
    assert desk.version(published.id) == published
    with pytest.raises(InputProblems, match="no such version"):
        desk.drafts.go_on(10**6, desk.lead)


def test_there_is_no_such_draft(desk: Desk) -> None:
    with pytest.raises(InputProblems, match="no such version"):
        desk.edit(10**6, 0, Put(ANA, day(1), EARLY))
