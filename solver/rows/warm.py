"""Compiles the dynamic programs ahead of their first use: `python -m solver.rows.warm`, or beside a running search.

Compiling takes half a minute of a slow processor once on a machine, of which programs of exact rows, which come first,
take two fifths.
numba keeps the result beside the modules; where it may not write there, in NUMBA_CACHE_DIR or the user's cache.
"""

import threading

import numpy as np

from solver.build import FREE
from solver.limits import Collector, Derived, Limit, Tier
from solver.pricing.line import LinePricer
from solver.pricing.tables import line_tables
from solver.rows.line import Line
from solver.rows.program import Room, RowProgram
from solver.structure import Structure

_compiled, _pricing_compiled = threading.Event(), threading.Event()
_begun = threading.Lock()


def compiled() -> bool:
    """Whether programs of exact rows are ready; the first call begins to compile all on a thread that nobody needs to
    wait for.
    """
    return _ready(_compiled)


def pricing_compiled() -> bool:
    """The same of solver.pricing."""
    return _ready(_pricing_compiled)


def _ready(event: threading.Event) -> bool:
    if not event.is_set() and _begun.acquire(blocking=False):
        threading.Thread(target=compile_now, daemon=True).start()
    return event.is_set()


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
    program.cheapest(points, Room())
    program.back(points, np.zeros(0), Room())
    near, room = program.near_rows, Room()
    assert near is not None
    patterns, slopes = np.zeros(int(near.basis.box.kind.max()) + 1), near.basis.sloped(np.zeros(0))
    values, days = room.of(near.basis.box.cells), program.line.days
    near.nearest(slopes, patterns, values, 0.0, room.labels(days), 1, np.zeros(days, np.int64))
    _compiled.set()
    tables = line_tables(columns, Structure.of(columns).sum_of, [0], np.full(2, FREE), numbers, numbers)
    assert tables is not None
    LinePricer(tables).price(np.zeros(2), labels=1, rows=1, steps=1)
    _pricing_compiled.set()


if __name__ == "__main__":
    compile_now()
