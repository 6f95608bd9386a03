"""A plan with more contract than demand: nobody stands beside many while another shift has one person alone, and
Sundays and holidays have whom they need.
"""

from collections import Counter

from planner.rules.catalogue import RULES
from planner.solve import solve
from solver.search import Options
from tests.planner.small_teams import small_board

#: All rules but those that are asked about are off.
KEPT = ("coverage_minimum", "contract", "spread_surplus", "holiday_surplus", "lock", "overlap", "absence")


def crews(people: int) -> list[int]:
    """How many people each of four shifts gets, fewest first: each wants one, and everybody owes two."""
    board = small_board(
        people={f"P{n}": {"contract_min_week": 2400} for n in range(people)},
        shifts={"E": "08:00-16:00", "L": "12:00-20:00"},
        demand=[{"when": day, "shift": code, "minimum": 1, "target": 1} for day in (1, 2) for code in "EL"],
        absences=[{"person": f"P{n}", "days": "3-31"} for n in range(people)],
        rules={rule.code: {"price": 0} for rule in RULES if rule.code not in KEPT},
    )
    found = solve(board, Options(seconds=20, workers=1, seed=1)).places
    return sorted(Counter((day, code) for _, day, code in found).values())


def test_surplus_is_shared_by_all_shifts() -> None:
    # Six people with two shifts each make twelve, two above the target on each of four; of nine eighteen.
    assert crews(6) == [3, 3, 3, 3]
    assert crews(9) == [4, 4, 5, 5]


def test_it_never_costs_a_minute_of_the_contract() -> None:
    # Twelve people with twenty-four shifts: the fifth above the target is dear, but far less than a missing shift.
    assert crews(12) == [6, 6, 6, 6]


def test_surplus_of_a_crowd_is_shared_too() -> None:
    # Twenty above each target on average: from fourteen to twenty-one a further one costs the same.
    found = crews(42)
    assert sum(found) == 84
    assert all(14 <= one <= 22 for one in found), found


def test_sundays_and_holidays_have_whom_they_need_though_contracts_ask_for_more() -> None:
    days = (6, 7, 8, 9)
    board = small_board(
        people={f"P{n}": {"contract_min_week": 3600} for n in range(5)},
        shifts={"E": "08:00-16:00"},
        site={"sunday_basis": "permit", "holiday_basis": "permit"},
        demand=[{"when": day, "shift": "E", "minimum": 1, "target": 2} for day in days],
        absences=[{"person": f"P{n}", "days": span} for n in range(5) for span in ("1-5", "10-31")],
        rules={rule.code: {"price": 0} for rule in RULES if rule.code not in KEPT},
    )
    found = solve(board, Options(seconds=20, workers=1, seed=1)).places
    # Everybody owes three shifts, and two weekdays hold two of them; Sunday and holiday take nobody beyond the target.
    assert Counter(day.day for _, day, _ in found) == {6: 2, 7: 5, 8: 2, 9: 5}
