"""A month as the oracle sees it: who worked what from when to when, in UTC datetimes, and what was known before."""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

from planner.domain.days import DayKind
from planner.domain.demand import ShiftType
from planner.domain.people import Manager, Site
from planner.domain.team import CarryOver, ShiftElsewhere, Team
from planner.holiday_calendar import HolidayCalendar, calendar_of
from planner.law import load_law

DAY = timedelta(days=1)
Place = tuple[str, date, str]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Shift:
    """A shift that somebody has, or could have. past: worked before the month, or published after it, so not to be
    decided.
    """

    person: str
    day: date
    kind: ShiftType
    start: datetime
    end: datetime
    past: bool

    @property
    def place(self) -> Place:
        """(person, date, shift type code)."""
        return self.person, self.day, self.kind.code

    @property
    def length_min(self) -> int:
        """Elapsed minutes, the break included."""
        return minutes(self.end - self.start)

    @property
    def paid_min(self) -> int:
        """Elapsed minutes less the break; nothing on call."""
        return 0 if self.kind.on_call else self.length_min - self.kind.break_min

    @property
    def dates(self) -> list[date]:
        """The dates the shift lies on by the clock on the wall; an end at midnight does not reach the next date."""
        return [self.day, self.day + DAY] if self.kind.end_min > 1440 else [self.day]


@dataclass(frozen=True)
class Breach:
    """What a roster does against a rule. amount: units outside; weight: how many prices a unit costs.

    demands: the breach is too little work, which a hard rule can't forbid. day: None = about no single date, or the
    rule doesn't say which. shifts: those that clash.
    """

    person: str | None
    day: date | None
    amount: int
    weight: int = 1
    demands: bool = False
    shifts: frozenset[Place] = frozenset()


def minutes(span: timedelta) -> int:
    """Whole minutes of a time span."""
    return int(span.total_seconds() // 60)


@lru_cache(1 << 15)
def at(zone: ZoneInfo, day: date, minute: int) -> datetime:
    """The UTC datetime at which the clocks of `zone` show that minute of `day` (1440 = midnight at its end)."""
    shown = datetime.combine(day, time()) + timedelta(minutes=minute)
    return shown.replace(tzinfo=zone).astimezone(UTC)


@lru_cache
def _calendar(site: Site, year: int) -> HolidayCalendar:
    return calendar_of(site, (year - 1, year, year + 1))


class Month:
    """Facts of a team in one month, with a roster laid over them."""

    def __init__(
        self,
        team: Team,
        year: int,
        month: int,
        places: Iterable[Place],
        published: Iterable[Place] = (),
        today: date | None = None,
    ) -> None:
        self.team, self.today = team, today
        self.published = set(published)
        self.days = [date(year, month, 1)]
        while (self.days[-1] + DAY).month == month:
            self.days.append(self.days[-1] + DAY)
        self.first, self.last = self.days[0], self.days[-1]
        self.people = {manager.name: manager for manager in team.managers}
        self.kinds = {kind.code: kind for kind in team.shift_types}
        self.calendars = {site.name: _calendar(site, year) for site in team.sites}
        past = {(row.person, row.day, row.shift) for row in team.past_shifts if row.day < self.first}
        self.past = [self._shift(place, past=True) for place in sorted(past)]
        following = {(row.person, row.day, row.shift) for row in team.next_shifts if row.day > self.last}
        #: So far it is known who works.
        self.known_until = max([self.last, *(day for _, day, _ in following)])
        self.settled = [*self.past, *(self._shift(place, past=True) for place in sorted(following))]
        self.elsewhere = [self._there(row) for row in team.elsewhere]
        self.known_from = min([self.first, *(shift.day for shift in self.past)])
        self._facts: dict[object, object] = {}
        self._lay(places)

    def _lay(self, places: Iterable[Place]) -> None:
        self.places = set(places)
        self.shifts = [self._shift(place, past=False) for place in sorted(self.places)] + self.settled
        self.shifts.sort(key=lambda s: (s.start, s.end, s.place))
        self._known: dict[object, object] = {}
        self._added = frozenset(place for place in self.places if self.kinds[place[2]] not in self.offered(place[1]))

    def with_roster(self, places: Iterable[Place]) -> "Month":
        """The same facts with another roster; what does not depend on the roster is not computed again."""
        other = copy(self)
        other._lay(places)
        return other

    def once(self, key: object, make: Callable[[], Found]) -> Found:
        """What `make` gives, computed once for this roster."""
        if key not in self._known:
            self._known[key] = make()
        return cast("Found", self._known[key])

    def fact(self, key: object, make: Callable[[], Found]) -> Found:
        """What `make` gives, computed once for all rosters that add the same shifts to what is offered."""
        if (key, self._added) not in self._facts:
            self._facts[key, self._added] = make()
        return cast("Found", self._facts[key, self._added])

    def _shift(self, place: Place, *, past: bool) -> Shift:
        person, day, code = place
        kind = self.kinds[code]
        start, end = at(self.team.zone, day, kind.start_min), at(self.team.zone, day, kind.end_min)
        return Shift(person, day, kind, start, end, past)

    def _there(self, row: ShiftElsewhere) -> Shift:
        """A shift in another team: settled, whatever is planned here."""
        start, end = (datetime.fromtimestamp(60 * edge, UTC) for edge in (row.start, row.end))
        unpaid = 0 if row.on_call else row.end - row.start - row.paid_min
        return Shift(row.person, row.day, ShiftType("", row.name, 0, 1, unpaid, on_call=row.on_call), start, end, True)

    # ---- who has what

    def of(self, person: str) -> list[Shift]:
        """All shifts of a person, on call and past ones included, by start."""
        return self.once(("of", person), lambda: [shift for shift in self.shifts if shift.person == person])

    def work(self, person: str) -> list[Shift]:
        """The person's shifts at work, past ones included, by start."""
        return self.once(("work", person), lambda: [s for s in self.of(person) if not s.kind.on_call])

    def works_on(self, person: str, day: date) -> bool:
        """Whether a shift at work starts on that date."""
        return day in self.once(("days", person), lambda: {shift.day for shift in self.work(person)})

    def everywhere(self, person: str) -> list[Shift]:
        """All shifts of a person, those in other teams included, by start."""

        def make() -> list[Shift]:
            there = [shift for shift in self.elsewhere if shift.person == person]
            return sorted([*self.of(person), *there], key=lambda s: (s.start, s.end, s.place))

        return self.once(("everywhere", person), make)

    def busy(self, person: str) -> list[Shift]:
        """The person's shifts at work, those in other teams included, by start."""
        return self.once(("busy", person), lambda: [s for s in self.everywhere(person) if not s.kind.on_call])

    def busy_on(self, person: str, day: date) -> bool:
        """Whether a shift at work starts on that date, in whichever team."""
        return day in self.once(("busy days", person), lambda: {shift.day for shift in self.busy(person)})

    def planned(self) -> Iterator[Shift]:
        """The month's own shifts: what the roster decides."""
        return (shift for shift in self.shifts if not shift.past)

    def offered(self, day: date) -> list[ShiftType]:
        """Shift types that anybody could be given on a date of the month."""
        return [kind for kind in self.team.shift_types if self.team_day(day) in kind.day_kinds]

    def possible(self, day: date) -> list[Shift]:
        """Every shift of a date that the roster has, or a lock holds, or that anybody could be given."""
        return self.fact(("possible", day), lambda: self._possible(day))

    def _possible(self, day: date) -> list[Shift]:
        places = {(person, day, kind.code) for kind in self.offered(day) for person in self.people}
        places |= {place for place in self._added if place[1] == day}
        places |= {(lock.person, day, lock.shift) for lock in self.team.locks if lock.day == day and lock.shift}
        return [self._shift(place, past=False) for place in sorted(places)]

    # ---- calendars, law, absences

    def team_day(self, day: date) -> DayKind:
        """The kind of a date in the team's own calendar, which is that of its first site."""
        return self.calendars[self.team.sites[0].name].kind(day)

    def own_day(self, person: str, day: date) -> DayKind:
        """The kind of a date where the person is employed."""
        return self.calendars[self.people[person].site].kind(day)

    def law(self, manager: Manager, key: str) -> object:
        """The law's value at the month's start; None where there is none, or for senior staff."""
        return None if manager.senior_staff else self.law_of_country(manager, key)

    def law_of_country(self, manager: Manager, key: str) -> object:
        """The law's value at the month's start, also for those it doesn't bind: what an average or a night is."""
        country = self.team.site_of(manager).country
        found = self.fact((country, key), lambda: load_law(country).value(key, self.first))
        return None if found is None else found.value

    def away(self, person: str, day: date) -> bool:
        """On leave, sick or at a training."""
        return any(row.person == person and row.first <= day <= row.last for row in self.team.absences)

    def missing(self, person: str, day: date) -> bool:
        """Away, or not (yet, any more) with the team."""
        return self.fact(("missing", person, day), lambda: self._missing(person, day))

    def _missing(self, person: str, day: date) -> bool:
        manager = self.people[person]
        early = manager.joins_on is not None and day < manager.joins_on
        late = manager.leaves_on is not None and day > manager.leaves_on
        return early or late or self.away(person, day)

    def carry(self, person: str) -> CarryOver:
        """What is known of earlier months."""
        return next((row for row in self.team.carry_over if row.person == person), CarryOver(person))

    # ---- weeks and weekends

    def weeks(self) -> list[list[date]]:
        """The weeks that share a date with the month, each with its seven dates."""
        return self.fact("weeks", self._weeks)

    def _weeks(self) -> list[list[date]]:
        first = self.first
        while first.weekday() != self.team.first_weekday:
            first -= DAY
        found = []
        while first <= self.last:
            found.append([first + i * DAY for i in range(7)])
            first += 7 * DAY
        return found

    def weekends(self) -> list[tuple[date, date]]:
        """Saturday and Sunday of the weekends that share a date with the month."""
        around = [self.first - DAY, *self.days]
        return [(day, day + DAY) for day in around if day.weekday() == 5]
