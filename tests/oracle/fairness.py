"""Rules about sharing fairly: what each person carries, against a share of what the month's demand takes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor

from tests.oracle.coverage import Want, counts_for, wants
from tests.oracle.month import DAY, Breach, Month, Shift, at, minutes
from tests.oracle.periods import common_min
from tests.oracle.places import available, skilled
from tests.oracle.values import HARD, price_of

QUARTER_MIN = 15


def late_min(month: Month, shift: Shift, day: date | None = None) -> int:
    """Minutes of a shift between 20:00 and 6:00; only those that lie on `day`, if one is given."""
    found = 0
    for on in (shift.day - DAY, shift.day, shift.day + DAY, shift.day + 2 * DAY):
        for begins, ends in ((0, 360), (1200, 1440)):
            if day is None or on == day:
                found += common_min(at(month.team.zone, on, begins), at(month.team.zone, on, ends), shift)
    return found


# ---- what the month takes, in hundredths of a unit a date


Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Need:
    """The shifts that what is wanted on a date takes: as few as can be, and as few late ones as can be."""

    shifts: list[Span]
    lates: list[Span]


def _needs(month: Month) -> dict[date, Need]:
    return month.fact("needs", lambda: {day: _need(month, day) for day in month.days})


def _need(month: Month, day: date) -> Need:
    """Shifts wanted by name come first; then one person after the other joins who stays longest, until nobody is
    missing. Of bands that ask for different people at one time the widest counts, for one person may serve both.
    """
    all_wants = [w for w in wants(month) if w.day == day and not (w.shift and month.kinds[w.shift].on_call)]
    bands = [w for w in all_wants if not w.shift]
    offered = [(s.start, s.end) for s in _spans(month, day)]
    evening = at(month.team.zone, day, 20 * 60)
    named: dict[str, Want] = {}
    for want in all_wants:
        if want.shift and (want.shift not in named or want.target > named[want.shift].target):
            named[want.shift] = want
    shifts = [(w.start, w.end) for w in named.values() for _ in range(w.target)]
    lates = [span for span in shifts if span[1] > evening]
    edges = {edge for w in all_wants for edge in (w.start, w.end)} | {edge for span in offered for edge in span}
    for start, end in pairwise(sorted(edges)):
        able = [span for span in offered if _holds(span, start, end)]
        wanted = max([w.target for w in bands if w.start <= start and end <= w.end], default=0)
        for there, asked in ((shifts, bool(able)), (lates, bool(able) and all(span[1] > evening for span in able))):
            while asked and sum(_holds(span, start, end) for span in there) < wanted:
                there.append(max(able, key=lambda span: span[1]))
    return Need(shifts, lates)


def _holds(span: Span, start: datetime, end: datetime) -> bool:
    return span[0] <= start and end <= span[1]


def _late_in(month: Month, day: date, spans: list[Span]) -> int:
    kind = month.team.shift_types[0]
    return sum(late_min(month, Shift("", day, kind, start, end, False)) for start, end in spans)


def _spans(month: Month, day: date) -> list[Shift]:
    """One shift for each pair of start and end that a date offers at work."""
    return list({(s.start, s.end): s for s in month.possible(day) if not s.kind.on_call}.values())


def _people_a_day(month: Month) -> dict[date, float]:
    return {day: 100.0 * len(need.shifts) for day, need in _needs(month).items()}


def _weekend_load(month: Month) -> dict[date, float]:
    people = _people_a_day(month)
    if month.first.weekday() == 6:
        # Whoever worked on the Saturday had this weekend counted last month.
        there = {s.person for s in month.shifts if s.past and s.day == month.first - DAY and not s.kind.on_call}
        people[month.first] = max(0.0, people[month.first] - 100 * len(there))
    fuller = [max((d for d in weekend if d in people), key=lambda d: people[d]) for weekend in month.weekends()]
    return {day: people[day] for day in fuller}


def _late_load(month: Month) -> dict[date, float]:
    return {day: 100.0 * len(need.lates) for day, need in _needs(month).items()}


def _unpleasant_load(month: Month) -> dict[date, float]:
    found = {}
    for day, need in _needs(month).items():
        if month.team_day(day) in ("saturday", "sunday", "holiday"):
            found[day] = 100 * sum(minutes(end - start) for start, end in need.shifts) / 60
        else:
            found[day] = 100 * _late_in(month, day, need.lates) / 60
    return found


def _duty_load(month: Month) -> dict[date, float]:
    """The busiest moment of each date's duties; of what is wanted for one duty the widest counts."""
    found = {}
    for day in month.days:
        asked = [w for w in _duties(month, day) if w.target]
        moments = {w.start for w in asked}
        there = [
            sum(
                max(w.target for w in asked if w.shift == code)
                for code in {w.shift for w in asked if w.start <= moment < w.end}
            )
            for moment in moments
        ]
        found[day] = 100.0 * max(there, default=0)
    return found


def _duties(month: Month, day: date) -> list[Want]:
    return [w for w in wants(month) if w.day == day and w.shift and month.kinds[w.shift].on_call]


# ---- shares


def _could_count(month: Month, measure: str, shift: Shift) -> bool:
    """Whether working a shift would count towards a measure."""
    if measure == "on_call":
        asked = [w for w in _duties(month, shift.day) if w.target and w.shift == shift.kind.code]
        return shift.kind.on_call and any(counts_for(month, shift, w.whom) for w in asked)
    if shift.kind.on_call:
        return False
    if measure == "lates":
        return shift.kind.end_min > 20 * 60 and not _late_by_choice(month, shift)
    return measure != "unpleasant" or _quarters(month, shift) > 0


def _late_by_choice(month: Month, shift: Shift) -> bool:
    """Whether a date offers earlier shifts and the person's windows hold none of them."""
    offered = [s for s in month.possible(shift.day) if s.person == shift.person and not s.kind.on_call]
    earlier = [s for s in offered if s.kind.end_min <= 20 * 60]
    return earlier != [] and not any(available(month, s) for s in earlier)


def _quarters(month: Month, shift: Shift) -> int:
    """Quarters of an hour of unpleasant time; none on a working day on which the person can only work late."""
    ordinary = month.own_day(shift.person, shift.day) not in ("saturday", "sunday", "holiday")
    if ordinary and _late_by_choice(month, shift):
        return 0
    return round(_unpleasant_min(month, shift) / QUARTER_MIN)


def _could_carry(month: Month, measure: str, person: str, day: date) -> bool:
    """Whether the person has the time and the skills for any shift of a date that would count."""
    return month.fact(
        ("could", measure, person, day),
        lambda: any(
            s.person == person and available(month, s) and skilled(month, s) and _could_count(month, measure, s)
            for s in month.possible(day)
        ),
    )


def shares(month: Month, measure: str, load: Mapping[date, float]) -> dict[str, int]:
    """What each person should carry, in hundredths of a unit, less what they carried too much so far.

    What they carried too much says the ledger, as the lead has corrected it this month.
    """
    there = {p: sum(1 for day in month.days if not month.missing(p, day)) for p in month.people}
    weight = {p: month.people[p].contract_min_week * there[p] for p in month.people}
    share = dict.fromkeys(month.people, 0.0)
    for day, whole_load in load.items():
        able = [p for p in month.people if weight[p] and whole_load and _could_carry(month, measure, p, day)]
        for person in able:
            kind = month.own_day(person, day)
            if measure == "weekends" and day.weekday() < 5:
                continue
            if measure == "holidays" and kind not in ("holiday", "half_holiday"):
                continue
            share[person] += whole_load * weight[person] / sum(weight[p] for p in able)
    before = {p: month.carry(p).ledger.get(measure, 0) for p in month.people}
    for row in month.team.ledger_corrections:
        if row.measure == measure and month.first <= row.day <= month.last:
            before[row.person] += row.hundredths
    return {p: round(share[p]) - before[p] for p in month.people}


# ---- what people carry


def _days_at_work(month: Month, person: str) -> set[date]:
    return {s.day for s in month.work(person)}


def carried(month: Month, measure: str, person: str) -> int:
    """Weekends, holidays, lates, days on call; or quarters of an hour of unpleasant time."""
    days = _days_at_work(month, person)
    mine = [s for s in month.work(person) if not s.past]
    if measure == "weekends":
        # A weekend counts in the month that it begins to be worked in, not in the one before or after.
        return sum(1 for w in month.weekends() if month.first <= min(days & set(w), default=date.max) <= month.last)
    if measure == "holidays":
        return sum(1 for d in days & set(month.days) if month.own_day(person, d) in ("holiday", "half_holiday"))
    if measure == "lates":
        return sum(1 for s in mine if s.kind.end_min > 20 * 60 and not _late_by_choice(month, s))
    if measure == "on_call":
        return len({s.day for s in month.of(person) if s.kind.on_call and not s.past})
    return sum(_quarters(month, s) for s in mine)


def _unpleasant_min(month: Month, shift: Shift) -> int:
    found = 0
    for day in (shift.day, shift.day + DAY):
        if month.own_day(shift.person, day) in ("saturday", "sunday", "holiday"):
            found += common_min(at(month.team.zone, day, 0), at(month.team.zone, day, 1440), shift)
        else:
            found += late_min(month, shift, day)
    return found


# ---- prices

#: (units above the share, how many prices a unit costs from there on).
DEARER = ((0, 1), (1, 2), (2, 3), (3, 4), (5, 6), (8, 9), (13, 14), (21, 22))


def _prices(above: Fraction, step: Fraction) -> Fraction:
    """What so much above the share costs, in prices. step: how much of it makes a unit for the person's contract."""
    cost, ends = Fraction(0), [at * step for at, _ in DEARER[1:]]
    for (begins, price), end in zip(DEARER, [*ends, None], strict=True):
        reached = above if end is None else min(above, end)
        cost += price * max(Fraction(0), reached - begins * step)
    return cost


@lru_cache(1 << 14)
def _cost(counted: int, fair: Fraction, step: Fraction, parts: int) -> int:
    """What so many cost beside a share, each in whole parts of a price. Where all plans are tried it is asked again and
    again, and took most of the time.
    """
    prices = [_prices(number - fair, step) for number in range(counted + 1)]
    return sum(floor(parts * (after - before) + Fraction(1, 2)) for before, after in pairwise(prices))


def _behind(month: Month, measure: str, load: Mapping[date, float], steps_a_unit: Fraction) -> int:
    """Whole steps that the one furthest behind carried too little before, for the contract; at most 3."""
    fullest = max(manager.contract_min_week for manager in month.people.values())
    taking = shares(month, measure, load)
    nothing = shares(month, measure, {})
    owed = [
        Fraction(nothing[p] * fullest, 100 * manager.contract_min_week) * steps_a_unit
        for p, manager in month.people.items()
        if taking[p] != nothing[p]
    ]
    return min(3, max([0, *map(floor, owed)]))


def _above(
    month: Month, measure: str, load: Callable[[Month], Mapping[date, float]], grains: int = 1, shown: int = 1
) -> Iterator[Breach]:
    """What is carried above the share: the further above for the contract, the dearer, in tenths of a price.

    grains: counted ones that make a unit of the ledger; shown: that make a step from which on it gets dearer.
    What is counted in grains costs whole prices a grain.
    """
    code, parts = f"fair_{measure}", 10 if grains == 1 else 1
    hard = price_of(month, code) == HARD
    share = month.fact(("share", measure), lambda: shares(month, measure, load(month)))
    fullest = max(manager.contract_min_week for manager in month.people.values())
    behind = month.fact(("behind", measure), lambda: _behind(month, measure, load(month), Fraction(grains, shown)))
    for person, manager in month.people.items():
        fair = Fraction(share[person] * grains, 100)
        if hard:
            yield Breach(person, None, carried(month, measure, person) - max(0, ceil(fair)))
            continue
        step = Fraction(shown * manager.contract_min_week, max(1, fullest))
        fair -= step * behind
        yield Breach(person, None, _cost(carried(month, measure, person), fair, step, parts))


def fair_weekends(month: Month) -> Iterator[Breach]:
    """Weekends worked above the share."""
    return _above(month, "weekends", _weekend_load)


def fair_holidays(month: Month) -> Iterator[Breach]:
    """Holidays worked above the share."""
    return _above(month, "holidays", _people_a_day)


def fair_lates(month: Month) -> Iterator[Breach]:
    """Late shifts above the share."""
    return _above(month, "lates", _late_load)


def fair_unpleasant(month: Month) -> Iterator[Breach]:
    """Quarters of an hour above the share; a shift of eight hours of them is a step."""
    return _above(month, "unpleasant", _unpleasant_load, grains=4, shown=32)


def fair_on_call(month: Month) -> Iterator[Breach]:
    """Days on call above the share."""
    return _above(month, "on_call", _duty_load)


RULES = {
    "fair_weekends": fair_weekends,
    "fair_holidays": fair_holidays,
    "fair_lates": fair_lates,
    "fair_unpleasant": fair_unpleasant,
    "fair_on_call": fair_on_call,
}
