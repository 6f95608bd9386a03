"""The catalogue of rules as people read it: text, value, price, and where the law's value comes from."""

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planner.domain.team import NEVER
from planner.law import COUNTRIES, LawValue, load_law
from planner.rules.base import Rule
from planner.rules.catalogue import RULES


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule. price: points a unit, NEVER = hard, 0 = off by default. law: the values in force by country."""

    rule: Rule
    text: str
    price: int
    law: tuple[tuple[str, LawValue], ...]

    @property
    def hard(self) -> bool:
        """Whether the rule is never broken unless a team says otherwise."""
        return self.price == NEVER


def rule_entries(on: date) -> Sequence[RuleEntry]:
    """All rules in reading order, with the laws in force on a date."""
    return [RuleEntry(rule, _first_paragraph(rule), rule.price, _law(rule, on)) for rule in RULES]


def unchecked_law(on: date) -> list[tuple[str, LawValue]]:
    """Values of the laws in force on a date that no rule checks, by country."""
    return [(country, value) for country in COUNTRIES for value in load_law(country).not_checked(on)]


def _first_paragraph(rule: Rule) -> str:
    return " ".join(inspect.cleandoc(rule.__doc__ or "").split("\n\n")[0].split())


def _law(rule: Rule, on: date) -> tuple[tuple[str, LawValue], ...]:
    found = []
    for country in COUNTRIES if rule.law_key else ():
        value = load_law(country).value(rule.law_key, on)
        if value is not None:
            found.append((country, value))
    return tuple(found)
