"""Rules that count over a month, a year or some weeks: nights, weekends, Sundays, on-call days, kinds of shift."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from tests.oracle.month import DAY, Breach, Month, Shift, at, minutes
from tests.oracle.values import chosen, noted, value_of


def _over(person: str, count: int, most: int) -> Breach:
    return Breach(person, None, max(0, count - most))


def common_min(start: datetime, end: datetime, shift: Shift) -> int:
    """Minutes that a shift has in common with a stretch of time."""
    return max(0, minutes(min(end, shift.end) - max(start, shift.start)))


def is_night(month: Month, shift: Shift) -> bool:
    """Whether a shift is night work in the country of its person, also for those outside its working-time law."""
    manager = month.people[shift.person]
    country = {
        "AT": (22, 5, 180),  # from three hours of it
        "DE": (23, 6, 121),  # more than two hours
        "CH": (23, 6, 1),
    }[month.team.site_of(manager).country]
    begins, ends, least = country
    inside = 0
    for evening in (shift.day - DAY, shift.day, shift.day + DAY):
        night = at(month.team.zone, evening, begins * 60), at(month.team.zone, evening + DAY, ends * 60)
        inside += common_min(*night, shift)
    return inside >= least


def night(month: Month) -> Iterator[Breach]:
    """Night shifts of the month; where the law bans them, none without a note."""
    for person, manager in month.people.items():
        banned = month.law(manager, "night_work") and not noted(month, "night")
        most = 0 if banned else chosen(month, "night", person)
        if most is not None:
            # The law's ban is about the shifts of this team alone.
            worked = month.work(person) if banned else month.busy(person)
            own = {shift.place for shift in month.planned()}
            nights = [s for s in worked if (s.place in own or s in month.elsewhere) and s.day in month.days]
            yield _over(person, sum(is_night(month, shift) for shift in nights), most)


def max_weekends(month: Month) -> Iterator[Breach]:
    """Weekends with work on a Saturday or Sunday of the month."""
    for person in month.people:
        most = value_of(month, "max_weekends", person)
        if most is not None:
            worked = [w for w in month.weekends() if any(d in month.days and month.busy_on(person, d) for d in w)]
            yield _over(person, len(worked), most)


def weekends_in_row(month: Month) -> Iterator[Breach]:
    """Each weekend that is one too many in a row; rows go on from those before the month to those after it."""
    for person in month.people:
        most = value_of(month, "weekends_in_row", person)
        if most is None:
            continue
        running = _weekends_before(month, person)
        [*_, last] = month.weekends()
        # Too many in a row that the month has no part in are not its affair.
        after = [(last[0] + 7 * n * DAY, last[1] + 7 * n * DAY) for n in range(1, most + 1)]
        for weekend in [*month.weekends(), *after]:
            running = running + 1 if any(month.busy_on(person, day) for day in weekend) else 0
            if running > most:
                yield Breach(person, weekend[1], 1)


def _weekends_before(month: Month, person: str) -> int:
    shown, saturday = 0, month.weekends()[0][0] - 7 * DAY
    while saturday >= month.known_from:
        if not month.busy_on(person, saturday) and not month.busy_on(person, saturday + DAY):
            return shown
        shown, saturday = shown + 1, saturday - 7 * DAY
    return max(shown, month.carry(person).weekends_in_row)


def max_of_shift(month: Month) -> Iterator[Breach]:
    """Shifts of one type in the month."""
    for person, manager in month.people.items():
        for kind in month.team.shift_types:
            most = manager.limits.get(f"max_of_shift {kind.code}", kind.max_month)
            if most is not None:
                count = sum(1 for s in month.of(person) if s.kind == kind and not s.past)
                yield _over(person, count, most)


def on_call_days(month: Month) -> Iterator[Breach]:
    """Dates on which a duty starts: in the month, and in each 28 days that end in it."""
    for person, manager in month.people.items():
        days = {s.day for s in month.everywhere(person) if s.kind.on_call}
        most = value_of(month, "on_call_days", person)
        if most is not None:
            yield _over(person, len(days & set(month.days)), most)
        in_four_weeks = None if noted(month, "on_call_days") else month.law(manager, "oncall_days_28")
        if days and isinstance(in_four_weeks, int):
            for last in month.days:
                window = {last - i * DAY for i in range(28)}
                # A stretch that begins before anything is known says no more than the next one does.
                if min(window) >= month.known_from or (last == month.last and min(window) < month.known_from):
                    yield Breach(person, last, max(0, len(days & window) - in_four_weeks))


def _touches(month: Month, shift: Shift, sunday: date) -> bool:
    country = month.team.site_of(month.people[shift.person]).country
    begins, ends = (-60, 1380) if country == "CH" else (0, 1440)
    return common_min(at(month.team.zone, sunday - DAY, 1440 + begins), at(month.team.zone, sunday, ends), shift) > 0


@cache
def _sundays_of(year: int) -> int:
    day, found = date(year, 1, 1), 0
    while day.year == year:
        found += day.weekday() == 6
        day += DAY
    return found


def free_sundays(month: Month) -> Iterator[Breach]:
    """Sundays of the month with work or duty against those left of the year; and rows of Sundays (CH)."""
    for person, manager in month.people.items():
        free = value_of(month, "free_sundays", person)
        near = {shift.day + i * DAY for shift in month.everywhere(person) for i in (0, 1, 2)}
        sundays = {day for day in near if day.weekday() == 6}
        touched = {day for day in sundays if any(_touches(month, shift, day) for shift in month.everywhere(person))}
        if free is not None:
            left = max(0, _sundays_of(month.first.year) - free - month.carry(person).sundays_worked)
            yield _over(person, len(touched & set(month.days)), left)
        every = None if noted(month, "free_sundays") else month.law(manager, "free_sunday_every_weeks")
        if isinstance(every, int):
            for sunday in sorted(touched):
                row = {sunday - i * 7 * DAY for i in range(every)}
                if row <= touched and any(
                    _touches(month, shift, one) for shift in month.everywhere(person) if not shift.past for one in row
                ):
                    yield Breach(person, sunday, 1)


RULES = {
    "night": night,
    "max_weekends": max_weekends,
    "weekends_in_row": weekends_in_row,
    "max_of_shift": max_of_shift,
    "on_call_days": on_call_days,
    "free_sundays": free_sundays,
}
