"""Plans of one month side by side: figures, what each differs from the first by, and whether the search can tell.

A search that is not proven best leaves room: the best plan's cost lies between the bound and the cost found. Where the
rooms of two plans overlap, their difference may be chance, and so may every figure that was settled by this cost.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from planner.domain.roster import SolveRecord
from planner.domain.team import NEVER
from planner.fair_measures import HOUR_MIN, MEASURES, Measure
from planner.messages import Message, Term, _l
from planner.reporting.report import Report
from planner.rules.catalogue import RULES
from solver.limits import Tier

TIERS = {
    Tier.MUST: _l("What must be filled"),
    Tier.COVERAGE: _l("Coverage"),
    Tier.CHANGE: _l("Changes of what was published"),
    Tier.COMFORT: _l("Wishes, fairness, contracts"),
}


class Unit(Enum):
    """What a figure counts. PER_MILLE: shown as per cent; HUNDREDTHS: of a weekend, a holiday, a late."""

    PER_MILLE = "per mille"
    MINUTES = "minutes"
    COUNT = "count"
    POINTS = "points"
    HUNDREDTHS = "hundredths"


class Standing(Enum):
    """What is to be made of a difference. OPEN: it lies within what the search leaves open."""

    SAME = "same"
    CERTAIN = "certain"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table: a value a plan, the first one's being what the others are compared with.

    of: what each value is a part of, empty for none. standings: of each plan's difference to the first.
    """

    section: str
    label: Message
    unit: Unit
    values: tuple[int, ...]
    of: tuple[int, ...]
    standings: tuple[Standing, ...]

    def difference(self, plan: int) -> int:
        """By how much a plan's value exceeds the first one's."""
        return self.values[plan] - self.values[0]


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
    table = _Table(reports)
    return Comparison(
        tuple(names),
        tuple(table.rows()),
        tuple(
            () if report is reports[0] else tuple(_verdict(reports[0], report, tier) for tier in table.tiers)
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


# ---- the rows


class _Table:
    def __init__(self, reports: Sequence[Report]) -> None:
        self._reports = reports
        self.tiers = [
            tier for tier in Tier if any(r.check.costs[tier] or _record(r).costs[tier] for r in reports)
        ]

    def rows(self) -> Iterator[Figure]:
        """All figures in reading order."""
        yield from self._coverage()
        yield from self._hours()
        yield from self._wishes()
        yield from self._fairness()
        yield from self._cost()

    def _row(
        self,
        section: str,
        label: str | Message,
        unit: Unit,
        value: Callable[[Report], int],
        tier: Tier | None,
        of: Callable[[Report], int] | None = None,
    ) -> Figure:
        """tier: whose cost settled the figure; None = it is a fact of the team and no plan's doing."""
        values = tuple(value(report) for report in self._reports)
        standings = tuple(self._standing(values[0], found, report, tier) for found, report in
                          zip(values, self._reports, strict=True))  # fmt: skip
        whole = tuple(of(report) for report in self._reports) if of else ()
        return Figure(section, Message(label) if isinstance(label, str) else label, unit, values, whole, standings)

    def _standing(self, first: int, found: int, report: Report, tier: Tier | None) -> Standing:
        if found == first:
            return Standing.SAME
        if tier is None:
            return Standing.CERTAIN
        verdict = _verdict(self._reports[0], report, tier)
        # Two plans proven to be equally good may differ in a figure by chance, too.
        return Standing.CERTAIN if verdict.standing is Standing.CERTAIN else Standing.OPEN

    def _coverage(self) -> Iterator[Figure]:
        section = _l("Coverage")
        yield self._row(section, _l("Covered"), Unit.PER_MILLE, _covered, Tier.COVERAGE)
        yield self._row(section, _l("Hours wanted"), Unit.MINUTES, _wanted_min, None)
        yield self._row(section, _l("Hours uncovered"), Unit.MINUTES, lambda r: r.uncovered_min, Tier.COVERAGE)
        yield self._row(
            section, _l("Hours below the minimum"), Unit.MINUTES,
            lambda r: sum(day.minimum_short_min for day in r.coverage), Tier.COVERAGE,
        )  # fmt: skip
        yield self._row(section, _l("Gaps"), Unit.COUNT, lambda r: len(r.gaps), Tier.COVERAGE)

    def _hours(self) -> Iterator[Figure]:
        section = _l("Hours")
        yield self._row(
            section, _l("Paid hours, absences included"), Unit.MINUTES,
            lambda r: sum(row.planned_min + row.absent_min for row in r.hours), Tier.COMFORT,
        )  # fmt: skip
        yield self._row(
            section, _l("Hours by contract"), Unit.MINUTES, lambda r: sum(row.contract_min for row in r.hours), None
        )
        yield self._row(
            section, _l("Balance"), Unit.MINUTES, lambda r: sum(row.balance_min for row in r.hours), Tier.COMFORT
        )
        yield self._row(
            section, _l("Above contract, person by person"), Unit.MINUTES,
            lambda r: sum(max(0, row.balance_min) for row in r.hours), Tier.COMFORT,
        )  # fmt: skip

    def _wishes(self) -> Iterator[Figure]:
        section = _l("Wishes")
        yield self._row(
            section, _l("Wishes granted"), Unit.COUNT,
            lambda r: sum(wish.granted for wish in r.wishes), Tier.COMFORT,
            of=lambda r: sum(not wish.idle for wish in r.wishes),
        )  # fmt: skip
        yield self._row(
            section, _l("Days on which a wish is refused"), Unit.COUNT,
            lambda r: sum(len(wish.refused_days) for wish in r.wishes), Tier.COMFORT,
        )  # fmt: skip

    def _fairness(self) -> Iterator[Figure]:
        for measure in MEASURES:
            label = Message(_l("{measure}: from least to most"), measure=Term(measure.label))
            unit = Unit.MINUTES if measure.in_hours else Unit.HUNDREDTHS
            yield self._row(_l("Fairness"), label, unit, _spread(measure), Tier.COMFORT)

    def _cost(self) -> Iterator[Figure]:
        for tier in self.tiers:
            yield self._row(_l("Cost in points"), TIERS[tier], Unit.POINTS, _cost_of(tier), tier)
        for rule in RULES:
            costs = _cost_by(rule.code)
            if any(map(costs, self._reports)):
                made_hard = any(rule.price_on(report.board) == NEVER for report in self._reports)
                tier = Tier.MUST if made_hard else rule.tier
                yield self._row(_l("Cost by rule, in points"), rule.label, Unit.POINTS, costs, tier)


def _wanted_min(report: Report) -> int:
    return sum(day.wanted_min for day in report.coverage)


def _covered(report: Report) -> int:
    """Per mille, rounded down: nothing but full coverage is 1000."""
    wanted = _wanted_min(report)
    return 1000 * (wanted - report.uncovered_min) // wanted if wanted else 1000


def _spread(measure: Measure) -> Callable[[Report], int]:
    """Between who carries most and who carries least, each measured against their own fair share."""

    def spread(report: Report) -> int:
        over = [row.carried - row.share for row in report.fairness if row.measure == measure.key]
        hundredths = max(over, default=0) - min(over, default=0)
        return round(hundredths * HOUR_MIN / 100) if measure.in_hours else hundredths

    return spread


def _cost_of(tier: Tier) -> Callable[[Report], int]:
    return lambda report: report.check.costs[tier]


def _cost_by(code: str) -> Callable[[Report], int]:
    return lambda report: report.cost_by_rule.get(code, 0)
