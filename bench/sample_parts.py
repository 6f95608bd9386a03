"""What the sample teams are made of: names, shift types, absences, wishes and volume, all invented, from fixed
seeds.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypedDict, Unpack

from planner.domain.days import DayKind
from planner.domain.demand import ALL_KINDS, OpeningHours, ShiftType, Volume
from planner.domain.people import Absence, AbsenceKind, Manager, Site, Wish
from planner.domain.time import MINUTES_A_DAY, days_between
from planner.holiday_calendar import calendar_of

_FIRST = [
    "Ada",
    "Ben",
    "Clara",
    "David",
    "Elif",
    "Finn",
    "Greta",
    "Hakan",
    "Ida",
    "Jonas",
    "Katja",
    "Leon",
    "Mila",
    "Nils",
    "Olga",
    "Paul",
    "Ronja",
    "Samir",
    "Tessa",
    "Uwe",
    "Vera",
    "Wanda",
    "Yusuf",
    "Zoe",
    "Alma",
    "Boris",
    "Carla",
    "Dino",
    "Ella",
    "Felix",
    "Gina",
    "Hugo",
    "Ines",
    "Jan",
    "Kira",
    "Luis",
    "Maya",
    "Noah",
    "Pia",
    "Rosa",
    "Sven",
    "Tom",
    "Lena",
    "Max",
]
_LAST = [
    "Auer",
    "Brandl",
    "Cerny",
    "Dorner",
    "Ebner",
    "Fuchs",
    "Gruber",
    "Horvat",
    "Idris",
    "Jovic",
    "Kainz",
    "Lackner",
    "Maier",
    "Nowak",
    "Oswald",
    "Pichler",
    "Reiter",
    "Steiner",
    "Thaler",
    "Urban",
    "Vogel",
    "Winkler",
    "Yilmaz",
    "Zeller",
    "Bauer",
    "Egger",
    "Hofer",
    "Koller",
    "Lang",
    "Moser",
]
#: Share of a day's messages in each hour from 8 to 21; ours, after the usual two humps of midday and evening.
_HOURS = {
    8: 5, 9: 6, 10: 7, 11: 8, 12: 9, 13: 8, 14: 7, 15: 7, 16: 7, 17: 8, 18: 8, 19: 8, 20: 7, 21: 5,
}  # fmt: skip
_DAY_LEVEL = {
    DayKind.WEEKDAY: 1.0,
    DayKind.SATURDAY: 0.55,
    DayKind.SUNDAY: 0.5,
    DayKind.HOLIDAY: 0.5,
    DayKind.HALF_HOLIDAY: 0.6,
}


class Names:
    """Distinct invented names; the public one is the first name, with an initial where it is taken."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._taken: set[str] = set()

    def next(self) -> tuple[str, str]:
        """(full name, public name), not given before."""
        while True:
            first, last = self._random.choice(_FIRST), self._random.choice(_LAST)
            public = first if first not in self._taken else f"{first} {last[0]}."
            if f"{first} {last}" not in self._taken and public not in self._taken:
                self._taken |= {f"{first} {last}", public}
                return f"{first} {last}", public


class ShiftFacts(TypedDict, total=False):
    """What else may be said of a shift type; see `ShiftType`."""

    skills: Mapping[str, int]
    proactive_min: int
    on_call: bool
    forbidden_next: frozenset[str]


def shift(
    code: str,
    name: str,
    times: str,
    break_min: int,
    day_kinds: frozenset[DayKind] = ALL_KINDS,
    **more: Unpack[ShiftFacts],
) -> ShiftType:
    """A shift type from '22:00-06:00'; an end at or before the start lies in the next day."""
    start, end = (int(h) * 60 + int(m) for h, m in (edge.split(":") for edge in times.split("-")))
    return ShiftType(
        code, name, start, end if end > start else end + MINUTES_A_DAY, break_min, day_kinds=day_kinds, **more
    )


def absences_for(
    random: Random, people: Sequence[Manager], days: Sequence[date], *, per_person: float, longest: int
) -> tuple[Absence, ...]:
    """Absences without overlaps: at least one a person, `per_person` on average, each up to `longest` days."""
    found: list[Absence] = []
    extra = set(random.sample(range(len(people)), round((per_person - 1) * len(people))))
    for index, person in enumerate(people):
        taken: set[date] = set()
        for _ in range(2 if index in extra else 1):
            while True:
                first = random.choice(days[:-longest])
                last = first + timedelta(days=random.randrange(longest))
                span = {first + timedelta(days=i) for i in range((last - first).days + 1)}
                if not span & taken:
                    break
            taken |= span
            kind = random.choices(tuple(AbsenceKind), (6, 2, 2))[0]
            found.append(Absence(person.name, kind, first, last))
    return tuple(found)


def wishes_for(
    random: Random,
    people: Sequence[Manager],
    site: Site,
    days: Sequence[date],
    shifts: Sequence[ShiftType],
    absences: Sequence[Absence],
    *,
    per_person: int,
) -> tuple[Wish, ...]:
    """`per_person` wishes each: two days off for one shift, weights 1 to 5; Christmas and New Year are sought after.

    Nobody wishes for a shift on a day without it, or anything on a day that they are away. site: for the kinds of day.
    """
    sought = (date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 31))
    calendar = calendar_of(site, (days[0].year, days[-1].year))
    found: list[Wish] = []
    for person in people:
        away = {d for a in absences if a.person == person.name for d in days_between(a.first, a.last)}
        here = [day for day in days if day not in away]
        for index in range(per_person):
            near = [day for day in sought if day in here]
            day = random.choice(near) if near and random.random() < 0.25 else random.choice(here)
            offered = [kind.code for kind in shifts if calendar.kind(day) in kind.day_kinds]
            if index % 3 == 2 and offered:
                found.append(Wish(person.name, day, day, random.choice(offered), True, random.randint(1, 3)))
            else:
                last = day + timedelta(days=random.choice((0, 0, 1)))
                found.append(Wish(person.name, day, last if last in here else day, "", False, random.randint(1, 5)))
    return tuple(found)


def brand_volume(
    channels: Sequence[str], opening: Sequence[OpeningHours], *, weekday_messages: float, handle_time_min: float
) -> tuple[Volume, ...]:
    """Messages an hour by channel and kind of day; the first channels carry most."""
    parts = [len(channels) - i for i in range(len(channels))]
    found = []
    for hours in opening:
        if not isinstance(hours.when, DayKind):
            continue
        share = parts[channels.index(hours.channel)] / sum(parts)
        for hour in range(hours.start_min // 60, hours.end_min // 60):
            messages = weekday_messages * _DAY_LEVEL[hours.when] * share * _HOURS[hour] / sum(_HOURS.values())
            found.append(Volume(hours.channel, hours.when, hour, round(messages, 1), handle_time_min))
    return tuple(found)
