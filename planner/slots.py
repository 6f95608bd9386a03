"""Demand laid on the board: stretches of time with people wanted, and the cells that would provide them.

A time band is cut where any shift type starts or ends, so that inside a slot the same shifts are present throughout.
Opening hours add a presence minimum per channel, expected volume adds a target (planner.staffing.workload).
The night into the month's first day counts who was at work by last month's roster; where only such shifts could
cover it, or where the last day's demand runs past what this month's shifts reach, the other month's roster answers.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, pairwise
from math import ceil
from typing import TypeVar

from planner.board import Board
from planner.domain.days import DayKind
from planner.domain.demand import Demand, OpeningHours, Volume
from planner.domain.slot import Slot
from planner.domain.time import MINUTES_A_DAY, moment
from planner.staffing.workload import ChannelVolume, hour_need

#: Whom a slot wants: (channel, skill, level); "" = anybody.
Who = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Band:
    """A row of demand on one date, start and end as moments."""

    start: int
    end: int
    who: Who
    minimum: int
    target: int
    maximum: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Crew:
    """All cells at work of one shift type on one date: they start and end together. Compared by identity."""

    start: int
    end: int
    shift: int
    cells: tuple[int, ...]
    in_month: bool


_Row = TypeVar("_Row", Demand, OpeningHours, Volume)


def in_force(rows: Iterable[_Row], day: date, kind: DayKind) -> list[_Row]:
    """The rows for one date: those of the date itself if there are any, else those of its kind of day."""
    rows = list(rows)
    dated = [row for row in rows if row.when == day]
    return dated or [row for row in rows if row.when == kind]


def opening_on(board: Board, day: date) -> list[OpeningHours]:
    """Opening hours of all channels on one date; a dated row outranks the kind of day, channel by channel."""
    found: list[OpeningHours] = []
    for channel in board.team.channels:
        rows = [row for row in board.team.opening_hours if row.channel == channel]
        found += [row for row in in_force(rows, day, board.kind(day)) if row.end_min > row.start_min]
    return found


class Presence:
    """Who could be at work when: the board's cells at work by date and shift type, last month's last night included."""

    def __init__(self, board: Board) -> None:
        self._board = board
        first, last = board.days[0], board.days[-1]
        self._month_end = moment(board.team.zone, last, MINUTES_A_DAY)
        cells: dict[tuple[date, int], list[int]] = {}
        for number, cell in enumerate(board.cells[: board.own]):
            cells.setdefault((cell.day, cell.shift), []).append(number)
        self._crews: dict[date, list[Crew]] = {}
        for day in (first - timedelta(days=1), *board.days):
            for index, shift in enumerate(board.shift_types):
                if not shift.on_call and (day < first or (day, index) in cells):
                    start = moment(board.team.zone, day, shift.start_min)
                    end = moment(board.team.zone, day, shift.end_min)
                    crew = Crew(start, end, index, tuple(cells.get((day, index), ())), day >= first)
                    self._crews.setdefault(day, []).append(crew)
        self._people: dict[tuple[int, Who], frozenset[int]] = {}
        self._cells: dict[tuple[tuple[Crew, ...], Who], tuple[int, ...]] = {}

    def stretches(
        self, day: date, edges: Iterable[int], ahead_min: int = 0
    ) -> Iterator[tuple[int, int, tuple[Crew, ...]]]:
        """(start, end, who is at work) between the first and last of `edges`, cut at edges and where a shift type
        of around `day` starts or ends; without stretches that another month's roster answers for.

        ahead_min: so many minutes before their shift begins people count as at work.
        """
        reached = range(-1, 2 + ceil(ahead_min / MINUTES_A_DAY))
        around = [crew for ahead in reached for crew in self._crews.get(day + timedelta(days=ahead), ())]
        cuts = set(edges)
        if not cuts:
            return
        first, last = min(cuts), max(cuts)
        cuts |= {edge for crew in around for edge in (crew.start - ahead_min, crew.end) if first < edge < last}
        for start, end in pairwise(sorted(cuts)):
            here = tuple(crew for crew in around if crew.start - ahead_min <= start and end <= crew.end)
            answered_elsewhere = bool(here) or start >= self._month_end
            if any(crew.in_month for crew in here) or not answered_elsewhere:
                yield start, end, here

    def cells(self, crews: tuple[Crew, ...], who: Who) -> tuple[int, ...]:
        """The cells of some crews whose person counts for `who`. Equal questions give the same tuple."""
        found = self._cells.get((crews, who))
        if found is None:
            found = tuple(chain.from_iterable(self.of_crew(crew, who) for crew in crews))
            self._cells[crews, who] = found
        return found

    def of_crew(self, crew: Crew, who: Who) -> Sequence[int]:
        """The cells of one crew whose person counts for `who`."""
        able = self._able(crew.shift, who)
        if len(able) == len(self._board.people):
            return crew.cells
        cells = self._board.cells
        return [n for n in crew.cells if cells[n].person in able]

    def _able(self, shift: int, who: Who) -> frozenset[int]:
        """The people who count for `who` when they work the shift type."""
        found = self._people.get((shift, who))
        if found is None:
            channel, skill, level = who
            looked_after = self._board.shift_types[shift].channels
            served = not channel or not looked_after or channel in looked_after
            found = frozenset(
                person
                for person, manager in enumerate(self._board.people)
                if served
                and (not channel or channel in manager.channels)
                and (not skill or manager.skills.get(skill, 0) >= max(level, 1))
            )
            self._people[shift, who] = found
        return found


class Demands:
    """The bands and shift rows wanted on each date, channel by channel."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._in_bands = [row for row in board.team.demand if not row.shift]
        self._by_shift = [row for row in board.team.demand if row.shift]
        self._volume_of: dict[str, list[Volume]] = {}
        for row in board.team.volume:
            self._volume_of.setdefault(row.channel, []).append(row)

    def shift_rows(self, day: date) -> list[Demand]:
        """Demand of shift types on a date."""
        return in_force(self._by_shift, day, self._board.kind(day))

    def bands(self, day: date) -> Iterator[Band]:
        """Demand of stretches of a date: as written, by opening hours, and by expected volume."""

        def at(minute: int) -> int:
            return moment(self._board.team.zone, day, minute)

        for row in in_force(self._in_bands, day, self._board.kind(day)):
            who = (row.channel, row.skill, row.level)
            target = max(row.minimum, row.target)
            yield Band(at(row.start_min), at(row.end_min), who, row.minimum, target, row.maximum)
        for hours in opening_on(self._board, day):
            if hours.presence_min > 0:
                least = hours.presence_min
                yield Band(at(hours.start_min), at(hours.end_min), (hours.channel, "", 0), least, least, None)
        for start_min, end_min, channel, persons in self._volume(day):
            yield Band(at(start_min), at(end_min), (channel, "", 0), 0, persons, None)

    def _open_spans(self, day: date) -> list[tuple[str, int, int]]:
        """(channel, first and last minute of the date it is looked after), the evening before included."""
        spans = [(row.channel, row.start_min, row.end_min) for row in opening_on(self._board, day)]
        before = day - timedelta(days=1)
        if before >= self._board.days[0]:
            spans += [
                (row.channel, max(0, row.start_min - MINUTES_A_DAY), row.end_min - MINUTES_A_DAY)
                for row in opening_on(self._board, before)
                if row.end_min > MINUTES_A_DAY
            ]
        return spans

    def _volume(self, day: date) -> Iterator[tuple[int, int, str, int]]:
        """(start_min, end_min, channel or "" for all together, people) that the expected volume keeps busy."""
        kind = self._board.kind(day)
        by_hour: dict[int, dict[str, tuple[float, float]]] = {}
        for channel, rows in self._volume_of.items():
            for row in in_force(rows, day, kind):
                loads = by_hour.setdefault(row.hour, {})
                messages, busy_min = loads.get(channel, (0.0, 0.0))
                busy_min += row.messages_per_hour * row.handle_time_min
                loads[channel] = (messages + row.messages_per_hour, busy_min)
        spans = self._open_spans(day) if by_hour else []
        for hour, loads in sorted(by_hour.items()):
            first, last = hour * 60, hour * 60 + 60
            inner = {edge for _, start, end in spans for edge in (start, end) if first < edge < last}
            for start_min, end_min in pairwise(sorted({first, last, *inner})):
                is_open = {channel for channel, start, end in spans if start <= start_min and end_min <= end}
                need = hour_need(
                    ChannelVolume(channel, messages, busy_min / messages)
                    for channel, (messages, busy_min) in loads.items()
                    if messages > 0 and channel in is_open
                )
                for one in need.channels:
                    yield start_min, end_min, one.channel, one.persons
                if need.persons > 0:
                    yield start_min, end_min, "", need.persons


def _strongest(day: date, start: int, end: int, who: Who, bands: Sequence[Band], cells: tuple[int, ...]) -> Slot:
    """One slot that asks for what all bands ask for."""
    tops = [band.maximum for band in bands if band.maximum is not None]
    minimum, target = max(band.minimum for band in bands), max(band.target for band in bands)
    return Slot(day, start, end, "", *who, minimum, target, min(tops, default=None), False, cells)


def _without_repeats(
    wanting: dict[Who, list[Band]], crews: tuple[Crew, ...], presence: Presence
) -> Iterator[tuple[Who, list[Band], tuple[int, ...]]]:
    """(who, bands, cells): channels that the same people provide are asked for once.

    Where everybody counts, the slot is about all channels; else it names the channel that wants most.
    """
    same: dict[tuple[str, int, tuple[int, ...]], list[Who]] = {}
    for who in wanting:
        cells = presence.cells(crews, who)
        # Without anybody to provide them each channel stays a gap of its own.
        same.setdefault((who[1], who[2], cells or (-1 - len(same),)), []).append(who)
    for (skill, level, _), group in same.items():
        cells = presence.cells(crews, group[0])
        who = max(group, key=lambda one: max(band.target for band in wanting[one]))
        if len(group) > 1 and cells == presence.cells(crews, ("", skill, level)):
            who = ("", skill, level)
        yield who, [band for one in group for band in wanting[one]], cells


def _band_slots(day: date, bands: list[Band], presence: Presence) -> Iterator[Slot]:
    """Slots of one date's bands; neighbours that ask the same people for the same are one slot."""
    edges = {edge for band in bands for edge in (band.start, band.end)}
    running: dict[Who, Slot] = {}
    for start, end, crews in presence.stretches(day, edges):
        wanting: dict[Who, list[Band]] = {}
        for band in bands:
            if band.start <= start and end <= band.end:
                wanting.setdefault(band.who, []).append(band)
        for who, asked, cells in _without_repeats(wanting, crews, presence):
            slot = _strongest(day, start, end, who, asked, cells)
            before = running.get(who)
            if before is not None and before.end == start and _same(before, slot):
                slot = _strongest(day, before.start, end, who, asked, cells)
            elif before is not None:
                yield before
            running[who] = slot
    yield from running.values()


def _same(a: Slot, b: Slot) -> bool:
    return (a.minimum, a.target, a.maximum, a.cells) == (b.minimum, b.target, b.maximum, b.cells)


def _shift_slots(board: Board, day: date, rows: list[Demand], presence: Presence) -> Iterator[Slot]:
    for row in rows:
        index = board.shift_index[row.shift]
        shift, who = board.shift_types[index], (row.channel, row.skill, row.level)
        start = moment(board.team.zone, day, shift.start_min)
        end = moment(board.team.zone, day, shift.end_min)
        on = tuple(n for n in board.cells_of_day[day] if board.cells[n].shift == index)
        cells = tuple(presence.of_crew(Crew(start, end, index, on, True), who))
        target = max(row.minimum, row.target)
        yield Slot(day, start, end, row.shift, *who, row.minimum, target, row.maximum, shift.on_call, cells)


def slots_of(board: Board) -> list[Slot]:
    """All slots of the month, by date and start. Computed once a board."""
    if board.slots is None:
        presence, demands = Presence(board), Demands(board)
        found: list[Slot] = []
        for day in board.days:
            found += _shift_slots(board, day, demands.shift_rows(day), presence)
            found += _band_slots(day, list(demands.bands(day)), presence)
        board.slots = sorted(found, key=lambda s: (s.day, s.start, s.end, s.shift, s.channel, s.skill, s.level))
    return board.slots
