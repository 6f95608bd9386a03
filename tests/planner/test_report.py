"""A report's figures worked out by hand on tiny teams, and reasons of gaps that are true: mended, they are gone."""

from datetime import date, datetime
from typing import Any

import pytest

from planner.reporting.report_maker import uncovered_min, wanted_min
from tests.planner.hand_made_reports import VIENNA, report_of, wants

# ---- hours


def test_hours() -> None:
    report = report_of(
        {"Ana": {1: "E", 2: "E", 3: ["E", "C"]}, "Ben": {4: "E"}},
        people={"Ana": {"contract_min_week": 2000}, "Ben": {"contract_min_week": 1000, "joins_on": 29}},
        shifts={
            "E": {"times": "06:00-14:30", "break_min": 30, "proactive_min": 45},
            "C": {"times": "00:00-24:00", "on_call": True},
        },
        absences=[{"person": "Ana", "days": "7-9"}],
    )
    ana, ben = report.hours
    # December 2026 in Vienna: 23 Mondays to Fridays, less the 8th and the 25th; the 24th and 31st count half: 20 days.
    assert (ana.contract_min, ana.planned_min, ana.shifts, ana.proactive_min) == (20 * 400, 3 * 480, 3, 135)
    # Monday 7 and Wednesday 9 are credited; Tuesday 8 is a holiday and was not owed.
    assert (ana.absent_min, ana.balance_min) == (800, 3 * 480 + 800 - 8000)
    # From the 29th: Tuesday, Wednesday and half of New Year's Eve.
    assert (ben.contract_min, ben.absent_min) == (500, 0)


# ---- coverage


def test_coverage_counts_each_minute_by_its_widest_demand() -> None:
    facts: dict[str, Any] = {
        "people": {"Ana": {"skills": {"Video": 1}}, "Ben": {}, "Cem": {}},
        "shifts": {"E": "06:00-14:00", "L": "12:00-20:00"},
        "demand": [
            {"when": 1, "times": "06:00-20:00", "minimum": 1, "target": 1},
            {"when": 1, "times": "10:00-16:00", "minimum": 1, "target": 2},
            {"when": 1, "times": "12:00-14:00", "skill": "Video", "level": 1, "minimum": 1, "target": 1},
        ],
    }
    # Wanted: one person for 8 h, two for 6 h.
    empty = report_of({}, **facts)
    assert wanted_min(empty.board) == empty.coverage[0].wanted_min == 8 * 60 + 2 * 6 * 60
    assert (empty.coverage[0].covered_min, empty.coverage[0].minimum_short_min) == (0, 14 * 60)
    # Ben early: 6-12 one of one or two, 12-14 one of two and no Video; nobody after 14.
    early = report_of({"Ben": {1: "E"}}, **facts)
    assert early.coverage[0].covered_min == 8 * 60
    assert early.coverage[0].minimum_short_min == (2 + 6) * 60
    assert early.coverage[0].hours[:5] == ((6, 1, 1), (7, 1, 1), (8, 1, 1), (9, 1, 1), (10, 1, 2))
    assert early.uncovered_min == uncovered_min(early.board, early.roster.places()) == 12 * 60
    # Ana late too: 10-12 one is missing, 14-16 one is missing.
    both = report_of({"Ben": {1: "E"}, "Ana": {1: "L"}}, **facts)
    assert (both.coverage[0].covered_min, both.coverage[0].minimum_short_min) == (16 * 60, 0)
    assert {hour: present for hour, present, _ in both.coverage[0].hours}[12] == 2
    assert [(gap.start.hour, gap.end.hour, gap.present, gap.wanted, gap.missing_min) for gap in both.gaps] == [
        (10, 12, 1, 2, 120), (14, 16, 1, 2, 120),
    ]  # fmt: skip
    full = report_of({"Ben": {1: "E"}, "Ana": {1: "L"}, "Cem": {1: ["E", "L"]}}, **facts)
    assert (full.coverage[0].covered_min, full.gaps) == (20 * 60, ())


def test_more_people_than_wanted_cover_no_more_than_is_wanted() -> None:
    crowd = {person: {1: "E"} for person in ("Ana", "Ben")}
    report = report_of(
        crowd, people={"Ana": {}, "Ben": {}}, shifts={"E": "08:00-12:00"},
        demand=[{"when": 1, "shift": "E", "minimum": 1}],
    )  # fmt: skip
    assert (report.coverage[0].wanted_min, report.coverage[0].covered_min) == (240, 240)
    assert report.coverage[0].hours == ((8, 2, 1), (9, 2, 1), (10, 2, 1), (11, 2, 1))


def test_far_more_people_than_wanted_are_counted_as_they_are() -> None:
    crowd = {person: {1: "E"} for person in ("Ana", "Ben", "Cem", "Dora")}
    report = report_of(
        crowd, people={person: {} for person in crowd}, shifts={"E": "08:00-10:00"},
        demand=[{"when": 1, "shift": "E", "minimum": 1}],
    )  # fmt: skip
    assert report.coverage[0].hours == ((8, 4, 1), (9, 4, 1))


def test_of_an_hour_the_shortest_moment_is_shown() -> None:
    report = report_of(
        {"Ana": {1: "E"}, "Ben": {1: "D"}}, people={"Ana": {}, "Ben": {}},
        shifts={"E": "08:00-08:30", "D": "08:00-09:00"},
        demand=[{"when": 1, "times": "08:00-08:30", "target": 2}, {"when": 1, "times": "08:30-09:00", "target": 2}],
    )  # fmt: skip
    assert report.coverage[0].hours == ((8, 1, 2),)


def test_the_night_crew_is_there_after_midnight() -> None:
    report = report_of(
        {"Ana": {1: "N"}}, people={"Ana": {}}, shifts={"N": "22:00-06:00"},
        demand=[{"when": 2, "times": "00:00-06:00", "target": 1}],
    )  # fmt: skip
    assert report.coverage[1].hours == tuple((hour, 1, 1) for hour in range(6))


@pytest.mark.parametrize(("month", "day", "minutes"), [("2026-03", 28, 7 * 60), ("2026-10", 24, 9 * 60)])
def test_the_nights_of_the_clock_changes(month: str, day: int, minutes: int) -> None:
    report = report_of(
        {}, month, people={"Ana": {}}, shifts={"N": "22:00-06:00"}, demand=[{"when": day, "shift": "N", "minimum": 1}]
    )
    (gap,) = report.gaps
    assert gap.missing_min == report.uncovered_min == minutes
    assert (gap.start, gap.end.hour) == (datetime(2026, int(month[-2:]), day, 22, tzinfo=VIENNA), 6)


# ---- fairness


def test_fairness_adds_up() -> None:
    report = report_of(
        {"Ana": {5: "E", 6: "E", 25: "L"}, "Ben": {12: "L"}},
        people={"Ana": {}, "Ben": {"contract_min_week": 1200}, "Cem": {"contract_min_week": 1200}},
        shifts={"E": "08:00-14:00", "L": "15:00-21:00"},
        demand=wants({"shift": "E", "minimum": 1}),
        carry_over={"Ana": {"ledger": {"weekends": -50}}},
    )
    rows = {(row.person, row.measure): row for row in report.fairness}
    # Two weekends are worked; Ana's contract is half of all.
    assert [rows[person, "weekends"].carried for person in ("Ana", "Ben", "Cem")] == [100, 100, 0]
    assert [rows[person, "weekends"].share for person in ("Ana", "Ben", "Cem")] == [100, 50, 50]
    assert [rows[person, "weekends"].ledger_after for person in ("Ana", "Ben", "Cem")] == [-50, 50, -50]
    assert [rows[person, "holidays"].carried for person in ("Ana", "Ben", "Cem")] == [100, 0, 0]
    assert [rows[person, "lates"].carried for person in ("Ana", "Ben", "Cem")] == [100, 100, 0]
    # 6 h on each free day.
    assert [rows[person, "unpleasant"].carried for person in ("Ana", "Ben", "Cem")] == [1800, 600, 0]
    for measure in ("weekends", "holidays", "lates", "unpleasant"):
        own = [row for row in report.fairness if row.measure == measure]
        assert sum(row.share for row in own) == sum(row.carried for row in own)
        assert all(row.ledger_after == row.ledger_before + row.carried - row.share for row in own)


# ---- wishes


@pytest.mark.parametrize(
    ("wish", "worked", "granted"),
    [
        ({"days": 9, "wants": False}, {}, True),
        ({"days": 9, "wants": False}, {9: "E"}, False),
        ({"days": 9, "wants": False}, {9: "C"}, False),
        ({"days": "8-10", "wants": False}, {11: "E"}, True),
        ({"days": "8-10", "wants": False}, {10: "E"}, False),
        ({"days": 9, "wants": False, "shift": "L"}, {9: "E"}, True),
        ({"days": 9, "wants": False, "shift": "L"}, {9: "L"}, False),
        ({"days": 9}, {9: "E"}, True),
        ({"days": 9}, {}, False),
        ({"days": "9-10"}, {9: "E", 10: "L"}, True),
        ({"days": "9-10"}, {9: "E"}, False),
        ({"days": 9, "shift": "L"}, {9: "L"}, True),
        ({"days": 9, "shift": "L"}, {9: "E"}, False),
        # Away on the 15th, and early is not worked on Saturdays: nothing to grant.
        ({"days": 15}, {}, None),
        ({"days": "14-15"}, {14: "E"}, True),
        ({"days": 15, "wants": False}, {}, None),
        ({"days": 12, "shift": "E"}, {}, None),
        ({"days": 12, "shift": "E", "wants": False}, {}, None),
        # The part of a wish that lies in the month.
        ({"days": "2026-11-28/2026-12-01", "wants": False}, {}, True),
        ({"days": "2026-11-28/2026-12-01", "wants": False}, {1: "E"}, False),
    ],
)
@pytest.mark.parametrize("price", [None, 0])
def test_wishes_granted(wish: dict[str, Any], worked: dict[int, str], granted: bool | None, price: int | None) -> None:
    report = report_of(
        {"Ana": worked},
        people={"Ana": {}},
        shifts={
            "E": {"times": "06:00-14:00", "day_kinds": ["weekday"]},
            "L": "14:00-22:00",
            "C": {"times": "00:00-24:00", "on_call": True},
        },
        absences=[{"person": "Ana", "days": 15}],
        wishes=[{"person": "Ana", **wish}, {"person": "Ana", "days": "2027-01-04"}],
        rules={} if price is None else {"wishes": {"price": price}},
    )
    (outcome,) = report.wishes
    assert (outcome.granted, outcome.idle) == (bool(granted), granted is None)
    assert outcome.last <= date(2026, 12, 31)


@pytest.mark.parametrize(
    ("worked", "granted", "partly"),
    [((), 5, False), ((8,), 4, True), ((7, 8, 9, 10, 11), 0, False)],
)
def test_days_of_a_wish_are_counted(worked: tuple[int, ...], granted: int, partly: bool) -> None:
    report = report_of(
        {"Ana": dict.fromkeys(worked, "E")}, people={"Ana": {}}, shifts={"E": "06:00-14:00"},
        # Away on the last two of its seven days, which are left out.
        wishes=[{"person": "Ana", "days": "7-13", "wants": False}], absences=[{"person": "Ana", "days": "12-13"}],
    )  # fmt: skip
    (outcome,) = report.wishes
    assert outcome.refused_days == {date(2026, 12, day) for day in worked}
    assert (len(outcome.granted_days), outcome.days, outcome.partly) == (granted, 5, partly)
    # Each day that is refused costs the price, no more for the days beside it.
    assert report.cost_by_rule.get("wishes", 0) == 30 * len(worked)
    assert (report.wish_days, report.wish_days_granted) == (5, granted)
