"""Coverage channel by channel: who is at work for each, hour by hour, beside what the channel wants.

What is wanted of a channel is the widest of its demands at a moment, as everywhere in reports. One person counts for
every channel they know, so the channels' hours add up to more than the team's.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from planner.board import Board
from planner.domain.roster import Roster
from planner.domain.time import from_moment, moment
from planner.reporting.report_maker import on_with_history
from planner.slots import Band, Crew, Demands, Presence


@dataclass(frozen=True, slots=True)
class ChannelHour:
    """One hour of the clock, at its shortest moment: people at work who know the channel, wanted, missing.

    missing: of one demand of the channel, so it may be more than `wanted - present` where a skill is wanted, too.
    """

    hour: int
    present: int
    wanted: int
    missing: int


@dataclass(frozen=True, slots=True)
class ChannelDay:
    """A channel on a date: person-minutes wanted and missing, and its hours with demand."""

    channel: str
    wanted_min: int
    missing_min: int
    hours: tuple[ChannelHour, ...]


def channel_coverage(board: Board, roster: Roster) -> Mapping[date, tuple[ChannelDay, ...]]:
    """Every date's channels in the team's order, those that want nobody left out."""
    on = on_with_history(board, roster.places())
    presence, demands = Presence(board), Demands(board)
    found: dict[date, tuple[ChannelDay, ...]] = {}
    for day in board.days:
        bands = [*demands.bands(day), *_shift_bands(board, demands, day)]
        days = (_channel_day(board, presence, on, day, name, bands) for name in board.team.channels)
        found[day] = tuple(one for one in days if one.wanted_min)
    return found


def _shift_bands(board: Board, demands: Demands, day: date) -> Iterator[Band]:
    """What is wanted of shift types, as stretches of time; on-call duty is not at work."""
    for row in demands.shift_rows(day):
        shift = board.shift_types[board.shift_index[row.shift]]
        if not shift.on_call:
            start, end = (moment(board.team.zone, day, edge) for edge in (shift.start_min, shift.end_min))
            target = max(row.minimum, row.target)
            yield Band(start, end, (row.channel, row.skill, row.level), row.minimum, target, row.maximum)


def _channel_day(
    board: Board, presence: Presence, on: Collection[int], day: date, channel: str, all_bands: list[Band]
) -> ChannelDay:
    bands = [band for band in all_bands if band.who[0] == channel and band.target]
    edges = {edge for band in bands for edge in (band.start, band.end)}
    wanted_min = missing_min = 0
    hours: dict[int, ChannelHour] = {}
    for start, end, crews in presence.stretches(day, edges):
        here = [band for band in bands if band.start <= start and end <= band.end]
        if not here:
            continue

        def at_work(who: tuple[str, str, int], crews: tuple[Crew, ...] = crews) -> int:
            return sum(number in on for number in presence.cells(crews, who))

        wanted = max(band.target for band in here)
        missing = max(0, *(band.target - at_work(band.who) for band in here))
        wanted_min += wanted * (end - start)
        missing_min += missing * (end - start)
        present = at_work((channel, "", 0))
        for hour in range(start // 60, -(-end // 60)):
            shown = from_moment(hour * 60, board.team.zone).hour
            now = ChannelHour(shown, present, wanted, missing)
            before = hours.get(shown, now)
            hours[shown] = max(before, now, key=lambda one: (one.missing, one.wanted, -one.present))
    return ChannelDay(channel, wanted_min, missing_min, tuple(hours[hour] for hour in sorted(hours)))
