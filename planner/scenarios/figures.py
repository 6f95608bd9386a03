"""What rosters of one month are put side by side by: coverage, hours, wishes, fairness, cost, in reading order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

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
    """One row of the table: a value a roster, the first one's being what the others are compared with.

    of: what each value is a part of, empty for none. standings: of each roster's difference to the first.
    """

    section: str
    label: Message
    unit: Unit
    values: tuple[int, ...]
    of: tuple[int, ...]
    standings: tuple[Standing, ...]

    def difference(self, roster: int) -> int:
        """By how much a roster's value exceeds the first one's."""
        return self.values[roster] - self.values[0]


#: What is to be made of a difference of a later roster to the first; tier: whose cost settled the figure.
Judge = Callable[[Report, Tier], Standing]


def figures(reports: Sequence[Report], tiers: Sequence[Tier], judge: Judge) -> tuple[Figure, ...]:
    """All figures. tiers: those that cost anything."""
    return tuple(_Table(reports, tiers, judge).rows())


def plain_figures(reports: Sequence[Report]) -> tuple[Figure, ...]:
    """The figures of rosters as they stand, whatever a search of them may have left open."""
    tiers = [tier for tier in Tier if any(report.check.costs[tier] for report in reports)]
    return figures(reports, tiers, lambda _report, _tier: Standing.CERTAIN)


class _Table:
    def __init__(self, reports: Sequence[Report], tiers: Sequence[Tier], judge: Judge) -> None:
        self._reports, self._tiers, self._judge = reports, tiers, judge

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
        """tier: whose cost settled the figure; None = it is a fact of the team and no roster's doing."""
        values = tuple(value(report) for report in self._reports)
        standings = tuple(self._standing(values[0], found, report, tier) for found, report in
                          zip(values, self._reports, strict=True))  # fmt: skip
        whole = tuple(of(report) for report in self._reports) if of else ()
        return Figure(section, Message(label) if isinstance(label, str) else label, unit, values, whole, standings)

    def _standing(self, first: int, found: int, report: Report, tier: Tier | None) -> Standing:
        if found == first:
            return Standing.SAME
        return Standing.CERTAIN if tier is None else self._judge(report, tier)

    def _coverage(self) -> Iterator[Figure]:
        section = _l("Coverage")
        yield self._row(section, _l("Covered"), Unit.PER_MILLE, lambda r: r.covered_per_mille, Tier.COVERAGE)
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
            section, _l("Days of wishes granted"), Unit.COUNT, lambda r: r.wish_days_granted, Tier.COMFORT,
            of=lambda r: r.wish_days,
        )  # fmt: skip

    def _fairness(self) -> Iterator[Figure]:
        for measure in MEASURES:
            label = Message(_l("{measure}: from least to most"), measure=Term(measure.label))
            unit = Unit.MINUTES if measure.in_hours else Unit.HUNDREDTHS
            yield self._row(_l("Fairness"), label, unit, _spread(measure), Tier.COMFORT)

    def _cost(self) -> Iterator[Figure]:
        for tier in self._tiers:
            yield self._row(_l("Cost in points"), TIERS[tier], Unit.POINTS, _cost_of(tier), tier)
        for rule in RULES:
            costs = _cost_by(rule.code)
            if any(map(costs, self._reports)):
                made_hard = any(rule.price_on(report.board) == NEVER for report in self._reports)
                tier = Tier.MUST if made_hard else rule.tier
                yield self._row(_l("Cost by rule, in points"), rule.label, Unit.POINTS, costs, tier)


def _wanted_min(report: Report) -> int:
    return sum(day.wanted_min for day in report.coverage)


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
