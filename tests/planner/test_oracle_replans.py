"""Changed rosters against the oracle: the fewest changes of all plans; none without an event; honest bounds."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import compress, product

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from planner.board import Board, Place
from planner.changing.events import after_events
from planner.changing.replan import replan
from planner.domain.event import Surge
from planner.domain.people import Absence, AbsenceKind
from planner.domain.team import NEVER, Team
from planner.rules.catalogue import RULES
from planner.solve import solve
from solver.limits import Tier
from solver.search import Options
from tests.oracle import Month, costs_by_tier, verdicts
from tests.oracle.values import DEFAULTS, price_of
from tests.planner.random_teams import Case, cases, tiny_cases
from tests.planner.small_teams import small_team

OPTIONS = Options(seconds=30, workers=1, seed=1)
#: Two days that somebody may have to be found for; all others are locked as free.
DAYS = (date(2026, 12, 1), date(2026, 12, 2))
SHIFT = {"times": "08:00-16:00", "name": "Early", "break_min": 30}


@st.composite
def small_rosters(draw: st.DrawFn) -> tuple[Team, frozenset[Place]]:
    """Four people, of whom some know the trade, some can't come, some would rather not; and their covered roster."""
    names = ("Ana", "Ben", "Cem", "Dora")
    skills = st.sampled_from(["", "crisis"])
    people = {name: {"skills": {"crisis": draw(st.integers(0, 1))}} for name in names}
    demand = [
        {"when": day.day, "shift": "E", "minimum": draw(st.integers(1, 2)), "skill": draw(skills)} for day in DAYS
    ]
    absences = [
        {"person": name, "kind": "leave", "days": draw(st.sampled_from([1, 2]))}
        for name in draw(st.frozensets(st.sampled_from(names), max_size=2))
    ]
    wishes = [
        {"person": name, "days": draw(st.sampled_from([1, 2])), "wants": draw(st.booleans())}
        for name in draw(st.frozensets(st.sampled_from(names), max_size=2))
    ]
    locks = {name: dict.fromkeys(range(3, 32), "") for name in names}
    rules = {"max_days_in_row": {"value": draw(st.integers(1, 2))}}
    team = small_team(people=people, shifts={"E": SHIFT}, demand=demand, absences=absences, wishes=wishes, locks=locks,
                      rules=rules)  # fmt: skip
    roster = solve(Board(team, 2026, 12), OPTIONS)
    assume(roster.progress.costs[Tier.COVERAGE] == 0)
    return team, roster.places


def best_by_oracle(team: Team, published: frozenset[Place]) -> tuple[int, ...]:
    """Points of MUST, COVERAGE and CHANGE of the best of all plans that keep the hard rules."""
    return min(_legal_costs(team, published))


def _legal_costs(team: Team, published: frozenset[Place]) -> Iterator[tuple[int, ...]]:
    empty = Month(team, 2026, 12, (), published, None)
    codes = [
        rule.code for rule in RULES if price_of(empty, rule.code) == NEVER or DEFAULTS[rule.code].tier < Tier.COMFORT
    ]
    places = [(manager.name, day, "E") for manager in team.managers for day in DAYS]
    for on in product((False, True), repeat=len(places)):
        found = verdicts(empty.with_roster(compress(places, on)), codes)
        if not any(verdict.forbidden for verdict in found.values()):
            yield costs_by_tier(found)[: Tier.COMFORT]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(small_rosters(), st.data())
def test_no_plan_mends_an_absence_with_fewer_changes(
    roster: tuple[Team, frozenset[Place]], data: st.DataObject
) -> None:
    team, published = roster
    person, day, _ = data.draw(st.sampled_from(sorted(published)))
    sick = replace(team, absences=(*team.absences, Absence(person, AbsenceKind.SICK, day, day)))
    progress = replan(Board(sick, 2026, 12, extra=published, published=published), OPTIONS).progress
    best = best_by_oracle(sick, published)
    assert progress.costs[: Tier.COMFORT] == best
    assert progress.bounds[: Tier.COMFORT] == best
    assert best[Tier.CHANGE] > 0


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(small_rosters(), st.sampled_from(DAYS))
def test_no_plan_covers_a_surge_better_or_with_fewer_changes(
    roster: tuple[Team, frozenset[Place]], day: date
) -> None:
    team, published = roster
    busier = after_events(team, [Surge("", day, day, 200)], published)
    board = Board(busier, 2026, 12, extra=published, published=published)
    progress = replan(board, OPTIONS, planned=team).progress
    best = best_by_oracle(busier, published)
    assert progress.costs[: Tier.COMFORT] == best
    assert progress.bounds[: Tier.COMFORT] == best


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tiny_cases())
def test_without_an_event_nothing_changes(case: Case) -> None:
    """Whatever was planned is the least changed, also where more than the best costs was paid."""
    roster = solve(Board(case.team, case.year, case.month), OPTIONS).places
    changed = replan(Board(case.team, case.year, case.month, extra=roster, published=roster, today=case.today), OPTIONS)
    assert changed.places == roster
    assert changed.progress.costs[Tier.CHANGE] == 0


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases())
def test_no_cost_lies_below_its_bound(case: Case) -> None:
    progress = solve(Board(case.team, case.year, case.month), Options(seconds=0.5, workers=1, seed=1)).progress
    # A tier's bound holds for plans that pay no more in the tiers before it.
    for cost, bound in zip(progress.costs, progress.bounds, strict=True):
        assert cost >= bound
        if cost > bound:
            break
