"""A search that counts what CP-SAT does takes the same decisions each time."""

import time
from functools import partial

import numpy as np
import pytest
from ortools.sat.python import cp_model

from solver.clock import WallClock, WorkClock
from solver.fixing import FREE
from solver.limits import Tier
from solver.rows.all_days import AllDays
from solver.rows.dives import Dives
from solver.rows.work import ByRows
from solver.search import Options, Progress, Search
from tests.solver.random_columns import Puzzle, Row
from tests.solver.small_roster import coverage_first, rows_team, search_of, small_roster


def _team(people: int = 30, days: int = 21) -> Puzzle:
    """12 are wanted a day, and who is liked on which day is a matter of arithmetic; 8 days each, 3 running at most."""
    on = [[frozenset({person * days + day}) for day in range(days)] for person in range(people)]
    rows = [Row(tuple(on[p][d] for p in range(people)), (1,) * people, 12, 12, 9, Tier.COMFORT) for d in range(days)]
    for p in range(people):
        rows.append(Row(tuple(on[p]), (1,) * days, None, 8, 0, Tier.COMFORT))
        rows.append(Row(tuple(on[p]), (1,) * days, 7, None, 1, Tier.MUST))
        rows += [Row(tuple(on[p][d : d + 4]), (1,) * 4, None, 3, 0, Tier.COMFORT) for d in range(days - 3)]
        rows += [Row((on[p][d], on[p][d + 2]), (1, 1), None, 1, 1 + p * d % 5, Tier.COMFORT) for d in range(days - 2)]
        rows += [Row((on[p][d],), (1,), None, 0, 1 + (7 * p + 3 * d * d) % 11, Tier.COMFORT) for d in range(days)]
    return Puzzle(people * days, tuple(rows), (FREE,) * (people * days))


def _run(monkeypatch: pytest.MonkeyPatch) -> Progress:
    # With so few atoms it would be one model at once.
    monkeypatch.setattr("solver.whole_model._FEW_ATOMS", 100)
    puzzle = _team()
    options = Options(seconds=0.05, workers=1, seed=4, repeatable=True)
    layout = puzzle.layout()
    layout = type(layout)(np.arange(puzzle.base) // 21, np.arange(puzzle.base) % 21)
    return Search(puzzle.columns(), puzzle.fixed_atoms(), layout, options, puzzle.start()).run()


def test_two_searches_with_one_limit_of_work_find_the_same_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = _run(monkeypatch), _run(monkeypatch)

    assert one.costs == other.costs
    assert one.bounds == other.bounds
    assert np.array_equal(one.plan, other.plan)
    assert one.costs[Tier.MUST] == 0
    # It was the limit that ended it, in the midst of the search.
    assert one.costs > one.bounds


@pytest.mark.parametrize(
    ("many_days", "seed", "seconds", "reached"),
    [
        (False, 1, 0.4, {"over_all"}),
        (False, 2, 3.0, {"over_all", "_settle_open", "over_some", "try_neighbourhoods"}),
        (True, 1, 0.4, set()),
        (True, 3, 6.0, {"over_some", "try_neighbourhoods", "shake", "some"}),
    ],
)
def test_rows_take_the_same_decisions_however_fast_the_wall_goes(
    many_days: bool, seed: int, seconds: float, reached: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a covered month, and of many days that are solved ten at a time. reached: what was begun until the end."""
    monkeypatch.setattr("solver.whole_model._FEW_ATOMS", 100)
    monkeypatch.setattr("solver.search._COVERED_S", 0.0)
    monkeypatch.setattr("solver.search._COVERED_LINE_S", 0.0)
    monkeypatch.setattr("solver.rows.work._BETTERED_S", (0.1, 0.5))
    monkeypatch.setattr("solver.rows.days._CELLS", 4 * 10)
    roster = partial(small_roster, seed, 4, 84) if many_days else partial(small_roster, seed, 24, 28)
    columns, layout = roster(more=[] if many_days else [coverage_first(3)])
    begun: list[str] = []

    def told(cls: type, name: str) -> None:
        work = getattr(cls, name)
        monkeypatch.setattr(cls, name, lambda *given: begun.append(name) or work(*given))

    told(AllDays, "go_through")
    told(AllDays, "some")
    for name in ("over_all", "over_some", "_settle_open"):
        told(Dives, name)
    for name in ("try_neighbourhoods", "shake"):
        told(ByRows, name)
    ends, ways = [], []
    for hurry in (1.0, 1000.0):
        with monkeypatch.context() as patch:
            wall = time.monotonic
            patch.setattr("time.monotonic", lambda wall=wall, hurry=hurry: wall() * hurry)
            search = search_of(columns, layout, Options(seconds=seconds, workers=1, seed=seed, repeatable=True))
            ends.append(search.run())
        assert rows_team(search) is not None
        ways.append(begun.copy())
        begun.clear()
    assert ways[0] == ways[1]
    assert ("go_through" in ways[0]) is many_days
    assert reached <= set(ways[0])

    one, other = ends
    assert one.costs == other.costs
    assert one.bounds == other.bounds
    assert np.array_equal(one.plan, other.plan)
    # It was the limit that ended it, in the midst of the search.
    assert one.costs > one.bounds


def test_more_than_one_worker_cannot_be_repeated() -> None:
    with pytest.raises(ValueError, match="2 workers"):
        Options(workers=2, repeatable=True)


def test_work_is_added_up_and_the_wall_goes_on_by_itself() -> None:
    model = cp_model.CpModel()
    model.maximize(sum(model.new_bool_var(str(n)) for n in range(3)))
    solver, clock = cp_model.CpSolver(), WorkClock()
    began = clock.now()
    clock.hold(solver, 5.0)
    solver.solve(model)
    clock.solved(solver)
    first = clock.now()
    clock.solved(solver)

    assert solver.parameters.max_deterministic_time == 5.0
    assert clock.now() - first == first - began > 0
    before = clock.now()
    clock.step()
    assert clock.now() > before

    wall = WallClock()
    wall.hold(solver, 7.0)
    assert solver.parameters.max_time_in_seconds == 7.0
    assert wall.now() <= time.monotonic()
