"""Plans of one month side by side: figures, what each differs from the first by, and whether the search can tell.

A search that is not proven best leaves room: the best plan's cost lies between the bound and the cost found. Where the
rooms of two plans overlap, their difference may be chance, and so may every figure that was settled by this cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.roster import SolveRecord
from planner.reporting.report import Report
from planner.scenarios.figures import Figure, Standing, figures
from solver.limits import Tier


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which of two plans is better in a tier, as far as known. change: cost above the first plan's, in points.

    room: points by which this plan and the first one may still become cheaper; None = not known, for an earlier tier
    is not proven.
    """

    tier: Tier
    change: int
    room: tuple[int, int] | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Comparison:
    """names: of the plans, the present first.

    verdicts: of each plan but the first, the tiers that cost anything; none for one that is the present itself.
    """

    names: tuple[str, ...]
    figures: tuple[Figure, ...]
    verdicts: tuple[tuple[Verdict, ...], ...]


def compare(names: Sequence[str], reports: Sequence[Report]) -> Comparison:
    """Reports of the same month side by side, the first being the present; others may be that very report.

    ValueError for one that was not searched.
    """
    if any(report.roster.record is None for report in reports):
        raise ValueError("a roster without a record of its search. Maybe plan it, instead of reading it.")
    tiers = [tier for tier in Tier if any(r.check.costs[tier] or _record(r).costs[tier] for r in reports)]

    def judge(report: Report, tier: Tier) -> Standing:
        # Two plans proven to be equally good may differ in a figure by chance, too.
        verdict = _verdict(reports[0], report, tier)
        return Standing.CERTAIN if verdict.standing is Standing.CERTAIN else Standing.OPEN

    return Comparison(
        tuple(names),
        figures(reports, tiers, judge),
        tuple(
            () if report is reports[0] else tuple(_verdict(reports[0], report, tier) for tier in tiers)
            for report in reports[1:]
        ),
    )


# ---- what the search leaves open


def _record(report: Report) -> SolveRecord:
    assert report.roster.record is not None
    return report.roster.record


def room(report: Report, tier: Tier) -> int | None:
    """Points by which a plan may still become cheaper in a tier; None where an earlier tier is not proven."""
    left = [cost - bound for cost, bound in zip(_record(report).costs, _record(report).bounds, strict=True)]
    return None if any(left[:tier]) else left[tier]


def _verdict(present: Report, other: Report, tier: Tier) -> Verdict:
    before, after = _record(present).costs[tier], _record(other).costs[tier]
    left, left_before = room(other, tier), room(present, tier)
    rooms = None if left is None or left_before is None else (left, left_before)
    if before == after and rooms == (0, 0):
        standing = Standing.SAME
    elif rooms is not None and (after - rooms[0] > before or before - rooms[1] > after):
        standing = Standing.CERTAIN
    else:
        standing = Standing.OPEN
    return Verdict(tier, after - before, rooms, standing)
