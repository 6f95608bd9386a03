"""A public instance as a team of ours: its rules are rules of the catalogue, its board is laid out like a month.

A day off is an exception of availability (an absence would be paid), a request a wish, cover is demand for a shift
with minimum = maximum. All other rules are off. What an instance demands of somebody's row (least minutes, least runs)
is made hard, which the product does by putting it first of all (tier MUST): a roster that costs nothing there is legal.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bench.curtois_format import Employee, FormatError, Instance, Request, Rows, Shift
from planner.board import Board, Place
from planner.domain.demand import Demand, ShiftType
from planner.domain.people import Availability, Manager, Site, Wish, limit_on
from planner.domain.slot import Slot
from planner.domain.team import NEVER, RuleSetting, Team
from planner.domain.time import MINUTES_A_DAY
from planner.rulebook import state_rules
from planner.rules.base import Subject
from planner.rules.catalogue import RULES
from solver.limits import OPEN, Columns, Tier

#: Every instance is laid out from 1 January 2024, a Monday, on a clock without summer time.
YEAR, MONTH, ZONE = 2024, 1, ZoneInfo("UTC")
_HARD_RULES = (
    *("overlap", "lock", "availability", "succession", "max_of_shift", "max_month", "min_month"),
    *("max_days_in_row", "min_days_in_row", "min_days_off", "max_weekends"),
)
_PRICED_RULES = ("wishes", "coverage_minimum", "coverage_maximum")


def board_of(instance: Instance) -> Board:
    """The instance's days, people and shifts as a board. FormatError for a shift or a horizon that is too long."""
    try:
        return Board(team_of(instance), YEAR, MONTH, days=instance.days)
    except ValueError as problem:
        raise FormatError(f"{instance.name}: {problem}") from problem


def team_of(instance: Instance) -> Team:
    """The instance's facts as a team's."""
    site = Site("Home", ZONE, "AT", "9")
    requests = [one for one in instance.requests if one.weight]
    return Team(
        name=instance.name,
        zone=ZONE,
        first_weekday=0,
        month=(YEAR, MONTH),
        sites=(site,),
        managers=tuple(_manager(person, site) for person in instance.staff),
        shift_types=tuple(_shift_type(shift) for shift in instance.shifts),
        rules={rule.code: RuleSetting(rule.code, price=_price(rule.code)) for rule in RULES},
        availability=tuple(
            Availability(person.id, day.weekday(), 0, MINUTES_A_DAY, day, day, can=False)
            for person in instance.staff
            for day in map(_date, sorted(person.days_off))
        ),
        wishes=tuple(_wish(one) for one in requests),
        demand=tuple(
            Demand(_date(one.day), one.shift, 0, 0, "", "", 0, people, people, one.people if one.over else None)
            for one in instance.covers
            for people in [one.people if one.under else 0]
        ),
    )


def columns_of(board: Board, instance: Instance) -> Columns:
    """The board's rules as limits, at the instance's prices.

    Here and nowhere else the instances differ from a team's month: what they cost is one sum, so that cover stands in
    the wishes' tier, and a person missing or too many costs the weight of the shift's line, however long the shift is.
    """
    columns = state_rules(board)
    price, tier = columns.price.copy(), columns.tier.copy()
    weights = {(board.days[one.day], one.shift): (one.under, one.over) for one in instance.covers}
    for row, subject in enumerate(columns.subjects):
        assert isinstance(subject, Subject)
        slot = subject.detail[0] if subject.detail else None
        if isinstance(slot, Slot):
            under, over = weights[slot.day, slot.shift]
            price[row] = under if columns.low[row] > -OPEN else over
            tier[row] = Tier.COMFORT
    return replace(columns, price=price, tier=tier)


def rows_of(instance: Instance, places: Iterable[Place]) -> Rows:
    """The places of a roster as the format has them."""
    rows = {person.id: [""] * instance.days for person in instance.staff}
    for name, day, code in places:
        rows[name][(day - _date(0)).days] = code
    return rows


def places_of(rows: Rows) -> frozenset[Place]:
    """The same the other way round."""
    return frozenset((name, _date(day), code) for name, row in rows.items() for day, code in enumerate(row) if code)


def _date(day: int) -> date:
    return date(YEAR, MONTH, 1) + timedelta(days=day)


def _price(code: str) -> int:
    if code in _HARD_RULES:
        return NEVER
    return 1 if code in _PRICED_RULES else 0


def _manager(person: Employee, site: Site) -> Manager:
    limits = {
        "max_month": person.most_minutes,
        "min_month": person.least_minutes,
        "max_days_in_row": person.most_in_row,
        "min_days_in_row": person.least_in_row,
        "min_days_off": person.least_off,
        "max_weekends": person.most_weekends,
        **{limit_on("max_of_shift", shift): most for shift, most in person.most_of.items()},
    }
    # A note in place of working-time law: an instance has none.
    return Manager(person.id, person.id, site.name, 0, limits=limits, senior_staff="instance")


def _shift_type(shift: Shift) -> ShiftType:
    if shift.minutes not in range(1, MINUTES_A_DAY + 1):
        raise FormatError(f"shift {shift.id!r} of {shift.minutes} minutes. It must be 1 to {MINUTES_A_DAY}.")
    # All begin at the same time, since a person works one a day.
    return ShiftType(shift.id, shift.id, 0, shift.minutes, forbidden_next=shift.not_next)


def _wish(one: Request) -> Wish:
    return Wish(one.employee, _date(one.day), _date(one.day), one.shift, one.wants, one.weight)
