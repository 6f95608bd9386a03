"""Pricing one line by dynamic programming: as cheap as the cheapest of all its rows, and never a bound above it."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.build import FREE
from solver.limits import Tier
from solver.pricing.line import LinePricer
from solver.pricing.tables import line_tables
from solver.structure import Structure
from tests.solver.random_columns import Puzzle, Row

EXACT, SCANT = 10_000, 2


@st.composite
def lines(draw: st.DrawFn) -> tuple[Puzzle, list[int]]:
    """A line of up to 6 days with up to 2 atoms a day, rows of every kind over it, and a cost of each atom."""
    days = draw(st.integers(1, 6))
    per_day = draw(st.integers(1, 2)) if days < 6 else 1
    base = days * per_day
    rows = [
        Row(tuple(frozenset({day * per_day + i}) for i in range(per_day)), (1,) * per_day, None, 1, 0, Tier.COMFORT)
        for day in range(days)
        if per_day > 1 and draw(st.booleans())
    ]
    on = [frozenset(range(day * per_day, (day + 1) * per_day)) for day in range(days)]
    for _ in range(draw(st.integers(0, 5))):
        price = draw(st.sampled_from([0, 0, 1, 5, 20]))
        first = draw(st.integers(0, days - 1))
        last = draw(st.integers(first, days - 1))
        kind = draw(st.sampled_from(["window", "run", "single", "any", "any"]))
        if kind == "run":  # so many days on, one off
            rows.append(
                Row(tuple(on[first : last + 1]), (1,) * (last + 1 - first), None, last - first, price, Tier.COMFORT)
            )
        elif kind == "single":  # a day on between two off
            around = on[first : first + 3]
            rows.append(Row(tuple(around), ((-1, 1, -1)[: len(around)]), None, 0, max(price, 1), Tier.COMFORT))
        elif kind == "window":
            atoms = [frozenset({a}) for a in range(first * per_day, (last + 1) * per_day)]
            weights = tuple(draw(st.integers(1, 4)) for _ in atoms)
            high = draw(st.integers(0, sum(weights)))
            rows.append(Row(tuple(atoms), weights, None, high, price, Tier.COMFORT))
            if draw(st.booleans()):  # a target from below on the same sum: convex on both sides
                rows.append(Row(tuple(atoms), weights, draw(st.integers(0, high)), None, 3, Tier.COMFORT))
        else:
            some = draw(
                st.lists(st.frozensets(st.integers(0, base - 1), min_size=1, max_size=4), min_size=1, max_size=4)
            )
            weights = tuple(draw(st.sampled_from([1, 1, 2, -1])) for _ in some)
            low = draw(st.none() | st.integers(0, 2))
            rows.append(Row(tuple(some), weights, low, draw(st.integers(0, 2) if low is None else st.integers(low, 3)),
                            price, Tier.COMFORT))  # fmt: skip
    fixed = tuple(draw(st.lists(st.sampled_from([FREE] * 6 + [0, 1]), min_size=base, max_size=base)))
    return Puzzle(base, tuple(rows), fixed), draw(st.lists(st.integers(-30, 30), min_size=base, max_size=base))


def _pricer(puzzle: Puzzle, per_day: int) -> LinePricer | None:
    columns = puzzle.columns()
    atoms = np.arange(puzzle.base)
    tables = line_tables(
        columns, Structure.of(columns).sum_of, range(columns.rows), puzzle.fixed_atoms(), atoms, atoms // per_day
    )
    return None if tables is None else LinePricer(tables)


def _paid(puzzle: Puzzle, cost: list[int], plan: tuple[int, ...]) -> int:
    return puzzle.costs(plan)[Tier.COMFORT] + sum(c for c, on in zip(cost, plan, strict=True) if on)


@settings(max_examples=400, deadline=None)
@given(lines(), st.integers(1, 2))
def test_the_cheapest_row_is_found_and_proven(line: tuple[Puzzle, list[int]], per_day: int) -> None:
    puzzle, cost = line
    legal = [plan for plan in product((0, 1), repeat=puzzle.base) if _fits(puzzle, plan) and puzzle.legal(plan)]
    pricer = _pricer(puzzle, per_day)

    if pricer is None:
        assert not legal
        return
    for labels in (EXACT, SCANT):
        found = pricer.price(np.array(cost, float), labels=labels, rows=3, steps=6)
        best = min((_paid(puzzle, cost, plan) for plan in legal), default=float("inf"))
        assert found.bound <= best + 1e-6
        if labels == EXACT:
            assert found.bound == best
            assert (found.costs[0] if len(found.costs) else float("inf")) == best
        for paid, path in zip(found.costs.tolist(), found.paths, strict=True):
            plan = np.zeros(puzzle.base, int)
            plan[pricer.tables.atoms(path)] = 1
            assert tuple(plan.tolist()) in legal
            assert paid == _paid(puzzle, cost, tuple(plan.tolist()))


def _fits(puzzle: Puzzle, plan: tuple[int, ...]) -> bool:
    return all(value in (FREE, on) for value, on in zip(puzzle.fixed, plan, strict=True))
