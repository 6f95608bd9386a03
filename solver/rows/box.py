"""An automaton's steps beside the counters that are looked at: arrays for the sweep over all days."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from solver.limits import Floats, Ints
from solver.rows.automaton import Automaton, Small
from solver.rows.windows import Window

#: With more values at hand, states and counters taken together, a row takes too long: counters are left out.
MOST_CELLS = 5_000_000


class Box(NamedTuple):
    """Day by day: states x outer counters (one number) x the inner one. A tuple, which compiled functions take.

    step_at: where each day's steps begin in source, target, kind, points, outer_move and shift (of the inner counter).
    move_at: where each day's table of outer moves begins in move_to; it has outer[day] places a move, -1 = no legal
    row. cell_at: where the cells before each day, and after the last, begin. These three have an entry more, the end.
    outer, inner: sizes before each day and after the last. bound_at, bounds: for each state the first and last inner
    place. folds: see Window. start: the first cell. final: points of each outer and inner place in the end.
    """

    step_at: Ints
    source: Small
    target: Small
    kind: Small
    points: Floats
    outer_move: Small
    shift: Small
    move_at: Ints
    move_to: Ints
    cell_at: Ints
    outer: Ints
    inner: Ints
    bound_at: Ints
    bounds: Ints
    folds: Ints
    start: int
    final: Floats

    @property
    def cells(self) -> int:
        """Number of values at hand, of all days."""
        return int(self.cell_at[-1])


def fits(cells: float) -> bool:
    """Whether a box may have so many values."""
    return cells <= MOST_CELLS


def box(automaton: Automaton, windows: Sequence[tuple[int, Window]]) -> Box | None:
    """windows: counters to look at, by their number. None where that is too much, or no row is legal."""
    days = len(automaton.steps)
    ordered = sorted(windows, key=lambda pair: pair[1].widest())
    outer_windows, (inner_counter, inner_window) = ordered[:-1], ordered[-1] if ordered else (-1, None)
    sizes = [w.high - w.low + 1 for _, w in outer_windows]
    outer = np.prod(sizes, axis=0, dtype=np.int64) if sizes else np.ones(days + 1, np.int64)
    low = inner_window.low if inner_window else np.zeros(days + 1, np.int64)
    inner = inner_window.high - low + 1 if inner_window else np.ones(days + 1, np.int64)
    states = np.array(automaton.states)
    if not fits((states * outer * inner).sum()):
        return None
    tables, moves, shifts, places = [np.zeros(0, np.int64)], [], [], []
    bounds = np.zeros((int(states.sum()), 2), np.int64)
    if inner_window is not None:
        bounds = inner_window.of_state - np.repeat(low, states)[:, None]
    for day in range(days + 1):
        # Values of each outer counter at each outer place.
        shape = [int(size[day]) for size in sizes]
        places.append([place + int(w.low[day]) for place, (_, w) in zip(_unravel(shape), outer_windows, strict=True)])
    columns = automaton.moves[:, [counter for counter, _ in outer_windows]]
    by, of_move = np.unique(columns, axis=0, return_inverse=True)
    of_move = of_move.reshape(-1)
    for day, step in enumerate(automaton.steps):
        which, of_step = np.unique(of_move[step.move], return_inverse=True)
        different = by[which]
        to = np.zeros((len(different), int(outer[day])), np.int64)
        for number, (_, window) in enumerate(outer_windows):
            values = places[day][number][None] + different[:, number, None]
            place = window.bounded(values, day + 1)
            to = np.where((to < 0) | (place < 0), -1, to * int(sizes[number][day + 1]) + place)
        tables.append(to.reshape(-1))
        moves.append(of_step.reshape(-1) * int(outer[day]))
        by_inner = automaton.moves[step.move, inner_counter] if inner_window else np.zeros(len(step.source), np.int64)
        shifts.append(by_inner + (low[day] - low[day + 1]))
    started = [int(w.bounded(np.zeros(1, np.int64), 0)[0]) for _, w in windows]
    if min(started, default=0) < 0:
        return None
    # Before the first day there is one state, and one value of each counter.
    final = np.zeros((int(outer[-1]), int(inner[-1])))
    for number, (_, window) in enumerate(outer_windows):
        final += window.points[places[-1][number] - int(window.low[-1])][:, None]
    if inner_window:
        final += inner_window.points[None]
    counted, laid = [len(step.source) for step in automaton.steps], automaton.laid_out
    return Box(
        step_at=np.cumsum([0, *counted]),
        source=laid.source,
        target=laid.target,
        kind=laid.kind,
        points=laid.points,
        outer_move=_of_steps(moves, automaton),
        shift=_of_steps(shifts, automaton),
        move_at=np.cumsum([len(table) for table in tables]),
        move_to=np.concatenate(tables),
        cell_at=np.cumsum([0, *(states * outer * inner).tolist()]),
        outer=outer,
        inner=inner,
        bound_at=np.cumsum([0, *states.tolist()]),
        bounds=bounds,
        folds=np.array(inner_window.folds if inner_window else (False, False), np.int64),
        start=_start(outer_windows, inner_window, sizes, inner),
        final=final.reshape(-1),
    )


def _of_steps(by_day: Sequence[Ints], automaton: Automaton) -> Small:
    """A number of each step, day by day; where all are 0, as in most boxes, the zeros that the automaton shares."""
    found = np.concatenate(by_day).astype(np.int32)
    return found if found.any() else automaton.zeros


def _unravel(shape: Sequence[int]) -> list[Ints]:
    """Of each place in a box of this shape, its coordinates."""
    return [part.reshape(-1) for part in np.indices(shape, np.int64)] if shape else []


def _start(
    outer_windows: Sequence[tuple[int, Window]], inner: Window | None, sizes: Sequence[Ints], width: Ints
) -> int:
    zero, place = np.zeros(1, np.int64), 0
    for (_, window), size in zip(outer_windows, sizes, strict=True):
        place = place * int(size[0]) + int(window.bounded(zero, 0)[0])
    return place * int(width[0]) + (int(inner.bounded(zero, 0)[0]) if inner else 0)
