"""What a roster would be if something were otherwise: the fewest changes, then the least cost, and what is proven."""

from datetime import date
from typing import Any

from planner.asking.alternative import Alternatives
from planner.board import Board, Place
from planner.check import check
from planner.rulebook import state_rules
from planner.slots import slots_of
from solver.limits import Tier
from tests.planner.small_teams import small_team

EARLY = {"E": {"times": "08:00-16:00", "name": "Early", "break_min": 30}}


def day(number: int) -> date:
    return date(2026, 12, number)


def early(person: str, *days: int) -> frozenset[Place]:
    return frozenset((person, day(number), "E") for number in days)


def asked(published: frozenset[Place], days: tuple[int, ...], people: dict[str, Any], **more: Any) -> Alternatives:
    wanted = [{"when": number, "shift": "E", "minimum": 1} for number in days]
    facts = small_team(people=people, shifts=EARLY, demand=wanted, **more)
    return Alternatives(Board(facts, 2026, 12, extra=published, published=published), workers=1)


def cell(ask: Alternatives, place: Place) -> int:
    number = ask.board.number(place)
    assert number is not None
    return number


def test_without_her_the_cheapest_colleague_takes_it() -> None:
    """Ben wishes the day off, Cem does not: Cem takes it, and that is proven cheapest."""
    published = early("Ana", 1, 2)
    wish = [{"person": "Ben", "days": 1, "wants": False, "weight": 5}]
    ask = asked(published, (1, 2), {"Ana": {}, "Ben": {}, "Cem": {}}, wishes=wish)
    (place,) = early("Ana", 1)
    found = ask.when({cell(ask, place): 0})
    assert found.places == early("Ana", 2) | early("Cem", 1)
    assert (found.moved, found.uncovered) == (2, 0)
    assert found.fewest
    assert found.cheapest
    assert [(c.before, c.after) for c in found.changes.shifts] == [("Ana", "Cem")]
    checked = [check(ask.board, ask.columns, places).costs for places in (published, found.places)]
    assert [found.costs_before, found.costs] == checked
    assert found.dearer == tuple(b - a for a, b in zip(*checked, strict=True))


def test_where_nobody_else_can_the_gap_is_told() -> None:
    ask = asked(early("Ana", 1), (1,), {"Ana": {}})
    (place,) = early("Ana", 1)
    found = ask.when({cell(ask, place): 0})
    assert found.places == frozenset()
    assert found.uncovered == found.dearer[Tier.COVERAGE] > 0
    assert found.fewest


def test_a_forced_shift_that_breaks_a_rule_names_it() -> None:
    away = [{"person": "Ana", "kind": "leave", "days": 1}]
    ask = asked(early("Ana", 2), (2,), {"Ana": {}}, absences=away)
    (place,) = early("Ana", 1)
    found = ask.when({cell(ask, place): 1})
    assert [rule.code for rule in found.clashes] == ["absence"]


def test_a_gap_is_filled_when_its_demand_counts_and_a_limit_is_released() -> None:
    away = [{"person": "Ana", "kind": "leave", "days": 1}]
    ask = asked(early("Ana", 2), (1, 2), {"Ana": {}}, absences=away)
    slot = slots_of(ask.board)[0]
    columns = state_rules(ask.board)
    wanted = [r for r in range(columns.rows) if columns.tier[r] == Tier.COVERAGE and columns.low[r] > 0]
    (place,) = early("Ana", 1)
    number = cell(ask, place)
    assert slot.cells == (number,)
    banned = [r for r in range(columns.rows) if columns.price[r] == 0 and columns.base_atoms(r) == [number]]

    kept = ask.when({}, wanted=wanted)
    assert (kept.moved, kept.uncovered > 0) == (0, True)
    found = ask.when({}, wanted=wanted, bent=dict.fromkeys(banned, 1))
    assert found.places == early("Ana", 1, 2)
    assert found.uncovered == 0
