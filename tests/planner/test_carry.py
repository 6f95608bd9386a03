"""What one month hands over to the next, at the borders of weeks, weekends, months and years."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from planner.board import Board
from planner.domain.roster import Assignment, Roster
from planner.domain.team import CarryOver, PastShift, Team
from planner.reporting.carry import WEEKS_KEPT, with_previous
from planner.rules.weekends_in_row import weekends_before
from planner.services.planning import counted, reported
from tests.planner.exchange.roster_reports import TEAM as OTHER_TEAM
from tests.planner.exchange.roster_reports import roster_of
from tests.planner.small_teams import places_of, small_team, year_month

SHIFTS = {"E": "06:00-14:00", "N": "22:00-06:00", "C": {"times": "00:00-24:00", "on_call": True}}


def roster(team: Team, month: str, shifts: Mapping[Any, Any]) -> Roster:
    """Ana's roster of a month, by day of the month."""
    places = sorted(places_of({"Ana": shifts}, month), key=lambda place: (place[1], place[2]))
    return Roster(team.name, *year_month(month), tuple(Assignment(uuid4(), *place) for place in places))


def ana(**facts: Any) -> Team:
    return small_team(people={"Ana": {}}, shifts=SHIFTS, **facts)


def carried(month: str, shifts: Mapping[Any, Any], **facts: Any) -> CarryOver:
    """Ana's counters after a month in which she worked these shifts."""
    team = ana(month=month, **facts)
    made = roster(team, month, shifts)
    (row,) = counted(team, made).carry_over
    return row


# ---- weekends; August 2026 begins on a Saturday, October 2026 ends on one, November 2026 begins on a Sunday


@pytest.mark.parametrize(
    ("month", "shifts", "weekends"),
    [
        ("2026-08", {29: "E"}, 1),
        ("2026-08", {30: "E"}, 1),
        ("2026-08", {22: "E", 30: "E"}, 2),
        ("2026-08", {22: "E", 28: "E", 31: "E"}, 0),
        ("2026-08", {15: "E", 29: "E"}, 1),
        ("2026-08", {29: "C"}, 0),
        # Saturday 31 October and Sunday 1 November are November's first weekend, so November counts them.
        ("2026-10", {24: "E", 31: "E"}, 1),
        ("2026-10", {24: "E"}, 1),
        ("2026-10", {31: "E"}, 0),
    ],
)
def test_weekends_in_a_row(month: str, shifts: dict[int, str], weekends: int) -> None:
    assert carried(month, shifts).weekends_in_row == weekends


@pytest.mark.parametrize(("days", "weekends"), [((1, 8, 15, 22, 29), 8), ((2, 8, 15, 22, 29), 8), ((8, 15, 22, 29), 4)])
def test_a_month_of_weekends_goes_on_with_those_before(days: tuple[int, ...], weekends: int) -> None:
    before = {"Ana": {"weekends_in_row": 3}}
    assert carried("2026-08", dict.fromkeys(days, "E"), carry_over=before).weekends_in_row == weekends


def test_a_weekend_cut_by_the_border_counts_once() -> None:
    october = ana(month="2026-10")
    made = roster(october, "2026-10", {17: "E", 24: "E", 31: "E"})
    previous = counted(october, made)
    november = Board(with_previous(ana(month="2026-11"), previous), 2026, 11)
    assert november.weekends[0] == (date(2026, 10, 31), date(2026, 11, 1))
    assert weekends_before(november, 0) == 2


# ---- weeks


def test_minutes_of_whole_weeks() -> None:
    # December 2026: the weeks that end on 6, 13, 20 and 27 December; the week of the 28th is January's.
    made = carried("2026-12", {1: "E", "7-9": "E", 27: "N", 28: "E"})
    assert made.week_minutes == (480, 3 * 480, 0, 480)


def test_a_week_that_began_last_month_holds_its_past_shifts() -> None:
    past = {"Ana": {"2026-11-30": "E", "2026-11-29": "E"}}
    made = carried("2026-12", {6: "E"}, past_shifts=past, carry_over={"Ana": {"week_minutes": [7]}})
    assert made.week_minutes == (7, 2 * 480, 0, 0, 0)


@pytest.mark.parametrize("known", [WEEKS_KEPT - 5, WEEKS_KEPT - 4, WEEKS_KEPT - 3])
def test_as_many_weeks_are_kept_as_averages_need(known: int) -> None:
    before = {"Ana": {"week_minutes": list(range(1, known + 1))}}
    made = carried("2026-12", {}, carry_over=before).week_minutes
    assert len(made) == min(WEEKS_KEPT, known + 4)
    assert made[0] == max(0, known + 4 - WEEKS_KEPT) + 1
    assert made[-5:] == (known, 0, 0, 0, 0)


def test_a_week_may_begin_on_sunday() -> None:
    # Weeks from Sunday: 29 November to 5 December, ..., 20 to 26 December.
    assert carried("2026-12", {26: "E", 27: "E"}, first_weekday=6).week_minutes == (0, 0, 0, 480)


# ---- Sundays


@pytest.mark.parametrize(
    ("shifts", "sundays"),
    [
        ({}, 5),
        ({7: "E"}, 5),
        ({8: "E"}, 6),
        ({7: "N"}, 6),
        ({8: ["E", "C"]}, 6),
        ({15: "C"}, 6),
        # Sunday 1 November gets the end of Saturday's night, and Monday the end of Sunday's.
        ({1: "N", 29: "N"}, 7),
    ],
)
def test_sundays_worked_this_year(shifts: dict[int, str], sundays: int) -> None:
    assert carried("2026-11", shifts, carry_over={"Ana": {"sundays_worked": 5}}).sundays_worked == sundays


def test_the_year_begins_without_sundays() -> None:
    before = {"Ana": {"sundays_worked": 30}}
    assert carried("2026-12", {6: "E"}, carry_over=before).sundays_worked == 0
    assert carried("2026-11", {}, carry_over=before).sundays_worked == 30


# ---- the ledger


def test_the_ledger_is_what_fairness_says_it_is_after_the_month() -> None:
    facts = {"carry_over": {"Ana": {"ledger": {"weekends": 70, "lates": -30}}}}
    # One person alone always carries their share.
    assert dict(carried("2026-12", {5: "E", 8: "N"}, **facts).ledger) == {
        "weekends": 70, "holidays": 0, "lates": -30, "unpleasant": 0, "on_call": 0,
    }  # fmt: skip


def test_counters_are_those_of_the_report() -> None:
    made = roster_of(OTHER_TEAM)
    assert made.assignments
    assert counted(OTHER_TEAM, made) == reported(OTHER_TEAM, made).roster


# ---- into the next month


def test_last_months_roster_stands_instead_of_the_file() -> None:
    team = small_team(
        people={"Ana": {}, "Ben": {}, "New": {}},
        shifts=SHIFTS,
        month="2027-01",
        past_shifts={"Ana": {"2026-12-02": "E"}, "New": {"2026-12-31": "E"}},
        carry_over={"Ana": {"weekends_in_row": 9}, "New": {"sundays_worked": 4}},
    )
    previous = Roster(
        "Small", 2026, 12,
        (*roster(team, "2026-12", {31: "E"}).assignments, *roster_of(OTHER_TEAM).assignments[-2:]),
        carry_over=(CarryOver("Ana", 2), CarryOver("Ben"), CarryOver("Gone", 3)),
    )  # fmt: skip
    after = with_previous(team, previous)
    # Whom last month did not know keeps what the file says; people and shift types that are gone are left out.
    assert set(after.past_shifts) == {
        PastShift("New", date(2026, 12, 31), "E"),
        PastShift("Ana", date(2026, 12, 31), "E"),
    }
    assert {row.person: row for row in after.carry_over} == {
        "New": CarryOver("New", sundays_worked=4), "Ana": CarryOver("Ana", 2), "Ben": CarryOver("Ben"),
    }  # fmt: skip
