"""A part of a problem by itself: the limits that some atoms move, with all other atoms folded into their bounds.

A year of a large team has eleven million entries; a model of a week of it is made from the few that the week touches.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.exclusive import ExclusiveSets
from solver.fixing import FREE
from solver.limits import OPEN, Columns, Derived, Ints, spans
from solver.structure import Structure

Mask = NDArray[np.bool_]
Index = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Part:
    """atoms: the base atoms that are free, in order; atom n of `columns` is atoms[n]. rows: the limits they move.

    columns: those limits alone, over those atoms alone. What they cost differs from what they cost in the whole by the
    same points for all plans, as long as the other atoms stay.
    """

    atoms: Ints
    rows: Ints
    columns: Columns
    structure: Structure

    @property
    def fixed(self) -> Ints:
        """All atoms are free."""
        return np.full(len(self.atoms), FREE, np.int64)

    def into(self, plan: Ints, values: Ints) -> Ints:
        """`plan` (0/1 a base atom of the whole) with `values` (0/1 an atom of the part) in it."""
        result = plan.copy()
        result[self.atoms] = values
        return result


class Parts:
    """Takes parts out of columns. structure: of the whole."""

    def __init__(self, columns: Columns, structure: Structure) -> None:
        self._columns, self._structure = columns, structure
        self._flat, self._starts = columns.derived.laid_out()
        self._sizes = np.diff(self._starts, append=len(self._flat))
        # Which rows an atom stands in, and which derived atoms it is a member of.
        self._rows = _inverse(columns.atom, np.diff(columns.start), columns.base + len(self._sizes))
        self._derived = _inverse(self._flat, self._sizes, columns.base)

    def of(self, plan: Ints, atoms: Ints) -> Part:
        """The part of some base atoms (sorted) in which all others stay as in `plan`."""
        columns, base = self._columns, self._columns.base
        derived = np.unique(_gather(self._derived, atoms))
        rows = np.unique(_gather(self._rows, np.concatenate([atoms, derived + base])))
        part = columns.only(rows)
        number = np.full(base, FREE, np.int64)
        number[atoms] = np.arange(len(atoms))
        free, constant = self._states(plan, number, part.atom)
        # A number for each atom of the part, also for derived ones.
        own = Derived(len(atoms))
        names = {}
        for one in np.unique(part.atom[free]).tolist():
            members = columns.derived.members[one - base] if one >= base else (one,)
            names[one] = own.any_of(at for member in members if (at := int(number[member])) != FREE)
        kept = np.logical_or.reduceat(free, part.start[:-1])
        given = np.add.reduceat(part.weight * constant, part.start[:-1])
        row_of = np.repeat(np.arange(part.rows), np.diff(part.start))
        sizes = np.bincount(row_of[free], minlength=part.rows)[kept]
        rows = rows[kept]
        left = part.only(np.flatnonzero(kept))
        result = Columns(
            own,
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
            np.array([names[one] for one in part.atom[free].tolist()], np.int64),
            part.weight[free],
            np.where(left.low == -OPEN, -OPEN, left.low - given[kept]),
            np.where(left.high == OPEN, OPEN, left.high - given[kept]),
            left.price,
            left.tier,
            left.source,
            left.kinds,
            left.subjects,
        )
        return Part(atoms, rows, result, Structure(ExclusiveSets.of(result), self._structure.sum_of[rows]))

    def _states(self, plan: Ints, number: Ints, atoms: Ints) -> tuple[Mask, Ints]:
        """Whether each entry's atom depends on free atoms, and its value where it doesn't (0 where it does)."""
        base = self._columns.base
        plain = atoms < base
        free, value = np.zeros(len(atoms), bool), np.zeros(len(atoms), np.int64)
        free[plain] = number[atoms[plain]] != FREE
        value[plain] = np.where(free[plain], 0, plan[atoms[plain]])
        used, where = np.unique(atoms[~plain] - base, return_inverse=True)
        if len(used):
            sizes = self._sizes[used]
            members, starts = self._flat[spans(self._starts[used], sizes)], np.cumsum(sizes) - sizes
            is_free = number[members] != FREE
            on = np.maximum.reduceat(np.where(is_free, 0, plan[members]), starts)
            free[~plain] = (np.logical_or.reduceat(is_free, starts) & (on == 0))[where]
            value[~plain] = on[where]
        return free, value


def _inverse(items: Ints, sizes: Ints, count: int) -> tuple[Ints, Index]:
    """Of groups of items, laid out one after the other: the groups of each item, and where each item's begin."""
    order = np.argsort(items, kind="stable")
    groups = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[order]
    begins = np.concatenate([[0], np.cumsum(np.bincount(items, minlength=count))])
    return begins.astype(np.int64), groups


def _gather(inverse: tuple[Ints, Index], items: Ints) -> Ints:
    """The groups of some items, one after the other."""
    begins, groups = inverse
    found: Ints = groups[spans(begins[items], begins[items + 1] - begins[items])].astype(np.int64)
    return found
