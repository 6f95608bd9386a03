"""Writes the sample teams of data/samples. Everything in them is invented; run `python -m bench.samples`.

The facts come from fixed seeds, so a second run writes the same teams.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from bench import ROOT
from bench.sample_parts import Names, absences_for, brand_volume, shift, wishes_for
from planner.domain.days import DayKind
from planner.domain.demand import Demand, OpeningHours, ShiftType, Topic
from planner.domain.people import Absence, AbsenceKind, Availability, Manager, Site, Wish
from planner.domain.team import CarryOver, Lock, PastShift, RuleSetting, Team
from planner.domain.time import month_days
from planner.exchange.template import write_team

MONTH = (2026, 12)
DAYS = month_days(*MONTH)
VIENNA, BERLIN, ZURICH = ZoneInfo("Europe/Vienna"), ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/Zurich")
WORKING = frozenset({DayKind.WEEKDAY})
FREE = frozenset({DayKind.SATURDAY, DayKind.SUNDAY, DayKind.HOLIDAY})
HALF = frozenset({DayKind.HALF_HOLIDAY})
AT_BASIS = "Betriebsvereinbarung (erfunden)"


def _named(shifts: Sequence[ShiftType], codes: str) -> list[ShiftType]:
    return [kind for kind in shifts if kind.code in codes]


def brand_team() -> Team:
    """Sample 1: twelve people in Vienna for one brand, four channels, December with its holidays."""
    random = Random(1)
    channels = ("Instagram", "Facebook", "TikTok", "Google")
    names = Names(random)
    hours = (38.5, 38.5, 38.5, 38.5, 38.5, 38.5, 30, 30, 30, 20, 20, 20)
    managers = []
    for index, weekly in enumerate(hours):
        name, public = names.next()
        known = set(random.sample(channels, 3 if index % 3 else 4))
        skills = {"Krise": 3 if index in (0, 3, 6) else 2 if index % 2 else 1, "Produkt": 1 + index % 3}
        if index in (1, 4, 7, 10):
            skills["Video"] = 2
        managers.append(
            Manager(
                name, public, "Wien", round(weekly * 60), skills, frozenset(known), frozenset({"Deutsch", "Englisch"})
            )
        )
    people = tuple(managers)
    shifts = (
        shift("F", "Früh", "08:00-16:00", 30, WORKING | HALF, proactive_min=45),
        shift("M", "Mittel", "10:00-18:30", 30, WORKING, proactive_min=45),
        shift("S", "Spät", "14:00-22:00", 30, WORKING, proactive_min=30, forbidden_next=frozenset({"F"})),
        shift("K", "Kurz", "17:00-22:00", 0, WORKING, proactive_min=15, forbidden_next=frozenset({"F"})),
        shift("W", "Wochenende früh", "09:00-15:00", 0, FREE),
        shift("A", "Wochenende spät", "14:00-20:00", 0, FREE),
        shift("R", "Rufbereitschaft", "08:00-22:00", 0, on_call=True, skills={"Krise": 2}),
    )
    opening = tuple(
        OpeningHours(channel, kind, start * 60, end * 60, 1)
        for channel in channels
        for kind, start, end in (
            (DayKind.WEEKDAY, 8, 22),
            (DayKind.SATURDAY, 9, 20),
            (DayKind.SUNDAY, 9, 20),
            (DayKind.HOLIDAY, 9, 20),
            (DayKind.HALF_HOLIDAY, 8, 16),
        )
    )
    demand = (
        *(Demand(kind, "R", 0, 0, "", "", 0, 1, 1, 1) for kind in DayKind),
        Demand(DayKind.WEEKDAY, "", 10 * 60, 20 * 60, "", "Krise", 2, 1, 1, None),
        Demand(DayKind.WEEKDAY, "", 14 * 60, 18 * 60, "", "Video", 2, 1, 1, None),
    )
    site = Site("Wien", VIENNA, "AT", "9", AT_BASIS, AT_BASIS)
    absences = absences_for(random, people, DAYS, per_person=1.1, longest=5)
    return Team(
        "Café Lindner, Community (erfunden)",
        VIENNA,
        0,
        MONTH,
        (site,),
        people,
        shifts,
        rules={
            "max_weekends": RuleSetting("max_weekends", 3),
            "weekends_in_row": RuleSetting("weekends_in_row", 2),
        },
        availability=(
            *(Availability(people[9].name, d, 8 * 60, 16 * 60) for d in range(5)),
            *(Availability(people[10].name, d, 13 * 60, 24 * 60) for d in range(7)),
        ),
        absences=absences,
        wishes=wishes_for(random, people, site, DAYS, _named(shifts, "FSWA"), absences, per_person=3),
        opening_hours=opening,
        demand=demand,
        volume=brand_volume(channels, opening, weekday_messages=BRAND_MESSAGES, handle_time_min=5.0),
        topics=(
            Topic(
                "Rückrufe und Allergene",
                frozenset(p.name for p in people[:6]),
                frozenset(p.name for p in people[6:10]),
                30,
            ),
        ),
        locks=(Lock(people[0].name, date(2026, 12, 24), ""), Lock(people[3].name, date(2026, 12, 2), "F")),
        past_shifts=(
            PastShift(people[1].name, date(2026, 11, 30), "S"),
            PastShift(people[2].name, date(2026, 11, 29), "W"),
            PastShift(people[2].name, date(2026, 11, 28), "W"),
            PastShift(people[4].name, date(2026, 11, 29), "A"),
            PastShift(people[5].name, date(2026, 11, 30), "F"),
        ),
        carry_over=tuple(
            CarryOver(
                p.name,
                1 if i in (2, 4) else 0,
                (p.contract_min_week,) * 4,
                14 + i % 5,
                {"weekends": (i % 5 - 2) * 50, "holidays": (i % 3 - 1) * 50},
            )
            for i, p in enumerate(people)
        ),
    )


#: Messages an ordinary weekday of sample 1, chosen so that demand is close to the contracts (see bench.plan).
BRAND_MESSAGES = 440


def one_person() -> Team:
    """Sample 2: one person with an hour a day."""
    anna = Manager("Anna Berg", "Anna", "Graz", 300, {}, frozenset({"Instagram"}), frozenset({"Deutsch"}))
    kinds = (DayKind.WEEKDAY, DayKind.HALF_HOLIDAY)
    return Team(
        "Blumen Berg (erfunden)",
        VIENNA,
        0,
        MONTH,
        (Site("Graz", VIENNA, "AT", "6"),),
        (anna,),
        (shift("H", "Eine Stunde", "17:00-18:00", 0, frozenset(kinds)),),
        absences=(Absence(anna.name, AbsenceKind.LEAVE, date(2026, 12, 28), date(2026, 12, 30)),),
        wishes=(Wish(anna.name, date(2026, 12, 24), date(2026, 12, 24), "", False, 4),),
        opening_hours=tuple(OpeningHours("Instagram", kind, 17 * 60, 18 * 60, 1) for kind in kinds),
    )


def round_the_clock() -> Team:
    """Sample 3: sixty people at three sites, several languages, all hours of all days."""
    random = Random(3)
    names = Names(random)
    channels = ("Instagram", "Facebook", "X", "App Store", "Chat")
    sites = (
        Site("Wien", VIENNA, "AT", "9", AT_BASIS, AT_BASIS),
        Site(
            "München",
            BERLIN,
            "DE",
            "BY",
            "Bewilligung nach § 13 ArbZG (erfunden)",
            "Bewilligung nach § 13 ArbZG (erfunden)",
        ),
        Site(
            "Zürich",
            ZURICH,
            "CH",
            "ZH",
            "Bewilligung nach Art. 19 ArG (erfunden)",
            "Bewilligung nach Art. 19 ArG (erfunden)",
        ),
    )
    managers = []
    for index in range(60):
        name, public = names.next()
        site = sites[0 if index < 28 else 1 if index < 48 else 2]
        full = {"AT": 38.5, "DE": 40.0, "CH": 42.0}[site.country]
        weekly = full if index % 4 else (30 if index % 8 else 24)
        skills = {"Deutsch": 3, "Englisch": 1 + index % 3}
        if index % 4 == 1:
            skills["Französisch"] = 2
        if index % 5 == 2:
            skills["Italienisch"] = 2
        if index % 6 in (0, 3):
            skills["Leitung"] = 3
        if index % 3 == 0:
            skills["Technik"] = 2
        known = frozenset(random.sample(channels, 4 if index % 2 else 3))
        managers.append(
            Manager(name, public, site.name, round(weekly * 60), skills, known, frozenset(skills) & LANGUAGES)
        )
    people = tuple(managers)
    shifts = (
        shift("F", "Früh", "06:00-14:00", 30),
        shift("T", "Tag", "09:00-17:30", 30, WORKING | HALF),
        shift("M", "Mittel", "11:00-19:00", 30),
        shift("S", "Spät", "14:00-22:00", 30, forbidden_next=frozenset({"F"})),
        shift("N", "Nacht", "22:00-06:00", 30),
        shift("R", "Rufbereitschaft", "00:00-24:00", 0, on_call=True, skills={"Leitung": 3}),
    )
    opening = tuple(OpeningHours(channel, kind, 0, 24 * 60, 1) for channel in channels for kind in DayKind)
    levels = {
        DayKind.WEEKDAY: 1.0,
        DayKind.SATURDAY: 0.72,
        DayKind.SUNDAY: 0.66,
        DayKind.HOLIDAY: 0.66,
        DayKind.HALF_HOLIDAY: 0.8,
    }
    bands = ((0, 6, 5), (6, 9, 11), (9, 14, 19), (14, 17, 20), (17, 19, 16), (19, 22, 12), (22, 24, 5))
    demand = [
        Demand(kind, "", a * 60, b * 60, "", "", 0, max(2, round(n * level * CLOCK_FACTOR * 0.7)),
               max(2, round(n * level * CLOCK_FACTOR)), None)
        for kind, level in levels.items()
        for a, b, n in bands
    ]  # fmt: skip
    for kind in DayKind:
        demand.append(Demand(kind, "R", 0, 0, "", "", 0, 1, 1, 1))
        demand.append(Demand(kind, "", 6 * 60, 22 * 60, "", "Leitung", 3, 1, 1, None))
        demand.append(Demand(kind, "", 6 * 60, 22 * 60, "", "Französisch", 2, 1, 2, None))
        demand.append(Demand(kind, "", 9 * 60, 19 * 60, "", "Italienisch", 2, 1, 1, None))
        demand.append(Demand(kind, "", 0, 24 * 60, "", "Technik", 2, 1, 2, None))
    absences = absences_for(random, people, DAYS, per_person=1.05, longest=5)
    return Team(
        "Alpenfunk, Service rund um die Uhr (erfunden)",
        VIENNA,
        0,
        MONTH,
        sites,
        people,
        shifts,
        rules={"max_weekends": RuleSetting("max_weekends", 3)},
        absences=absences,
        wishes=wishes_for(random, people, sites[0], DAYS, _named(shifts, "FSN"), absences, per_person=3),
        opening_hours=opening,
        demand=tuple(demand),
        topics=(
            Topic(
                "Störung",
                frozenset(p.name for p in people if "Technik" in p.skills),
                frozenset(p.name for p in people if "Leitung" in p.skills),
                15,
            ),
        ),
        carry_over=tuple(
            CarryOver(p.name, 0, (p.contract_min_week,) * 4, 12 + i % 6, {"weekends": (i % 5 - 2) * 40})
            for i, p in enumerate(people)
        ),
    )


LANGUAGES = frozenset({"Deutsch", "Englisch", "Französisch", "Italienisch"})
#: People wanted in sample 3 relative to its bands, chosen so that demand is close to the contracts (see bench.plan).
CLOCK_FACTOR = 0.95


def short_team() -> Team:
    """Sample 4: four people who cannot cover what is asked of them, for the explanations."""
    people = (
        Manager("Berta Kranz", "Berta", "Linz", 2310, {"Krise": 3}, frozenset({"Instagram", "Facebook"})),
        Manager("Cem Aydin", "Cem", "Linz", 1800, {"Krise": 1}, frozenset({"Instagram"})),
        Manager("Dora Hlavac", "Dora", "Linz", 1200, {}, frozenset({"Facebook"})),
        Manager(
            "Emil Novak",
            "Emil",
            "Linz",
            2310,
            {"Krise": 2},
            frozenset({"Instagram", "Facebook"}),
            leaves_on=date(2026, 12, 15),
        ),
    )
    free = (DayKind.SATURDAY, DayKind.SUNDAY, DayKind.HOLIDAY)
    return Team(
        "Rad und Tat (erfunden)",
        VIENNA,
        0,
        MONTH,
        (Site("Linz", VIENNA, "AT", "4", "", ""),),
        people,
        (
            shift("F", "Früh", "08:00-14:00", 0),
            shift("S", "Spät", "14:00-20:00", 0, forbidden_next=frozenset({"F"}), skills={"Krise": 1}),
        ),
        availability=tuple(Availability("Dora Hlavac", d, 8 * 60, 14 * 60) for d in (0, 1, 3)),
        absences=(
            Absence("Berta Kranz", AbsenceKind.LEAVE, date(2026, 12, 7), date(2026, 12, 11)),
            Absence("Cem Aydin", AbsenceKind.SICK, date(2026, 12, 1), date(2026, 12, 4)),
        ),
        wishes=(Wish("Cem Aydin", date(2026, 12, 18), date(2026, 12, 20), "", False, 5),),
        opening_hours=tuple(
            OpeningHours(channel, kind, 8 * 60, 20 * 60, 1)
            for channel in ("Instagram", "Facebook")
            for kind in (DayKind.WEEKDAY, *free)
        ),
        demand=(Demand(DayKind.WEEKDAY, "", 10 * 60, 18 * 60, "", "", 0, 2, 2, None),),
    )


SAMPLES = {
    "1-brand-team-vienna": brand_team,
    "2-one-person": one_person,
    "3-round-the-clock": round_the_clock,
    "4-short-team": short_team,
}


def write_samples(folder: Path) -> None:
    """Write all samples as workbooks."""
    for name, make in SAMPLES.items():
        write_team(make(), folder / f"{name}.xlsx", "de")


def main() -> None:
    """Write them to where they are shipped from."""
    write_samples(ROOT / "data" / "samples")


if __name__ == "__main__":
    main()
