"""Small random limits for hypothesis, and the plain way to find the best plan: try them all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

import numpy as np
from hypothesis import strategies as st

from solver.fixing import FREE
from solver.layout import Layout
from solver.limits import Collector, Columns, Derived, Ints, Limit, Tier

PRICES = (0, 1, 2, 7)


@dataclass(frozen=True)
class Row:
    """A limit with its price (0 = hard) and tier, as plain data. atoms: base atoms, one alone or any of some."""

    atoms: tuple[frozenset[int], ...]
    weights: tuple[int, ...]
    low: int | None
    high: int | None
    price: int
    tier: Tier

    def value(self, on: Sequence[int]) -> int:
        """The row's sum under a plan."""
        return sum(w for any_of, w in zip(self.atoms, self.weights, strict=True) if any(on[a] for a in any_of))

    def outside(self, on: Sequence[int]) -> int:
        """Units outside the bounds under a plan."""
        value = self.value(on)
        below = 0 if self.low is None else max(0, self.low - value)
        return below + (0 if self.high is None else max(0, value - self.high))


@dataclass(frozen=True)
class Puzzle:
    """Some rows over `base` atoms, some of which are fixed (0, 1) and the others FREE."""

    base: int
    rows: tuple[Row, ...]
    fixed: tuple[int, ...]

    def columns(self) -> Columns:
        """The rows as the solver takes them."""
        collector = Collector(Derived(self.base))
        for row in self.rows:
            atoms = [collector._derived.any_of(any_of) for any_of in row.atoms]
            limit = Limit([a for a in atoms if a is not None], row.low, row.high, row.weights)
            collector.add(limit, price=row.price, tier=row.tier, source=0)
        return collector.columns()

    def fixed_atoms(self) -> Ints:
        """FREE, 0 or 1 a base atom."""
        return np.array(self.fixed, np.int64)

    def start(self) -> Ints:
        """Nothing but what is fixed on."""
        return np.array([max(0, value) for value in self.fixed], np.int64)

    def layout(self) -> Layout:
        """Two lines, and a day for each two atoms."""
        atoms = np.arange(self.base)
        return Layout(atoms % 2, atoms // 2)

    def plans(self) -> Iterator[tuple[int, ...]]:
        """Every plan that keeps what is fixed."""
        return product(*[(0, 1) if value == FREE else (value,) for value in self.fixed])

    def legal(self, plan: Sequence[int]) -> bool:
        """Whether the plan keeps every hard row."""
        return not any(row.price == 0 and row.outside(plan) for row in self.rows)

    def costs(self, plan: Sequence[int]) -> tuple[int, ...]:
        """Points a tier."""
        return tuple(sum(r.price * r.outside(plan) for r in self.rows if r.tier == tier) for tier in Tier)


# Each draw costs as much as looking at a plan, and laying out what is drawn from costs more: so few draws, of what is
# laid out once.
_ENDS = (*[None] * 8, *range(-3, 5))
_BOUNDS = st.sampled_from(
    [(low, high) if low is None or high is None else (min(low, high), max(low, high))
     for low, high in product(_ENDS, _ENDS)]
)  # fmt: skip
_WEIGHT = (1, 1, 1, 1, -1, 2, 3, -2)
_WEIGHTS = [st.sampled_from(list(product(_WEIGHT, repeat=count))) for count in range(5)]
_PRICED = st.sampled_from(list(product(PRICES, Tier)))
_SAME_SUM = st.sampled_from([True, False, False, False])


@cache
def _sums(base: int) -> st.SearchStrategy[tuple[frozenset[int], ...]]:
    """Up to four summands, each an atom alone or, as often, any of some."""
    atoms = range(base)
    some = [frozenset(chosen) for count in range(1, 5) for chosen in combinations(atoms, count)]
    alone = [frozenset({atom}) for atom in atoms] * (len(some) // base)
    return st.lists(st.sampled_from(alone + some), min_size=1, max_size=4, unique=True).map(tuple)


@cache
def _settled(base: int) -> st.SearchStrategy[list[int]]:
    """What is fixed."""
    return st.lists(st.sampled_from([FREE, FREE, FREE, FREE, 0, 1]), min_size=base, max_size=base)


@st.composite
def puzzles(draw: st.DrawFn, *, startable: bool = False) -> Puzzle:
    """Up to 7 atoms and 7 rows; some rows share their sum. startable: the empty plan keeps all hard rows."""
    base = draw(st.integers(1, 7))
    rows: list[Row] = []
    for _ in range(draw(st.integers(0, 7))):
        if rows and draw(_SAME_SUM):
            atoms, weights = rows[-1].atoms, rows[-1].weights
        else:
            atoms = draw(_sums(base))
            weights = draw(_WEIGHTS[len(atoms)])
        rows.append(Row(atoms, weights, *draw(_BOUNDS), *draw(_PRICED)))
    if draw(st.booleans()):
        some = draw(st.frozensets(st.integers(0, base - 1), min_size=1))
        rows.append(Row(tuple(frozenset({a}) for a in sorted(some)), (1,) * len(some), None, 1, 0, Tier.COMFORT))
    fixed = tuple(draw(_settled(base)))
    if startable:
        fixed = tuple(min(value, 0) for value in fixed)
        rows = [row for row in rows if row.price or not row.outside([0] * base)]
    return Puzzle(base, tuple(rows), fixed)
