"""Rules about single shifts: may this person have this shift on this date at all?"""

from collections.abc import Iterator
from datetime import date

from planner.domain.people import Availability
from tests.oracle.month import DAY, Breach, Month, Shift, at
from tests.oracle.values import chosen, noted


def _one(shift: Shift) -> Breach:
    return Breach(shift.person, shift.day, 1, shifts=frozenset({shift.place}))


def availability(month: Month) -> Iterator[Breach]:
    """Each minute of a shift lies in a window; a date on which the person has no pattern in force is all free."""
    return (_one(shift) for shift in month.planned() if not available(month, shift))


def available(month: Month, shift: Shift) -> bool:
    """Whether the person's weekly windows hold the whole shift."""
    rows = [row for row in month.team.availability if row.person == shift.person]
    edges = {edge + day for row in rows for edge in (row.start_min, row.end_min) for day in (-1440, 0, 1440)}
    # Between these minutes nothing changes.
    telling = {shift.kind.start_min} | {m for m in edges | {1440} if shift.kind.start_min < m < shift.kind.end_min}
    return not rows or all(_free_at(shift.day, minute, rows) for minute in telling)


def _free_at(first: date, minute: int, rows: list[Availability]) -> bool:
    """Whether a minute counted from midnight of `first` lies in a window, also in one that began the day before."""
    day, clock = first + (minute // 1440) * DAY, minute % 1440
    holding = {
        row.can
        for row in rows
        for begun, into in ((day, clock), (day - DAY, clock + 1440))
        if row.valid(begun) and row.weekday == begun.weekday() and row.start_min <= into < row.end_min
    }
    return False not in holding and (True in holding or not any(row.can and row.valid(day) for row in rows))


def absence(month: Month) -> Iterator[Breach]:
    """No part of a shift lies on a date of absence."""
    for shift in month.planned():
        if any(month.away(shift.person, day) for day in shift.dates):
            yield _one(shift)


def employment(month: Month) -> Iterator[Breach]:
    """No shift lies before the first or after the last day with the team."""
    for shift in month.planned():
        if any(not month.people[shift.person].employed(day) for day in shift.dates):
            yield _one(shift)


def skill(month: Month) -> Iterator[Breach]:
    """The person has each skill of the shift type at its level."""
    for shift in month.planned():
        for name, level in shift.kind.skills.items():
            if month.people[shift.person].skills.get(name, 0) < max(level, 1):
                yield _one(shift)


def skilled(month: Month, shift: Shift) -> bool:
    """Whether the person has each skill of the shift type at its level."""
    has = month.people[shift.person].skills
    return all(has.get(name, 0) >= max(level, 1) for name, level in shift.kind.skills.items())


def channel(month: Month) -> Iterator[Breach]:
    """The person knows one of the shift type's channels, if it has any."""
    for shift in month.planned():
        if shift.kind.channels and not shift.kind.channels & month.people[shift.person].channels:
            yield _one(shift)


def break_(month: Month) -> Iterator[Breach]:
    """The break is as long as asked for work (the shift less its break) of that length."""
    for shift in month.planned():
        if shift.kind.on_call:
            continue
        own = chosen(month, "break", shift.person)
        steps = month.law(month.people[shift.person], "break_steps")
        needed = [0]
        if isinstance(steps, tuple) and not noted(month, "break"):
            needed += [break_min for over_min, break_min in steps if shift.paid_min > over_min]
        if own is not None and shift.paid_min > 6 * 60:
            needed.append(own)
        if shift.kind.break_min < max(needed):
            yield _one(shift)


def _basis(month: Month, what: str) -> Iterator[Breach]:
    zone = month.team.zone
    for shift in month.planned():
        manager = month.people[shift.person]
        site = month.team.site_of(manager)
        if (site.sunday_basis if what == "sunday" else site.holiday_basis) or not month.law(manager, f"{what}_work"):
            continue
        begins, ends = month.law(manager, "sunday_start_min"), month.law(manager, "sunday_end_min")
        begins = begins if isinstance(begins, int) else 0
        ends = ends if isinstance(ends, int) else 1440
        for day in (shift.day, shift.day + DAY, shift.day + 2 * DAY):
            holiday = month.own_day(shift.person, day) == "holiday" and day.weekday() != 6
            banned = day.weekday() == 6 if what == "sunday" else holiday
            if banned and shift.start < at(zone, day, ends) and at(zone, day - DAY, 1440 + begins) < shift.end:
                yield _one(shift)
                break


def sunday_basis(month: Month) -> Iterator[Breach]:
    """No part of a shift, at work or on call, lies in a Sunday that the site has no legal basis for."""
    return _basis(month, "sunday")


def holiday_basis(month: Month) -> Iterator[Breach]:
    """No part of a shift, at work or on call, lies in a public holiday that the site has no legal basis for."""
    return _basis(month, "holiday")


def lock(month: Month) -> Iterator[Breach]:
    """A locked day has the locked shifts and nothing of their sort besides; one locked as free has nothing at all."""
    for person, day in sorted({(row.person, row.day) for row in month.team.locks if row.day in month.days}):
        wanted = {row.shift for row in month.team.locks if (row.person, row.day) == (person, day)}
        has = [shift for shift in month.planned() if (shift.person, shift.day) == (person, day)]
        sorts = {month.kinds[code].on_call for code in wanted if code}
        other = [shift.kind for shift in has if shift.kind.code not in wanted]
        yield Breach(person, day, sum("" in wanted or kind.on_call in sorts for kind in other))
        yield Breach(person, day, len(wanted - {"", *(shift.kind.code for shift in has)}), demands=True)


RULES = {
    "availability": availability,
    "absence": absence,
    "employment": employment,
    "skill": skill,
    "channel": channel,
    "break": break_,
    "sunday_basis": sunday_basis,
    "holiday_basis": holiday_basis,
    "lock": lock,
}
