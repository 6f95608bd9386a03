"""The board of a month: every cell that could be filled (person x date x shift type), and what was worked before.

Another run of days may stand in place of the month's; whatever is counted "a month" then counts over that run.
Rules read the board and state limits over its cells; a cell's number is its atom. Cells of the month come first and
are free; cells of earlier days are history: fixed, always on. So are those of the days after the month that are
published, and after them shifts worked in other teams.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import chain

from planner.domain.days import FREE_KINDS, DayKind
from planner.domain.demand import ShiftType
from planner.domain.people import AbsenceKind, Manager, Site
from planner.domain.slot import Need, Slot
from planner.domain.team import CarryOver, Team
from planner.domain.time import days_between, moment, month_days, week_start_of
from planner.holiday_calendar import HolidayCalendar, calendar_of
from planner.law import Law, load_law
from planner.offered import offered_on, years_around
from solver.limits import Derived

#: A place on the board: (person, date, shift type code).
Place = tuple[str, date, str]

#: How many days may stand in place of a month's: two weeks to a year of whole weeks.
DAYS_IN_PLACE = range(14, 365)


@dataclass(frozen=True, slots=True)
class Cell:
    """One person on one shift type on one date.

    person, shift: indexes. start, end: moments. paid_min: elapsed less break.
    """

    person: int
    day: date
    shift: int
    start: int
    end: int
    paid_min: int


def first_monday(year: int, month: int) -> date:
    """The first Monday of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def days_in_place(year: int, month: int, days: int) -> tuple[date, ...]:
    """So many dates from the month's first Monday on. ValueError outside DAYS_IN_PLACE."""
    if days not in DAYS_IN_PLACE:
        raise ValueError(
            f"{days} days from {first_monday(year, month)}; a board has {DAYS_IN_PLACE[0]} to {DAYS_IN_PLACE[-1]}. "
            "Maybe lay out a longer run in parts."
        )
    monday = first_monday(year, month)
    return tuple(days_between(monday, monday + timedelta(days=days - 1)))


class Board:
    """Cells, calendars and lookups of one team and month.

    days: how many days from `first_monday` on stand in place of the month's: DAYS_IN_PLACE; None = the month.
    extra: places a roster uses that the shift types' days would not offer (edited by hand): they get cells too.
    published: the places of the roster that was published before, to be changed least; empty = none.
    today: planning happens on this date; days before it are past. None = everything lies ahead.
    """

    def __init__(
        self,
        team: Team,
        year: int,
        month: int,
        *,
        days: int | None = None,
        extra: Iterable[Place] = (),
        published: Iterable[Place] = (),
        today: date | None = None,
    ) -> None:
        self.team = team
        self.year, self.month = year, month
        self.days = month_days(year, month) if days is None else days_in_place(year, month, days)
        self.published = frozenset(published)
        self.today = today
        self.people: tuple[Manager, ...] = team.managers
        self.shift_types: tuple[ShiftType, ...] = team.shift_types
        self.person_index = {manager.name: i for i, manager in enumerate(self.people)}
        self.shift_index = {shift.code: i for i, shift in enumerate(self.shift_types)}
        self.sites: tuple[Site, ...] = tuple(team.site_of(manager) for manager in self.people)
        years = years_around(year, self.days[-1].year)
        self._calendars = {site.name: calendar_of(site, years) for site in team.sites}
        self.calendar: HolidayCalendar = calendar_of(team.sites[0], years)
        # Codes by date; a roster's own cells may lie elsewhere.
        self.offered: Mapping[date, frozenset[str]] = {day: offered_on(team, day) for day in self.days}
        self.duties = team.duties
        self._laws = {site.country: load_law(site.country) for site in team.sites}
        # Codes that are locked on a date; "" = a free day.
        self.locks: dict[tuple[str, date], frozenset[str]] = {}
        for lock in team.locks:
            key = (lock.person, lock.day)
            self.locks[key] = self.locks.get(key, frozenset()) | {lock.shift}
        self._carry = {row.person: row for row in team.carry_over}

        self.cells: list[Cell] = []
        self._number: dict[tuple[int, date, int], int] = {}
        self._make_cells({*extra, *(lock_place for lock_place in self._lock_places())})
        self.free = len(self.cells)
        self._make_history()
        self._make_next()
        self.own = len(self.cells)
        # All that a cell's `shift` may be: the team's shift types, then one for each shift in another team.
        self.kinds: tuple[ShiftType, ...] = self.shift_types
        self._make_elsewhere()
        self.derived = Derived(len(self.cells))
        self.slots: list[Slot] | None = None
        self.needs: Mapping[date, Need] | None = None
        self.unavailable: frozenset[int] | None = None
        self.unpleasant_grains: dict[tuple[str, date, int], int] = {}
        self.expected_shares: dict[str, Sequence[float]] = {}
        self.counted: dict[str, Sequence[tuple[list[int], list[int]]]] = {}

    def _lock_places(self) -> Iterable[Place]:
        return ((lock.person, lock.day, lock.shift) for lock in self.team.locks if lock.shift)

    def _make_cells(self, extra: set[Place]) -> None:
        for day in self.days:
            offered = [s for s, shift in enumerate(self.shift_types) if shift.code in self.offered[day]]
            for person in range(len(self.people)):
                for shift in offered:
                    self._add_cell(person, day, shift)
        for name, day, code in sorted(extra):
            if day in self.days and name in self.person_index and code in self.shift_index:
                self._add_cell(self.person_index[name], day, self.shift_index[code])

    def _make_history(self) -> None:
        for past in self.team.past_shifts:
            if past.day < self.days[0] and past.shift in self.shift_index:
                self._add_cell(self.person_index[past.person], past.day, self.shift_index[past.shift])

    def _make_next(self) -> None:
        for row in self.team.next_shifts:
            if row.day > self.days[-1] and row.shift in self.shift_index and row.person in self.person_index:
                self._add_cell(self.person_index[row.person], row.day, self.shift_index[row.shift])

    def _make_elsewhere(self) -> None:
        for shift in self.team.elsewhere:
            if shift.person in self.person_index:
                start_min = shift.start - moment(self.team.zone, shift.day, 0)
                end_min = start_min + shift.end - shift.start
                kind = ShiftType("", shift.name, start_min, end_min, on_call=shift.on_call)
                person, index = self.person_index[shift.person], len(self.kinds)
                self.cells.append(Cell(person, shift.day, index, shift.start, shift.end, shift.paid_min))
                self.kinds = (*self.kinds, kind)

    def _add_cell(self, person: int, day: date, shift: int) -> None:
        if (person, day, shift) in self._number:
            return
        start, end, paid_min = self._times(day, shift)
        self._number[person, day, shift] = len(self.cells)
        self.cells.append(Cell(person, day, shift, start, end, paid_min))

    def _times(self, day: date, shift: int) -> tuple[int, int, int]:
        known = self._known_times.get((day, shift))
        if known is None:
            kind = self.shift_types[shift]
            start = moment(self.team.zone, day, kind.start_min)
            end = moment(self.team.zone, day, kind.end_min)
            known = (start, end, 0 if kind.on_call else end - start - kind.break_min)
            self._known_times[day, shift] = known
        return known

    @cached_property
    def _known_times(self) -> dict[tuple[date, int], tuple[int, int, int]]:
        return {}

    def alike(self, code: str) -> frozenset[str]:
        """The codes whose place a shift type takes in a person's date: those at work, or those on call, as it is."""
        return self.duties if code in self.duties else self._at_work

    @cached_property
    def _at_work(self) -> frozenset[str]:
        return frozenset(self.shift_index) - self.duties

    # ---- who and when

    def number(self, place: Place) -> int | None:
        """The cell's number, None when the board has no such cell."""
        name, day, code = place
        if name not in self.person_index or code not in self.shift_index:
            return None
        return self._number.get((self.person_index[name], day, self.shift_index[code]))

    def place(self, cell: int) -> Place:
        """(person, date, shift type code) of a cell."""
        it = self.cells[cell]
        return self.people[it.person].name, it.day, self.kinds[it.shift].code

    def month_place(self, cell: Cell) -> Place | None:
        """(person, date, shift type code) of a cell of the month; None for history and for other teams' shifts."""
        number = self._number.get((cell.person, cell.day, cell.shift))
        return self.place(number) if number is not None and number < self.free else None

    def shift_of(self, cell: int) -> ShiftType:
        """The shift type of a cell."""
        return self.kinds[self.cells[cell].shift]

    def kind(self, day: date) -> DayKind:
        """The kind of a date in the team's own calendar."""
        return self.calendar.kind(day)

    def kind_for(self, person: int, day: date) -> DayKind:
        """The kind of a date where the person is employed."""
        return self._calendars[self.sites[person].name].kind(day)

    def is_free_day(self, person: int, day: date) -> bool:
        """Saturday, Sunday or a public holiday where the person is employed."""
        return self.kind_for(person, day) in FREE_KINDS

    def law(self, person: int) -> Law:
        """The labour law of the person's country."""
        return self._laws[self.sites[person].country]

    def carry(self, person: int) -> CarryOver:
        """The person's counters from earlier months, zero where none are known."""
        name = self.people[person].name
        return self._carry.get(name) or CarryOver(name)

    # ---- cells by person and day

    @cached_property
    def _work(self) -> list[list[int]]:
        rows: list[list[int]] = [[] for _ in self.people]
        for number, cell in enumerate(self.cells[: self.own]):
            if not self.shift_types[cell.shift].on_call:
                rows[cell.person].append(number)
        for row in rows:
            row.sort(key=lambda n: (self.cells[n].start, self.cells[n].end))
        return rows

    def work_cells(self, person: int) -> list[int]:
        """The person's cells at work (on-call ones left out), history and what follows included, by start."""
        return self._work[person]

    @cached_property
    def _elsewhere(self) -> Mapping[tuple[int, bool], Mapping[date, list[int]]]:
        """By (person, on call) and date."""
        found: dict[tuple[int, bool], dict[date, list[int]]] = {}
        for number in range(self.own, len(self.cells)):
            cell = self.cells[number]
            days = found.setdefault((cell.person, self.kinds[cell.shift].on_call), {})
            days.setdefault(cell.day, []).append(number)
        return found

    def busy_cells(self, person: int) -> list[int]:
        """The person's cells at work, history and other teams included, for what concerns rest and overlap."""
        return [*self.work_cells(person), *chain(*self._elsewhere.get((person, False), {}).values())]

    def busy_on(self, person: int, day: date) -> list[int]:
        """The person's cells at work that start on `day`, other teams included, for what concerns days and hours."""
        return [*self.work_on(person, day), *self._elsewhere.get((person, False), {}).get(day, ())]

    def duties_on(self, person: int, day: date) -> list[int]:
        """The person's on-call cells that start on `day`, other teams included."""
        return [*self.on_call_on(person, day), *self._elsewhere.get((person, True), {}).get(day, ())]

    @cached_property
    def _by_day(self) -> dict[tuple[int, date], list[int]]:
        found: dict[tuple[int, date], list[int]] = {}
        for row in self._work:
            for number in row:
                cell = self.cells[number]
                found.setdefault((cell.person, cell.day), []).append(number)
        return found

    def work_on(self, person: int, day: date) -> list[int]:
        """The person's cells at work that start on `day`."""
        return self._by_day.get((person, day), [])

    @cached_property
    def _on_call(self) -> dict[tuple[int, date], list[int]]:
        found: dict[tuple[int, date], list[int]] = {}
        for number, cell in enumerate(self.cells[: self.own]):
            if self.shift_types[cell.shift].on_call:
                found.setdefault((cell.person, cell.day), []).append(number)
        return found

    def on_call_on(self, person: int, day: date) -> list[int]:
        """The person's on-call cells that start on `day`."""
        return self._on_call.get((person, day), [])

    def month_cells(self, person: int) -> list[int]:
        """The person's cells of the month, at work or on call."""
        return [n for day in self.days for n in (*self.work_on(person, day), *self.on_call_on(person, day))]

    @cached_property
    def cells_of_day(self) -> Mapping[date, list[int]]:
        """All cells of each date of the month, people in order."""
        found: dict[date, list[int]] = {day: [] for day in self.days}
        for number in range(self.free):
            found[self.cells[number].day].append(number)
        return found

    def works(self, person: int, days: Iterable[date]) -> int | None:
        """The atom that says the person works on any of `days` here; None where nothing could be worked."""
        return self.derived.any_of(n for day in days for n in self.work_on(person, day))

    def busy(self, person: int, days: Iterable[date]) -> int | None:
        """The same of work here or in another team."""
        return self.derived.any_of(n for day in days for n in self.busy_on(person, day))

    @cached_property
    def _absent(self) -> dict[str, dict[date, AbsenceKind]]:
        first, last = self.horizon
        found: dict[str, dict[date, AbsenceKind]] = {}
        for row in self.team.absences:
            days = days_between(max(row.first, first), min(row.last, last))
            found.setdefault(row.person, {}).update(dict.fromkeys(days, row.kind))
        return found

    def absence_kinds(self, person: int) -> Mapping[date, AbsenceKind]:
        """Dates of the month, and of what is known before it, on which the person is absent, and why."""
        return self._absent.get(self.people[person].name, {})

    def absent_days(self, person: int) -> frozenset[date]:
        """The same dates without the reasons."""
        return frozenset(self.absence_kinds(person))

    def away_days(self, person: int) -> frozenset[date]:
        """Dates of the same span on which the person is absent or not employed."""
        manager = self.people[person]
        gone = (day for day in days_between(*self.horizon) if not manager.employed(day))
        return self.absent_days(person) | frozenset(gone)

    # ---- weeks and weekends

    @cached_property
    def horizon(self) -> tuple[date, date]:
        """First and last date that any cell or carried-over shift touches."""
        first = min([self.days[0], *(cell.day for cell in self.cells[self.free : self.own])])
        return first, self.days[-1]

    @cached_property
    def known_until(self) -> date:
        """The last date that anything is known of: of the month, or of what is published after it."""
        return max([self.days[-1], *(cell.day for cell in self.cells[self.free :])])

    @cached_property
    def published_until(self) -> date:
        """The last date of which it is known here who works: of the month, or of what is published after it."""
        return max([self.days[-1], *(cell.day for cell in self.cells[self.free : self.own])])

    def away_after(self, person: int) -> frozenset[date]:
        """Dates after the month, as far as it is published, on which the person is absent or not employed."""
        name, manager = self.people[person].name, self.people[person]
        absences = [row for row in self.team.absences if row.person == name]
        days = days_between(self.days[-1] + timedelta(days=1), self.published_until)
        return frozenset(
            day for day in days
            if not manager.employed(day) or any(row.first <= day <= row.last for row in absences)
        )  # fmt: skip

    @cached_property
    def weeks(self) -> list[tuple[date, ...]]:
        """The weeks that touch the month, whole: before the month they hold history, after it what is published."""
        first = week_start_of(self.days[0], self.team.first_weekday)
        weeks = []
        while first <= self.days[-1]:
            weeks.append(tuple(first + timedelta(days=i) for i in range(7)))
            first += timedelta(days=7)
        return weeks

    @cached_property
    def weekends(self) -> list[tuple[date, date]]:
        """Saturday and Sunday of each weekend that touches the month, in order; the other day may lie outside."""
        saturday = self.days[0] - timedelta(days=(self.days[0].weekday() - 5) % 7)
        found = []
        while saturday <= self.days[-1]:
            if saturday + timedelta(days=1) >= self.days[0]:
                found.append((saturday, saturday + timedelta(days=1)))
            saturday += timedelta(days=7)
        return found
