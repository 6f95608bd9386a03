"""Rules about rest and the length of days and weeks."""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.oracle.month import Breach, Month, at, minutes
from tests.oracle.values import value_of


def overlap(month: Month) -> Iterator[Breach]:
    """No moment lies in two shifts at work of one person, nor in two on-call duties."""
    for person in month.people:
        theirs = month.everywhere(person)
        for i, one in enumerate(theirs):
            for other in theirs[i + 1 :]:
                settled = (one.past and other.past) or one.kind.on_call != other.kind.on_call
                if not settled and one.start < other.end and other.start < one.end:
                    yield Breach(person, None, 1, shifts=frozenset({one.place, other.place}))


def rest(month: Month) -> Iterator[Breach]:
    """From the end of a shift at work to the start of each later one lie so many minutes."""
    for person in month.people:
        least = value_of(month, "rest", person)
        work = month.busy(person)
        for i, one in enumerate(work):
            for later in work[i + 1 :]:
                settled = one.past and later.past
                if least is not None and not settled and minutes(later.start - one.end) < least:
                    yield Breach(person, None, 1, shifts=frozenset({one.place, later.place}))


def weekly_rest(month: Month) -> Iterator[Breach]:
    """Of the gaps between shifts, cut off where less than 24 h of the week would be left, one is long enough."""
    for person in month.people:
        least = value_of(month, "weekly_rest", person)
        if least is None:
            continue
        beyond = timedelta(minutes=max(0, least - 1440))
        for week in month.weeks():
            free_from = at(month.team.zone, week[0], 0) - beyond
            ends = at(month.team.zone, week[6], 1440) + beyond
            longest = timedelta()
            for shift in month.busy(person):
                if shift.end > free_from and shift.start < ends:
                    longest = max(longest, shift.start - free_from)
                    free_from = max(free_from, shift.end)
            longest = max(longest, ends - free_from)
            if minutes(longest) < least:
                yield Breach(person, week[0], 1)


def max_day(month: Month) -> Iterator[Breach]:
    """Paid minutes of the shifts that start on a date."""
    for person in month.people:
        most = value_of(month, "max_day", person)
        for day in sorted({shift.day for shift in month.busy(person)}):
            paid = sum(shift.paid_min for shift in month.busy(person) if shift.day == day)
            if most is not None and day in month.days:
                yield Breach(person, day, max(0, paid - most))


def day_span(month: Month) -> Iterator[Breach]:
    """From the first start to the last end of the shifts that start on a date."""
    for person in month.people:
        most = value_of(month, "day_span", person)
        for day in sorted({shift.day for shift in month.busy(person)}):
            shifts = [shift for shift in month.busy(person) if shift.day == day]
            span = max(s.end for s in shifts) - min(s.start for s in shifts)
            if most is not None and day in month.days and minutes(span) > most:
                yield Breach(person, day, 1)


def _paid_in(month: Month, person: str, week: list[date]) -> int:
    return sum(shift.paid_min for shift in month.busy(person) if shift.day in week)


def max_week(month: Month) -> Iterator[Breach]:
    """Paid minutes of the shifts that start in a week, past ones included."""
    for person in month.people:
        most = value_of(month, "max_week", person)
        for week in month.weeks():
            if most is not None:
                yield Breach(person, week[0], max(0, _paid_in(month, person, week) - most))


def average_week(month: Month) -> Iterator[Breach]:
    """Paid minutes of so many weeks up to the month's last; unknown ones count as the contract's week."""
    for person, manager in month.people.items():
        most = value_of(month, "average_week", person)
        if most is None:
            continue
        law = month.law_of_country(manager, "average_weeks")
        count = law if isinstance(law, int) else 17
        weeks = [_paid_in(month, person, week) for week in month.weeks()][-count:]
        earlier_newest_first = [*reversed(month.carry(person).week_minutes), *[manager.contract_min_week] * count]
        left = most * count - sum(earlier_newest_first[: count - len(weeks)])
        # What was too much before the month is no breach of this month's.
        yield Breach(person, None, max(0, sum(weeks) - max(0, left)))


def contract_minutes(month: Month, person: str) -> tuple[int, int]:
    """Minutes the contract asks in the month, and those of them that absences account for."""
    return month.fact(("contract", person), lambda: _contract_minutes(month, person))


def _contract_minutes(month: Month, person: str) -> tuple[int, int]:
    manager = month.people[person]
    tenths, absent_tenths = 0, 0
    for day in month.days:
        kind = month.own_day(person, day)
        if day.weekday() < 5 and kind != "holiday" and manager.employed(day):
            share = 1 if kind == "half_holiday" else 2
            tenths += share
            absent_tenths += share if month.away(person, day) else 0
    return manager.contract_min_week * tenths // 10, manager.contract_min_week * absent_tenths // 10


def overtime(month: Month) -> Iterator[Breach]:
    """Paid minutes and absences of the month against the contract and some per cent of it."""
    for person in month.people:
        percent = value_of(month, "overtime", person)
        owed, credited = contract_minutes(month, person)
        paid = sum(shift.paid_min for shift in month.work(person) if not shift.past)
        if percent is not None:
            yield Breach(person, None, max(0, paid + credited - owed * (100 + percent) // 100))


def max_month(month: Month) -> Iterator[Breach]:
    """Paid minutes and absences of the month above what was set."""
    for person in month.people:
        most = value_of(month, "max_month", person)
        if most is not None:
            yield Breach(person, None, max(0, _paid(month, person) - max(0, most - contract_minutes(month, person)[1])))


def min_month(month: Month) -> Iterator[Breach]:
    """Paid minutes and absences of the month below what was set."""
    for person in month.people:
        least = value_of(month, "min_month", person) or 0
        short = least - contract_minutes(month, person)[1] - _paid(month, person)
        yield Breach(person, None, max(0, short), demands=True)


def _paid(month: Month, person: str) -> int:
    return sum(shift.paid_min for shift in month.work(person) if not shift.past)


RULES = {
    "overlap": overlap,
    "rest": rest,
    "weekly_rest": weekly_rest,
    "max_day": max_day,
    "day_span": day_span,
    "max_week": max_week,
    "average_week": average_week,
    "overtime": overtime,
    "max_month": max_month,
    "min_month": min_month,
}
