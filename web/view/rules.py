"""The rules as this team uses them, and how the roster fared with each."""

from dataclasses import dataclass

from planner.domain.team import NEVER
from planner.law import LawValue
from planner.messages import Message, Term, _l
from planner.reporting.report import Report
from planner.rules.base import Rule
from planner.services.rule_catalogue import rule_entries
from solver.limits import Tier

#: What a price of a tier is paid for, cheapest argument last.
TIERS = {
    Tier.MUST: _l("must be filled"),
    Tier.COVERAGE: _l("coverage"),
    Tier.CHANGE: _l("changes of what was published"),
    Tier.COMFORT: _l("wishes and fairness"),
}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule. values: in force, lowest first, empty when it needs none. breaches, cost: of this roster.

    law: (country, value) of the countries the team works in. note: why the team's value outranks the law.
    """

    rule: Rule
    text: Term
    price: Message
    values: tuple[object, ...]
    law: tuple[tuple[str, LawValue], ...]
    note: str
    off: bool
    hard: bool
    breaches: int
    cost: int


def rule_rows(report: Report) -> list[RuleRow]:
    """All rules in reading order."""
    board = report.board
    breaches: dict[str, int] = {}
    for finding in report.check.findings:
        breaches[finding.rule] = breaches.get(finding.rule, 0) + 1
    countries = {site.country for site in board.sites}
    rows = []
    for entry in rule_entries(board.days[0]):
        rule, price = entry.rule, entry.rule.price_on(board)
        in_force = {rule.value(board, person) for person in range(len(board.people))} - {None}
        rows.append(
            RuleRow(
                rule=rule,
                text=Term(entry.text),
                price=_price(rule, price),
                values=tuple(rule.value_words(value) for value in sorted(v for v in in_force if v is not None)),
                law=tuple(row for row in entry.law if row[0] in countries),
                note=rule.setting(board).note,
                off=price == 0,
                hard=price == NEVER,
                breaches=breaches.get(rule.code, 0),
                cost=report.cost_by_rule.get(rule.code, 0),
            )
        )
    return rows


def _price(rule: Rule, price: int) -> Message:
    if price == NEVER:
        return Message(_l("never broken"))
    if price == 0:
        return Message(_l("off"))
    if price == 1:
        return Message(_l("1 point a unit ({what})"), what=Term(TIERS[rule.tier]))
    return Message(_l("{price} points a unit ({what})"), price=price, what=Term(TIERS[rule.tier]))
