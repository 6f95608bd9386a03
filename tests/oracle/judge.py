"""The judge: every rule over one roster."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from planner.domain.team import Team
from tests.oracle import comfort, coverage, fairness, periods, places, rest_and_hours, rows
from tests.oracle.month import Breach, Month, Place
from tests.oracle.values import DEFAULTS, HARD, OFF, Tier, price_of

RULES: dict[str, Callable[[Month], Iterator[Breach]]] = {
    **places.RULES,
    **rest_and_hours.RULES,
    **periods.RULES,
    **rows.RULES,
    **coverage.RULES,
    **fairness.RULES,
    **comfort.RULES,
}


@dataclass(frozen=True)
class Verdict:
    """What one rule says of a roster. forbidden: breaches of a hard rule; costs: points a tier of all others."""

    code: str
    breaches: tuple[Breach, ...]
    forbidden: tuple[Breach, ...]
    price: int
    tier: Tier

    def cost_of(self, breach: Breach) -> int:
        """Points of one breach. Too little work under a hard rule costs a point a unit, before all coverage."""
        if self.price == HARD:
            return breach.amount * breach.weight if breach.demands else 0
        return breach.amount * breach.weight * self.price

    @property
    def cost(self) -> int:
        """Points in all."""
        return sum(self.cost_of(breach) for breach in self.breaches)

    @property
    def costs(self) -> tuple[int, ...]:
        """Points a tier."""
        tier = Tier.MUST if self.price == HARD else self.tier
        return tuple(self.cost if tier is each else 0 for each in Tier)


def judge(
    team: Team,
    year: int,
    month: int,
    places: Iterable[Place],
    *,
    published: Iterable[Place] = (),
    today: date | None = None,
) -> dict[str, Verdict]:
    """What every rule that is not switched off says of a roster, by rule code."""
    return verdicts(Month(team, year, month, places, published, today))


def verdicts(facts: Month, codes: Iterable[str] = tuple(RULES)) -> dict[str, Verdict]:
    """What the rules that are not switched off say of a month and the roster laid over it."""
    found = {}
    for code in codes:
        price = price_of(facts, code)
        if price != OFF:
            breaches = tuple(breach for breach in RULES[code](facts) if breach.amount > 0)
            forbidden = tuple(breach for breach in breaches if price == HARD and not breach.demands)
            found[code] = Verdict(code, breaches, forbidden, price, DEFAULTS[code].tier)
    return found


def hard_broken(found: Mapping[str, Verdict]) -> frozenset[str]:
    """The hard rules that are broken."""
    return frozenset(code for code, verdict in found.items() if verdict.forbidden)


def costs_by_tier(found: Mapping[str, Verdict]) -> tuple[int, ...]:
    """Points a tier of all rules together."""
    return tuple(sum(column) for column in zip(*(v.costs for v in found.values()), strict=True))
