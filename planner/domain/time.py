"""The one place that knows daylight saving: wall-clock times of a team become elapsed minutes and back.

A wall time is a date and a minute of that date (0..2880: 24:00 and later belong to the next day). The rest of
the product computes with *moments*: whole elapsed minutes since 1970-01-01 00:00 UTC, so that a night shift over
a clock change has its true length.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 1440
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def wall(zone: ZoneInfo, day: date, minute: int, *, fold: int = 0) -> datetime:
    """The aware datetime of a wall-clock minute of `day`.

    minute: 0..2880; 1440 is midnight at the day's end, larger values lie in the next day.
    fold: 0 takes the first of the two equal times of an autumn clock change, 1 the second.
    A time skipped in spring is read with the offset before the change (02:30 is the moment shown as 03:30).
    """
    whole_days, rest = divmod(minute, MINUTES_A_DAY)
    local = datetime.combine(day + timedelta(days=whole_days), time(rest // 60, rest % 60), tzinfo=zone)
    return local.replace(fold=fold)


def moment(zone: ZoneInfo, day: date, minute: int, *, fold: int = 0) -> int:
    """Elapsed minutes since 1970-01-01 00:00 UTC of a wall-clock minute; see `wall`."""
    return to_moment(wall(zone, day, minute, fold=fold))


def to_moment(when: datetime) -> int:
    """Elapsed whole minutes since 1970-01-01 00:00 UTC of an aware datetime. ValueError for a naive one."""
    if when.tzinfo is None:
        raise ValueError(f"{when!r} has no zone. Maybe pass a datetime made by planner.domain.time.wall.")
    return int((when.astimezone(UTC) - _EPOCH).total_seconds() // 60)


def from_moment(minutes: int, zone: ZoneInfo) -> datetime:
    """The aware datetime in `zone` of elapsed minutes since 1970-01-01 00:00 UTC."""
    return (_EPOCH + timedelta(minutes=minutes)).astimezone(zone)


def utc_of(minutes: int) -> datetime:
    """The UTC datetime of elapsed minutes since 1970-01-01 00:00 UTC."""
    return _EPOCH + timedelta(minutes=minutes)


def date_written(text: str) -> date | None:
    """The date that is written 2026-12-24 or 24.12.2026; None for anything else."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        with suppress(ValueError):
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - only the date is taken
    return None


def days_between(first: date, last: date) -> Iterator[date]:
    """Every date from `first` to `last`, both included; nothing when `last` lies before `first`."""
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)


def month_days(year: int, month: int) -> tuple[date, ...]:
    """All dates of one calendar month."""
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return tuple(days_between(first, following - timedelta(days=1)))


def week_start_of(day: date, first_weekday: int) -> date:
    """The first day of the week that holds `day`; first_weekday: 0 = Monday .. 6 = Sunday."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


def clock(minute: int) -> str:
    """A wall-clock minute as people write it: 480 -> '08:00', 1440 -> '24:00', 1560 -> '02:00'."""
    shown = minute if minute <= MINUTES_A_DAY else minute - MINUTES_A_DAY
    return f"{shown // 60:02d}:{shown % 60:02d}"
