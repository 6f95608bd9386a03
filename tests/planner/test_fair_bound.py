"""How evenly weekends can be shared at all."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.fair_bound import Able, WeekendsToShare, least_spread, spread_of, weekends_to_share
from tests.planner.small_teams import small_board

SHIFTS = {"E": "06:00-14:00"}
DEMAND = [{"when": kind, "shift": "E", "target": 1} for kind in ("saturday", "sunday")]


def least_by_trying(people: list[Able], needed: int, at_most: int) -> Fraction | None:
    """The least spread of all ways to share, tried one by one."""
    ways = product(*(range(able.most + 1) for able in people))
    return min((spread_of(way, people) for way in ways if needed <= sum(way) <= at_most), default=None)


@given(
    st.lists(st.builds(Able, st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(3, 4), Fraction(19, 20)]),
                       st.integers(0, 4)), min_size=1, max_size=4),
    st.integers(0, 9),
    st.integers(0, 4),
)  # fmt: skip
def test_nobody_shares_more_evenly(people: list[Able], needed: int, more: int) -> None:
    found = least_spread(people, needed, needed + more)

    assert (None if found is None else found.width) == least_by_trying(people, needed, needed + more)


@pytest.mark.parametrize(
    ("people", "needed", "width"),
    [
        # Ten weekends for three full-time people: 4, 3, 3.
        ([Able(Fraction(1), 9)] * 3, 10, 1),
        ([Able(Fraction(1), 9)] * 3, 9, 0),
        # One can work on one weekend only: 1, 4, 4.
        ([Able(Fraction(1), 1), Able(Fraction(1), 9), Able(Fraction(1), 9)], 9, 3),
        # Half a contract carries half: 2 of 6, a rate of 4 beside 4.
        ([Able(Fraction(1), 9), Able(Fraction(1, 2), 9)], 6, 0),
        ([Able(Fraction(1), 2)], 3, None),
    ],
)
def test_by_hand(people: list[Able], needed: int, width: int | None) -> None:
    found = least_spread(people, needed, needed)

    assert (None if found is None else found.width) == width


def test_a_team_that_cannot_share_evenly() -> None:
    # Ben is there on one weekend a month of the four that need somebody (26 December is a holiday).
    away = [{"person": "Ben", "days": "6-31"}]
    shared = weekends_to_share([small_board(people={"Ana": {}, "Ben": {}}, shifts=SHIFTS, demand=DEMAND)])
    uneven = weekends_to_share(
        [small_board(people={"Ana": {}, "Ben": {"limits": {"max_weekends": 1}}}, shifts=SHIFTS, demand=DEMAND)]
    )
    gone = weekends_to_share([small_board(people={"Ana": {}, "Ben": {}}, shifts=SHIFTS, demand=DEMAND, absences=away)])

    assert shared.needed == uneven.needed == 4
    assert _width(shared) == 0
    # One for Ben, three for Ana.
    assert _width(uneven) == 2
    # Ben's five days are 5/31 of a full-time equivalent; one weekend in them is a rate of 6.2, beside Ana's three.
    assert _width(gone) == Fraction(31, 5) - 3


def test_months_are_counted_together_and_a_weekend_across_their_border_once() -> None:
    people = {"Ana": {}, "Weekdays": {}}
    availability = {"Weekdays": {"mon": "06:00-22:00"}}
    months = [
        small_board(month=month, people=people, shifts=SHIFTS, demand=DEMAND, availability=availability)
        for month in ("2026-10", "2026-11")
    ]
    shared = weekends_to_share(months)

    # October's first weekend is the 3rd, November's last the 28th: nine, of which 31 October and 1 November are one.
    # 1 November is a Sunday and a holiday, 31 October a Saturday.
    assert shared.needed == 9
    assert shared.people == {"Ana": Able(Fraction(1), 9)}


def _width(shared: WeekendsToShare) -> Fraction:
    found = least_spread(list(shared.people.values()), shared.needed, shared.needed)
    assert found is not None
    return found.width
