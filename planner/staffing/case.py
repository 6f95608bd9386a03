"""One case of the estimate: the owner's figures under one set of assumptions, with plan and bounds made from
them.
"""

from dataclasses import dataclass

import numpy as np

from planner.staffing.backlog import coverage_bound
from planner.staffing.bounds import Bound, DutyDay, NetYear, TeamTerms, binding, days_a_year, headcount_bounds, net_year
from planner.staffing.parameters import CountryParameters, PlanningParameters
from planner.staffing.presence import Clock, Goal, Service, on_time_share, reachable_share, smallest_plan
from planner.staffing.week import (
    PLANNED_KINDS,
    SLOT_MIN,
    OpeningWeek,
    Persons,
    WeekGrid,
    shifts_a_day,
    week_grid,
)

#: Of what can be reached at all; the last messages before an opening would take a crowd at the door.
_SENSIBLE_REACH = 0.95


@dataclass(frozen=True, slots=True)
class StaffingInputs:
    """What the owner knows.

    messages_a_day: messages that need work, on an average day of the week, nights and closed days included.
    handle_time_min: each. target_share of them are to be answered within target_min, writing included, on
    `clock`. hour_shares: share of a day's messages by hour of the day, None takes the documented default.
    presence_min: people on duty in every open hour. ValueError for values out of range.
    """

    opening: OpeningWeek
    messages_a_day: float
    handle_time_min: float
    target_share: float
    target_min: float
    contract_hours_a_week: float
    presence_min: int = 1
    clock: Clock = Clock.OPENING
    hour_shares: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        if self.messages_a_day < 0 or self.presence_min < 0:
            raise ValueError(f"{self.messages_a_day} messages, {self.presence_min} people: neither can be negative.")
        if self.handle_time_min <= 0 or self.target_min <= 0 or self.contract_hours_a_week <= 0:
            raise ValueError("Handle time, target and contract hours must be more than 0.")
        if not 0 < self.target_share <= 1:
            raise ValueError(f"target share {self.target_share}: it must be more than 0 and at most 1, 0.8 for 80 %.")


@dataclass(frozen=True, slots=True)
class StaffingCase:
    """The inputs with a country's absences and the planning assumptions; every figure follows from these
    three.
    """

    inputs: StaffingInputs
    country: CountryParameters
    planning: PlanningParameters

    def grid(self) -> WeekGrid:
        """The ordinary week: opening and arrivals."""
        messages_a_day = self.inputs.messages_a_day * self.planning.volume_factor.value
        return week_grid(self.inputs.opening, messages_a_day, self.inputs.hour_shares or self.planning.hour_shares)

    def service(self) -> Service:
        """First response is wait and writing, so the wait may take what writing leaves of the target."""
        return Service(
            wait_target_min=max(SLOT_MIN, self.inputs.target_min - self.inputs.handle_time_min),
            handle_time_min=self.inputs.handle_time_min,
            occupancy=self.planning.occupancy.value,
        )

    def coverage_bound_wall(self) -> float:
        """Share of a week's messages that any headcount could answer in time on the wall clock."""
        grid = self.grid()
        # A second week, without messages, shows the opening that follows the first.
        arrivals = np.concatenate([grid.arrivals, np.zeros_like(grid.arrivals)])
        return coverage_bound(arrivals, np.tile(grid.is_open, 2), SLOT_MIN, self.service().wait_target_min)

    def goal_share(self) -> float:
        """Share to plan for: the target and the model's margin, or what opening hours allow of it."""
        wanted = min(1.0, self.inputs.target_share + self.planning.model_margin.value)
        reach = reachable_share(self.grid(), self.service(), self.inputs.clock)
        if wanted <= reach * _SENSIBLE_REACH or self.inputs.clock is Clock.OPENING:
            return min(wanted, reach)
        if self.inputs.target_share <= reach * _SENSIBLE_REACH:
            return self.inputs.target_share
        return reach * min(wanted, _SENSIBLE_REACH)

    def plan(self) -> Persons:
        """People on duty by cell of the grid."""
        goal = Goal(
            share=self.goal_share(),
            day_floor=self.planning.day_floor.value,
            presence_min=self.inputs.presence_min,
            shift_hours=max(1, int(self.planning.longest_shift.value)),
            clock=self.inputs.clock,
        )
        grid, net = self.grid(), self.net()

        def team_size(persons: Persons) -> float:
            return binding(self.bounds(self.duty(grid, persons), net)).value

        return smallest_plan(grid, self.service(), goal, team_size)

    def on_time(self, persons: Persons, clock: Clock) -> float:
        """Share of messages that a plan answers in time, in the model."""
        return on_time_share(self.grid(), self.service(), persons, clock)

    def duty(self, grid: WeekGrid, persons: Persons) -> tuple[DutyDay, ...]:
        """A plan's duty by kind of day; a closed kind has no hours."""
        longest_shift_min = round(self.planning.longest_shift.value * 60)
        days = []
        for kind in PLANNED_KINDS:
            span, by_hour = self.inputs.opening.span(kind), grid.persons_by_hour(persons, kind)
            days.append(
                DutyDay(
                    kind=kind,
                    days_a_year=days_a_year(kind, self.country),
                    hours_a_day=grid.hours_a_day(persons, kind),
                    shifts_a_day=shifts_a_day(span, by_hour, longest_shift_min) if span else 0,
                    peak_persons=max(by_hour.values(), default=0),
                )
            )
        return tuple(days)

    def net(self) -> NetYear:
        """A head's year. ValueError when absences leave no day at work."""
        return net_year(self.inputs.contract_hours_a_week, self.country)

    def bounds(self, days: tuple[DutyDay, ...], net: NetYear) -> tuple[Bound, ...]:
        """H, S, W and P for this duty."""
        terms = TeamTerms(
            contract_hours_a_week=self.inputs.contract_hours_a_week,
            full_time_hours_a_week=self.country.full_time.value,
            weekends_a_year=self.planning.weekends_a_year.value,
            absence_quantile=self.planning.absence_quantile.value,
        )
        return headcount_bounds(days, net, terms)
