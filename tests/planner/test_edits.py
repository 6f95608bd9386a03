"""Edits by hand: all or nothing, identities that stay with their person, and the way back."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.board import Place
from planner.changing.edits import EditRefused, changed_cells, edit_making, known_cells
from planner.domain.drafts import CellChange, CellState, GridCell, HeldShift
from planner.domain.edit import Edit, LockCell, Put, Step, Take, UnlockCell
from planner.domain.team import Team
from planner.messages import render
from tests.planner.random_teams import Case, cases
from tests.planner.small_teams import places_of, small_team

SHIFTS: dict[str, Any] = {
    "E": {"times": "06:00-14:00", "name": "Early"},
    "L": {"times": "14:00-22:00", "name": "Late"},
    "W": {"times": "09:00-17:00", "name": "Weekend", "day_kinds": ["saturday", "sunday"]},
    "C": {"times": "22:00-06:00", "name": "Duty", "on_call": True},
}
ROSTER: dict[str, dict[int, str]] = {"Ana": {16: "E", 18: "L"}, "Ben": {16: "L"}, "Cem": {}}
MONTH = (2026, 12)

Cells = dict[GridCell, CellState]


def day(number: int) -> date:
    return date(2026, 12, number)


def team_of(roster: Mapping[str, Mapping[int, str]] = ROSTER) -> Team:
    return small_team(people={name: {} for name in roster}, shifts=SHIFTS)


def cells_of(places: Iterable[Place], locks: Mapping[GridCell, Iterable[str]] | None = None) -> Cells:
    """What stands in the grid. locks: codes by cell, "" = a free day."""
    held = {place: UUID(int=n) for n, place in enumerate(sorted(places))}
    locked = {cell: frozenset(codes) for cell, codes in (locks or {}).items()}
    return {
        cell: CellState(
            tuple(
                HeldShift(uid, place[2], place[2] in locked.get(cell, ()))
                for place, uid in held.items()
                if place[:2] == cell
            ),
            "" in locked.get(cell, ()),
        )
        for cell in {place[:2] for place in held} | set(locked)
    }


def made(team: Team, cells: Cells, edit: Edit, month: tuple[int, int] = MONTH) -> tuple[Cells, tuple[CellChange, ...]]:
    """The grid after an edit, and what it changed."""
    touched = {cell: cells.get(cell, CellState()) for cell in known_cells(edit, team, month)}
    changes = changed_cells(edit, team, month, touched)
    return {**cells, **{change.cell: change.after for change in changes}}, changes


def edited(*steps: Step, locks: Mapping[GridCell, str] | None = None) -> tuple[Cells, Cells]:
    before = cells_of(places_of(ROSTER), locks)
    return before, made(team_of(), before, Edit(steps))[0]


def refusals(*steps: Step, locks: Mapping[GridCell, str] | None = None) -> list[str]:
    with pytest.raises(EditRefused) as refused:
        edited(*steps, locks=locks)
    return [render(reason, "en") for reason in refused.value.reasons]


def places(cells: Cells) -> frozenset[Place]:
    return frozenset((*cell, code) for cell, state in cells.items() for code in state.codes)


def uids(cells: Cells) -> dict[UUID, Place]:
    return {held.uid: (*cell, held.code) for cell, state in cells.items() for held in state.shifts}


def uid_of(cells: Cells, person: str, when: date, code: str) -> UUID:
    return next(held.uid for held in cells[person, when].shifts if held.code == code)


def test_steps_are_made_one_after_the_other() -> None:
    _, after = edited(Take("Ana", day(16), "E"), Put("Ana", day(16), "L"), Put("Cem", day(16), "E"))
    assert places(after) == places_of({"Ana": {16: "L", 18: "L"}, "Ben": {16: "L"}, "Cem": {16: "E"}})


def test_what_comes_and_goes_in_one_edit_is_no_change() -> None:
    team, before = team_of(), cells_of(places_of(ROSTER))
    for steps in (
        (Put("Cem", day(16), "E"), Take("Cem", day(16), "E")),
        (Take("Ana", day(16), "E"), Put("Ana", day(16), "E")),
        (LockCell("Ana", day(16)), UnlockCell("Ana", day(16))),
    ):
        assert made(team, before, Edit(steps)) == (before, ())


@pytest.mark.parametrize(
    ("steps", "kept"),
    [
        ((Take("Ana", day(16), "E"), Put("Ana", day(20), "E")), ("Ana", day(20), "E")),
        ((Put("Ana", day(21), "E"), Take("Ana", day(16), "E")), ("Ana", day(21), "E")),
        ((Take("Ana", day(16), "E"), Put("Ana", day(16), "L")), ("Ana", day(16), "L")),
    ],
)
def test_a_shift_that_stays_with_its_person_keeps_its_identity(steps: tuple[Step, ...], kept: Place) -> None:
    before, after = edited(*steps)
    assert uid_of(after, *kept) == uid_of(before, "Ana", day(16), "E")


@pytest.mark.parametrize(
    "steps",
    [
        (Take("Ana", day(16), "E"), Put("Cem", day(16), "E")),
        (Put("Cem", day(16), "E"),),
    ],
)
def test_another_persons_shift_is_a_new_one(steps: tuple[Step, ...]) -> None:
    before, after = edited(*steps)
    assert uid_of(after, "Cem", day(16), "E") not in uids(before)


def test_a_second_shift_beside_the_first_is_a_new_one() -> None:
    before, after = edited(Put("Ana", day(16), "C"))
    assert uid_of(after, "Ana", day(16), "E") == uid_of(before, "Ana", day(16), "E")
    assert uid_of(after, "Ana", day(16), "C") not in uids(before)


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
        (Take("Ana", day(17), "Q"), "Ana has no Q on Thu 17 Dec."),
        (LockCell("Nobody", day(16)), "Nobody called Nobody is in the team."),
    ],
)
def test_what_makes_no_sense_is_said(step: Step, words: str) -> None:
    assert refusals(step) == [words]


def test_the_first_and_the_last_day_of_the_month_can_be_edited() -> None:
    _, after = edited(Put("Cem", day(1), "E"), Put("Cem", day(31), "E"))
    assert {("Cem", day(1), "E"), ("Cem", day(31), "E")} <= places(after)


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_made() -> None:
    assert len(refusals(Take("Ana", day(16), "E"), Put("Ana", day(17), "W"), Take("Ben", day(17), "E"))) == 2


def test_the_same_reason_is_said_once() -> None:
    assert refusals(Put("Ana", day(17), "W"), Put("Ben", day(17), "W")) == ["Weekend is not offered on Thu 17 Dec."]


def test_a_locked_cell_must_be_unlocked_first() -> None:
    words = "Ana is locked on Wed 16 Dec. Unlock the cell first."
    locks = {("Ana", day(16)): "E"}
    assert refusals(Take("Ana", day(16), "E"), locks=locks) == [words]
    assert refusals(Put("Ana", day(16), "L"), locks=locks) == [words]
    _, after = edited(UnlockCell("Ana", day(16)), Take("Ana", day(16), "E"), locks=locks)
    assert after["Ana", day(16)] == CellState()
    # Duty beside a locked shift is nobody's business, and stays open.
    _, after = edited(Put("Ana", day(16), "C"), locks=locks)
    assert after["Ana", day(16)].locks == {"E"}


def test_a_locked_free_day_takes_nothing() -> None:
    for code in "EC":
        assert refusals(Put("Cem", day(16), code), locks={("Cem", day(16)): [""]})


def test_a_shift_that_breaks_a_free_day_can_be_taken_away() -> None:
    _, after = edited(Take("Ana", day(16), "E"), locks={("Ana", day(16)): [""]})
    assert after["Ana", day(16)] == CellState(free=True)


def test_a_cell_is_locked_as_it_is() -> None:
    _, after = edited(LockCell("Ana", day(16)), LockCell("Cem", day(16)))
    assert (after["Ana", day(16)].locks, after["Cem", day(16)]) == ({"E"}, CellState(free=True))


def test_what_is_nowhere_offered_can_go_but_not_begin() -> None:
    odd = cells_of({("Ana", day(16), "W"), ("Ben", day(16), "Q")})
    after, _ = made(team_of(), odd, Edit((Take("Ana", day(16), "W"), Take("Ben", day(16), "Q"))))
    assert places(after) == frozenset()
    with pytest.raises(EditRefused):
        made(team_of(), after, Edit((Put("Ana", day(16), "W"),)))


@given(cases(), st.data())
def test_an_edit_keeps_identities_and_says_what_it_changes(case: Case, data: st.DataObject) -> None:
    team, board = case.team, case.board()
    before = cells_of(case.roster, board.locks)
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
    month = (board.year, board.month)
    steps: list[Step] = []
    one_by_one = before
    for one in data.draw(st.lists(step, max_size=12)):
        try:
            one_by_one, _ = made(team, one_by_one, Edit((one,)), month)
        except EditRefused:
            continue
        steps.append(one)
    after, changes = made(team, before, Edit(tuple(steps)), month)

    # All at once is as one by one, but for the identities that a whole edit keeps.
    assert places(after) == places(one_by_one)
    assert {cell: state.locks for cell, state in after.items() if state.locks} == {
        cell: state.locks for cell, state in one_by_one.items() if state.locks
    }
    assert len(uids(after)) == len(places(after))
    owners = {uid: place[0] for uid, place in uids(before).items()}
    assert all(owners.get(uid, place[0]) == place[0] for uid, place in uids(after).items())
    # What is known of it afterwards are the changes: they go back, and their words are those of an edit that does it.
    assert {**after, **{change.cell: change.turned().after for change in changes}} == {
        **dict.fromkeys((change.cell for change in changes), CellState()), **before
    }  # fmt: skip
    again, _ = made(team, before, edit_making(changes), month)
    assert places(again) == places(after)
