"""What dropping a shift on a cell would do: against whole rosters checked anew, and on rosters small enough to see."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.board import Board, Place
from planner.changing.landings import Landings, Verdict
from planner.check import check
from planner.messages import render
from planner.rulebook import plan_of, state_rules
from tests.planner.random_teams import Case, cases
from tests.planner.small_teams import places_of, small_board

DAY, NEXT = date(2026, 12, 16), date(2026, 12, 17)
SHIFTS: dict[str, Any] = {
    "E": {"times": "06:00-14:00", "break_min": 30},
    "L": {"times": "14:00-22:00", "break_min": 30},
}


def _landings(roster: dict[str, dict[int, str]], **facts: Any) -> Landings:
    board = small_board(people={name: {} for name in roster}, shifts=SHIFTS, roster=roster, **facts)
    return Landings(board, state_rules(board), places_of(roster))


def _of(landings: Landings, place: Place, taken: Place | None = None) -> Verdict:
    return next(one.verdict for one in landings.of(place[2], taken) if one.place == place)


def test_a_cell_too_near_another_shift_is_forbidden_and_says_why() -> None:
    landings = _landings({"Ana": {16: "L"}, "Ben": {18: "E"}})
    taken = ("Ben", date(2026, 12, 18), "E")
    assert _of(landings, ("Ana", NEXT, "E"), taken) is Verdict.FORBIDDEN
    (reason,) = landings.reasons(("Ana", NEXT, "E"), taken)
    assert "8 h" in render(reason, "en")
    assert "11 h" in render(reason, "en")


def test_a_shift_does_not_stand_in_its_own_way() -> None:
    landings = _landings({"Ana": {16: "L"}})
    taken = ("Ana", DAY, "L")
    # The clock alone would forbid it beside a late of the same evening, which it was.
    assert _of(landings, ("Ana", DAY, "E"), taken) is not Verdict.FORBIDDEN
    assert _of(landings, ("Ana", NEXT, "L"), taken) is Verdict.FINE
    assert landings.reasons(("Ana", NEXT, "L"), taken) == ()


def test_leaving_wanted_work_undone_costs() -> None:
    landings = _landings({"Ana": {16: "L"}}, demand=[{"when": 16, "shift": "L", "minimum": 1}])
    assert _of(landings, ("Ana", NEXT, "L"), ("Ana", DAY, "L")) is Verdict.COSTS


def test_a_copy_leaves_the_shift_where_it_is() -> None:
    landings = _landings({"Ana": {16: "L"}}, demand=[{"when": 16, "shift": "L", "minimum": 1}])
    copied = {one.place: one.cost_change for one in landings.of("L")}
    moved = {one.place: one.cost_change for one in landings.of("L", ("Ana", DAY, "L"))}
    assert copied[("Ana", NEXT, "L")] < moved[("Ana", NEXT, "L")]


def test_where_the_shift_stands_already_is_no_landing() -> None:
    landings = _landings({"Ana": {16: "L"}, "Ben": {}})
    assert ("Ana", DAY, "L") not in {one.place for one in landings.of("L")}


def test_a_shift_takes_the_place_of_what_is_worked_there() -> None:
    facts = {"demand": [{"when": 17, "shift": "E", "minimum": 1}]}
    landings = _landings({"Ana": {17: "E"}, "Ben": {17: "E", 18: "L"}}, **facts)
    # Beside the early it would be too long a day; instead of one of two earlies it costs no coverage.
    landing = landings.at(("Ana", NEXT, "L"))
    assert landing.verdict is not Verdict.FORBIDDEN
    assert (landing.replaces, landings.reasons(("Ana", NEXT, "L"))) == (("E",), ())
    assert "coverage_minimum" not in {rule.code for rule, _ in landings.dearest(("Ana", NEXT, "L"))}
    alone = _landings({"Ana": {17: "E"}}, **facts)
    place = ("Ana", NEXT, "L")
    assert alone.at(place).verdict is Verdict.COSTS
    (dearest, *_) = alone.dearest(place)
    assert dearest[0].code == "coverage_minimum"
    # What stands there is gone when the next day is looked at: only that day's early is too near.
    tight = _landings({"Ana": {17: "E", 18: "E"}})
    (reason,) = tight.reasons(place)
    assert "11 h" in render(reason, "en")


def test_a_locked_free_day_is_forbidden() -> None:
    landings = _landings({"Ana": {16: "L"}, "Ben": {}}, locks={"Ben": {17: ""}})
    assert _of(landings, ("Ben", NEXT, "L"), ("Ana", DAY, "L")) is Verdict.FORBIDDEN


def test_only_what_is_worked_can_be_taken() -> None:
    landings = _landings({"Ana": {16: "L"}})
    with pytest.raises(KeyError, match="ask for a shift that is worked"):
        landings.of("L", ("Ana", NEXT, "L"))
    with pytest.raises(KeyError, match="not offered"):
        landings.reasons(("Ana", NEXT, "Q"))


@given(cases(), st.data())
@settings(max_examples=40, deadline=None)
def test_every_landing_agrees_with_the_roster_checked_anew(case: Case, data: st.DataObject) -> None:
    board = case.board()
    columns = state_rules(board)
    landings = Landings(board, columns, case.roster)
    taken = data.draw(st.sampled_from([None, *sorted(case.roster)]))
    shift = taken[2] if taken else data.draw(st.sampled_from(sorted(board.shift_index)))
    found = landings.of(shift, taken)
    assert {one.place for one in found} == _free_places(board, case.roster, shift)
    lifted = case.roster - {taken}
    before = check(board, columns, case.roster).costs
    for one in data.draw(st.lists(st.sampled_from(found), max_size=6)) if found else []:
        after = lifted - {(*one.place[:2], code) for code in one.replaces} | {one.place}
        assert {place[2] for place in lifted - after} <= board.alike(shift)
        change = tuple(b - a for a, b in zip(before, check(board, columns, after).costs, strict=True))
        broken = _worse(board, columns, lifted, after)
        assert one.cost_change == change
        assert (one.verdict is Verdict.FORBIDDEN) == broken == bool(landings.reasons(one.place, taken))
        if not broken:
            assert one.verdict is (Verdict.COSTS if change > (0,) * len(change) else Verdict.FINE)


def _free_places(board: Board, roster: frozenset[Place], shift: str) -> set[Place]:
    every = {(name, day, shift) for name in board.person_index for day in board.days}
    return {place for place in every - roster if board.number(place) is not None}


def _worse(board: Board, columns: Any, before: frozenset[Place], after: frozenset[Place]) -> bool:
    outside = [columns.outside(columns.values(plan_of(board, places))) for places in (before, after)]
    return bool(((outside[1] > outside[0]) & columns.hard).any())
