"""Rules about what people are owed and wish for, and about keeping what was published."""

from collections.abc import Iterator
from datetime import date

from tests.oracle.month import DAY, Breach, Month
from tests.oracle.rest_and_hours import contract_minutes
from tests.oracle.values import value_of


def contract(month: Month) -> Iterator[Breach]:
    """Minutes short of the contract; those beyond a tenth of it once more."""
    for person in month.people:
        asked, credited = contract_minutes(month, person)
        owed = asked - credited
        paid = sum(shift.paid_min for shift in month.work(person) if not shift.past)
        yield Breach(person, None, max(0, owed - paid), demands=True)
        yield Breach(person, None, max(0, owed - _tenth(owed) - paid), demands=True)


def extra_minutes(month: Month) -> Iterator[Breach]:
    """Minutes above the contract."""
    for person in month.people:
        asked, credited = contract_minutes(month, person)
        paid = sum(shift.paid_min for shift in month.work(person) if not shift.past)
        yield Breach(person, None, max(0, paid - max(0, asked - credited)))


def _tenth(owed: int) -> int:
    return owed - owed * 9 // 10


def wishes(month: Month) -> Iterator[Breach]:
    """Each day of each wish that is not granted, where it could have been."""
    for wish in month.team.wishes:
        for day in month.days:
            if not wish.first <= day <= wish.last or month.missing(wish.person, day):
                continue
            could = [s for s in month.possible(day) if s.person == wish.person]
            has = [s for s in month.of(wish.person) if s.day == day]
            if wish.shift:
                could = [s for s in could if s.kind.code == wish.shift]
                has = [s for s in has if s.kind.code == wish.shift]
            elif wish.wants:
                could = [s for s in could if not s.kind.on_call]
                has = [s for s in has if not s.kind.on_call]
            if wish.wants and could and not has:
                yield Breach(wish.person, day, 1, wish.weight, demands=True)
            if not wish.wants and has:
                yield Breach(wish.person, day, 1, wish.weight)


def pairs(month: Month) -> Iterator[Breach]:
    """Shifts at work that one has without the other, or that both have."""
    for pair in month.team.pairs:
        names = pair.person, pair.other
        for day in month.days:
            could = {(s.person, s.kind.code) for s in month.possible(day)}
            for kind in month.team.shift_types:
                if kind.on_call or any((name, kind.code) not in could for name in names):
                    continue
                on = sum((name, day, kind.code) in month.places for name in names)
                if not pair.together:
                    yield Breach(pair.person, day, int(on == 2))
                elif not any(month.missing(name, day) for name in names):
                    yield Breach(pair.person, day, int(on == 1), demands=True)


def _changes(month: Month) -> list[tuple[str, date, bool]]:
    """(person, date, new or gone) of each difference to what was published, if anything was."""
    if not month.published:
        return []
    gone = [(person, day, False) for person, day, _ in month.published - month.places]
    return gone + [(person, day, True) for person, day, _ in month.places - month.published]


def change(month: Month) -> Iterator[Breach]:
    """Each shift that falls away or is new."""
    for person, day, new in _changes(month):
        yield Breach(person, day, 1, demands=not new)


def notice(month: Month) -> Iterator[Breach]:
    """Each change of a day that is neither past nor far enough ahead, save what an own absence takes away."""
    ends = {kind.code: kind.end_min for kind in month.team.shift_types}
    excused = {
        (person, day)
        for person, day, code in month.published - month.places
        if any(month.away(person, date_) for date_ in ([day, day + DAY] if ends[code] > 1440 else [day]))
    }
    for person, day, new in _changes(month):
        if not new and (person, day) in excused:
            continue
        needed = value_of(month, "notice", person)
        if needed is not None and month.today is not None and month.today <= day < month.today + needed * DAY:
            yield Breach(person, day, 1, demands=not new)


RULES = {
    "contract": contract,
    "extra_minutes": extra_minutes,
    "wishes": wishes,
    "pairs": pairs,
    "change": change,
    "notice": notice,
}
