"""How many people a community needs, from five figures: opening hours, volume, handle time, target, contract
hours.

An estimate before any roster exists. People on duty by hour come from the fluid backlog at the target plus a
margin, the headcount from the bounds H, S, W and P; the range takes volume, absences and the margin at the
ends of what is known about them. Only real rosters over a year, and the simulation of them, can prove a
number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from planner.domain.days import DayKind
from planner.staffing.bounds import Bound, BoundKind, DutyDay, NetYear, binding, days_a_year
from planner.staffing.case import StaffingCase, StaffingInputs
from planner.staffing.erlang import smallest_live_team
from planner.staffing.parameters import WEEKS_A_YEAR, CountryParameters, End, planning_parameters
from planner.staffing.presence import Clock
from planner.staffing.week import SLOTS_AN_HOUR, Persons


class Note(StrEnum):
    """What a reader of the estimate should know, as codes."""

    NO_MESSAGES = "no_messages"
    DEFAULT_HOUR_SHARES = "default_hour_shares"
    TARGET_BEYOND_COVERAGE = "target_beyond_coverage_bound"
    PLANNED_BELOW_TARGET = "planned_below_target"
    TARGET_SHORTER_THAN_HANDLE_TIME = "target_shorter_than_handle_time"
    PRESENCE_ALONE_REACHES_TARGET = "presence_minimum_alone_reaches_target"


class Extra(StrEnum):
    """What a part of the headcount is for, in the order in which the parts are added."""

    CORE = "weekday_hours"
    WEEKENDS_AND_HOLIDAYS = "weekends_and_holidays"
    LEAVE = "leave"
    PUBLIC_HOLIDAYS_OFF = "public_holidays_off"
    SICKNESS = "sickness"
    TRAINING = "training"
    WHOLE_PEOPLE = "rounding_up"


@dataclass(frozen=True, slots=True)
class TeamSize:
    """What a team of `heads` would mean.

    duty_share: hours on duty needed / net hours that the team has. handling_share: hours of work on messages
    / net hours. unmet: the bounds that this team is too small for.
    """

    heads: int
    fte: float
    duty_share: float
    handling_share: float
    unmet: tuple[BoundKind, ...]


@dataclass(frozen=True, slots=True)
class LiveChat:
    """The same messages as live chat in opening hours, by Erlang C: a comparison.

    target_share answered within target_s. peak_persons on duty in the busiest hour, heads in all, and what
    binds.
    """

    target_share: float
    target_s: float
    peak_persons: int
    hours_a_year: float
    heads: int
    binding: BoundKind


@dataclass(frozen=True, slots=True)
class HeadcountEstimate:
    """The estimate: heads, their range, and everything it rests on.

    fte: heads in full-time posts of the country. bounds: H, S, W, P; `binding` names the largest.
    coverage_bound_wall: share of messages that any headcount could answer in time on the wall clock.
    goal_share: what people on duty were planned for, on the inputs' clock; on_time_opening and on_time_wall:
    what they reach in the model. days: hours by kind of day. extras: parts of the headcount that add up to
    `heads`. sizes: one fewer, this, one more.
    """

    inputs: StaffingInputs
    country: str
    heads: int
    heads_low: int
    heads_high: int
    fte: float
    bounds: tuple[Bound, ...]
    binding: BoundKind
    net: NetYear
    coverage_bound_wall: float
    goal_share: float
    on_time_opening: float
    on_time_wall: float
    days: tuple[DutyDay, ...]
    hours_a_year: float
    extras: Mapping[Extra, float]
    sizes: tuple[TeamSize, ...]
    live_chat: LiveChat
    notes: tuple[Note, ...]


def estimate(inputs: StaffingInputs, country: CountryParameters) -> HeadcountEstimate:
    """The headcount for these inputs under one country's leave, holidays, sickness and training.

    ValueError when absences leave no day at work.
    """
    case = StaffingCase(inputs, country, planning_parameters())
    grid, net, persons = case.grid(), case.net(), case.plan()
    days = case.duty(grid, persons)
    bounds = case.bounds(days, net)
    heads = max(bound.heads for bound in bounds)
    hours = sum(day.hours_a_year for day in days)
    handling = inputs.messages_a_day * 7 * WEEKS_A_YEAR * inputs.handle_time_min / 60
    post = inputs.contract_hours_a_week / country.full_time.value
    return HeadcountEstimate(
        inputs=inputs,
        country=country.country,
        heads=heads,
        heads_low=min(heads, _heads(_scenario(case, End.LOW))),
        heads_high=max(heads, _heads(_scenario(case, End.HIGH))),
        fte=heads * post,
        bounds=bounds,
        binding=binding(bounds).kind,
        net=net,
        coverage_bound_wall=case.coverage_bound_wall(),
        goal_share=case.goal_share(),
        on_time_opening=case.on_time(persons, Clock.OPENING),
        on_time_wall=case.on_time(persons, Clock.WALL),
        days=days,
        hours_a_year=hours,
        extras=_extras(case, days),
        sizes=tuple(
            TeamSize(
                heads=size,
                fte=size * post,
                duty_share=hours / (size * net.net_hours),
                handling_share=handling / (size * net.net_hours),
                unmet=tuple(bound.kind for bound in bounds if bound.heads > size),
            )
            for size in (heads - 1, heads, heads + 1)
            if size > 0
        ),
        live_chat=_live_chat(case),
        notes=_notes(case, persons),
    )


def _heads(case: StaffingCase) -> int:
    return max(bound.heads for bound in case.bounds(case.duty(case.grid(), case.plan()), case.net()))


def _scenario(case: StaffingCase, end: End) -> StaffingCase:
    """Everything uncertain at the end of its range that asks for few (LOW) or for many (HIGH) people."""
    country, planning = case.country, case.planning
    busy_end = End.HIGH if end is End.LOW else End.LOW
    return replace(
        case,
        country=replace(
            country,
            leave=country.leave.at(end),
            public_holidays=country.public_holidays.at(end),
            sickness=country.sickness.at(end),
            training=country.training.at(end),
        ),
        planning=replace(
            planning,
            occupancy=planning.occupancy.at(busy_end),
            model_margin=planning.model_margin.at(end),
            day_floor=planning.day_floor.at(end),
            volume_factor=planning.volume_factor.at(end),
            absence_quantile=planning.absence_quantile.at(end),
        ),
    )


def _extras(case: StaffingCase, days: tuple[DutyDay, ...]) -> dict[Extra, float]:
    """The headcount taken apart: what each cause adds to the largest bound, in the order of Extra."""
    country = case.country
    nobody_away = replace(
        country,
        leave=country.leave.set_to(0),
        public_holidays=country.public_holidays.set_to(0),
        sickness=country.sickness.set_to(0),
        training=country.training.set_to(0),
    )
    with_leave = replace(nobody_away, leave=country.leave)
    with_holidays = replace(with_leave, public_holidays=country.public_holidays)
    with_sickness = replace(with_holidays, sickness=country.sickness)
    weekdays = tuple(day for day in days if day.kind is DayKind.WEEKDAY)
    steps = (
        (Extra.CORE, weekdays, nobody_away),
        (Extra.WEEKENDS_AND_HOLIDAYS, days, nobody_away),
        (Extra.LEAVE, days, with_leave),
        (Extra.PUBLIC_HOLIDAYS_OFF, days, with_holidays),
        (Extra.SICKNESS, days, with_sickness),
        (Extra.TRAINING, days, country),
    )
    parts: dict[Extra, float] = {}
    reached, heads = 0.0, 0
    for extra, duty, absences in steps:
        step = replace(case, country=absences)
        year = tuple(replace(day, days_a_year=days_a_year(day.kind, absences)) for day in duty)
        bound = binding(step.bounds(year, step.net()))
        parts[extra] = bound.value - reached
        reached, heads = bound.value, bound.heads
    parts[Extra.WHOLE_PEOPLE] = heads - reached
    return parts


def _live_chat(case: StaffingCase) -> LiveChat:
    """Erlang C hour by hour for what arrives while open; 99 % at most, since certainty would need endless
    people.
    """
    inputs, planning, grid = case.inputs, case.planning, case.grid()
    share = min(inputs.target_share, 0.99)
    target_s = planning.live_chat_target.value
    cells = grid.cell_of_slot[grid.is_open]
    per_hour = np.bincount(cells, weights=grid.arrivals[grid.is_open]) / np.bincount(cells) * SLOTS_AN_HOUR
    servers = [
        smallest_live_team(float(rate), inputs.handle_time_min * 60, share, target_s, planning.occupancy.value).servers
        for rate in per_hour
    ]
    persons = np.maximum(np.array(servers, dtype=np.int64), inputs.presence_min)
    days = case.duty(grid, persons)
    bounds = case.bounds(days, case.net())
    return LiveChat(
        target_share=share,
        target_s=target_s,
        peak_persons=int(persons.max()),
        hours_a_year=sum(day.hours_a_year for day in days),
        heads=max(bound.heads for bound in bounds),
        binding=binding(bounds).kind,
    )


def _notes(case: StaffingCase, persons: Persons) -> tuple[Note, ...]:
    inputs = case.inputs
    said = {
        Note.NO_MESSAGES: inputs.messages_a_day == 0,
        Note.DEFAULT_HOUR_SHARES: inputs.hour_shares is None,
        Note.TARGET_BEYOND_COVERAGE: inputs.target_share > case.coverage_bound_wall(),
        Note.PLANNED_BELOW_TARGET: case.goal_share() < inputs.target_share,
        Note.TARGET_SHORTER_THAN_HANDLE_TIME: inputs.target_min <= inputs.handle_time_min,
        Note.PRESENCE_ALONE_REACHES_TARGET: bool((persons == inputs.presence_min).all()),
    }
    return tuple(note for note, holds in said.items() if holds)
