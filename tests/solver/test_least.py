"""What links cost at least, against all values that rosters may give them."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.rows.least import Least, Values

PRICES = st.lists(st.integers(-20, 20), min_size=3, max_size=3)
#: Of each link: what it lacks costs so much COVERAGE a unit and so much else, and it may have so many units.
LINKS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(1, 4), st.integers(0, 4)), min_size=1, max_size=3
)


def values_of(link: int, covered: int, other: int, wanted: int, most: int, missing: int) -> Values:
    """Units from none to `most`, of which `wanted` are wanted, that miss no more than may be missing."""
    units = np.arange(most + 1)
    lacks = np.maximum(wanted - units, 0)
    within = covered * lacks <= missing
    return Values(link, units[within], (other * lacks)[within] * 1.0, (covered * lacks)[within] * 1.0)


def of_all(links: list[Values], prices: np.ndarray, missing: int) -> float:
    """The least of all values of links that miss no more together."""
    best = np.inf
    for places in product(*(range(len(values.added)) for values in links)):
        pairs = list(zip(links, places, strict=True))
        if sum(values.covered[place] for values, place in pairs) <= missing:
            paid = (values.points[place] + prices[values.link] * values.added[place] for values, place in pairs)
            best = min(best, float(sum(paid)))
    return best


@given(links=LINKS, prices=PRICES, missing=st.integers(0, 9))
def test_no_values_that_miss_no_more_cost_less(
    links: list[tuple[int, int, int, int]], prices: list[int], missing: int
) -> None:
    laid = [values_of(number, *link, missing) for number, link in enumerate(links)]
    if not all(len(values.added) for values in laid):
        return
    paid = np.array(prices, np.float64)
    best = of_all(laid, paid, missing)
    found = Least(laid, float(missing)).under(paid)
    assert found <= best + 1e-6
    if missing == 0 or (len(laid) == 1 and missing % max(1, links[0][0]) == 0):
        # Nothing may be missing, or one link alone is short by as much as it may be.
        assert found == pytest.approx(best, abs=1e-3)


def test_a_point_is_worth_what_proves_most() -> None:
    # Two links lack up to two units each, a unit is 10 points of COVERAGE, and 20 of them may be missing; a unit costs
    # 7 and 3. Both lack all at no worth: 0. At 0.3 a point the second may as well be there: 2 x 3 for it.
    lacking = [Values(link, np.arange(3), np.zeros(3), np.array([20.0, 10.0, 0.0])) for link in range(2)]

    assert Least(lacking, 40.0).under(np.array([7.0, 3.0])) == 0.0
    assert Least(lacking, 20.0).under(np.array([7.0, 3.0])) == pytest.approx(6.0, abs=1e-3)
    assert Least(lacking, 0.0).under(np.array([7.0, 3.0])) == pytest.approx(20.0, abs=1e-3)
