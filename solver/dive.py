"""A dive: a plan is settled line after line on the rows that the mix likes best, and the others are priced anew."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from solver.limits import Ints
from solver.master import Master
from solver.pricing.line import LinePricer
from solver.pricing.sums import Floats

#: Rows a line that are known to begin with, those nearest to the prices; with all, the mix takes ten times as long.
_KNOWN = 40
#: A missing unit costs so many times its price, and so many points more.
_TIMES, _MORE = 3.0, 50.0
#: Share of the lines that one step settles at least, and how sure the mix must be to settle more.
_SHARE, _SURE = 0.1, 0.95
#: Labels a day, rows a line and round, steps of tuning the relaxed program, and points that a row may cost too much.
_LABELS, _ROWS, _STEPS, _NEAR = 40, 3, 4, 10.0


class Dive:
    """whole: the master of all lines; what is found is made known to it. center: good prices of its links.

    free: the base atoms that rows are made of.
    """

    def __init__(
        self,
        whole: Master,
        pricers: Sequence[LinePricer],
        center: Floats,
        free: NDArray[np.bool_],
        stopped: Callable[[], bool],
    ) -> None:
        self._whole, self._pricers, self._free, self._stopped = whole, pricers, free, stopped
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
        master, lines = self._master, len(self._pricers)
        settled: dict[int, int] = {}
        while len(settled) < lines:
            if not self._solve():
                return None
            most = {line: (0.0, -1) for line in range(lines) if line not in settled}
            for number in np.flatnonzero(master.shares > 1e-6).tolist():
                line = master.line[number]
                if line in most and master.shares[number] > most[line][0]:
                    most[line] = float(master.shares[number]), number
            for rank, line in enumerate(sorted(most, key=lambda line: -most[line][0])):
                if rank < max(1, round(_SHARE * lines)) or most[line][0] > _SURE:
                    settled[line] = most[line][1]
                    master.settle(most[line][1])
            self._price([line for line in most if line not in settled])
        return [master.atoms[settled[line]] for line in range(lines)]

    def _solve(self) -> bool:
        while not self._stopped():
            if self._master.solve():
                return True
        return False

    def _price(self, lines: Sequence[int]) -> None:
        """Ask lines for rows under the mix's prices."""
        master = self._master
        cost = master.atom_cost(master.on_grid(master.links, master.caps_price)[0])
        least = master.least(cost)
        for line in lines:
            if self._stopped():
                return
            pricer, target = self._pricers[line], float(least[line])
            found = pricer.price(cost, labels=_LABELS, rows=_ROWS, steps=_STEPS, target=target, upper=target + _NEAR)
            for paid, path in zip(found.costs.tolist(), found.paths, strict=True):
                atoms = pricer.tables.atoms(path)
                atoms, own = atoms[self._free[atoms]], float(round(paid - cost[atoms].sum()))
                master.add(line, atoms, own)
                self._whole.add(line, atoms, own)
