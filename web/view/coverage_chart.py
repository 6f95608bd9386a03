"""Coverage day by day as a chart: a column a date, what is covered of what is wanted, missing hours named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planner.messages import Message, Minutes, _l
from planner.reporting.period import Period
from planner.reporting.report import DayCoverage

#: The drawing, in units that are pixels at full size; dates stand below the columns, missing hours above them. A phone
#: has one of its own, since what is written could not be read in a smaller picture.
WIDE, NARROW, HEIGHT = 960, 330, 190
_TOP, _FOOT = 24, 22
#: Narrower columns than this name only the day that misses most.
_NAMED_FROM = 24.0
#: So far apart are dates below the columns at least, of a month and of several.
_DATE_WIDTH, _LONG_DATE_WIDTH = 20.0, 36.0


@dataclass(frozen=True, slots=True)
class Column:
    """One date. x, width; y and height of what is covered, and above it of what is missing. named: missing minutes."""

    day: DayCoverage
    x: float
    width: float
    y: float
    height: float
    missing_y: float
    missing_height: float
    named: int

    @property
    def middle(self) -> float:
        """Where its texts are centred."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class CoverageChart:
    """title: the finding. most_min: what the highest column stands for. dated: columns with their date below them.

    months: how many are drawn.
    """

    title: Message
    width: int
    columns: tuple[Column, ...]
    most_min: int
    dated: tuple[Column, ...]
    months: int

    @property
    def height(self) -> int:
        """Of the drawing."""
        return HEIGHT

    @property
    def top(self) -> int:
        """Where the highest column ends."""
        return _TOP

    @property
    def floor(self) -> int:
        """Where the columns stand."""
        return HEIGHT - _FOOT


def coverage_chart(period: Period, width: int = WIDE) -> CoverageChart:
    """The chart of a period's dates, so wide."""
    days = period.coverage
    most = max((day.wanted_min for day in days), default=0)
    scale = (HEIGHT - _TOP - _FOOT) / max(1, most)
    step = width / max(1, len(days))
    worst = max(days, key=_missing, default=None)

    def column(place: int, day: DayCoverage) -> Column:
        covered, missing = round(day.covered_min * scale, 1), round(_missing(day) * scale, 1)
        floor = HEIGHT - _FOOT
        named = _missing(day) if step >= _NAMED_FROM or day is worst else 0
        return Column(
            day,
            round(place * step + step * 0.12, 1),
            round(step * 0.76, 1),
            round(floor - covered, 1),
            covered,
            round(floor - covered - missing, 1),
            missing,
            named,
        )

    columns = tuple(column(place, day) for place, day in enumerate(days))
    dated = tuple(one for one in columns if _is_dated(one.day.day, period, step))
    return CoverageChart(_finding(period, days), width, columns, most, dated, len(period.months))


def _is_dated(day: date, period: Period, step: float) -> bool:
    """Each day, or each week's first, or each month's: as many as there is room for."""
    room = _DATE_WIDTH if len(period.months) == 1 else _LONG_DATE_WIDTH
    if step >= room:
        return True
    return day.weekday() == period.last.board.team.first_weekday if 7 * step >= room else day.day == 1


def _missing(day: DayCoverage) -> int:
    return day.wanted_min - day.covered_min


def _finding(period: Period, days: Sequence[DayCoverage]) -> Message:
    short = [day for day in days if _missing(day)]
    if not short:
        return Message(_l("Coverage: all {hours} that are wanted are covered"), hours=Minutes(period.wanted_min))
    worst = max(short, key=_missing)
    return Message(
        _l("Coverage: {missing} of {wanted} are missing, on {short} of {days} days; most on {day} ({most})"),
        missing=Minutes(period.uncovered_min), wanted=Minutes(period.wanted_min), short=len(short), days=len(days),
        day=worst.day, most=Minutes(_missing(worst)),
    )  # fmt: skip
