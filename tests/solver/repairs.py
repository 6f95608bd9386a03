"""Repairs of random puzzles."""

from solver.limits import Ints, Tier
from solver.repair import Repair
from solver.structure import Structure
from solver.ties import Ties
from tests.solver.random_columns import Puzzle, Row


def repair_of(puzzle: Puzzle, start: Ints) -> Repair:
    """What mends a plan of a puzzle, on one thread."""
    columns = puzzle.columns()
    return Repair(
        columns=columns,
        fixed=puzzle.fixed_atoms(),
        start=start,
        structure=Structure.of(columns),
        ties=Ties(columns, puzzle.layout()),
        workers=1,
    )


def asked_to_stay(puzzle: Puzzle, kept: set[int]) -> Puzzle:
    """The puzzle with CHANGE counting each atom that differs from a plan, and nothing else."""
    others = tuple(row for row in puzzle.rows if row.tier != Tier.CHANGE or not row.price)
    bounds = ((1, None) if atom in kept else (None, 0) for atom in range(puzzle.base))
    stays = tuple(Row((frozenset({at}),), (1,), *ends, 3, Tier.CHANGE) for at, ends in enumerate(bounds))
    return Puzzle(puzzle.base, (*others, *stays), puzzle.fixed)


def row_over(atoms: tuple[int, ...], low: int | None, high: int | None, price: int, tier: Tier) -> Row:
    """A row that counts base atoms, each as 1."""
    return Row(tuple(frozenset({atom}) for atom in atoms), (1,) * len(atoms), low, high, price, tier)
