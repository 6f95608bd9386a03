"""With whom somebody works and whom they can ask: also over the border of two months, and when it is themselves."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from planner.bootstrap import StandingClock
from planner.services.own_shifts import Asked, OwnShift, OwnShifts, YearMonth
from planner.storage.database import Database
from tests.conftest import NOW
from tests.planner.small_teams import small_team
from tests.planner.storage.desk import Desk, desk_on, roster

ANA, BEN, CLEO = "Ana Berger", "Ben Moser", "Cleo Huber"
SHIFTS = {"E": "05:00-13:00", "N": "22:00-06:00", "D": {"times": "08:00-08:00", "on_call": True}}
NOVEMBER = ((BEN, 30, "N"), (ANA, 30, "D"))
DECEMBER = ((ANA, 1, "E"), (ANA, 1, "D"), (CLEO, 2, "E"), (BEN, 2, "D"), (CLEO, 31, "N"))
JANUARY = ((BEN, 1, "E"),)


def published(
    database: Database,
    *months: tuple[int, tuple[tuple[str, int, str], ...]],
    names: Mapping[str, str] = MappingProxyType({}),
) -> Desk:
    """months: the month of 2026 (13 = January after), and who works what in it. names: public ones."""
    people = {name: {"public_name": names.get(name, name.partition(" ")[0])} for name in (ANA, BEN, CLEO)}
    topics = {"delivery": {"experts": [ANA, BEN]}}
    desk = desk_on(database, small_team(people=people, shifts=SHIFTS, topics=topics))
    for number, places in months:
        year, month = (2027, 1) if number == 13 else (2026, number)
        made = roster(*places, month=month)
        rows = tuple(replace(row, day=row.day.replace(year=year)) for row in made.assignments)
        draft = desk.drafts.keep(desk.team, replace(made, year=year, assignments=rows), desk.lead)
        desk.publishing.publish(draft.id, 0, None, desk.lead)
    return desk


def own(desk: Desk, name: str, month: YearMonth) -> dict[tuple[int, str], OwnShift]:
    found = OwnShifts(desk.vault, StandingClock(NOW)).roster({desk.team: name}, month)
    assert found is not None
    return {(shift.work.day.day, shift.work.shift.code): shift for shift in found.shifts}


def test_who_works_over_the_border_of_a_month_is_there_meanwhile(shared_database: Database) -> None:
    desk = published(shared_database, (11, NOVEMBER), (12, DECEMBER), (13, JANUARY))
    december = own(desk, ANA, (2026, 12))
    assert december.keys() == {(1, "E"), (1, "D")}
    assert (december[1, "E"].beside, december[1, "E"].contacts) == (("Ben",), (("delivery", Asked(("Ben",), True)),))
    assert own(desk, BEN, (2026, 11))[30, "N"].beside == ("Ana",)
    assert own(desk, CLEO, (2026, 12))[31, "N"].beside == ("Ben",)


def test_drafts_of_the_month_beside_say_nothing(shared_database: Database) -> None:
    desk = published(shared_database, (12, DECEMBER))
    desk.drafts.keep(desk.team, roster(*NOVEMBER, month=11), desk.lead)
    assert own(desk, ANA, (2026, 12))[1, "E"].beside == ()


def test_who_is_on_duty_is_whom_they_would_escalate_to(shared_database: Database) -> None:
    desk = published(shared_database, (12, DECEMBER))
    assert own(desk, ANA, (2026, 12))[1, "E"].escalation == Asked((), True)
    assert own(desk, CLEO, (2026, 12))[2, "E"].escalation == Asked(("Ben",), False)
    assert own(desk, CLEO, (2026, 12))[31, "N"].escalation == Asked((), False)


def test_who_has_the_same_public_name_is_somebody_else(shared_database: Database) -> None:
    places = ((ANA, 1, "E"), (BEN, 1, "E"), (BEN, 1, "D"))
    desk = published(shared_database, (12, places), names={ANA: "Alex", BEN: "Alex"})
    shift = own(desk, ANA, (2026, 12))[1, "E"]
    assert (shift.beside, shift.escalation) == (("Alex",), Asked(("Alex",), False))
    assert shift.contacts == (("delivery", Asked(("Alex",), True)),)
    assert own(desk, CLEO, (2026, 12)) == {}
