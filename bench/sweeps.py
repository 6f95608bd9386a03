"""What compiling is worth: `python -m bench.sweeps` prints a table and writes it, dated, to bench/results/.

The cheapest rows of some people of public instances (CURTOIS_BENCH, see bench.curtois_table) under drawn points a
pattern. Each sweep over the days that this takes (solver/rows/sweep.py) is made anew in three ways: compiled by numba,
in numpy with one operation a step for all counters' values, and in plain Python, which is the same function not
compiled. All three must find the same points.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from unittest.mock import patch

import numpy as np

from bench.curtois_format import Instance, read_instance
from bench.curtois_published import VARIABLE, instance_file, shared_bench
from bench.curtois_team import board_of, columns_of
from bench.machine import keep, machine_line
from planner.solve import fixed_cells, search_over
from solver.limits import Floats, Ints
from solver.rows.box import Box
from solver.rows.room import Room
from solver.rows.sweep import sweep, swept
from solver.rows.team import Team
from solver.search import Options

#: Instances by number, and how many people's rows of each.
ASKED = ((8, 6), (20, 2))
#: How far a pattern's points are drawn to either side of none.
_POINTS = 100.0
#: How often each is timed: the median counts.
_COMPILED_TIMES, _NUMPY_TIMES, _PYTHON_TIMES = 21, 5, 1

#: The points of the cheapest row of a box under points of each kind of pattern, value and kinds as room for it.
Sweep = Callable[[Box, Floats, Floats, Ints], float]


@dataclass(frozen=True, slots=True)
class Asked:
    """One sweep. kind_points: of each kind of pattern."""

    box: Box
    kind_points: Floats


def numpy_sweep(box: Box, kind_points: Floats, value: Floats, _: Ints) -> float:
    """What solver.rows.sweep finds without the way back, with one operation a step for the values of all counters."""
    days = len(box.step_at) - 1
    value[: box.cells] = np.inf
    value[box.start] = 0.0
    for day in range(days):
        steps = slice(int(box.step_at[day]), int(box.step_at[day + 1]))
        does = np.stack([box.source[steps], box.target[steps], box.outer_move[steps], box.shift[steps]])
        different, which = np.unique(does, axis=1, return_inverse=True)
        paid = np.full(different.shape[1], np.inf)
        np.minimum.at(paid, which.reshape(-1), box.points[steps] + kind_points[box.kind[steps]])
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
    at, first, last = place
    under, over = max(0, first - at), max(0, at + old.shape[1] - 1 - last)
    kept = old[:, under : old.shape[1] - over]
    if kept.size:
        begin = at + under
        part = new[:, begin : begin + kept.shape[1]]
        np.minimum.at(part, to, kept)
    if folds[0] and under:
        np.minimum.at(new[:, first], to, old[:, :under].min(axis=1))
    if folds[1] and over:
        np.minimum.at(new[:, last], to, old[:, old.shape[1] - over :].min(axis=1))


def asked_sweeps(instance: Instance, people: int) -> list[Asked]:
    """The sweeps that the cheapest rows of so many people take."""
    board = board_of(instance)
    options = Options(seconds=1, workers=1, seed=1)
    search = search_over(board, columns_of(board, instance), fixed_cells(board), options)
    team = Team.of(search.columns, search.structure, search.fixed, search.layout, lambda: False)
    assert team is not None
    found: list[Asked] = []
    drawn = np.random.default_rng(1)

    def noted(box: Box, by_kind: tuple[Floats, Ints], value: Floats) -> tuple[float, Ints]:
        found.append(Asked(box, by_kind[0].copy()))
        return swept(box, by_kind, value)

    with patch("solver.rows.program.swept", noted):
        for member in team.members[:people]:
            points = drawn.uniform(-_POINTS, _POINTS, len(member.program.line.atoms)).round()
            member.program.cheapest(points, Room())
    return found


def timed(way: Sweep, asked: Sequence[Asked], times: int) -> tuple[float, list[float]]:
    """Seconds of the processor that all sweeps take, the median of several times, and what each finds."""
    room, taken, found = Room(), [], []
    for _ in range(times):
        began = time.process_time()
        found = [_points(way, one, room) for one in asked]
        taken.append(time.process_time() - began)
    return median(taken), found


def _points(way: Sweep, one: Asked, room: Room) -> float:
    kinds = np.zeros(len(one.box.step_at) - 1, np.int64)
    return float(way(one.box, one.kind_points, room.values(one.box.cells), kinds))


def measured(instance: Instance, people: int) -> str:
    """A row of the table. ValueError where one way finds other points."""
    asked = asked_sweeps(instance, people)
    timed(sweep, asked, 1)
    ways: tuple[tuple[Sweep, int], ...] = (
        (sweep, _COMPILED_TIMES), (numpy_sweep, _NUMPY_TIMES), (sweep.py_func, _PYTHON_TIMES),  # type: ignore[attr-defined]
    )  # fmt: skip
    taken, found = zip(*(timed(way, asked, times) for way, times in ways), strict=True)
    if any(not np.allclose(one, found[0], atol=1e-6) for one in found):
        raise ValueError(f"{instance.name}: the ways find other points")
    ms = [1000 * seconds / len(asked) for seconds in taken]
    cells = int(np.mean([one.box.cells for one in asked]))
    shown = [instance.name, str(instance.days), str(people), str(len(asked)), f"{cells:,}"]
    shown += [f"{one:,.3g}" if one < 100 else f"{one:,.0f}" for one in ms] + [f"{one / ms[0]:,.0f}" for one in ms[1:]]
    return _row(shown)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def report(folder: Path, asked: Sequence[tuple[int, int]] = ASKED) -> list[str]:
    """The table and what it was made on. folder: where the instances lie. asked: as ASKED."""
    heads = ["instance", "days", "people", "sweeps", "values at hand", "numba", "numpy", "Python"]
    heads += ["numpy / numba", "Python / numba"]
    return [
        "# What compiling is worth",
        "",
        f"`python -m bench.sweeps` on {datetime.now(UTC):%Y-%m-%d}: {machine_line(1)}",
        "numba, numpy, Python: milliseconds of the processor a sweep.",
        "",
        _row(heads),
        _row(["---"] * len(heads)),
        *(measured(read_instance(instance_file(folder, number)), people) for number, people in asked),
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
