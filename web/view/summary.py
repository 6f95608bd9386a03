"""A roster in a few figures."""

from dataclasses import dataclass

from planner.reporting.report import Report


@dataclass(frozen=True, slots=True)
class Summary:
    """covered_share: of all wanted person-minutes. below_minimum: gaps short of the minimum. Minutes as named."""

    covered_share: float
    uncovered_min: int
    gaps: int
    below_minimum: int
    clashes: int
    wish_days: int
    wish_days_granted: int
    planned_min: int
    contract_min: int


def summary(report: Report) -> Summary:
    """The figures above the grid. contract_min is less what absences account for."""
    wanted = sum(day.wanted_min for day in report.coverage)
    return Summary(
        covered_share=1 - report.uncovered_min / wanted if wanted else 1.0,
        uncovered_min=report.uncovered_min,
        gaps=len(report.gaps),
        below_minimum=sum(gap.below_minimum for gap in report.gaps),
        clashes=len(report.clashes),
        wish_days=report.wish_days,
        wish_days_granted=report.wish_days_granted,
        planned_min=sum(row.planned_min for row in report.hours),
        contract_min=sum(row.contract_min - row.absent_min for row in report.hours),
    )
