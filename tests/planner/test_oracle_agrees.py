"""The oracle of tests/oracle agrees with the checker on YAML cases and random rosters, and with the search by trying
all plans.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import compress, product
from typing import Any

import pytest
from hypothesis import given, settings

from planner.board import Board
from planner.check import check
from planner.domain.people import Availability
from planner.rulebook import state_rules
from planner.rules.catalogue import RULES
from planner.solve import make_search
from solver.search import Options
from tests.oracle import Month, Verdict, costs_by_tier, hard_broken, verdicts
from tests.oracle.judge import RULES as ORACLE_RULES
from tests.planner.agreement import BY_PAIRS, board_of, judged, of_checker, of_oracle, places_in
from tests.planner.random_teams import Case, cases, tiny_cases
from tests.planner.small_teams import small_team
from tests.planner.test_rule_cases import CASES


def test_the_oracle_knows_every_rule() -> None:
    assert set(ORACLE_RULES) == {rule.code for rule in RULES}


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{code}: {case['name']}") for code, case in CASES])
def test_every_rule_on_a_yaml_case(case: dict[str, Any]) -> None:
    board, places = board_of(case), places_in(case)
    columns = state_rules(board)
    result, found = check(board, columns, places), judged(board, places)

    assert of_oracle(found) == of_checker(board, columns, places)
    assert hard_broken(found) == {finding.rule for finding in result.hard}
    if not any(found[code].cost for code in BY_PAIRS):
        assert costs_by_tier(found) == result.costs


@settings(max_examples=30, deadline=None)
@given(cases())
def test_every_rule_on_a_random_roster(case: Case) -> None:
    board = case.board()

    assert of_oracle(judged(board, case.roster)) == of_checker(board, state_rules(board), case.roster)


@settings(max_examples=20, deadline=None)
@given(cases())
def test_the_empty_plan_breaks_no_hard_rule(case: Case) -> None:
    # What was worked before, or is worked in other teams, may break rules by itself.
    team = replace(case.team, past_shifts=(), elsewhere=(), next_shifts=())
    board = Board(team, case.year, case.month, published=case.published, today=case.today)

    assert not check(board, state_rules(board), frozenset()).hard
    assert not hard_broken(judged(board, frozenset()))


@pytest.mark.parametrize(("weekday", "broken"), [(4, set()), (5, {"availability"})])
def test_a_night_into_the_first_date_of_a_pattern(weekday: int, broken: set[str]) -> None:
    """Nothing is stated for Thursday 3 December; from Friday on there is a window on one weekday alone."""
    facts = small_team(people={"Ana": {}}, shifts={"N": {"times": "22:00-06:00", "break_min": 30}})
    window = Availability("Ana", weekday, 0, 1440, valid_from=date(2026, 12, 4))
    places = frozenset({("Ana", date(2026, 12, 3), "N")})
    board = Board(replace(facts, availability=(window,)), 2026, 12, extra=places)

    assert {finding.rule for finding in check(board, state_rules(board), places).hard} == broken
    assert hard_broken(judged(board, places)) == broken


@pytest.mark.parametrize(
    ("start_min", "broken"), [(0, {"availability"}), (16 * 60 - 1, {"availability"}), (16 * 60, set())]
)
def test_an_exception_outranks_the_pattern(start_min: int, broken: set[str]) -> None:
    """Ana can work on Fridays, but not on Friday 4 December from a minute on."""
    facts = small_team(people={"Ana": {}}, shifts={"E": {"times": "08:00-16:00", "break_min": 30}})
    pattern = Availability("Ana", 4, 0, 1440)
    exception = Availability("Ana", 4, start_min, 1440, date(2026, 12, 4), date(2026, 12, 4), can=False)
    places = frozenset({("Ana", date(2026, 12, day), "E") for day in (4, 11)})
    for rows in ((pattern, exception), (exception,)):
        board = Board(replace(facts, availability=rows), 2026, 12, extra=places)
        assert {finding.rule for finding in check(board, state_rules(board), places).hard} == broken
        assert hard_broken(judged(board, places)) == broken


def _legal_costs(case: Case) -> Iterator[tuple[int, ...]]:
    """The oracle's points a tier of every plan that breaks no more than the locks and the past do by themselves."""
    empty = Month(case.team, case.year, case.month, (), case.published, case.today)
    locks = {(lock.person, lock.day): lock.shift for lock in case.team.locks}
    kept = [(person, day, code) for (person, day), code in locks.items() if code and not _past(case, day)]
    kept += [place for place in case.published if _past(case, place[1])]
    duties = {kind.code for kind in case.team.shift_types if kind.on_call}
    free = []
    for shift in (shift for day in empty.days for shift in empty.possible(day)):
        if _past(case, shift.day):
            continue
        lock = locks.get((shift.person, shift.day))
        # Beside a locked shift, duty may be added, and work beside locked duty; a day locked free stays free.
        if lock is None or (lock and (lock in duties) != shift.kind.on_call):
            free.append(shift.place)
    allowed = _forbidden(verdicts(empty.with_roster(kept)))
    for on in product((False, True), repeat=len(free)):
        found = verdicts(empty.with_roster([*kept, *compress(free, on)]))
        if all(units <= allowed.get(broken, 0) for broken, units in _forbidden(found).items()):
            yield costs_by_tier(found)


def _past(case: Case, day: date) -> bool:
    """Days before today stay as they were published."""
    return case.today is not None and day < case.today


def _forbidden(found: Mapping[str, Verdict]) -> dict[object, int]:
    facts = of_oracle(found)
    return {(code, key): units for code in facts for (hard, key), units in facts[code].items() if hard}


@pytest.mark.begins_first
@settings(max_examples=10, deadline=None)
@given(tiny_cases())
def test_the_search_finds_the_best_of_all_plans(case: Case) -> None:
    search, _ = make_search(case.board(), Options(seconds=60, workers=1, seed=1))

    progress = search.run()

    assert progress.costs == min(_legal_costs(case))
    assert progress.bounds == progress.costs
