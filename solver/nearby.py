"""Which atoms a repair with the fewest changes can touch at all: those near what is torn, limit by limit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.fixing import FREE, empty_plan
from solver.increments import entries_by_atom
from solver.limits import Columns, Ints, Tier

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Nearby:
    """Read off columns once. rows, atoms: each limit with each base atom that it hangs on, derived ones opened up.

    heavier, lighter: whether turning the atom on can raise the row's sum, and lower it. moves: by how much one atom can
    move a row's sum at most.
    """

    rows: Ints
    atoms: Ints
    heavier: Mask
    lighter: Mask
    moves: Ints

    @classmethod
    def of(cls, columns: Columns) -> "Nearby":
        """What is known of columns, whatever their bounds are."""
        begins, rows, weights, _ = entries_by_atom(columns)
        atoms = np.repeat(np.arange(columns.base), np.diff(begins))
        # An atom may count in a row more than once, through several derived ones.
        pairs, place = np.unique(rows * columns.base + atoms, return_inverse=True)
        sums = np.bincount(place, np.abs(weights), len(pairs)).astype(np.int64)
        heavier, lighter = (np.bincount(place, side, len(pairs)) > 0 for side in (weights > 0, weights < 0))
        moves = np.zeros(columns.rows, np.int64)
        np.maximum.at(moves, pairs // columns.base, sums)
        return cls(pairs // columns.base, pairs % columns.base, heavier, lighter, moves)

    def within(self, columns: Columns, plan: Ints, free: Mask, changes: int) -> Mask:
        """The free atoms that so many changes of `plan` can touch, where fewer are worse by MUST or COVERAGE, or break
        hard limits.

        Of the fewest changes none is idle: undone, it would leave a limit of MUST, COVERAGE or a hard one broken. So
        each hangs on a limit that the plan breaks, by way of limits that the others would break, and moves its sum the
        way that mends it. They can be put in an order in which each hangs on those before it; what could not come
        among the first `changes` of such an order stays as it is. columns: those that this was made of, bounds and
        prices as they are.
        """
        values = columns.values(plan)
        must_hold = columns.hard | (columns.tier < Tier.CHANGE)
        off = plan[self.atoms] == 0
        raises, lowers = np.where(off, self.heavier, self.lighter), np.where(off, self.lighter, self.heavier)
        # Each side of a limit that may have to be mended: what mends it, what breaks it, and the room before it breaks.
        sides = ((raises, lowers, values - columns.low), (lowers, raises, columns.high - values))
        # The earliest place of an atom in such an order; `changes` + 1 = none.
        place = np.full(columns.base, changes + 1)
        for _ in range(changes):
            for mends, breaks, room in sides:
                # So many changes are needed to use up the room, and the first of them has its place too.
                pushes = np.where(must_hold, room // np.maximum(self.moves, 1) + 1, changes + 1)
                first = np.full(columns.rows, changes + 1)
                np.minimum.at(first, self.rows[breaks], place[self.atoms[breaks]])
                broken_at = np.where(pushes <= 0, 0, first + pushes - 1)
                broken_at[~must_hold] = changes + 1
                np.minimum.at(place, self.atoms[mends], broken_at[self.rows[mends]] + 1)
            place[~free] = changes + 1
        return free & (place <= changes)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A plan without any change. points: what CHANGE costs in it, for what is fixed; price: what a change costs."""

    plan: Ints
    points: int
    price: int


def unchanged(columns: Columns, fixed: Ints) -> Unchanged | None:
    """The plan from which CHANGE counts each free atom that differs, all alike; None where it counts otherwise.

    fixed: FREE, 0 or 1 a base atom.
    """
    asked = np.flatnonzero((columns.tier == Tier.CHANGE) & (columns.price > 0))
    prices = np.unique(columns.price[asked])
    if len(prices) != 1:
        return None
    rows = columns.only(asked)
    sizes = np.diff(rows.start)
    row_of = np.repeat(np.arange(rows.rows), sizes)
    kept, none_new = (rows.low == sizes) & (rows.high >= sizes), (rows.low <= 0) & (rows.high == 0)
    alike = (rows.weight == 1) & (rows.atom < columns.base) & (kept | none_new)[row_of]
    free = fixed == FREE
    if not alike.all() or (np.bincount(rows.atom, minlength=columns.base)[free] != 1).any():
        return None
    plan = empty_plan(fixed)
    published = rows.atom[kept[row_of]]
    plan[published[free[published]]] = 1
    return Unchanged(plan, columns.costs(plan)[Tier.CHANGE], int(prices[0]))
