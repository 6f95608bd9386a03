"""Busy times in a plan: what overlaps by a minute is barred or unwished, what touches is not; spans put together."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.availability import unavailable
from planner.board import Board
from planner.domain.busy import Span, merged, refreshed
from planner.domain.team import BusyTime
from planner.domain.time import moment
from planner.exchange.example_team import example_team
from planner.rules.wishes import Wishes

TEAM = replace(example_team("en"), availability=(), wishes=())
ANA = TEAM.managers[0].name
KIND = TEAM.shift_types[0]
DAY = date(2026, 12, 2)
START, END = (moment(TEAM.zone, DAY, minute) for minute in (KIND.start_min, KIND.end_min))


def board(start: int, end: int, *, can: bool = False) -> Board:
    return Board(replace(TEAM, busy=(BusyTime(ANA, start, end, can),)), 2026, 12)


@pytest.mark.parametrize(
    ("start", "end", "barred"),
    [(START - 60, START, False), (START - 60, START + 1, True), (END, END + 60, False), (END - 1, END + 60, True),
     (START + 60, START + 61, True), (START - 60, END + 60, True)],
)  # fmt: skip
def test_a_minute_of_overlap_bars_a_shift(start: int, end: int, barred: bool) -> None:
    cell = (ANA, DAY, KIND.code)
    plan = board(start, end)
    assert (plan.number(cell) in unavailable(plan)) is barred
    wished = board(start, end, can=True)
    assert unavailable(wished) == frozenset()
    unwished = [limit for limit in Wishes().limits(wished) if limit.atoms == [wished.number(cell)]]
    assert [(limit.high, limit.factor) for limit in unwished] == [(0, 1)] * barred


def test_nobody_else_is_barred() -> None:
    plan = board(START, END)
    assert {plan.people[plan.cells[number].person].name for number in unavailable(plan)} == {ANA}


def spans(*pairs: tuple[int, int]) -> tuple[Span, ...]:
    begin = datetime(2026, 12, 1, tzinfo=UTC)
    return tuple(Span(*(begin + timedelta(hours=hour) for hour in pair)) for pair in pairs)


PAIRS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)


@settings(max_examples=60)
@given(PAIRS, PAIRS, PAIRS)
def test_a_refresh_takes_the_old_within_what_is_fixed_and_the_new_elsewhere(
    old: list[tuple[int, int]], new: list[tuple[int, int]], fixed: list[tuple[int, int]]
) -> None:
    def hours(pairs: list[tuple[int, int]]) -> set[int]:
        return {hour for start, end in pairs for hour in range(start, end)}

    held = hours(fixed)
    expected = (hours(old) & held) | (hours(new) - held)
    found = refreshed(merged(spans(*old)), spans(*new), spans(*fixed))
    begin = datetime(2026, 12, 1, tzinfo=UTC)
    pairs = [tuple(int((end - begin).total_seconds() // 3600) for end in (one.start, one.end)) for one in found]
    assert hours(pairs) == expected  # type: ignore[arg-type]
    assert all(one.end < other.start for one, other in pairwise(found))
