"""Column generation: its bounds lie below every plan, its plans are made of whole legal rows, and it closes the gap."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from ortools.sat.python import cp_model

import solver.search
from solver.build import FREE
from solver.column_generation import Calls, ColumnGeneration
from solver.limits import Columns, Tier
from solver.master import Master
from solver.neighbourhoods import Layout
from solver.relaxation import Prices, relaxed_prices
from solver.rows.warm import compile_now
from solver.search import Options, Search
from solver.split import Split
from solver.structure import Structure
from tests.solver.random_columns import Puzzle, Row, puzzles

ROUNDS = 60


def _team(people: int, days: int) -> tuple[Puzzle, Layout]:
    """A shift on each of some days by each of some people: most are wanted, nobody likes two days running or few."""
    base = people * days
    atom = [[frozenset({day * people + person}) for day in range(days)] for person in range(people)]
    rows = [
        Row(tuple(atom[p][d] for p in range(people)), (1,) * people, people * 3 // 4, None, 3, Tier.COVERAGE)
        for d in range(days)
    ]
    for p in range(people):
        rows.append(Row(tuple(atom[p]), (1,) * days, None, days - 1, 0, Tier.COMFORT))
        rows.append(Row(tuple(atom[p]), (1,) * days, 2, None, 2, Tier.COMFORT))
        rows += [
            Row((atom[p][d], atom[p][d + 1]), (1, 1), None, 1, 1 + (p + d) % 3, Tier.COMFORT) for d in range(days - 1)
        ]
    numbers = np.arange(base)
    return Puzzle(base, tuple(rows), (FREE,) * base), Layout(numbers % people, numbers // people)


def _generation(puzzle: Puzzle, layout: Layout, held: tuple[int, ...]) -> tuple[ColumnGeneration, list[int]] | None:
    columns, fixed = puzzle.columns(), puzzle.fixed_atoms()
    split = Split.of(columns, Structure.of(columns), fixed, layout, lambda: False)
    if split is None:
        return None
    bounds: list[int] = []
    prices = relaxed_prices(columns, fixed, Structure.of(columns), held, lambda: False) or _nothing(columns)
    calls = Calls(lambda: False, bounds.append, _alone)
    return ColumnGeneration(columns, fixed, layout, split, held, prices, calls), bounds


def _alone(solver: cp_model.CpSolver, model: cp_model.CpModel) -> object:
    return solver.solve(model)


def _nothing(columns: Columns) -> Prices:
    """Prices to begin with where nothing is known."""
    return Prices(np.zeros(columns.rows), np.zeros(Tier.COMFORT))


# Of many puzzles the sums belong to no line, and there is nothing to generate.
@pytest.mark.begins_first
@settings(max_examples=60, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(puzzles(startable=True))
def test_no_bound_lies_above_the_best_of_all_plans(puzzle: Puzzle) -> None:
    assume(puzzle.rows)
    best = min(puzzle.costs(plan) for plan in filter(puzzle.legal, puzzle.plans()))
    made = _generation(puzzle, puzzle.layout(), best[: Tier.COMFORT])
    assume(made is not None)
    assert made is not None
    work, bounds = made
    work.take(puzzle.start())

    for _ in range(ROUNDS):
        if work.closed or not work.round():
            break

    assert max(bounds, default=0) <= best[Tier.COMFORT]
    assert bounds == sorted(bounds)


def test_the_gap_of_a_small_team_closes_and_a_dive_gives_whole_legal_rows() -> None:
    puzzle, layout = _team(3, 4)
    best = min(puzzle.costs(plan) for plan in filter(puzzle.legal, puzzle.plans()))
    made = _generation(puzzle, layout, best[: Tier.COMFORT])
    assert made is not None
    work, bounds = made
    work.take(puzzle.start())

    while not work.closed and work.round():
        pass
    plan = work.dive()

    assert 0 < bounds[-1] <= best[Tier.COMFORT]
    assert work.value >= work.best - 1e-6
    assert plan is not None
    assert puzzle.legal(plan.tolist())


def test_a_link_is_worth_what_those_it_implies_are_worth() -> None:
    """Two of three people are asked for, so one of four is as well: that link is left out, its price is not."""
    few, many = (tuple(frozenset({a}) for a in range(n)) for n in (3, 4))
    rows = (Row(few, (1,) * 3, 2, None, 3, Tier.COVERAGE), Row(many, (1,) * 4, 1, None, 3, Tier.COVERAGE))
    columns, fixed = Puzzle(4, rows, (FREE,) * 4).columns(), np.full(4, FREE)
    layout = Layout(np.arange(4), np.zeros(4, np.int64))
    split = Split.of(columns, Structure.of(columns), fixed, layout, lambda: False)
    assert split is not None

    master = Master(split, 4, (0, 0, 0))

    assert [link.bound for link in master.of_links] == [2]
    assert master.prices_of(np.array([5.0, 7.0])).tolist() == [12.0]


def test_what_stops_it_stops_it_at_once() -> None:
    puzzle, layout = _team(3, 4)
    columns, fixed = puzzle.columns(), puzzle.fixed_atoms()
    split = Split.of(columns, Structure.of(columns), fixed, layout, lambda: False)
    assert split is not None
    calls = Calls(lambda: True, lambda _: None, _alone)
    work = ColumnGeneration(columns, fixed, layout, split, (0, 0, 0), _nothing(columns), calls)
    work.take(puzzle.start())

    assert not work.round()
    assert work.dive() is None


@pytest.mark.parametrize("workers", [1, 2])
def test_a_search_proves_by_it(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the whole model out of reach, what is known of the last tier comes from column generation alone."""
    # It waits for no compiler, which may take longer than the search.
    compile_now()
    puzzle, layout = _team(4, 5)
    search = Search(puzzle.columns(), puzzle.fixed_atoms(), layout, Options(60, workers), puzzle.start())
    best = search.run().costs
    monkeypatch.setattr(solver.search, "_FEW_ATOMS", 1)
    monkeypatch.setattr(Search, "_prove", lambda _: None)
    search = Search(puzzle.columns(), puzzle.fixed_atoms(), layout, Options(20, workers), puzzle.start())

    last = search.run(lambda now: search.stop.set() if now.costs == best and now.bounds[Tier.COMFORT] else None)

    assert last.costs == best
    assert 0 < last.bounds[Tier.COMFORT] <= best[Tier.COMFORT]
