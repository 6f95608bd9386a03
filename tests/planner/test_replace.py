"""Replacements on rosters small enough to see what each should be."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from planner.board import Board
from planner.changing.replace import Replacer, replacements
from planner.changing.replace_words import coverage_words, effect_words, vacancy_words, way_words
from planner.changing.replacement import Ranking, Replacement, Vacancy, Way
from planner.messages import Message, render
from planner.rulebook import state_rules
from solver.limits import Tier
from tests.planner.small_teams import places_of, small_board

#: A Wednesday without holidays round it.
DAY = date(2026, 12, 16)
SHIFTS: dict[str, Any] = {
    "E": {"name": "Early", "times": "06:00-14:00", "break_min": 30},
    "M": {"name": "Middle", "times": "10:00-18:00", "break_min": 30},
    "L": {"name": "Late", "times": "14:00-22:00", "break_min": 30},
    "D": {"name": "Duty", "times": "20:00-21:00", "on_call": True},
}
#: Middle wants Crisis, which Ana and Ben know; Ben works Early, which wants somebody too.
CRISIS: dict[str, Any] = {
    "shifts": {**SHIFTS, "M": {**SHIFTS["M"], "skills": {"Crisis": 1}}},
    "people": {"Ana": {"skills": {"Crisis": 1}}, "Ben": {"skills": {"Crisis": 1}}, "Cem": {}, "Dua": {}},
}
#: Rules that would price one person's shift apart from another's, switched off.
NOTHING_OF_HOURS = {code: {"price": 0} for code in ("contract", "extra_minutes", "fair_unpleasant", "isolated_days")}
Roster = Mapping[str, Mapping[Any, Any]]


def _board(roster: Roster, **facts: Any) -> Board:
    people = facts.pop("people", {name: {} for name in roster})
    return small_board(people=people, shifts=SHIFTS, roster=roster, **facts)


def _rank(roster: Roster, vacancy: Vacancy, **facts: Any) -> Ranking:
    board = _board(roster, **facts)
    return Replacer(board, state_rules(board), places_of(roster)).rank(vacancy)


def _wants(code: str, minimum: int = 1) -> dict[str, Any]:
    return {"when": 16, "shift": code, "minimum": minimum}


def _said(messages: Any) -> list[str]:
    return [render(message, "en") for message in messages]


def _names(ranking: Ranking) -> list[tuple[str, Way, bool]]:
    return [(one.person, one.way, one.legal) for one in ranking.replacements]


# ---- whom, and in which order


def test_who_is_free_steps_in_and_who_fell_out_is_not_asked() -> None:
    roster = {"Ana": {16: "L"}, "Ben": {}}

    found = _rank(roster, Vacancy(DAY, "L", "Ana"), demand=[_wants("L")])

    assert _names(found) == [("Ben", Way.STEPS_IN, True)]
    one = found.replacements[0]
    assert [(step.person, step.place[2], step.added) for step in one.steps] == [("Ben", "L", True)]
    assert (one.gives_up, one.second, one.away, one.reasons) == (None, "", False, ())
    # A person less than the minimum costs 20 points for each of 480 minutes.
    assert one.cost_change[Tier.COVERAGE] == -480 * 20


def test_an_open_shift_asks_everybody_who_does_not_work_it() -> None:
    found = _rank({"Ana": {16: "L"}, "Ben": {}, "Cem": {}}, Vacancy(DAY, "L"), demand=[_wants("L", 2)])

    assert {one.person for one in found.replacements} == {"Ben", "Cem"}


def test_who_has_worked_least_against_the_contract_comes_first_then_the_name() -> None:
    roster = {"Ana": {16: "L"}, "Ben": {"1-4": "E"}, "Cem": {"1-3": "E"}, "Ada": {"1-4": "E"}}

    found = _rank(roster, Vacancy(DAY, "L", "Ana"), demand=[_wants("L")], rules=NOTHING_OF_HOURS)

    assert len({one.cost_change for one in found.replacements}) == 1
    assert [one.person for one in found.replacements] == ["Cem", "Ada", "Ben"]


def test_a_move_leaves_the_other_shift_of_the_day() -> None:
    """Ben can't work Early and Middle together; Early wants nobody."""
    found = _rank({"Ana": {16: "M"}, "Ben": {16: "E"}}, Vacancy(DAY, "M", "Ana"), demand=[_wants("M")])

    assert _names(found) == [("Ben", Way.MOVES, True)]
    one = found.replacements[0]
    assert one.gives_up == ("Ben", DAY, "E")
    assert [(step.place[2], step.added) for step in one.steps] == [("E", False), ("M", True)]
    assert one.coverage_lost == ()


def test_a_chain_closes_what_a_move_would_open() -> None:
    """Only Ben could work Middle; Cem takes over his Early."""
    roster = {"Ana": {16: "M"}, "Ben": {16: "E"}, "Cem": {}, "Dua": {16: "L"}}
    board = small_board(**CRISIS, roster=roster, demand=[_wants("M"), _wants("E")])

    found = replacements(board, state_rules(board), places_of(roster), Vacancy(DAY, "M", "Ana"))

    assert [(one.person, one.second, one.way, one.legal) for one in found] == [
        ("Ben", "Cem", Way.CHAIN, True),
        ("Ben", "", Way.MOVES, True),
        ("Cem", "", Way.STEPS_IN, False),
        ("Dua", "", Way.MOVES, False),
    ]
    assert [(step.person, step.place[2], step.added) for step in found[0].steps] == [
        ("Ben", "E", False), ("Ben", "M", True), ("Cem", "E", True),
    ]  # fmt: skip
    assert [effect.person for effect in found[0].effects] == ["Ben", "Cem"]
    assert _said(found[1].coverage_lost) == ["Wed 16 Dec, Early (06:00–14:00): 1 short of the minimum, 0 of 1 people"]


def _chains(roster: Roster, **facts: Any) -> list[tuple[str, str]]:
    """(who takes Middle for Ana, who takes over their shift) of all chains."""
    board = small_board(**CRISIS, roster=roster, **{"demand": [_wants("M"), _wants("E")], **facts})
    found = replacements(board, state_rules(board), places_of(roster), Vacancy(DAY, "M", "Ana"))
    return [(one.person, one.second) for one in found if one.way is Way.CHAIN]


def test_of_those_who_could_take_a_shift_over_the_one_whom_it_costs_least_does() -> None:
    roster = {"Ana": {16: "M"}, "Ben": {16: "E"}, "Cem": {}, "Dua": {}}
    unwilling = [{"person": "Cem", "days": 16, "wants": False}]

    assert _chains(roster) == [("Ben", "Cem")]
    assert _chains(roster, wishes=unwilling) == [("Ben", "Dua")]


def test_nobody_is_asked_for_a_shift_that_nobody_needs_so_that_another_one_is_covered_better() -> None:
    """Early wants Returns, which Cem knows; Ben, who works it, does not, and could go to Late in Cem's favour."""
    roster = {"Ana": {}, "Ben": {16: "E"}, "Cem": {}}
    people = {"Ana": {}, "Ben": {}, "Cem": {"skills": {"Returns": 1}}}

    def chains(*late: dict[str, Any]) -> list[tuple[str, str]]:
        demand = [_wants("E"), {**_wants("E"), "skill": "Returns", "level": 1}, *late]
        board = _board(roster, people=people, demand=demand)
        found = Replacer(board, state_rules(board), places_of(roster)).chains(Vacancy(DAY, "L"), 4)
        return [(one.person, one.second) for one in found]

    assert chains(_wants("L")) == [("Ben", "Cem")]
    assert chains() == []


def test_nobody_who_is_away_takes_a_shift_over_even_where_that_has_only_its_price() -> None:
    roster = {"Ana": {16: "M"}, "Ben": {16: "E"}, "Cem": {}}
    away = {"absences": [{"person": "Cem", "days": 16}, {"person": "Dua", "days": 16}]}

    assert _chains(roster, rules={"absence": {"price": 1}}, **away) == []


def test_a_chain_keeps_hard_limits_about_several_people() -> None:
    """Cem and Dua must not meet, and Dua works Early."""
    roster = {"Ana": {16: "M"}, "Ben": {16: "E"}, "Cem": {}, "Dua": {16: "E"}}
    apart = [{"person": "Cem", "other": "Dua", "together": False}]

    assert _chains(roster, pairs=apart) == [("Ben", "Cem")]
    assert _chains(roster, pairs=apart, rules={"pairs": {"price": "hard"}}) == []


def test_a_chain_may_leave_a_hard_limit_as_broken_as_it_was() -> None:
    """Early has one person too many; with Ben gone and Cem come it has as many as before."""
    roster = {"Ana": {16: "M"}, "Ben": {16: "E"}, "Cem": {}, "Dua": {16: "E"}}
    one_at_most = {"when": 16, "shift": "E", "minimum": 0, "maximum": 1}

    found = _chains(roster, demand=[_wants("M"), one_at_most], rules={"coverage_maximum": {"price": "hard"}})

    assert found == [("Ben", "Cem")]


def test_fewer_steps_come_before_wishes_and_fairness() -> None:
    """Dua would rather be off; a move or chain that spares her comes after her all the same."""
    roster = {"Ana": {16: "M"}, "Ben": {16: "E"}, "Dua": {}}

    found = _rank(
        roster, Vacancy(DAY, "M", "Ana"), demand=[_wants("M")], rules=NOTHING_OF_HOURS,
        wishes=[{"person": "Dua", "days": 16, "wants": False, "weight": 5}],
    )  # fmt: skip

    assert [(one.person, one.way) for one in found.replacements][:2] == [("Dua", Way.STEPS_IN), ("Ben", Way.MOVES)]
    costs = [one.cost_change[Tier.COMFORT] for one in found.replacements[:2]]
    assert costs[0] > costs[1]


def test_coverage_comes_before_fewer_steps() -> None:
    """Ben knows the channel that is short, Cem does not, though Ben has to leave Early, which wants nobody."""
    roster = {"Ana": {16: "M"}, "Ben": {16: "E"}, "Cem": {}}
    people = {"Ana": {"channels": ["Chat"]}, "Ben": {"channels": ["Chat"]}, "Cem": {}}
    demand = [{"when": 16, "times": "14:00-18:00", "channel": "Chat", "minimum": 1}]

    found = _rank(roster, Vacancy(DAY, "M", "Ana"), people=people, demand=demand)

    assert [one.person for one in found.replacements if one.way is not Way.CHAIN] == ["Ben", "Cem"]
    assert found.replacements[0].coverage_left == ()
    assert _said(found.replacements[-1].coverage_left) == _said(found.missing)
    assert len(found.missing) == 1


def test_what_only_the_person_gone_could_do_stays_missing() -> None:
    found = _rank(
        {"Ana": {16: "L"}, "Ben": {}}, Vacancy(DAY, "L", "Ana"), topics={"Returns": {"experts": ["Ana"]}},
        opening_hours=[{"channel": "Chat", "when": 16, "times": "14:00-22:00", "presence_min": 0}],
    )  # fmt: skip

    # Cut where Middle ends.
    assert _said(found.missing) == [
        "Wed 16 Dec 14:00–18:00: nobody who knows Returns is at work within 0 h",
        "Wed 16 Dec 18:00–22:00: nobody who knows Returns is at work within 0 h",
    ]
    assert found.replacements[0].coverage_left == found.missing


def test_who_is_forbidden_comes_after_with_the_fewest_rules_first_and_who_is_away_last() -> None:
    roster = {"Ana": {16: "L"}, "Ben": {17: "E"}, "Cem": {"10-15": "L", 17: "E"}, "Dua": {}, "Eva": {}}

    found = _rank(
        roster, Vacancy(DAY, "L", "Ana"), demand=[_wants("L")],
        absences=[{"person": "Dua", "days": 16}], availability={"Eva": {"wed": "14:00-22:00"}},
    )  # fmt: skip

    assert [(one.person, one.legal, one.away) for one in found.replacements] == [
        ("Eva", True, False), ("Ben", False, False), ("Cem", False, False), ("Dua", False, True),
    ]  # fmt: skip
    assert (found.legal, found.forbidden) == (1, 3)
    assert _said(found.replacements[1].reasons) == [
        "only 8 h of rest between Late on Wed 16 Dec and Early on Thu 17 Dec; 11 h are needed"
    ]
    assert len(found.replacements[2].reasons) == 2


def test_locks_stand() -> None:
    """Ben's Early is locked, so he does not move; Cem's free day is locked, so he does not step in."""
    roster = {"Ana": {16: "M"}, "Ben": {16: "E"}, "Cem": {}}

    found = _rank(roster, Vacancy(DAY, "M", "Ana"), demand=[_wants("M")], locks={"Ben": {16: "E"}, "Cem": {16: ""}})

    assert {(one.person, one.way, one.legal) for one in found.replacements} == {
        ("Ben", Way.STEPS_IN, False), ("Cem", Way.STEPS_IN, False),
    }  # fmt: skip
    assert all(one.reasons for one in found.replacements)


def test_what_was_published_is_changed_least() -> None:
    """Three changes of a chain cost more than one, beside the one that Ana's dropping out is in any case."""
    roster = {"Ana": {16: "M"}, "Ben": {16: "E"}, "Cem": {}}

    found = _rank(roster, Vacancy(DAY, "M", "Ana"), demand=[_wants("M")], published=roster)

    assert [(one.way, one.cost_change[Tier.CHANGE]) for one in found.replacements] == [
        (Way.STEPS_IN, 1), (Way.MOVES, 2), (Way.CHAIN, 3),
    ]  # fmt: skip


def test_nobody_falls_out_of_a_shift_they_do_not_work() -> None:
    with pytest.raises(KeyError, match="Ben does not work L"):
        _rank({"Ana": {16: "L"}, "Ben": {}}, Vacancy(DAY, "L", "Ben"))


# ---- what it brings


def _only(roster: Roster, **facts: Any) -> Replacement:
    return _rank(roster, Vacancy(DAY, "L", "Ana"), **facts).replacements[0]


@pytest.mark.parametrize(
    ("days", "before_min", "after_min"),
    [
        # Late ends at 22:00 and begins at 14:00, Early ends at 14:00 and begins at 6:00.
        ({14: "E"}, None, 48 * 60),
        ({15: "L", 18: "E"}, 56 * 60, 16 * 60),
        ({17: "M"}, None, 12 * 60),
        ({15: "L", 17: "L"}, 40 * 60, 16 * 60),
        ({}, None, None),
    ],
)
def test_rest_round_the_shift(days: dict[int, str], before_min: int | None, after_min: int | None) -> None:
    effect = _only({"Ana": {16: "L"}, "Ben": days}).effects[0]

    assert (effect.rest_before_min, effect.rest_after_min) == (before_min, after_min)


def test_duty_has_no_rest_and_no_hours() -> None:
    roster = {"Ana": {16: "D"}, "Ben": {15: "L"}}

    effect = _rank(roster, Vacancy(DAY, "D", "Ana")).replacements[0].effects[0]

    assert (effect.rest_before_min, effect.rest_after_min) == (None, None)
    assert effect.balance_before_min == effect.balance_after_min


def test_hours_against_the_contract() -> None:
    """December 2026 has 23 Mondays to Fridays: in Vienna the 8th and 25th are holidays, the 24th and 31st half ones."""
    owed_min = 2400 * 20 // 5

    effect = _only({"Ana": {16: "L"}, "Ben": {1: "E"}}, people={"Ana": {}, "Ben": {}}).effects[0]

    assert (effect.balance_before_min, effect.balance_after_min) == (450 - owed_min, 900 - owed_min)


def test_hours_of_a_move_are_the_difference() -> None:
    roster = {"Ana": {16: "M"}, "Ben": {16: "S"}}
    board = small_board(people={"Ana": {}, "Ben": {}}, shifts={**SHIFTS, "S": "09:00-13:00"}, roster=roster)

    one = replacements(board, state_rules(board), places_of(roster), Vacancy(DAY, "M", "Ana"))[0]

    assert one.effects[0].balance_after_min - one.effects[0].balance_before_min == 450 - 240


def test_fairness_tells_only_what_changes() -> None:
    effect = _only({"Ana": {16: "L"}, "Ben": {15: "L"}}, demand=[_wants("L")]).effects[0]

    lates = next(change for change in effect.fairness if change.measure == "lates")
    assert (lates.change, lates.carried) == (100, 200)
    assert {change.measure for change in effect.fairness} == {"lates", "unpleasant"}


def test_a_second_day_of_a_weekend_is_no_weekend_more() -> None:
    roster = {"Ana": {19: "E"}, "Ben": {20: "E"}, "Cem": {}}
    facts: dict[str, Any] = {"site": {"sunday_basis": "works agreement", "holiday_basis": "works agreement"}}

    found = _rank(roster, Vacancy(date(2026, 12, 19), "E", "Ana"), **facts).replacements

    weekends = {one.person: [c.change for c in one.effects[0].fairness if c.measure == "weekends"] for one in found}
    assert weekends == {"Ben": [], "Cem": [100]}


def test_wishes_refused_and_granted() -> None:
    roster = {"Ana": {16: "L"}, "Ben": {}}
    wishes = [
        {"person": "Ben", "days": 16, "wants": False},
        {"person": "Ben", "days": 16, "shift": "L"},
        {"person": "Ben", "days": 17, "shift": "L"},
    ]

    effect = _only(roster, wishes=wishes).effects[0]

    assert _said(effect.wishes_refused) == ["would rather not work on Wed 16 Dec"]
    assert _said(effect.wishes_granted) == ["gets the wish for Late"]


def test_wishes_of_leaving_a_shift() -> None:
    roster = {"Ana": {16: "M"}, "Ben": {16: "E"}}
    wishes = [{"person": "Ben", "days": 16, "shift": "E"}, {"person": "Ben", "days": 16, "shift": "E", "wants": False}]

    effect = _rank(roster, Vacancy(DAY, "M", "Ana"), wishes=wishes).replacements[0].effects[0]

    assert _said(effect.wishes_refused) == ["wants Early and does not have it on Wed 16 Dec"]
    assert _said(effect.wishes_granted) == ["gets the wish to be without Early"]


# ---- in words


def test_words() -> None:
    roster = {"Ana": {16: "M"}, "Ben": {15: "L", 16: "E"}, "Cem": {}}
    board = _board(roster)

    ranking = Replacer(board, state_rules(board), places_of(roster)).rank(Vacancy(DAY, "M", "Ana"))

    assert render(vacancy_words(board, ranking.vacancy), "en") == "Middle on Wed 16 Dec, without Ana"
    assert render(vacancy_words(board, Vacancy(DAY, "M")), "de") == "Middle am Mi. 16. Dez., eine Person mehr"
    said = {one.way: render(way_words(board, one), "en") for one in ranking.replacements}
    assert said[Way.STEPS_IN] == "Cem steps in"
    assert said[Way.MOVES] == "Ben moves from Early"
    assert said[Way.CHAIN] == "Ben moves from Early, and Cem takes Early over"
    move = next(one for one in ranking.replacements if one.way is Way.MOVES)
    assert _said(effect_words(move.effects[0]))[0] == "rest 12 h instead of 8 h"


def test_words_of_coverage() -> None:
    one = Replacement("Ana", Way.STEPS_IN, None, (), True, False, (), (), (), (Message("a"),), (Message("b"),))

    assert _said(coverage_words(one)) == ["opens a gap: a", "leaves a gap: b"]
