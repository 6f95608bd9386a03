"""The days of a month as the pages head them: weekend, holiday, today, coverage and gaps."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.domain.days import DayKind
from planner.messages import LANGUAGES
from planner.reporting.report import DayCoverage, Report


@dataclass(frozen=True, slots=True)
class DayHead:
    """One date. kind: "" on ordinary days, else "saturday", "sunday", "holiday" or "half_holiday" (css, too).

    holiday: its name by language, empty on other days. gaps: how many are open.
    """

    day: date
    kind: str
    holiday: Mapping[str, str]
    today: bool
    gaps: int
    coverage: DayCoverage | None

    @property
    def short(self) -> bool:
        """Whether less than the wanted minutes are covered."""
        return self.coverage is not None and self.coverage.covered_min < self.coverage.wanted_min

    @property
    def surplus(self) -> int:
        """How many shifts there are beyond what is wanted; on a day that is short elsewhere none is told."""
        return self.coverage.surplus if self.coverage is not None and not self.short else 0

    @property
    def css(self) -> str:
        """Classes of the day's column."""
        return " ".join(filter(None, ("day", self.kind, "today" if self.today else "")))


def day_heads(report: Report, today: date) -> list[DayHead]:
    """All dates of the report's month."""
    board = report.board
    gaps = Counter(gap.day for gap in report.gaps)
    coverage = {row.day: row for row in report.coverage}
    return [
        DayHead(
            day=day,
            kind="" if board.kind(day) is DayKind.WEEKDAY else board.kind(day).value,
            holiday={lang: name for lang in LANGUAGES if (name := board.calendar.name(day, lang))},
            today=day == today,
            gaps=gaps[day],
            coverage=coverage.get(day),
        )
        for day in board.days
    ]
