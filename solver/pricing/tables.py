"""One line's own limits laid out for the dynamic program: day by day its patterns, the sums they move, what those cost.

Rows over the same sum are one convex penalty. A sum is open from the first to the last day that moves it and has a
slot for that time; a derived atom that spans days has a bit. Sums over at most three days are also kept as points for
each three patterns running, rows of days on as the longest row allowed: the relaxed program knows these alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from solver.limits import Columns, Ints, Tier
from solver.pricing.sums import Floats, OwnSum, OwnSums

#: With more bits, or a sum that reaches further, a line is left to others.
MOST_BITS, _MOST_REACH = 62, 200_000
#: Days that the relaxed program remembers, the present one included.
_MEMORY_DAYS = 3


@dataclass(frozen=True, slots=True)
class LineTables:
    """A line's tables. The patterns of day t are numbered first[t]:first[t + 1].

    pattern_atoms: base atoms on. atom_of, pattern_of: the same in pairs. pattern_bits: bits touched.
    pattern_points: points a tier. moves: per pattern (slot, units). bit_moves: per day * 64 + bit (slot, units, far).
    closing: per day (slot, table). opened: per day (slot, table, least, most, bits) of what stays open after it.
    keep: bits that stay after a day. Table i has points[:, table_at[i] + v] for a sum of v in reach[0][i]:reach[1][i].
    bound_by: whether hard limits set either end of that. largest: units of one move. long: not seen by triples.
    spent: points a tier that every row pays. number, divisor: of each table, its sum's number (see Structure) and
    what its units are counted in.
    """

    first: Ints
    pattern_atoms: tuple[tuple[int, ...], ...]
    atom_of: Ints
    pattern_of: Ints
    pattern_bits: Ints
    pattern_points: Floats
    moves: tuple[Ints, ...]
    bit_moves: tuple[Ints, ...]
    closing: tuple[Ints, ...]
    opened: tuple[Ints, ...]
    keep: Ints
    table_at: Ints
    reach: tuple[Ints, Ints]
    bound_by: tuple[Ints, Ints]
    largest: Ints
    points: Floats
    slots: int
    long: NDArray[np.bool_]
    triple_at: Ints
    triples: Floats
    on: NDArray[np.bool_]
    longest: Ints
    spent: Floats
    number: Ints
    divisor: Ints

    @property
    def days(self) -> int:
        """Number of days."""
        return len(self.first) - 1

    def atoms(self, path: Ints) -> Ints:
        """The base atoms that are on in a row, given by its pattern of each day."""
        return np.array(sorted(a for p in path.tolist() for a in self.pattern_atoms[p]), np.int64)


def line_tables(
    columns: Columns, sum_of: Ints, rows: Iterable[int], fixed: Ints, atoms: Ints, day: Ints
) -> LineTables | None:
    """Tables of the line whose base atoms are `atoms`; rows: its own limits. None where they don't fit the form.

    sum_of: see Structure. fixed: FREE, 0 or 1 a base atom. day: of each base atom; days before 0 count as day 0.
    """
    own = OwnSums(columns, sum_of, rows, fixed, atoms, day)
    patterns = own.patterns()
    return None if patterns is None else _Maker(own, patterns, sum_of).tables()


@dataclass(frozen=True, slots=True)
class _Open:
    """A sum over several days. direct: units of each pattern, lowest and highest: of each day's. spanning: weight of
    derived atoms over several days. begin: the value that points[:, 0] stands for. divisor: of all units. row: one of
    its limits.
    """

    direct: Ints
    lowest: Ints
    highest: Ints
    spanning: Mapping[int, int]
    first: int
    last: int
    points: Floats
    begin: int
    divisor: int
    row: int

    @property
    def long(self) -> bool:
        return self.last - self.first >= _MEMORY_DAYS


class _Maker:
    def __init__(self, own: OwnSums, patterns: Sequence[Sequence[frozenset[int]]], sum_of: Ints) -> None:
        self.own, self.sum_of = own, sum_of
        self.first = np.array([0, *accumulate(len(day) for day in patterns)], np.int64)
        self.patterns = [pattern for day in patterns for pattern in day]
        self.by_day = patterns
        self.with_atom: dict[int, list[int]] = {}
        for number, atoms in enumerate(self.patterns):
            for atom in atoms:
                self.with_atom.setdefault(atom, []).append(number)
        self.members: dict[int, tuple[int, ...]] = {}
        self.spans: dict[int, tuple[int, int]] = {}
        self.spent = np.zeros(len(Tier))

    def tables(self) -> LineTables | None:
        sums = []
        for own in self.own.sums:
            if len(own.days) != 1:
                made = self._opened(own)
                if made is None:
                    return None
                sums.extend(made)
        if not np.isfinite(self.spent).all():
            return None
        return self._lay_out(sums)

    def _opened(self, own: OwnSum) -> list[_Open] | None:
        """The sum, unless all it can reach costs the same; None where it reaches too far or nothing legal."""
        direct = np.zeros(len(self.patterns), np.int64)
        spanning: dict[int, int] = {}
        for term in own.terms:
            members, weight, atom = term.members, term.weight, term.atom
            if len(term.days) > 1:
                spanning[atom] = spanning.get(atom, 0) + weight
                self.spans[atom], self.members[atom] = (min(term.days), max(term.days)), members
            else:
                direct[list({n for m in members for n in self.with_atom.get(m, ())})] += weight
        lowest = np.minimum.reduceat(direct, self.first[:-1])
        highest = np.maximum.reduceat(direct, self.first[:-1])
        divisor = int(np.gcd.reduce([*np.abs(direct), *map(abs, spanning.values())])) or 1
        least = int(lowest.sum()) + sum(min(0, w) for w in spanning.values())
        most = int(highest.sum()) + sum(max(0, w) for w in spanning.values())
        if (most - least) // divisor > _MOST_REACH:
            return None
        begin = min(least, 0)
        points = own.penalty(begin, max(most, 0))
        reached = points[:, least - begin : most - begin + 1]
        if (reached == reached[:, :1]).all():
            self.spent += reached[:, 0]
            return []
        if not np.isfinite(points[:, (-begin) % divisor :: divisor]).all(axis=0).any():
            return None
        days = [*np.flatnonzero((lowest != 0) | (highest != 0)).tolist(), *(d for a in spanning for d in self.spans[a])]
        return [_Open(direct, lowest, highest, spanning, min(days), max(days), points, begin, divisor, own.rows[0])]

    def _lay_out(self, sums: Sequence[_Open]) -> LineTables | None:
        days = len(self.by_day)
        used = {atom for one in sums for atom in one.spanning}
        bit_of, keep = _places({atom: self.spans[atom] for atom in used}, days)
        if max(bit_of.values(), default=0) >= MOST_BITS:
            return None
        slot_of, _ = _places({index: (one.first, one.last) for index, one in enumerate(sums)}, days)
        bits = np.zeros(len(self.patterns), np.int64)
        for atom in used:
            for member in self.members[atom]:
                bits[self.with_atom.get(member, [])] |= 1 << bit_of[atom]
        moves: list[tuple[int, ...]] = []
        bit_moves: list[tuple[int, ...]] = []
        opened: list[tuple[int, ...]] = []
        tables, table_at, reach, size = [np.zeros((len(Tier), 0))], [], [], 0
        for index, one in enumerate(sums):
            slot, divisor = slot_of[index], one.divisor
            moves += [(n, slot, int(one.direct[n]) // divisor) for n in np.flatnonzero(one.direct).tolist()]
            for atom, weight in one.spanning.items():
                begins, ends = self.spans[atom]
                far = int(ends - begins >= _MEMORY_DAYS)
                bit_moves += [(at * 64 + bit_of[atom], slot, weight // divisor, far) for at in range(begins, ends + 1)]
            every, zero = one.points[:, (-one.begin) % divisor :: divisor], -one.begin // divisor
            finite = np.flatnonzero(np.isfinite(every).all(axis=0))
            heaviest = max([int(np.abs(one.direct).max()), *map(abs, one.spanning.values())]) // divisor
            hard = int(finite[0] > 0), int(finite[-1] < every.shape[1] - 1)
            reach.append((int(finite[0]) - zero, int(finite[-1]) - zero, *hard, heaviest))
            table_at.append(size + zero)
            tables.append(every)
            size += every.shape[1]
            opened += [(one.first + n, slot, index, *after) for n, after in enumerate(self._after(one, bit_of))]
        limits = np.array(reach, np.int64).reshape(-1, 5).T.copy()
        pairs = [(atom, n) for n, atoms in enumerate(self.patterns) for atom in atoms]
        triple_at, triples = self._triples(sums)
        on, longest = self._runs(sums)
        return LineTables(
            first=self.first,
            pattern_atoms=tuple(tuple(sorted(atoms)) for atoms in self.patterns),
            atom_of=np.array([atom for atom, _ in pairs], np.int64),
            pattern_of=np.array([n for _, n in pairs], np.int64),
            pattern_bits=bits,
            pattern_points=self.own.points_within(self.by_day),
            moves=_by_key(moves, len(self.patterns), 2),
            bit_moves=_by_key(bit_moves, days * 64, 3),
            closing=_by_key([(one.last, slot_of[i], i) for i, one in enumerate(sums)], days, 2),
            opened=_by_key(opened, days, 5),
            keep=keep,
            table_at=np.array(table_at, np.int64),
            reach=(limits[0], limits[1]),
            bound_by=(limits[2], limits[3]),
            largest=limits[4],
            points=np.concatenate(tables, axis=1),
            slots=max(slot_of.values(), default=-1) + 1,
            long=np.array([one.long for one in sums], bool),
            triple_at=triple_at,
            triples=triples,
            on=on,
            longest=longest,
            spent=self.spent,
            number=np.array([self.sum_of[one.row] for one in sums], np.int64),
            divisor=np.array([one.divisor for one in sums], np.int64),
        )

    def _after(self, one: _Open, bit_of: Mapping[int, int]) -> list[tuple[int, int, int]]:
        """By how much a sum can still move after each of its days but the last, at least and at most, and its bits that
        are open then.
        """
        least, most = (np.cumsum(ends[::-1])[::-1][1:].tolist() for ends in (one.lowest, one.highest))
        found = []
        for at in range(one.first, one.last):
            still = [weight for atom, weight in one.spanning.items() if self.spans[atom][1] > at]
            mask = 0
            for atom in one.spanning:
                if self.spans[atom][0] <= at < self.spans[atom][1]:
                    mask |= 1 << bit_of[atom]
            low, high = (sum(part) for part in ([min(0, w) for w in still], [max(0, w) for w in still]))
            found.append(((least[at] + low) // one.divisor, (most[at] + high) // one.divisor, mask))
        return found

    def _triples(self, sums: Sequence[_Open]) -> tuple[Ints, Floats]:
        """Points of short sums, on the day they close, for each three patterns running; where each day's begin."""
        count = [1, 1, *np.diff(self.first).tolist()]
        points = [np.zeros(count[day : day + _MEMORY_DAYS]) for day in range(len(self.by_day))]
        for one in sums:
            if one.long:
                continue
            value = np.zeros(points[one.last].shape, np.int64)
            for day in range(one.first, one.last + 1):
                value = value + _along(one.direct[self.first[day] : self.first[day + 1]], one.last - day)
            for atom, weight in one.spanning.items():
                members, touched = self.members[atom], np.zeros(value.shape, bool)
                for day in range(one.first, one.last + 1):
                    hits = np.array([not atoms.isdisjoint(members) for atoms in self.by_day[day]])
                    touched = touched | (_along(hits, one.last - day) > 0)
                value = value + weight * touched
            points[one.last] += one.points[Tier.COMFORT][value - one.begin]
        sizes = [part.size for part in points]
        return np.array([0, *accumulate(sizes)][:-1], np.int64), np.concatenate([part.ravel() for part in points])

    def _runs(self, sums: Sequence[_Open]) -> tuple[NDArray[np.bool_], Ints]:
        """Which patterns are on in sums that forbid some days running to be on all; the longest row up to each day."""
        days = len(self.by_day)
        on = np.zeros(len(self.patterns), bool)
        seen = np.zeros(days, bool)
        longest = np.full(days, days + 1, np.int64)
        for one in sums:
            wide = one.highest - one.lowest
            inside = np.flatnonzero(wide)
            points = one.points[Tier.COMFORT]
            finite = np.flatnonzero(np.isfinite(points))
            fits = (
                not one.spanning
                and one.long
                and (wide[inside] == 1).all()
                and inside[-1] - inside[0] + 1 == len(inside)
                and int(finite[-1]) + one.begin == int(one.lowest.sum()) + len(inside) - 1
            )
            if not fits:
                continue
            here = {d: one.direct[s] > one.lowest[d] for d in inside.tolist() for s in [self._span(d)]}
            if any(seen[d] and (part != on[self._span(d)]).any() for d, part in here.items()):
                continue
            for day, part in here.items():
                on[self._span(day)], seen[day] = part, True
            longest[inside[-1]] = min(longest[inside[-1]], len(inside) - 1)
        return on, longest

    def _span(self, day: int) -> slice:
        return slice(self.first[day], self.first[day + 1])


def _along(part: NDArray[np.generic], days_back: int) -> Ints:
    """Values of one day's patterns along the axis of that day among three patterns running."""
    shape = [1] * _MEMORY_DAYS
    shape[_MEMORY_DAYS - 1 - days_back] = -1
    return part.reshape(shape).astype(np.int64)


def _by_key(entries: Sequence[tuple[int, ...]], count: int, width: int) -> tuple[Ints, ...]:
    """Entries (key, values...) by key: where each key's begin, and an array for each of the `width` values."""
    laid = np.array(sorted(entries, key=lambda entry: entry[0]), np.int64).reshape(-1, width + 1)
    begins = np.searchsorted(laid[:, 0], np.arange(count + 1)).astype(np.int64)
    return (begins, *(np.ascontiguousarray(laid[:, i + 1]) for i in range(width)))


def _places(spans: Mapping[int, tuple[int, int]], days: int) -> tuple[dict[int, int], Ints]:
    """A place for each span (first, last day), used again once that is over, and a mask of those that stay after a
    day.
    """
    until: list[int] = []
    place: dict[int, int] = {}
    keep = np.zeros(days, np.int64)
    for item, (begins, ends) in sorted(spans.items(), key=lambda entry: entry[1]):
        free = next((i for i, last in enumerate(until) if last < begins), len(until))
        until[free : free + 1] = [ends]
        place[item] = free
        if free < MOST_BITS:
            keep[begins:ends] |= 1 << free
    return place, keep
