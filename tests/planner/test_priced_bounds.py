"""The cases of tests/rules notice when a priced rule's bound or price is off by one."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from planner.board import Board
from planner.domain.team import NEVER
from planner.rules.base import Rule
from planner.rules.catalogue import RULES
from solver.limits import Limit
from tests.planner.test_rule_cases import CASES
from tests.planner.test_rule_cases import test_case as run_case


def _low(limit: Limit, by: int) -> Limit:
    return limit if limit.low is None else replace(limit, low=limit.low + by)


def _high(limit: Limit, by: int) -> Limit:
    return limit if limit.high is None else replace(limit, high=limit.high + by)


CHANGES: dict[str, Callable[[Limit], Limit]] = {
    "low + 1": lambda limit: _low(limit, 1),
    "low - 1": lambda limit: _low(limit, -1),
    "high + 1": lambda limit: _high(limit, 1),
    "high - 1": lambda limit: _high(limit, -1),
    "price + 1": lambda limit: replace(limit, factor=limit.factor + 1),
}


def _some_case_fails(code: str) -> bool:
    for number, (of_code, _) in enumerate(CASES):
        if of_code == code:
            try:
                run_case(number)
            except AssertionError:
                return True
    return False


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("it", [it for it in RULES if it.price != NEVER], ids=lambda it: it.code)
def test_off_by_one_is_noticed(it: Rule, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stated, concerned = type(it).limits, []

    def limits(self: Rule, board: Board) -> Iterator[Limit]:
        for limit in stated(self, board):
            changed = CHANGES[change](limit)
            concerned.append(changed is not limit)
            yield changed

    monkeypatch.setattr(type(it), "limits", limits)

    assert _some_case_fails(it.code) == any(concerned)
