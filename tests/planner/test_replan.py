"""Re-planning: the fewest changes first, then cost; past, locks and everything out of scope stay."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from planner.board import Board, Place
from planner.changing.changes import ShiftChange, changes_of, moved_besides, shifts_changed
from planner.changing.events import after_events
from planner.changing.replan import EVERYTHING, Goal, Scope, columns_for, replan
from planner.changing.stood_short import asked_since
from planner.domain.event import Away, Event, Surge, Swap
from planner.domain.people import AbsenceKind
from planner.domain.scenario import Hire
from planner.domain.team import Lock, Team
from planner.domain.time import from_moment
from planner.messages import render
from planner.rulebook import plan_of, state_rules
from planner.solve import Solution, fixed_cells
from solver.fixing import FREE, settle
from solver.limits import Tier
from solver.repair import Repair, Repaired
from solver.search import Options
from tests.planner.random_teams import Case, tiny_cases
from tests.planner.small_teams import small_team

OPTIONS = Options(seconds=20, workers=1, seed=1)
EARLY = {"E": {"times": "08:00-16:00", "name": "Early", "break_min": 30}}


def day(number: int) -> date:
    return date(2026, 12, number)


def team(*people: str, days: tuple[int, ...], **more: Any) -> Team:
    wanted = [{"when": number, "shift": "E", "minimum": 1} for number in days]
    facts = {"shifts": EARLY, "demand": wanted, **more}
    return small_team(people={name: {} for name in people}, **facts)


def early(person: str, *days: int) -> frozenset[Place]:
    return frozenset((person, day(number), "E") for number in days)


def mended(
    facts: Team, published: frozenset[Place], *events: Event, scope: Scope = EVERYTHING, today: date | None = None
) -> tuple[Board, Solution]:
    after = after_events(facts, events, published)
    board = Board(after, 2026, 12, extra=published, published=published, today=today)
    return board, replan(board, OPTIONS, scope=scope, planned=facts)


def sick(person: str, first: int, last: int) -> Away:
    return Away(person, AbsenceKind.SICK, day(first), day(last))


def test_one_sick_day_moves_one_shift() -> None:
    published = early("Ana", 1, 2, 3) | early("Ben", 4, 7)
    _, solution = mended(team("Ana", "Ben", "Cem", days=(1, 2, 3, 4, 7)), published, sick("Ana", 2, 2))
    assert published - solution.places == early("Ana", 2)
    assert len(solution.places - published) == 1
    assert solution.progress.costs[Tier.CHANGE] == solution.progress.bounds[Tier.CHANGE] == 2


def test_what_was_short_before_is_not_a_reason_to_change() -> None:
    """The 3rd was never filled, and nobody fills it now; of the 1st, the sick call is mended."""
    published = early("Ana", 1, 2)
    board, solution = mended(team("Ana", "Ben", days=(1, 2, 3)), published, sick("Ana", 1, 1))
    assert solution.places == early("Ana", 2) | early("Ben", 1)
    assert columns_for(Goal.MEND, board, state_rules(board)).costs(plan_of(board, published))[Tier.COVERAGE] == 0


@pytest.mark.parametrize(("free", "filled"), [(("Ben", "Cem"), 1), ((), 0)])
def test_a_surge_is_covered_where_somebody_is_free(free: tuple[str, ...], filled: int) -> None:
    """On the 3rd nobody was found before, and nobody is now; of the 1st, one more is wanted."""
    published = early("Ana", 1, 2)
    _, solution = mended(team("Ana", *free, days=(1, 2, 3)), published, Surge("", day(1), day(1), 200))
    assert published < solution.places or not filled
    assert [place[1] for place in solution.places - published] == [day(1)] * filled


def test_a_surge_asks_for_no_more_than_it_adds() -> None:
    """One of two was found for the 1st before: of the four wanted now, two more are, not three."""
    wanted = [{"when": 1, "shift": "E", "minimum": 2}]
    published = early("Ana", 1)
    facts = team("Ana", "Ben", "Cem", "Dora", days=(), demand=wanted)
    _, solution = mended(facts, published, Surge("", day(1), day(1), 200))
    assert len(solution.places) == 3


def test_less_than_usual_changes_nothing() -> None:
    wanted = [{"when": 1, "shift": "E", "minimum": 3}]
    published = early("Ana", 1)
    _, solution = mended(team("Ana", "Ben", days=(), demand=wanted), published, Surge("", day(1), day(1), 50))
    assert solution.places == published


@pytest.mark.parametrize(
    ("messages", "percent", "asked"),
    [
        # Three were wanted from 8 to 9, and Ana was there: of the five wanted now, two stay accepted as missing.
        ({8: 20}, 200, {(8, 9): 3}),
        # One and two people become two throughout: Ana was enough in the first hour, so two it is.
        ({8: 7.6, 9: 9.3}, 150, {(8, 10): 2}),
        ({8: 20}, 50, {}),
    ],
)
def test_what_a_surge_asks_for_beside_what_stood_short(
    messages: dict[int, float], percent: int, asked: dict[tuple[int, int], int]
) -> None:
    hours = [{"channel": "Chat", "when": "weekday", "times": "08:00-16:00", "presence_min": 1}]
    volume = [
        {"channel": "Chat", "when": "weekday", "hour": hour, "messages_per_hour": count, "handle_time_min": 6}
        for hour, count in messages.items()
    ]
    people = {name: {"channels": ["Chat"]} for name in ("Ana", "Ben")}
    facts = small_team(people=people, shifts=EARLY, opening_hours=hours, volume=volume)
    published = early("Ana", *(number for number in range(1, 32) if day(number).weekday() < 5))
    after = after_events(facts, [Surge("Chat", day(1), day(1), percent)], published)
    board = Board(after, 2026, 12, extra=published, published=published)
    columns = state_rules(board)
    found = {}
    for row, people in asked_since(board, columns, facts).items():
        slot = columns.subjects[row].detail[0]  # type: ignore[attr-defined]
        first, last = (from_moment(edge, facts.zone).hour for edge in (slot.start, slot.end))
        found[first, last] = people
    assert found == asked


def joins(person: str, first: int) -> Hire:
    return Hire(person, 2310, "Ana", day(first))


def test_whoever_joins_takes_open_shifts_and_nobodys() -> None:
    """The 1st and the 3rd were never filled. Cem comes on the 2nd; that Ben could take the 1st is no part of it."""
    published = early("Ana", 2)
    _, solution = mended(team("Ana", "Ben", days=(1, 2, 3)), published, joins("Cem", 2))
    assert solution.places == published | early("Cem", 3)
    assert solution.filled == early("Cem", 3)
    assert solution.progress.costs[Tier.CHANGE] == 0


def test_a_cancel_is_heard_while_whoever_joins_takes_open_shifts(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Repair] = []
    heard: list[bool] = []
    run = Repair.run

    def waiting(repair: Repair, seconds: float) -> Repaired:
        begun.append(repair)
        if len(begun) == 2:
            heard.append(repair._stopped.wait(20))
        return run(repair, seconds)

    monkeypatch.setattr(Repair, "run", waiting)
    published, facts = early("Ana", 2), team("Ana", "Ben", days=(1, 2, 3))
    after = after_events(facts, (joins("Cem", 2),), published)
    board = Board(after, 2026, 12, extra=published, published=published)

    solution = replan(board, OPTIONS, planned=facts, watch=lambda _: len(begun) == 2)

    assert heard == [True]
    assert solution.places == published
    assert not solution.filled


def test_whoever_joins_helps_to_mend_and_takes_what_is_open_then() -> None:
    """Ana's 1st goes to Ben or Cem with two changes; the 3rd, short before, is Cem's besides."""
    published = early("Ana", 1, 2)
    _, solution = mended(team("Ana", "Ben", days=(1, 2, 3)), published, sick("Ana", 1, 1), joins("Cem", 1))
    assert solution.filled == early("Cem", 3)
    assert solution.progress.costs[Tier.CHANGE] == solution.progress.bounds[Tier.CHANGE] == 2
    assert len(solution.places) == 3


def test_whoever_joins_takes_no_more_shifts_than_fill_what_is_open() -> None:
    """From 8 to 16 somebody is wanted: one long shift does, where two short ones would."""
    shifts = {**EARLY, "A": {"times": "08:00-12:00"}, "B": {"times": "12:00-16:00"}}
    wanted = [{"when": 1, "times": "08:00-16:00", "minimum": 1}]
    facts = small_team(people={"Ana": {}}, shifts=shifts, demand=wanted, absences=[{"person": "Ana", "days": 1}])
    _, solution = mended(facts, early("Ana", 2), joins("Cem", 1))
    assert solution.filled == early("Cem", 1)


def test_whoever_joins_works_no_more_than_their_contract_lets_them() -> None:
    """One hour a week leaves no room for a shift: what is open stays open, as before."""
    _, solution = mended(team("Ana", days=(1, 2)), early("Ana", 1), Hire("Cem", 60, "Ana", day(1)))
    assert solution.places == early("Ana", 1)
    assert solution.filled == frozenset()


def test_only_the_empty_is_filled_when_asked_for() -> None:
    published = early("Ana", 1, 2)
    facts = team("Ana", "Ben", days=(1, 2, 3))
    board = Board(facts, 2026, 12, extra=published, published=published)
    filled = replan(board, OPTIONS, goal=Goal.FILL)
    assert published < filled.places
    assert {place[1] for place in filled.places} == {day(1), day(2), day(3)}


def test_past_days_never_move() -> None:
    published = early("Ana", 1, 2, 3)
    _, solution = mended(team("Ana", "Ben", days=(1, 2, 3)), published, sick("Ana", 1, 3), today=day(2))
    assert solution.places == early("Ana", 1) | early("Ben", 2, 3)


def test_locked_days_never_move() -> None:
    published = early("Ana", 1, 2) | early("Ben", 3)
    locks = (Lock("Ben", day(2), ""), Lock("Ben", day(3), "E"))
    facts = replace(team("Ana", "Ben", "Cem", days=(1, 2, 3)), locks=locks)
    _, solution = mended(facts, published, sick("Ana", 2, 2))
    assert solution.places == early("Ana", 1) | early("Cem", 2) | early("Ben", 3)


@pytest.mark.parametrize(
    ("scope", "moved"),
    [
        (Scope(people=frozenset({"Ana", "Cem"})), {"Cem"}),
        (Scope(people=frozenset({"Ana", "Ben"})), {"Ben"}),
        (Scope(days=frozenset({day(1)})), {"Ben", "Cem"}),
    ],
)
def test_nobody_out_of_scope_is_moved(scope: Scope, moved: set[str]) -> None:
    published = early("Ana", 1, 2)
    _, solution = mended(team("Ana", "Ben", "Cem", days=(1, 2)), published, sick("Ana", 1, 1), scope=scope)
    (new,) = solution.places - published
    assert new[0] in moved
    assert new[1:] == (day(1), "E")


def test_a_chain_is_found_where_nobody_can_simply_step_in() -> None:
    """Late needs a skill that Ana and Ben have; Ben is early, and Cem can only take early: two hands change."""
    shifts = {**EARLY, "L": {"times": "14:00-22:00", "name": "Late", "break_min": 30, "skills": {"crisis": 1}}}
    people = {"Ana": {"skills": {"crisis": 1}}, "Ben": {"skills": {"crisis": 1}}, "Cem": {}}
    wanted = [{"when": 1, "shift": code, "minimum": 1} for code in "EL"]
    facts = small_team(people=people, shifts=shifts, demand=wanted)
    published = frozenset({("Ana", day(1), "L"), ("Ben", day(1), "E")})

    board, solution = mended(facts, published, sick("Ana", 1, 1))

    assert solution.places == {("Ben", day(1), "L"), ("Cem", day(1), "E")}
    assert solution.progress.bounds[Tier.CHANGE] == 4
    changes = changes_of(board, solution.columns, published, solution.places)
    assert [(c.shift, c.before, c.after) for c in changes.shifts] == [("E", "Ben", "Cem"), ("L", "Ana", "Ben")]
    assert changes.people == ("Ana", "Ben", "Cem")
    assert changes.published == shifts_changed(published, solution.places) == 2
    assert "Late on Tue 1 Dec" in render(changes.shifts[0].why[0], "en")
    assert "sick" in render(changes.shifts[1].why[0], "en")


def test_changes_name_what_is_new_and_what_falls_away() -> None:
    facts = team("Ana", "Ben", days=(1, 2))
    before, after = early("Ana", 1, 2), early("Ana", 1) | early("Ben", 3)
    board = Board(facts, 2026, 12)
    gone, new = changes_of(board, state_rules(board), before, after).shifts
    assert (shifts_changed(before, after), shifts_changed(before, before)) == (2, 0)
    assert (gone.day, gone.before, gone.after) == (day(2), "Ana", None)
    assert gone.why == ()  # nothing spoke against it
    assert new == ShiftChange(day(3), "E", None, "Ben", ())


def test_whoever_swaps_takes_the_others_shift_and_says_so() -> None:
    """Two are early each day: Ana gives the 1st to Dora, who gives her the 2nd; by name, Ben would have lost to Ana."""
    swap = Swap("Ana", day(1), "Dora", day(2))
    before = early("Ana", 1) | early("Cem", 1, 2) | early("Dora", 2)
    after = early("Dora", 1) | early("Ben", 1) | early("Ana", 2) | early("Cem", 2)
    board = Board(team("Ana", "Ben", "Cem", "Dora", days=(1, 2)), 2026, 12, extra=before | after)
    changes = changes_of(board, state_rules(board), before, after, [swap])
    said = [(c.day.day, c.before, c.after, [render(why, "en") for why in c.why]) for c in changes.shifts]
    assert said[0] == (1, "Ana", "Dora", ["swaps with Dora"])
    assert said[1][:3] == (1, "Cem", "Ben")
    assert said[2] == (2, "Dora", "Ana", ["swaps with Ana"])
    assert moved_besides([swap], before, after) == ("Ben", "Cem")


def test_a_swap_without_return_is_told_as_one() -> None:
    before, after = early("Ana", 1), early("Ben", 1)
    board = Board(team("Ana", "Ben", days=(1,)), 2026, 12, extra=before | after)
    (change,) = changes_of(board, state_rules(board), before, after, [Swap("Ana", day(1), "Ben", day(2))]).shifts
    assert [render(why, "en") for why in change.why] == ["gives this to Ben and gets no shift for it"]


def test_whoever_moves_within_a_day_works_the_other_shift_instead() -> None:
    shifts = {**EARLY, "M": {"times": "10:00-18:00", "name": "Middle", "break_min": 30}}
    facts = small_team(people={"Ana": {}}, shifts=shifts)
    before, after = frozenset({("Ana", day(1), "E")}), frozenset({("Ana", day(1), "M")})
    board = Board(facts, 2026, 12)
    gone, _ = changes_of(board, state_rules(board), before, after).shifts
    assert [render(why, "en") for why in gone.why] == ["works Middle on Tue 1 Dec instead"]


# ---- against trying all plans


def _legal(board: Board) -> Iterator[tuple[int, ...]]:
    """Points a tier of every plan that keeps the hard rules, old gaps accepted."""
    stated, fixed = columns_for(Goal.MEND, board, state_rules(board)), fixed_cells(board)
    columns, _ = settle(stated, np.where(fixed == 1, 1, 0).astype(np.int64))
    for plan in product(*[(0, 1) if value == FREE else (value,) for value in fixed.tolist()]):
        tried = np.array(plan, np.int64)
        if not (columns.outside(columns.values(tried)) * columns.hard).any():
            yield columns.costs(tried)


@settings(max_examples=15, deadline=None)
@given(tiny_cases())
def test_no_plan_is_better_by_coverage_then_changes_then_cost(case: Case) -> None:
    board = case.board()
    solution = replan(board, OPTIONS)
    best = min(_legal(board))
    progress = solution.progress
    assert progress.costs[: Tier.COMFORT] == progress.bounds[: Tier.COMFORT] == best[: Tier.COMFORT]
    assert progress.costs >= best
