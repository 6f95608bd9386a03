"""Rows of all lines together: one program a line, and what links them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, pairwise

import numpy as np

from solver.cp_sat import whole_points
from solver.fixing import FREE, derived_state, empty_plan
from solver.layout import Layout, atom_reach, reach
from solver.limits import Columns, Floats, Ints, Tier
from solver.rows.left_out import LeftOut, told_by_patterns
from solver.rows.line import Line
from solver.rows.links import UNKEPT_MUST, WEIGHTS, Links, points_a_unit
from solver.rows.program import RowProgram
from solver.rows.room import Room
from solver.rows.row import Cheapest, Moves
from solver.structure import Structure

#: Of a point of each tier where nothing but MUST counts.
_MUST_ALONE = 1.0, 0.0, 0.0, 0.0


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

    def paid(self, prices: Floats) -> Floats:
        """What each pattern costs by links at these prices of a unit."""
        return self.of_links(-prices[self.link] * self.units)

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
    """members: one a line that has atoms that may be on. atoms: all of each member's line. fixed: FREE, 0 or 1 a base
    atom. left_out: what links lines beside the links. settled: points a tier of what no row of any member moves.
    unkept: points of MUST that lines which can't keep all of it miss in each of their rows, at least.
    """

    fixed: Ints
    members: tuple[Member, ...]
    atoms: tuple[Ints, ...]
    links: Links
    left_out: LeftOut
    settled: tuple[int, ...]
    unkept: int

    @classmethod
    def of(
        cls, columns: Columns, structure: Structure, fixed: Ints, layout: Layout, stopped: Callable[[], bool]
    ) -> "Team | None":
        """None where links, or a line, are too much for programs, or stopped."""
        first_of, last_of = atom_reach(columns.derived, layout.line)
        first, last = reach(columns, layout.line)
        # Links hold all that COVERAGE counts, of one line or several: a mix counts the same share of it everywhere.
        counted = (columns.tier == Tier.COVERAGE) & (columns.price > 0)
        own = (first == last) & ~counted
        linking, state = np.flatnonzero(~own), np.concatenate([fixed, derived_state(columns, fixed)])
        told = told_by_patterns(columns, linking, state, layout)
        links = Links.of(columns, structure, state, told)
        if links is None:
            return None
        free = (state[columns.atom] == FREE) & (columns.weight != 0)
        movable = np.logical_or.reduceat(free, columns.start[:-1])
        untold = np.setdiff1d(linking, told)
        left_out = LeftOut(columns.only(untold), points_a_unit(columns, untold, links.per_break))
        sets, members, of_lines, unkept = _sets(columns, links), [], [], 0
        for number in range(layout.lines):
            atoms = np.flatnonzero(layout.line == number)
            if (fixed[atoms] == 0).all():
                continue
            limits = np.flatnonzero(own & movable & (first == number))
            line = partial(Line.of, columns, structure.sum_of, limits, fixed, atoms, layout.day)
            program = None if stopped() else _program(line(WEIGHTS))
            if program is None and not stopped():
                program = _program(line((UNKEPT_MUST, *WEIGHTS[1:])))
                if program is not None and not stopped():
                    unkept += _least(_program(line(_MUST_ALONE)))
            if program is None:
                return None
            members.append(_member(program, links, fixed, sets))
            of_lines.append(atoms)
        moved = links.sums[np.concatenate([np.zeros(0, np.int64), *(member.link for member in members)])]
        musts = np.unique(first[own & movable & (columns.tier == Tier.MUST) & (columns.price > 0)])
        # Of whoever has a limit of MUST, patterns lack that a plan may have which does not keep it.
        unsure = (first_of < last_of) | np.isin(first_of, musts)
        doubtful = np.logical_or.reduceat(free & unsure[columns.atom], columns.start[:-1])
        unmoved = told[~np.isin(structure.sum_of[told], moved) & ~doubtful[told]]
        settled = columns.only(np.concatenate([np.flatnonzero(own & ~movable), unmoved]))
        costs = settled.costs(empty_plan(fixed))
        return cls(fixed, tuple(members), tuple(of_lines), links, left_out, costs, unkept)

    @property
    def least(self) -> tuple[int, ...]:
        """Points a tier that no plan costs less than."""
        return (self.settled[Tier.MUST] + self.unkept, *self.settled[1:])

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


def _program(line: Line | None) -> RowProgram | None:
    return None if line is None else RowProgram.of(line)


def _least(program: RowProgram | None) -> int:
    """Points that no row costs less than; 0 where that is not known."""
    if program is None:
        return 0
    least = program.cheapest(np.zeros(len(program.line.atoms)), Room()).points
    return whole_points(least) if 0 < least < np.inf else 0


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
