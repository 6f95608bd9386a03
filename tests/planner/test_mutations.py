"""A bound, price or weight of any rule that is off by one makes it disagree with the oracle on one of its own cases."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from unittest.mock import patch

import numpy as np
import pytest

from planner.board import Board, Place
from planner.rulebook import state_rules
from planner.rules.base import Rule
from planner.rules.catalogue import RULES
from solver.limits import OPEN, Columns
from tests.oracle import Month, verdicts
from tests.planner.agreement import Facts, board_of, of_checker, of_oracle, places_in
from tests.planner.test_rule_cases import CASES

BY_CODE = {rule.code: rule for rule in RULES}

#: Each gives the columns of one rule with one thing off by one; the same columns where there is nothing to change.
MUTATIONS: dict[str, Callable[[Columns], Columns]] = {
    "low - 1": lambda columns: replace(columns, low=np.where(columns.low > -OPEN, columns.low - 1, columns.low)),
    "low + 1": lambda columns: replace(columns, low=np.where(columns.low > -OPEN, columns.low + 1, columns.low)),
    "high - 1": lambda columns: replace(columns, high=np.where(columns.high < OPEN, columns.high - 1, columns.high)),
    "high + 1": lambda columns: replace(columns, high=np.where(columns.high < OPEN, columns.high + 1, columns.high)),
    "price + 1": lambda columns: replace(columns, price=np.where(columns.hard, columns.price, columns.price + 1)),
    "weight - 1": lambda columns: replace(columns, weight=columns.weight - 1),
}
FIELDS = ("low", "high", "price", "weight")


@dataclass(frozen=True)
class Stated:
    """One rule alone on one of its cases: its limits, and what the oracle says of it."""

    rule: Rule
    board: Board
    places: frozenset[Place]
    columns: Columns
    expected: dict[str, Facts]

    def agrees(self, columns: Columns) -> bool:
        """Whether these columns find what the oracle finds."""
        return of_checker(self.board, columns, self.places, [self.rule]) == self.expected


@cache
def _cases(code: str) -> list[Stated]:
    found = []
    rule = BY_CODE[code]
    for case in (case for of_code, case in CASES if of_code == code):
        board, places = board_of(case), places_in(case)
        with patch("planner.rulebook.RULES", [rule]):
            columns = state_rules(board)
        month = Month(board.team, board.year, board.month, places, board.published, board.today)
        found.append(Stated(rule, board, places, columns, of_oracle(verdicts(month, [code]))))
    return found


def _differ(one: Columns, other: Columns) -> bool:
    return not all(np.array_equal(getattr(one, name), getattr(other, name)) for name in FIELDS)


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("code", BY_CODE)
def test_mutation_is_caught(code: str, mutation: str) -> None:
    mutants = [(case, MUTATIONS[mutation](case.columns)) for case in _cases(code)]
    concerned = [(case, mutant) for case, mutant in mutants if _differ(mutant, case.columns)]

    assert not concerned or not all(case.agrees(mutant) for case, mutant in concerned)


@pytest.mark.parametrize("code", BY_CODE)
def test_cases_agree_unchanged_and_state_something_to_change(code: str) -> None:
    assert all(case.agrees(case.columns) for case in _cases(code))
    assert any(_differ(mutate(case.columns), case.columns) for case in _cases(code) for mutate in MUTATIONS.values())
