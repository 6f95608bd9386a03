"""Fair shares, what a roster carries, and the ledger."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.fair_measures import (
    HOLIDAYS,
    LATES,
    MEASURES,
    ON_CALL,
    UNPLEASANT,
    WEEKENDS,
    Measure,
    measures_of,
    unpleasant_minutes,
)
from planner.fair_share import (
    carried,
    corrections_of,
    expected_shares,
    fair_targets,
    ledger_before,
    settled_shares,
    share_weights,
)
from planner.rules.fair_limits import fair_steps
from tests.planner.small_teams import places_of, small_board

WEEKEND_DEMAND = [{"when": kind, "shift": "E", "target": 1} for kind in ("saturday", "sunday")]
SHIFTS = {"E": "06:00-14:00", "L": "14:00-22:00", "N": "22:00-06:00"}


def test_weights_are_contract_minutes_times_days_present() -> None:
    people = {"Ana": {}, "Ben": {"contract_min_week": 1200}, "Cem": {"joins_on": 17}, "Dia": {"leaves_on": 10}}
    absences = [{"person": "Ana", "days": "1-10"}, {"person": "Ana", "days": "5-11"}]
    board = small_board(people=people, shifts=SHIFTS, absences=absences)

    assert share_weights(board) == [2400 * 20, 1200 * 31, 2400 * 15, 2400 * 10]


def test_shares_add_up_to_the_demand() -> None:
    people = {"Ana": {}, "Ben": {"contract_min_week": 1200}, "Cem": {"joins_on": 17}}
    board = small_board(people=people, shifts=SHIFTS, demand=WEEKEND_DEMAND)

    assert sum(expected_shares(board, WEEKENDS)) == pytest.approx(400)


def test_bands_take_as_many_people_as_their_shifts_do() -> None:
    shifts = {"E": "08:00-14:00", "D": "08:00-16:00", "L": "14:00-20:00", "F": "15:00-21:00"}
    wide = {"when": 12, "times": "08:00-20:00", "target": 2}
    narrow = {"when": 12, "times": "10:00-12:00", "target": 3, "skill": "Crisis"}
    named = {"when": 12, "shift": "E", "target": 1}
    board = small_board(people={"Ana": {}}, shifts=shifts, demand=[wide, narrow, named])

    # E by name, a D beside it from eight, another from ten; both stay until four, and two on F follow.
    assert expected_shares(board, WEEKENDS) == [500]
    assert expected_shares(board, UNPLEASANT) == [100 * (360 + 2 * 480 + 2 * 360) / 60]


def test_share_of_an_unworkable_weekday_goes_to_the_others() -> None:
    board = small_board(
        people={"Ana": {}, "Ben": {}},
        shifts=SHIFTS,
        demand=WEEKEND_DEMAND,
        availability={"Ben": {"mon": "06:00-22:00", "sun": "06:00-22:00"}},
    )

    # Both days of a weekend need one person, so its load lies on the Saturday; the last Saturday is a holiday.
    assert expected_shares(board, WEEKENDS) == pytest.approx([350, 50])


def test_ledger_moves_the_target_also_below_nothing() -> None:
    carry_over = {"Ana": {"ledger": {"weekends": 500}}, "Ben": {"ledger": {"weekends": -150, "lates": 900}}}
    board = small_board(people={"Ana": {}, "Ben": {}}, shifts=SHIFTS, demand=WEEKEND_DEMAND, carry_over=carry_over)

    assert fair_targets(board, WEEKENDS) == [-300, 350]


def test_corrections_count_in_their_month_alone() -> None:
    def corrected(day: int | str, hundredths: int) -> dict[str, Any]:
        return {"person": "Ana", "day": day, "measure": "weekends", "hundredths": hundredths, "note": "Swapped"}

    rows = [corrected(1, -100), corrected(31, 30), corrected("2026-11-30", 900), corrected("2027-01-01", 900)]
    board = small_board(
        people={"Ana": {}, "Ben": {}}, shifts=SHIFTS, demand=WEEKEND_DEMAND, ledger_corrections=rows,
        carry_over={"Ana": {"ledger": {"weekends": 50}}},
    )  # fmt: skip

    assert [row.hundredths for row in corrections_of(board, 0, WEEKENDS)] == [-100, 30]
    assert [ledger_before(board, person, WEEKENDS) for person in (0, 1)] == [-20, 0]
    assert ledger_before(board, 0, LATES) == 0


def test_duty_falls_to_those_who_can_do_it() -> None:
    duty = {"times": "08:00-20:00", "on_call": True, "skills": {"Crisis": 2}}
    board = small_board(
        people={"Ana": {"skills": {"Crisis": 2}}, "Ben": {}, "Cem": {"skills": {"Crisis": 3}, "leaves_on": 1}},
        shifts={"C": duty, "D": {**duty, "times": "12:00-22:00"}, "P": {**duty, "times": "20:00-08:00"}},
        demand=[{"when": day, "shift": code, "target": 1} for day in (1, 2) for code in ("C", "D", "P")],
    )

    # Two people at a time on each day, 31 days of presence against 1: Cem may be on call on neither more than others.
    assert expected_shares(board, ON_CALL) == pytest.approx([400 * 31 / 32, 0, 400 / 32])


def test_on_call_is_shared_where_there_is_such_duty() -> None:
    duty = {"times": "08:00-20:00", "on_call": True}

    assert ON_CALL not in measures_of(small_board(people={"Ana": {}}, shifts=SHIFTS))
    assert ON_CALL in measures_of(small_board(people={"Ana": {}}, shifts={**SHIFTS, "C": duty}))


@pytest.mark.parametrize(
    ("measure", "roster", "expected"),
    [
        (WEEKENDS, {5: "E", 6: ["E", "L"], 13: "N"}, 200),
        (HOLIDAYS, {7: "E", 8: "E", 24: "E", 26: "L"}, 300),
        (LATES, {1: "E", 2: "L", 3: "N", 5: "L"}, 300),
        (UNPLEASANT, {1: "E", 2: "L", 5: "E"}, 1000),  # 2 of 8 hours after 20:00, and 8 of 8
    ],
    ids=lambda given: given.key if isinstance(given, Measure) else None,
)
def test_carried_counts_what_the_measure_says(
    measure: Measure, roster: dict[int, str | list[str]], expected: int
) -> None:
    board = small_board(people={"Ana": {}, "Ben": {}}, shifts=SHIFTS)

    assert carried(board, places_of({"Ana": roster}), measure) == [expected, 0]


def test_unpleasant_time_is_split_at_midnight_and_counted_once() -> None:
    board = small_board(people={"Ana": {}}, shifts={"S": "18:00-02:00"})
    minutes = {
        day: unpleasant_minutes(board, board.number(("Ana", date(2026, 12, day), "S")) or 0) for day in (3, 4, 5, 6)
    }

    # Thursday and Friday: from 20:00. Saturday: all. Sunday: all, the hours after midnight as night.
    assert minutes == {3: 360, 4: 360, 5: 480, 6: 480}


@given(st.lists(st.integers(0, 900), min_size=3, max_size=3), st.sampled_from(MEASURES))
@settings(max_examples=30, deadline=None)
def test_settled_shares_split_what_was_really_carried(loads: list[int], measure: Measure) -> None:
    people = {"Ana": {}, "Ben": {"contract_min_week": 1200}, "Cem": {"joins_on": 17}}
    board = small_board(people=people, shifts=SHIFTS, demand=WEEKEND_DEMAND)

    shares = settled_shares(board, measure, loads)

    assert sum(shares) == sum(loads)
    assert shares[0] >= shares[1]
    assert min(shares) >= 0


def price_of(steps: list[tuple[int, int]], carried: int) -> int:
    return sum(factor * max(0, carried - high) for high, factor in steps)


@given(st.integers(-900, 1500), st.integers(1, 40), st.sampled_from([1, 10]))
def test_each_further_unit_above_the_target_is_dearer(target: int, contract_h: int, parts: int) -> None:
    steps = list(fair_steps(target * 40, contract_h, 40, 30, parts))
    prices = [price_of(steps, carried) for carried in range(31)]
    rises = [after - before for before, after in pairwise(prices)]

    assert min((factor for _, factor in steps), default=1) > 0
    assert rises == sorted(rises)
    # Nothing up to the target costs.
    assert prices[min(30, max(0, target // 100))] == 0 or target < 0


@pytest.mark.parametrize(
    ("target", "contract_h", "prices"),
    [
        (100, 40, [0, 0, 10, 30, 60, 100, 140]),
        (150, 40, [0, 0, 5, 20, 45, 80, 120]),
        (-200, 40, [0, 30, 70, 110, 170, 230, 290]),
        # Half a contract: dearer from half a unit on, 1/2 + 2/2, then 3/2 + 4/2, then 4/2 + 6/2.
        (0, 20, [0, 15, 50, 100, 160]),
    ],
)  # fmt: skip
def test_prices_in_tenths(target: int, contract_h: int, prices: list[int]) -> None:
    steps = list(fair_steps(target * 40, contract_h, 40, 30, 10))

    assert [price_of(steps, carried) for carried in range(len(prices))] == prices


def test_grains_are_dearer_by_the_shift() -> None:
    assert list(fair_steps(6400 * 40, 32 * 40, 40, 400, 1)) == [
        (64, 1), (96, 1), (128, 1), (160, 1), (224, 2), (320, 3)
    ]  # fmt: skip
