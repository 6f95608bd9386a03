"""Somebody's shifts as their page shows them: each with its looks, and the month as weeks."""

from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.time import days_between, month_days, week_start_of
from planner.services.own_shifts import OwnRoster, OwnShift
from web.view.shifts import ShiftLook, shift_looks


@dataclass(frozen=True, slots=True)
class ShiftCard:
    """A shift. paid_min: elapsed less the break, 0 on call. past: it is over."""

    own: OwnShift
    look: ShiftLook
    paid_min: int
    past: bool


@dataclass(frozen=True, slots=True)
class MonthCell:
    """A date of the month. away: by an absence of one's own."""

    day: date
    today: bool
    looks: tuple[ShiftLook, ...]
    away: bool


def shift_card(roster: OwnRoster, shift: OwnShift) -> ShiftCard:
    """A shift with its looks, as its own team has them."""
    kind = shift.work.shift
    elapsed_min = int((shift.work.end - shift.work.start).total_seconds()) // 60
    return ShiftCard(
        shift,
        shift_looks(shift.team.shift_types)[kind.code],
        0 if kind.on_call else elapsed_min - kind.break_min,
        shift.work.end <= roster.now,
    )


def month_weeks(roster: OwnRoster) -> list[list[MonthCell | None]]:
    """The shown month week by week, seven places each, None outside the month."""
    days = month_days(*roster.month)
    away = {day for absence in roster.absences for day in days_between(absence.first, absence.last)}
    looks: dict[date, list[ShiftLook]] = {}
    for shift in roster.shifts:
        looks.setdefault(shift.work.day, []).append(shift_card(roster, shift).look)

    def cell(day: date) -> MonthCell | None:
        if day not in days:
            return None
        return MonthCell(day, day == roster.today, tuple(looks.get(day, ())), day in away)

    first, weeks = week_start_of(days[0], roster.first_weekday), []
    while first <= days[-1]:
        weeks.append([cell(first + timedelta(days=n)) for n in range(7)])
        first += timedelta(days=7)
    return weeks
