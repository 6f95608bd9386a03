"""Rules as people may write them in a cell: by code or by label."""

from functools import cache

from planner.exchange.words import key_of
from planner.messages import LANGUAGES, translate
from planner.rules.base import Rule
from planner.rules.catalogue import RULES
from planner.rules.prices import PriceWord, points_of


@cache
def _by_word() -> dict[str, Rule]:
    labels = {key_of(translate(rule.label, language)): rule for rule in RULES for language in LANGUAGES}
    return labels | {key_of(rule.code): rule for rule in RULES}


def rule_named(written: str) -> Rule | None:
    """The rule with this code or label, None when there is none."""
    return _by_word().get(key_of(written))


def rule_words() -> dict[str, str]:
    """Comparable code or label -> code, of all rules."""
    return {word: rule.code for word, rule in _by_word().items()}


def price_points(rule: Rule, price: int | PriceWord | None) -> int | None:
    """A price in points a unit, as RuleSetting has it; None stays None."""
    return points_of(rule, price) if isinstance(price, PriceWord) else price
