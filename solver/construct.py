"""A first complete plan, quickly: short rows are filled one by one, those with the fewest atoms to choose from
first.
"""

import random
from collections.abc import Callable, Sequence

import numpy as np

from solver.fixing import FREE
from solver.increments import Increments
from solver.layout import Layout
from solver.limits import Columns, Ints, Tier

#: Candidates compared for one place; more make the first plan better and slower.
_COMPARED = 8
_TIER_WEIGHT = {Tier.MUST: 10**9, Tier.COVERAGE: 10**6, Tier.CHANGE: 1_000, Tier.COMFORT: 1}


def with_atoms(columns: Columns, start: Ints, atoms: Sequence[int]) -> Ints:
    """`start` with each of `atoms` turned on that makes no hard limit worse, in their order."""
    if not atoms:
        return start
    grown = Increments(columns, start)
    for atom in atoms:
        if grown.allowed(grown.change(atom)):
            grown.add(atom)
    return grown.plan


def construct(
    columns: Columns, fixed: Ints, layout: Layout, start: Ints, seed: int, stopped: Callable[[], bool]
) -> Ints:
    """`start` with free atoms added wherever they lower what MUST and COVERAGE cost and no hard limit gets worse.

    fixed: FREE, 0 or 1 a base atom. layout: lines with few atoms on are tried first. stopped: asked before each
    row. The result keeps every hard limit that `start` keeps.
    """
    rng = random.Random(seed)
    short = (columns.price > 0) & (columns.tier < Tier.CHANGE) & (columns.low > columns.values(start))
    rows = np.flatnonzero(short).tolist()
    if not rows:
        return start
    grown = Increments(columns, start)
    on_line = np.bincount(layout.line[start == 1], minlength=layout.lines).tolist()
    weight = [
        _TIER_WEIGHT[Tier(tier)] * price
        for tier, price in zip(columns.tier.tolist(), columns.price.tolist(), strict=True)
    ]
    sizes = np.diff(columns.start)
    lows = columns.low.tolist()
    forbidden: set[int] = set()
    for row in sorted(rows, key=lambda r: (sizes[r], rng.random())):
        if stopped():
            break
        atoms = [a for a in columns.base_atoms(row) if fixed[a] == FREE and not grown.plan[a]]
        rng.shuffle(atoms)
        atoms.sort(key=lambda a: on_line[layout.line[a]])
        while grown.values[row] < lows[row]:
            best, best_gain, seen = -1, 0, 0
            for atom in atoms:
                if atom in forbidden or grown.plan[atom]:
                    continue
                moved = grown.change(atom)
                if not grown.allowed(moved):
                    forbidden.add(atom)  # what is full stays full, but for rare limits with negative weights
                    continue
                seen += 1
                gain = -sum(weight[r] * worse for r, worse in grown.worse(moved).items())
                if gain > best_gain:
                    best, best_gain = atom, gain
                if seen == _COMPARED:
                    break
            if best < 0:
                break
            grown.add(best)
            on_line[layout.line[best]] += 1
    return grown.plan
