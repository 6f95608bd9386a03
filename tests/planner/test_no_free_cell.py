"""A month in which nobody can be put on anything is planned as well: the empty plan is the only one, and the best."""

from pathlib import Path
from typing import Any

import pytest

from planner import bootstrap
from planner.services.planning import PlanRequest
from planner.solve import solve
from planner.telling.summary import summary_lines
from solver.search import Options
from tests.planner.planned_teams import team_file
from tests.planner.small_teams import small_board, small_team

PEOPLE: dict[str, Any] = {"Ana": {}, "Ben": {}}
NEVER_OFFERED: dict[str, Any] = {"E": {"times": "06:00-14:00", "day_kinds": []}}
MONTHS: dict[str, dict[str, Any]] = {
    "no shift is offered": {},
    "no shift is offered, and demand": {"demand": [{"when": "weekday", "shift": "E", "minimum": 1}]},
    "history alone": {"past_shifts": {"Ana": {"2026-11-30": "E"}}},
}


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("facts", MONTHS.values(), ids=MONTHS)
def test_the_only_plan_is_the_best(facts: dict[str, Any], plain: bool) -> None:
    board = small_board(people=PEOPLE, shifts=NEVER_OFFERED, **facts)

    solution = solve(board, Options(seconds=60, workers=1, plain=plain))

    assert solution.places == frozenset()
    assert solution.progress.costs == solution.progress.bounds
    # Contract minutes that nobody can work.
    assert solution.progress.costs[-1] > 0
    assert (solution.progress.costs[1] > 0) == ("demand" in facts)


@pytest.mark.parametrize("facts", MONTHS.values(), ids=MONTHS)
def test_its_report_is_written(facts: dict[str, Any], tmp_path: Path) -> None:
    team = small_team(people=PEOPLE, shifts=NEVER_OFFERED, **facts)
    request = PlanRequest(str(team_file(tmp_path, team)))
    report = bootstrap.planning("en").plan(request, Options(seconds=60, workers=1))
    assert not report.roster.assignments
    assert list(summary_lines(report, "en"))
