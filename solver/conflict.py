"""Which rows and held atoms cannot hold together: small sets, each shown minimal by solving again without each member.

A set is minimal when it cannot hold, and can as soon as any one of its members is released. Narrow blocks of the
problem come first (one line, one day, then lines that rows tie together), so that most sets are found in models of a
few hundred atoms. There solving anew without some members takes milliseconds; assumptions, which keep CP-SAT from using
linear relaxations, took seconds where minutes are summed up.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.cp_sat import WIDE, make_solver
from solver.layout import Layout, reach
from solver.limits import OPEN, Columns, Ints

#: Blocks looked at side by side.
_THREADS = 2
#: CP-SAT writes "not variable v" as -1 - v.
_NOT = -1


@dataclass(frozen=True, slots=True)
class Member:
    """What is released as a whole: rows that must hold, and base atoms with the value (0 or 1) they are held at."""

    rows: tuple[int, ...] = ()
    atoms: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Members, by index and in order, that cannot hold together.

    rows: of the members' rows those that it takes. minimal: shown that releasing any one member lets the others hold.
    """

    members: tuple[int, ...]
    rows: tuple[int, ...]
    minimal: bool


@dataclass(frozen=True, slots=True)
class Conflicts:
    """found: by their members; no two share their first one.

    complete: shown that everything else holds once the first member of each is released.
    """

    found: tuple[Conflict, ...]
    complete: bool


def find_conflicts(columns: Columns, layout: Layout, members: Sequence[Member], seconds: float) -> Conflicts:
    """Conflicts among `members`, found one after the other, the first member of each being released for the next.

    members: most readily released first. seconds: wall time at most; what is found by then is returned. Rows of no
    member do not count, prices neither: a member's rows must hold as they are stated.
    """
    return _Finder(columns, layout, members, time.monotonic() + seconds).run()


#: Members that a model is made of, by index, each with the part of it that lies in the block looked at.
_Pieces = dict[int, Member]


class _Finder:
    def __init__(self, columns: Columns, layout: Layout, members: Sequence[Member], deadline: float) -> None:
        self.columns, self.layout, self.members, self.deadline = columns, layout, members, deadline
        self.rows = _Rows(columns)
        self.released: set[int] = set()
        self.found: list[Conflict] = []
        self.lock = Lock()

    def run(self) -> Conflicts:
        complete = True
        for blocks in self._stages():
            # CP-SAT leaves Python's lock while it solves, so threads share out the blocks of a stage.
            with ThreadPoolExecutor(_THREADS) as threads:
                # A block that is not decided means that time is up.
                complete = all([*threads.map(self._block, blocks)]) and complete
        return Conflicts(tuple(sorted(self.found, key=lambda conflict: conflict.members)), complete)

    # ---- blocks

    def _stages(self) -> Iterator[Iterable[_Pieces]]:
        """What might not hold, as blocks: each line by itself, each day with rows across lines, then lines so tied.

        A block is left out when what is held keeps all its rows with every other atom at 0.
        """
        can_break, line, day = _breakable(self.columns), self._place("line"), self._place("day")
        of_line = _block_of_rows(self.columns, line)
        yield self._parts(can_break & (of_line >= 0), of_line, line)
        across = [row for _, row in self._standing() if can_break[row] and of_line[row] < 0]
        of_day = _block_of_rows(self.columns, day)
        yield self._parts(can_break & np.isin(of_day, np.unique(of_day[across])), of_day, day)
        tied = _tied(self.columns, across, line)
        yield self._parts(can_break, _block_of_rows(self.columns, tied), tied)

    def _place(self, where: str) -> Ints:
        """Line, or day counted from the earliest, of each base atom."""
        place: Ints = getattr(self.layout, where)
        return place - min(0, int(place.min())) if len(place) else place

    def _standing(self) -> Iterator[tuple[int, int]]:
        """(member, row) of all that is not released."""
        for index, member in enumerate(self.members):
            if index not in self.released:
                yield from ((index, row) for row in member.rows)

    def _parts(self, takes: NDArray[np.bool_], of_row: Ints, of_atom: Ints) -> Iterator[_Pieces]:
        """The blocks of one kind that do not hold as they stand. takes: which rows; of_row, of_atom: their blocks."""
        broken = self._broken(of_row, of_atom)
        rows: dict[int, dict[int, list[int]]] = {block: {} for block in broken}
        for index, row in self._standing():
            if takes[row] and int(of_row[row]) in broken:
                rows[int(of_row[row])].setdefault(index, []).append(row)
        atoms: dict[int, dict[int, list[tuple[int, int]]]] = {block: {} for block in broken}
        for index, member in enumerate(self.members):
            for atom, value in member.atoms if index not in self.released else ():
                if int(of_atom[atom]) in broken:
                    atoms[int(of_atom[atom])].setdefault(index, []).append((atom, value))
        # Where atoms are held most conflicts are, and the quickest found.
        for block in sorted(broken, key=lambda block: (not atoms[block], block)):
            yield {
                index: Member(tuple(rows[block].get(index, ())), tuple(atoms[block].get(index, ())))
                for index in sorted({*rows[block], *atoms[block]})
            }

    def _broken(self, of_row: Ints, of_atom: Ints) -> set[int]:
        """Blocks that what is held breaks with every other atom at 0, or where an atom is held at both values."""
        plan, zero = np.zeros(self.columns.base, np.int64), np.zeros(self.columns.base, bool)
        for index, member in enumerate(self.members):
            if index not in self.released:
                for atom, value in member.atoms:
                    plan[atom] |= value
                    zero[atom] |= not value
        outside = self.columns.outside(self.columns.values(plan))
        blocks = {int(of_row[row]) for _, row in self._standing() if outside[row]}
        return (blocks | set(of_atom[np.flatnonzero(zero & (plan == 1))].tolist())) - {-1}

    def _block(self, pieces: _Pieces) -> bool:
        """Find the block's conflicts; whether the rest of it is shown to hold."""
        if time.monotonic() >= self.deadline:
            return False
        trial = _Trial(self.rows, pieces, self.deadline)
        while True:
            kept = [index for index in pieces if index not in self.released]
            holds = trial.holds(kept)
            if holds is not False:
                return holds is True
            conflict = self._conflict(trial, kept)
            with self.lock:
                # Another block's thread may have come to the same first member meanwhile.
                if conflict.members[0] not in self.released:
                    self.found.append(conflict)
                    self.released.add(conflict.members[0])

    def _conflict(self, trial: "_Trial", pieces: list[int]) -> Conflict:
        """One of the conflicts among pieces that cannot hold; of its members' rows only those that it takes."""
        members, minimal = trial.needed(pieces)
        whole = {index: self.members[index] for index in members}
        if any(whole[index] != trial.pieces[index] for index in whole):
            # Outside the block a member may have rows that clash with fewer of the others.
            members, minimal = _Trial(self.rows, whole, self.deadline).needed(members)
        rows = [row for index in members for row in self.members[index].rows]
        if minimal:
            held = tuple(pair for index in members for pair in self.members[index].atoms)
            by_row = {row: Member(rows=(row,)) for row in rows}
            rows, _ = _Trial(self.rows, by_row, self.deadline, held).needed(rows)
        return Conflict(tuple(members), tuple(rows), minimal)


class _Rows:
    """Columns as plain lists, which are much faster to read row by row."""

    def __init__(self, columns: Columns) -> None:
        self.base, self.members = columns.base, columns.derived.members
        self._start, self._atom, self._weight = columns.start.tolist(), columns.atom.tolist(), columns.weight.tolist()
        self.low = np.where(columns.low == -OPEN, -WIDE, columns.low).tolist()
        self.high = np.where(columns.high == OPEN, WIDE, columns.high).tolist()

    def entries(self, row: int) -> tuple[list[int], list[int]]:
        """Atoms and weights of a row."""
        start, end = self._start[row], self._start[row + 1]
        return self._atom[start:end], self._weight[start:end]


class _Trial:
    """A model of pieces, each behind a literal that says whether it is kept, to solve again and again.

    held: atoms with the value they are held at whatever is kept.
    """

    def __init__(self, rows: _Rows, pieces: _Pieces, deadline: float, held: Sequence[tuple[int, int]] = ()) -> None:
        self.rows, self.pieces, self.deadline = rows, pieces, deadline
        self.model = cp_model.CpModel()
        self.variables, self.constraints = self.model.proto.variables, self.model.proto.constraints
        self.count = 0
        self.variable: dict[int, int] = {}
        self.literal = {name: self._new() for name in pieces}
        for name, piece in pieces.items():
            if time.monotonic() >= deadline:
                return  # what is left out does no harm: nothing is solved any more
            literal = [self.literal[name]]
            for row in piece.rows:
                atoms, weights = rows.entries(row)
                self._linear([self._variable(atom) for atom in atoms], weights, rows.low[row], rows.high[row], literal)
            for atom, value in piece.atoms:
                self._linear([self._variable(atom)], [1], value, value, literal)
        for atom, value in held:
            self._linear([self._variable(atom)], [1], value, value)

    def _new(self) -> int:
        self.variables.add().domain.extend((0, 1))
        self.count += 1
        return self.count - 1

    def _linear(
        self, variables: list[int], weights: list[int], low: int, high: int, literal: Sequence[int] = ()
    ) -> None:
        """low <= sum <= high, or only where `literal` is true."""
        constraint = self.constraints.add()
        linear = constraint.linear
        linear.vars.extend(variables)
        linear.coeffs.extend(weights)
        linear.domain.extend((low, high))
        if literal:
            constraint.enforcement_literal.extend(literal)

    def _variable(self, atom: int) -> int:
        known = self.variable.get(atom)
        if known is not None:
            return known
        own = self.variable[atom] = self._new()
        if atom >= self.rows.base:
            group = [self._variable(member) for member in self.rows.members[atom - self.rows.base]]
            some, none = self.constraints.add(), self.constraints.add()
            some.enforcement_literal.append(own)
            some.bool_or.literals.extend(group)
            none.enforcement_literal.append(_NOT - own)
            none.bool_and.literals.extend([_NOT - member for member in group])
        return own

    def holds(self, kept: Iterable[int]) -> bool | None:
        """Whether these pieces can hold together; None when time is up."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            return None
        on = frozenset(kept)
        for name, literal in self.literal.items():
            domain = self.variables[literal].domain
            domain.clear()
            domain.extend([int(name in on)] * 2)
        solver = make_solver(seed=1, linearization=1)
        parameters = solver.parameters
        parameters.num_workers, parameters.max_time_in_seconds = 1, left
        # Presolve at length takes longer than most of these solves.
        parameters.cp_model_probing_level, parameters.symmetry_level, parameters.max_presolve_iterations = 0, 0, 1
        status = solver.solve(self.model)
        return None if status == cp_model.UNKNOWN else status != cp_model.INFEASIBLE

    def needed(self, pieces: list[int]) -> tuple[list[int], bool]:
        """What is left of pieces that cannot hold when all that can be spared is gone, the last ones first.

        Halves are tried first, then quarters, at last each piece by itself; whether each that is left was shown to be
        needed, which it still is after others are gone.
        """
        needed, size, shown = pieces, len(pieces), False
        while size > 1 or not shown:
            size, shown = max(1, size // 2), True
            for first in reversed(range(0, len(needed), size)):
                rest = needed[:first] + needed[first + size :]
                holds = self.holds(rest)
                if holds is None:
                    return needed, False
                if not holds:
                    needed = rest
        return needed, True


def _breakable(columns: Columns) -> NDArray[np.bool_]:
    """Rows that some plan breaks."""
    if not columns.rows:
        return np.zeros(0, bool)
    least = np.add.reduceat(np.minimum(columns.weight, 0), columns.start[:-1])
    most = np.add.reduceat(np.maximum(columns.weight, 0), columns.start[:-1])
    broken: NDArray[np.bool_] = (least < columns.low) | (most > columns.high)
    return broken


def _block_of_rows(columns: Columns, place: Ints) -> Ints:
    """The place that all base atoms of a row share, -1 where they lie in several. place: of each base atom."""
    first, last = reach(columns, place)
    return np.where(first == last, first, -1)


def _tied(columns: Columns, rows: Iterable[int], line: Ints) -> Ints:
    """Of each base atom the first of the lines that `rows` tie its line to, -1 where they tie it to none."""
    head: dict[int, int] = {}

    def head_of(one: int) -> int:
        while head.get(one, one) != one:
            one = head[one]
        return one

    for row in rows:
        heads = {head_of(one) for one in np.unique(line[columns.base_atoms(row)]).tolist()}
        head.update(dict.fromkeys(heads, min(heads)))
    block = {one: head_of(one) for one in head}
    return np.array([block.get(one, -1) for one in line.tolist()], np.int64)
