"""What turning atoms on or off changes: the rows whose sums move, whether hard limits allow it, and what it costs."""

from collections.abc import Iterable, Sequence
from copy import copy

import numpy as np

from solver.limits import Columns, Ints, Tier, spans

#: An entry of an atom: (row, weight, derived index or -1).
Entry = tuple[int, int, int]


class Increments:
    """The sums of all limits under a plan that changes atom by atom. columns: the limits; plan: 0/1 a base atom."""

    def __init__(self, columns: Columns, plan: Ints) -> None:
        self.columns = columns
        self.plan = plan.copy()
        self.values: list[int] = columns.values(plan).tolist()
        self._low: list[int] = columns.low.tolist()
        self._high: list[int] = columns.high.tolist()
        self._price: list[int] = columns.price.tolist()
        self._tier: list[int] = columns.tier.tolist()
        self._on: list[int] = []
        if columns.derived.members:
            flat, starts = columns.derived.laid_out()
            self._on = np.add.reduceat(plan[flat], starts).tolist()
        self._by_atom = entries_by_atom(columns)
        self._known: dict[int, list[Entry]] = {}

    def copy(self) -> "Increments":
        """The same plan, to be changed apart from this one; what is known of the columns is shared."""
        other = copy(self)
        other.plan, other.values, other._on = self.plan.copy(), self.values.copy(), self._on.copy()
        return other

    def under(self, columns: Columns) -> "Increments":
        """The same plan judged by other bounds and prices of the same rows."""
        other = self.copy()
        other.columns = columns
        other._low, other._high = columns.low.tolist(), columns.high.tolist()
        other._price, other._tier = columns.price.tolist(), columns.tier.tolist()
        return other

    def entries(self, atom: int) -> list[Entry]:
        """Where a base atom counts, by itself or through derived atoms."""
        known = self._known.get(atom)
        if known is None:
            begins, rows, weights, derived = self._by_atom
            span = slice(begins[atom], begins[atom + 1])
            known = list(zip(rows[span].tolist(), weights[span].tolist(), derived[span].tolist(), strict=True))
            self._known[atom] = known
        return known

    def change(self, atom: int) -> dict[int, int]:
        """Row -> by how much its sum moves when the atom turns: on where it is off, off where it is on."""
        return self.change_in(atom, self.entries(atom))

    def change_in(self, atom: int, entries: Iterable[Entry]) -> dict[int, int]:
        """`change` in some of the atom's entries."""
        on = int(self.plan[atom])
        sign = -1 if on else 1
        moved: dict[int, int] = {}
        for row, weight, derived in entries:
            # A derived atom turns with this one when no other member holds it.
            if derived < 0 or self._on[derived] == on:
                moved[row] = moved.get(row, 0) + sign * weight
        return moved

    def change_together(self, atoms: Sequence[int]) -> dict[int, int]:
        """Row -> by how much its sum moves when all these atoms (one at least) turn; the plan stays as it is."""
        *first, last = atoms
        moved: dict[int, int] = {}
        for atom in first:
            _add_up(moved, self._turn(atom))
        _add_up(moved, self.change(last))
        for atom in reversed(first):
            self._turn(atom)
        return moved

    def outside(self, row: int, value: int) -> int:
        """By how many units a sum lies outside a row's bounds."""
        return max(self._low[row] - value, value - self._high[row], 0)

    def worse(self, moved: dict[int, int]) -> dict[int, int]:
        """Row -> by how many units further outside its bounds it would be (negative = nearer)."""
        return {
            row: self.outside(row, self.values[row] + by) - self.outside(row, self.values[row])
            for row, by in moved.items()
        }

    def costs(self, worse: dict[int, int]) -> tuple[int, ...]:
        """Points a tier that rows so many units further outside cost more; hard rows cost nothing here."""
        points = [0] * len(Tier)
        for row, units in worse.items():
            if units:
                points[self._tier[row]] += units * self._price[row]
        return tuple(points)

    def forbidding(self, worse: dict[int, int]) -> list[int]:
        """The hard rows among those that get worse."""
        return [row for row, units in worse.items() if units > 0 and not self._price[row]]

    def allowed(self, moved: dict[int, int]) -> bool:
        """Whether no hard limit gets worse."""
        return not any(
            not self._price[row] and self.outside(row, self.values[row] + by) > self.outside(row, self.values[row])
            for row, by in moved.items()
        )

    def add(self, atom: int) -> None:
        """Turn the atom on, if it is off."""
        if not self.plan[atom]:
            self._turn(atom)

    def remove(self, atom: int) -> None:
        """Turn the atom off, if it is on."""
        if self.plan[atom]:
            self._turn(atom)

    def follow(self, plan: Ints) -> None:
        """Turn what differs from `plan`, which is this one's then."""
        for atom in np.flatnonzero(self.plan != plan).tolist():
            self._turn(atom)

    def _turn(self, atom: int) -> dict[int, int]:
        moved = self.change(atom)
        for row, by in moved.items():
            self.values[row] += by
        step = -1 if self.plan[atom] else 1
        for derived in {derived for _, _, derived in self.entries(atom) if derived >= 0}:
            self._on[derived] += step
        self.plan[atom] += step
        return moved


def _add_up(total: dict[int, int], more: dict[int, int]) -> None:
    for row, by in more.items():
        total[row] = total.get(row, 0) + by


def entries_by_atom(columns: Columns) -> tuple[Ints, Ints, Ints, Ints]:
    """All entries sorted by base atom: where an atom's begin, then their rows, weights and derived indexes (-1 = none).

    An entry of a derived atom counts for each of its members.
    """
    row_of = np.repeat(np.arange(columns.rows), np.diff(columns.start))
    plain = columns.atom < columns.base
    index = columns.atom[~plain] - columns.base
    flat, starts = columns.derived.laid_out()
    sizes = np.diff(starts, append=len(flat))[index]
    atom = np.concatenate([columns.atom[plain], flat[spans(starts[index], sizes)]])
    row = np.concatenate([row_of[plain], np.repeat(row_of[~plain], sizes)])
    weight = np.concatenate([columns.weight[plain], np.repeat(columns.weight[~plain], sizes)])
    derived = np.concatenate([np.full(int(plain.sum()), -1), np.repeat(index, sizes)])
    order = np.argsort(atom, kind="stable")
    begins = np.searchsorted(atom[order], np.arange(columns.base + 1))
    return begins, row[order], weight[order], derived[order]
