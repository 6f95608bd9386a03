"""Which shift types a team's dates offer."""

from datetime import date

from planner.domain.team import Team
from planner.holiday_calendar import HolidayCalendar, calendar_of


def years_around(year: int, last: int | None = None) -> tuple[int, ...]:
    """The years that the calendars of days in `year` (to `last`) know: their weeks may begin or end in another one."""
    return tuple(range(year - 1, (last or year) + 2))


def team_calendar(team: Team, year: int) -> HolidayCalendar:
    """The team's own calendar, of `years_around`: that of its first site."""
    return calendar_of(team.sites[0], years_around(year))


def offered_on(team: Team, day: date) -> frozenset[str]:
    """The codes of the shift types that people can be put on, on a date."""
    kind = team_calendar(team, day.year).kind(day)
    return frozenset(shift.code for shift in team.shift_types if kind in shift.day_kinds)
