"""Prices of the whole model's relaxation: what one unit more of a bound costs, and nothing when stopped."""

import numpy as np

from solver.build import FREE
from solver.limits import Tier
from solver.relaxation import relaxed_prices
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


def test_stopped_there_are_no_prices() -> None:
    columns = _shared().columns()

    prices = relaxed_prices(columns, np.full(3, FREE), Structure.of(columns), (0, 0, 0), lambda: True)

    assert prices is None or len(prices)  # so small a model may be done before it is asked
