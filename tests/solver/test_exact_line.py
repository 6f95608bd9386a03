"""The exact row of one line: as cheap as the cheapest of all its rows, with its proof."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from solver.limits import Tier
from solver.pricing.exact import ExactLine
from tests.solver.random_columns import Puzzle, puzzles

GRID = 64


def _solve(solver: cp_model.CpSolver, model: cp_model.CpModel) -> object:
    solver.parameters.num_workers = 1
    return solver.solve(model)


@settings(max_examples=100, deadline=None)
@given(puzzles(startable=True), st.data())
def test_the_cheapest_row_is_found_and_proven_again_and_again(puzzle: Puzzle, data: st.DataObject) -> None:
    columns, fixed = puzzle.columns(), puzzle.fixed_atoms()
    kept = np.flatnonzero((columns.price == 0) | (columns.tier == Tier.COMFORT))
    line = ExactLine(columns.only(kept), fixed, GRID)
    for _ in range(2):
        asked = data.draw(st.lists(st.integers(-200, 200), min_size=puzzle.base, max_size=puzzle.base))
        cost = np.array(asked) / GRID
        found = line.cheapest(cost, np.flatnonzero(puzzle.start()), _solve)

        free = fixed == -1
        best = min(
            puzzle.costs(plan)[Tier.COMFORT] + float(cost[free & (np.array(plan) == 1)].sum())
            for plan in filter(puzzle.legal, puzzle.plans())
        )
        plan = puzzle.start()
        plan[found.atoms] = 1
        assert found.bound == found.cost == best
        assert puzzle.legal(plan.tolist())
        assert puzzle.costs(plan.tolist())[Tier.COMFORT] + float(cost[found.atoms].sum()) == best
