"""Thousands of small rows under caps of all five kinds, and what is asked at least: each costs what the best row costs,
and each kind binds.

A kind binds where the best row without its limits costs less. The rows of three shifts (early, late, off) are all laid
out at once, so that trying them is no loop; CP-SAT, which reads the same limits its own way, is asked hundreds of
times.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import NamedTuple

import numpy as np
import pytest

import solver.rows.automaton as automaton
import solver.rows.program
from solver.fixing import FREE
from solver.limits import Collector, Columns, Derived, Floats, Ints, Kind, Limit, Tier
from solver.rows.line import Line
from solver.rows.near import MOST_LABELS
from solver.rows.program import RowProgram
from solver.rows.room import Room
from solver.rows.row import Cheapest
from solver.structure import Structure
from tests.solver.row_by_model import cheapest_by_model
from tests.solver.test_near_rows import NOISE, asked, near_only

DAYS, LINES, ASKED = 6, 210, 5
#: Lines by each of the ways that are taken where counters don't fit.
LINES_BESIDE = 30
#: What must be reached, as against what may not be passed.
LEAST = "least"
KINDS = (Kind.PAIR, Kind.WINDOW, Kind.RUN, Kind.COUNTER, Kind.ANY_OF_DAYS, LEAST)
#: All rows: early, late or off on each day.
ROWS = np.array([[bit for shift in row for bit in shift] for row in product([(0, 0), (1, 0), (0, 1)], repeat=DAYS)])
WEIGHTS = (float("inf"), 1.0, 1.0, 1.0)


def small_line(rng: np.random.Generator) -> Columns:
    """Limits of each kind, hard or priced, mostly tight, so that there may be no row; the shifts' lengths are in half
    hours.
    """
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
    if rng.random() < 0.6:
        least = Limit([*early, *late], low=int(rng.integers(1, 4)), kind=Kind.COUNTER)
        collector.add(least, price=int(rng.choice([0, 9])), tier=Tier.COMFORT, source=0)
    weekends = [derived.any_of(range(2 * day, 2 * day + 4)) for day in (0, 2, 4)]
    add(Kind.ANY_OF_DAYS, [*weekends], high=int(rng.integers(0, 3)))
    return collector.columns()


def paid_by_kind(columns: Columns) -> dict[str, Floats]:
    """What each of ROWS pays for each kind of limit, inf where it may not be."""
    full = np.concatenate([ROWS, *[ROWS[:, list(group)].max(axis=1)[:, None] for group in columns.derived.members]], 1)
    found: dict[str, Floats] = {kind: np.zeros(len(ROWS)) for kind in (*KINDS, Kind.OTHER)}
    for row in range(columns.rows):
        atoms, weights = columns.entries(row)
        value = full[:, atoms] @ weights
        outside = np.maximum(columns.low[row] - value, 0) + np.maximum(value - columns.high[row], 0)
        paid = outside * float(columns.price[row]) if columns.price[row] else np.where(outside > 0, np.inf, 0.0)
        found[LEAST if columns.low[row] > 0 else columns.kinds[row]] += paid
    return found


def sum_of(parts: Iterable[Floats]) -> Floats:
    return np.sum(list(parts), axis=0)


class Asked(NamedTuple):
    """A line of which a row is asked under points of each atom. costs: of each of ROWS. kinds: those that bind."""

    columns: Columns
    points: Ints
    costs: Floats
    kinds: list[str]


def askings(
    seed: int, lines: int, times: int, made: Callable[[Columns], RowProgram | None]
) -> Iterator[tuple[RowProgram, list[Asked]]]:
    """Of so many lines that have a row at all; of others none is found."""
    rng = np.random.default_rng(seed)
    while lines:
        columns = small_line(rng)
        program, paid = made(columns), paid_by_kind(columns)
        # Alone: what a row pays without the limits of one kind.
        alone = {kind: sum_of(paid[other] for other in paid if other is not kind) for kind in KINDS}
        total = sum_of(paid.values())
        if total.min() == np.inf:
            assert program is None or asked(program, np.zeros(2 * DAYS, np.int64), Room(), MOST_LABELS).path is None
            continue
        assert program is not None
        lines, found = lines - 1, []
        for points in rng.integers(-9, 3, (times, 2 * DAYS)):
            costs, of_rows = total + ROWS @ points, ROWS @ points
            kinds = [kind for kind in KINDS if (alone[kind] + of_rows).min() < costs.min()]
            found.append(Asked(columns, points, costs, kinds))
        yield program, found


def program_of(columns: Columns) -> RowProgram | None:
    """Of the line that is all there is; None where it has no row."""
    atoms = np.arange(2 * DAYS)
    rows, fixed = np.arange(columns.rows), np.full(2 * DAYS, FREE)
    line = Line.of(columns, Structure.of(columns).sum_of, rows, fixed, atoms, atoms // 2, WEIGHTS)
    return None if line is None else RowProgram.of(line)


def cost_of(one: Asked, program: RowProgram, path: Ints) -> float:
    """What a row costs, among all."""
    row = np.zeros(2 * DAYS, np.int64)
    row[[atom for pattern in path.tolist() for atom in program.line.atoms[pattern]]] = 1
    (at,) = np.flatnonzero((row == ROWS).all(axis=1))
    return float(one.costs[at])


def held(one: Asked, program: RowProgram, found: Cheapest) -> bool:
    """Whether a row is known to be the best by the bound beside it. Neither may be on the other side of that."""
    best = one.costs.min()
    assert found.points <= best + NOISE
    if found.path is None:
        return False
    cost = cost_of(one, program, found.path)
    on = [list(program.line.atoms[pattern]) for pattern in found.path.tolist()]
    assert found.own + sum(int(one.points[atoms].sum()) for atoms in on) == cost < np.inf
    # All costs are whole.
    known = cost - found.points < 1 - NOISE
    assert cost == best or not known
    return known


@pytest.mark.parametrize(("most_days", "counters"), [(4, True), (10, False)])
def test_rows_under_caps_of_each_kind_cost_what_the_best_of_all_costs(
    most_days: int, counters: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sums over more days than `most_days` are counters beside the states of a row: some of these, or none."""
    monkeypatch.setattr(automaton, "MOST_DAYS", most_days)
    room, bound, looked_at = Room(), Counter[str](), set()
    for program, line in askings(most_days, LINES, ASKED, program_of):
        looked_at.add(bool(program._automaton.counters))
        for one in line:
            found = asked(program, one.points, room, MOST_LABELS)
            assert held(one, program, found)
            assert found.points == one.costs.min()
            bound.update(one.kinds)
    assert looked_at == {counters}
    assert min(bound[kind] for kind in KINDS) > 50, bound


@pytest.mark.parametrize(("labels", "cells"), [(2, 9), (MOST_LABELS, 0), (MOST_LABELS, 9_999)])
def test_rows_near_a_bound_are_the_best_unless_labels_are_few(
    labels: int, cells: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(automaton, "MOST_DAYS", 2)

    def made(columns: Columns) -> RowProgram | None:
        program = program_of(columns)
        return program if program is None else near_only(program, cells)

    room, bound, exact = Room(), Counter[str](), []
    for program, line in askings(cells, LINES_BESIDE, ASKED, made):
        for one in line:
            exact.append(held(one, program, asked(program, one.points, room, labels)))
            bound.update(one.kinds)
    assert all(exact) if labels == MOST_LABELS else any(exact)
    assert min(bound[kind] for kind in KINDS) > 5, bound


def test_rows_under_slopes_lie_between_the_bound_and_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    """As those of long lines, whose counters have prices where they don't fit."""
    monkeypatch.setattr(automaton, "MOST_DAYS", 2)
    monkeypatch.setattr(solver.rows.program, "_FEW_DAYS", 0)
    monkeypatch.setattr(solver.rows.program, "_INSIDE_CELLS", 0)

    def made(columns: Columns) -> RowProgram | None:
        program = program_of(columns)
        if program is not None:
            assert program.near_rows is None
            program._too_many = True
        return program

    room, bound, exact = Room(), Counter[str](), []
    for program, line in askings(3, LINES_BESIDE, ASKED, made):
        for one in line:
            exact.append(held(one, program, asked(program, one.points, room, MOST_LABELS)))
            bound.update(one.kinds)
    assert any(exact)
    assert min(bound[kind] for kind in KINDS) > 5, bound


def test_cp_sat_finds_no_cheaper_row() -> None:
    room, bound = Room(), Counter[str]()
    for program, line in askings(1, 40, ASKED, program_of):
        for one in line:
            best = cheapest_by_model(one.columns, np.full(2 * DAYS, FREE), one.points)
            assert asked(program, one.points, room, MOST_LABELS).points == best
            bound.update(one.kinds)
    assert min(bound[kind] for kind in KINDS) > 5, bound
