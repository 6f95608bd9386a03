"""One line's limits in numbers: patterns of each day, sums over a few days, and counters over many."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.limits import Columns, Floats, Ints, Tier, outside
from solver.rows.sums import OwnSum, OwnSums, Term

#: A sum over more days is a counter; the values of one over fewer are told apart day by day.
MOST_DAYS = 10
#: A sum with more values is left to others: a month's minutes have less than 45,000.
_MOST_VALUES = 50_000


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum over several days. direct: units of each pattern from its first day to its last. spanning: (number of a
    derived atom, units) of those over several days. first, last: days that move it. least: the value that points[0]
    belongs to. points: of each final value, inf where it is not legal.
    """

    direct: NDArray[np.signedinteger[Any]]
    spanning: tuple[tuple[int, int], ...]
    first: int
    last: int
    least: int
    points: Floats


@dataclass(frozen=True, slots=True)
class Line:
    """The patterns of day t are numbered first[t]:first[t + 1].

    atoms: the base atoms on of each pattern. own: points of each pattern alone. touches: patterns x derived atoms over
    several days. spans: first and last day of each of those. never: (before, after) of each day but the first:
    patterns, numbered within their days, that may not follow. spent: points of every row.
    """

    first: Ints
    atoms: tuple[tuple[int, ...], ...]
    own: Floats
    touches: NDArray[np.bool_]
    spans: Ints
    sums: tuple[Sum, ...]
    never: tuple[tuple[Ints, Ints], ...]
    spent: float

    @property
    def days(self) -> int:
        """Number of days."""
        return len(self.first) - 1

    @classmethod
    def of(
        cls,
        columns: Columns,
        sum_of: Ints,
        rows: Ints,
        fixed: Ints,
        atoms: Ints,
        day: Ints,
        weights: Sequence[float],
    ) -> "Line | None":
        """The line whose base atoms are `atoms`; rows: its own limits. None where no row is legal, or too much to tell.

        sum_of: see Structure. fixed: FREE, 0 or 1 a base atom. day: of each base atom. weights: of a point of each
        tier; inf = hard.
        """
        pairs, others = successions(columns, rows, fixed, day)
        own = OwnSums(columns, sum_of, others.tolist(), fixed, atoms, day)
        patterns = own.patterns()
        if patterns is None:
            return None
        weigh = np.array(weights)
        alone = weighed(own.points_within(patterns), weigh)
        kept = _legal(patterns, alone)
        return None if kept is None else _Maker(own, *kept, weigh).line(pairs)


def successions(columns: Columns, rows: Ints, fixed: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Pairs of atoms (before, after) of consecutive days of which hard limits allow one only; and the other limits.

    These are by far the most; what can't be broken any more is in neither.
    """
    start, two = columns.start[rows], np.diff(columns.start)[rows] == 2
    at = rows[two & (columns.price[rows] == 0) & (columns.high[rows] == 1) & (columns.low[rows] <= 0)]
    pair = columns.atom[columns.start[at, None] + np.arange(2)]
    alike = (columns.weight[columns.start[at, None] + np.arange(2)] == 1).all(axis=1) & (pair < columns.base).all(
        axis=1
    )
    at, pair = at[alike], pair[alike]
    days = np.maximum(day[pair], 0)
    follow = np.abs(days[:, 0] - days[:, 1]) == 1
    at, pair, days = at[follow], pair[follow], days[follow]
    pair = np.take_along_axis(pair, np.argsort(days, axis=1), axis=1)
    # A single atom's hard limit has fixed it already.
    single = (np.diff(columns.start)[rows] == 1) & (columns.price[rows] == 0)
    single &= fixed[np.minimum(columns.atom[start], columns.base - 1)] == 0
    single &= (columns.atom[start] < columns.base) & (columns.low[rows] <= 0) & (columns.high[rows] >= 0)
    return pair[(fixed[pair] != 0).all(axis=1)], rows[~single & ~np.isin(rows, at)]


def weighed(points: Floats, weights: Floats) -> Floats:
    """Points of all tiers (tiers x n) as one number each; hard tiers that cost anything are inf."""
    paid = np.zeros(points.shape)
    np.multiply(points, weights[:, None], out=paid, where=points > 0)
    total: Floats = paid.sum(axis=0)
    return total


def _legal(
    patterns: Sequence[Sequence[frozenset[int]]], alone: Floats
) -> tuple[list[list[frozenset[int]]], Floats] | None:
    kept, at = [], 0
    for day in patterns:
        kept.append([atoms for n, atoms in enumerate(day) if alone[at + n] < np.inf])
        at += len(day)
    return (kept, alone[alone < np.inf]) if all(kept) else None


class _Maker:
    def __init__(
        self, own: OwnSums, by_day: Sequence[Sequence[frozenset[int]]], alone: Floats, weights: Floats
    ) -> None:
        self._own, self._alone, self._weights = own, alone, weights
        self._first = np.array([0, *accumulate(len(day) for day in by_day)], np.int64)
        self._patterns = [atoms for day in by_day for atoms in day]
        self._with: dict[int, list[int]] = {}
        for number, atoms in enumerate(self._patterns):
            for atom in atoms:
                self._with.setdefault(atom, []).append(number)
        self._touching: dict[int, Ints] = {}
        self._derived: dict[int, int] = {}
        self._spans: list[tuple[int, int]] = []
        self._touched: list[Ints] = []
        self._tables: dict[tuple[object, ...], Floats] = {}
        self._spent = 0.0

    def line(self, pairs: Ints) -> Line | None:
        sums = []
        for own in self._own.sums:
            days = own.days
            if len(days) == 1:
                continue
            if not days:
                self._spent += float(self._points(own, np.zeros(1, np.int64))[0])
                continue
            made = self._sum(own, min(days), max(days))
            if made is not None:
                sums.append(made)
        if self._spent == np.inf or any(len(one.points) > _MOST_VALUES for one in sums):
            return None
        touches = np.zeros((len(self._patterns), len(self._spans)), bool)
        for number, touched in enumerate(self._touched):
            touches[touched, number] = True
        return Line(
            self._first,
            tuple(tuple(sorted(atoms)) for atoms in self._patterns),
            self._alone,
            touches,
            np.array(self._spans, np.int64).reshape(-1, 2),
            tuple(sums),
            self._never(pairs),
            self._spent,
        )

    def _never(self, pairs: Ints) -> tuple[tuple[Ints, Ints], ...]:
        never: list[set[tuple[int, int]]] = [set() for _ in range(len(self._first) - 1)]
        for before, after in pairs.tolist():
            day = self._own.day[after]
            first, second = int(self._first[day - 1]), int(self._first[day])
            followed = self._with.get(after, ())
            never[day].update((p - first, q - second) for p in self._with.get(before, ()) for q in followed)
        parts = (np.array(sorted(found), np.int64).reshape(-1, 2) for found in never[1:])
        return tuple((part[:, 0], part[:, 1]) for part in parts)

    def _points(self, own: OwnSum, values: Ints) -> Floats:
        points = np.zeros(len(values))
        for low, high, price, tier in own.bounds:
            beyond = outside(values, low, high)
            weight = price * self._weights[Tier(tier)] if price else np.inf
            points[beyond > 0] += beyond[beyond > 0] * weight
        return points

    def _points_of(self, own: OwnSum, least: int, most: int, unit: int) -> Floats:
        """Of each value from least to most: the same for many sums, which differ in their days alone."""
        key = own.bounds, least, most, unit
        if key not in self._tables:
            self._tables[key] = self._points(own, np.arange(least, most + 1, unit))
        return self._tables[key]

    def _sum(self, own: OwnSum, first: int, last: int) -> Sum | None:
        """The sum, in its largest unit, unless all it can come to costs the same."""
        begin, end = int(self._first[first]), int(self._first[last + 1])
        direct = np.zeros(end - begin, np.int64)
        spanning: dict[int, int] = {}
        for term in own.terms:
            touched = self._touched_by(term)
            if len(term.days) == 1:
                direct[touched - begin] += term.weight
            else:
                number = self._derived.get(term.atom)
                if number is None:
                    number = self._derived[term.atom] = len(self._spans)
                    self._spans.append((min(term.days), max(term.days)))
                    self._touched.append(touched)
                spanning[number] = spanning.get(number, 0) + term.weight
        starts = self._first[first : last + 1] - begin
        least = int(np.minimum.reduceat(direct, starts).sum()) + sum(min(0, by) for by in spanning.values())
        most = int(np.maximum.reduceat(direct, starts).sum()) + sum(max(0, by) for by in spanning.values())
        unit = gcd(int(np.gcd.reduce(direct)), *spanning.values()) or 1
        points = self._points_of(own, least, most, unit)
        if (points == points[0]).all():
            self._spent += float(points[0])
            return None
        span = tuple((number, by // unit) for number, by in spanning.items())
        return Sum((direct // unit).astype(np.int32), span, first, last, least // unit, points)

    def _touched_by(self, term: Term) -> Ints:
        found = self._touching.get(term.atom)
        if found is None:
            numbers = {n for member in term.members for n in self._with.get(member, ())}
            found = self._touching[term.atom] = np.array(sorted(numbers), np.int64)
        return found
