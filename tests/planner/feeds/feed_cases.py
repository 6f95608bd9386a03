"""A small team and its rosters for feed tests, with a clock that stands still until it is moved."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from planner.domain.days import DayKind
from planner.domain.demand import OpeningHours, ShiftType, Topic
from planner.domain.people import Absence, AbsenceKind, Manager, Site
from planner.domain.roster import Assignment, Roster
from planner.domain.team import Team
from planner.exchange.feed_files import file_feeds
from planner.services.feeds import Feeds

VIENNA = ZoneInfo("Europe/Vienna")
BASE = "https://planner.example"
IDS = UUID("5f0c7b52-0000-4000-8000-000000000000")

EARLY = ShiftType("F", "Early", 6 * 60, 14 * 60, 30, frozenset({"Instagram"}))
LATE = ShiftType("S", "Late", 13 * 60, 22 * 60, 30)
NIGHT = ShiftType("N", "Night", 22 * 60, 30 * 60)
DUTY = ShiftType("B", "Escalation", 0, 1440, on_call=True)

MARA = Manager("Mara Maier", "Mara", "Vienna", 2310, channels=frozenset({"Instagram", "Facebook"}))
JAN = Manager("Jan Novak", "Jan", "Vienna", 2310, channels=frozenset({"Facebook"}))
ZOE = Manager("Zoe Zach", "Zoë", "Graz", 1200, channels=frozenset({"Instagram"}))

TEAM = Team(
    name="Brand",
    zone=VIENNA,
    first_weekday=0,
    month=(2026, 12),
    sites=(Site("Vienna", VIENNA, "AT", "9"), Site("Graz", VIENNA, "AT", "6")),
    managers=(MARA, JAN, ZOE),
    shift_types=(EARLY, LATE, NIGHT, DUTY),
    absences=(Absence("Jan Novak", AbsenceKind.LEAVE, date(2026, 12, 21), date(2026, 12, 25)),),
    opening_hours=(
        OpeningHours("Instagram", DayKind.WEEKDAY, 480, 1320),
        OpeningHours("Facebook", DayKind.WEEKDAY, 480, 1320),
    ),
    topics=(Topic("Recipes", frozenset({"Mara Maier"}), frozenset({"Zoe Zach"}), 60),),
)


@dataclass
class StandingClock:
    """Tells a time that only moves when a test moves it."""

    at: datetime = datetime(2026, 11, 23, 9, 30, 15, 250_000, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def pass_time(self, **time: float) -> None:
        self.at += timedelta(**time)


def shift(person: Manager, day: date, kind: ShiftType, uid: UUID | None = None) -> Assignment:
    """An assignment whose identity follows from what it is, unless it is given."""
    return Assignment(uid or uuid5(IDS, f"{person.name} {day} {kind.code}"), person.name, day, kind.code)


def roster(*assignments: Assignment, year: int = 2026, month: int = 12) -> Roster:
    return Roster(TEAM.name, year, month, assignments)


def december(number: int) -> date:
    return date(2026, 12, number)


#: Mara and Jan early on the 1st, Zoë late with duty for Jan, Mara on the night of the 3rd.
FULL = roster(
    shift(MARA, december(1), EARLY),
    shift(JAN, december(1), EARLY),
    shift(ZOE, december(1), LATE),
    shift(JAN, december(1), DUTY),
    shift(MARA, december(3), NIGHT),
)


def make_feeds(folder: Path, clock: StandingClock, base_url: str = BASE) -> Feeds:
    return file_feeds(folder / "feeds", clock, base_url)


def with_people(team: Team, *managers: Manager) -> Team:
    return replace(team, managers=managers)


def without(full: Roster, gone: Iterable[Assignment]) -> Roster:
    dropped = {assignment.uid for assignment in gone}
    return replace(full, assignments=tuple(a for a in full.assignments if a.uid not in dropped))
