"""A first plan that keeps what must be: each line that misses some of it is planned anew by CP-SAT, beside the others.

A line alone is a small model; a year of it is planned in pieces, from the first day on, and what is counted over the
whole year (minutes, weekends, shifts of a type) is shared out to the pieces by what can be worked in them.
"""

import random
import threading
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from solver.build import build
from solver.cp_sat import has_plan, make_solver
from solver.fixing import FREE
from solver.layout import atom_reach
from solver.limits import OPEN, Columns, Ints, Kind, Tier
from solver.local_search import LocalSearch

#: How often lines are mended that miss something yet; after so many turns without regard to what is not MUST.
MENDING, _REGARDING = 6, 3
#: A piece has about so many free atoms, and at least so many days: rows of days must find room in it.
_PIECE_ATOMS, _PIECE_DAYS = 250, 28
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
    """Works on the plan of a search. Lines are dealt out to as many threads as it may have."""

    def __init__(self, search: LocalSearch) -> None:
        self._search = search
        self._lines: list[int] = []
        self._lock = threading.Lock()
        self._random = random.Random(search.options.seed)
        _, self._last_day = atom_reach(search.columns.derived, search.layout.day)

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

    def begin(self) -> bool:
        """Find the lines that miss something; whether there are any."""
        self._lines = self._missing()
        self._random.shuffle(self._lines)
        return bool(self._lines)

    def plan_lines(self, turn: int) -> None:
        """Plan lines, each once, until none is left; called by each thread.

        turn: 0 = from nothing; later ones mend what is missing yet, in ever longer pieces.
        """
        while not self._search.over():
            with self._lock:
                line = self._lines.pop() if self._lines else None
                shift = self._random.randrange(_PIECE_DAYS)
            if line is None:
                return
            search = self._search
            free = (search.layout.line == line) & (search.fixed == FREE) & (search.layout.day >= 0)
            if free.any():
                self._plan_line(free, turn, shift)

    def _plan_line(self, free: Mask, turn: int, shift: int) -> None:
        """Plan a line's free atoms piece by piece, and offer the plan."""
        search = self._search
        before = search.progress().plan
        whole = search.parts.of(before, np.flatnonzero(free))
        plan = before.copy()
        if not turn:
            plan[whole.atoms] = 0
        days = search.layout.day
        first, end = int(days[free].min()), int(days[free].max()) + 1
        edges = _shifted(first, end, shift, turn * _PIECE_DAYS) if turn else _edges(first, end, len(whole.atoms))
        for begins, ends in pairwise(edges):
            again = begins - _AGAIN_DAYS if begins > first else begins
            inside = np.flatnonzero(free & (days >= again) & (days < ends))
            if len(inside):
                plan = self._piece(plan, inside, turn, None if turn or ends == end else ends)
            if search.over():
                break
        search.offer_part(whole, before, plan[whole.atoms])

    def _piece(self, plan: Ints, atoms: Ints, turn: int, end: int | None) -> Ints:
        """The plan with the best found for some days of a line. end: the day up to which counts are shared out."""
        search = self._search
        part = search.parts.of(plan, atoms)
        columns = part.columns if end is None else self._shared_out(part.columns, part.rows, plan[atoms], end)
        weights = {Tier.MUST: _MUST_WEIGHT} | dict.fromkeys(search.tiers[1:], int(turn <= _REGARDING))
        model = build(columns, part.fixed, weights, structure=part.structure)
        model.hint(plan[atoms])
        solver = make_solver(search.options.seed)
        solver.parameters.absolute_gap_limit = _MUST_WEIGHT * _GAP
        status = search.solve(solver, model.cp, min(_TRY_S, search.left()))
        return part.into(plan, model.plan(solver)) if has_plan(status) else plan

    def _shared_out(self, part: Columns, rows: Ints, values: Ints, end: int) -> Columns:
        """The limits of a piece that ends before day `end`; of what is counted beyond it, the piece's share is due."""
        columns = self._search.columns
        low, high, tier = part.low.copy(), part.high.copy(), part.tier.copy()
        now = part.values(values)
        for at, row in enumerate(rows.tolist()):
            if part.kinds[at] not in _COUNTED:
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
        return replace(part, low=low, high=high, tier=tier)


def _edges(first: int, end: int, atoms: int) -> list[int]:
    """First days of pieces of so many free atoms, and the day after the last one."""
    length = max(_PIECE_DAYS, round(_PIECE_ATOMS * (end - first) / atoms))
    count = max(1, round((end - first) / length))
    return [first + (end - first) * n // count for n in range(count + 1)]


def _shifted(first: int, end: int, shift: int, length: int) -> list[int]:
    """The same for pieces of `length` days, of which the first is shorter or longer."""
    return [first, *range(first + 1 + shift, end, length), end]
