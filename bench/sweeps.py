"""What compiling is worth: `python -m bench.sweeps` prints a table and writes it, dated, to bench/results/.

The cheapest rows of some people of public instances (CURTOIS_BENCH, see bench.curtois_table) under drawn points a
pattern. Each sweep over all days that this begins with (solver/rows/sweep.py) is made anew in three ways: compiled by
numba, in numpy with one operation a step for all counters' values, and in plain Python, which is the same functions not
compiled. numpy does less: it does not go back along the best way, and steps that do the same are put together
beforehand. All three must find the same points.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

import numpy as np

import solver.rows.sweep as sweep_module
from bench.curtois_format import Instance, read_instance
from bench.curtois_published import VARIABLE, instance_file, shared_bench
from bench.curtois_team import board_of, columns_of
from bench.machine import keep, machine_line
from planner.solve import fixed_cells, search_over
from solver.limits import Floats, Ints
from solver.rows import scratch
from solver.rows.box import Box
from solver.rows.room import Room
from solver.rows.sweep import sweep, swept
from solver.rows.team import Team
from solver.search import Options

#: By number, and how many people's rows of each.
INSTANCES = ((8, 6), (20, 2))
#: How far a pattern's points are drawn to either side of none.
_POINTS = 100.0
#: How often each is timed: the median counts.
_COMPILED_TIMES, _NUMPY_TIMES, _PYTHON_TIMES = 21, 5, 1


@dataclass(frozen=True, slots=True)
class OneSweep:
    """kind_points: of each kind of pattern. steps: of each day, what different ones do (source, target, outer move and
    shift, by columns), and which of these each step does.
    """

    box: Box
    kind_points: Floats
    steps: tuple[tuple[Ints, Ints], ...]

    @classmethod
    def of(cls, box: Box, kind_points: Floats) -> "OneSweep":
        """Under such points."""
        does = np.stack([box.source, box.target, box.outer_move, box.shift])
        days = (does[:, begin:end] for begin, end in pairwise(box.step_at.tolist()))
        different = (np.unique(day, axis=1, return_inverse=True) for day in days)
        return cls(box, kind_points, tuple((columns, which.reshape(-1)) for columns, which in different))


#: The points of the cheapest row. Takes room for a value a cell, and for the kind of pattern of each day.
Way = Callable[[OneSweep, Floats, Ints], float]


def compiled_sweep(one: OneSweep, value: Floats, kinds: Ints) -> float:
    """As the search makes it."""
    return float(sweep(one.box, one.kind_points, value, kinds))


def python_sweep(one: OneSweep, value: Floats, kinds: Ints) -> float:
    """The same without numba."""
    back: Any = sweep_module._before
    with patch.object(sweep_module, "_before", back.py_func):
        of: Any = sweep
        return float(of.py_func(one.box, one.kind_points, value, kinds))


def numpy_sweep(one: OneSweep, value: Floats, _: Ints) -> float:
    """The same without the way back, with one operation a step for the values of all counters."""
    box, days = one.box, len(one.steps)
    value[: box.cells] = np.inf
    value[box.start] = 0.0
    for day, (different, which) in enumerate(one.steps):
        steps = slice(int(box.step_at[day]), int(box.step_at[day + 1]))
        paid = np.full(different.shape[1], np.inf)
        np.minimum.at(paid, which, box.points[steps] + one.kind_points[box.kind[steps]])
        shape, shape_after = (-1, box.outer[day], box.inner[day]), (-1, box.outer[day + 1], box.inner[day + 1])
        before = value[box.cell_at[day] : box.cell_at[day + 1]].reshape(shape)
        after = value[box.cell_at[day + 1] : box.cell_at[day + 2]].reshape(shape_after)
        for (source, target, move, by), points in zip(different.T.tolist(), paid.tolist(), strict=True):
            begin = int(box.move_at[day]) + move
            to = box.move_to[begin : begin + int(box.outer[day])]
            low, high = box.bounds[box.bound_at[day] + source].tolist()
            first, last = box.bounds[box.bound_at[day + 1] + target].tolist()
            if points < np.inf and first <= last and low <= high and (to >= 0).any():
                old = before[source][to >= 0, low : high + 1] + points
                _put(after[target], to[to >= 0], old, (low + by, first, last), box.folds)
    return float((value[box.cell_at[days] : box.cell_at[days + 1]].reshape(-1, len(box.final)) + box.final).min())


def _put(new: Floats, to: Ints, old: Floats, place: tuple[int, int, int], folds: Ints) -> None:
    """Bring values to their new places. place: of the first old one, and the first and last that there may be."""
    (at, first, last), width = place, old.shape[1]
    under, over = min(width, max(0, first - at)), min(width, max(0, at + width - 1 - last))
    kept = old[:, under : width - over]
    if kept.size:
        begin = at + under
        part = new[:, begin : begin + kept.shape[1]]
        np.minimum.at(part, to, kept)
    if folds[0] and under:
        np.minimum.at(new[:, first], to, old[:, :under].min(axis=1))
    if folds[1] and over:
        np.minimum.at(new[:, last], to, old[:, width - over :].min(axis=1))


def sweeps_of(instance: Instance, people: int) -> list[OneSweep]:
    """The sweeps that looking for the cheapest rows of so many people begins with."""
    board = board_of(instance)
    options = Options(seconds=1, workers=1, seed=1)
    search = search_over(board, columns_of(board, instance), fixed_cells(board), options)
    team = Team.of(search.columns, search.structure, search.fixed, search.layout, lambda: False)
    assert team is not None
    found: list[OneSweep] = []
    drawn = np.random.default_rng(1)

    def noted(box: Box, by_kind: tuple[Floats, Ints], value: Floats) -> tuple[float, Ints]:
        found.append(OneSweep.of(box, by_kind[0].copy()))
        return swept(box, by_kind, value)

    with patch("solver.rows.program.swept", noted):
        for member in team.members[:people]:
            points = drawn.uniform(-_POINTS, _POINTS, len(member.program.line.atoms)).round()
            member.program.cheapest(points, Room())
    return found


def timed(way: Way, sweeps: Sequence[OneSweep], times: int) -> tuple[float, list[float]]:
    """Seconds of the processor that all sweeps take, the median of several times, and what each finds."""
    taken: list[float] = []
    found: list[float] = []
    for _ in range(times):
        began = time.process_time()
        found = [way(one, scratch.values(one.box.cells), np.zeros(len(one.steps), np.int64)) for one in sweeps]
        taken.append(time.process_time() - began)
    return median(taken), found


def measured(instance: Instance, people: int) -> str:
    """A row of the table. ValueError where one way finds other points."""
    sweeps = sweeps_of(instance, people)
    timed(compiled_sweep, sweeps, 1)
    ways = (compiled_sweep, _COMPILED_TIMES), (numpy_sweep, _NUMPY_TIMES), (python_sweep, _PYTHON_TIMES)
    taken, found = zip(*(timed(way, sweeps, times) for way, times in ways), strict=True)
    if any(not np.allclose(one, found[0], atol=1e-6) for one in found):
        raise ValueError(f"{instance.name}: the ways find other points")
    ms = [1000 * seconds / len(sweeps) for seconds in taken]
    cells = int(np.mean([one.box.cells for one in sweeps]))
    shown = [instance.name, str(instance.days), str(people), str(len(sweeps)), f"{cells:,}"]
    shown += [f"{one:,.3g}" if one < 100 else f"{one:,.0f}" for one in ms] + [f"{one / ms[0]:,.0f}" for one in ms[1:]]
    return _row(shown)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def report(folder: Path, instances: Sequence[tuple[int, int]] = INSTANCES) -> list[str]:
    """The table and what it was made on. folder: where the instances lie. instances: as INSTANCES."""
    heads = ["instance", "days", "people", "sweeps", "values at hand", "numba", "numpy", "Python"]
    heads += ["numpy / numba", "Python / numba"]
    return [
        "# What compiling is worth",
        "",
        f"`python -m bench.sweeps` on {datetime.now(UTC):%Y-%m-%d}: {machine_line(1)}",
        "numba, numpy, Python: milliseconds of the processor a sweep; numpy's goes no way back.",
        "",
        _row(heads),
        _row(["---"] * len(heads)),
        *(measured(read_instance(instance_file(folder, number)), people) for number, people in instances),
    ]


def main() -> int:
    """Print and keep it; the command's exit code."""
    folder = shared_bench()
    if folder is None:
        print(f"no instances: set {VARIABLE} to the directory with curtois/Instance8.txt", file=sys.stderr)
        return 2
    lines = report(folder)
    print(*lines, sep="\n")
    keep("sweeps", lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
