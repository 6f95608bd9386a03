"""Limits that link lines and hang on atoms that no pattern tells, such as "either of the two works on that weekend".

Rows are looked for as if these did not exist, and what they cost is told of whole rosters. A bound of rows holds all
the same, as they never cost less than nothing.
"""

from dataclasses import dataclass

import numpy as np

from solver.fixing import FREE
from solver.layout import Layout
from solver.limits import Columns, Floats, Ints


@dataclass(frozen=True, slots=True)
class LeftOut:
    """columns: these limits alone, over all atoms. points: what a unit outside counts of each."""

    columns: Columns
    points: Floats

    @property
    def none(self) -> bool:
        """Whether nothing is left out."""
        return self.columns.rows == 0

    def cost(self, plan: Ints) -> float:
        """What they cost in a plan, hard ones as well, in weighted points."""
        return float(self.columns.outside(self.columns.values(plan)) @ self.points)


def told_by_patterns(columns: Columns, rows: Ints, state: Ints, layout: Layout) -> Ints:
    """Of some limits, those whose derived atoms are each told by what one line does on one day, or fixed.

    state: FREE, 0 or 1 an atom, base or derived.
    """
    if not columns.derived.members:
        return rows
    flat, begins = columns.derived.laid_out()
    cell = layout.line[flat] * (layout.days + 1) + np.maximum(layout.day[flat], 0)
    free = state[flat] == FREE
    first = np.minimum.reduceat(np.where(free, cell, np.iinfo(np.int64).max), begins)
    last = np.maximum.reduceat(np.where(free, cell, -1), begins)
    wide = np.concatenate([np.zeros(columns.base, bool), (state[columns.base :] == FREE) & (first < last)])
    untold = np.logical_or.reduceat(wide[columns.atom], columns.start[:-1])
    return rows[~untold[rows]]
