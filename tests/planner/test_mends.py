"""Mends of a gap: each is tried by solving, ranked, and none sets a law aside."""

from datetime import date
from typing import Any

import pytest

from planner.asking.alternative import Alternatives
from planner.asking.mends import Mend, mends, rows_of_gap
from planner.board import Board, Place
from planner.messages import render, words
from planner.rules.slot_limits import about
from planner.slots import slots_of
from planner.telling.answer_words import condition_words, tried_words
from tests.planner.small_teams import small_team

EARLY, LATE = ({"times": times, "name": name, "break_min": 30} for times, name in
               (("08:00-16:00", "Early"), ("14:00-22:00", "Late")))  # fmt: skip

LATE_ON_THE_FIRST = {"when": 1, "shift": "L", "minimum": 1}


def day(number: int) -> date:
    return date(2026, 12, number)


def of_gap(number: int, published: set[Place], people: dict[str, Any], **more: Any) -> list[tuple[str, Mend]]:
    """Mends of the first gap of a day, each with its conditions in words."""
    facts = {"shifts": {"E": EARLY, "L": LATE}, **more}
    board = Board(small_team(people=people, **facts), 2026, 12, extra=published, published=published)
    ask = Alternatives(board, workers=1)
    slot = next(slot for slot in slots_of(board) if slot.day == day(number) and rows_of_gap(ask, about(slot)))
    found = mends(ask, rows_of_gap(ask, about(slot)), 10).found
    return [("; ".join(render(what, "en") for what in mend.what), mend) for mend in found]


def early(*days: int) -> list[dict[str, Any]]:
    return [{"when": number, "shift": "E", "minimum": 1} for number in days]


def test_a_free_colleague_is_found_without_any_condition() -> None:
    ((words, mend),) = of_gap(1, {("Ana", day(2), "E")}, {"Ana": {}, "Ben": {}}, demand=early(1, 2))[:1]
    assert words == ""
    assert mend.alternative.uncovered == 0
    assert mend.alternative.moved == 1


def test_everybody_who_is_free_is_offered_the_cheapest_first_and_a_lost_wish_named() -> None:
    """Ben would rather not; Cem is free; Dora is on leave; Ana is there already."""
    wishes = [{"person": "Ben", "days": 1, "wants": False, "weight": 5}]
    away = [{"person": "Dora", "kind": "leave", "days": 1}]
    wanted = [{"when": 1, "shift": "E", "minimum": 2}]
    people: dict[str, Any] = {name: {} for name in ("Ana", "Ben", "Cem", "Dora")}
    found = of_gap(1, {("Ana", day(1), "E")}, people, demand=wanted, wishes=wishes, absences=away)
    assert [words(condition_words(mend), "en") for _, mend in found] == [
        "Cem steps in", "Ben steps in, against a wish"
    ]  # fmt: skip
    assert all(mend.alternative.cheapest and mend.alternative.moved == 1 for _, mend in found)


def test_where_one_is_not_enough_all_who_step_in_together_come_first() -> None:
    wanted = [{"when": 1, "shift": "E", "minimum": 2}]
    (_, both), (_, one), *_ = of_gap(1, {("Ana", day(2), "E")}, {"Ana": {}, "Ben": {}}, demand=wanted)
    assert words(condition_words(both), "en") == "Ana steps in and Ben steps in"
    assert (both.alternative.uncovered, one.alternative.moved) == (0, 1)
    assert one.alternative.uncovered > 0


def test_a_day_that_is_over_is_not_mended() -> None:
    board = Board(small_team(people={"Ana": {}}, shifts={"E": EARLY}, demand=early(1, 2)), 2026, 12, today=day(2))
    ask = Alternatives(board, workers=1)
    over, ahead = (mends(ask, rows_of_gap(ask, about(slot)), 10) for slot in slots_of(board))
    assert over.found == ()
    assert len(ahead.found) == 1


def test_it_is_said_how_many_ways_there_was_time_for() -> None:
    team = small_team(people={"Ana": {}}, shifts={"E": EARLY}, demand=early(1), locks={"Ana": {1: ""}})
    board = Board(team, 2026, 12)
    ask = Alternatives(board, workers=1)
    (slot,) = slots_of(board)
    for seconds, tried in ((0.0, 0), (10.0, 2)):
        made = mends(ask, rows_of_gap(ask, about(slot)), seconds)
        assert (made.tried, made.ways) == (tried, 2)
        said = tried_words(made)
        assert (said and render(said, "en")) == (None if tried else "0 of 2 ways were tried in the time there was.")


def test_people_moved_in_a_chain_are_found_without_any_condition() -> None:
    """Late is short; only Ben may take it, who is early, and Ana can be early instead."""
    people = {"Ana": {}, "Ben": {"skills": {"crisis": 1}}}
    late = {**LATE, "skills": {"crisis": 1}}
    wanted = [*early(1), {"when": 1, "shift": "L", "minimum": 1}]
    (words, mend), *_ = of_gap(1, {("Ben", day(1), "E")}, people, demand=wanted, shifts={"E": EARLY, "L": late})
    assert words == ""
    assert mend.alternative.places == {("Ben", day(1), "L"), ("Ana", day(1), "E")}
    assert mend.alternative.fewest


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            {"availability": {"Ana": {"wed": "08:00-16:00"}}},
            "if Ana came outside the stated hours on Tue 1 Dec",
        ),
        ({"locks": {"Ana": {1: ""}}}, "if Ana were not locked as free on Tue 1 Dec"),
    ],
)
def test_one_condition_opens_the_way(facts: dict[str, Any], words: str) -> None:
    ((told, mend),) = of_gap(1, {("Ana", day(2), "E")}, {"Ana": {}}, demand=early(1, 2), **facts)
    assert told == words
    assert mend.alternative.places == {("Ana", day(1), "E"), ("Ana", day(2), "E")}


def test_rest_is_mended_by_a_shorter_shift() -> None:
    """Late ends at 22:00, Early begins at 08:00: 10 of 11 hours of rest."""
    ((told, mend),) = of_gap(2, {("Ana", day(1), "L")}, {"Ana": {}}, demand=[*early(2), LATE_ON_THE_FIRST])
    assert told == "if Early on Wed 2 Dec, or the shift next to it, were 1 h shorter for Ana"
    assert mend.alternative.moved == 1


@pytest.mark.parametrize(("starts", "helps"), [("07:59", False), ("08:00", True), ("08:01", True)])
def test_a_shift_is_shortened_by_two_hours_at_most(starts: str, helps: bool) -> None:
    """Late ends at 23:00, so that 121, 120 or 119 minutes of 11 hours of rest are missing."""
    late = {**LATE, "times": "15:00-23:00"}
    shifts = {"E": {**EARLY, "times": f"{starts}-16:30"}, "L": late}
    found = of_gap(2, {("Ana", day(1), "L")}, {"Ana": {}}, demand=[*early(2), LATE_ON_THE_FIRST], shifts=shifts)
    assert bool(found) == helps


def test_more_paid_hours_open_the_way() -> None:
    short = {"Ana": {"contract_min_week": 120}}
    ((told, _),) = of_gap(2, {("Ana", day(1), "E")}, short, demand=early(1, 2))
    assert told.startswith("if Ana were paid for ")
    assert told.endswith(" more this month")


def test_law_and_absence_are_never_set_aside() -> None:
    """Ana is on leave; Ben has worked the six days running that the law allows."""
    away = [{"person": "Ana", "kind": "leave", "days": "1-7"}]
    worked = {("Ben", day(number), "E") for number in range(1, 7)}
    people = {"Ana": {}, "Ben": {}}
    swiss = {"country": "CH", "subdivision": "ZH", "sunday_basis": "permit", "holiday_basis": "permit"}
    assert of_gap(7, worked, people, demand=early(*range(1, 8)), absences=away, site=swiss) == []


def test_what_one_shift_under_a_condition_does_is_proven_without_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ana is locked as free, Ben had his late 10 h before: both are reckoned, and only moving people takes a search."""
    board = Board(
        small_team(
            people={"Ana": {}, "Ben": {}}, shifts={"E": EARLY, "L": LATE}, demand=[*early(2), LATE_ON_THE_FIRST],
            locks={"Ana": {1: "", 2: ""}},
        ), 2026, 12, extra={("Ben", day(1), "L")}, published={("Ben", day(1), "L")},
    )  # fmt: skip
    ask = Alternatives(board, workers=1)
    asked: list[object] = []
    search = ask.when
    monkeypatch.setattr(ask, "when", lambda forced, **more: asked.append(more.get("bent")) or search(forced, **more))
    slot = next(slot for slot in slots_of(board) if slot.day == day(2))
    found = mends(ask, rows_of_gap(ask, about(slot)), 10).found
    assert asked == [None]
    assert len(found) == 2
    assert all(mend.what and mend.alternative.cheapest and mend.alternative.moved == 1 for mend in found)
    for mend in found:
        searched = search({}, bent={}, wanted=rows_of_gap(ask, about(slot)), seconds=5)
        assert searched.uncovered > mend.alternative.uncovered == 0
