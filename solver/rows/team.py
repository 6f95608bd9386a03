"""Rows of all lines together: one program a line, and what the sums that link lines cost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

import numpy as np

from solver.fixing import FREE, derived_state, empty_plan
from solver.layout import Layout
from solver.limits import Columns, Floats, Ints, Tier
from solver.rows.left_out import LeftOut, told_by_patterns
from solver.rows.line import Line
from solver.rows.program import Cheapest, Room, RowProgram
from solver.structure import Structure

#: What a point of each tier counts inside a search by rows; MUST is kept wholly where a line can keep it.
WEIGHTS = float("inf"), 400.0, 20.0, 1.0
_UNKEPT_MUST = 1e6
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
    """Sums over several lines, and those of COVERAGE, numbered. given: what fixed atoms make of each.

    Points of link l at value v: points[at[l] + v], its least value's at first[l]; covered: the part of it that is
    COVERAGE; broken: the part that stands for hard limits, per_break a unit; ahead: that and what is MUST. Entries of
    atom a, base or derived, are begin[a]:begin[a + 1] of link and weight. sums: number of each link's sum (see
    Structure). implied_by: the link that wants as much of fewer atoms, itself where there is none.
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
        """The share of its points that come before COMFORT of each link with which a unit of COVERAGE less than wanted
        costs what it is worth, and one of what is ahead of it many times that; 1 at most.
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
        """Links of whose points that come before COMFORT so great a share counts, of each."""
        before = self.covered + self.ahead
        return replace(self, points=self.points + np.repeat(share - 1.0, np.diff(self.first)) * before)

    def eased(self, prices: Floats, share: float) -> "Links":
        """Links that cost a share of what a unit brings at these prices, and the rest of what these cost."""
        sizes = np.diff(self.first)
        brings = np.arange(len(self.points)) - np.repeat(self.at, sizes)
        points = (1 - share) * self.points - share * np.repeat(prices, sizes) * brings
        return replace(self, points=points)

    def left_out(self, missing: float) -> Ints:
        """As implied_by, for rosters that miss no more points of COVERAGE: what may lack itself implies nothing."""
        may_lack = np.maximum.reduceat(np.where(self.covered <= missing, self.covered, 0.0), self.first[:-1]) > 0
        return np.where(may_lack[self.implied_by], np.arange(len(self.implied_by)), self.implied_by)

    def together(self, prices: Floats, implied_by: Ints) -> Floats:
        """Prices with what links that are implied are worth at the one that implies them."""
        total: Floats = np.bincount(implied_by, prices, len(prices)).astype(np.float64)
        return total

    @classmethod
    def of(cls, columns: Columns, structure: Structure, state: Ints, rows: Ints) -> "Links | None":
        """rows: those that link lines, and that patterns tell. state: FREE, 0 or 1 an atom, base or derived. None where
        that is too much.
        """
        a_unit = dict(zip(rows.tolist(), _points_a_unit(columns, rows, 0.0).tolist(), strict=True))
        together: dict[int, list[int]] = {}
        for row in rows.tolist():
            together.setdefault(int(structure.sum_of[row]), []).append(row)
        given: list[int] = []
        at: list[int] = []
        first: list[int] = []
        tables, covered, must, beyond = [np.zeros(0)], [np.zeros(0)], [np.zeros(0)], [np.zeros(0)]
        entries, size = [], 0
        for group in together.values():
            atoms, weights = columns.entries(group[0])
            free = (state[atoms] == FREE) & (weights != 0)
            fixed_part = int((weights * np.where(free, 0, state[atoms])).sum())
            atoms, weights = atoms[free], weights[free]
            least = fixed_part + int(np.minimum(weights, 0).sum())
            most = fixed_part + int(np.maximum(weights, 0).sum())
            values = np.arange(least, most + 1)
            by_tier, hard = np.zeros((len(Tier), len(values))), np.zeros(len(values))
            for row in group:
                outside = np.maximum(columns.low[row] - values, 0) + np.maximum(values - columns.high[row], 0)
                by_tier[columns.tier[row]] += outside * a_unit[row]
                hard += outside * (columns.price[row] == 0)
            entries.append(np.stack([atoms, np.full(len(atoms), len(given)), weights]))
            given.append(fixed_part)
            at.append(size - least)
            first.append(size)
            tables.append(by_tier.sum(axis=0))
            covered.append(by_tier[Tier.COVERAGE])
            must.append(by_tier[Tier.MUST])
            beyond.append(hard)
            size += len(values)
            if size > _MOST_VALUES:
                return None
        laid = np.concatenate([np.zeros((3, 0), np.int64), *entries], axis=1)
        laid = laid[:, np.argsort(laid[0], kind="stable")]
        begin = np.searchsorted(laid[0], np.arange(len(state) + 1))
        starts = np.array([*first, size], np.int64)
        points, part, ahead, hard = (np.concatenate(of_links) for of_links in (tables, covered, must, beyond))
        per_break = max(_BROKEN, _TIMES * _most_brought(points, starts, laid))
        hard *= per_break
        points += hard
        ahead += hard
        return cls(
            np.array(given, np.int64),
            np.array(at, np.int64),
            starts,
            points,
            part,
            hard,
            ahead,
            begin,
            laid[1],
            laid[2],
            np.array(list(together), np.int64),
            _implied(points, part, starts, entries),
            per_break,
        )


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
    return WEIGHTS[tier] if tier else _UNKEPT_MUST


def _points_a_unit(columns: Columns, rows: Ints, per_break: float) -> Floats:
    """What a unit outside counts of each of some limits; per_break: of a hard one."""
    price, weights = columns.price[rows], np.array([weight_of(tier) for tier in Tier])[columns.tier[rows]]
    return np.where(price == 0, per_break, price * weights)


@dataclass(frozen=True, slots=True)
class Moves:
    """By how many units a row moves each of some links, none of them twice; the others it leaves."""

    link: Ints
    units: Ints

    def worth(self, prices: Floats) -> float:
        """What they come to at prices of all links."""
        return float(prices[self.link] @ self.units)


@dataclass(frozen=True, slots=True)
class Member:
    """One line: its program and, of each entry, the pattern, the link and the units by which it moves that."""

    program: RowProgram
    pattern: Ints
    link: Ints
    units: Ints

    def points(self, links: Links, values: Ints) -> Floats:
        """What each pattern costs by links at these values, which the line is no part of."""
        at = links.at[self.link] + values[self.link]
        return self.of_links(links.points[at + self.units] - links.points[at])

    def cheapest(self, links: Links, values: Ints, room: Room) -> Cheapest | None:
        """A row for these values: the cheapest one that grows evenly, where days are many, else of all; None where none
        is found.
        """
        points, program = self.points(links, values), self.program
        programs = (one for one in (program.even, program) if one is not None)
        found = (one.cheapest(points, room) for one in programs)
        return next((one for one in found if one.path is not None), None)

    def of_links(self, points: Floats) -> Floats:
        """Points of each pattern from those of each entry."""
        total: Floats = np.bincount(self.pattern, points, len(self.program.line.atoms)).astype(np.float64)
        return total

    def moves(self, path: Ints) -> Moves:
        """By how much a row moves the links."""
        on = np.zeros(len(self.program.line.atoms), bool)
        on[path] = True
        kept = on[self.pattern]
        moved = np.bincount(self.link[kept], self.units[kept]).astype(np.int64)
        link = np.flatnonzero(moved)
        return Moves(link, moved[link])

    def path_of(self, plan: Ints, atoms: Ints) -> Ints | None:
        """The pattern of each day of a plan; None where one is none of the line's. atoms: all of the line."""
        line = self.program.line
        sizes = np.fromiter(map(len, line.atoms), np.int64, len(line.atoms))
        flat = np.fromiter(chain.from_iterable(line.atoms), np.int64, int(sizes.sum()))
        on = np.bincount(np.repeat(np.arange(len(sizes)), sizes), plan[flat], len(sizes))
        # Of the patterns whose atoms are all on, the largest of each day.
        size = np.where(on == sizes, sizes, -1)
        pairs = pairwise(line.first.tolist())
        path = np.array([begin + int(size[begin:end].argmax()) for begin, end in pairs], np.int64)
        return path if (size[path] >= 0).all() and size[path].sum() == plan[atoms].sum() else None


@dataclass(frozen=True, slots=True)
class Team:
    """members: one a line that has atoms that may be on. atoms: all of each member's line. fixed: see Search. left_out:
    what links lines beside the links. settled: points a tier of what no row of any member moves.
    """

    fixed: Ints
    members: tuple[Member, ...]
    atoms: tuple[Ints, ...]
    links: Links
    left_out: LeftOut
    settled: tuple[int, ...]

    @classmethod
    def of(
        cls, columns: Columns, structure: Structure, fixed: Ints, layout: Layout, stopped: Callable[[], bool]
    ) -> "Team | None":
        """None where links, or a line, are too much for programs, or stopped."""
        derived = [layout.line[list(members)] for members in columns.derived.members]
        line_of = np.array([*layout.line, *(int(of[0]) if (of == of[0]).all() else -1 for of in derived)], np.int64)
        first = np.minimum.reduceat(line_of[columns.atom], columns.start[:-1])
        last = np.maximum.reduceat(line_of[columns.atom], columns.start[:-1])
        # Links hold all that COVERAGE counts, of one line or several: a mix counts the same share of it everywhere.
        counted = (columns.tier == Tier.COVERAGE) & (columns.price > 0)
        own = (first == last) & (first >= 0) & ~counted
        linking, state = np.flatnonzero(~own), np.concatenate([fixed, derived_state(columns, fixed)])
        told = told_by_patterns(columns, linking, state, layout)
        links = Links.of(columns, structure, state, told)
        if links is None:
            return None
        free = (state[columns.atom] == FREE) & (columns.weight != 0)
        movable = np.logical_or.reduceat(free, columns.start[:-1])
        untold = np.setdiff1d(linking, told)
        left_out = LeftOut(columns.only(untold), _points_a_unit(columns, untold, links.per_break))
        sets, members, of_lines = _sets(columns, links), [], []
        for number in range(layout.lines):
            atoms = np.flatnonzero(layout.line == number)
            if (fixed[atoms] == 0).all():
                continue
            rows = np.flatnonzero(own & movable & (first == number))
            program = None
            for weights in (WEIGHTS, (_UNKEPT_MUST, *WEIGHTS[1:])):
                if program is None and not stopped():
                    line = Line.of(columns, structure.sum_of, rows, fixed, atoms, layout.day, weights)
                    program = None if line is None else RowProgram.of(line)
            if program is None:
                return None
            members.append(_member(program, links, fixed, sets))
            of_lines.append(atoms)
        moved = links.sums[np.concatenate([np.zeros(0, np.int64), *(member.link for member in members)])]
        musts = np.unique(first[own & movable & (columns.tier == Tier.MUST) & (columns.price > 0)])
        # Of whoever has a limit of MUST, patterns lack that a plan may have which does not keep it.
        doubtful = np.logical_or.reduceat(free & np.isin(line_of[columns.atom], [-1, *musts]), columns.start[:-1])
        unmoved = told[~np.isin(structure.sum_of[told], moved) & ~doubtful[told]]
        settled = columns.only(np.concatenate([np.flatnonzero(own & ~movable), unmoved]))
        costs = settled.costs(empty_plan(fixed))
        return cls(fixed, tuple(members), tuple(of_lines), links, left_out, costs)

    def paths(self, plan: Ints) -> list[Ints] | None:
        """A row a member of a plan; None where one has a day that no row may have."""
        found = []
        for member, atoms in zip(self.members, self.atoms, strict=True):
            path = member.path_of(plan, atoms)
            if path is None:
                return None
            found.append(path)
        return found

    def plan(self, paths: Sequence[Ints | None]) -> Ints:
        """The plan of a row a line; of None nothing is on but what is fixed."""
        plan = empty_plan(self.fixed)
        for member, path in zip(self.members, paths, strict=True):
            if path is None:
                continue
            atoms = member.program.line.atoms
            plan[[atom for pattern in path.tolist() for atom in atoms[pattern]]] = 1
        return plan


def _sets(columns: Columns, links: Links) -> dict[int, list[int]]:
    """Of each base atom the derived ones that it is a member of and that move links."""
    found: dict[int, list[int]] = {}
    for atom in (np.flatnonzero(np.diff(links.begin[columns.base :])) + columns.base).tolist():
        for member in columns.derived.members[atom - columns.base]:
            found.setdefault(member, []).append(atom)
    return found


def _member(program: RowProgram, links: Links, fixed: Ints, sets: Mapping[int, Sequence[int]]) -> Member:
    moved: dict[tuple[int, int], int] = {}
    for number, atoms in enumerate(program.line.atoms):
        free = [atom for atom in atoms if fixed[atom] == FREE]
        # A derived atom is on once, however many of its members are.
        derived = dict.fromkeys(one for atom in free for one in sets.get(atom, ()))
        for atom in (*free, *derived):
            for entry in range(int(links.begin[atom]), int(links.begin[atom + 1])):
                key = number, int(links.link[entry])
                moved[key] = moved.get(key, 0) + int(links.weight[entry])
    pattern, link = np.array(list(moved), np.int64).reshape(-1, 2).T
    return Member(program, pattern.copy(), link.copy(), np.array(list(moved.values()), np.int64))
