"""Fairness as one chart a measure: what each person carries against the fair share of what all carry."""

import math
from dataclasses import dataclass

from planner.fair_bound import least_spread, weekends_to_share
from planner.fair_measures import WEEKENDS, Measure, measure_named
from planner.messages import Message, Term, _l
from planner.reporting.report import FairShare, Report


@dataclass(frozen=True, slots=True)
class FairBar:
    """One person's bar. width, mark: carried and fair share in percent of the longest; notable: far from the share."""

    share: FairShare
    width: float
    mark: float
    notable: bool


@dataclass(frozen=True, slots=True)
class FairChart:
    """unit: how amounts are read. title: the finding. bars: most carried first."""

    measure: str
    unit: Measure
    title: Message
    bars: tuple[FairBar, ...]


def fair_charts(report: Report) -> list[FairChart]:
    """A chart for each measure the report knows, in its order."""
    found: dict[str, list[FairShare]] = {}
    for share in report.fairness:
        found.setdefault(share.measure, []).append(share)
    return [_chart(measure, shares) for measure, shares in found.items()]


def counting_note(report: Report) -> Message | None:
    """That whole weekends cannot be shared out evenly this month, where counting them says so; else None.

    Even is: no more than one weekend apart for a full-time contract. What the ledger evens out is left out here.
    """
    shared = weekends_to_share([report.board]).people
    rows = [row for row in report.fairness if row.measure == WEEKENDS.key and row.person in shared]
    carried = sum(row.carried for row in rows) // 100
    least = least_spread(list(shared.values()), carried, carried)
    if least is None or least.width <= 1:
        return None
    return Message(
        _l(
            "{count} whole weekends can't be shared out evenly among {people} people by contract: for full time, at "
            "least {least} stay between who works most and who works least. The months that follow even it out."
        ),
        count=carried, people=len(shared), least=math.ceil(least.width * 10) / 10,
    )  # fmt: skip


def notable(measure: Measure) -> int:
    """Hundredths of a unit from the share on which somebody is named: a step, as the rules price it."""
    return 100 * measure.step // measure.unit


def _chart(key: str, shares: list[FairShare]) -> FairChart:
    measure = measure_named(key)
    shares = sorted(shares, key=lambda s: (-s.carried, s.person))
    scale = 100 / max(1, *(max(s.carried, s.share) for s in shares))
    bars = tuple(
        FairBar(
            share=share,
            width=round(share.carried * scale, 1),
            mark=round(share.share * scale, 1),
            notable=abs(share.carried - share.share) >= notable(measure),
        )
        for share in shares
    )
    return FairChart(key, measure, _finding(measure, shares), bars)


def _finding(measure: Measure, shares: list[FairShare]) -> Message:
    furthest = max(shares, key=lambda s: abs(s.carried - s.share))
    off = furthest.carried - furthest.share
    low, high = (measure.words(fold(s.carried for s in shares)) for fold in (min, max))
    if abs(off) < notable(measure):
        text = (
            _l("{measure}: {low} to {high} each, nobody is eight hours away from their share")
            if measure.in_hours
            else _l("{measure}: {low} to {high} each, nobody is a whole one away from their share")
        )
        return Message(text, measure=Term(measure.label), low=low, high=high)
    text = (
        _l("{measure}: {low} to {high} each; {person} has {more} more than their share")
        if off > 0
        else _l("{measure}: {low} to {high} each; {person} has {more} fewer than their share")
    )
    more = measure.words(round(abs(off), -1))
    return Message(text, measure=Term(measure.label), low=low, high=high, person=furthest.person, more=more)
