"""Compiles the dynamic programs ahead of their first use: `python -m solver.rows.warm`, or beside a running search.

Compiling takes a quarter of a minute of a slow processor once on a machine.
numba keeps the result beside the modules; where it may not write there, in NUMBA_CACHE_DIR or the user's cache.
"""

import logging
import threading

import numpy as np

from solver.fixing import FREE
from solver.limits import Collector, Derived, Limit, Tier
from solver.rows import scratch
from solver.rows.line import Line
from solver.rows.program import RowProgram
from solver.rows.room import Room
from solver.structure import Structure

_compiled, _failed = threading.Event(), threading.Event()
_begun = threading.Lock()

log = logging.getLogger(__name__)


def begin_compiling() -> None:
    """Compile programs on a thread that nobody needs to wait for, if nobody has begun yet."""
    if not _compiled.is_set() and _begun.acquire(blocking=False):
        threading.Thread(target=_compile, daemon=True).start()


def compiled() -> bool:
    """Whether programs are ready."""
    return _compiled.is_set()


def compiling() -> bool:
    """Whether programs will be ready: not where that went wrong, say for want of memory."""
    return not compiled() and not _failed.is_set()


def _compile() -> None:
    try:
        compile_now()
    except Exception:
        log.exception("the search's inner loops can't be compiled; large teams are planned without whole rows")
        _failed.set()


def compile_now() -> None:
    """Price a tiny line."""
    collector = Collector(Derived(2))
    collector.add(Limit([0, 1], high=1), price=0, tier=Tier.COMFORT, source=0)
    columns = collector.columns()
    numbers = np.arange(2)
    line = Line.of(columns, Structure.of(columns).sum_of, np.arange(1), np.full(2, FREE), numbers, numbers, (1.0,) * 4)
    assert line is not None
    program = RowProgram.of(line)
    assert program is not None
    points = np.zeros(len(program.line.atoms))
    room, days = Room(), program.line.days
    program.cheapest(points, room)
    program.through(points)
    near, priced = program.near_rows, program.priced_rows
    assert near is not None
    patterns, slopes = np.zeros(int(near.basis.box.kind.max()) + 1), near.basis.sloped(np.zeros(0))
    priced.back((patterns, np.arange(len(patterns))), np.zeros(0), scratch.values(priced.box.cells))
    values = scratch.values(near.basis.box.cells)
    near.nearest(slopes, patterns, values, 0.0, scratch.labels(days), 1, np.zeros(days, np.int64))
    _compiled.set()


if __name__ == "__main__":
    compile_now()
