"""The rules as this team uses them, and how the roster fared with each."""

from dataclasses import dataclass

from planner.board import Board
from planner.domain.team import NEVER
from planner.law import LawValue
from planner.messages import Message, Term, _l
from planner.reporting.report import Report
from planner.rules.base import Rule
from planner.rules.prices import PriceWord, points_of, word_of
from planner.services.rule_catalogue import rule_entries
from solver.limits import Tier

#: What a price of a tier is paid for, cheapest argument last.
TIERS = {
    Tier.MUST: _l("must be filled"),
    Tier.COVERAGE: _l("coverage"),
    Tier.CHANGE: _l("changes of what was published"),
    Tier.COMFORT: _l("wishes and fairness"),
}


#: What a price word means for a plan.
PRICE_WORDS = {
    PriceWord.NEVER: _l("never"),
    PriceWord.AVOID: _l("avoid"),
    PriceWord.BALANCE: _l("balance"),
    PriceWord.OFF: _l("off"),
}
_ABOUT_WORDS = {
    PriceWord.NEVER: _l("A plan never breaks it, whatever stays uncovered."),
    PriceWord.AVOID: _l("Broken only where much else would suffer."),
    PriceWord.BALANCE: _l("Weighed against everything else that is wished for."),
    PriceWord.OFF: _l("It does not count."),
}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule. values: in force, lowest first, empty when it needs none. breaches, cost: of this roster, if any.

    price: in words, with the points behind. law: (country, value) of the countries the team works in.
    note: why the team's value outranks the law. own: whether the team says anything about it.
    """

    rule: Rule
    text: Term
    word: Term | None
    price: Message
    values: tuple[object, ...]
    law: tuple[tuple[str, LawValue], ...]
    note: str
    own: bool
    off: bool
    breaches: int
    cost: int


def rule_rows(board: Board, report: Report | None) -> list[RuleRow]:
    """All rules in reading order. report: of the roster that they are judged by."""
    breaches: dict[str, int] = {}
    for finding in report.check.findings if report else ():
        breaches[finding.rule] = breaches.get(finding.rule, 0) + 1
    countries = {site.country for site in board.sites}
    rows = []
    for entry in rule_entries(board.days[0]):
        rule, price = entry.rule, entry.rule.stated_price(board)
        in_force = {rule.value(board, person) for person in range(len(board.people))} - {None}
        word = word_of(rule, price)
        rows.append(
            RuleRow(
                rule=rule,
                text=Term(entry.text),
                word=Term(PRICE_WORDS[word]) if word else None,
                price=_price(rule, price),
                values=tuple(rule.value_words(value) for value in sorted(v for v in in_force if v is not None)),
                law=tuple(row for row in entry.law if row[0] in countries),
                note=rule.setting(board).note,
                own=rule.code in board.team.rules,
                off=price == 0,
                breaches=breaches.get(rule.code, 0),
                cost=report.cost_by_rule.get(rule.code, 0) if report else 0,
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class PriceChoice:
    """A price to choose. value: what the form sends; about: what it means; price: the points behind, if any."""

    value: str
    label: Term
    about: Term | None
    price: Message | None


def price_choices(rule: Rule) -> list[PriceChoice]:
    """The prices in words that a rule may have, the usual one first."""
    usual = PriceChoice("", Term(_l("as usual")), None, _price(rule, rule.price))
    return [usual, *(_choice(rule, word) for word in PriceWord)]


def _choice(rule: Rule, word: PriceWord) -> PriceChoice:
    points = points_of(rule, word)
    price = _price(rule, points) if points > 0 else None
    return PriceChoice(word.value, Term(PRICE_WORDS[word]), Term(_ABOUT_WORDS[word]), price)


def _price(rule: Rule, price: int) -> Message:
    if price == NEVER:
        return Message(_l("never broken"))
    if price == 0:
        return Message(_l("off"))
    if price == 1:
        return Message(_l("1 point a unit ({what})"), what=Term(TIERS[rule.tier]))
    return Message(_l("{price} points a unit ({what})"), price=price, what=Term(TIERS[rule.tier]))
