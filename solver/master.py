"""The master program of column generation: a mix of whole rows a line that meets what links the lines, as a linear
program kept warm by GLOP.
"""

from collections.abc import Sequence

import numpy as np
from ortools.linear_solver import pywraplp

from solver.limits import Ints, Tier
from solver.pricing.sums import Floats
from solver.split import Link, Split

#: Prices are kept on this grid, so that sums of them are exact.
GRID = 64
#: One try at the linear program, so that a search can be stopped within a second.
_SOLVE_MS = 900


class Master:
    """split: lines and links. caps: what each tier before COMFORT may cost at most."""

    def __init__(self, split: Split, base: int, caps: Sequence[int]) -> None:
        self.split, self.base, self.allowed = split, base, tuple(caps)
        self._lp = lp = pywraplp.Solver("master", pywraplp.Solver.GLOP_LINEAR_PROGRAMMING)
        infinity = lp.infinity()
        self.caps = [caps[t] - split.spent[t] for t in range(Tier.COMFORT)]
        self._convex = [lp.Constraint(1, 1) for _ in split.lines]
        self._cap_rows = [lp.Constraint(-infinity, float(cap)) for cap in self.caps]
        self._rows = []
        self._slack: list[tuple[int, float, tuple[int, ...]]] = []
        goal = lp.Objective()
        goal.SetMinimization()
        self._artificial = []
        telling = _telling(split.links, self.caps)
        self.of_links = links = [split.links[number] for number in telling]
        self._implied = [[split.links[other] for other in others] for others in telling.values()]
        for number, link in enumerate(links):
            bound = float(link.bound)
            row = lp.Constraint(bound, infinity) if link.side > 0 else lp.Constraint(-infinity, bound)
            self._rows.append(row)
            for width, prices in link.stretches:
                charged = [t for t in prices if t < Tier.COMFORT]
                if any(not self.caps[t] for t in charged):
                    continue
                slack = lp.NumVar(0, float(width), "")
                row.SetCoefficient(slack, float(link.side))
                for t in charged:
                    self._cap_rows[t].SetCoefficient(slack, float(prices[t]))
                goal.SetCoefficient(slack, float(prices.get(Tier.COMFORT, 0)))
                self._slack.append((number, float(width), tuple(prices.get(t, 0) for t in Tier)))
            extra = lp.NumVar(0, infinity, "")
            row.SetCoefficient(extra, float(link.side))
            self._artificial.append(extra)
        entries = [
            (atom, number, weight)
            for number, link in enumerate(links)
            for atom, weight in zip(link.atoms.tolist(), link.weights.tolist(), strict=True)
        ]
        laid = np.array(sorted(entries), np.int64).reshape(-1, 3)
        self._begin = np.searchsorted(laid[:, 0], np.arange(base + 1))
        self._entry_atom, self._entry_link, self._entry_weight = laid[:, 0].copy(), laid[:, 1].copy(), laid[:, 2].copy()
        self.bound = np.array([k.bound for k in links], float)
        self.side = np.array([k.side for k in links], float)
        self.known: list[dict[bytes, int]] = [{} for _ in split.lines]
        self.line: list[int] = []
        self.atoms: list[Ints] = []
        self.cost: list[float] = []
        self.variables: list[pywraplp.Variable] = []

    def price_missing(self, points: Floats) -> None:
        """What a missing unit of each link costs."""
        for extra, price in zip(self._artificial, points.tolist(), strict=True):
            self._lp.Objective().SetCoefficient(extra, price)

    def add(self, line: int, atoms: Ints, cost: float) -> bool:
        """A row of a line: its free atoms that are on. False for a row that is known."""
        key = atoms.tobytes()
        if key in self.known[line]:
            return False
        self.known[line][key] = len(self.line)
        variable = self._lp.NumVar(0, self._lp.infinity(), "")
        self._convex[line].SetCoefficient(variable, 1.0)
        self._lp.Objective().SetCoefficient(variable, cost)
        spans = [np.arange(self._begin[atom], self._begin[atom + 1]) for atom in atoms.tolist()]
        entries = np.concatenate([np.zeros(0, np.int64), *spans])
        by = np.bincount(self._entry_link[entries], self._entry_weight[entries])
        for link in np.flatnonzero(by).tolist():
            self._rows[link].SetCoefficient(variable, float(by[link]))
        self.line.append(line)
        self.atoms.append(atoms)
        self.cost.append(cost)
        self.variables.append(variable)
        return True

    def settle(self, number: int) -> None:
        """Settle a row's line on it."""
        self.variables[number].SetLb(1.0)

    def solve(self) -> bool:
        """Find the best mix and its prices, for about a second; False when that is not enough: ask again."""
        self._lp.SetTimeLimit(_SOLVE_MS)
        if self._lp.Solve() != pywraplp.Solver.OPTIMAL:
            return False
        self.value = self._lp.Objective().Value()
        self.links = np.array([row.dual_value() for row in self._rows])
        self.caps_price = np.array([row.dual_value() for row in self._cap_rows])
        self.shares = np.array([v.solution_value() for v in self.variables])
        self.missing = sum(v.solution_value() for v in self._artificial)
        return True

    def least(self, atom_cost: Floats) -> Floats:
        """The least that a known row of each line costs under prices."""
        result = np.full(len(self.split.lines), np.inf)
        if self.line:
            flat = np.concatenate(self.atoms)
            owner = np.repeat(np.arange(len(self.line)), [len(a) for a in self.atoms])
            paid = np.array(self.cost) + np.bincount(owner, atom_cost[flat], len(self.line))
            np.minimum.at(result, np.array(self.line), paid)
        return result

    def cheapest(self, line: int, atom_cost: Floats) -> Ints:
        """The atoms of the known row of a line (one at least) that costs least under prices."""
        number = min(self.known[line].values(), key=lambda n: self.cost[n] + atom_cost[self.atoms[n]].sum())
        return self.atoms[number]

    def atom_cost(self, links: Floats) -> Floats:
        """What each base atom costs under prices of the links."""
        worth: Floats = links[self._entry_link] * self._entry_weight.astype(np.float64)
        return -np.bincount(self._entry_atom, worth, self.base).astype(np.float64)

    def rest(self, links: Floats, caps: Floats) -> float:
        """What links and caps add to the cheapest rows of all lines, to give a bound."""
        total = float(links @ self.bound + caps @ np.array(self.caps, float))
        for number, width, prices in self._slack:
            reduced = prices[Tier.COMFORT] - links[number] * self.side[number]
            reduced -= sum(caps[t] * prices[t] for t in range(Tier.COMFORT))
            total += width * min(0.0, reduced)
        return total

    def prices_of(self, sums: Floats) -> Floats:
        """Prices of the links, given those of all sums by number; a link takes what those it implies are worth too."""
        together = [[link, *implied] for link, implied in zip(self.of_links, self._implied, strict=True)]
        return np.array([sum(k.side * max(0.0, k.side * sums[k.number]) for k in links) for links in together])

    def on_grid(self, links: Floats, caps: Floats) -> tuple[Floats, Floats]:
        """The prices with the sign they must have, on the grid that sums are exact on."""
        links = np.where(self.side > 0, np.maximum(links, 0), np.minimum(links, 0))
        return np.round(links * GRID) / GRID, np.round(np.minimum(caps, 0) * GRID) / GRID


def _telling(links: Sequence[Link], caps: Sequence[int]) -> dict[int, list[int]]:
    """The numbers of the links that no other one implies (as much from fewer atoms, where nothing may be missing), and
    of those that each implies.
    """
    firm = [
        link.side > 0
        and bool((link.weights == 1).all())
        and all(any(t < Tier.COMFORT and not caps[t] for t in prices) for _, prices in link.stretches)
        for link in links
    ]
    by_atom: dict[int, list[int]] = {}
    sets = [frozenset(link.atoms.tolist()) for link in links]
    for number, atoms in enumerate(sets):
        if firm[number]:
            for atom in atoms:
                by_atom.setdefault(atom, []).append(number)
    implied: dict[int, int] = {}
    for number in sorted(range(len(links)), key=lambda n: (-links[n].bound, len(sets[n]))):
        if not firm[number] or number in implied:
            continue
        rarest = min(sets[number], key=lambda a: len(by_atom[a]))
        for other in by_atom[rarest]:
            if other != number and sets[number] <= sets[other] and links[number].bound >= links[other].bound:
                implied.setdefault(other, number)
    telling: dict[int, list[int]] = {number: [] for number in range(len(links)) if number not in implied}
    for other, number in implied.items():
        telling[number].append(other)
    return telling
