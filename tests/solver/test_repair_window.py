"""A window: its bound lies below every plan, and what one change mends takes no model."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.fixing import FREE
from solver.increments import Increments
from solver.limits import Tier
from solver.repair import Repair
from solver.repair_window import Window, loosened
from tests.solver.random_columns import Puzzle, puzzles
from tests.solver.repairs import asked_to_stay, repair_of, row_over


@settings(max_examples=100, deadline=None)
@given(puzzles(startable=True), st.data())
def test_no_plan_costs_less_than_the_loosened_columns_say(puzzle: Puzzle, data: st.DataObject) -> None:
    inside = np.array(data.draw(st.lists(st.booleans(), min_size=puzzle.base, max_size=puzzle.base)), bool)
    columns, fixed = loosened(puzzle.columns(), puzzle.fixed_atoms(), inside)
    for plan in filter(puzzle.legal, puzzle.plans()):
        kept = np.where((puzzle.fixed_atoms() == FREE) & (fixed == 0), 0, np.array(plan, np.int64))
        outside = columns.outside(columns.values(kept))
        assert not (outside * columns.hard).any()
        assert all(low <= cost for low, cost in zip(columns.costs(kept), puzzle.costs(plan), strict=True))


def test_the_cheapest_single_change_that_breaks_nothing_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of 0 to 3 is wanted. 0 is not allowed beside 4; 1 leaves 5 wanted as well, which it shuts out; 3 is cheaper
    than 2.
    """
    rows = (
        row_over((0, 1, 2, 3), 1, None, 5, Tier.COVERAGE), row_over((0, 4), None, 1, 0, Tier.MUST),
        row_over((1, 5), 2, None, 5, Tier.COVERAGE), row_over((1, 5), None, 1, 0, Tier.MUST),
        row_over((2,), None, 0, 7, Tier.COMFORT), row_over((3,), None, 0, 2, Tier.COMFORT),
    )  # fmt: skip
    puzzle = asked_to_stay(Puzzle(6, rows, (FREE,) * 6), {4, 5})
    start = np.array([0, 0, 0, 0, 1, 1], np.int64)
    repair = repair_of(puzzle, start)
    monkeypatch.setattr(Repair, "solve", lambda *_: pytest.fail("solved"))
    everything = np.ones(6, bool)
    window = Window(repair, everything, time.monotonic() + 60)
    sums = Increments(repair.columns, start)
    assert window.torn(sums) == {0: [0, 1, 2, 3], 2: [1, 5]}
    assert window.one_change(sums, {0: [0, 1, 2, 3]}) == 3
