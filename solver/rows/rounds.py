"""Rounds of pricing until the mix of rows gains nothing: what any roster costs at least."""

from collections.abc import Callable, Sequence

import numpy as np

from solver.cp_sat import slack, whole_points
from solver.limits import Floats
from solver.rows.crew import Share, alone
from solver.rows.mix import Mix
from solver.rows.room import Room

#: How far prices follow those of the best bound.
_SMOOTH = 0.8


class Rounds:
    """best: what any roster costs at least, as far as it is proven; done: whether more rounds gain nothing. center: the
    prices of the best bound, or those to begin with; without, prices of the mix come first.

    bound: told each better one.
    """

    def __init__(
        self,
        mix: Mix,
        rooms: Sequence[Room],
        stopped: Callable[[], bool],
        bound: Callable[[float], None] = lambda _: None,
        share: Share = alone,
        center: Floats | None = None,
    ) -> None:
        self.mix, self._rooms, self._stopped, self._bound, self._share = mix, rooms, stopped, bound, share
        self.best, self.done = -np.inf, False
        self.center = center

    def run(self, most: int, *, until: float = np.inf) -> bool:
        """At most so many rounds, until neither rows nor a better bound are found, or no mix can cost less than `until`
        any more; False when stopped.
        """
        mix = self.mix
        for _ in range(most):
            if not mix.solved(self._stopped):
                return False
            self.done = self.best > -np.inf and whole_points(self.best, self.best) >= mix.value - slack(mix.value)
            if self.done:
                return True
            for prices in self._prices():
                added, bound = mix.price(prices, mix.members, self._rooms, self._share, self._stopped)
                better = bound > self.best + 1e-6
                if better:
                    self.best, self.center = bound, prices
                    self._bound(bound)
                if added or better:
                    break
                if self._stopped():
                    return False
            else:
                self.done = True
                return True
            if self.best >= until:
                return True
        return True

    def _prices(self) -> tuple[Floats, ...]:
        """Near those of the best bound, at first at prices that are given; then those of the mix."""
        mix = self.mix
        if self.center is None:
            return (mix.prices,)
        if self.best == -np.inf:
            return (self.center, mix.prices)
        return (_SMOOTH * self.center + (1 - _SMOOTH) * mix.prices, mix.prices)
