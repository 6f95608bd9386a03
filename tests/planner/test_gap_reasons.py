"""What stops each person from filling a gap, in words that are true: mended, the reason is gone."""

import string
from collections.abc import Mapping
from typing import Any

import pytest

from planner.domain.team import NEVER
from planner.messages import LANGUAGES, render, translate
from planner.reporting.report import Gap, Report
from planner.rules.base import Rule
from planner.rules.catalogue import RULES
from tests.planner.hand_made_reports import report_of

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
