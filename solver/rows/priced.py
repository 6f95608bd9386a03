"""Rows of a line of many days whose counters don't fit beside its states: some are looked at, the others have prices,
and what breaks a limit by a little is followed back from the last day.
"""

from collections.abc import Callable, Mapping

import numpy as np

from solver.limits import Floats, Ints
from solver.rows.backwards import WAYS, backwards
from solver.rows.box import Box
from solver.rows.slopes import Ascent, Slopes, cost_of
from solver.rows.sweep import swept
from solver.rows.tally import Tally
from solver.rows.windows import Window

#: Sweeps for one row, at most.
_SWEEPS = 40
#: As many where a legal row is at hand; it is near enough where so few points lie between it and the bound.
_SWEEPS_LEAST, _NEAR_POINTS = 4, 0.5
#: After so many sweeps that gave no legal row one is looked for by ways back. By so many points prices are raised for
#: it of what must not become more.
_BACK = {4: 0.0, 8: 10.0, 12: 20.0, 16: 40.0, 20: 80.0, 24: 160.0, 28: 320.0, 32: 640.0, 36: 1280.0}


class PricedRows:
    """made: a box of the counters that are looked at. slopes: of the others; windows: theirs, in the slopes' order.

    tally: of the same.
    """

    def __init__(self, made: Box, slopes: Slopes, windows: Mapping[int, Window], tally: Tally) -> None:
        self.box, self.slopes, self._tally = made, slopes, tally
        days, order = len(made.step_at), slopes.order
        lowest = [windows[counter].lowest for counter in order]
        highest = [windows[counter].highest for counter in order]
        self._lowest, self._highest = (
            np.array(ends, np.int64).reshape(len(order), days).T.copy() for ends in (lowest, highest)
        )

    def cheapest(
        self, by_kind: tuple[Floats, Ints], ascent: Ascent, value: Floats, least: float
    ) -> tuple[float, float, Ints | None]:
        """What no row costs less than, the points of the best of a few rows, and that row; None where none is legal.

        by_kind: points of the cheapest pattern of each kind, and which that is. value: room for the box's cells.
        least: what is known of the first already.
        """
        slopes, cost, best = self.slopes, np.inf, None
        ascent.begin()
        for turn in range(_SWEEPS):
            if best is not None and (turn >= _SWEEPS_LEAST or cost - least < _NEAR_POINTS):
                break
            prices = ascent.slopes
            total, path = swept(self._paying(prices), by_kind, value)
            if total == np.inf:
                return total, np.inf, None
            values = self._tally.values(path)
            beyond, surplus = slopes.beyond(prices, values)
            least = max(least, total + beyond)
            tried = [(path, total - float(prices @ values))]
            if cost_of(slopes.tables, values) == np.inf and turn in _BACK:
                tried = self.back(by_kind, prices + slopes.falling * _BACK[turn], value)
            for path, alone in tried:
                whole = alone + cost_of(slopes.tables, self._tally.values(path))
                if whole < cost:
                    cost, best = whole, path
            if not ascent.step(surplus, total + beyond):
                break
        return least, cost, best

    def back(self, by_kind: tuple[Floats, Ints], prices: Floats, value: Floats) -> list[tuple[Ints, float]]:
        """Legal rows near the cheapest one under prices of the counters that don't fit, by ways back from the last day;
        with what each costs beside those counters.
        """
        points, chosen = by_kind
        paying = self._paying(prices)
        swept(paying, by_kind, value)
        kinds, total = np.zeros((WAYS, len(self._lowest) - 1), np.int64), np.zeros(WAYS)
        slopes = self.slopes
        count = backwards(
            paying, points, value, slopes.moves, slopes.of_step, self._lowest, self._highest, kinds, total
        )
        paths = [chosen[way] for way in kinds[:count]]
        pairs = zip(paths, total.tolist(), strict=False)
        return [(path, cost - float(prices @ self._tally.values(path))) for path, cost in pairs]

    def _paying(self, prices: Floats) -> Box:
        return self.box._replace(points=self.box.points + self.slopes.paid(prices))


def parted(
    windows: Mapping[int, Window], always: frozenset[int], boxed: Callable[[frozenset[int]], Box | None]
) -> tuple[frozenset[int], Box]:
    """Counters to look at, `always` among them and the widest as far as they fit, and their box. boxed: None where
    some counters don't fit.
    """

    def order(counter: int) -> tuple[bool, int]:
        # What forbids rows first: under prices, a row of days that are all alike has all of them or none.
        window = windows[counter]
        return all(window.folds), -window.widest() if all(window.folds) else window.widest()

    inside, made = always, boxed(always)
    assert made is not None
    for counter in sorted(windows, key=order):
        larger = inside | {counter}
        if (with_it := boxed(larger)) is not None:
            inside, made = larger, with_it
    return inside, made
