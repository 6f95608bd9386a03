"""Prices in plain words: never, avoid, balance, off, and the points a unit that stand behind each."""

from enum import StrEnum

from planner.domain.team import NEVER
from planner.rules.base import Rule

#: Prices of "balance" and "avoid" for a rule without a usual price, in points a unit.
_BALANCE, _AVOID_TIMES = 10, 10


class PriceWord(StrEnum):
    """What may stand in place of a price."""

    NEVER = "never"
    AVOID = "avoid"
    BALANCE = "balance"
    OFF = "off"


def points_of(rule: Rule, word: PriceWord) -> int:
    """The points a unit that a word stands for, as RuleSetting has them."""
    usual = rule.price if rule.price > 0 else _BALANCE
    return {
        PriceWord.NEVER: NEVER,
        PriceWord.AVOID: usual * _AVOID_TIMES,
        PriceWord.BALANCE: usual,
        PriceWord.OFF: 0,
    }[word]


def word_of(rule: Rule, points: int) -> PriceWord | None:
    """The word for a price; None for points that no word stands for."""
    return next((word for word in PriceWord if points_of(rule, word) == points), None)
