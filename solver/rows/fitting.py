"""A line's program, where all of its limits may be too much: those of one rule are left out then.

What is left out is told of whole rosters (solver/rows/left_out.py): rows are looked for as if it did not exist, so
whatever else the team's rules are keeps being priced.
"""

from collections.abc import Callable, Sequence

import numpy as np

from solver.limits import Columns, Ints
from solver.rows.line import Line
from solver.rows.program import RowProgram


class Fitting:
    """weights: points of each tier to try, one after the other; see Line.of. sum_of: see Structure. fixed: see Search.
    day: of each base atom. stopped: asked before each try.
    """

    def __init__(
        self,
        columns: Columns,
        sum_of: Ints,
        fixed: Ints,
        day: Ints,
        weights: Sequence[Sequence[float]],
        stopped: Callable[[], bool],
    ) -> None:
        self._columns, self._sum_of, self._fixed, self._day = columns, sum_of, fixed, day
        self._weights, self._stopped = weights, stopped
        # What is too much for one line mostly is for others.
        self._left_out: int | None = None

    def program(self, rows: Ints, atoms: Ints) -> tuple[RowProgram, Ints] | None:
        """The program of the line of these base atoms, and those of its limits (rows) that it leaves out; None where
        it does not fit without any one rule either, or stopped.
        """
        source = self._columns.source[rows]
        for rule in (None, *self._rules(rows)):
            out = rows[:0] if rule is None else rows[source == rule]
            for weights in self._weights:
                if self._stopped():
                    return None
                kept = np.setdiff1d(rows, out)
                line = Line.of(self._columns, self._sum_of, kept, self._fixed, atoms, self._day, weights)
                program = None if line is None else RowProgram.of(line)
                if program is not None:
                    self._left_out = self._left_out if rule is None else rule
                    return program, out
        return None

    def _rules(self, rows: Ints) -> list[int]:
        """The rules that limits are of, the longest sums first; none where there is one only."""
        source, lengths = self._columns.source[rows], np.diff(self._columns.start)[rows]
        longest = {rule: int(lengths[source == rule].max()) for rule in np.unique(source).tolist()}
        return sorted(longest, key=lambda rule: (rule != self._left_out, -longest[rule])) if len(longest) > 1 else []
