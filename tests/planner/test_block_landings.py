"""What dropping a block of cells would do: against whole rosters checked anew, and on rosters small enough to see."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.board import Board, Place
from planner.changing.block_landings import Block, BlockLanding, BlockLandings
from planner.changing.landings import Landings, Verdict
from planner.check import check
from planner.messages import Message, render
from planner.rulebook import plan_of, state_rules
from tests.planner.random_teams import Case, cases
from tests.planner.small_teams import places_of, small_board

SHIFTS: dict[str, Any] = {
    "E": {"times": "06:00-14:00", "break_min": 30},
    "L": {"times": "14:00-22:00", "break_min": 30},
}


def _day(number: int) -> date:
    return date(2026, 12, number)


def _landings(roster: dict[str, dict[int, str]], block: Block, **facts: Any) -> BlockLandings:
    board = small_board(people={name: {} for name in roster}, shifts=SHIFTS, roster=roster, **facts)
    return BlockLandings(Landings(board, state_rules(board), places_of(roster)), block)


def _block(height: int, width: int, **more: Any) -> Block:
    return Block(("Ana", "Ben", "Cleo"), 0, _day(16), height, width, **more)


def _landing(landings: BlockLandings, row: int, day: int) -> BlockLanding:
    found = landings.at(row, _day(day))
    assert isinstance(found, BlockLanding), found
    return found


def test_all_of_a_block_is_weighed_together() -> None:
    # The late alone could go to the 18th; with the early that comes along on the 19th it leaves 8 hours of rest.
    landings = _landings({"Ana": {16: "L", 17: "E"}, "Ben": {}, "Cleo": {}}, _block(1, 2))
    assert _landing(landings, 1, 18).verdict is Verdict.FORBIDDEN
    (broken,) = landings.broken(1, _day(18))
    assert render(broken.message, "en").startswith("Ben: only 8 h of rest")
    # What was broken before is not held against it, and what it leaves is gone.
    apart = _landings({"Ana": {16: "E", 17: "L"}, "Ben": {}, "Cleo": {}}, _block(1, 2))
    assert _landing(apart, 0, 17).verdict is Verdict.FINE
    assert apart.broken(0, _day(17)) == ()


def test_a_block_takes_the_place_of_all_that_is_there() -> None:
    facts = {"demand": [{"when": 18, "shift": "E", "minimum": 1}]}
    roster = {"Ana": {16: "E"}, "Ben": {17: "L", 18: "E"}, "Cleo": {}}
    # The free day beside Ana's early empties Ben's 18th, which is wanted.
    landings = _landings(roster, _block(1, 2), **facts)
    landing = _landing(landings, 1, 17)
    assert (landing.verdict, landing.replaces) == (Verdict.COSTS, 2)
    assert landings.dearest(1, _day(17))[0][0].code == "coverage_minimum"
    assert _landing(landings, 2, 17).replaces == 0


def test_a_copy_leaves_the_block_where_it_is() -> None:
    roster = {"Ana": {16: "E"}, "Ben": {}, "Cleo": {}}
    facts = {"demand": [{"when": 16, "shift": "E", "minimum": 1}]}
    assert _landing(_landings(roster, _block(1, 1), **facts), 0, 17).verdict is Verdict.COSTS
    assert _landing(_landings(roster, _block(1, 1, copies=True), **facts), 0, 17).verdict is not Verdict.COSTS


@pytest.mark.parametrize(
    ("row", "day", "words"),
    [
        (0, 16, "it stands here"),
        (2, 16, "not all of it fits in here"),
        (-1, 16, "not all of it fits in here"),
        (0, 31, "not all of it fits in here"),
        (0, 18, "E is not offered on Sat 19 Dec"),
    ],
)
def test_where_it_cannot_land_it_says_so(row: int, day: int, words: str) -> None:
    shifts = {**SHIFTS, "E": {**SHIFTS["E"], "day_kinds": ["weekday"]}}
    roster = {"Ana": {16: "L", 17: "E"}, "Ben": {16: "L"}, "Cleo": {}}
    board = small_board(people={name: {} for name in roster}, shifts=shifts, roster=roster)
    landings = BlockLandings(Landings(board, state_rules(board), places_of(roster)), _block(2, 2))
    found = landings.at(row, _day(day))
    assert isinstance(found, Message)
    assert render(found, "en") == words
    assert landings.broken(row, _day(day)) == landings.dearest(row, _day(day)) == ()


def test_a_block_of_others_is_not_weighed() -> None:
    with pytest.raises(KeyError, match="block of this month"):
        _landings({"Ana": {}}, Block(("Ana", "Dora"), 0, _day(16), 2, 1))


@given(cases(), st.data())
@settings(max_examples=12, deadline=None)
def test_every_landing_agrees_with_the_roster_checked_anew(case: Case, data: st.DataObject) -> None:
    board, columns = case.board(), state_rules(case.board())
    rows, days = tuple(board.person_index), board.days
    height, width = data.draw(st.integers(1, len(rows))), data.draw(st.integers(1, 4))
    top, first = data.draw(st.integers(0, len(rows) - height)), data.draw(st.sampled_from(days[:-width]))
    block = Block(rows, top, first, height, width, copies=data.draw(st.booleans()))
    landings = BlockLandings(Landings(board, columns, case.roster), block)
    before = check(board, columns, case.roster).costs
    for _ in range(4):
        row, day = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.sampled_from(days))
        lifted, after = _moved(case.roster, block, row, day)
        found = landings.at(row, day)
        if isinstance(found, Message):
            assert (row, day) == (top, first) or not _fits(board, block, row, day, after - lifted)
            continue
        costs = check(board, columns, after).costs
        assert found.cost_change == tuple(b - a for a, b in zip(before, costs, strict=True))
        assert found.replaces == len(lifted - after)
        outside = [columns.outside(columns.values(plan_of(board, places))) for places in (lifted, after)]
        broken = bool(((outside[1] > outside[0]) & columns.hard).any())
        assert (found.verdict is Verdict.FORBIDDEN) == broken == bool(landings.broken(row, day))


def _moved(roster: frozenset[Place], block: Block, row: int, day: date) -> tuple[frozenset[Place], frozenset[Place]]:
    """The roster without the block, and with it in its new place."""
    theirs = list(block.rows[block.top : block.top + block.height])
    there = {place for place in roster if place[0] in theirs and 0 <= (place[1] - block.first).days < block.width}
    lifted = roster if block.copies else roster - there
    held = [(theirs.index(name), when - block.first, shift) for name, when, shift in there]
    names = block.rows[row : row + block.height]
    covered = {place for place in lifted if place[0] in names and 0 <= (place[1] - day).days < block.width}
    put = {(names[down], day + across, shift) for down, across, shift in held if down < len(names)}
    return lifted, (lifted - covered) | put


def _fits(board: Board, block: Block, row: int, day: date, put: frozenset[Place]) -> bool:
    inside = row + block.height <= len(block.rows) and day + timedelta(days=block.width - 1) in board.days
    return inside and all(shift in board.offered.get(when, ()) for _, when, shift in put)
