"""The catalogue of rules as people read it: text, value, price, and where the law's value comes from."""

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from planner.domain.team import NEVER
from planner.domain.time import MINUTES_A_DAY, clock
from planner.law import COUNTRIES, LawUnit, LawValue, load_law
from planner.messages import Days, Message, Minutes, Term, _l
from planner.rules.base import Rule
from planner.rules.catalogue import RULES


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule. price: points a unit, NEVER = hard, 0 = off by default. law: its value in force by country.

    conditions: what else of the law in force it checks by, such as the weeks of an average.
    """

    rule: Rule
    text: str
    price: int
    law: tuple[tuple[str, LawValue], ...]
    conditions: tuple[tuple[str, LawValue], ...]

    @property
    def hard(self) -> bool:
        """Whether the rule is never broken unless a team says otherwise."""
        return self.price == NEVER


def rule_entries(on: date) -> Sequence[RuleEntry]:
    """All rules in reading order, with the laws in force on a date."""
    return [
        RuleEntry(rule, _first_paragraph(rule), rule.price, _law(rule, on), _conditions(rule, on)) for rule in RULES
    ]


def unchecked_law(on: date) -> list[tuple[str, LawValue]]:
    """Values of the laws in force on a date that no rule checks, by country."""
    return [(country, value) for country in COUNTRIES for value in load_law(country).not_checked(on)]


def law_words(value: LawValue) -> object:
    """A law's value, for words."""
    if value.unit is LawUnit.NEEDS_BASIS:
        return Term(_l("only with a legal basis") if value.value else _l("without a legal basis too"))
    if isinstance(value.value, bool):
        return Term(_l("yes") if value.value else _l("no"))
    if isinstance(value.value, tuple):
        return [Message(_l("{rest} over {work}"), rest=Minutes(rest), work=Minutes(work)) for work, rest in value.value]
    if value.unit is LawUnit.MINUTES:
        return Minutes(value.value)
    if value.unit is LawUnit.CLOCK_MINUTES:
        return clock(value.value % MINUTES_A_DAY)
    return Days(value.value) if value.unit is LawUnit.DAYS else value.value


def law_message(country: str, value: LawValue, language: str) -> Message:
    """A law's value with where it stands, since when, whether that was confirmed, and by what."""
    return Message(
        _l("{country}, {paragraph}: {value} ({status}), {since}. {source}"),
        country=country,
        paragraph=value.paragraph,
        value=law_words(value),
        status=Term(_l("unverified") if value.unverified else _l("verified")),
        since=_since(value, language),
        source="; ".join(filter(None, (value.source_in(language), value.exception_in(language)))),
    )


def _since(value: LawValue, language: str) -> Message:
    if value.valid_from is None:
        return Message(_l("start unknown"))
    pattern = "d. MMMM y" if language == "de" else "d MMMM y"
    return Message(_l("valid from {date}"), date=format_date(value.valid_from, pattern, locale=language))


def _first_paragraph(rule: Rule) -> str:
    return " ".join(inspect.cleandoc(rule.__doc__ or "").split("\n\n")[0].split())


def _law(rule: Rule, on: date) -> tuple[tuple[str, LawValue], ...]:
    found = []
    for country in COUNTRIES if rule.law_key else ():
        value = load_law(country).value(rule.law_key, on)
        if value is not None:
            found.append((country, value))
    return tuple(found)


def _conditions(rule: Rule, on: date) -> tuple[tuple[str, LawValue], ...]:
    return tuple(
        (country, value)
        for country in COUNTRIES
        for value in load_law(country).in_force(on)
        if value.checked_by == rule.code and value.key != rule.law_key
    )
