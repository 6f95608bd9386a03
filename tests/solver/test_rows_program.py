"""The cheapest row of a line is the cheapest: against trying all rows, and against CP-SAT on longer ones."""

import gc
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import solver.rows.automaton as automaton
import solver.rows.box as box
from solver.fixing import FREE
from solver.limits import Collector, Columns, Derived, Floats, Ints, Limit, Tier
from solver.rows.line import Line
from solver.rows.program import RowProgram
from solver.rows.room import Room
from solver.structure import Structure
from tests.solver.random_columns import Puzzle, puzzles
from tests.solver.row_by_model import cheapest_by_model

#: Tiers outweigh each other by these; MUST is hard where it is inf.
SOFT, HARD = (1000.0, 100.0, 10.0, 1.0), (float("inf"), 100.0, 10.0, 1.0)


def program_of(columns: Columns, fixed: Ints, day: Ints, weights: tuple[float, ...]) -> RowProgram | None:
    """The program of a line that is all there is."""
    rows, atoms = np.arange(columns.rows), np.arange(columns.base)
    line = Line.of(columns, Structure.of(columns).sum_of, rows, fixed, atoms, day, weights)
    return None if line is None else RowProgram.of(line)


def cheapest(program: RowProgram, points: Ints) -> tuple[float, list[int]]:
    """What the cheapest row costs with points of each atom beside its own, and the atoms on in it."""
    patterns = program.line.atoms
    found = program.cheapest(np.array([float(points[list(atoms)].sum()) for atoms in patterns]), Room())
    return found.points, [] if found.path is None else [a for p in found.path.tolist() for a in patterns[p]]


def tried(puzzle: Puzzle, points: Ints, weights: tuple[float, ...]) -> Iterator[float]:
    """What each legal row costs."""
    for plan in puzzle.plans():
        costs = puzzle.costs(plan)
        if puzzle.legal(plan) and not (weights[0] == float("inf") and costs[0]):
            yield sum(w * c for w, c in zip(weights, costs, strict=True) if c) + int(points @ np.array(plan))


@pytest.mark.parametrize("most_days", [2, 3, 10])
@settings(max_examples=150, deadline=None)
@given(
    puzzle=puzzles(), points=st.lists(st.integers(-9, 9), min_size=7, max_size=7), weights=st.sampled_from([SOFT, HARD])
)
def test_a_small_row_costs_what_the_best_of_all_rows_costs(
    most_days: int, puzzle: Puzzle, points: list[int], weights: tuple[float, ...]
) -> None:
    columns = puzzle.columns()
    if not columns.rows:
        return
    of_atoms = np.array(points[: puzzle.base])
    with pytest.MonkeyPatch.context() as patch:
        # Sums over so many days are counters: with 2, all but those within a day.
        patch.setattr(automaton, "MOST_DAYS", most_days)
        program = program_of(columns, puzzle.fixed_atoms(), np.arange(puzzle.base) // 2, weights)
    best = min(tried(puzzle, of_atoms, weights), default=float("inf"))
    if program is None:
        assert best == float("inf")
        return
    found, atoms = cheapest(program, of_atoms)
    assert found == best
    if best < float("inf"):
        plan = np.zeros(puzzle.base, np.int64)
        plan[atoms] = 1
        costs = puzzle.costs(plan.tolist())
        assert puzzle.legal(plan.tolist())
        assert found == sum(w * c for w, c in zip(weights, costs, strict=True) if c) + int(of_atoms @ plan)


def month(seed: int, days: int = 21) -> tuple[Columns, Ints]:
    """One person's limits of every kind over two shifts a day, tight enough to bind; and the day of each atom."""
    rng = np.random.default_rng(seed)
    derived = Derived(2 * days)
    collector = Collector(derived)

    def add(atoms: list[int | None], low: int | None = None, high: int | None = None, **more: object) -> None:
        price, tier = (0, Tier.COMFORT) if rng.random() < 0.6 else (int(rng.integers(1, 9)), Tier(int(rng.integers(4))))
        price = 5 if low is not None else price
        kept = [a for a in atoms if a is not None]
        collector.add(Limit(kept, low, high, **more), price=price, tier=tier, source=0)  # type: ignore[arg-type]

    on = [derived.any_of((2 * d, 2 * d + 1)) for d in range(days)]
    lengths = rng.choice([4, 6, 7, 8, 10], 2, replace=False).tolist()
    for d in range(days):
        collector.add(Limit([2 * d, 2 * d + 1], high=1), price=0, tier=Tier.COMFORT, source=0)
        if rng.random() < 0.1:
            collector.add(Limit([2 * d], high=0), price=0, tier=Tier.COMFORT, source=0)
    most = int(rng.integers(2, 6))
    for d in range(days - 1):
        add([2 * d + 1, 2 * d + 2], high=1)
        if d + most < days:
            add(on[d : d + most + 1], high=most)
        if d > 0:
            add([on[d], on[d - 1], on[d + 1]], high=0, weights=[1, -1, -1])
            add([on[d], on[d - 1], on[d + 1]], high=1, weights=[-1, 1, 1])
        if d % 7 == 0:
            add(
                list(range(2 * d, min(2 * d + 14, 2 * days))),
                high=int(rng.integers(25, 40)),
                weights=lengths * min(7, days - d),
            )
    weights = lengths * days
    add(list(range(2 * days)), low=int(rng.integers(70, 110)), weights=weights)
    add(list(range(2 * days)), high=int(rng.integers(70, 120)), weights=weights)
    add(list(range(1, 2 * days, 2)), high=int(rng.integers(2, 6)))
    add([derived.any_of(range(2 * d, 2 * d + 4)) for d in range(5, days, 7)], high=int(rng.integers(0, 3)))
    return collector.columns(), np.arange(2 * days) // 2


def test_what_boxes_have_nothing_to_say_of_takes_memory_once() -> None:
    columns, day = month(0)
    program = program_of(columns, np.full(columns.base, FREE, np.int64), day, HARD)
    assert program is not None
    nothing = program._automaton.zeros
    counters = sorted(program._windows)
    alone, one, two = (program._box(frozenset(counters[:count])) for count in range(3))
    assert alone is not None
    assert one is not None
    assert two is not None
    assert alone.outer_move is nothing
    assert alone.shift is nothing
    assert one.outer_move is nothing
    assert one.shift.any()
    assert two.outer_move.any()
    assert two.shift.any()
    assert not nothing.any()


@pytest.mark.parametrize("seed", range(8))
def test_caps_that_do_not_fit_are_priced(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    columns, day = capped(seed)
    fixed = np.full(columns.base, FREE, np.int64)
    points = np.random.default_rng(seed).integers(-20, 4, columns.base)
    exact = program_of(columns, fixed, day, HARD)
    assert exact is not None
    best, _ = cheapest(exact, points)
    # Nothing but what is always looked at, a cell or so a day, fits.
    monkeypatch.setattr(box, "MOST_CELLS", 120)
    program = program_of(columns, fixed, day, HARD)
    assert program is not None
    found, atoms = cheapest(program, points)
    plan = np.zeros(columns.base, np.int64)
    plan[atoms] = 1
    assert None in program._boxes.values()
    assert not columns.outside(columns.values(plan))[columns.hard].any()
    assert found - 1e-6 <= best <= columns.costs(plan)[Tier.COMFORT] + points @ plan
    # Near it: nothing but prices of whole units lies between.
    assert found >= best - 20


@pytest.mark.parametrize("seed", range(8))
def test_days_that_are_alike_have_a_legal_row_though_their_caps_are_priced(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns, day = capped(seed)
    # Each price of a cap has all days have it or none.
    columns.price[columns.price > 0] = 1
    fixed, points = np.full(columns.base, FREE, np.int64), np.full(columns.base, -100)
    exact = program_of(columns, fixed, day, HARD)
    assert exact is not None
    best, _ = cheapest(exact, points)
    monkeypatch.setattr(box, "MOST_CELLS", 120)
    program = program_of(columns, fixed, day, HARD)
    assert program is not None
    found, atoms = cheapest(program, points)
    plan = np.zeros(columns.base, np.int64)
    plan[atoms] = 1
    assert None in program._boxes.values()
    assert not columns.outside(columns.values(plan))[columns.hard].any()
    assert found - 1e-6 <= best <= columns.costs(plan)[Tier.COMFORT] + points @ plan <= best + 10


@pytest.mark.parametrize(("begin", "end"), [(0, 7), (4, 9), (6, 13), (10, 21), (0, 21)])
@pytest.mark.parametrize("seed", range(6))
def test_rows_of_some_days_are_those_that_agree_on_all_others(seed: int, begin: int, end: int) -> None:
    columns, day = month(seed)
    columns.tier[columns.tier < Tier.COMFORT] = Tier.COMFORT
    program = program_of(columns, np.full(columns.base, FREE, np.int64), day, HARD)
    assert program is not None
    first, rng, room = program.line.first, np.random.default_rng(seed), Room()
    path = program.cheapest(rng.integers(-9, 4, int(first[-1])).astype(float), room).path
    assert path is not None
    part = program.part(path, begin, end)
    assert part is not None
    patterns = part.line.first
    inside = np.concatenate([path[begin:end] - first[begin], np.arange(patterns[end - begin], patterns[-1])])
    for _ in range(5):
        points = rng.integers(-9, 4, int(first[-1])).astype(float)
        # All of them by the whole program: on other days it has nothing but the path.
        only = np.full(len(points), np.inf)
        only[path] = points[path]
        only[first[begin] : first[end]] = points[first[begin] : first[end]]
        whole = program.cheapest(only, room)
        of_part = np.zeros(int(patterns[-1]))
        of_part[: patterns[end - begin]] = points[first[begin] : first[end]]
        found = part.cheapest(of_part, room)
        assert whole.path is not None
        assert found.path is not None
        # What other days cost is in the whole alone, and the same for all of them.
        gain = program.own(path) + points[path].sum() - whole.points
        assert part.own(inside) + of_part[inside].sum() - found.points == gain >= 0
        merged = path.copy()
        merged[begin:end] = found.path[: end - begin] + first[begin]
        assert program.own(merged) + points[merged].sum() == whole.points


def test_no_row_of_some_days_stands_beside_days_that_are_not_legal() -> None:
    columns, day = capped(1)
    program = program_of(columns, np.full(columns.base, FREE, np.int64), day, HARD)
    assert program is not None
    # Everything on, on every day but the open ones.
    path = program.line.first[1:] - 1
    assert program.part(path, 5, 8) is None


@pytest.mark.parametrize("seed", range(6))
def test_counters_that_cost_more_and_more_are_priced(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    columns, day = month(seed)
    columns.tier[columns.tier < Tier.COMFORT] = Tier.COMFORT
    fixed = np.full(columns.base, FREE, np.int64)
    exact = program_of(columns, fixed, day, HARD)
    assert exact is not None
    patterns = [list(atoms) for atoms in exact.line.atoms]
    asked = np.random.default_rng(seed).integers(-9, 4, (20, columns.base))
    by_pattern = [np.array([float(points[atoms].sum()) for atoms in patterns]) for points in asked]
    bests = [exact.cheapest(points, Room()).points for points in by_pattern]
    priced = None
    for cells in (500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000):
        # What is looked at in any case fits, and hardly more.
        monkeypatch.setattr(box, "MOST_CELLS", cells)
        priced = priced or program_of(columns, fixed, day, HARD)
        if priced is not None:
            break
    assert priced is not None
    room = Room()
    for points, of_patterns, best in zip(asked, by_pattern, bests, strict=True):
        found = priced.cheapest(of_patterns, room)
        assert found.points <= best + 1e-6
        if found.path is not None:
            plan = np.zeros(columns.base, np.int64)
            plan[[atom for pattern in found.path.tolist() for atom in patterns[pattern]]] = 1
            assert not columns.outside(columns.values(plan))[columns.hard].any()
            assert found.own == columns.costs(plan)[Tier.COMFORT]
            assert best <= found.own + points @ plan
    assert None in priced._boxes.values()


def capped(seed: int) -> tuple[Columns, Ints]:
    """Three weeks of one person with hard caps: nights, lates, weekends; and the day of each atom."""
    rng = np.random.default_rng(seed)
    days = 21
    derived = Derived(2 * days)
    collector = Collector(derived)

    def add(atoms: list[int | None], high: int, price: int = 0) -> None:
        kept = [a for a in atoms if a is not None]
        collector.add(Limit(kept, high=high), price=price, tier=Tier.COMFORT, source=0)

    for d in range(days):
        add([2 * d, 2 * d + 1], 1)
        add([2 * d], 0, int(rng.integers(1, 5)))
    add(list(range(0, 2 * days, 2)), int(rng.integers(3, 7)))
    add(list(range(1, 2 * days, 2)), int(rng.integers(3, 7)))
    add([derived.any_of(range(2 * d, 2 * d + 4)) for d in range(5, days, 7)], int(rng.integers(1, 3)))
    return collector.columns(), np.arange(2 * days) // 2


@pytest.mark.parametrize("seed", range(8))
def test_a_row_of_weeks_costs_what_cp_sat_finds(seed: int) -> None:
    columns, day = month(seed)
    columns.tier[columns.tier < Tier.COMFORT] = Tier.COMFORT
    fixed = np.full(columns.base, FREE, np.int64)
    program = program_of(columns, fixed, day, HARD)
    assert program is not None
    points = np.random.default_rng(seed).integers(-9, 4, columns.base)
    found, atoms = cheapest(program, points)
    assert found == cheapest_by_model(columns, fixed, points)
    plan = np.zeros(columns.base, np.int64)
    plan[atoms] = 1
    assert not columns.outside(columns.values(plan))[columns.hard].any()
    assert found == columns.costs(plan)[Tier.COMFORT] + points @ plan


def near_of(seed: int) -> tuple[RowProgram, Floats]:
    """A program whose rows are looked for near a bound, and points of its patterns."""
    columns, day = month(seed)
    program = program_of(columns, np.full(columns.base, FREE, np.int64), day, HARD)
    assert program is not None
    program._too_many = True
    assert program.near_rows is not None
    return program, np.random.default_rng(seed).integers(-20, 4, len(program.line.atoms)).astype(np.float64)


def test_slopes_go_with_their_program() -> None:
    program, points = near_of(1)
    room = Room()
    program.cheapest(points, room)
    assert len(room._ascents) == 1
    gc.disable()
    try:
        del program
        assert len(room._ascents) == 0
    finally:
        gc.enable()
