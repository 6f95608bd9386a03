"""Small teams in a few words, for tests: plain data, as a YAML case writes it, becomes a Team and a Board.

    board = small_board(people={"Ana": {}}, shifts={"E": "06:00-14:00"}, month="2026-12")
    places = places_of({"Ana": {1: "E", 2: "E"}}, "2026-12")

Fields are those of the domain's dataclasses, with three shorthands: `times` ("22:00-06:00", an earlier end lies
in the next day) for start_min and end_min, a day of the month (3) for a date, `days` (3, "3-5") for first and last.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from planner.board import Board, Place
from planner.check import Finding, check
from planner.domain.days import DayKind
from planner.domain.demand import Demand, OpeningHours, ShiftType, Topic, Volume
from planner.domain.people import Absence, AbsenceKind, Availability, Manager, Pair, Site, Wish
from planner.domain.team import (
    CarryOver,
    LedgerCorrection,
    Lock,
    NextShift,
    PastShift,
    RuleSetting,
    ShiftElsewhere,
    Team,
)  # fmt: skip
from planner.domain.time import moment
from planner.rulebook import state_rules
from planner.rules.base import Rule

MONTH = "2026-12"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Facts = Mapping[str, Any]


def year_month(month: str) -> tuple[int, int]:
    """'2026-12' -> (2026, 12)."""
    year, _, number = month.partition("-")
    return int(year), int(number)


def minutes_of(times: str) -> tuple[int, int]:
    """'22:00-06:00' -> (1320, 1800): an end at or before the start lies in the next day."""
    edges = [edge.split(":") for edge in times.split("-")]
    start, end = (int(hour) * 60 + int(minute) for hour, minute in edges)
    return start, end if end > start else end + 1440


def day_of(day: int | str | date, month: str = MONTH) -> date:
    """A day of the month, or a date ('2026-11-30' or a date itself)."""
    if isinstance(day, date):
        return day
    return date(*year_month(month), day) if isinstance(day, int) else date.fromisoformat(day)


def span_of(days: int | str | date, month: str = MONTH) -> tuple[date, date]:
    """First and last of 3, '3-5', '2026-11-30' or '2026-11-30/2026-12-05'."""
    if isinstance(days, str):
        separator = "/" if "/" in days else "-" if days.count("-") == 1 else ""
        if separator:
            first, last = (int(edge) if edge.isdigit() else edge for edge in days.split(separator))
            return day_of(first, month), day_of(last, month)
    return day_of(days, month), day_of(days, month)


def _timed(facts: Facts) -> dict[str, Any]:
    given = dict(facts)
    if "times" in given:
        given["start_min"], given["end_min"] = minutes_of(given.pop("times"))
    return given


def shift(code: str, facts: str | Facts) -> ShiftType:
    """A shift type from its times, or from its fields."""
    given = _timed({"times": facts} if isinstance(facts, str) else facts)
    for name in ("channels", "forbidden_next"):
        given[name] = frozenset(given.get(name, ()))
    if "day_kinds" in given:
        given["day_kinds"] = frozenset(DayKind(kind) for kind in given["day_kinds"])
    return ShiftType(**{"code": code, "name": code, **given})


def site(name: str, facts: Facts) -> Site:
    """A site; Vienna unless the facts say otherwise."""
    given = {"zone": "Europe/Vienna", "country": "AT", "subdivision": "9", **facts}
    return Site(name, ZoneInfo(given.pop("zone")), **given)


def manager(name: str, facts: Facts, month: str = MONTH) -> Manager:
    """A manager with 40 h a week at the site "Home" unless the facts say otherwise."""
    given = {"public_name": name, "site": "Home", "contract_min_week": 2400, **facts}
    for listed in ("channels", "languages"):
        given[listed] = frozenset(given.get(listed, ()))
    for dated in ("joins_on", "leaves_on"):
        if given.get(dated) is not None:
            given[dated] = day_of(given[dated], month)
    return Manager(name, **given)


def _when(when: str | int | date, month: str) -> DayKind | date:
    return DayKind(when) if isinstance(when, str) and when in set(DayKind) else day_of(when, month)


def _demand(facts: Facts, month: str) -> Demand:
    given = {"shift": "", "start_min": 0, "end_min": 0, "channel": "", "skill": "", "level": 0, "minimum": 0}
    given |= {"maximum": None, **_timed(facts), "when": _when(facts["when"], month)}
    return Demand(**{"target": given["minimum"], **given})


def _spanned(facts: Facts, month: str) -> dict[str, Any]:
    given = dict(facts)
    if "days" in given:
        given["first"], given["last"] = span_of(given.pop("days"), month)
    return given


def _wish(facts: Facts, month: str) -> Wish:
    return Wish(**{"shift": "", "wants": True, "weight": 1, **_spanned(facts, month)})


def _topic(name: str, facts: Facts) -> Topic:
    deputies = frozenset(facts.get("deputies", ()))
    return Topic(name, frozenset(facts["experts"]), deputies, facts.get("reaction_min", 0))


def _by_day(rows: Mapping[str, Mapping[Any, Any]], month: str) -> Iterable[tuple[str, date, str]]:
    for person, days in rows.items():
        for days_given, codes in days.items():
            first, last = span_of(days_given, month)
            for code in codes if isinstance(codes, list) else [codes]:
                for number in range(first.toordinal(), last.toordinal() + 1):
                    yield person, date.fromordinal(number), code


def places_of(roster: Mapping[str, Mapping[Any, Any]], month: str = MONTH) -> frozenset[Place]:
    """{'Ana': {1: 'L', '2-4': ['E', 'L']}} as the places of a roster."""
    return frozenset(_by_day(roster, month))


def small_team(
    *,
    people: Mapping[str, Facts | None],
    shifts: Mapping[str, str | Facts],
    month: str = MONTH,
    name: str = "Small",
    zone: str = "Europe/Vienna",
    first_weekday: int = 0,
    site: Facts | None = None,
    sites: Mapping[str, Facts] | None = None,
    rules: Mapping[str, Facts] | None = None,
    availability: Mapping[str, Mapping[str, str]] | None = None,
    absences: Iterable[Facts] = (),
    wishes: Iterable[Facts] = (),
    pairs: Iterable[Facts] = (),
    opening_hours: Iterable[Facts] = (),
    demand: Iterable[Facts] = (),
    volume: Iterable[Facts] = (),
    topics: Mapping[str, Facts] | None = None,
    locks: Mapping[str, Mapping[Any, str]] | None = None,
    past_shifts: Mapping[str, Mapping[Any, Any]] | None = None,
    carry_over: Mapping[str, Facts] | None = None,
    ledger_corrections: Iterable[Facts] = (),
    elsewhere: Mapping[str, Mapping[Any, str]] | None = None,
    next_shifts: Mapping[str, Mapping[Any, Any]] | None = None,
) -> Team:
    """A team. site: fields of the only site, "Home"; sites: several by name, then each manager names one.

    availability: {person: {"mon": "08:00-16:00"}}. locks, past_shifts, next_shifts: {person: {day: code}}, "" = free.
    elsewhere: {person: {day: "06:00-14:00"}}, worked in another team; "on call 06:00-14:00" for a duty.
    """
    places = {"Home": site or {}, **(sites or {})} if site or not sites else sites
    return Team(
        name=name,
        zone=ZoneInfo(zone),
        first_weekday=first_weekday,
        month=year_month(month),
        sites=tuple(_site(title, facts) for title, facts in places.items()),
        managers=tuple(manager(person, facts or {}, month) for person, facts in people.items()),
        shift_types=tuple(shift(code, facts) for code, facts in shifts.items()),
        rules={code: RuleSetting(code, **_priced(facts)) for code, facts in (rules or {}).items()},
        availability=tuple(
            Availability(person, WEEKDAYS.index(weekday), *minutes_of(times))
            for person, windows in (availability or {}).items()
            for weekday, times in windows.items()
        ),
        absences=tuple(
            Absence(**{**_spanned(row, month), "kind": AbsenceKind(row.get("kind", "leave"))}) for row in absences
        ),
        wishes=tuple(_wish(row, month) for row in wishes),
        pairs=tuple(Pair(**row) for row in pairs),
        opening_hours=tuple(
            OpeningHours(**{**_timed(row), "when": _when(row["when"], month)}) for row in opening_hours
        ),
        demand=tuple(_demand(row, month) for row in demand),
        volume=tuple(Volume(**{**row, "when": DayKind(row["when"])}) for row in volume),
        topics=tuple(_topic(title, row) for title, row in (topics or {}).items()),
        locks=tuple(Lock(*place) for place in _by_day(locks or {}, month)),
        past_shifts=tuple(PastShift(*place) for place in _by_day(past_shifts or {}, month)),
        carry_over=tuple(
            CarryOver(person, **{**row, "week_minutes": tuple(row.get("week_minutes", ()))})
            for person, row in (carry_over or {}).items()
        ),
        ledger_corrections=tuple(
            LedgerCorrection(**{**row, "day": day_of(row["day"], month)}) for row in ledger_corrections
        ),
        elsewhere=tuple(_there(*row, ZoneInfo(zone)) for row in _by_day(elsewhere or {}, month)),
        next_shifts=tuple(NextShift(*place) for place in _by_day(next_shifts or {}, month)),
    )


def _there(person: str, day: date, times: str, zone: ZoneInfo) -> ShiftElsewhere:
    on_call = times.startswith("on call ")
    start, end = (moment(zone, day, minute) for minute in minutes_of(times.removeprefix("on call ")))
    return ShiftElsewhere(person, day, start, end, 0 if on_call else end - start, "Away (Other)", on_call)


_site = site


def _priced(facts: Facts) -> dict[str, Any]:
    """A setting's fields; price "hard" stands for NEVER."""
    return {**facts, **({"price": -1} if facts.get("price") == "hard" else {})}


def small_board(
    *,
    month: str = MONTH,
    roster: Mapping[str, Mapping[Any, Any]] | None = None,
    published: Mapping[str, Mapping[Any, Any]] | None = None,
    today: int | str | date | None = None,
    **facts: Any,
) -> Board:
    """The board of a small team. roster: its places get cells even where no shift type offers them."""
    return Board(
        small_team(month=month, **facts),
        *year_month(month),
        extra=places_of(roster or {}, month),
        published=places_of(published or {}, month),
        today=None if today is None else day_of(today, month),
    )


def findings_of(board: Board, roster: Mapping[str, Mapping[Any, Any]], *rules: Rule) -> list[Finding]:
    """What a roster of the board's month breaks of these rules, by date and person; the whole month's come first."""
    places = places_of(roster, f"{board.year}-{board.month:02d}")
    with patch("planner.rulebook.RULES", rules):
        found = check(board, state_rules(board), places).findings
    return sorted(found, key=lambda f: (f.day or date.min, f.person or "", f.value))
