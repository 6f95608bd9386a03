"""What is fixed before anything is searched for: an atom is off (0), on (1), or FREE to be chosen."""

from dataclasses import replace

import numpy as np

from solver.limits import Columns, Ints

FREE = -1


def empty_plan(fixed: Ints) -> Ints:
    """Nothing but what is fixed on."""
    return np.where(fixed == 1, 1, 0).astype(np.int64)


def fixed_by_bans(columns: Columns, fixed: Ints) -> Ints:
    """`fixed` with every free atom that a hard limit of its own forbids set to 0."""
    single = np.flatnonzero(columns.hard & (np.diff(columns.start) == 1) & (columns.high <= 0))
    atoms = columns.atom[columns.start[single]]
    banned = atoms[(columns.weight[columns.start[single]] > 0) & (atoms < columns.base)]
    result = fixed.copy()
    result[banned[result[banned] == FREE]] = 0
    return result


def settle(columns: Columns, plan: Ints) -> tuple[Columns, list[int]]:
    """Columns whose hard limits allow what `plan` (locked and past atoms only) breaks, and the rows that gave way."""
    values = columns.values(plan)
    giving = np.flatnonzero(columns.hard & (columns.outside(values) > 0))
    low, high = columns.low.copy(), columns.high.copy()
    low[giving] = np.minimum(low[giving], values[giving])
    high[giving] = np.maximum(high[giving], values[giving])
    return replace(columns, low=low, high=high), giving.tolist()


def derived_state(columns: Columns, fixed: Ints) -> Ints:
    """FREE, 0 or 1 a derived atom: 1 when a member is 1, 0 when all are 0."""
    if not columns.derived.members:
        return np.zeros(0, np.int64)
    flat, starts = columns.derived.laid_out()
    state = fixed[flat]
    on = np.maximum.reduceat((state == 1).astype(np.int64), starts)
    open_ = np.maximum.reduceat((state == FREE).astype(np.int64), starts)
    return np.where(on == 1, 1, np.where(open_ == 1, FREE, 0))
