"""Rounds of pricing until the mix of rows gains nothing, and dives: its members settled on rows, a few at a time."""

from collections.abc import Callable, Sequence

import numpy as np

from solver.limits import Ints
from solver.pricing.sums import Floats
from solver.rows.mix import Mix
from solver.rows.program import Room

#: How far prices follow those of the best bound.
_SMOOTH = 0.8
#: Share of the members that a step of a dive settles at least, and how sure the mix must be to settle more.
_SHARE, _SURE = 0.07, 0.95
#: Rounds of pricing after each step.
_ROUNDS = 6


class Rounds:
    """best: what any roster costs at least, as far as it is proven; done: whether more rounds gain nothing.

    bound: told each better one.
    """

    def __init__(self, mix: Mix, room: Room, stopped: Callable[[], bool], bound: Callable[[float], None]) -> None:
        self.mix, self._room, self._stopped, self._bound = mix, room, stopped, bound
        self.best, self.done = -np.inf, False
        self.center: Floats | None = None

    def run(self, most: int, *, until: float = np.inf) -> bool:
        """At most so many rounds, until neither rows nor a better bound are found, or no mix can cost less than `until`
        any more; False when stopped.
        """
        mix = self.mix
        for _ in range(most):
            if not self.solve():
                return False
            self.done = self.best > -np.inf and np.ceil(self.best - 1e-6) >= mix.value - 1e-6
            if self.done:
                return True
            smooth = mix.prices if self.center is None else _SMOOTH * self.center + (1 - _SMOOTH) * mix.prices
            for prices in (smooth, mix.prices):
                if self._stopped():
                    return False
                added, bound = mix.price(prices, mix.members, self._room)
                better = bound > self.best + 1e-6
                if better:
                    self.best, self.center = bound, prices
                    self._bound(bound)
                if added or better:
                    break
            else:
                self.done = True
                return True
            if self.best >= until:
                return True
        return True

    def solve(self) -> bool:
        """The mix of the rows that are known; False when stopped."""
        while not self._stopped():
            if self.mix.solve():
                return True
        return False

    def dive(self) -> dict[int, Ints] | None:
        """A row a member, one after the other settled where the mix likes it best; None when stopped."""
        mix, settled = self.mix, dict[int, int]()
        while len(settled) < len(mix.members):
            open_to = [member for member in mix.members if member not in settled]
            for _ in range(_ROUNDS):
                if not self.solve():
                    self._open(settled)
                    return None
                if not mix.price(mix.prices, open_to, self._room)[0]:
                    break
            most = self._liked(open_to)
            for rank, member in enumerate(sorted(most, key=lambda m: -most[m][0])):
                if rank < max(1, round(_SHARE * len(mix.members))) or most[member][0] > _SURE:
                    settled[member] = most[member][1]
                    mix.settle(most[member][1], on=True)
        self._open(settled)
        return {member: mix.rows[number].path for member, number in settled.items()}

    def _liked(self, members: Sequence[int]) -> dict[int, tuple[float, int]]:
        """The largest share that a row of each member has in the mix, and its number."""
        mix = self.mix
        most = dict.fromkeys(members, (0.0, -1))
        for number in np.flatnonzero(mix.shares > 1e-6).tolist():
            member = mix.rows[number].member
            if member in most and mix.shares[number] > most[member][0]:
                most[member] = float(mix.shares[number]), number
        return most

    def _open(self, settled: dict[int, int]) -> None:
        for number in settled.values():
            self.mix.settle(number, on=False)
