"""Where a roster's cost comes from: rule by rule, and in each whom it concerns."""

from dataclasses import dataclass
from itertools import groupby

from planner.reporting.report import Report
from planner.rules.catalogue import rule
from solver.limits import Tier
from web.view.rules import TIERS


@dataclass(frozen=True, slots=True)
class CostPart:
    """What one person stands for. person: "" = the team as a whole. width: per cent of the dearest part of the page."""

    person: str
    points: int
    width: float


@dataclass(frozen=True, slots=True)
class RuleCost:
    """One rule's points; label and kind are texts of the planner."""

    code: str
    label: str
    kind: str
    points: int
    parts: tuple[CostPart, ...]


def rule_costs(report: Report) -> list[RuleCost]:
    """Every rule that costs something, in the order of `Report.cost_shares`; their points add up to the roster's."""
    dearest = max((share.points for share in report.cost_shares), default=1)
    found = []
    for (code, tier), shares in groupby(report.cost_shares, key=lambda share: (share.rule, share.tier)):
        parts = [CostPart(s.person or "", s.points, round(100 * s.points / dearest, 1)) for s in shares]
        found.append(RuleCost(code, rule(code).label, TIERS[Tier(tier)], sum(p.points for p in parts), tuple(parts)))
    return found
