"""Thousands of small rows under caps of all five kinds: each costs what the best row costs, and each kind binds.

A kind binds where the best row without its limits costs less. The rows of three shifts (early, late, off) are all laid
out at once, so that trying them is no loop; CP-SAT, which reads the same limits its own way, is asked now and then.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import product

import numpy as np
import pytest

import solver.rows.automaton as automaton
from solver.build import FREE
from solver.limits import Collector, Columns, Derived, Floats, Ints, Kind, Limit, Tier
from solver.rows.line import Line
from solver.rows.program import Room, RowProgram
from solver.structure import Structure
from tests.solver.row_by_model import cheapest_by_model

DAYS, LINES, ASKED = 6, 250, 5
KINDS = (Kind.PAIR, Kind.WINDOW, Kind.RUN, Kind.COUNTER, Kind.ANY_OF_DAYS)
#: All rows: early, late or off on each day.
ROWS = np.array([[bit for shift in row for bit in shift] for row in product([(0, 0), (1, 0), (0, 1)], repeat=DAYS)])
WEIGHTS = (float("inf"), 1.0, 1.0, 1.0)


def small_line(rng: np.random.Generator) -> Columns:
    """Limits of each kind, hard or priced, mostly tight; the shifts' lengths are in half hours."""
    derived = Derived(2 * DAYS)
    collector = Collector(derived)

    def add(kind: Kind, atoms: list[int | None], *, weights: list[int] | None = None, **bounds: int) -> None:
        price = 0 if rng.random() < 0.6 else int(rng.integers(1, 12))
        kept = [atom for atom in atoms if atom is not None]
        limit = Limit(kept, weights=weights, kind=kind, low=bounds.get("low"), high=bounds.get("high"))
        collector.add(limit, price=price, tier=Tier.COMFORT, source=0)

    early, late = list(range(0, 2 * DAYS, 2)), list(range(1, 2 * DAYS, 2))
    on = [derived.any_of((2 * day, 2 * day + 1)) for day in range(DAYS)]
    lengths = rng.choice([11, 12, 16, 17, 20], 2, replace=False).tolist()
    for day in range(DAYS):
        collector.add(Limit([2 * day, 2 * day + 1], high=1), price=0, tier=Tier.COMFORT, source=0)
    for day in range(DAYS - 1):
        if rng.random() < 0.9:
            add(Kind.PAIR, [late[day], early[day + 1]], high=1)
    for first in (0, int(rng.integers(1, DAYS - 2))):
        span = list(range(2 * first, 2 * min(DAYS, first + 4)))
        add(Kind.WINDOW, [*span], weights=lengths * (len(span) // 2), high=int(rng.integers(20, 62)))
    most = int(rng.integers(1, 4))
    for day in range(DAYS - most):
        add(Kind.RUN, on[day : day + most + 1], high=most)
    if rng.random() < 0.5:
        for day in range(1, DAYS - 1):
            add(Kind.RUN, [on[day], on[day - 1], on[day + 1]], weights=[1, -1, -1], high=0)
    add(
        Kind.COUNTER, [*early, *late], weights=[lengths[0]] * DAYS + [lengths[1]] * DAYS, high=int(rng.integers(30, 90))
    )
    add(Kind.COUNTER, [*(early if rng.random() < 0.5 else late)], high=int(rng.integers(0, 4)))
    if rng.random() < 0.3:
        least = Limit([*early, *late], low=int(rng.integers(1, 4)), kind=Kind.COUNTER)
        collector.add(least, price=9, tier=Tier.COMFORT, source=0)
    weekends = [derived.any_of(range(2 * day, 2 * day + 4)) for day in (0, 2, 4)]
    add(Kind.ANY_OF_DAYS, [*weekends], high=int(rng.integers(0, 3)))
    return collector.columns()


def paid_by_kind(columns: Columns) -> dict[Kind, Floats]:
    """What each of ROWS pays for each kind of limit, inf where it may not be."""
    full = np.concatenate([ROWS, *[ROWS[:, list(group)].max(axis=1)[:, None] for group in columns.derived.members]], 1)
    found = {kind: np.zeros(len(ROWS)) for kind in (*KINDS, Kind.OTHER)}
    for row in range(columns.rows):
        atoms, weights = columns.entries(row)
        value = full[:, atoms] @ weights
        outside = np.maximum(columns.low[row] - value, 0) + np.maximum(value - columns.high[row], 0)
        paid = outside * float(columns.price[row]) if columns.price[row] else np.where(outside > 0, np.inf, 0.0)
        found[columns.kinds[row]] += paid
    return found


def sum_of(parts: Iterable[Floats]) -> Floats:
    return np.sum(list(parts), axis=0)


def program_of(columns: Columns) -> RowProgram:
    """Of the line that is all there is; a row without work keeps all that is hard in it."""
    atoms = np.arange(2 * DAYS)
    rows, fixed = np.arange(columns.rows), np.full(2 * DAYS, FREE)
    line = Line.of(columns, Structure.of(columns).sum_of, rows, fixed, atoms, atoms // 2, WEIGHTS)
    assert line is not None
    program = RowProgram.of(line)
    assert program is not None
    return program


def found_by(program: RowProgram, points: Ints, room: Room) -> tuple[float, Ints]:
    """What the cheapest row costs, and the row as atoms."""
    row = np.zeros(2 * DAYS, np.int64)
    patterns = program.line.atoms
    found = program.cheapest(np.array([float(points[list(atoms)].sum()) for atoms in patterns]), room)
    assert found.path is not None
    row[[atom for pattern in found.path.tolist() for atom in patterns[pattern]]] = 1
    return found.points, row


@pytest.mark.parametrize(("most_days", "counters"), [(4, True), (10, False)])
def test_rows_under_caps_of_each_kind_cost_what_the_best_of_all_costs(
    most_days: int, counters: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sums over more days than `most_days` are counters beside the states of a row: some of these, or none."""
    monkeypatch.setattr(automaton, "MOST_DAYS", most_days)
    rng, room = np.random.default_rng(most_days), Room()
    bound, asked, looked_at = Counter[Kind](), 0, set()
    for _ in range(LINES):
        columns = small_line(rng)
        paid = paid_by_kind(columns)
        # Alone: what a row pays without the limits of one kind.
        alone = {kind: sum_of(paid[other] for other in paid if other is not kind) for kind in KINDS}
        program, total = program_of(columns), sum_of(paid.values())
        looked_at.add(bool(program._automaton.counters))
        for points in rng.integers(-9, 3, (ASKED, 2 * DAYS)):
            of_rows = ROWS @ points
            best = float((total + of_rows).min())
            cost, row = found_by(program, points, room)
            (at,) = np.flatnonzero((row == ROWS).all(axis=1))
            assert cost == best == (total + of_rows)[at]
            asked += 1
            bound.update(kind for kind in KINDS if (alone[kind] + of_rows).min() < best)
    assert looked_at == {counters}
    assert asked == LINES * ASKED > 1_000
    assert min(bound[kind] for kind in KINDS) > 50, bound


def test_cp_sat_finds_no_cheaper_row() -> None:
    rng, room = np.random.default_rng(1), Room()
    for _ in range(25):
        columns, points = small_line(rng), rng.integers(-9, 3, 2 * DAYS)
        best = cheapest_by_model(columns, np.full(2 * DAYS, FREE), points)

        assert found_by(program_of(columns), points, room)[0] == best
