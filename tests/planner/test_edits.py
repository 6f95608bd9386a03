"""Edits by hand: all or nothing, identities that stay with their person, and the way back."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.board import Board, Place
from planner.changing.edits import Edited, EditRefused, apply_edit
from planner.domain.edit import Edit, LockCell, Put, Step, Take, UnlockCell
from planner.domain.roster import Assignment, Roster
from planner.messages import render
from planner.reporting.report_maker import make_report
from planner.services.edited import after_edit
from tests.planner.random_teams import Case, cases
from tests.planner.small_teams import places_of, small_board

SHIFTS: dict[str, Any] = {
    "E": {"times": "06:00-14:00", "name": "Early"},
    "L": {"times": "14:00-22:00", "name": "Late"},
    "W": {"times": "09:00-17:00", "name": "Weekend", "day_kinds": ["saturday", "sunday"]},
    "C": {"times": "22:00-06:00", "name": "Duty", "on_call": True},
}
ROSTER = {"Ana": {16: "E", 18: "L"}, "Ben": {16: "L"}, "Cem": {}}


def day(number: int) -> date:
    return date(2026, 12, number)


def board_of(roster: dict[str, dict[int, str]] = ROSTER, **facts: Any) -> Board:
    return small_board(people={name: {} for name in roster}, shifts=SHIFTS, roster=roster, **facts)


def roster_on(board: Board, places: frozenset[Place]) -> Roster:
    rows = (
        Assignment(UUID(int=n), *place, locked=place[2] in board.locks.get(place[:2], ()))
        for n, place in enumerate(sorted(places))
    )
    return Roster("", board.year, board.month, tuple(rows))


def edited(*steps: Step, **facts: Any) -> tuple[Roster, Edited]:
    board = board_of(**facts)
    before = roster_on(board, places_of(ROSTER))
    return before, apply_edit(board, before, Edit(steps))


def refusals(*steps: Step, **facts: Any) -> list[str]:
    with pytest.raises(EditRefused) as refused:
        edited(*steps, **facts)
    return [render(reason, "en") for reason in refused.value.reasons]


def uid_of(roster: Roster, *place: Any) -> UUID:
    return next(a.uid for a in roster.assignments if a.place == place)


def test_steps_are_made_one_after_the_other() -> None:
    _, after = edited(Take("Ana", day(16), "E"), Put("Ana", day(16), "L"), Put("Cem", day(16), "E"))
    assert after.roster.places() == places_of({"Ana": {16: "L", 18: "L"}, "Ben": {16: "L"}, "Cem": {16: "E"}})


@pytest.mark.parametrize(
    ("steps", "kept"),
    [
        ((Take("Ana", day(16), "E"), Put("Ana", day(20), "E")), ("Ana", day(20), "E")),
        ((Put("Ana", day(20), "E"), Take("Ana", day(16), "E")), ("Ana", day(20), "E")),
        ((Take("Ana", day(16), "E"), Put("Ana", day(16), "L")), ("Ana", day(16), "L")),
    ],
)
def test_a_shift_that_stays_with_its_person_keeps_its_identity(steps: tuple[Step, ...], kept: Place) -> None:
    before, after = edited(*steps)
    assert uid_of(after.roster, *kept) == uid_of(before, "Ana", day(16), "E")


@pytest.mark.parametrize(
    "steps",
    [
        (Take("Ana", day(16), "E"), Put("Cem", day(16), "E")),
        (Put("Cem", day(16), "E"),),
    ],
)
def test_another_persons_shift_is_a_new_one(steps: tuple[Step, ...]) -> None:
    before, after = edited(*steps)
    assert uid_of(after.roster, "Cem", day(16), "E") not in {a.uid for a in before.assignments}


def test_a_second_shift_beside_the_first_is_a_new_one() -> None:
    before, after = edited(Put("Ana", day(16), "C"))
    assert uid_of(after.roster, "Ana", day(16), "E") == uid_of(before, "Ana", day(16), "E")
    assert uid_of(after.roster, "Ana", day(16), "C") not in {a.uid for a in before.assignments}


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Put("Nobody", day(16), "E"), "Nobody called Nobody is in the team."),
        (Put("Ana", date(2027, 1, 1), "E"), "Fri 1 Jan is not in the month of this roster."),
        (Put("Ana", date(2026, 11, 30), "E"), "Mon 30 Nov is not in the month of this roster."),
        (Put("Ana", day(17), "Q"), "There is no shift type Q."),
        (Put("Ana", day(17), "W"), "Weekend is not offered on Thu 17 Dec."),
        (Put("Ana", day(16), "E"), "Ana works Early on Wed 16 Dec already."),
        (Take("Ana", day(17), "E"), "Ana has no Early on Thu 17 Dec."),
        (LockCell("Nobody", day(16)), "Nobody called Nobody is in the team."),
    ],
)
def test_what_makes_no_sense_is_said(step: Step, words: str) -> None:
    assert refusals(step) == [words]


def test_the_first_and_the_last_day_of_the_month_can_be_edited() -> None:
    _, after = edited(Put("Cem", day(1), "E"), Put("Cem", day(31), "E"))
    assert {("Cem", day(1), "E"), ("Cem", day(31), "E")} <= after.roster.places()


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_made() -> None:
    assert len(refusals(Take("Ana", day(16), "E"), Put("Ana", day(17), "W"), Take("Ben", day(17), "E"))) == 2


def test_the_same_reason_is_said_once() -> None:
    assert refusals(Put("Ana", day(17), "W"), Put("Ben", day(17), "W")) == ["Weekend is not offered on Thu 17 Dec."]


def test_a_locked_cell_must_be_unlocked_first() -> None:
    words = "Ana is locked on Wed 16 Dec. Unlock the cell first."
    locks = {"Ana": {16: "E"}}
    assert refusals(Take("Ana", day(16), "E"), locks=locks) == [words]
    assert refusals(Put("Ana", day(16), "L"), locks=locks) == [words]
    _, after = edited(UnlockCell("Ana", day(16)), Take("Ana", day(16), "E"), locks=locks)
    assert after.locks == ()
    # Duty beside a locked shift is nobody's business.
    edited(Put("Ana", day(16), "C"), locks=locks)


def test_a_locked_free_day_takes_nothing() -> None:
    assert refusals(Put("Cem", day(16), "C"), locks={"Cem": {16: ""}})


def test_a_cell_is_locked_as_it_is() -> None:
    _, after = edited(LockCell("Ana", day(16)), LockCell("Cem", day(16)))
    assert [(lock.person, lock.shift) for lock in after.locks] == [("Ana", "E"), ("Cem", "")]
    assert [a.place for a in after.roster.assignments if a.locked] == [("Ana", day(16), "E")]


def test_what_is_nowhere_offered_can_come_back_but_not_begin() -> None:
    odd = {"Ana": {16: "W"}}
    board = board_of(odd)
    before = roster_on(board, places_of(odd))
    gone = apply_edit(board, before, Edit((Take("Ana", day(16), "W"),)))
    small = board_of({"Ana": {}})
    assert apply_edit(small, gone.roster, gone.back).roster.assignments == before.assignments
    with pytest.raises(EditRefused):
        apply_edit(small, gone.roster, Edit((Put("Ana", day(16), "W"),)))


@given(cases(), st.data())
def test_an_edit_and_the_way_back_leave_everything_as_it_was(case: Case, data: st.DataObject) -> None:
    board = case.board()
    before = roster_on(board, case.roster)
    who = st.sampled_from(sorted(board.person_index))
    when, code = st.sampled_from(board.days[:4]), st.sampled_from(sorted(board.shift_index))
    # Few cells, so that steps meet; worked ones, so that there is something to take.
    place = st.tuples(who, when, code) | st.sampled_from(sorted(case.roster) or [("", board.days[0], "")])
    step = st.one_of(
        place.map(lambda p: Put(*p)),
        place.map(lambda p: Take(*p)),
        place.map(lambda p: LockCell(*p[:2])),
        place.map(lambda p: UnlockCell(*p[:2])),
    )
    made: list[Step] = []
    for one in data.draw(st.lists(step, max_size=12)):
        try:
            apply_edit(board, before, Edit((*made, one)))
        except EditRefused:
            continue
        made.append(one)
    edit = Edit(tuple(made))
    there = apply_edit(board, before, edit)
    assert len({a.uid for a in there.roster.assignments}) == len(there.roster.assignments)
    owners = {a.uid: a.person for a in before.assignments}
    assert all(owners.get(a.uid, a.person) == a.person for a in there.roster.assignments)

    report = make_report(board, before)
    after, back = after_edit(report, edit)
    assert after.roster.places() == there.roster.places()
    again, _ = after_edit(after, back)
    assert set(again.roster.assignments) == set(before.assignments)
    assert {key: codes for key, codes in again.board.locks.items() if codes} == board.locks
    assert again.check.costs == report.check.costs
    assert again.clashes == report.clashes
