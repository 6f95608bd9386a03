"""The month-end figures worked out by hand on tiny teams."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings

from planner.contract import absent_credit_min
from planner.domain.month_end import Correction, Instead, MonthEnd
from planner.domain.people import AbsenceKind
from planner.domain.roster import Assignment, Roster
from planner.reporting.month_end import month_end
from planner.reporting.report_maker import make_report
from tests.planner.random_teams import Case, cases
from tests.planner.small_teams import places_of, small_board

SHIFTS: dict[str, Any] = {
    "E": {"times": "06:00-14:00", "break_min": 30},
    "N": {"times": "20:00-06:00", "break_min": 60},
    "C": {"times": "00:00-24:00", "on_call": True},
}


def _only(shifts_of: Any, month: str = "2026-12", **facts: Any) -> MonthEnd:
    facts = {"people": {"Ana": {}}, "shifts": SHIFTS, **facts}
    board = small_board(month=month, roster={"Ana": shifts_of}, **facts)
    (ana,) = month_end(board, places_of({"Ana": shifts_of}, month))
    return ana


def test_a_night_counts_by_the_hours_of_the_country() -> None:
    # 20-6 with an hour's break: Austria's night is 22-5, Germany's 23-6.
    assert _only({16: "N"}).worked_min == 9 * 60
    assert _only({16: "N"}).night_min == 7 * 60
    munich = {"Home": {"country": "DE", "subdivision": "BY", "sunday_basis": "x", "holiday_basis": "x"}}
    assert _only({16: "N"}, sites=munich).night_min == 7 * 60
    # 20-5:30 ends before Germany's night does.
    short = {**SHIFTS, "N": "20:00-05:30"}
    assert _only({16: "N"}, sites=munich, shifts=short).night_min == 6 * 60 + 30
    assert _only({16: "N"}, shifts=short).night_min == 7 * 60


def test_a_night_over_the_clock_change_has_its_true_length() -> None:
    # 24 October 2026, a Saturday: the clock goes back at 3:00, so 22-5 lasts eight hours and Sunday has seven of it.
    ana = _only({24: "N"}, "2026-10")
    assert (ana.night_min, ana.sunday_min) == (8 * 60, 7 * 60)


def test_sundays_and_holidays_part_at_midnight() -> None:
    # Saturday night into Sunday the 6th; the 8th is a holiday; Christmas Day 2027 is a Saturday, its Sunday a holiday.
    ana = _only({5: "N", 8: "E"})
    assert (ana.sunday_min, ana.holiday_min) == (6 * 60, 8 * 60)
    boxing_day = _only({26: "E"}, "2027-12")
    assert date(2027, 12, 26).weekday() == 6
    assert (boxing_day.sunday_min, boxing_day.holiday_min) == (0, 8 * 60)


def test_absences_are_paid_by_kind_and_duties_are_days() -> None:
    ana = _only(
        {16: ["E", "C"], 17: "C"},
        people={"Ana": {"contract_min_week": 2000}},
        absences=[{"person": "Ana", "days": "1-2"}, {"person": "Ana", "days": 3, "kind": "sick"},
                  {"person": "Ana", "days": 31, "kind": "training"}],
    )  # fmt: skip
    assert ana.absent_min == {AbsenceKind.LEAVE: 800, AbsenceKind.SICK: 400, AbsenceKind.TRAINING: 200}
    assert (ana.worked_min, ana.on_call_days, ana.paid_min) == (450, 2, 450 + 1400)


def test_minutes_that_do_not_divide_add_up_all_the_same() -> None:
    ana = _only(
        {},
        people={"Ana": {"contract_min_week": 2307}},
        absences=[{"person": "Ana", "days": 1}, {"person": "Ana", "days": 2, "kind": "sick"},
                  {"person": "Ana", "days": 3, "kind": "training"}],
    )  # fmt: skip
    assert sorted(ana.absent_min.values()) == [461, 461, 462]
    assert sum(ana.absent_min.values()) == 2307 * 3 // 5


def test_a_place_without_a_cell_is_named() -> None:
    board = small_board(people={"Ana": {}}, shifts=SHIFTS)
    with pytest.raises(KeyError, match="no cell for"):
        month_end(board, [("Ana", date(2026, 12, 1), "Q")])


@given(cases())
@settings(max_examples=30, deadline=None)
def test_it_adds_up_to_the_hours_of_the_report(case: Case) -> None:
    board = case.board()
    assignments = tuple(Assignment(UUID(int=i), *place) for i, place in enumerate(sorted(case.roster)))
    report = make_report(board, Roster(case.team.name, case.year, case.month, assignments))
    for person, (ended, hours) in enumerate(zip(month_end(board, case.roster), report.hours, strict=True)):
        assert (ended.person, ended.worked_min) == (hours.person, hours.planned_min)
        assert sum(ended.absent_min.values()) == hours.absent_min == absent_credit_min(board, person)


# ---- as worked, after corrections


def _actual(shifts_of: Any, *corrections: Correction, **facts: Any) -> MonthEnd:
    facts = {"people": {"Ana": {}}, "shifts": SHIFTS, **facts}
    board = small_board(month="2026-12", roster={"Ana": shifts_of}, **facts)
    (ana,) = month_end(board, places_of({"Ana": shifts_of}, "2026-12"), corrections)
    return ana


def _instead(day: int, shift: str, instead: Instead, *times: int) -> Correction:
    return Correction("Ana", date(2026, 12, day), shift, instead, *times)


def test_other_times_count_by_the_clock_like_planned_ones() -> None:
    # Saturday the 12th, 14:00 to 2:00 with half an hour's break instead of 6 to 14: two hours of Sunday, four of night.
    longer = _instead(12, "E", Instead.WORKED, 14 * 60, 26 * 60, 30)
    ana = _actual({12: "E", 16: "E"}, longer)
    assert (ana.worked_min, ana.sunday_min, ana.night_min) == (11 * 60 + 30 + 450, 120, 240)


def test_a_shift_that_was_not_worked_is_not_paid_unless_it_is_an_absence() -> None:
    for instead, worked_min, paid_min in (
        (Instead.NOTHING, 0, 0), (Instead.SICK, 0, 450), (Instead.LEAVE, 0, 450), (Instead.TRAINING, 0, 450),
        (Instead.PLANNED, 450, 450),
    ):  # fmt: skip
        ana = _actual({16: "E"}, _instead(16, "E", instead))
        assert (ana.worked_min, ana.paid_min) == (worked_min, paid_min), instead
    ana = _actual({16: "E"}, _instead(16, "E", Instead.SICK))
    assert ana.absent_min[AbsenceKind.SICK] == 450


def test_an_absence_that_the_team_knows_of_is_not_paid_twice() -> None:
    ill = [{"person": "Ana", "days": 16, "kind": "sick"}]
    known = _actual({16: "E"}, absences=ill)
    corrected = _actual({16: "E"}, _instead(16, "E", Instead.SICK), absences=ill)
    assert corrected.absent_min == known.absent_min
    assert corrected.worked_min == 0


def test_duty_that_was_not_done_and_work_that_nobody_planned() -> None:
    ana = _actual(
        {16: ["E", "C"], 17: "C"}, _instead(17, "C", Instead.NOTHING), _instead(20, "", Instead.WORKED, 540, 720, 0)
    )
    assert (ana.on_call_days, ana.worked_min, ana.sunday_min) == (1, 450 + 180, 180)


def test_what_was_worked_counts_also_when_the_shift_is_another_persons_by_now() -> None:
    gone = (_instead(9, "E", Instead.WORKED, 480, 960, 30), _instead(10, "E", Instead.SICK))
    assert _actual({16: "E"}, *gone).paid_min == 450 * 2


@given(cases())
@settings(max_examples=30, deadline=None)
def test_worked_as_planned_is_what_was_planned(case: Case) -> None:
    board = case.board()
    same = [
        Correction(place[0], place[1], place[2], Instead.WORKED, shift.start_min, shift.end_min, shift.break_min)
        for place in case.roster
        if not (shift := board.shift_types[board.shift_index[place[2]]]).on_call
    ]
    assert month_end(board, case.roster, same) == month_end(board, case.roster)
