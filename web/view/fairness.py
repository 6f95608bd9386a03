"""Fairness as one chart a measure: what each person carries against a fair share, ledger included."""

from dataclasses import dataclass

from planner.fair_measures import measure_label
from planner.messages import Message, Term, _l
from planner.report import FairShare, Report

#: Who is this far from the share, in hundredths of a unit, is named in the title.
NOTABLE = 100


@dataclass(frozen=True, slots=True)
class FairBar:
    """One person's bar. width, mark: carried and fair share in percent of the longest; notable: far from the share."""

    share: FairShare
    width: float
    mark: float
    notable: bool


@dataclass(frozen=True, slots=True)
class FairChart:
    """title: the finding. bars: most carried first."""

    measure: str
    title: Message
    bars: tuple[FairBar, ...]


def fair_charts(report: Report) -> list[FairChart]:
    """A chart for each measure the report knows, in its order."""
    found: dict[str, list[FairShare]] = {}
    for share in report.fairness:
        found.setdefault(share.measure, []).append(share)
    return [_chart(measure, shares) for measure, shares in found.items()]


def measure_name(measure: str) -> Term:
    """What a measure is called on screen."""
    return Term(measure_label(measure))


def _chart(measure: str, shares: list[FairShare]) -> FairChart:
    shares = sorted(shares, key=lambda s: (-s.carried, s.person))
    scale = 100 / max(1, *(max(s.carried, s.share) for s in shares))
    bars = tuple(
        FairBar(
            share=share,
            width=round(share.carried * scale, 1),
            mark=round(share.share * scale, 1),
            notable=abs(share.carried - share.share) >= NOTABLE,
        )
        for share in shares
    )
    return FairChart(measure, _finding(measure, shares), bars)


def _finding(measure: str, shares: list[FairShare]) -> Message:
    name = measure_name(measure)
    furthest = max(shares, key=lambda s: abs(s.carried - s.share))
    off = furthest.carried - furthest.share
    carried = [share.carried / 100 for share in shares]
    if abs(off) < NOTABLE:
        return Message(
            _l("{measure}: {low} to {high} each, nobody is a whole one away from their share"),
            measure=name, low=min(carried), high=max(carried),
        )  # fmt: skip
    text = (
        _l("{measure}: {low} to {high} each; {person} has {more} more than their share")
        if off > 0
        else _l("{measure}: {low} to {high} each; {person} has {more} fewer than their share")
    )
    return Message(
        text, measure=name, low=min(carried), high=max(carried), person=furthest.person, more=round(abs(off) / 100, 1)
    )
