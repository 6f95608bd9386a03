"""People on duty by hour: the plan found that answers a share of messages on time with the smallest team.

The fluid backlog judges a plan. Its shape follows the work that falls due, cut off at a number of people: a
morning after a closed night asks for a crowd in the first hour, and a few more people all day may need a
smaller team. Several cut-offs are tried, each at the least scale that reaches the goal; each is then covered
by full shifts, of which as many as possible are dropped, and single hours are thinned out. It is a good plan,
not a proven optimum.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

import numpy as np
from numpy.typing import NDArray

from planner.staffing.backlog import FluidQueue, due_on_opening_clock, due_on_wall_clock
from planner.staffing.shifts import in_few_shifts
from planner.staffing.week import (
    SLOT_MIN,
    SLOTS_A_DAY,
    SLOTS_A_WEEK,
    Persons,
    WeekGrid,
)

#: Cut-offs tried, between as many people all day and the full crowd.
_CUT_OFFS = 4
_MOST_PERSONS = 1_000_000
#: The least weight of an hour in the shape, where the mean is 1.
_QUIETEST = 0.01


class Clock(StrEnum):
    """Which clock a target runs on: day and night, or in opening hours only."""

    WALL = "wall"
    OPENING = "opening"


@dataclass(frozen=True, slots=True)
class Service:
    """What a plan is judged by.

    wait_target_min: until work on a message starts. handle_time_min: a message's. occupancy: of people on
    duty.
    """

    wait_target_min: float
    handle_time_min: float
    occupancy: float


@dataclass(frozen=True, slots=True)
class Goal:
    """Share of a week's messages to answer in time on a clock.

    day_floor: part of that share that each day reaches of what can be answered at all, since a mean over the
    week alone would let whole days stay empty. presence_min: people in every open hour. shift_hours: of a full shift.
    """

    share: float
    day_floor: float
    presence_min: int
    shift_hours: int
    clock: Clock


def on_time_share(grid: WeekGrid, service: Service, persons: Persons, clock: Clock) -> float:
    """Share of an ordinary week's messages answered in time; 0 when a week's work can't be done in a week."""
    total = float(grid.arrivals.sum())
    return float(_on_time_by_day(grid, service, clock)(persons).sum()) / total if total else 1.0


def reachable_share(grid: WeekGrid, service: Service, clock: Clock) -> float:
    """The on-time share that any number of people could reach, as the grid of slots sees it."""
    return on_time_share(grid, service, np.full(len(grid.cells), _MOST_PERSONS), clock)


def smallest_plan(grid: WeekGrid, service: Service, goal: Goal, team_size: Callable[[Persons], float]) -> Persons:
    """People on duty by cell, reaching the goal with the least team_size found, and of those with the fewest
    hours.

    team_size: how large a team a plan needs; more people on duty must never need a smaller one.
    ValueError when no plan reaches the goal (it lies above reachable_share).
    """
    meets = _judge(grid, service, goal)
    floor = np.full(len(grid.cells), goal.presence_min, dtype=np.int64)
    if meets(floor):
        return floor

    def cost(persons: Persons) -> tuple[float, float]:
        return team_size(persons), float(grid.open_hours @ persons)

    work = _due_work(grid, service)
    # No hour is left out: what a cut-off keeps from being done at once is done in quiet hours.
    shape = np.maximum(work / work.mean(), _QUIETEST)
    flat = int(_scaled(np.ones(floor.size), floor, _MOST_PERSONS, meets).max())
    crowd = int(_scaled(shape, floor, _MOST_PERSONS, meets).max())
    cut_offs = {round(flat * (crowd / flat) ** (part / (_CUT_OFFS - 1))) for part in range(_CUT_OFFS)}
    plans = [_scaled(shape, floor, cut_off, meets) for cut_off in sorted(cut_offs) if cut_off >= flat]
    plans.append(np.maximum(floor, flat))
    thinned = (_lowered(in_few_shifts(grid, plan, floor, goal.shift_hours, meets), floor, meets) for plan in plans)
    return min(thinned, key=cost)


def _judge(grid: WeekGrid, service: Service, goal: Goal) -> Callable[[Persons], bool]:
    by_day = _on_time_by_day(grid, service, goal.clock)
    wanted = goal.share * float(grid.arrivals.sum())
    reachable_by_day = by_day(np.full(len(grid.cells), _MOST_PERSONS))
    wanted_by_day = goal.share * goal.day_floor * reachable_by_day

    def meets(persons: Persons) -> bool:
        on_time = by_day(persons)
        rounding = 1e-9 * wanted
        return bool(on_time.sum() >= wanted - rounding and (on_time >= wanted_by_day - rounding).all())

    return meets


def _on_time_by_day(grid: WeekGrid, service: Service, clock: Clock) -> Callable[[Persons], NDArray[np.float64]]:
    """Messages answered in time by weekday of arrival, as a function of the plan.

    The queue runs from empty through one week; the second is the ordinary one, run on until its messages are due.
    """
    slots = _slots_to_run(grid, service)
    if clock is Clock.WALL:
        due = due_on_wall_clock(slots, SLOT_MIN, service.wait_target_min)
    else:
        due = due_on_opening_clock(np.resize(grid.is_open, slots), SLOT_MIN, service.wait_target_min)
    slots = int(due[2 * SLOTS_A_WEEK - 1]) + 1
    queue = FluidQueue(np.resize(grid.arrivals, slots), due[:slots])
    cells = np.resize(grid.cell_of_slot, slots)
    slots_of_cell = np.bincount(grid.cell_of_slot[grid.is_open], minlength=len(grid.cells))
    week_total = float(grid.arrivals.sum())
    answers_a_slot = SLOT_MIN / service.handle_time_min * service.occupancy

    def by_day(persons: Persons) -> NDArray[np.float64]:
        answers = np.append(persons * answers_a_slot, 0.0)  # the last one is for closed slots, whose cell is -1
        if float(slots_of_cell @ answers[:-1]) < week_total * (1 - 1e-12):
            return np.zeros(7)
        on_time = queue.on_time(queue.total_out(answers[cells]))
        days: NDArray[np.float64] = on_time[SLOTS_A_WEEK : 2 * SLOTS_A_WEEK].reshape(7, SLOTS_A_DAY).sum(axis=1)
        return days

    return by_day


def _slots_to_run(grid: WeekGrid, service: Service) -> int:
    """Two weeks, and as much more as an opening-hours target may take."""
    slots_of_target = ceil(service.wait_target_min / SLOT_MIN)
    weeks, rest = divmod(slots_of_target, int(grid.is_open.sum()))
    return (2 + weeks) * SLOTS_A_WEEK + (SLOTS_A_WEEK if rest else 0)


def _due_work(grid: WeekGrid, service: Service) -> NDArray[np.float64]:
    """People that each cell's work keeps busy when a message is worked on evenly until due in opening hours."""
    slots = _slots_to_run(grid, service)
    is_open = np.resize(grid.is_open, slots)
    due = np.minimum(due_on_opening_clock(is_open, SLOT_MIN, service.wait_target_min), slots - 1)
    open_before = np.concatenate([[0], np.cumsum(is_open)])
    slot = np.arange(slots)
    spread_over = np.maximum(1, open_before[due + 1] - open_before[slot])
    rate = np.resize(grid.arrivals, slots) / spread_over
    change = np.zeros(slots + 1)
    np.add.at(change, slot, rate)
    np.add.at(change, due + 1, -rate)
    busy = np.cumsum(change)[SLOTS_A_WEEK : 2 * SLOTS_A_WEEK] * service.handle_time_min / SLOT_MIN
    cells = grid.cell_of_slot[grid.is_open]
    count = np.bincount(cells, minlength=len(grid.cells))
    work = np.bincount(cells, weights=busy[grid.is_open], minlength=len(grid.cells))
    return np.asarray(work / np.maximum(1, count) / service.occupancy, dtype=np.float64)


def _scaled(shape: NDArray[np.float64], floor: Persons, cut_off: int, meets: Callable[[Persons], bool]) -> Persons:
    """The shape at the least scale that reaches the goal: whole people, at most cut_off, nowhere below the
    floor.
    """

    def at(scale: float) -> Persons:
        whole = np.ceil(np.minimum(shape * scale, cut_off) - 1e-9).astype(np.int64)
        return np.maximum(floor, whole)

    high = 1.0
    while not meets(at(high)):
        high *= 2
        if high > _MOST_PERSONS / _QUIETEST:
            raise ValueError("No number of people answers so many messages in time. Maybe open longer.")
    low = 0.0
    while high - low > 1e-3 * high:
        middle = (low + high) / 2
        low, high = (low, middle) if meets(at(middle)) else (middle, high)
    return at(high)


def _lowered(persons: Persons, floor: Persons, meets: Callable[[Persons], bool]) -> Persons:
    """The plan with people taken out of single hours in turn, a few at a time, for as long as the goal holds."""
    lowest = persons.copy()
    size = max(1, int(persons.max()) // 8)
    while size:
        changed = False
        for cell in range(lowest.size):
            tried = lowest.copy()
            tried[cell] = max(floor[cell], tried[cell] - size)
            if tried[cell] < lowest[cell] and meets(tried):
                lowest, changed = tried, True
        if not changed:
            size //= 2
    return lowest
