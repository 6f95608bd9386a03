"""Prices of the whole model's relaxation: what one unit more of a bound costs, and nothing when stopped."""

import threading

import numpy as np
import pytest
from ortools.linear_solver import pywraplp

import solver.relaxation
from solver.fixing import FREE
from solver.layout import Layout
from solver.limits import Tier
from solver.relaxation import relaxed_prices
from solver.rows.proof import relaxed
from solver.search import Options, Search
from solver.structure import Structure
from tests.solver.random_columns import Puzzle, Row


def _shared() -> Puzzle:
    """Two of three atoms must be on; each that is costs 3, 5 or 9 points."""
    rows = [Row(tuple(frozenset({a}) for a in range(3)), (1, 1, 1), 2, None, 100, Tier.COVERAGE)]
    rows += [Row((frozenset({a}),), (1,), None, 0, price, Tier.COMFORT) for a, price in enumerate((3, 5, 9))]
    return Puzzle(3, tuple(rows), (FREE,) * 3)


def test_a_sum_is_worth_what_its_next_unit_costs() -> None:
    columns = _shared().columns()
    structure = Structure.of(columns)

    prices = relaxed_prices(columns, np.full(3, FREE), structure, (0, 0, 0), lambda: False)

    assert prices is not None
    # Two on cost 3 + 5, so the unit that is asked for is worth between what the second costs and what a third would.
    assert 5 - 0.2 <= prices[structure.sum_of[0]] <= 9 + 0.2


@pytest.mark.parametrize("looks", [0, 1, 3])
def test_stopped_there_are_no_prices(looks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped before it is solved, or after so many looks meanwhile."""
    interrupted, asked = threading.Event(), 0

    def solve(_: object) -> int:
        # For ever, if nobody interrupts it.
        assert interrupted.wait(60)
        return int(pywraplp.Solver.NOT_SOLVED)

    def stopped() -> bool:
        nonlocal asked
        asked += 1
        return asked > looks

    monkeypatch.setattr(pywraplp.Solver, "Solve", solve)
    monkeypatch.setattr(pywraplp.Solver, "InterruptSolve", lambda _: interrupted.set())
    columns = _shared().columns()

    assert relaxed_prices(columns, np.full(3, FREE), Structure.of(columns), (0, 0, 0), stopped) is None
    assert asked > looks
    assert interrupted.is_set() is (looks > 0)


@pytest.mark.parametrize(("module", "part"), [(solver.relaxation, "build"), (pywraplp.Solver, "Solve"), (None, "")])
def test_where_the_relaxation_fails_there_are_no_prices(
    module: object, part: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise MemoryError("no room for the relaxation")

    if module is None:
        monkeypatch.setattr(pywraplp.Solver, "Solve", lambda _: int(pywraplp.Solver.ABNORMAL))
    else:
        monkeypatch.setattr(module, part, fails)
    columns, asked = _shared().columns(), 0

    def stopped() -> bool:
        nonlocal asked
        asked += 1
        if asked > 5:
            pytest.fail("asked for ever")
        return False

    layout = Layout(np.arange(3), np.zeros(3, np.int64))
    search = Search(columns, np.full(3, FREE), layout, Options(), np.zeros(3, np.int64))

    assert relaxed(search, (0, 0, 0), stopped) is None
    assert ("no room for the relaxation" in caplog.text) is (module is not None)
