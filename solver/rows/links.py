"""What links lines: sums over several of them, and what each value of a sum costs (the coupling constraints)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from solver.fixing import FREE
from solver.limits import Columns, Floats, Ints, Tier, outside
from solver.structure import Structure

#: What a point of each tier counts inside a search by rows; MUST is kept wholly where a line can keep it.
WEIGHTS = float("inf"), 400.0, 20.0, 1.0
UNKEPT_MUST = 1e6
#: A unit beyond a hard limit of several lines costs so much at least, and so many times what a cell can bring to all
#: other links.
_BROKEN, _TIMES = 1e6, 2.0
#: Where a share of what comes before COMFORT counts, a unit of MUST, or beyond a hard limit, is worth so many times as
#: much as one of COVERAGE.
_AHEAD_WORTH = 10.0
#: With more values of all linking sums, they are left to others.
_MOST_VALUES = 5_000_000


@dataclass(frozen=True, slots=True)
class Links:
    """Sums over several lines, and those of COVERAGE, numbered. given: what fixed atoms make of each, in units.

    Weighted points of link l at value v: points[at[l] + v], its least value's at first[l], the last of which is the
    end. covered: the part of it that is COVERAGE; broken: the part that stands for hard limits, per_break a unit;
    ahead: that and what is MUST. Entries of atom a, base or derived, are begin[a]:begin[a + 1] of link and weight.
    sums: number of each link's sum (see Structure). implied_by: the link that wants as much of fewer atoms, itself
    where there is none.
    """

    given: Ints
    at: Ints
    first: Ints
    points: Floats
    covered: Floats
    broken: Floats
    ahead: Floats
    begin: Ints
    link: Ints
    weight: Ints
    sums: Ints
    implied_by: Ints
    per_break: float

    def cost(self, values: Ints) -> float:
        """What all links cost at these values."""
        return float(self.points[self.at + values].sum())

    @property
    def count_coverage(self) -> bool:
        """Whether any of them is about COVERAGE."""
        return bool(self.covered.any())

    def shares(self, worth: Floats) -> Floats:
        """Of each link the largest share of its points before COMFORT at which a missing unit of COVERAGE costs no more
        than it is worth (in points), and a unit of what is ahead of COVERAGE no more than ten times that; at most 1.
        """
        unit = np.diff(self.covered + self.ahead / _AHEAD_WORTH, append=0.0)
        unit[self.first[1:] - 1] = 0.0
        unit = np.where(np.abs(unit) > 0, np.abs(unit), np.inf)
        least = np.minimum.reduceat(unit, self.first[:-1])
        return np.minimum(1.0, worth / least)

    def slopes(self, values: Ints) -> tuple[Floats, Floats]:
        """What the last unit costs of each link at these values, and what one more would; -inf and inf at the ends."""
        at = self.at + values
        rises = np.diff(self.points, prepend=0.0, append=0.0)
        last = np.where(at > self.first[:-1], rises[at], -np.inf)
        return last, np.where(at + 1 < self.first[1:], rises[at + 1], np.inf)

    def counting(self, share: Floats) -> "Links":
        """The same of whose points before COMFORT only a share (0 to 1, of each link) counts."""
        before = self.covered + self.ahead
        return replace(self, points=self.points + np.repeat(share - 1.0, np.diff(self.first)) * before)

    def eased(self, prices: Floats, share: float) -> "Links":
        """Links that cost a share of what a unit brings at these prices, and the rest of what these cost."""
        sizes = np.diff(self.first)
        brings = np.arange(len(self.points)) - np.repeat(self.at, sizes)
        points = (1 - share) * self.points - share * np.repeat(prices, sizes) * brings
        return replace(self, points=points)

    def implied_where(self, missing: float) -> Ints:
        """As implied_by, for rosters that miss at most so many points of COVERAGE: a link that may be short itself
        implies no other.
        """
        may_lack = np.maximum.reduceat(np.where(self.covered <= missing, self.covered, 0.0), self.first[:-1]) > 0
        return np.where(may_lack[self.implied_by], np.arange(len(self.implied_by)), self.implied_by)

    def handed_on(self, prices: Floats, implied_by: Ints) -> Floats:
        """Prices, those of links that are implied handed on to the one that implies them."""
        total: Floats = np.bincount(implied_by, prices, len(prices)).astype(np.float64)
        return total

    @classmethod
    def of(cls, columns: Columns, structure: Structure, state: Ints, limits: Ints) -> "Links | None":
        """None where the sums have too many values. limits: numbers of those that link lines and that patterns tell.

        state: FREE, 0 or 1 an atom, base or derived.
        """
        a_unit = dict(zip(limits.tolist(), points_a_unit(columns, limits, 0.0).tolist(), strict=True))
        of_sum: dict[int, list[int]] = {}
        for limit in limits.tolist():
            of_sum.setdefault(int(structure.sum_of[limit]), []).append(limit)
        made: list[_Sum] = []
        first = [0]
        for group in of_sum.values():
            one = _Sum.of(columns, group, state, a_unit, _MOST_VALUES - first[-1])
            if one is None:
                return None
            made.append(one)
            first.append(first[-1] + len(one.points))
        entries = [np.stack([one.atoms, np.full(len(one.atoms), n), one.weights]) for n, one in enumerate(made)]
        laid = np.concatenate([np.zeros((3, 0), np.int64), *entries], axis=1)
        laid = laid[:, np.argsort(laid[0], kind="stable")]
        starts = np.array(first, np.int64)
        points, covered = _joined(one.points for one in made), _joined(one.covered for one in made)
        per_break = max(_BROKEN, _TIMES * _most_brought(points, starts, laid))
        broken = _joined(one.beyond for one in made) * per_break
        return cls(
            given=np.array([one.given for one in made], np.int64),
            at=starts[:-1] - np.array([one.least for one in made], np.int64),
            first=starts,
            points=points + broken,
            covered=covered,
            broken=broken,
            ahead=_joined(one.must for one in made) + broken,
            begin=np.searchsorted(laid[0], np.arange(len(state) + 1)),
            link=laid[1],
            weight=laid[2],
            sums=np.array(list(of_sum), np.int64),
            implied_by=_implied(points + broken, covered, starts, entries),
            per_break=per_break,
        )


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum that some limits are about. given: what fixed atoms make of it; least: what it may come to.

    Of each value from `least` on: points, of which covered and must; beyond: units beyond hard limits.
    """

    given: int
    least: int
    atoms: Ints
    weights: Ints
    points: Floats
    covered: Floats
    must: Floats
    beyond: Floats

    @classmethod
    def of(
        cls, columns: Columns, limits: Sequence[int], state: Ints, a_unit: Mapping[int, float], most_values: int
    ) -> "_Sum | None":
        """None with more values than that."""
        atoms, weights = columns.entries(limits[0])
        free = (state[atoms] == FREE) & (weights != 0)
        given = int((weights * np.where(free, 0, state[atoms])).sum())
        atoms, weights = atoms[free], weights[free]
        least = given + int(np.minimum(weights, 0).sum())
        most = given + int(np.maximum(weights, 0).sum())
        if most - least >= most_values:
            # Before so much is laid out.
            return None
        values = np.arange(least, most + 1)
        by_tier, beyond = np.zeros((len(Tier), len(values))), np.zeros(len(values))
        for limit in limits:
            units = outside(values, columns.low[limit], columns.high[limit])
            by_tier[columns.tier[limit]] += units * a_unit[limit]
            beyond += units * (columns.price[limit] == 0)
        points = by_tier.sum(axis=0)
        return cls(given, least, atoms, weights, points, by_tier[Tier.COVERAGE], by_tier[Tier.MUST], beyond)


def _joined(tables: Iterable[Floats]) -> Floats:
    return np.concatenate([np.zeros(0), *tables])


def _most_brought(points: Floats, first: Ints, laid: Ints) -> float:
    """What an atom may bring to all links at most. laid: atom, link and weight of each entry."""
    if not laid.shape[1]:
        return 0.0
    rises = np.abs(np.diff(points, append=0.0))
    rises[first[1:] - 1] = 0.0
    steepest = np.maximum.reduceat(rises, first[:-1])
    return float(np.bincount(laid[0], np.abs(laid[2]) * steepest[laid[1]]).max())


def _implied(points: Floats, covered: Floats, first: Ints, entries: Sequence[Ints]) -> Ints:
    """See Links.implied_by; of links alone that nothing but COVERAGE counts, and only what lacks."""
    wants: dict[int, tuple[frozenset[int], int]] = {}
    for link, (atoms, _, weights) in enumerate(entries):
        of_link = slice(int(first[link]), int(first[link + 1]))
        table = points[of_link]
        if (np.diff(table) <= 0).all() and (table == covered[of_link]).all() and (weights == 1).all():
            # Of its free atoms alone: others may have other fixed ones.
            wants[link] = frozenset(atoms.tolist()), int(table.argmin())
    with_atom: dict[int, list[int]] = {}
    for link, (of, _) in wants.items():
        for atom in of:
            with_atom.setdefault(atom, []).append(link)
    implied = np.arange(len(first) - 1)
    for link in sorted(wants, key=lambda link: (-wants[link][1], len(wants[link][0]))):
        of, wanted = wants[link]
        if implied[link] != link or not of:
            continue
        rarest = min(of, key=lambda atom: len(with_atom[atom]))
        for other in with_atom[rarest]:
            if other != link and implied[other] == other and of <= wants[other][0] and wanted >= wants[other][1]:
                implied[other] = link
    return implied


def weight_of(tier: Tier) -> float:
    """What a point of a tier counts where not all lines keep MUST."""
    return WEIGHTS[tier] if tier else UNKEPT_MUST


def points_a_unit(columns: Columns, limits: Ints, per_break: float) -> Floats:
    """What a unit outside counts of each of some limits; per_break: of a hard one."""
    price, weights = columns.price[limits], np.array([weight_of(tier) for tier in Tier])[columns.tier[limits]]
    return np.where(price == 0, per_break, price * weights)
