"""The small invented team that the template shows: four people, one channel pair, December 2026, plans as it stands."""

from datetime import date
from zoneinfo import ZoneInfo

from planner.domain.days import DayKind
from planner.domain.demand import Demand, OpeningHours, ShiftType, Topic, Volume
from planner.domain.people import Absence, AbsenceKind, Availability, Manager, Pair, Site, Wish
from planner.domain.scenario import DemandChange, Hire, OpeningChange, Scenario
from planner.domain.team import CarryOver, LedgerCorrection, Lock, PastShift, RuleSetting, Team

_YEAR, _MONTH = 2026, 12
_WEEKEND = frozenset({DayKind.SATURDAY, DayKind.SUNDAY, DayKind.HOLIDAY})


def example_team(language: str) -> Team:
    """The example, with names of things in "de" or "en"."""
    german = language == "de"
    site = "Wien" if german else "Vienna"
    crisis = "Krise" if german else "Crisis"
    basis = "Beispiel: Kollektivvertrag" if german else "Example: collective agreement"
    early, late, weekend = ("F", "S", "W") if german else ("E", "L", "W")
    lea, jonas, mira, tarek = "Lea Huber", "Jonas Berger", "Mira Novak", "Tarek Aydin"
    channels = frozenset({"Instagram", "Facebook"})

    def manager(name: str, hours: float, level: int, *, joins_on: date | None = None) -> Manager:
        return Manager(
            name=name,
            public_name=name.split()[0],
            site=site,
            contract_min_week=round(hours * 60),
            skills={crisis: level},
            channels=channels,
            languages=frozenset({"de", "en"}),
            joins_on=joins_on,
        )

    open_daily = [
        *((kind, 480, 1200) for kind in (DayKind.WEEKDAY, DayKind.HALF_HOLIDAY)),
        *((kind, 600, 1080) for kind in sorted(_WEEKEND)),
        (date(_YEAR, 12, 24), 480, 870),
    ]
    return Team(
        name="Beispielteam" if german else "Example team",
        zone=ZoneInfo("Europe/Vienna"),
        first_weekday=0,
        month=(_YEAR, _MONTH),
        sites=(Site(site, ZoneInfo("Europe/Vienna"), "AT", "9", basis, basis),),
        managers=(
            manager(lea, 36, 3),
            manager(jonas, 36, 2),
            manager(mira, 30, 2),
            manager(tarek, 20, 1, joins_on=date(_YEAR, 11, 2)),
        ),
        shift_types=(
            ShiftType(
                early, "Früh" if german else "Early", 480, 870, 30,
                day_kinds=frozenset({DayKind.WEEKDAY, DayKind.HALF_HOLIDAY}), proactive_min=30,
            ),
            ShiftType(
                late, "Spät" if german else "Late", 810, 1200, 30,
                day_kinds=frozenset({DayKind.WEEKDAY, DayKind.HALF_HOLIDAY}), forbidden_next=frozenset({early}),
            ),
            ShiftType(weekend, "Wochenende" if german else "Weekend", 600, 1080, 30, day_kinds=_WEEKEND, max_month=4),
        ),
        rules={"rest": RuleSetting("rest", 720), "wishes": RuleSetting("wishes", price=100)},
        availability=tuple(Availability(tarek, weekday, 480, 1200) for weekday in (0, 1, 2, 3, 5, 6)),
        absences=(
            Absence(jonas, AbsenceKind.LEAVE, date(_YEAR, 12, 21), date(_YEAR, 12, 27)),
            Absence(mira, AbsenceKind.TRAINING, date(_YEAR, 12, 10), date(_YEAR, 12, 10)),
        ),
        wishes=(
            Wish(lea, date(_YEAR, 12, 24), date(_YEAR, 12, 24), "", False, 4),
            Wish(mira, date(_YEAR, 12, 3), date(_YEAR, 12, 4), late, True, 3),
            Wish(jonas, date(_YEAR, 12, 18), date(_YEAR, 12, 18), late, False, 4),
            Wish(tarek, date(_YEAR, 12, 12), date(_YEAR, 12, 13), "", False, 5),
        ),
        pairs=(Pair(lea, tarek, True),),
        opening_hours=tuple(
            OpeningHours(channel, kind, start, end) for channel in sorted(channels) for kind, start, end in open_daily
        ),
        demand=(
            Demand(DayKind.WEEKDAY, early, 0, 0, "", "", 1, 1, 2, None),
            Demand(DayKind.WEEKDAY, late, 0, 0, "", "", 1, 1, 1, 2),
            Demand(DayKind.WEEKDAY, "", 600, 960, "", crisis, 2, 1, 1, None),
            Demand(date(_YEAR, 12, 24), early, 0, 0, "", "", 1, 1, 1, 1),
        ),
        volume=tuple(
            Volume("Instagram", DayKind.WEEKDAY, hour, messages, 2.5)
            for hour, messages in ((9, 6.0), (17, 9.0), (18, 12.5))
        ),
        topics=(
            Topic("Rücksendungen" if german else "Returns", frozenset({lea, jonas}), frozenset({mira, tarek}), 60),
        ),
        locks=(Lock(mira, date(_YEAR, 12, 7), late), Lock(lea, date(_YEAR, 12, 31), "")),
        past_shifts=(PastShift(jonas, date(_YEAR, 11, 29), weekend), PastShift(mira, date(_YEAR, 11, 30), late)),
        carry_over=(
            CarryOver(jonas, 1, (2310, 2340, 2280), 9, {"weekends": 50, "lates": -100}),
            CarryOver(lea, 0, (2310, 2310, 2310), 8, {"weekends": -50}),
        ),
        ledger_corrections=(
            LedgerCorrection(
                mira, date(_YEAR, 12, 1), "lates", 100,
                "Ist im November für Jonas eingesprungen" if german else "Stood in for Jonas in November",
            ),
        ),
        scenarios=(
            Scenario(
                "Noch jemand" if german else "One more person",
                "Was bringt eine weitere Person?" if german else "What would one more person bring?",
                (Hire("Nora Feld", 1200, mira),),
            ),
            Scenario(
                "Länger offen" if german else "Open longer",
                changes=(OpeningChange("Instagram", DayKind.SATURDAY, 540, 1200), DemandChange("Instagram", 120)),
            ),
        ),
    )  # fmt: skip
