"""Questions answered by solving, in words, on the command line and with what is proven."""

import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from planner.board import Board, Place
from planner.domain.roster import Assignment, Roster
from planner.messages import render
from planner.reporting.report import Report
from planner.reporting.report_maker import make_report
from planner.services.asking import Questions, alike
from planner.telling.answer_words import mend_words, otherwise_words
from planner.telling.why_lines import mending_lines
from solver.limits import Tier
from tests.planner.planned_teams import TEAM, plan, run, team_file
from tests.planner.small_teams import small_team

EARLY = {"E": {"times": "08:00-16:00", "name": "Early", "break_min": 30}}


def day(number: int) -> date:
    return date(2026, 12, number)


def early(person: str, *days: int) -> set[Place]:
    return {(person, day(number), "E") for number in days}


def report_of(places: set[Place], **facts: Any) -> Report:
    team = small_team(shifts=EARLY, **facts)
    roster = Roster(team.name, 2026, 12, tuple(Assignment(uuid4(), *place) for place in sorted(places)))
    return make_report(Board(team, 2026, 12, extra=places), roster)


def wanted(*days: int) -> list[dict[str, Any]]:
    return [{"when": number, "shift": "E", "minimum": 1} for number in days]


def questions(report: Report) -> Questions:
    return Questions(report, seconds=20, workers=1)


def test_why_me_names_who_would_carry_it_and_their_ledger() -> None:
    """Saturday the 5th: Ben took the weekend before over, Cem did not; Cem would take it."""
    report = report_of(
        early("Ana", 5), people={"Ana": {}, "Ben": {}, "Cem": {}}, demand=wanted(5),
        carry_over={"Ben": {"ledger": {"weekends": 400}}},
    )  # fmt: skip
    (place,) = early("Ana", 5)
    answer = questions(report).without(place)
    assert answer.alternative.places == early("Cem", 5)
    assert answer.uncovered_min == 0
    assert {(share.person, share.measure) for share in answer.shares} >= {("Ana", "weekends"), ("Cem", "weekends")}
    lines = [render(text, "en") for text in otherwise_words(report.board, answer)]
    assert lines[0] == "Early on Sat 5 Dec: Cem instead of Ana"
    assert any("no way with as few changes is cheaper" in line for line in lines)


def test_a_roster_that_costs_the_same_is_told_so() -> None:
    free = {"contract": {"price": 0}}
    report = report_of(early("Ana", 1), people={"Ana": {}, "Ben": {}}, demand=wanted(1), rules=free)
    (place,) = early("Ana", 1)
    lines = [render(text, "en") for text in otherwise_words(report.board, questions(report).without(place))]
    same = "The roster would be no dearer in wishes, fairness and contracts; no way with as few changes is cheaper."
    assert same in lines


def test_why_me_where_nobody_else_can() -> None:
    report = report_of(early("Ana", 1), people={"Ana": {}}, demand=wanted(1))
    (place,) = early("Ana", 1)
    answer = questions(report).without(place)
    assert answer.uncovered_min == 480
    assert "8 h more would be uncovered." in [render(text, "en") for text in otherwise_words(report.board, answer)]


def test_only_worked_shifts_can_be_asked_away() -> None:
    report = report_of(early("Ana", 1), people={"Ana": {}}, demand=wanted(1))
    (place,) = early("Ana", 2)
    with pytest.raises(KeyError, match="ask for a shift that is worked"):
        questions(report).without(place)


def test_a_refused_wish_for_a_day_off_says_who_would_come_instead() -> None:
    wishes = [{"person": "Ana", "days": "1-3", "wants": False, "weight": 2}]
    report = report_of(
        early("Ana", 2), people={"Ana": {}, "Ben": {}}, demand=wanted(2), wishes=wishes
    )  # fmt: skip
    ask = questions(report)
    assert ask.refused("Ana", day(1)) == []
    (wish,) = ask.refused("Ana", day(2))
    answer = ask.granted(wish, day(2))
    assert answer is not None
    assert answer.alternative.places == early("Ben", 2)


def test_a_refused_wish_to_work_takes_the_best_shift_there_is() -> None:
    wishes = [{"person": "Ana", "days": 2, "wants": True, "weight": 1}]
    report = report_of(early("Ben", 2), people={"Ana": {}, "Ben": {}}, demand=wanted(2), wishes=wishes)
    ask = questions(report)
    (wish,) = ask.refused("Ana", day(2))
    answer = ask.granted(wish, day(2))
    assert answer is not None
    assert early("Ana", 2) <= answer.alternative.places


def test_a_wish_that_law_forbids_names_the_rule() -> None:
    wishes = [{"person": "Ana", "days": 2, "shift": "E", "wants": True}]
    availability = {"Ana": {"thu": "08:00-16:00"}}
    report = report_of(
        early("Ben", 2), people={"Ana": {}, "Ben": {}}, demand=wanted(2), wishes=wishes, availability=availability
    )  # fmt: skip
    ask = questions(report)
    (wish,) = ask.refused("Ana", day(2))
    answer = ask.granted(wish, day(2))
    assert answer is not None
    lines = [render(text, "en") for text in otherwise_words(report.board, answer)]
    assert lines[0] == "It would break a rule that must hold: Availability."


def test_a_gap_of_the_report_is_mended() -> None:
    report = report_of(
        early("Ana", 1), people={"Ana": {}}, demand=wanted(1, 2), locks={"Ana": {2: ""}}
    )  # fmt: skip
    (gap,) = report.gaps
    (mend,) = questions(report).mends_of([gap]).mends.found
    text = " ".join(render(sentence, "en") for sentence in mend_words(report.board, mend))
    assert text == (
        "if Ana were not locked as free on Wed 2 Dec: Early on Wed 2 Dec: Ana, who did not work it before. "
        f"The roster would be {-mend.alternative.dearer[Tier.COMFORT]} points cheaper in wishes, fairness and "
        "contracts, mostly for: Minutes of the contract; no way with as few changes is cheaper."
    )


def test_two_conditions_are_said_with_an_and_and_gaps_alike_are_answered_once() -> None:
    """On the 2nd the early shift by name and by its hours, for Ana, who is locked as free and can't come."""
    demand = [*wanted(2), {"when": 2, "times": "08:00-16:00", "minimum": 1}]
    report = report_of(
        early("Ana", 1), people={"Ana": {}}, demand=[*wanted(1), *demand], locks={"Ana": {2: ""}},
        availability={"Ana": {"tue": "08:00-16:00"}},
    )  # fmt: skip
    ask = questions(report)
    (answer,) = answers = [ask.mends_of(gaps) for gaps in alike(report.gaps)]
    assert answer.gaps == report.gaps
    assert all(ask.fills(answer.mends.found[0], gap) for gap in report.gaps)
    english, german = ("\n".join(mending_lines(report, day(2), answers, language)) for language in ("en", "de"))
    both = "if Ana came outside the stated hours on Wed 2 Dec and if Ana were not locked as free on Wed 2 Dec: "
    assert english.count(both) == german.count(" und wenn ") == 1
    short = [line for line in english.splitlines() if line.endswith(": 0 of 1")]
    assert short == ["  Wed 2 Dec, Early (08:00–16:00): people: 0 of 1"]


def test_gaps_with_the_same_people_are_told_apart_by_their_demand() -> None:
    """Early is short by its name alone: one of two is there, and one is enough for the hours."""
    report = report_of(early("Ana", 2), people={"Ana": {}, "Ben": {}},
                       demand=[{"when": 2, "shift": "E", "minimum": 2},
                               {"when": 2, "times": "08:00-16:00", "minimum": 1}])  # fmt: skip
    (gap,) = report.gaps
    assert (gap.shift, gap.present, gap.wanted) == ("E", 1, 2)
    (mend,) = questions(report).mends_of([gap]).mends.found
    assert mend.alternative.places == early("Ana", 2) | early("Ben", 2)


def test_a_topics_gap_is_mended_by_moving_its_contact() -> None:
    hours = [{"channel": "Chat", "when": 1, "times": "08:00-16:00", "presence_min": 1}]
    people = {name: {"channels": ["Chat"]} for name in ("Ana", "Ben")}
    report = report_of(
        early("Ana", 1), people=people, opening_hours=hours, topics={"Refunds": {"experts": ["Ben"]}}
    )  # fmt: skip
    (gap,) = [gap for gap in report.gaps if gap.topic]
    mend, *_ = questions(report).mends_of([gap]).mends.found
    assert mend.what == ()
    assert early("Ben", 1) <= mend.alternative.places


# ---- the command


def test_the_command_answers_about_a_person_and_about_a_day(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("asked")
    out = folder / "out"
    plan(team_file(folder), out)
    person, on, _ = Board(TEAM, 2026, 12).place(0)
    ask = ("explain", folder / "tiny.xlsx", out)

    gaps = json.loads(run(*ask, "--date", "2026-12-24", "--json").stdout)
    assert [len(gap["people"]) for gap in gaps] == [2]
    assert "Nothing that was tried mends it." in run(*ask, "--date", "2026-12-24").stdout
    assert "Nothing is missing on Wed 23 Dec." in run(*ask, "--date", "2026-12-23").stdout

    answers = json.loads(run(*ask, "--date", str(on), "--person", person, "--json").stdout)
    worked = [answer for answer in answers if answer.get("assigned")]
    free = [answer for answer in answers if answer.get("assigned") is False]
    assert len(worked) + len(free) == 2
    assert all(answer["without"]["fewest_proven"] for answer in worked)
    assert all(answer["without"] is None for answer in free)
