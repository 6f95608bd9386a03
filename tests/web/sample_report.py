"""An invented team and a fixed, imperfect roster of December 2026: something real to look at without a search."""

import random
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from planner.board import Board, Place
from planner.domain.days import DayKind
from planner.domain.demand import Demand, OpeningHours, ShiftType, Topic
from planner.domain.people import Absence, AbsenceKind, Availability, Manager, Site, Wish
from planner.domain.roster import Assignment, Roster
from planner.domain.team import CarryOver, LedgerCorrection, Lock, Team
from planner.domain.time import days_between
from planner.reporting.report import Report
from planner.reporting.report_maker import make_report
from planner.slots import slots_of

VIENNA = ZoneInfo("Europe/Vienna")
CHANNELS = ("Instagram", "Facebook", "Reviews", "Chat")
FIRST_NAMES = (
    "Anna", "Ben", "Clara", "David", "Elif", "Fabian", "Greta", "Hakan", "Ines", "Jakob", "Katharina", "Luca",
)  # fmt: skip
LAST_NAMES = (
    "Berger",
    "Horvat",
    "Leitner",
    "Wagner",
    "Yilmaz",
    "Moser",
    "Steiner",
    "Demir",
    "Novak",
    "Hofer",
    "Winkler-Brandstätter",
    "Rossi",
)
WORKDAYS = frozenset({DayKind.WEEKDAY, DayKind.HALF_HOLIDAY})
FREE_DAYS = frozenset({DayKind.SATURDAY, DayKind.SUNDAY, DayKind.HOLIDAY})

SHIFTS = (
    ShiftType("F", "Früh", 480, 960, 30, day_kinds=WORKDAYS),
    ShiftType("M", "Mitte", 660, 1140, 30, day_kinds=WORKDAYS),
    ShiftType("S", "Spät", 840, 1320, 30, day_kinds=WORKDAYS, proactive_min=30),
    ShiftType("W", "Wochenende", 540, 1020, 30, day_kinds=FREE_DAYS),
    ShiftType("A", "Abend frei", 720, 1200, 30, day_kinds=FREE_DAYS),
    ShiftType("B", "Bereitschaft", 1320, 1920, on_call=True),
)


def sample_team(people: int = 12, sites: int = 1) -> Team:
    """A team of up to 288; every second person prefers evenings, every fourth works part time."""
    made = tuple(
        Site(name, VIENNA, country, part, "service", "service")
        for name, country, part in (("Wien", "AT", "9"), ("München", "DE", "BY"), ("Zürich", "CH", "ZH"))[:sites]
    )
    chance = random.Random(7)
    surnames = [LAST_NAMES[(i * 5 + i // 12) % 12] + ("-Neu" if i >= 144 else "") for i in range(people)]
    names = [f"{FIRST_NAMES[i % 12]} {surname}" for i, surname in enumerate(surnames)]
    managers = tuple(
        Manager(
            name, name.split()[0], made[i * sites // people].name, 2310 if i % 4 else 1200,
            skills={"Krise": 1 + i % 3, "Bewertungen": 1 + i % 2}, channels=frozenset(CHANNELS[: 2 + i % 3]),
            languages=frozenset({"de", "en"} if i % 2 else {"de"}),
            joins_on=date(2026, 12, 9) if i == 9 else None,
        )
        for i, name in enumerate(names)
    )  # fmt: skip
    wishes = tuple(
        Wish(name, day, day, "" if chance.random() < 0.6 else "S", chance.random() < 0.3, chance.randint(1, 5))
        for name in names
        for day in (date(2026, 12, chance.randint(1, 31)) for _ in range(3))
    )
    absences = (
        Absence(names[2], AbsenceKind.LEAVE, date(2026, 12, 21), date(2027, 1, 3)),
        Absence(names[5], AbsenceKind.SICK, date(2026, 12, 3), date(2026, 12, 4)),
        Absence(names[7], AbsenceKind.TRAINING, date(2026, 12, 15), date(2026, 12, 15)),
        Absence(names[8], AbsenceKind.LEAVE, date(2026, 12, 7), date(2026, 12, 11)),
    )
    scale = people / 12
    demand = tuple(
        Demand(kind, code, 0, 0, "", "", 0, max(1, round(low * scale)), max(1, round(target * scale)), None)
        for kinds, code, low, target in ((WORKDAYS, "F", 1, 3), (WORKDAYS, "M", 1, 1), (WORKDAYS, "S", 2, 3),
                                         (FREE_DAYS, "W", 1, 2), (FREE_DAYS, "A", 1, 2))
        for kind in sorted(kinds)
    )  # fmt: skip
    opening = tuple(
        OpeningHours(channel, kind, *((480, 1320) if kind in WORKDAYS else (540, 1200)))
        for channel in CHANNELS[:1]
        for kind in DayKind
    )
    return Team(
        "Community Nordlicht", VIENNA, 0, (2026, 12), made, managers, SHIFTS,
        availability=tuple(Availability(names[3], day, 480, 1140) for day in range(5)),
        absences=absences, wishes=wishes, opening_hours=opening, demand=demand,
        topics=(Topic("Lieferung", frozenset({names[0]}), frozenset({names[1]}), 30),),
        locks=(Lock(names[0], date(2026, 12, 24), ""), Lock(names[1], date(2026, 12, 25), "W")),
        carry_over=tuple(CarryOver(n, ledger={"weekends": chance.randint(-150, 150)}) for n in names),
        ledger_corrections=(
            LedgerCorrection(names[0], date(2026, 12, 1), "weekends", 100, "Im November für Jonas eingesprungen"),
        ),
    )  # fmt: skip


def sample_report(team: Team | None = None) -> Report:
    """A roster filled day by day by chance (always the same), with everything shown of it."""
    team = team or sample_team()
    board = Board(team, 2026, 12)
    assignments = tuple(
        Assignment(UUID(int=i), *place, locked=place[:2] in board.locks) for i, place in enumerate(sorted(_fill(board)))
    )
    return make_report(board, Roster(team.name, 2026, 12, assignments))


def _fill(board: Board) -> frozenset[Place]:
    chance = random.Random(3)
    away = {(a.person, day) for a in board.team.absences for day in days_between(a.first, a.last)}
    part_time = {row.person for row in board.team.availability}
    found: set[Place] = {(p, d, s) for (p, d), codes in board.locks.items() for s in codes if s}
    load = {m.name: 0.0 for m in board.people}
    for day in board.days:
        busy = {p for p, d, _ in found if d == day}
        late = {p for p, d, s in found if d == day - timedelta(days=1) and s == "S"}
        for slot in [s for s in slots_of(board) if s.day == day and s.shift]:
            for _ in range(slot.target - sum(1 for p in found if p[1:] == (day, slot.shift))):
                free = [
                    m.name for m in board.people
                    if m.name not in busy and (m.name, day) not in away and m.employed(day)
                    and "" not in board.locks.get((m.name, day), ())
                    and not (slot.shift == "F" and m.name in late)
                    and not (m.name in part_time and slot.shift not in "FM")
                    and load[m.name] < m.contract_min_week * 4.3
                ]  # fmt: skip
                if not free or chance.random() < 0.04:
                    continue
                chosen = min(
                    free,
                    key=lambda n: load[n] / board.people[board.person_index[n]].contract_min_week + chance.random(),
                )
                found.add((chosen, day, slot.shift))
                busy.add(chosen)
                load[chosen] += 450
        rested = [m.name for m in board.people if m.employed(day) and (m.name, day) not in away]
        found.add((rested[day.toordinal() % len(rested)], day, "B"))
    # A clash to look at: an early shift right after a late one, kept as it was entered by hand.
    early = {(name, day + timedelta(days=1), "F") for name, day, shift in found if shift == "S"}
    clashes = sorted((place for place in early if board.number(place) is not None), key=lambda p: (p[1], p[0]))[:1]
    replaced = {place[:2] for place in clashes}
    return frozenset({place for place in found if place[:2] not in replaced} | set(clashes))


def broken_team() -> Team:
    """A team of two that cannot cover its demand."""
    team = sample_team()
    kept = {m.name for m in team.managers[:2]}
    return replace(
        team, managers=team.managers[:2], topics=(), absences=(), carry_over=(), ledger_corrections=(),
        wishes=tuple(w for w in team.wishes if w.person in kept),
        availability=tuple(a for a in team.availability if a.person in kept),
    )  # fmt: skip
