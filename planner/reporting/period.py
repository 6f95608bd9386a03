"""A month, or several in a row, as one report; and how each fairness ledger went over the last year."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from planner.fair_measures import Measure, measures_of
from planner.messages import Month
from planner.reporting.report import DayCoverage, Gap, PersonHours, Report
from planner.rules.catalogue import RULES


@dataclass(frozen=True, slots=True)
class MonthLedger:
    """Everybody's ledger after a month: name -> measure -> hundredths above (+) or below (-) the fair share."""

    month: Month
    by_person: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class WishShare:
    """What became of a person's wishes, in days on which there was something to grant."""

    person: str
    granted: int
    days: int


@dataclass(frozen=True, slots=True)
class RuleCosts:
    """What a rule costs, in points, a figure a month."""

    code: str
    label: str
    points: tuple[int, ...]

    @property
    def total(self) -> int:
        """Of all months together."""
        return sum(self.points)


@dataclass(frozen=True)
class Period:
    """reports: of the months, oldest first, at least one. ledgers: of the last year, oldest first, the last one being
    that of the last report; before the first comes how it began.
    """

    reports: tuple[Report, ...]
    ledgers: tuple[MonthLedger, ...]

    @property
    def last(self) -> Report:
        """The newest month, whose team is the one that is told of."""
        return self.reports[-1]

    @property
    def months(self) -> tuple[Month, ...]:
        """The months that are in it."""
        return tuple(month_of(report) for report in self.reports)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What the team shares out."""
        return measures_of(self.last.board)

    @cached_property
    def coverage(self) -> tuple[DayCoverage, ...]:
        """Day by day."""
        return tuple(day for report in self.reports for day in report.coverage)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Everything missing, by date and start."""
        return tuple(gap for report in self.reports for gap in report.gaps)

    @property
    def wanted_min(self) -> int:
        """Person-minutes wanted."""
        return sum(day.wanted_min for day in self.coverage)

    @property
    def uncovered_min(self) -> int:
        """Person-minutes missing."""
        return sum(report.uncovered_min for report in self.reports)

    @property
    def covered_share(self) -> float:
        """Of what is wanted."""
        return 1 - self.uncovered_min / self.wanted_min if self.wanted_min else 1.0

    @cached_property
    def hours(self) -> tuple[PersonHours, ...]:
        """Everybody's hours of all months together, who is there now first."""
        found: dict[str, list[PersonHours]] = {}
        for row in (row for report in reversed(self.reports) for row in report.hours):
            found.setdefault(row.person, []).append(row)
        return tuple(_sum(person, rows) for person, rows in found.items())

    @cached_property
    def wishes(self) -> tuple[WishShare, ...]:
        """Of everybody with a wish that had a day to be granted, by name."""
        found: dict[str, tuple[int, int]] = {}
        for wish in (wish for report in self.reports for wish in report.wishes if wish.days):
            granted, days = found.get(wish.person, (0, 0))
            found[wish.person] = granted + len(wish.granted_days), days + wish.days
        return tuple(WishShare(person, *found[person]) for person in sorted(found))

    @cached_property
    def costs(self) -> tuple[RuleCosts, ...]:
        """Every rule that costs something, dearest first."""
        found = (
            RuleCosts(rule.code, rule.label, tuple(report.cost_by_rule.get(rule.code, 0) for report in self.reports))
            for rule in RULES
        )
        return tuple(sorted((cost for cost in found if cost.total), key=lambda cost: -cost.total))


def month_of(report: Report) -> Month:
    """The month of a report."""
    return Month(report.board.year, report.board.month)


def period_of(reports: Sequence[Report], earlier: Iterable[MonthLedger]) -> Period:
    """reports: of months in a row, oldest first. earlier: ledgers of months before them, oldest first."""
    before = tuple(earlier)
    # Where nothing is known of the month before, the first report tells how its ledger began.
    began = () if before else (MonthLedger(_month_before(month_of(reports[0])), _ledger(reports[0], after=False)),)
    own = (MonthLedger(month_of(report), _ledger(report, after=True)) for report in reports)
    return Period(tuple(reports), (*began, *before, *own))


def _month_before(month: Month) -> Month:
    return Month(month.year, month.month - 1) if month.month > 1 else Month(month.year - 1, 12)


def months_before(month: Month, count: int) -> Iterator[Month]:
    """So many months before one, newest first."""
    for _ in range(count):
        month = _month_before(month)
        yield month


def _ledger(report: Report, *, after: bool) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in report.fairness:
        found.setdefault(row.person, {})[row.measure] = row.ledger_after if after else row.ledger_before
    return found


def _sum(person: str, rows: Sequence[PersonHours]) -> PersonHours:
    return PersonHours(
        person,
        sum(row.planned_min for row in rows),
        sum(row.contract_min for row in rows),
        sum(row.absent_min for row in rows),
        sum(row.shifts for row in rows),
        sum(row.proactive_min for row in rows),
    )
