"""Rows of which only some days running are open: what a line may do there, with all other days as they are.

A few days behind the open ones belong to it, in which the row is as it was, so that what goes on over the edge ends
where it did.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from solver.limits import Ints
from solver.rows.automaton import Automaton, Steps
from solver.rows.line import MOST_DAYS, Line, Sum


def part_of(line: Line, automaton: Automaton, path: Ints, begin: int, end: int) -> tuple[Line, Automaton] | None:
    """Line and automaton of the days from `begin` on; open are those before `end`. None where `path` is not legal.

    The patterns of open days keep their order; each later day has the path's alone. What other days add to counters
    is taken off their limits.
    """
    end = min(end, line.days)
    after = min(line.days, end + MOST_DAYS)
    straddling = line.spans[(line.spans[:, 0] < after) & (line.spans[:, 1] >= after)]
    after = max([after, *(straddling[:, 1] + 1).tolist()])
    states = _states(automaton, path, after)
    if states is None:
        return None
    patterns = np.concatenate([np.arange(line.first[begin], line.first[end]), path[end:after]])
    sizes = [*np.diff(line.first[begin : end + 1]).tolist(), *([1] * (after - end))]
    first = np.cumsum([0, *sizes])
    outside = np.concatenate([path[:begin], path[after:]])
    on = line.touches[outside].any(axis=0)
    counters = tuple(_sum(line, one, patterns, outside, on, after - begin) for one in automaton.counters)
    # Kinds, numbered anew.
    kinds, kind_of = np.unique(automaton.kind_of[patterns], return_inverse=True)
    steps = []
    for day in range(begin, after):
        step = automaton.steps[day]
        kept = np.ones(len(step.source), bool) if day < end else step.kind == automaton.kind_of[path[day]]
        if day == begin:
            kept &= step.source == states[begin]
        if day == after - 1:
            kept &= step.target == states[after]
        steps.append((step, kept))
    part = Line(
        first,
        tuple(line.atoms[n] for n in patterns.tolist()),
        line.own[patterns],
        line.touches[patterns],
        line.spans - begin,
        (),
        (),
        0.0,
    )
    made = _alive([automaton.states[day] for day in range(begin, after + 1)], steps, kinds)
    return part, Automaton.over(*made, automaton.moves, kind_of.reshape(-1), counters)


def _states(automaton: Automaton, path: Ints, after: int) -> Ints | None:
    """The state before each day up to `after`."""
    states = np.zeros(after + 1, np.int64)
    kinds = automaton.kind_of[path]
    for day, step in enumerate(automaton.steps[:after]):
        at = np.flatnonzero((step.source == states[day]) & (step.kind == kinds[day]))
        if not len(at):
            return None
        states[day + 1] = step.target[at[0]]
    return states


def _sum(line: Line, one: Sum, patterns: Ints, outside: Ints, on: NDArray[np.bool_], days: int) -> Sum:
    """A counter, of the days that are left. on: derived atoms that other days turn on."""
    direct = np.zeros(int(line.first[-1]), np.int64)
    direct[line.first[one.first] : line.first[one.last + 1]] = one.direct
    spent = int(direct[outside].sum()) + sum(units for number, units in one.spanning if on[number])
    spanning = tuple((number, units) for number, units in one.spanning if not on[number])
    return Sum(direct[patterns], spanning, 0, days - 1, one.least - spent, one.points)


def _alive(
    states: Sequence[int], steps: Sequence[tuple[Steps, NDArray[np.bool_]]], kinds: Ints
) -> tuple[tuple[int, ...], tuple[Steps, ...]]:
    """Number of states and steps with those alone that lead from the first day to the last; both numbered anew."""
    alive = [np.ones(size, bool) for size in states]
    for day, (step, kept) in enumerate(steps):
        kept &= alive[day][step.source]  # in place: what is kept is for the next loops
        alive[day + 1][:] = False
        alive[day + 1][step.target[kept]] = True
    for day in range(len(steps) - 1, -1, -1):
        step, kept = steps[day]
        kept &= alive[day + 1][step.target]
        alive[day][:] = False
        alive[day][step.source[kept]] = True
    numbers = [np.cumsum(one) - 1 for one in alive]
    made = tuple(
        Steps(
            numbers[day][step.source[kept]],
            numbers[day + 1][step.target[kept]],
            np.searchsorted(kinds, step.kind[kept]),
            step.move[kept],
            step.points[kept],
        )
        for day, (step, kept) in enumerate(steps)
    )
    return tuple(int(one.sum()) for one in alive), made
