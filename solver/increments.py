"""What one more atom changes: the rows whose sum it moves, whether hard limits allow it, and what it costs."""

from functools import cached_property

import numpy as np

from solver.limits import Columns, Ints


class Increments:
    """The sums of all limits under a plan that grows atom by atom. columns: the limits; plan: 0/1 a base atom."""

    def __init__(self, columns: Columns, plan: Ints) -> None:
        self.columns = columns
        self.plan = plan.copy()
        self.values: list[int] = columns.values(plan).tolist()
        self._low: list[int] = columns.low.tolist()
        self._high: list[int] = columns.high.tolist()
        self._price: list[int] = columns.price.tolist()
        self._on = [int(plan[list(group)].sum()) for group in columns.derived.members]

    @cached_property
    def _entries(self) -> list[list[tuple[int, int, int]]]:
        """A base atom's entries: (row, weight, derived index or -1)."""
        columns = self.columns
        found: list[list[tuple[int, int, int]]] = [[] for _ in range(columns.base)]
        row_of = np.repeat(np.arange(columns.rows), np.diff(columns.start)).tolist()
        for row, atom, weight in zip(row_of, columns.atom.tolist(), columns.weight.tolist(), strict=True):
            if atom < columns.base:
                found[atom].append((row, weight, -1))
            else:
                for member in columns.derived.members[atom - columns.base]:
                    found[member].append((row, weight, atom - columns.base))
        return found

    def change(self, atom: int) -> dict[int, int]:
        """Row -> by how much its sum moves when the atom (now 0) becomes 1."""
        moved: dict[int, int] = {}
        for row, weight, derived in self._entries[atom]:
            if derived < 0 or not self._on[derived]:
                moved[row] = moved.get(row, 0) + weight
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

    def allowed(self, moved: dict[int, int]) -> bool:
        """Whether no hard limit gets worse."""
        return not any(
            not self._price[row] and self.outside(row, self.values[row] + by) > self.outside(row, self.values[row])
            for row, by in moved.items()
        )

    def add(self, atom: int) -> None:
        """Turn the atom on."""
        for row, by in self.change(atom).items():
            self.values[row] += by
        for derived in {derived for _, _, derived in self._entries[atom] if derived >= 0}:
            self._on[derived] += 1
        self.plan[atom] = 1
