"""Rules about people at work or on call when the community needs them.

What is wanted is told as `Want`s: between two moments, in which nobody comes or goes, so many people of a sort.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import ceil

from planner.domain.days import DayKind
from planner.domain.demand import Demand, OpeningHours
from tests.oracle.month import DAY, Breach, Month, Shift, at, minutes


@dataclass(frozen=True)
class Want:
    """So many people between start and end. whom: (channel, skill, level), "" = anybody. shift: its code, or ""."""

    day: date
    start: datetime
    end: datetime
    shift: str
    whom: tuple[str, str, int]
    minimum: int
    target: int
    maximum: int | None

    @property
    def minutes(self) -> int:
        """Elapsed minutes."""
        return minutes(self.end - self.start)


def counts_for(month: Month, shift: Shift, whom: tuple[str, str, int]) -> bool:
    """Whether somebody on this shift is one of the people wanted."""
    channel, skill, level = whom
    manager = month.people[shift.person]
    serves = not channel or (channel in manager.channels and channel in (shift.kind.channels or {channel}))
    return serves and (not skill or manager.skills.get(skill, 0) >= max(1, level))


def present(month: Month, want: Want) -> int:
    """People that the roster gives a want, each shift counted once."""
    if want.shift:
        there = [s for s in month.shifts if s.day == want.day and s.kind.code == want.shift]
    else:
        yesterday = month.first - DAY
        there = [
            s
            for s in month.shifts
            if s.day >= yesterday and not s.kind.on_call and s.start <= want.start and want.end <= s.end
        ]
    return sum(1 for shift in there if counts_for(month, shift, want.whom))


# ---- what is wanted


def _rows_for(month: Month, rows: Iterable[Demand | OpeningHours], day: date) -> list[Demand | OpeningHours]:
    of_the_date = [row for row in rows if row.when == day]
    return of_the_date or [row for row in rows if row.when == month.team_day(day)]


def opening(month: Month, day: date) -> list[OpeningHours]:
    """Opening hours of a date, channel by channel; what is closed is left out."""
    found: list[OpeningHours] = []
    for channel in dict.fromkeys(row.channel for row in month.team.opening_hours):
        rows = [row for row in month.team.opening_hours if row.channel == channel]
        for row in _rows_for(month, rows, day):
            if isinstance(row, OpeningHours) and row.end_min > row.start_min:
                found.append(row)
    return found


def _shifts_around(month: Month, day: date, ahead: timedelta) -> list[Shift]:
    """What anybody could work around a date, the last night of the month before included as what it was."""
    around = [on for on in month.days if day - DAY <= on <= day + 2 * DAY + ahead]
    could = [s for on in around for s in month.possible(on) if not s.kind.on_call]
    return could + [s for s in month.shifts if s.past and s.day == month.first - DAY and not s.kind.on_call]


def _moments(
    month: Month, day: date, edges: Iterable[datetime], ahead: timedelta = timedelta(0)
) -> Iterator[tuple[datetime, datetime, list[Shift]]]:
    """(start, end, who could be there) between the edges, cut where shift types begin and end.

    What only another month's roster could cover is that roster's affair. Shifts count from `ahead` before they begin.
    """
    could = _shifts_around(month, day, ahead)
    nights_before = []
    if day == month.first:
        for kind in month.team.shift_types:
            if not kind.on_call:
                yesterday = day - DAY
                begun = at(month.team.zone, yesterday, kind.start_min) - ahead
                nights_before.append((begun, at(month.team.zone, yesterday, kind.end_min)))
    cuts = set(edges)
    first, last = min(cuts), max(cuts)
    begins_and_ends = {edge for s in could for edge in (s.start - ahead, s.end)}
    begins_and_ends |= {edge for span in nights_before for edge in span}
    cuts |= {edge for edge in begins_and_ends if first < edge < last}
    month_end = at(month.team.zone, month.last, 1440)
    for start, end in pairwise(sorted(cuts)):
        there = [s for s in could if s.start - ahead <= start and end <= s.end]
        elsewhere = start >= month_end or any(begun <= start and end <= over for begun, over in nights_before)
        if any(not s.past for s in there) or (not elsewhere and not there):
            yield start, end, there


Band = tuple[datetime, datetime, tuple[str, str, int], int, int, int | None]


def _bands(month: Month, day: date) -> list[Band]:
    """(start, end, whom, minimum, target, maximum) of each time band, presence and volume of a date."""

    def span(start_min: int, end_min: int) -> tuple[datetime, datetime]:
        return at(month.team.zone, day, start_min), at(month.team.zone, day, end_min)

    found: list[Band] = []
    for row in _rows_for(month, [row for row in month.team.demand if not row.shift], day):
        if isinstance(row, Demand):
            whom = row.channel, row.skill, row.level
            target = max(row.minimum, row.target)
            found.append((*span(row.start_min, row.end_min), whom, row.minimum, target, row.maximum))
    for hours in opening(month, day):
        if hours.presence_min:
            least = hours.presence_min
            found.append((*span(hours.start_min, hours.end_min), (hours.channel, "", 0), least, least, None))
    for start_min, end_min, channel, people in _volume(month, day):
        found.append((*span(start_min, end_min), (channel, "", 0), 0, people, None))
    return found


def _volume(month: Month, day: date) -> list[tuple[int, int, str, int]]:
    """(from, to, channel or "" for all, people) that expected messages keep busy while their channel is open."""
    spans = [(row.channel, row.start_min, row.end_min) for row in opening(month, day)]
    if day > month.first:
        spans += [(row.channel, row.start_min - 1440, row.end_min - 1440) for row in opening(month, day - DAY)]
    rows = [row for row in month.team.volume if row.when == month.team_day(day)]
    found = []
    for hour in sorted({row.hour for row in rows}):
        cuts = {hour * 60, hour * 60 + 60}
        cuts |= {edge for _, *edges in spans for edge in edges if hour * 60 < edge < hour * 60 + 60}
        for start, end in pairwise(sorted(cuts)):
            is_open = {channel for channel, begins, ends in spans if begins <= start and end <= ends}
            busy: dict[str, float] = {}
            for row in rows:
                if row.hour == hour and row.channel in is_open:
                    load = row.messages_per_hour * row.handle_time_min / (60 * 0.85)
                    busy[row.channel] = busy.get(row.channel, 0.0) + load
            found += [(start, end, channel, ceil(load - 1e-6)) for channel, load in busy.items() if load > 0]
            if sum(busy.values()) > 0:
                found.append((start, end, "", ceil(sum(busy.values()) - 1e-6)))
    return found


def wants(month: Month) -> list[Want]:
    """Everything wanted in the month."""
    return month.fact("wants", lambda: _wants(month))


def _wants(month: Month) -> list[Want]:
    found = []
    for day in month.days:
        for row in _rows_for(month, [row for row in month.team.demand if row.shift], day):
            if isinstance(row, Demand):
                kind = month.kinds[row.shift]
                start, end = at(month.team.zone, day, kind.start_min), at(month.team.zone, day, kind.end_min)
                whom, target = (row.channel, row.skill, row.level), max(row.minimum, row.target)
                found.append(Want(day, start, end, row.shift, whom, row.minimum, target, row.maximum))
        bands = _bands(month, day)
        if bands:
            edges = [edge for band in bands for edge in band[:2]]
            for start, end, there in _moments(month, day, edges):
                found += _wants_between(month, day, start, end, there, bands)
    return found


def _wants_between(
    month: Month, day: date, start: datetime, end: datetime, there: list[Shift], bands: list[Band]
) -> Iterator[Want]:
    """The strongest of what bands ask of the same people: channels that the same people look after are asked once."""
    groups: dict[object, list[Band]] = {}
    for band in bands:
        if band[0] <= start and end <= band[1]:
            channel, skill, level = band[2]
            able = frozenset(s.place for s in there if counts_for(month, s, band[2]))
            groups.setdefault((skill, level, able or channel), []).append(band)
    for group in groups.values():
        whom = _name_of(month, there, group)
        tops = [band[5] for band in group if band[5] is not None]
        minimum, target = max(band[3] for band in group), max(band[4] for band in group)
        yield Want(day, start, end, "", whom, minimum, target, min(tops, default=None))


def _name_of(month: Month, there: list[Shift], group: list[Band]) -> tuple[str, str, int]:
    """All channels when everybody is as good, else the channel that wants most, the first of equals."""
    by_whom: dict[tuple[str, str, int], int] = {}
    for band in group:
        by_whom[band[2]] = max(band[4], by_whom.get(band[2], 0))
    anybody = ("", *group[0][2][1:])
    if len(by_whom) > 1 and all(counts_for(month, s, group[0][2]) == counts_for(month, s, anybody) for s in there):
        return anybody
    return max(by_whom, key=lambda whom: by_whom[whom])


# ---- the rules


def _at_work(month: Month) -> Iterator[tuple[Want, int]]:
    for want in wants(month):
        if not (want.shift and month.kinds[want.shift].on_call):
            yield want, present(month, want)


def coverage_minimum(month: Month) -> Iterator[Breach]:
    """People missing from the minimum, for each minute."""
    for want, there in _at_work(month):
        if not want.whom[1]:
            yield Breach(None, want.day, max(0, want.minimum - there), want.minutes, demands=True)


def coverage_target(month: Month) -> Iterator[Breach]:
    """People missing from a target above the minimum, for each minute."""
    for want, there in _at_work(month):
        if not want.whom[1] and want.target > want.minimum:
            yield Breach(None, want.day, max(0, want.target - there), want.minutes, demands=True)


def mix(month: Month) -> Iterator[Breach]:
    """People with a skill missing from a target above the minimum, ten times dearer from the minimum, a minute."""
    for want, there in _at_work(month):
        if want.whom[1]:
            if want.target > want.minimum:
                yield Breach(None, want.day, max(0, want.target - there), want.minutes, demands=True)
            yield Breach(None, want.day, max(0, want.minimum - there), 10 * want.minutes, demands=True)


def duty(month: Month) -> Iterator[Breach]:
    """People missing on call, for each minute of the duty."""
    for want in wants(month):
        if want.shift and month.kinds[want.shift].on_call:
            yield Breach(None, want.day, max(0, want.target - present(month, want)), want.minutes, demands=True)


def coverage_maximum(month: Month) -> Iterator[Breach]:
    """People above the maximum, for each minute."""
    for want in wants(month):
        if want.maximum is not None:
            yield Breach(None, want.day, max(0, present(month, want) - want.maximum), want.minutes)


def spread_surplus(month: Month) -> Iterator[Breach]:
    """People on a shift beyond those that its demand wants by its name: from the second on the dearer the more."""
    for want, there in _at_work(month):
        if want.shift and not want.whom[1]:
            paid = 0
            for spare in range(1, there - want.target + 1):
                # The first is free; from each of these on a further one costs once more.
                paid += sum(spare > beyond for beyond in (1, 2, 3, 5, 8, 13, 21, 34))
            yield Breach(None, want.day, paid)


def holiday_surplus(month: Month) -> Iterator[Breach]:
    """People on a shift of a Sunday or public holiday beyond the most that its demand by name may take, a minute."""
    named = [(want, there) for want, there in _at_work(month) if want.shift]
    for want, there in named:
        if not want.whom[1] and (want.day.isoweekday() == 7 or month.team_day(want.day) == DayKind.HOLIDAY):
            of_shift = [other for other, _ in named if (other.day, other.shift) == (want.day, want.shift)]
            channels = {other.whom[0] for other in of_shift}
            need = {channel: max(o.target for o in of_shift if o.whom[0] == channel) for channel in channels}
            wanted = need[want.whom[0]]
            if not want.whom[0]:
                wanted = max(wanted, sum(people for channel, people in need.items() if channel))
            yield Breach(None, want.day, max(0, there - wanted), want.minutes)


def topic_contact(month: Month) -> Iterator[Breach]:
    """Open minutes at which neither expert nor deputy of a topic is at work, nor will be within the reaction time."""
    for day in month.days:
        spans = [
            (at(month.team.zone, day, row.start_min), at(month.team.zone, day, row.end_min))
            for row in opening(month, day)
        ]
        for topic in month.team.topics if spans else ():
            ahead = timedelta(minutes=topic.reaction_min)
            edges = [edge for span in spans for edge in span]
            known = [(s.start - ahead, s.end) for s in month.shifts if s.day > month.last and not s.kind.on_call]
            edges += [edge for span in known for edge in span if min(edges) < edge < max(edges)]
            for start, end, _ in _moments(month, day, edges, ahead):
                in_time = [s for s in month.shifts if s.start - ahead <= start and end <= s.end]
                knows = {s.person for s in in_time if not s.kind.on_call}
                is_open = any(begins <= start and end <= ends for begins, ends in spans)
                if is_open and not knows & (topic.experts | topic.deputies):
                    yield Breach(None, day, 1, minutes(end - start), demands=True)


RULES = {
    "coverage_minimum": coverage_minimum,
    "coverage_target": coverage_target,
    "mix": mix,
    "duty": duty,
    "coverage_maximum": coverage_maximum,
    "spread_surplus": spread_surplus,
    "holiday_surplus": holiday_surplus,
    "topic_contact": topic_contact,
}
