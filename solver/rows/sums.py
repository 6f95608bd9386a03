"""A line's own limits as sums with a penalty, and what the line may do on one day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from solver.fixing import FREE
from solver.limits import Columns, Floats, Ints, Tier

#: With more patterns on one day, a line is left to others.
_MOST_PATTERNS = 200


@dataclass(frozen=True, slots=True)
class Term:
    """A summand: `weight` where any of `members` (base atoms of the line) is on. atom: its number, base or derived.

    days: of the members.
    """

    members: tuple[int, ...]
    weight: int
    atom: int
    days: frozenset[int]


@dataclass(frozen=True, slots=True)
class OwnSum:
    """A sum that limits of one line stand on. bounds: low, high, price and tier of each. days: those that move it."""

    terms: tuple[Term, ...]
    bounds: tuple[tuple[int, int, int, int], ...]
    days: frozenset[int]

    def add_to(self, paid: list[float], atoms: frozenset[int]) -> None:
        """Add to points a tier what it costs when these atoms are on and nothing else is."""
        value = sum(term.weight for term in self.terms if not atoms.isdisjoint(term.members))
        for low, high, price, tier in self.bounds:
            outside = max(low - value, value - high, 0)
            if outside:
                paid[tier if price else Tier.COMFORT] += price * outside if price else np.inf


class OwnSums:
    """The sums of one line. day: of each of its base atoms that may be on; days: how many."""

    def __init__(
        self, columns: Columns, sum_of: Ints, rows: Iterable[int], fixed: Ints, atoms: Ints, day: Ints
    ) -> None:
        self.columns, self.fixed = columns, fixed
        self.day = {int(a): max(0, int(day[a])) for a in atoms if fixed[a] != 0}
        self.days = max(self.day.values(), default=0) + 1
        self._on_day: dict[int, list[int]] = {}
        for atom, on in self.day.items():
            self._on_day.setdefault(on, []).append(atom)
        # A derived atom stands in many sums.
        self._made: dict[tuple[int, int], Term | None] = {}
        together: dict[int, list[int]] = {}
        for row in rows:
            together.setdefault(int(sum_of[row]), []).append(row)
        self.sums = [self._sum(group) for group in together.values()]
        self._within: list[list[OwnSum]] = [[] for _ in range(self.days)]
        for own in self.sums:
            if len(own.days) == 1:
                self._within[next(iter(own.days))].append(own)

    def _sum(self, rows: Sequence[int]) -> OwnSum:
        columns, at = self.columns, np.array(rows)
        parts = columns.low, columns.high, columns.price, columns.tier
        bounds = zip(*(part[at].tolist() for part in parts), strict=True)
        terms = self._terms(rows[0])
        return OwnSum(terms, tuple(bounds), frozenset().union(*(term.days for term in terms)))

    def _terms(self, row: int) -> tuple[Term, ...]:
        pairs = zip(*(part.tolist() for part in self.columns.entries(row)), strict=True)
        found = (self._term(atom, weight) for atom, weight in pairs if weight)
        return tuple(term for term in found if term is not None)

    def _term(self, atom: int, weight: int) -> Term | None:
        if (atom, weight) not in self._made:
            base = self.columns.base
            every = self.columns.derived.members[atom - base] if atom >= base else (atom,)
            members = tuple(m for m in every if m in self.day)
            term = Term(members, weight, atom, frozenset(self.day[m] for m in members))
            self._made[atom, weight] = term if members else None
        return self._made[atom, weight]

    def patterns(self) -> list[list[frozenset[int]]] | None:
        """What the line may do on each day by the hard limits of that day alone; None where that is too much or
        nothing.
        """
        caps, found = self._caps(), []
        for at in range(self.days):
            kept = self._patterns_on(at, caps[at])
            if not kept:
                return None
            found.append(kept)
        return found

    def points_within(self, patterns: Sequence[Sequence[frozenset[int]]]) -> Floats:
        """Points a tier that each pattern costs by the limits of its day alone."""
        return np.array([self._paid(atoms, at) for at, day in enumerate(patterns) for atoms in day]).T.copy()

    def _paid(self, atoms: frozenset[int], at: int) -> list[float]:
        paid = [0.0] * len(Tier)
        for own in self._within[at]:
            own.add_to(paid, atoms)
        return paid

    def _patterns_on(self, at: int, caps: Sequence[tuple[dict[int, int], int]]) -> list[frozenset[int]]:
        on_day = self._on_day.get(at, [])
        # Mostly two shifts exclude each other, which is told sooner than whether all caps are kept.
        against: dict[int, set[int]] = {atom: set() for atom in on_day}
        for part, high in caps:
            for atom, weight in part.items():
                against[atom].update(other for other, more in part.items() if weight + more > high and other != atom)
        found = [frozenset(atom for atom in on_day if self.fixed[atom] == 1)]
        for atom in on_day:
            if self.fixed[atom] != FREE:
                continue
            for base in list(found):
                if against[atom].isdisjoint(base):
                    grown = base | {atom}
                    if all(sum(part.get(a, 0) for a in grown) <= high for part, high in caps if atom in part):
                        found.append(grown)
            if len(found) > _MOST_PATTERNS:
                return []
        return [atoms for atoms in found if np.inf not in self._paid(atoms, at)]

    def _caps(self) -> list[list[tuple[dict[int, int], int]]]:
        """What hard limits without negative weights leave for the atoms of each day: (weights, at most)."""
        caps: list[list[tuple[dict[int, int], int]]] = [[] for _ in range(self.days)]
        for own in self.sums:
            highs = [high for _, high, price, _ in own.bounds if not price]
            if not highs or any(term.weight < 0 for term in own.terms):
                continue
            parts: dict[int, dict[int, int]] = {}
            for term in own.terms:
                if len(term.members) == 1:
                    part = parts.setdefault(self.day[term.members[0]], {})
                    part[term.members[0]] = part.get(term.members[0], 0) + term.weight
            for at, part in parts.items():
                if sum(part.values()) > min(highs):
                    caps[at].append((part, min(highs)))
        return caps
