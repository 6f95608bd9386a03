"""A report's figures worked out by hand on tiny teams, and reasons of gaps that are true: mended, they are gone."""

import string
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from planner.board import Board
from planner.domain.roster import Assignment, Roster
from planner.domain.team import NEVER
from planner.messages import LANGUAGES, render, translate
from planner.reporting.report import Gap, Report
from planner.reporting.report_maker import make_report, uncovered_min, wanted_min
from planner.rules.base import Rule
from planner.rules.catalogue import RULES
from tests.planner.small_teams import places_of, small_team, year_month

VIENNA = ZoneInfo("Europe/Vienna")
EVERY_DAY = ("weekday", "saturday", "sunday", "holiday", "half_holiday")


def report_of(shifts_of: Mapping[str, Mapping[Any, Any]], month: str = "2026-12", **facts: Any) -> Report:
    """The report of a hand-made roster."""


    team = small_team(month=month, **facts)
    places = places_of(shifts_of, month)
    board = Board(team, *year_month(month), extra=places)
    assignments = tuple(Assignment(uuid4(), *place) for place in sorted(places))
    return make_report(board, Roster(team.name, *year_month(month), assignments))


def wants(*rows: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Demand on every kind of day."""
    return [{"when": kind, **row} for row in rows for kind in EVERY_DAY]


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


# ---- gaps and what stops each person

#: On Thursday 10 December eleven should be early, and all but one cannot, each for a reason of their own.
PEOPLE: dict[str, dict[str, Any]] = {
    person: {"skills": {"Crisis": 2}, "channels": ["Chat"]}
    for person in ("Away", "Late", "Row", "Busy", "Unskilled", "Elsewhere", "Closed", "Gone", "Long", "Full", "Free")
}
PEOPLE["Unskilled"]["skills"] = {"Crisis": 1}
PEOPLE["Elsewhere"]["channels"] = ["Mail"]
PEOPLE["Gone"]["leaves_on"] = 9
PEOPLE["Full"]["contract_min_week"] = 60
FACTS: dict[str, Any] = {
    "people": PEOPLE,
    "shifts": {
        "E": {"times": "08:00-14:00", "skills": {"Crisis": 2}, "channels": ["Chat"]},
        "Evening": "16:00-21:00",
        "Midnight": "18:00-24:00",
        "Noon": "13:00-15:00",
        "Afternoon": {"times": "14:00-20:30", "break_min": 30},
    },
    "absences": [{"person": "Away", "days": 10, "kind": "sick"}],
    "availability": {"Closed": {"mon": "08:00-14:00"}},
    "demand": [{"when": 10, "shift": "E", "minimum": 11}],
    "rules": {"max_day": {"value": 600}, "weekly_rest": {"price": 0}},
    "site": {"sunday_basis": "permit", "holiday_basis": "permit"},
}
ROSTER: dict[str, dict[Any, Any]] = {
    "Late": {9: "Midnight"}, "Row": {"4-9": "E"}, "Busy": {10: "Noon"}, "Long": {10: "Afternoon"},
}  # fmt: skip
WHY = {
    "Away": {"absence"}, "Late": {"rest"}, "Row": {"max_days_in_row"}, "Busy": {"overlap", "rest"},
    "Unskilled": {"skill"}, "Elsewhere": {"channel"}, "Closed": {"availability"}, "Gone": {"employment"},
    "Long": {"rest", "max_day"}, "Full": {"overtime"}, "Free": set(),
}  # fmt: skip
#: How each reason reads below the person's name: what several rules say of the same two shifts is said once.
SAID = {
    "Away": ["on sick leave, so E on Thu 10 Dec can't be worked"],
    "Late": ["only 8 h of rest between Midnight on Wed 9 Dec and E on Thu 10 Dec; 11 h are needed"],
    "Row": ["would work 7 days in a row, up to Thu 10 Dec; the limit is 6 days"],
    "Busy": ["would work at the same time: E on Thu 10 Dec, Noon on Thu 10 Dec"],
    "Unskilled": ["has Crisis at level 1; E on Thu 10 Dec needs level 2"],
    "Elsewhere": ["knows none of the channels of E on Thu 10 Dec: Chat"],
    "Closed": ["not available for E on Thu 10 Dec"],
    "Gone": ["not with the team on that day: E on Thu 10 Dec"],
    "Long": ["only 0 h of rest between E on Thu 10 Dec and Afternoon on Thu 10 Dec; 11 h are needed"],
    "Full": ["reaches 6 h this month, absences included; 4 h 24 min are allowed on 4 h by contract"],
    "Free": [],
}
#: What mends each reason: another roster, or other facts of the person.
MENDS: dict[str, dict[str, Any]] = {
    "Away": {"absences": []},
    "Late": {"roster": {"Late": {9: "Evening"}}},
    "Row": {"roster": {"Row": {"4-8": "E"}}},
    "Busy": {"roster": {"Busy": {}}},
    "Unskilled": {"person": {"skills": {"Crisis": 2}}},
    "Elsewhere": {"person": {"channels": ["Mail", "Chat"]}},
    "Closed": {"availability": {"Closed": {"thu": "08:00-14:00"}}},
    "Gone": {"person": {"leaves_on": 10}},
    "Long": {"roster": {"Long": {}}},
    "Full": {"person": {"contract_min_week": 2400}},
}


def the_gap(roster: Mapping[str, Mapping[Any, Any]], facts: Mapping[str, Any]) -> tuple[Report, Gap]:
    report = report_of(roster, **facts)
    (gap,) = report.gaps
    return report, gap


def rules_broken_by(report: Report, roster: Mapping[str, Mapping[Any, Any]], person: str) -> set[str]:
    """Hard rules that a full check finds once the person is early on the 10th as well."""
    days = dict(roster.get(person, {}))
    days[10] = [*([days[10]] if 10 in days else []), "E"]
    more = report_of({**roster, person: days}, **FACTS)
    return {it.rule for it in more.clashes} - {it.rule for it in report.clashes}


def test_every_persons_reason_is_the_one_a_full_check_finds() -> None:
    report, gap = the_gap(ROSTER, FACTS)
    assert report.clashes == ()
    assert (gap.present, gap.wanted, gap.below_minimum, gap.shift) == (0, 11, True, "E")
    assert render(gap.what, "en") == "Thu 10 Dec, E (08:00–14:00): people"
    obstacles = {obstacle.person: obstacle for obstacle in gap.obstacles}
    assert obstacles.keys() == PEOPLE.keys()
    for person, obstacle in obstacles.items():
        assert rules_broken_by(report, ROSTER, person) == WHY[person]
        assert [render(reason, "en") for reason in obstacle.reasons] == SAID[person]
    # Closest first: whom nothing forbids, then those whom one rule stops; who is away comes last.
    assert gap.obstacles[0].person == "Free"
    assert {obstacle.person for obstacle in gap.obstacles[-2:]} == {"Away", "Gone"}
    here = [len(obstacle.reasons) for obstacle in gap.obstacles[:-2]]
    assert here == sorted(here)


@pytest.mark.parametrize("person", MENDS)
def test_a_reason_taken_away_is_no_longer_given(person: str) -> None:
    mend = dict(MENDS[person])
    roster = {**ROSTER, **mend.pop("roster", {})}
    people = {**FACTS["people"], person: {**FACTS["people"][person], **mend.pop("person", {})}}
    _, gap = the_gap(roster, {**FACTS, "people": people, **mend})
    reasons = {obstacle.person: obstacle.reasons for obstacle in gap.obstacles}
    assert reasons[person] == ()
    assert {name for name, given in reasons.items() if not given} == {person, "Free"}


def test_each_pair_of_shifts_is_a_cause_and_a_run_of_days_one() -> None:
    _, gap = the_gap(
        {"Ana": {9: "L", 10: "K", 11: "E"}, "Ben": {"4-9": "E", "11-14": "E"}},
        {
            "people": {"Ana": {}, "Ben": {}},
            "shifts": {"E": "06:00-12:00", "K": "10:00-14:00", "L": "16:00-22:00", "M": "08:00-20:00"},
            "demand": [{"when": 10, "shift": "M", "minimum": 1}],
            "rules": {code: {"price": 0} for code in ("overtime", "weekly_rest", "max_day", "break")},
            "site": {"sunday_basis": "permit"},
        },
    )
    said = {it.person: [render(reason, "en") for reason in it.reasons] for it in gap.obstacles}
    # K overlaps, so that its rest is missing too goes without saying; L before and E after are causes of their own.
    assert said["Ana"] == [
        "would work at the same time: M on Thu 10 Dec, K on Thu 10 Dec",
        "only 10 h of rest between L on Wed 9 Dec and M on Thu 10 Dec; 11 h are needed",
        "only 10 h of rest between M on Thu 10 Dec and E on Fri 11 Dec; 11 h are needed",
    ]
    # The rows up to the 10th, 11th, 12th, 13th and 14th are one row.
    assert said["Ben"] == [
        "only 10 h of rest between M on Thu 10 Dec and E on Fri 11 Dec; 11 h are needed",
        "would work 11 days in a row, up to Mon 14 Dec; the limit is 6 days",
    ]


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.why], ids=lambda rule: rule.code)
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_below_a_name_leave_it_out(rule: Rule, language: str) -> None:
    whole, below = (
        {name for _, name, _, _ in string.Formatter().parse(translate(text, language)) if name}
        for text in (rule.text, rule.why)
    )
    assert "person" in whole - below
    assert below <= whole


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.price == NEVER], ids=lambda rule: rule.code)
def test_every_rule_that_forbids_has_words_below_a_name(rule: Rule) -> None:
    assert rule.why


# ---- contacts and duty are gaps like any other


def test_a_topic_without_contact_is_a_gap_with_each_contacts_reason() -> None:
    report = report_of(
        {"Cem": {1: ["E", "L"]}, "Ana": {2: "E"}, "Ben": {2: "L"}},
        people={"Ana": {}, "Ben": {}, "Cem": {}},
        shifts={"E": "06:00-14:00", "L": "14:00-20:00"},
        absences=[{"person": "Ben", "days": 1, "kind": "sick"}],
        topics={"Returns": {"experts": ["Ana"], "deputies": ["Ben"]}},
        opening_hours=[{"channel": "Chat", "when": day, "times": "10:00-18:00", "presence_min": 0} for day in (1, 2)],
        rules={"break": {"price": 0}},
    )
    assert [(gap.start.hour, gap.end.hour, gap.present, gap.wanted, gap.topic) for gap in report.gaps] == [
        (10, 14, 0, 1, "Returns"), (14, 18, 0, 1, "Returns"),
    ]  # fmt: skip
    morning, afternoon = report.gaps
    assert [render(gap.what, "en") for gap in report.gaps] == [
        "Tue 1 Dec 10:00–14:00: contact for Returns", "Tue 1 Dec 14:00–18:00: contact for Returns",
    ]  # fmt: skip
    assert render(morning.what, "de") == "Di. 1. Dez. 10:00–14:00: Ansprechperson für Returns"
    # Only who knows the topic is asked: Ana could come early; after that her next early shift would be too close.
    assert [(it.person, it.shift, len(it.reasons)) for it in morning.obstacles] == [("Ana", "E", 0), ("Ben", "E", 1)]
    said = [(it.person, [render(reason, "en") for reason in it.reasons]) for it in afternoon.obstacles]
    assert said == [
        ("Ana", ["only 10 h of rest between L on Tue 1 Dec and E on Wed 2 Dec; 11 h are needed"]),
        ("Ben", ["on sick leave, so L on Tue 1 Dec can't be worked"]),
    ]
    assert not any(gap.below_minimum for gap in report.gaps)
    # Nobody is missing, so no work stays uncovered.
    assert report.uncovered_min == 0


def test_a_topic_that_must_have_a_contact_is_below_the_minimum() -> None:
    (gap,) = report_of(
        {}, people={"Ana": {}}, shifts={"E": "10:00-14:00"}, topics={"Returns": {"experts": ["Ana"]}},
        opening_hours=[{"channel": "Chat", "when": 1, "times": "10:00-14:00", "presence_min": 0}],
        rules={"topic_contact": {"price": "hard"}},
    ).gaps  # fmt: skip
    assert gap.below_minimum


def test_a_topic_at_a_time_without_shifts_says_what_would_help() -> None:
    (gap,) = report_of(
        {}, people={"Ana": {}}, shifts={"E": "06:00-10:00"}, topics={"Returns": {"experts": ["Ana"]}},
        opening_hours=[{"channel": "Chat", "when": 1, "times": "10:00-14:00", "presence_min": 0}],
    ).gaps  # fmt: skip
    assert gap.obstacles == ()
    assert "add a shift type" in render(gap.nobody, "en")


def test_unfilled_duty_is_a_gap_with_everybodys_reason() -> None:
    report = report_of(
        {"Ana": dict.fromkeys((2, 4, 6), "C")},
        people={"Ana": {}, "Ben": {}}, shifts={"C": {"times": "18:00-24:00", "on_call": True}},
        absences=[{"person": "Ben", "days": 1}], demand=[{"when": 1, "shift": "C", "minimum": 1}],
        rules={"on_call_days": {"value": 3, "note": "agreement"}},
    )  # fmt: skip
    (gap,) = report.gaps
    assert render(gap.what, "en") == "Tue 1 Dec, C (18:00–00:00): people on call"
    assert (gap.present, gap.wanted, gap.below_minimum) == (0, 1, True)
    assert [(it.person, [render(reason, "en") for reason in it.reasons]) for it in gap.obstacles] == [
        ("Ana", ["on call on 4 days this month; the limit is 3 days"]),
        ("Ben", ["on leave, so C on Tue 1 Dec can't be worked"]),
    ]


def test_who_could_take_it_comes_with_what_that_costs() -> None:
    facts: dict[str, Any] = {
        "people": {"Ana": {}}, "shifts": {"E": "08:00-14:00"}, "demand": [{"when": 10, "shift": "E", "minimum": 1}],
        "wishes": [{"person": "Ana", "days": 10, "wants": False, "weight": 5}],
    }  # fmt: skip
    report, gap = the_gap({}, facts)
    (obstacle,) = gap.obstacles
    with_it = report_of({"Ana": {10: "E"}}, **facts)
    assert obstacle.cost_change == sum(with_it.check.costs) - sum(report.check.costs)
    assert (obstacle.shift, obstacle.reasons) == ("E", ())


def test_whoever_is_there_already_is_not_among_the_closest() -> None:
    """Ana is early, which counts for the hours as the longer shift does, that she can't work besides."""
    _, gap = the_gap({"Ana": {10: "E"}}, {
        "people": {"Ana": {}, "Ben": {}}, "shifts": {"E": "08:00-12:00", "M": "08:00-16:00"},
        "demand": [{"when": 10, "times": "08:00-12:00", "minimum": 2}],
    })  # fmt: skip
    assert [obstacle.person for obstacle in gap.obstacles] == ["Ben"]


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
