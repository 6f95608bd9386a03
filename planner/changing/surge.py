"""More to do than usual: what is expected on some dates, as rows of those dates."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from planner.domain.days import DayKind
from planner.domain.demand import Demand, OpeningHours, Volume
from planner.domain.event import Surge
from planner.domain.team import Team
from planner.domain.time import days_between
from planner.holiday_calendar import calendar_of
from planner.messages import Message, _l
from planner.problems import refused
from planner.slots import in_force

_Row = TypeVar("_Row", Volume, Demand, OpeningHours)


def surged(team: Team, surge: Surge) -> Team:
    """The team with so many per cent of the usual volume and demand on the surge's dates, people rounded up.

    Where a channel has no volume, its presence grows instead. InputProblems where nothing is expected at all.
    """
    calendar = calendar_of(team.sites[0], range(surge.first.year, surge.last.year + 1))
    grown = team
    for day in days_between(surge.first, surge.last):
        grown = _on(grown, day, calendar.kind(day), surge)
    if grown == team:
        reason = Message(_l("Nothing is expected there, so nothing can become more."))
        mend = Message(_l("Name a channel and dates on which it is open."))
        raise refused("--event", reason, mend, value=surge.channel)
    return grown


def _on(team: Team, day: date, kind: DayKind, surge: Surge) -> Team:
    with_volume = {row.channel for row in team.volume}
    channels = [channel for channel in team.channels if surge.channel in ("", channel)]

    def people(count: int) -> int:
        return -(-count * surge.percent // 100)

    def more_volume(row: Volume) -> Volume:
        return replace(row, when=day, messages_per_hour=row.messages_per_hour * surge.percent / 100)

    def more_demand(row: Demand) -> Demand:
        if surge.channel not in ("", row.channel):
            return replace(row, when=day)
        maximum = None if row.maximum is None else people(row.maximum)
        return replace(row, when=day, minimum=people(row.minimum), target=people(row.target), maximum=maximum)

    def more_presence(row: OpeningHours) -> OpeningHours:
        return replace(row, when=day, presence_min=people(row.presence_min))

    volume, demand, opening_hours = team.volume, team.demand, team.opening_hours
    for channel in channels:
        if channel in with_volume:
            now = in_force((row for row in volume if row.channel == channel), day, kind)
            volume = _replaced(volume, now, day, more_volume)
        else:
            open_now = in_force((row for row in opening_hours if row.channel == channel), day, kind)
            opening_hours = _replaced(opening_hours, open_now, day, more_presence)
    # Rows of a date stand instead of all rows of its kind, so those of other channels come along as they are.
    for by_shift in (False, True):
        wanted = in_force((row for row in demand if bool(row.shift) == by_shift), day, kind)
        if any(surge.channel in ("", row.channel) for row in wanted):
            demand = _replaced(demand, wanted, day, more_demand)
    return replace(team, volume=volume, demand=demand, opening_hours=opening_hours)


def _replaced(
    rows: tuple[_Row, ...], now: list[_Row], day: date, changed: Callable[[_Row], _Row]
) -> tuple[_Row, ...]:
    """`rows` with what is in force on a date said for that date alone, changed."""
    kept: list[_Row] = [row for row in rows if row.when != day or row not in now]
    return tuple(kept + [changed(row) for row in now])
