"""Wishes and costs of a report as bars, each under its finding."""

from dataclasses import dataclass

from planner.messages import Message, Term, _l
from planner.reporting.period import Period, RuleCosts, WishShare


@dataclass(frozen=True, slots=True)
class WishBar:
    """One person's bar: granted, then refused days; in percent of the longest."""

    share: WishShare
    granted: float
    refused: float


@dataclass(frozen=True, slots=True)
class WishChart:
    """title: the finding. bars: who got least of what they wished for first."""

    title: Message
    bars: tuple[WishBar, ...]


@dataclass(frozen=True, slots=True)
class CostBar:
    """One rule's bar, in percent of the longest."""

    cost: RuleCosts
    width: float


@dataclass(frozen=True, slots=True)
class CostChart:
    """title: the finding. bars: dearest rule first."""

    title: Message
    bars: tuple[CostBar, ...]


def wish_chart(period: Period) -> WishChart:
    """Everybody's wish days, granted and refused."""
    shares = sorted(period.wishes, key=lambda share: (share.granted / share.days, -share.days, share.person))
    scale = 100 / max((share.days for share in shares), default=1)
    bars = tuple(
        WishBar(share, round(share.granted * scale, 1), round((share.days - share.granted) * scale, 1))
        for share in shares
    )
    granted, days = sum(share.granted for share in shares), sum(share.days for share in shares)
    if granted == days:
        return WishChart(Message(_l("Wishes: all {days} days were granted"), days=days), bars)
    least = shares[0]
    title = Message(
        _l("Wishes: {granted} of {days} days were granted; least for {person} ({n} of {all})"),
        granted=granted, days=days, person=least.person, n=least.granted, all=least.days,
    )  # fmt: skip
    return WishChart(title, bars)


def cost_chart(period: Period) -> CostChart:
    """Every rule's points of all months together."""
    costs = period.costs
    if not costs:
        return CostChart(Message(_l("Rules: nothing falls short")), ())
    scale = 100 / costs[0].total
    title = Message(
        _l("Rules: most points go to “{rule}”, {points} of {all}"),
        rule=Term(costs[0].label), points=costs[0].total, all=sum(cost.total for cost in costs),
    )  # fmt: skip
    return CostChart(title, tuple(CostBar(cost, round(cost.total * scale, 1)) for cost in costs))
