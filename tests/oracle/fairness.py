"""Rules about sharing fairly: what each person carries, against a share of what the month's demand takes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from math import ceil

from tests.oracle.coverage import Want, wants
from tests.oracle.month import DAY, Breach, Month, Shift, at, minutes
from tests.oracle.periods import common_min

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
    fuller = [max((d for d in weekend if d in people), key=lambda d: people[d]) for weekend in month.weekends()]
    return {day: people[day] for day in fuller}


def _late_load(month: Month) -> dict[date, float]:
    return {day: 100.0 * len(need.lates) for day, need in _needs(month).items()}


def _unpleasant_load(month: Month) -> dict[date, float]:
    found = {}
    for day, need in _needs(month).items():
        if month.team_day(day) in ("saturday", "sunday", "holiday"):
            found[day] = 100 * sum(minutes(end - start) for start, end in need.shifts) / 480
        else:
            found[day] = 100 * _late_in(month, day, need.lates) / 480
    return found


# ---- shares


def _can_by_pattern(month: Month, person: str, day: date) -> bool:
    valid = [row for row in month.team.availability if row.person == person and row.valid(day)]
    return not valid or any(row.weekday == day.weekday() for row in valid)


def shares(month: Month, measure: str, load: Mapping[date, float]) -> dict[str, int]:
    """What each person should carry, in hundredths of a unit, less what the ledger says they carried too much."""
    there = {p: sum(1 for day in month.days if not month.missing(p, day)) for p in month.people}
    weight = {p: month.people[p].contract_min_week * there[p] for p in month.people}
    share = dict.fromkeys(month.people, 0.0)
    for day, whole_load in load.items():
        able = [p for p in month.people if weight[p] and _can_by_pattern(month, p, day)]
        for person in able:
            kind = month.own_day(person, day)
            if measure == "weekends" and day.weekday() < 5:
                continue
            if measure == "holidays" and kind not in ("holiday", "half_holiday"):
                continue
            share[person] += whole_load * weight[person] / sum(weight[p] for p in able)
    return {p: max(0, round(share[p]) - month.carry(p).ledger.get(measure, 0)) for p in month.people}


# ---- what people carry


def _days_at_work(month: Month, person: str) -> set[date]:
    return {s.day for s in month.work(person)}


def carried(month: Month, measure: str, person: str) -> int:
    """Weekends, holidays, lates; or quarters of an hour of unpleasant time."""
    days = _days_at_work(month, person)
    mine = [s for s in month.work(person) if not s.past]
    if measure == "weekends":
        # A weekend that began to be worked last month was counted then.
        return sum(1 for w in month.weekends() if days & set(w) and not any(d < month.first for d in days & set(w)))
    if measure == "holidays":
        return sum(1 for d in days & set(month.days) if month.own_day(person, d) in ("holiday", "half_holiday"))
    if measure == "lates":
        return sum(1 for s in mine if s.kind.end_min > 20 * 60)
    return sum(round(_unpleasant_min(month, s) / QUARTER_MIN) for s in mine)


def _unpleasant_min(month: Month, shift: Shift) -> int:
    found = 0
    for day in (shift.day, shift.day + DAY):
        if month.own_day(shift.person, day) in ("saturday", "sunday", "holiday"):
            found += common_min(at(month.team.zone, day, 0), at(month.team.zone, day, 1440), shift)
        else:
            found += late_min(month, shift, day)
    return found


# ---- prices


def _above(
    month: Month, measure: str, load: Callable[[Month], Mapping[date, float]], grains: int = 1
) -> Iterator[Breach]:
    """What is carried above the share, rounded up to units: the further above, the dearer each grain of a unit."""
    share = month.fact(("share", measure), lambda: shares(month, measure, load(month)))
    for person in month.people:
        fair = ceil(share[person] / 100) * grains
        cost = 0
        for above in range(carried(month, measure, person) - fair):
            # Dearer from the first, second, third, fourth, sixth and ninth unit above the share on.
            cost += 1 + max(step for step in (0, 1, 2, 3, 5, 8) if step * grains <= above)
        yield Breach(person, None, cost)


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
    """Quarters of an hour above the share, of which 32 are a unit."""
    return _above(month, "unpleasant", _unpleasant_load, 32)


RULES = {
    "fair_weekends": fair_weekends,
    "fair_holidays": fair_holidays,
    "fair_lates": fair_lates,
    "fair_unpleasant": fair_unpleasant,
}
