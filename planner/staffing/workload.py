"""Workload: messages an hour become people needed at once.

    load = messages an hour * handle time in hours / occupancy

Nobody answers without a pause: occupancy 0.85 of the time is the usual planning value. Several channels at
once don't make a person faster, so handle time is never divided by concurrency. A person on duty may serve
several channels: each channel demands its own load, and all together only the sum of the loads, rounded up
once.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from planner.staffing.rounding import whole_persons

DEFAULT_OCCUPANCY = 0.85


@dataclass(frozen=True, slots=True)
class ChannelVolume:
    """Volume of one channel in one hour: messages_per_hour that need work, handle_time_min each, presence_min
    people.
    """

    channel: str
    messages_per_hour: float
    handle_time_min: float
    presence_min: int = 0


@dataclass(frozen=True, slots=True)
class ChannelNeed:
    """People needed on one channel: load as a fraction, persons whole and at least the presence minimum."""

    channel: str
    load_persons: float
    persons: int


@dataclass(frozen=True, slots=True)
class HourNeed:
    """People needed in one hour: by channel, and in all (not the sum: one person may serve several channels)."""

    channels: tuple[ChannelNeed, ...]
    load_persons: float
    persons: int


def load_persons(messages_per_hour: float, handle_time_min: float, occupancy: float = DEFAULT_OCCUPANCY) -> float:
    """People that a volume keeps busy, as a fraction.

    ValueError for negative values or an occupancy outside (0, 1].
    """
    if messages_per_hour < 0 or handle_time_min < 0:
        volume = f"{messages_per_hour} messages an hour of {handle_time_min} min"
        raise ValueError(f"{volume}: neither can be negative.")
    if not 0 < occupancy <= 1:
        raise ValueError(f"occupancy {occupancy}: it must be more than 0 and at most 1, 0.85 for example.")
    return messages_per_hour * handle_time_min / 60 / occupancy


def hour_need(volumes: Iterable[ChannelVolume], occupancy: float = DEFAULT_OCCUPANCY) -> HourNeed:
    """People needed for one hour's volumes, one entry a channel.

    In all: the summed load rounded up, and never fewer than the largest presence minimum, which one person
    who knows several channels can meet for all of them. ValueError as load_persons, and for a channel named
    twice.
    """
    rows = tuple(volumes)
    names = [row.channel for row in rows]
    if len(set(names)) < len(names):
        raise ValueError(f"channels {names}: each channel may appear once an hour. Maybe add up its volumes.")
    needs = tuple(_channel_need(row, occupancy) for row in rows)
    load = sum(need.load_persons for need in needs)
    persons = max([whole_persons(load), *(row.presence_min for row in rows)])
    return HourNeed(channels=needs, load_persons=load, persons=persons)


def _channel_need(row: ChannelVolume, occupancy: float) -> ChannelNeed:
    load = load_persons(row.messages_per_hour, row.handle_time_min, occupancy)
    return ChannelNeed(row.channel, load, max(whole_persons(load), row.presence_min))
