"""Opening hours of a channel that run past midnight into hours in which it is open anyway."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

from planner.domain.days import DayKind
from planner.domain.demand import OpeningHours
from planner.domain.time import MINUTES_A_DAY

#: Which kinds of day may come after a kind. Public holidays fall on any day; half holidays (data/half_holidays.toml)
#: come before one, and never after one.
_HOLIDAYS = frozenset({DayKind.HOLIDAY, DayKind.HALF_HOLIDAY})
_AFTER: Mapping[DayKind, frozenset[DayKind]] = {
    DayKind.WEEKDAY: frozenset({DayKind.WEEKDAY, DayKind.SATURDAY}) | _HOLIDAYS,
    DayKind.SATURDAY: frozenset({DayKind.SUNDAY}) | _HOLIDAYS,
    DayKind.SUNDAY: frozenset({DayKind.WEEKDAY}) | _HOLIDAYS,
    DayKind.HOLIDAY: frozenset({DayKind.WEEKDAY, DayKind.SATURDAY, DayKind.SUNDAY, DayKind.HOLIDAY}),
    DayKind.HALF_HOLIDAY: frozenset({DayKind.HOLIDAY}),
}


def overlaps_after_midnight(
    hours: Iterable[OpeningHours], kind_of: Callable[[date], DayKind]
) -> Iterator[tuple[OpeningHours, OpeningHours]]:
    """Pairs of rows of one channel: those of a day that end in the next one, and those that begin there before that.

    kind_of: what a date is where the team works. Hours of a date stand in place of those of its kind.
    """
    rows = list(hours)
    dated = {row.when for row in rows if not isinstance(row.when, DayKind)}
    for today in rows:
        for tomorrow in rows if today.end_min > MINUTES_A_DAY else ():
            is_open = tomorrow.end_min > tomorrow.start_min
            if is_open and tomorrow.start_min < today.end_min - MINUTES_A_DAY and _may_follow(
                today.when, tomorrow.when, dated, kind_of
            ):  # fmt: skip
                yield today, tomorrow


def _may_follow(
    today: DayKind | date, tomorrow: DayKind | date, dated: set[date], kind_of: Callable[[date], DayKind]
) -> bool:
    """dated: the dates with hours of their own."""
    if isinstance(today, DayKind):
        if isinstance(tomorrow, DayKind):
            return tomorrow in _AFTER[today]
        before = tomorrow - timedelta(days=1)
        return before not in dated and kind_of(before) is today
    after = today + timedelta(days=1)
    return tomorrow == after if not isinstance(tomorrow, DayKind) else after not in dated and kind_of(after) is tomorrow
