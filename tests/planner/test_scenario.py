"""A scenario's changes, made to small teams: what becomes of the facts, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest

from planner.board import Board
from planner.contract import month_contract_min
from planner.domain.days import DayKind
from planner.domain.demand import OpeningHours
from planner.domain.scenario import (
    Change,
    ContractChange,
    DemandChange,
    Hire,
    Leave,
    OpeningChange,
    RuleChange,
    Scenario,
)
from planner.domain.team import NEVER, RuleSetting, Team
from planner.fair_measures import UNPLEASANT
from planner.fair_share import expected_shares, share_weights
from planner.messages import LANGUAGES, render
from planner.problems import InputProblems
from planner.scenarios.scenario import apply
from planner.scenarios.scenario_words import scenario_words
from tests.planner.small_teams import small_team

_MONTH = 2026, 12
TEAM = small_team(
    people={"Ana": {"skills": {"Crisis": 2}, "channels": ["Chat"], "limits": {"max_weekends": 1}}, "Ben": {}},
    shifts={"E": "08:00-16:00"},
    site={"sunday_basis": "permit", "holiday_basis": "permit"},
    availability={"Ana": {"mon": "08:00-16:00", "tue": "08:00-16:00"}},
    opening_hours=[
        {"channel": "Chat", "when": "weekday", "times": "09:00-17:00", "presence_min": 2},
        {"channel": "Mail", "when": "weekday", "times": "10:00-12:00"},
        {"channel": "Chat", "when": "saturday", "times": "09:00-12:00"},
    ],
    demand=[
        {"when": "weekday", "shift": "E", "minimum": 1, "target": 2, "maximum": 3},
        {"when": "sunday", "times": "09:00-12:00", "channel": "Mail", "minimum": 4, "target": 4},
    ],
    volume=[{"channel": channel, "when": "weekday", "hour": 9, "messages_per_hour": 10.0, "handle_time_min": 3.0}
            for channel in ("Chat", "Mail")],
    wishes=[{"person": "Ben", "days": "10-20", "wants": False}, {"person": "Ana", "days": "20-22"}],
    locks={"Ben": {3: "E", 20: "E"}, "Ana": {20: ""}},
    rules={"rest": {"value": 720, "note": "agreed"}},
)  # fmt: skip


def changed(*changes: Change, team: Team = TEAM) -> Team:
    return apply(team, Scenario("Trial", changes=changes))


def problem_of(*changes: Change) -> tuple[int, str, str]:
    with pytest.raises(InputProblems) as caught:
        changed(*changes)
    (problem,) = caught.value.problems
    assert problem.place == "Trial"
    assert render(problem.mend, "en")
    return problem.row, problem.value, render(problem.reason, "en")


def test_no_change_is_the_present() -> None:
    assert changed() == TEAM


# ---- people


def test_hire_is_like_somebody_with_an_own_contract_and_nothing_of_their_past() -> None:
    team = changed(Hire("Nora Feld", 1200, "ana", since=date(2026, 12, 14)))
    ana, _, nora = team.managers
    assert nora == replace(
        ana, name="Nora Feld", public_name="Nora", contract_min_week=1200, joins_on=date(2026, 12, 14)
    )
    assert [(row.weekday, row.start_min, row.end_min) for row in team.availability if row.person == "Nora Feld"] == [
        (0, 480, 960), (1, 480, 960),
    ]  # fmt: skip
    assert {row.person for row in (*team.wishes, *team.locks)} == {"Ana", "Ben"}


def test_nameless_hires_get_names_that_are_free() -> None:
    team = changed(Hire("", 1200, "Ana"), Hire("", 600, "Ana"))
    assert [manager.name for manager in team.managers] == ["Ana", "Ben", "Ana 2", "Ana 3"]


def test_hire_adds_contract_and_a_prorated_share() -> None:
    """Half of Ben's contract, and half of his share; from the 17th on she is there for 15 of the month's days."""
    team = changed(Hire("Nora", 1200, "Ben"))
    before, after = Board(TEAM, *_MONTH), Board(team, *_MONTH)
    added = sum(month_contract_min(after, p) for p in range(3)) - sum(month_contract_min(before, p) for p in range(2))
    assert added == month_contract_min(after, 2) == month_contract_min(after, 1) // 2
    weights = share_weights(after)
    assert weights[2] * 2 == weights[1]
    shares = expected_shares(after, UNPLEASANT)
    assert shares[2] == pytest.approx(shares[1] / 2)
    half = changed(Hire("Nora", 1200, "Ben", since=date(2026, 12, 17)))
    assert share_weights(Board(half, *_MONTH))[2] == 1200 * 15


@pytest.mark.parametrize(("last_lock", "since"), [(20, 21), (3, 20), (3, 19)])
def test_who_leaves_takes_along_what_was_settled_from_then_on(last_lock: int, since: int) -> None:
    team = changed(Leave("Ben", date(2026, 12, since)))
    ben = team.managers[1]
    assert ben.employed(date(2026, 12, since - 1))
    assert not ben.employed(date(2026, 12, since))
    assert [row.day.day for row in team.locks if row.person == "Ben"][-1] == last_lock
    assert [(row.first.day, row.last.day) for row in team.wishes if row.person == "Ben"] == [(10, min(20, since - 1))]
    assert [row.person for row in team.locks if row.person == "Ana"] == ["Ana"]


def test_who_leaves_before_the_month_has_no_part_in_it() -> None:
    board = Board(changed(Leave("Ben")), *_MONTH)
    assert (month_contract_min(board, 1), share_weights(board)[1]) == (0, 0)
    assert not [row for row in (*board.team.wishes, *board.team.locks) if row.person == "Ben"]


def test_who_leaves_anyway_leaves_no_later() -> None:
    leaving = small_team(people={"Ana": {"leaves_on": 10}}, shifts={"E": "08:00-16:00"})
    later, sooner = (changed(Leave("Ana", date(2026, 12, day)), team=leaving) for day in (20, 5))
    assert [team.managers[0].leaves_on for team in (later, sooner)] == [date(2026, 12, 10), date(2026, 12, 4)]


def test_contract() -> None:
    team = changed(ContractChange("BEN", 1500))
    assert [manager.contract_min_week for manager in team.managers] == [2400, 1500]
    assert replace(team, managers=TEAM.managers) == TEAM


# ---- hours, rules, demand


def test_opening_hours_of_a_day_are_replaced_and_presence_stays() -> None:
    first, *others = changed(OpeningChange("chat", DayKind.WEEKDAY, 420, 1320)).opening_hours
    assert first == OpeningHours("Chat", DayKind.WEEKDAY, 420, 1320, 2)
    assert others == list(TEAM.opening_hours[1:])


def test_opening_hours_of_a_new_day_are_added() -> None:
    *others, last = changed(OpeningChange("Mail", date(2026, 12, 24), 0, 0)).opening_hours
    assert last == OpeningHours("Mail", date(2026, 12, 24), 0, 0, 1)
    assert others == list(TEAM.opening_hours)


@pytest.mark.parametrize(
    ("change", "setting"),
    [
        (RuleChange("rest", 660), RuleSetting("rest", 660, None, "agreed")),
        (RuleChange("rest", price=NEVER), RuleSetting("rest", 720, NEVER, "agreed")),
        (RuleChange("fair_weekends", price=0), RuleSetting("fair_weekends", None, 0)),
    ],
)
def test_rule_keeps_what_the_change_does_not_name(change: RuleChange, setting: RuleSetting) -> None:
    assert changed(change).rules[change.rule] == setting


@pytest.mark.parametrize(
    ("channel", "percent", "shift_people", "mail_people", "messages"),
    [
        ("", 100, (1, 2, 3), 4, [10, 10]),
        ("", 124, (1, 2, 4), 5, [12.4, 12.4]),
        ("", 125, (1, 3, 4), 5, [12.5, 12.5]),
        ("Mail", 0, (1, 2, 3), 0, [10, 0]),
        ("mail", 150, (1, 2, 3), 6, [10, 15]),
    ],
)
def test_demand_is_scaled_to_the_nearest_person(
    channel: str, percent: int, shift_people: tuple[int, ...], mail_people: int, messages: list[float]
) -> None:
    team = changed(DemandChange(channel, percent))
    by_shift, in_band = team.demand
    assert (by_shift.minimum, by_shift.target, by_shift.maximum) == shift_people
    assert (in_band.minimum, in_band.target, in_band.maximum) == (mail_people, mail_people, None)
    assert [row.messages_per_hour for row in team.volume] == pytest.approx(messages)


def test_changes_are_made_one_after_the_other() -> None:
    team = changed(Hire("Nora", 1200, "Ana"), ContractChange("Nora", 600), Leave("Nora", date(2026, 12, 5)))
    assert (team.managers[2].contract_min_week, team.managers[2].leaves_on) == (600, date(2026, 12, 4))


# ---- what cannot be


@pytest.mark.parametrize(
    ("change", "value", "reason"),
    [
        (Leave("Zoe"), "Zoe", "Nobody in the team is called “Zoe”."),
        (Hire("Nora", 1200, "Zoe"), "Zoe", "Nobody in the team is called “Zoe”."),
        (ContractChange("Zoe", 1200), "Zoe", "Nobody in the team is called “Zoe”."),
        (Hire("ben", 1200, "Ana"), "ben", "Somebody in the team already has this name."),
        (OpeningChange("Fax", DayKind.SUNDAY, 0, 60), "Fax", "There is no channel “Fax”."),
        (DemandChange("Fax", 120), "Fax", "There is no channel “Fax”."),
        (RuleChange("naps", 3), "naps", "There is no rule “naps”."),
    ],
)
def test_unknown_names_are_refused_with_their_place(change: Change, value: str, reason: str) -> None:
    assert problem_of(ContractChange("Ana", 1200), change) == (2, value, reason)


def test_every_problem_is_named() -> None:
    with pytest.raises(InputProblems) as caught:
        changed(Leave("Zoe"), Leave("Ana"), DemandChange("Fax", 80))
    assert [(problem.row, problem.value) for problem in caught.value.problems] == [(1, "Zoe"), (3, "Fax")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_change_has_its_words(language: str) -> None:
    scenario = Scenario(
        "All",
        changes=(
            Hire("", 1230, "Ana", date(2026, 12, 14)),
            Leave("Ben"),
            ContractChange("Ben", 600),
            OpeningChange("Chat", DayKind.SUNDAY, 540, 1200),
            OpeningChange("Chat", date(2026, 12, 24), 0, 0),
            RuleChange("rest", 660, NEVER),
            RuleChange("wishes", price=0),
            RuleChange("wishes", price=7),
            DemandChange("", 120),
        ),
    )
    expected = {
        "en": ["hire: one more person, 20 h 30 min a week, like Ana, from Mon 14 Dec", "Ben leaves",
               "Ben: 10 h a week by contract", "Chat open 09:00–20:00: Sundays", "Chat closed: Thu 24 Dec"],
        "de": ["Einstellung: eine weitere Person, 20 h 30 min pro Woche, wie Ana, ab Mo. 14. Dez.", "Ben geht",
               "Ben: 10 h pro Woche laut Vertrag", "Chat offen 09:00–20:00: sonntags",
               "Chat geschlossen: Do. 24. Dez."],
    }  # fmt: skip
    found = [render(message, language) for message in scenario_words(scenario)]
    assert found[:5] == expected[language]
    assert found[5].endswith("11 h, never broken" if language == "en" else "11 h, wird nie verletzt")
    assert "120 %" in found[8]


def test_opening_hours_that_overlap_after_midnight_are_refused_once_all_is_changed() -> None:
    late, early = OpeningChange("chat", DayKind.WEEKDAY, 1200, 1560), OpeningChange("Chat", DayKind.SATURDAY, 60, 720)
    reason = "After midnight these overlap: 20:00–02:00 (weekdays) and, a day later, 01:00–12:00 (Saturdays)."
    assert problem_of(late, early) == (2, "Chat", reason)
    later = replace(early, start_min=120)
    assert len(changed(late, early, later).opening_hours) == len(TEAM.opening_hours)
    own = replace(TEAM, opening_hours=changed(late).opening_hours)
    # What the team has so already is not the scenario's doing.
    own = replace(own, opening_hours=(*own.opening_hours[:2], replace(own.opening_hours[2], start_min=0)))
    assert changed(ContractChange("Ana", 600), team=own).opening_hours == own.opening_hours
