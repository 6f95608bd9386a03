"""Random teams for hypothesis: small, but with nearly every fact and every rule in play.

    @given(cases())
    def test_something(case: Case) -> None: ...

`cases` gives a whole month with a dense roster, for checking. `tiny_cases` leaves so few cells free that all plans
can be tried, for solving.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from planner.board import Board, Place
from planner.domain.days import DayKind
from planner.domain.demand import Demand, OpeningHours, ShiftType, Topic, Volume
from planner.domain.people import Absence, AbsenceKind, Availability, Manager, Pair, Site, Wish
from planner.domain.team import (
    NEVER,
    CarryOver,
    LedgerCorrection,
    Lock,
    NextShift,
    PastShift,
    RuleSetting,
    ShiftElsewhere,
    Team,
)  # fmt: skip
from planner.domain.time import moment, month_days
from planner.holiday_calendar import calendar_of

VIENNA = ZoneInfo("Europe/Vienna")
#: December with its holidays, both clock changes, and a month that begins on a Sunday and a holiday.
MONTHS = ((2026, 12), (2026, 3), (2026, 10), (2026, 11))
NAMES = ("Ana", "Ben", "Cem")
CHANNELS = ("Chat", "Mail")
MEASURES = ("weekends", "holidays", "lates", "unpleasant", "on_call")
ALL_KINDS = frozenset(DayKind)
#: (code, start, end, break, on call): some meet the limits of law to the minute, some miss them by one.
SHIFTS = (
    ("E", 360, 870, 30, False),
    ("L", 780, 1290, 30, False),
    ("M", 781, 1200, 0, False),
    ("N", 1320, 1800, 29, False),
    ("S", 600, 840, 0, False),
    ("X", 360, 1111, 30, False),
    ("C", 1200, 1920, 0, True),
)
#: Values that a team may set, near what small rosters reach.
VALUES: dict[str, st.SearchStrategy[int]] = {
    "rest": st.sampled_from([540, 659, 660, 661, 720]),
    "weekly_rest": st.sampled_from([1439, 1440, 2160, 2161, 2400]),
    "break": st.sampled_from([29, 30, 31]),
    "max_day": st.sampled_from([240, 480, 481, 700]),
    "day_span": st.sampled_from([509, 510, 840]),
    "max_week": st.sampled_from([960, 1440, 2400]),
    "average_week": st.sampled_from([2000, 2400]),
    "overtime": st.sampled_from([0, 10, 50]),
    "max_month": st.sampled_from([480, 960, 2400]),
    "min_month": st.sampled_from([480, 481, 960]),
    "night": st.integers(0, 2),
    "max_days_in_row": st.integers(1, 6),
    "max_weekends": st.integers(0, 3),
    "weekends_in_row": st.integers(1, 3),
    "on_call_days": st.integers(0, 3),
    "free_sundays": st.integers(48, 52),
    "min_days_in_row": st.integers(1, 4),
    "min_days_off": st.integers(1, 4),
    "notice": st.integers(1, 20),
}
#: Rules that the oracle prices alike when a team changes their price; those about pairs count differently.
PRICED = (
    *("absence", "skill", "max_day", "max_week", "overtime", "max_month", "min_month", "night"),
    *("max_days_in_row", "weekends_in_row"),
    *("coverage_minimum", "coverage_target", "mix", "duty", "topic_contact", "coverage_maximum", "contract"),
    "holiday_surplus",
    *("wishes", "min_days_in_row", "min_days_off", "isolated_days", "whole_weekends", "continuity", "pairs"),
    *("change", "notice"),
)


@dataclass(frozen=True)
class Case:
    """A team, its month, a roster to judge, what was published, and the day of planning."""

    team: Team
    year: int
    month: int
    roster: frozenset[Place]
    published: frozenset[Place]
    today: date | None

    def board(self) -> Board:
        """The board with a cell for each place of the roster."""
        return Board(
            self.team,
            self.year,
            self.month,
            extra=self.roster,
            published=self.published,
            today=self.today,
        )


def _shift_types(draw: st.DrawFn, least: int, most: int) -> tuple[ShiftType, ...]:
    chosen = draw(st.lists(st.sampled_from(SHIFTS), min_size=least, max_size=most, unique=True))
    codes = [row[0] for row in chosen]
    return tuple(
        ShiftType(
            code,
            code,
            start,
            end,
            break_min=break_min,
            channels=draw(_subset(CHANNELS)),
            skills=draw(st.sampled_from([{}, {}, {}, {"Crisis": 2}])),
            day_kinds=draw(st.sampled_from([ALL_KINDS, ALL_KINDS, ALL_KINDS - {DayKind.SUNDAY, DayKind.HOLIDAY}])),
            on_call=on_call,
            forbidden_next=draw(_subset(codes)) if draw(st.integers(0, 3)) == 0 else frozenset(),
            max_month=draw(st.sampled_from([None, None, 1, 4])),
        )
        for code, start, end, break_min, on_call in chosen
    )


def _subset(of: Any) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(tuple(of)))


def _sites(draw: st.DrawFn) -> tuple[Site, ...]:
    def site(name: str) -> Site:
        country, subdivision = draw(st.sampled_from([("AT", "9"), ("DE", "BY"), ("CH", "ZH")]))
        basis = draw(st.sampled_from(["", "works agreement", "works agreement"]))
        holiday_basis = draw(st.sampled_from(["", "works agreement", "works agreement"]))
        return Site(name, VIENNA, country, subdivision, basis, holiday_basis)

    return tuple(site(name) for name in ("Home", "Away")[: draw(st.integers(1, 2))])


def _managers(draw: st.DrawFn, sites: tuple[Site, ...], days: tuple[date, ...], count: int) -> tuple[Manager, ...]:
    def maybe(day: st.SearchStrategy[date]) -> date | None:
        return draw(day) if draw(st.integers(0, 5)) == 0 else None

    return tuple(
        Manager(
            name,
            name,
            draw(st.sampled_from(sites)).name,
            draw(st.sampled_from([600, 1200, 2310, 2400])),
            skills=draw(st.sampled_from([{}, {"Crisis": 1}, {"Crisis": 3}])),
            channels=draw(st.just(frozenset(CHANNELS)) | _subset(CHANNELS)),
            joins_on=maybe(st.sampled_from(days[:8])),
            leaves_on=maybe(st.sampled_from(days[-8:])),
            limits=draw(
                st.sampled_from(
                    [{}, {}, {"max_days_in_row": 3}, {"rest": 700}, {"max_weekends": 1}, {"max_of_shift E": 1}]
                )
            ),
            senior_staff=draw(st.sampled_from(["", "", "", "head of service"])),
        )
        for name in NAMES[:count]
    )


def _rules(draw: st.DrawFn) -> dict[str, RuleSetting]:
    found: dict[str, RuleSetting] = {}
    for code in draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=6, unique=True)):
        note = draw(st.sampled_from(["", "works agreement"]))
        found[code] = RuleSetting(code, value=draw(VALUES[code]), note=note)
    for code in draw(st.lists(st.sampled_from(PRICED), max_size=4, unique=True)):
        price = draw(st.sampled_from([0, 1, 7, NEVER]))
        found[code] = replace(found.get(code, RuleSetting(code)), price=price)
    return found


def _when(days: tuple[date, ...]) -> st.SearchStrategy[DayKind | date]:
    return st.one_of(st.sampled_from(list(DayKind)), st.sampled_from(days))


def _demand(draw: st.DrawFn, days: tuple[date, ...], shifts: tuple[ShiftType, ...], most: int) -> tuple[Demand, ...]:
    def row() -> Demand:
        when, by_shift = draw(_when(days)), draw(st.booleans())
        start = draw(st.sampled_from([0, 480, 800, 1200]))
        skill, level = draw(st.sampled_from([("", 0), ("", 0), ("Crisis", 1), ("Crisis", 3)]))
        minimum, more = draw(st.integers(0, 2)), draw(st.integers(0, 1))
        return Demand(
            when,
            draw(st.sampled_from(shifts)).code if by_shift else "",
            0 if by_shift else start,
            0 if by_shift else start + draw(st.sampled_from([60, 455, 720])),
            draw(st.sampled_from(["", "", *CHANNELS])),
            skill,
            level,
            minimum,
            minimum + more,
            draw(st.sampled_from([None, None, minimum + more])),
        )

    return tuple(row() for _ in range(draw(st.integers(0, most))))


def _opening(draw: st.DrawFn, days: tuple[date, ...]) -> tuple[OpeningHours, ...]:
    def row() -> OpeningHours:
        start = draw(st.sampled_from([0, 480, 1260]))
        end = draw(st.sampled_from([start, start + 240, start + 600]))
        presence = draw(st.integers(0, 1))
        return OpeningHours(draw(st.sampled_from(CHANNELS)), draw(_when(days)), start, end, presence)

    return tuple(row() for _ in range(draw(st.integers(0, 3))))


def _spans(draw: st.DrawFn, days: tuple[date, ...], most: int) -> list[tuple[date, date]]:
    firsts = draw(st.lists(st.sampled_from(days), max_size=most))
    return [(first, first + timedelta(days=draw(st.integers(0, 3)))) for first in firsts]


def _past(draw: st.DrawFn, names: list[str], codes: list[str], first: date) -> tuple[PastShift, ...]:
    """The two weeks before the month, of one shift a day at most."""
    if not draw(st.booleans()):
        return ()
    rows = st.lists(st.sampled_from(["", *codes]), min_size=9, max_size=9)
    return tuple(
        PastShift(name, first - timedelta(days=back), code)
        for name in names
        for back, code in enumerate(draw(rows), start=1)
        if code
    )


def _team(draw: st.DrawFn, year: int, month: int, days: tuple[date, ...], *, tiny: bool) -> Team:
    whole = month_days(year, month)
    sites = _sites(draw)
    managers = _managers(draw, sites, whole, draw(st.integers(2, 2 if tiny else 3)))
    shifts = _shift_types(draw, 1, 2 if tiny else 4)
    names, codes = [m.name for m in managers], [s.code for s in shifts]
    who = st.sampled_from(names)
    return Team(
        name="Random",
        zone=VIENNA,
        first_weekday=draw(st.sampled_from([0, 0, 6])),
        month=(year, month),
        sites=sites,
        managers=managers,
        shift_types=shifts,
        rules=_rules(draw),
        availability=_availability(draw, names),
        absences=tuple(Absence(draw(who), draw(st.sampled_from(AbsenceKind)), *s) for s in _spans(draw, days, 2)),
        wishes=tuple(
            Wish(draw(who), *s, draw(st.sampled_from(["", *codes])), draw(st.booleans()), draw(st.integers(1, 5)))
            for s in _spans(draw, days, 3)
        ),
        pairs=tuple(
            Pair(names[0], names[1], together) for together in draw(st.lists(st.booleans(), max_size=2, unique=True))
        ),
        opening_hours=_opening(draw, days),
        demand=_demand(draw, days, shifts, 4),
        volume=tuple(
            Volume(draw(st.sampled_from(CHANNELS)), draw(st.sampled_from(DayKind)), hour, 7.5 * hour, 4.0)
            for hour in draw(st.lists(st.sampled_from([8, 9, 21, 23]), max_size=2, unique=True))
        ),
        topics=tuple(
            Topic(name, draw(_subset(names)), draw(_subset(names)), draw(st.sampled_from([0, 60, 300, 1500])))
            for name in draw(st.sampled_from([(), ("Returns",), ("Returns", "Press")]))
        ),
        # Not where somebody joins: who was not yet there has no days off before the month.
        past_shifts=() if any(m.joins_on for m in managers) else _past(draw, names, codes, whole[0]),
        carry_over=tuple(
            CarryOver(
                name,
                draw(st.integers(0, 3)),
                tuple(draw(st.lists(st.sampled_from([0, 2400, 3600]), max_size=13))),
                draw(st.integers(0, 40)),
                {key: draw(st.integers(-150, 150)) for key in MEASURES},
            )
            for name in draw(_subset(names))
        ),
        ledger_corrections=tuple(
            LedgerCorrection(name, draw(st.sampled_from(days)), draw(st.sampled_from(MEASURES)), 75, "Agreed")
            for name in draw(st.lists(st.sampled_from(names), max_size=2))
        ),
        elsewhere=_elsewhere(draw, names, whole[0]),
        next_shifts=_next(draw, names, codes, whole[-1]),
    )


def _elsewhere(draw: st.DrawFn, names: list[str], first: date) -> tuple[ShiftElsewhere, ...]:
    """Shifts in another team, from the week before the month on; one a day at most."""
    if draw(st.integers(0, 2)):
        return ()
    there = draw(st.dictionaries(
        st.tuples(st.sampled_from(names), st.integers(-7, 35)), st.sampled_from(SHIFTS), max_size=8
    ))  # fmt: skip
    return tuple(
        ShiftElsewhere(
            name, day, moment(VIENNA, day, start), moment(VIENNA, day, end),
            0 if on_call else moment(VIENNA, day, end) - moment(VIENNA, day, start) - break_min, code, on_call,
        )
        for (name, away), (code, start, end, break_min, on_call) in sorted(there.items())
        for day in (first + timedelta(days=away),)
    )  # fmt: skip


def _next(draw: st.DrawFn, names: list[str], codes: list[str], last: date) -> tuple[NextShift, ...]:
    """Shifts of the week after the month; one a day at most."""
    if draw(st.integers(0, 2)):
        return ()
    places = st.tuples(st.sampled_from(names), st.integers(1, 7))
    found = draw(st.dictionaries(places, st.sampled_from(codes), max_size=6))
    return tuple(NextShift(name, last + timedelta(days=ahead), code) for (name, ahead), code in sorted(found.items()))


def _availability(draw: st.DrawFn, names: list[str]) -> tuple[Availability, ...]:
    windows = st.sampled_from([(0, 1440), (360, 1320), (360, 1321), (1200, 1920), (0, 480)])
    chosen = draw(st.lists(st.tuples(st.sampled_from(names), st.integers(0, 6), windows), max_size=5))
    borders = st.sampled_from([None, None, date(2026, 3, 20), date(2026, 11, 8), date(2026, 12, 12)])
    return tuple(
        Availability(name, weekday, *window, draw(borders), draw(borders), draw(st.sampled_from([True, True, False])))
        for name, weekday, window in chosen
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A month with a dense roster, whether it breaks rules or not."""
    year, month = draw(st.sampled_from(MONTHS))
    days = month_days(year, month)
    team = _team(draw, year, month, days, tiny=False)
    codes = [kind.code for kind in team.shift_types]
    often = [(code,) for code in codes] * 2
    of_a_day = st.lists(st.sampled_from([(), *often, tuple(codes[:2])]), min_size=31, max_size=31)
    roster = frozenset(
        (manager.name, day, code)
        for manager in team.managers
        for day, on in zip(days, draw(of_a_day), strict=False)
        for code in on
    )
    changed = draw(st.lists(st.sampled_from(sorted(roster)), max_size=3)) if roster else []
    # To a day on which the roster has the shift too: a shift that is nowhere offered has no cell to keep.
    own = {(name, code): [day for n, day, c in sorted(roster) if (n, c) == (name, code)] for name, _, code in changed}
    moved = {(name, draw(st.sampled_from(own[name, code])), code) for name, _, code in changed}
    published = (roster - set(changed)) | moved if draw(st.booleans()) else frozenset()
    who = st.sampled_from([manager.name for manager in team.managers])
    locks = st.builds(Lock, who, st.sampled_from(days), st.sampled_from(["", *codes]))
    team = replace(team, locks=tuple(draw(st.lists(locks, max_size=4, unique=True))))
    return Case(team, year, month, roster, frozenset(published), draw(st.none() | st.sampled_from(days)))


@st.composite
def tiny_cases(draw: st.DrawFn, most_cells: int = 8) -> Case:
    """A team of which locks leave at most `most_cells` cells free, on up to four neighbouring dates."""
    year, month = draw(st.sampled_from(MONTHS))
    days = month_days(year, month)
    first = draw(st.integers(0, len(days) - 4))
    team = _team(draw, year, month, days[first : first + 4], tiny=True)
    a_day = len(team.managers) * len(team.shift_types)
    free_days = days[first : first + most_cells // a_day]
    locks = [Lock(m.name, day, "") for m in team.managers for day in days if day not in free_days]
    if draw(st.booleans()):
        name, code = draw(st.sampled_from(team.managers)).name, draw(st.sampled_from(team.shift_types)).code
        place = Lock(name, draw(st.sampled_from(free_days)), code)
        locks.append(place)
    kind_of = calendar_of(team.sites[0], (year,)).kind
    offered = [(m.name, d, s.code) for m in team.managers for d in free_days for s in team.shift_types
               if kind_of(d) in s.day_kinds]  # fmt: skip
    published = draw(st.frozensets(st.sampled_from(offered), max_size=3)) if offered else frozenset()
    today = draw(st.none() | st.sampled_from(days))
    return Case(replace(team, locks=tuple(locks)), year, month, frozenset(), published, today)
