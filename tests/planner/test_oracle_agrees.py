"""The oracle of tests/oracle agrees with the checker on every YAML case."""

from typing import Any

import pytest
from hypothesis import given, settings

from planner.check import check
from planner.rulebook import state_rules
from planner.rules.catalogue import RULES
from tests.oracle import costs_by_tier, hard_broken
from tests.oracle.judge import RULES as ORACLE_RULES
from tests.planner.agreement import BY_PAIRS, board_of, judged, of_checker, of_oracle, places_in
from tests.planner.random_teams import Case, cases
from tests.planner.test_rule_cases import CASES


def test_the_oracle_knows_every_rule() -> None:
    assert set(ORACLE_RULES) == {rule.code for rule in RULES}


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{code}: {case['name']}") for code, case in CASES])
def test_every_rule_on_a_yaml_case(case: dict[str, Any]) -> None:
    board, places = board_of(case), places_in(case)
    columns = state_rules(board)
    result, verdicts = check(board, columns, places), judged(board, places)

    assert of_oracle(verdicts) == of_checker(board, columns, places)
    assert hard_broken(verdicts) == {finding.rule for finding in result.hard}
    if not any(verdicts[code].cost for code in BY_PAIRS):
        assert costs_by_tier(verdicts) == result.costs


@settings(max_examples=120, deadline=None)
@given(cases())
def test_every_rule_on_a_random_roster(case: Case) -> None:
    board = case.board()
    columns = state_rules(board)

    assert of_oracle(judged(board, case.roster)) == of_checker(board, columns, case.roster)
