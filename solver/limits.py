"""Limits over atoms, kept in columns: the one form in which a rule reaches model, checker and explanation.

An atom is a yes-or-no decision, numbered from 0. A derived atom (number >= `Columns.base`) is true when any of its
base atoms is. A limit says  low <= sum(weight * atom) <= high.  It is hard, or it costs `price` points a unit outside.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Stands for "no bound" in the columns; far outside any sum.
OPEN = 1 << 40


class Kind(StrEnum):
    """What a limit counts; no plan is allowed or costs otherwise for it.

    Who shares out what is counted over many days reads it (line_by_line.py), and who speaks of a shortage or of two
    shifts that exclude each other (planner/changing/shortage.py, planner/reporting/explain.py).
    """

    PAIR = "forbidden pair"
    WINDOW = "window sum"
    RUN = "run"
    COUNTER = "counter"
    ANY_OF_DAYS = "any of days"
    COVER = "cover"
    OTHER = "other"


class Tier(IntEnum):
    """Costs of a lower tier are settled first; those of a higher one only choose among its best."""

    MUST = 0
    COVERAGE = 1
    CHANGE = 2
    COMFORT = 3


@dataclass(slots=True)
class Limit:
    """low <= sum(weights * atoms) <= high. weights None = all 1; low or high None = open.

    factor: multiplies the rule's price, for breaches that weigh more than others.
    subject: whom and when it is about, for words; the solver never reads it.
    """

    atoms: Sequence[int]
    low: int | None = None
    high: int | None = None
    weights: Sequence[int] | None = None
    factor: int = 1
    kind: Kind = Kind.OTHER
    subject: object = None


def outside(values: Ints, low: Ints | int, high: Ints | int) -> Ints:
    """By how many units each value lies outside its bounds; 0 within them."""
    below: Ints = np.maximum(low - values, 0)
    above: Ints = np.maximum(values - high, 0)
    return below + above


def spans(starts: Ints, sizes: Ints) -> Ints:
    """The indexes of stretches of an array, one after the other. starts, sizes: of each stretch."""
    indexes: Ints = np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
    return indexes


@dataclass(slots=True)
class Derived:
    """Atoms that are true when any of some base atoms is. Equal sets are one derived atom."""

    base: int
    members: list[tuple[int, ...]] = field(default_factory=list)
    _known: dict[tuple[int, ...], int] = field(default_factory=dict)
    _laid: tuple[Ints, Ints] | None = None

    def any_of(self, atoms: Iterable[int]) -> int | None:
        """The atom that is true when any of `atoms` (base atoms) is; the atom itself when it is one, None when none."""
        key = tuple(sorted(set(atoms)))
        if len(key) <= 1:
            return key[0] if key else None
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self.base + len(self.members)
            self.members.append(key)
        return found

    def laid_out(self) -> tuple[Ints, Ints]:
        """All members one after the other, and where each derived atom's begin."""
        if self._laid is None or len(self._laid[1]) < len(self.members):
            sizes = [len(group) for group in self.members]
            flat = np.fromiter((a for group in self.members for a in group), np.int64, sum(sizes))
            self._laid = flat, np.cumsum([0, *sizes])[:-1]
        return self._laid

    def extend(self, plan: Ints) -> Ints:
        """The plan (0/1 a base atom) followed by the values of the derived atoms."""
        if not self.members:
            return plan
        flat, starts = self.laid_out()
        return np.concatenate([plan, np.maximum.reduceat(plan[flat], starts)])


@dataclass(slots=True)
class Columns:
    """Limits as arrays. Row r has the entries start[r]:start[r+1] of `atom` and `weight`.

    low, high: int64 a row, -OPEN / OPEN where open. price: points a unit outside; 0 = hard. tier: a row.
    source: index of the rule a row comes from. subjects: a row's subject.
    """

    derived: Derived
    start: Ints
    atom: Ints
    weight: Ints
    low: Ints
    high: Ints
    price: Ints
    tier: Ints
    source: Ints
    kinds: list[Kind]
    subjects: list[object]

    @property
    def base(self) -> int:
        """Number of base atoms; derived ones follow."""
        return self.derived.base

    @property
    def rows(self) -> int:
        """Number of limits."""
        return len(self.low)

    @property
    def hard(self) -> NDArray[np.bool_]:
        """Which rows are hard."""
        return np.equal(self.price, 0)

    def values(self, plan: Ints) -> Ints:
        """The sum of each row under a plan of base atoms (0/1, int64)."""
        if not self.rows or not self.base:
            return np.zeros(self.rows, np.int64)
        full = self.derived.extend(plan)
        return np.add.reduceat(self.weight * full[self.atom], self.start[:-1])

    def outside(self, values: Ints) -> Ints:
        """By how many units each row lies outside its bounds; 0 where it holds."""
        return outside(values, self.low, self.high)

    def legal(self, plan: Ints) -> bool:
        """Whether a plan keeps all that is hard."""
        return not self.outside(self.values(plan))[self.hard].any()

    def costs(self, plan: Ints) -> tuple[int, ...]:
        """Points a tier, in integers, recomputed from the plan. Hard rows cost nothing here."""
        paid = self.outside(self.values(plan)) * self.price
        return tuple(int(paid[self.tier == tier].sum()) for tier in Tier)

    def entries(self, row: int) -> tuple[Ints, Ints]:
        """Atoms and weights of one row."""
        span = slice(self.start[row], self.start[row + 1])
        return self.atom[span], self.weight[span]

    def only(self, rows: Ints) -> "Columns":
        """These rows alone, over the same atoms."""
        sizes = np.diff(self.start)[rows]
        entry = spans(self.start[rows], sizes)
        return Columns(
            self.derived,
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            self.atom[entry],
            self.weight[entry],
            self.low[rows],
            self.high[rows],
            self.price[rows],
            self.tier[rows],
            self.source[rows],
            [self.kinds[row] for row in rows],
            [self.subjects[row] for row in rows],
        )

    def base_atoms(self, row: int) -> list[int]:
        """The base atoms a row depends on, derived ones opened up."""
        if not self.base:
            # What stands on atom 0 for want of any stands on nothing.
            return []
        found: dict[int, None] = {}
        for atom in self.entries(row)[0].tolist():
            found.update(dict.fromkeys(self.derived.members[atom - self.base] if atom >= self.base else (atom,)))
        return list(found)


class Collector:
    """Takes limits one by one and lays them out as `Columns`."""

    def __init__(self, derived: Derived) -> None:
        self._derived = derived
        self._start: list[int] = [0]
        self._atom: list[int] = []
        self._weight: list[int] = []
        self._bounds: list[tuple[int, int, int, int, int]] = []
        self._kinds: list[Kind] = []
        self._subjects: list[object] = []

    def add(self, limit: Limit, *, price: int, tier: Tier, source: int) -> None:
        """One limit. price: points a unit, 0 = hard. A limit without atoms is kept when it costs, else dropped."""
        if not limit.atoms and (price == 0 or limit.low is None or limit.low <= 0):
            return
        self._atom.extend(limit.atoms or (0,))
        if limit.weights is None:
            self._weight.extend([1] * len(limit.atoms) or [0])
        else:
            self._weight.extend(limit.weights or [0])
        self._start.append(len(self._atom))
        low = -OPEN if limit.low is None else limit.low
        high = OPEN if limit.high is None else limit.high
        self._bounds.append((low, high, price * limit.factor, int(tier), source))
        self._kinds.append(limit.kind)
        self._subjects.append(limit.subject)

    def columns(self) -> Columns:
        """Everything taken so far. Limits without atoms stand on atom 0 with weight 0."""
        low, high, price, tier, source = (np.array([row[i] for row in self._bounds], np.int64) for i in range(5))
        return Columns(
            self._derived,
            np.array(self._start, np.int64),
            np.array(self._atom, np.int64),
            np.array(self._weight, np.int64),
            low,
            high,
            price,
            tier,
            source,
            self._kinds,
            self._subjects,
        )
