"""A first plan that keeps what must be: each line that misses some of it is planned anew by CP-SAT, beside the others.

A line alone is a small model; a year of it is planned in pieces, from the first day on, and what is counted over the
whole year (minutes, weekends, shifts of a type) is shared out to the pieces by what can be worked in them.
"""

import random
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from solver.build import build
from solver.cp_sat import has_plan, make_solver
from solver.fixing import FREE
from solver.layout import atom_reach
from solver.limits import OPEN, Ints, Kind, Tier
from solver.local_search import LocalSearch
from solver.part import Part

#: How often lines are mended that miss something yet.
MENDING_TURNS = 6
#: After so many of these turns, what is not MUST does not count any more.
_REGARDING_TURNS = 3
#: A piece has about so many free atoms.
_PIECE_ATOMS = 250
#: And at least so many days: rows of days must find room in it.
_PIECE_DAYS = 28
#: So many days before a piece are planned again with it, so that rows of days can go on over its edge.
_AGAIN_DAYS = 5
#: Longest try of a piece, in seconds.
_TRY_S = 2.0
#: A piece is good enough where this share of a point of MUST is to gain yet: neighbourhoods find it as well.
_GAP = 0.1
#: By so many shifts a piece may be ahead of its share, so that the last one has room.
_AHEAD = 2
#: A point of MUST outweighs so many of the last tier; a line moves few of these.
_MUST_WEIGHT = 1_000
Mask = NDArray[np.bool_]
_COUNTED = (Kind.COUNTER, Kind.ANY_OF_DAYS)


class LineByLine:
    """Works on the plan of a search. Lines are dealt out to as many threads as it may have.

    First lines are planned anew, then mended in turns; before each, those that miss something are taken up.
    """

    def __init__(self, search: LocalSearch) -> None:
        self._search = search
        self._lines: list[int] = []
        self._lock = threading.Lock()
        self._random = random.Random(search.options.seed)
        _, self._last_day = atom_reach(search.columns.derived, search.layout.day)

    def take_up(self) -> bool:
        """Take up the lines that miss something, to be dealt out; whether there are any."""
        self._lines = self._missing()
        self._random.shuffle(self._lines)
        return bool(self._lines)

    def _missing(self) -> list[int]:
        """The lines that miss something of MUST by themselves."""
        search, columns = self._search, self._search.columns
        outside = columns.outside(columns.values(search.progress().plan))
        found: set[int] = set()
        for row in np.flatnonzero((outside > 0) & (columns.price > 0) & (columns.tier == Tier.MUST)).tolist():
            lines = np.unique(search.layout.line[columns.base_atoms(row)])
            if len(lines) == 1:
                found.add(int(lines[0]))
        return sorted(found)

    def plan_anew(self) -> None:
        """Plan the lines taken up from nothing, each once, until none is left; called by each thread."""
        search = self._search
        for free, _ in self._dealt():
            before = search.progress().plan
            whole = search.parts.of(before, np.flatnonzero(free))
            plan, (first, end) = np.where(free, 0, before), self._days_of(free)
            for atoms, piece_end in self._pieces(free, _edges(first, end, len(whole.atoms))):
                part = search.parts.of(plan, atoms)
                if piece_end < end:
                    part = self._shared_out(part, plan, piece_end)
                plan = self._best(part, plan, others=1)
            search.offer_part(whole, before, plan[whole.atoms])

    def mend(self, turn: int) -> None:
        """Mend the lines taken up in the same way, in pieces that are longer with each turn. turn: from 1 on."""
        search = self._search
        for free, shift in self._dealt():
            before = plan = search.progress().plan
            whole = search.parts.of(before, np.flatnonzero(free))
            for atoms, _ in self._pieces(free, _shifted(*self._days_of(free), shift, turn * _PIECE_DAYS)):
                plan = self._best(search.parts.of(plan, atoms), plan, others=int(turn <= _REGARDING_TURNS))
            search.offer_part(whole, before, plan[whole.atoms])

    def _dealt(self) -> Iterator[tuple[Mask, int]]:
        """The free atoms of each line that this thread gets, and by how many days its pieces are shifted."""
        search = self._search
        while not search.over():
            with self._lock:
                line = self._lines.pop() if self._lines else None
                # Drawn with each line, also where pieces are not shifted: the order of the next turns hangs on it.
                shift = self._random.randrange(_PIECE_DAYS)
            if line is None:
                return
            free = (search.layout.line == line) & (search.fixed == FREE) & (search.layout.day >= 0)
            if free.any():
                yield free, shift

    def _days_of(self, free: Mask) -> tuple[int, int]:
        """The first day of some atoms, and the day after their last one."""
        days = self._search.layout.day[free]
        return int(days.min()), int(days.max()) + 1

    def _pieces(self, free: Mask, edges: Sequence[int]) -> Iterator[tuple[Ints, int]]:
        """The free atoms of each piece, with some of days before it, and the day after its last one; no more pieces
        when the search is over.
        """
        days = self._search.layout.day
        for begins, ends in pairwise(edges):
            again = begins - _AGAIN_DAYS if begins > edges[0] else begins
            inside = np.flatnonzero(free & (days >= again) & (days < ends))
            if len(inside):
                yield inside, ends
            if self._search.over():
                return

    def _best(self, part: Part, plan: Ints, others: int) -> Ints:
        """The plan with the best found for a piece. others: what a point counts of tiers that come after MUST."""
        search = self._search
        weights = {Tier.MUST: _MUST_WEIGHT} | dict.fromkeys(search.tiers[1:], others)
        model = build(part.columns, part.fixed, weights, structure=part.structure)
        model.hint(plan[part.atoms])
        solver = make_solver(search.options.seed)
        solver.parameters.absolute_gap_limit = _MUST_WEIGHT * _GAP
        status = search.solve(solver, model.cp, min(_TRY_S, search.left()))
        return part.into(plan, model.plan(solver)) if has_plan(status) else plan

    def _shared_out(self, part: Part, plan: Ints, end: int) -> Part:
        """A piece that ends before day `end` with its share due of what is counted beyond it."""
        columns, own = self._search.columns, part.columns
        low, high, tier = own.low.copy(), own.high.copy(), own.tier.copy()
        now = own.values(plan[part.atoms])
        for at, row in enumerate(part.rows.tolist()):
            if own.kinds[at] not in _COUNTED:
                continue
            atoms, weights = columns.entries(row)
            if len(atoms) == 1 or (weights <= 0).any():
                continue
            inside = self._last_day[atoms] < end
            total, due = int(weights.sum()), int(weights[inside].sum())
            if low[at] != -OPEN and columns.low[row] > 0:
                least = int(columns.low[row])
                low[at] -= least - min(least, least * due // total + _AHEAD * int(weights.max()))
                # What is behind can be made up for later, and is no reason to break what must be in this piece.
                tier[at] = self._search.tiers[-1]
            if high[at] != OPEN:
                share = -(-int(columns.high[row]) * due // total) + (1 + _AHEAD) * int(weights.max())
                high[at] = max(int(now[at]), int(high[at]) - max(0, int(columns.high[row]) - share))
        return replace(part, columns=replace(own, low=low, high=high, tier=tier))


def _edges(first: int, end: int, atoms: int) -> list[int]:
    """First days of pieces of so many free atoms, and the day after the last one."""
    length = max(_PIECE_DAYS, round(_PIECE_ATOMS * (end - first) / atoms))
    count = max(1, round((end - first) / length))
    return [first + (end - first) * n // count for n in range(count + 1)]


def _shifted(first: int, end: int, shift: int, length: int) -> list[int]:
    """The same for pieces of `length` days, of which the first is shorter or longer."""
    return [first, *range(first + 1 + shift, end, length), end]
