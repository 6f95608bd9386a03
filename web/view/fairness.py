"""Fairness as one chart a measure: what each person carries against a fair share, ledger included."""

from dataclasses import dataclass

from planner.messages import Message, Term, _l
from planner.report import FairShare, Report

#: The measures the planner keeps, as they are called; others are shown under their own name.
MEASURES = {
    "weekends": _l("Weekends"),
    "holidays": _l("Public holidays"),
    "lates": _l("Late shifts"),
    "unpleasant": _l("Unpleasant shifts"),
}
#: Who is this far from the share, in hundredths of a unit, is named in the title.
NOTABLE = 100

ROW_H, NAME_W, BAR_W, VALUE_W = 24, 170, 380, 60


@dataclass(frozen=True, slots=True)
class FairBar:
    """One person's bar. x values in drawing units from the chart's left edge."""

    share: FairShare
    y: int
    width: float
    mark_x: float
    notable: bool


@dataclass(frozen=True, slots=True)
class FairChart:
    """title: the finding. bars: most carried first. height in drawing units."""

    measure: str
    title: Message
    bars: tuple[FairBar, ...]

    @property
    def height(self) -> int:
        """Height of the drawing."""
        return len(self.bars) * ROW_H


def fair_charts(report: Report) -> list[FairChart]:
    """A chart for each measure the report knows, in its order."""
    found: dict[str, list[FairShare]] = {}
    for share in report.fairness:
        found.setdefault(share.measure, []).append(share)
    return [_chart(measure, shares) for measure, shares in found.items()]


def measure_name(measure: str) -> Term:
    """What a measure is called on screen."""
    return Term(MEASURES.get(measure, measure))


def _chart(measure: str, shares: list[FairShare]) -> FairChart:
    shares = sorted(shares, key=lambda s: (-s.carried, s.person))
    scale = BAR_W / max(1, *(max(s.carried, s.share) for s in shares))
    bars = tuple(
        FairBar(
            share=share,
            y=place * ROW_H,
            width=round(share.carried * scale, 1),
            mark_x=round(NAME_W + share.share * scale, 1),
            notable=abs(share.carried - share.share) >= NOTABLE,
        )
        for place, share in enumerate(shares)
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
