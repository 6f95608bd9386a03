"""Coverage in numbers below the month grid: a row a channel, or a row an hour; and of one day hour by hour."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from planner.reporting.channel_coverage import ChannelDay, channel_coverage
from planner.reporting.report import DayCoverage, Report

#: Values of the reader's choice that add rows, beside "day".
CHANNELS, HOURS = "channels", "hours"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is there of what is wanted: minutes, or people of an hour. short: something that is wanted is missing."""

    there: int
    wanted: int
    short: bool


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """label: a channel, or "8–9". cells: a date each, None where nothing is wanted. in_minutes: else people."""

    label: str
    cells: tuple[Coverage | None, ...]
    in_minutes: bool


def coverage_rows(report: Report, kind: str) -> list[CoverageRow]:
    """The rows that the reader chose; none for "day"."""
    if kind == CHANNELS:
        return list(_by_channel(report))
    return list(_by_hour(report.coverage)) if kind == HOURS else []


def _by_channel(report: Report) -> Iterator[CoverageRow]:
    found = channel_coverage(report.board, report.roster)
    for channel in report.board.team.channels:
        days = (next((one for one in found[day] if one.channel == channel), None) for day in report.board.days)
        cells = tuple(
            None if one is None else Coverage(one.wanted_min - one.missing_min, one.wanted_min, one.missing_min > 0)
            for one in days
        )
        if any(cells):
            yield CoverageRow(channel, cells, in_minutes=True)


def _by_hour(coverage: Sequence[DayCoverage]) -> Iterator[CoverageRow]:
    days = [{hour: _people(there, wanted) for hour, there, wanted in day.hours} for day in coverage]
    for hour in sorted({hour for day in days for hour in day}):
        yield CoverageRow(hour_words(hour), tuple(day.get(hour) for day in days), in_minutes=False)


def hour_words(hour: int) -> str:
    """'8–9'."""
    return f"{hour}–{hour + 1}"


# ---- one day


@dataclass(frozen=True, slots=True)
class DayTable:
    """heads: the channels beside all together. rows: (hour in words, all together, then each channel)."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Coverage | None, ...]], ...]


def day_table(report: Report, day: date) -> DayTable:
    """Every hour of a date with demand, people there of people wanted, by channel."""
    channels = channel_coverage(report.board, report.roster)[day]
    together = next((one for one in report.coverage if one.day == day), None)
    columns = [
        {hour: _people(there, wanted) for hour, there, wanted in (together.hours if together else ())},
        *map(_hours_of, channels),
    ]
    hours = sorted({hour for column in columns for hour in column})
    rows = tuple((hour_words(hour), tuple(column.get(hour) for column in columns)) for hour in hours)
    return DayTable(tuple(one.channel for one in channels), rows)


def _hours_of(channel: ChannelDay) -> dict[int, Coverage]:
    return {one.hour: Coverage(one.present, one.wanted, one.missing > 0) for one in channel.hours}


def _people(there: int, wanted: int) -> Coverage:
    return Coverage(there, wanted, there < wanted)
