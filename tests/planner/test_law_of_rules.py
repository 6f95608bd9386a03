"""The law's data and the rules name each other alike, so that "the plan doesn't check this" is never said wrongly."""

import pytest

from planner.law import vocabulary
from planner.rules.base import Rule
from planner.rules.catalogue import RULES


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.law_key], ids=lambda rule: rule.code)
def test_law_names_the_rule_that_reads_it(rule: Rule) -> None:
    assert vocabulary()[rule.law_key].checked_by == rule.code


def test_rules_named_by_law_exist() -> None:
    assert {rule.code for rule in RULES} >= {key.checked_by for key in vocabulary().values()} - {""}
