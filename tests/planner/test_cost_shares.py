"""Costs by rule and person add up to the checker's, whatever the team and roster; a pair's cost is shared by two."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.board import Board
from planner.check import check
from planner.exchange.report_tables import costs_table
from planner.reporting.cost_shares import CostShare, cost_shares, split
from planner.rulebook import state_rules
from planner.rules.catalogue import RULES
from planner.rules.fair_limits import FairRule
from planner.telling.as_json import report_json
from solver.limits import Tier
from tests.planner.hand_made_reports import report_of
from tests.planner.random_teams import Case, cases
from tests.planner.small_teams import places_of, small_board


def shares_of(board: Board, roster: dict[str, dict[int, str]]) -> tuple[CostShare, ...]:
    return cost_shares(board, state_rules(board), places_of(roster))


@settings(max_examples=40)
@given(cases())
def test_shares_add_up_to_the_checkers_costs(case: Case) -> None:
    board = case.board()
    columns = state_rules(board)
    result, shares = check(board, columns, case.roster), cost_shares(board, columns, case.roster)

    assert tuple(sum(share.points for share in shares if share.tier is tier) for tier in Tier) == result.costs
    by_rule = Counter[str]()
    for share in shares:
        by_rule[share.rule] += share.points
    assert dict(by_rule) == {code: points for code, points in result.by_rule.items() if points}
    assert len({(share.rule, share.person, share.tier) for share in shares}) == len(shares)
    assert {share.person for share in shares} <= {None, *board.person_index}
    assert all(share.points > 0 for share in shares)


@settings(max_examples=40)
@given(cases())
def test_a_finding_about_one_person_is_that_persons_cost(case: Case) -> None:
    board = case.board()
    columns = state_rules(board)
    shares = {(share.rule, share.person): share.points for share in cost_shares(board, columns, case.roster)}
    told = Counter[tuple[str, str | None]]()
    for finding in check(board, columns, case.roster).findings:
        told[finding.rule, finding.person] += finding.cost
    # Fairness and surplus cost before they are worth a finding, and a pair is about two.
    apart = {"pairs", "spread_surplus", *(rule.code for rule in RULES if isinstance(rule, FairRule))}

    assert {key: points for key, points in told.items() if points and key[0] not in apart} == {
        key: points for key, points in shares.items() if key[0] not in apart
    }


@given(st.integers(0, 10_000), st.integers(1, 9))
def test_a_split_loses_nothing_and_gives_what_is_left_over_to_the_first(points: int, parts: int) -> None:
    shared = split(points, parts)

    assert (sum(shared), len(shared)) == (points, parts)
    assert shared == sorted(shared, reverse=True)
    assert shared[0] - shared[-1] <= 1


#: Ana names Ben first, so a point left over is Ben's.
@pytest.mark.parametrize(
    ("price", "wanted"), [(40, {"Ana": 20, "Ben": 20}), (41, {"Ben": 21, "Ana": 20}), (1, {"Ben": 1})]
)
def test_a_pair_shares_its_cost_and_the_first_takes_what_is_left_over(price: int, wanted: dict[str, int]) -> None:
    board = small_board(
        people={"Ana": {}, "Ben": {}, "Cem": {}}, shifts={"E": "08:00-14:00"},
        pairs=[{"person": "Ben", "other": "Ana", "together": False}], rules={"pairs": {"price": price}},
    )  # fmt: skip
    shares = shares_of(board, {"Ana": {10: "E"}, "Ben": {10: "E"}})

    assert {share.person: share.points for share in shares if share.rule == "pairs"} == wanted


def test_missing_coverage_is_nobodys_and_comes_before_what_people_cost() -> None:
    board = small_board(
        people={"Ana": {}, "Ben": {}}, shifts={"E": "08:00-10:00"}, demand=[{"when": 10, "shift": "E", "target": 2}],
        wishes=[{"person": "Ana", "days": 10, "wants": False}],
        rules={rule.code: {"price": 0} for rule in RULES if rule.code not in ("coverage_target", "wishes", "lock")},
    )  # fmt: skip

    # One of two for 120 minutes at 2 points; a wish at 30.
    assert shares_of(board, {"Ana": {10: "E"}}) == (
        CostShare("coverage_target", None, Tier.COVERAGE, 240),
        CostShare("wishes", "Ana", Tier.COMFORT, 30),
    )


def test_sheet_and_json_show_all_shares() -> None:
    report = report_of(
        {"Ana": {10: "E"}}, people={"Ana": {}, "Ben": {}}, shifts={"E": "08:00-10:00"},
        demand=[{"when": 10, "shift": "E", "target": 2}], wishes=[{"person": "Ana", "days": 10, "wants": False}],
    )  # fmt: skip
    rows, shown = costs_table(report, "de").rows, report_json(report, "de")["cost_shares"]

    assert isinstance(shown, list)
    assert ("Besetzung: Ziel", 240, "Team", 240) in rows
    assert rows[-1] == ("Summe", sum(report.check.costs), "", sum(report.check.costs))
    assert {"rule": "wishes", "label": "Wünsche", "person": "Ana", "tier": "comfort", "points": 30} in shown
    assert sum(share["points"] for share in shown) == sum(report.check.costs)
    assert len(rows) == len(shown) + 1
