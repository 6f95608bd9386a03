"""One day by the hour: bars of shifts a person, people present and wanted an hour."""

from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.time import MINUTES_A_DAY, moment
from planner.reporting.report import Report
from web.sight import Sight
from web.view.days import DayHead, day_heads
from web.view.shifts import ShiftLook, shift_looks

#: Width of an hour in drawing units (pixels at full size).
HOUR_W = 48


@dataclass(frozen=True, slots=True)
class Bar:
    """A shift's bar. day: that it begins on. x, width: drawing units from the chart's left edge of hours."""

    day: date
    look: ShiftLook
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A person's bars. name, page: as in web.view.grid.Row."""

    name: str
    page: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class DayChart:
    """hours: the clock hours drawn; they pass 24 for shifts that end on the next day.

    month: the dates whose cells have pages of their own.
    """

    head: DayHead
    hours: range
    rows: tuple[ChartRow, ...]
    month: frozenset[date]

    @property
    def from_before(self) -> tuple[tuple[str, Bar], ...]:
        """(person, bar) of shifts that began on the day before and still run after midnight."""
        return tuple((row.name, bar) for row in self.rows for bar in row.bars if bar.day < self.head.day)

    @property
    def width(self) -> int:
        """Width of the hours in drawing units."""
        return len(self.hours) * HOUR_W

    @property
    def present(self) -> dict[int, tuple[int, int]]:
        """Hour -> people present and wanted."""
        return {
            hour: (there, wanted) for hour, there, wanted in (self.head.coverage.hours if self.head.coverage else ())
        }


def day_chart(report: Report, day: date, today: date, sight: Sight) -> DayChart:
    """The chart of a date of the report's month, shifts that began the evening before included, of whom the reader
    sees.
    """
    board = report.board
    looks = shift_looks(board.shift_types)
    head = next(head for head in day_heads(report, today) if head.day == day)
    midnight = moment(board.team.zone, day, 0)
    spans: dict[str, list[tuple[int, int, date, ShiftLook]]] = {}
    # Who worked the last night of the month before is history, not of this roster.
    here = [n for assignment in report.roster.assignments if (n := board.number(assignment.place)) is not None]
    for number in (*here, *range(board.free, board.own)):
        cell, person = board.cells[number], board.place(number)[0]
        start, end = cell.start - midnight, cell.end - midnight
        if cell.day in (day, day - timedelta(days=1)) and end > 0 and sight.shifts_of(person):
            look = looks[board.shift_of(number).code]
            spans.setdefault(person, []).append((max(0, start), end, cell.day, look))
    everything = [span for row in spans.values() for span in row]
    first = min((start // 60 for start, *_ in everything), default=8)
    last = max((-(-min(end, MINUTES_A_DAY) // 60) for _, end, *_ in everything), default=20)
    hours = range(first, max(first + 1, last))
    right = len(hours) * HOUR_W

    def bar(start: int, end: int, day: date, look: ShiftLook) -> Bar:
        x = (start / 60 - first) * HOUR_W
        return Bar(day, look, round(x, 1), round(min(right, (end / 60 - first) * HOUR_W) - x, 1))

    order = sorted(spans, key=lambda name: (min(spans[name])[:2], name))
    called = sight.names(board.team)
    rows = (
        ChartRow(
            called[name], sight.page_of(name), tuple(bar(*span) for span in sorted(spans[name], key=lambda s: s[:2]))
        )
        for name in order
    )
    return DayChart(head, hours, tuple(rows), frozenset(board.days))
