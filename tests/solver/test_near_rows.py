"""Rows near a bound, where counters don't fit beside the states: against all rows, and against the exact sweep."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import solver.rows.automaton
import solver.rows.near
import solver.rows.program
import solver.rows.room
from solver.fixing import FREE
from solver.limits import Collector, Columns, Derived, Floats, Ints, Limit, Tier
from solver.rows.basis import _unit
from solver.rows.near import MOST_LABELS
from solver.rows.program import RowProgram
from solver.rows.room import Room
from solver.rows.row import Cheapest
from tests.solver.random_columns import Puzzle, puzzles
from tests.solver.test_rows_program import HARD, SOFT, month, program_of, tried

#: What sums of slopes may be beside the truth.
NOISE = 1e-6

askings = st.lists(st.lists(st.integers(-9, 9), min_size=7, max_size=7), min_size=1, max_size=3)


def near_only(program: RowProgram, cells: int) -> RowProgram:
    """A program that looks at counters in so many cells only, as if what its first rows broke had been too much."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver.rows.near, "_CELLS", cells)
        assert program.near_rows is not None
    program._too_many = True
    return program


def near_of(puzzle: Puzzle, weights: tuple[float, ...], cells: int) -> RowProgram | None:
    """A small line's; None where it has no rows or nothing is counted over more than two days."""
    columns = puzzle.columns()
    if not columns.rows:
        return None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver.rows.automaton, "MOST_DAYS", 2)
        program = program_of(columns, puzzle.fixed_atoms(), np.arange(puzzle.base) // 2, weights)
    return near_only(program, cells) if program is not None and program._windows else None


def asked(program: RowProgram, points: Ints, room: Room, labels: int, worth: float = np.inf) -> Cheapest:
    """The cheapest row with points of each atom, with so many labels a day."""
    patterns = [float(points[list(atoms)].sum()) for atoms in program.line.atoms]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver.rows.near, "MOST_LABELS", labels)
        # Where rows dearer than some are of no use, fewer do; more than there is room for would lie beyond it.
        patch.setattr(solver.rows.near, "_ENOUGH_LABELS", min(labels, solver.rows.near._ENOUGH_LABELS))
        patch.setattr(solver.rows.scratch, "MOST_LABELS", labels)
        return program.cheapest(np.array(patterns), room, worth)


def plan_of(program: RowProgram, path: Ints, atoms: int) -> Ints:
    """The atoms of a row, as a plan."""
    plan = np.zeros(atoms, np.int64)
    plan[[atom for pattern in path.tolist() for atom in program.line.atoms[pattern]]] = 1
    return plan


def own_cost(puzzle: Puzzle, plan: Ints, weights: tuple[float, ...]) -> float:
    """What a legal plan costs by the puzzle's rows."""
    assert puzzle.legal(plan.tolist())
    return sum(w * c for w, c in zip(weights, puzzle.costs(plan.tolist()), strict=True) if c)


@pytest.mark.parametrize("labels", [1, 2, 5, MOST_LABELS])
@settings(max_examples=150)
@given(puzzle=puzzles(), points=askings, weights=st.sampled_from([SOFT, HARD]), cells=st.sampled_from([0, 9, 9_999]))
def test_a_small_row_lies_between_the_bound_and_the_best_of_all_rows(
    labels: int, puzzle: Puzzle, points: list[list[int]], weights: tuple[float, ...], cells: int
) -> None:
    program = near_of(puzzle, weights, cells)
    if program is None:
        return
    room = Room()
    for of_atoms in (np.array(one[: puzzle.base]) for one in points):
        best = min(tried(puzzle, of_atoms, weights), default=np.inf)
        found = asked(program, of_atoms, room, labels)
        assert found.points <= best + NOISE
        if found.path is not None:
            plan = plan_of(program, found.path, puzzle.base)
            assert found.own == own_cost(puzzle, plan, weights)
            assert best <= found.own + of_atoms @ plan
        if labels == MOST_LABELS:
            # Nothing was left out.
            assert found.points == pytest.approx(best, abs=NOISE)
            assert (found.path is None) == (best == np.inf)
            assert found.path is None or found.own + of_atoms @ plan == best


@pytest.mark.parametrize("labels", [2, MOST_LABELS])
@settings(max_examples=150)
@given(puzzle=puzzles(), points=askings, above=st.integers(-9, 9), cells=st.sampled_from([0, 9, 9_999]))
def test_rows_that_are_worth_nothing_are_not_promised(
    labels: int, puzzle: Puzzle, points: list[list[int]], above: int, cells: int
) -> None:
    program = near_of(puzzle, SOFT, cells)
    if program is None:
        return
    room = Room()
    for of_atoms in (np.array(one[: puzzle.base]) for one in points):
        best = min(tried(puzzle, of_atoms, SOFT), default=np.inf)
        worth = best + above if best < np.inf else float(above)
        found = asked(program, of_atoms, room, labels, worth)
        assert found.points <= best + NOISE
        if found.path is not None:
            plan = plan_of(program, found.path, puzzle.base)
            assert found.own == own_cost(puzzle, plan, SOFT)
            assert best <= found.own + of_atoms @ plan
        if labels == MOST_LABELS and best < worth:
            assert found.points == pytest.approx(best, abs=NOISE)
            assert found.path is not None
            assert found.own + of_atoms @ plan == best
        elif labels == MOST_LABELS:
            # That there is nothing is proven.
            assert found.points >= worth - NOISE


def quarters(seed: int, days: int = 21) -> tuple[Columns, Ints]:
    """Three weeks of one person over three shifts of 15, 16 and 17 quarters of an hour: hours to be had and not to be
    passed, the dearer the further from a wish (squares), caps of nights and weekends; and the day of each atom.
    """
    rng = np.random.default_rng(seed)
    derived = Derived(3 * days)
    collector = Collector(derived)

    def add(
        atoms: list[int | None], low: int | None = None, high: int | None = None, price: int = 0, weights: int = 0
    ) -> None:
        kept = [a for a in atoms if a is not None]
        of = [15, 16, 17] * weights if weights else None
        collector.add(Limit(kept, low, high, of), price=price, tier=Tier.COMFORT, source=0)

    on = [derived.any_of(range(3 * d, 3 * d + 3)) for d in range(days)]
    for d in range(days):
        add(list(range(3 * d, 3 * d + 3)), high=1)
        add([3 * d + int(rng.integers(3))], high=0, price=int(rng.integers(1, 9)))
    for d in range(days - 1):
        add([3 * d + 2, 3 * d + 3, 3 * d + 4], high=1)
    for d in range(days - 5):
        add(on[d : d + 6], high=5)
    everything = list(range(3 * days))
    add(everything, low=16 * int(rng.integers(5, 8)), weights=days)
    add(everything, high=16 * int(rng.integers(10, 13)) + int(rng.integers(8)), weights=days)
    wish = 16 * int(rng.integers(7, 11))
    for apart in range(4, 100, 8):
        add(everything, low=wish - apart, price=1, weights=days)
        add(everything, high=wish + apart, price=1, weights=days)
    add(everything[2::3], high=int(rng.integers(2, 5)))
    add(everything[1::3], high=int(rng.integers(2, 5)), price=30)
    add([derived.any_of(range(3 * d, 3 * d + 6)) for d in range(5, days, 7)], high=int(rng.integers(1, 3)))
    return collector.columns(), np.arange(3 * days) // 3


@pytest.mark.parametrize("cells", [0, 2_000, 20_000])
@pytest.mark.parametrize("line", [month, quarters])
@pytest.mark.parametrize("seed", range(4))
def test_rows_of_weeks_are_those_of_the_exact_sweep(
    seed: int, line: Callable[[int], tuple[Columns, Ints]], cells: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver.rows.program, "_LOOKED_CELLS", np.inf)
    columns, day = line(seed)
    columns.tier[columns.tier < Tier.COMFORT] = Tier.COMFORT
    fixed = np.full(columns.base, FREE, np.int64)
    exact, other = program_of(columns, fixed, day, HARD), program_of(columns, fixed, day, HARD)
    assert exact is not None
    assert other is not None
    near = near_only(other, cells)
    rng, room, same = np.random.default_rng(seed), Room(), 0
    for points in rng.integers(-60, 15, (6, columns.base)):
        best = exact.cheapest(points_of(exact, points), Room())
        assert best.path is not None
        found = asked(near, points, room, MOST_LABELS)
        assert found.points <= best.points + NOISE
        assert found.path is not None
        plan = plan_of(near, found.path, columns.base)
        assert not columns.outside(columns.values(plan))[columns.hard].any()
        assert found.own == columns.costs(plan)[Tier.COMFORT]
        paid = found.own + points @ plan
        assert best.points <= paid
        same += abs(found.points - paid) < NOISE
        # Where days of labels were too many, what is found is near it all the same.
        assert paid <= best.points + 20
    assert same >= 4
    assert not exact._too_many


def points_of(program: RowProgram, points: Ints) -> Floats:
    """Points of each pattern from those of each atom."""
    return np.array([float(points[list(atoms)].sum()) for atoms in program.line.atoms])


@pytest.mark.parametrize(
    ("moves", "often", "unit"),
    [
        # Of 15 and 16 quarters a shift, the number of shifts; of 8 and 12 hours, four hours.
        ([0, 15, 16], [9, 8, 5], 15),
        ([0, 32, 48], [9, 8, 5], 16),
        # A short shift is no whole one: 10 and 15 are multiples of 5, 12 and 16 nearly.
        ([0, 10, 12, 15, 16], [9, 3, 3, 8, 5], 5),
        ([0, -3, 3], [1, 1, 1], 3),
        ([0], [1], 1),
    ],
)
def test_a_unit_leaves_little_of_any_move(moves: list[int], often: list[int], unit: int) -> None:
    assert _unit(np.array(moves), np.array(often)) == unit
