"""Rules about what follows what: rows of days at work and off, weekends worked by half, forbidden successions."""

from collections.abc import Iterable, Iterator
from datetime import date

from tests.oracle.month import DAY, Breach, Month
from tests.oracle.values import value_of


def max_days_in_row(month: Month) -> Iterator[Breach]:
    """Each day that is one too many in a row, counted on from the days before the month to those after it."""
    for person in month.people:
        most = value_of(month, "max_days_in_row", person)
        day, running = min([month.known_from, *(shift.day for shift in month.elsewhere)]), 0
        while most is not None and day <= month.last + most * DAY:
            running = running + 1 if month.busy_on(person, day) else 0
            # Too many in a row that the month has no part in are not its affair.
            if running > most and day >= month.first and day - most * DAY <= month.last:
                yield Breach(person, day, 1)
            day += DAY


def succession(month: Month) -> Iterator[Breach]:
    """Each pair of a shift and a forbidden one on the next date."""
    for one in month.shifts:
        for other in month.of(one.person):
            follows = other.day == one.day + DAY and not (one.past and other.past)
            if follows and other.kind.code in one.kind.forbidden_next:
                yield Breach(one.person, other.day, 1, shifts=frozenset({one.place, other.place}))


def _rows(month: Month, person: str) -> list[tuple[bool, list[date]]]:
    """(at work?, dates) of each row of days as far as it is known who works."""
    found: list[tuple[bool, list[date]]] = []
    day = month.known_from
    while day <= month.known_until:
        works = month.busy_on(person, day)
        if not found or found[-1][0] != works:
            found.append((works, []))
        found[-1][1].append(day)
        day += DAY
    return found


def _over(month: Month, person: str, days: list[date]) -> bool:
    """Whether a row is surely at its end, and was still open when the month began."""
    if days[-1] >= month.known_until or days[-1] < month.first - DAY:
        return False
    # Where nothing can be worked on any of these days, the row is as it is whatever is planned.
    return _more_helps(month, person, [days[0] - DAY, *days, days[-1] + DAY])


def min_days_in_row(month: Month) -> Iterator[Breach]:
    """Short rows at work, dearer by each day missing, between a known day off and the one that ends the row."""
    for person in month.people:
        least = value_of(month, "min_days_in_row", person) or 0
        for works, days in _rows(month, person)[1:]:
            if works and len(days) < least and _over(month, person, days):
                edges = [days[0] - DAY, days[-1] + DAY]
                yield Breach(person, days[0], 1, least - len(days), demands=_more_helps(month, person, edges))


def _more_helps(month: Month, person: str, days: Iterable[date]) -> bool:
    """Whether work could be planned on any of these days."""
    return any(month.first <= day <= month.last and _has_work(month, person, day) for day in days)


def _days_off(month: Month, person: str) -> Iterator[list[date]]:
    """Rows of days off between two days at work, none of them an absence or outside the time with the team."""
    for works, days in _rows(month, person)[1:]:
        if not works and _over(month, person, days) and not any(month.missing(person, day) for day in days):
            yield days


def min_days_off(month: Month) -> Iterator[Breach]:
    """Short rows off, dearer by each day missing."""
    for person in month.people:
        least = value_of(month, "min_days_off", person) or 0
        for days in _days_off(month, person):
            if len(days) < least:
                yield Breach(person, days[0], 1, least - len(days), demands=_more_helps(month, person, days))


def isolated_days(month: Month) -> Iterator[Breach]:
    """Single days off."""
    for person in month.people:
        for days in _days_off(month, person):
            if len(days) == 1:
                yield Breach(person, days[0], 1, demands=_more_helps(month, person, days))


def whole_weekends(month: Month) -> Iterator[Breach]:
    """Weekends with work on one day alone, where the other was known and could have been worked."""
    for person in month.people:
        for saturday, sunday in month.weekends():
            days = (saturday, sunday)
            judged = all(_could_work(month, person, day) for day in days) and _more_helps(month, person, days)
            if judged and month.busy_on(person, saturday) != month.busy_on(person, sunday):
                off = [day for day in days if not month.busy_on(person, day)]
                yield Breach(person, saturday, 1, demands=_more_helps(month, person, off))


def _could_work(month: Month, person: str, day: date) -> bool:
    if month.missing(person, day) or not month.known_from <= day <= month.known_until:
        return False
    return day < month.first or day > month.last or month.busy_on(person, day) or _has_work(month, person, day)


def _has_work(month: Month, person: str, day: date) -> bool:
    """Whether there is any shift at work that the person could be given on a date."""
    return any(s.person == person and not s.kind.on_call for s in month.possible(day))


def continuity(month: Month) -> Iterator[Breach]:
    """Groups of channels beyond the first in a person's week."""
    for person in month.people:
        for week in month.weeks():
            groups = {s.kind.channels for s in month.work(person) if s.day in week}
            yield Breach(person, week[0], max(0, len(groups) - 1))


RULES = {
    "max_days_in_row": max_days_in_row,
    "succession": succession,
    "min_days_in_row": min_days_in_row,
    "min_days_off": min_days_off,
    "isolated_days": isolated_days,
    "whole_weekends": whole_weekends,
    "continuity": continuity,
}
