"""A dive: a plan is settled line after line on the rows that the mix likes best, and the others are priced anew."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from solver.limits import Ints
from solver.master import Master
from solver.pricing.line import LinePricer
from solver.pricing.sums import Floats

#: Rows a line that are known to begin with, those nearest to the prices; with all, the mix takes ten times as long.
_KNOWN = 20
#: A missing unit costs so many times its price, and so many points more. Dearer ones make the last lines pay for all.
_TIMES, _MORE = 3.0, 50.0
#: Share of the open lines that one step settles, and how sure the mix must be to settle more. Of what a dive loses,
#: nearly all is lost on the last lines, so they are settled one by one.
_SHARE, _SURE = 0.15, 0.9
#: Before a step, lines are asked for rows so often at most, and no more once that gains less than this share.
_ROUNDS, _GAIN = 4, 1e-3
#: Labels a day, rows a line and round, steps of tuning the relaxed program, and points that a row may cost too much.
_LABELS, _ROWS, _STEPS, _NEAR = 60, 3, 8, 10.0


class Dive:
    """A dive from where a mix stands: what it needs of that is copied, so that it can go on beside it.

    whole: the master of all lines. center: good prices of its links. free: the base atoms that rows are made of.
    found: rows that were not known, as (line, atoms, cost), to be read once it has ended.
    """

    def __init__(
        self,
        whole: Master,
        pricers: Sequence[LinePricer],
        center: Floats,
        free: NDArray[np.bool_],
        stopped: Callable[[], bool],
    ) -> None:
        self._pricers, self._free, self._stopped = [pricer.twin() for pricer in pricers], free, stopped
        self.found: list[tuple[int, Ints, float]] = []
        self.ended = False
        self._master = Master(whole.split, whole.base, whole.allowed)
        self._master.price_missing(_TIMES * np.abs(center) + _MORE)
        atom_cost = whole.atom_cost(center)
        for line, known in enumerate(whole.known):
            numbers = np.array(list(known.values()), np.int64)
            paid = [whole.cost[n] + atom_cost[whole.atoms[n]].sum() for n in numbers.tolist()]
            for number in numbers[np.argsort(paid, kind="stable")[:_KNOWN]].tolist():
                self._master.add(line, whole.atoms[number], whole.cost[number])

    def rows(self) -> list[Ints] | None:
        """The atoms on of a row a line; links may be left short. None when stopped."""
        master = self._master
        open_lines, settled = set(range(len(self._pricers))), {}
        while open_lines:
            if not self._converge(open_lines):
                return None
            likes = dict.fromkeys(open_lines, (0.0, -1))
            for number in np.flatnonzero(master.shares > 1e-6).tolist():
                line = master.line[number]
                if line in likes and master.shares[number] > likes[line][0]:
                    likes[line] = float(master.shares[number]), number
            most = max(1, round(_SHARE * len(open_lines)))
            for rank, line in enumerate(sorted(likes, key=lambda line: -likes[line][0])):
                share, number = likes[line]
                if rank < most or share > _SURE:
                    master.settle(number)
                    settled[line] = master.atoms[number]
                    open_lines.remove(line)
        return [settled[line] for line in range(len(self._pricers))]

    def _converge(self, lines: Iterable[int]) -> bool:
        """Find the best mix, asking lines for more rows while that gains; False when stopped."""
        before = np.inf
        for turn in range(_ROUNDS):
            if not self._solve():
                return False
            gained, before = before - self._master.value, self._master.value
            if turn == _ROUNDS - 1 or gained < _GAIN * abs(before) or not self._price(lines):
                break
        return True

    def _solve(self) -> bool:
        while not self._stopped():
            if self._master.solve():
                return True
        return False

    def _price(self, lines: Iterable[int]) -> int:
        """Ask lines for rows under the mix's prices; how many are new."""
        master, added = self._master, 0
        cost = master.atom_cost(master.on_grid(master.links, master.caps_price)[0])
        least = master.least(cost)
        for line in lines:
            if self._stopped():
                return 0
            pricer, target = self._pricers[line], float(least[line])
            priced = pricer.price(cost, labels=_LABELS, rows=_ROWS, steps=_STEPS, target=target, upper=target + _NEAR)
            for paid, path in zip(priced.costs.tolist(), priced.paths, strict=True):
                atoms = pricer.tables.atoms(path)
                atoms, own = atoms[self._free[atoms]], float(round(paid - cost[atoms].sum()))
                if master.add(line, atoms, own):
                    self.found.append((line, atoms, own))
                    added += 1
        return added
