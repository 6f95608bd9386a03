"""Rules as people may write them in a cell: by code or by label."""

from functools import cache

from planner.domain.team import NEVER
from planner.exchange.words import PriceWord, key_of
from planner.messages import LANGUAGES, translate
from planner.rules.base import Rule
from planner.rules.catalogue import RULES

#: Prices of "balance" and "avoid" for a rule without a usual price, in points a unit.
_BALANCE, _AVOID_TIMES = 10, 10


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
    if not isinstance(price, PriceWord):
        return price
    usual = rule.price if rule.price > 0 else _BALANCE
    return {
        PriceWord.NEVER: NEVER,
        PriceWord.AVOID: usual * _AVOID_TIMES,
        PriceWord.BALANCE: usual,
        PriceWord.OFF: 0,
    }[price]
