"""Sets of atoms of which one at most is true: never more than the limits say, and found where they say so."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from solver.exclusive import ExclusiveSets
from solver.limits import Tier
from tests.solver.random_columns import Puzzle, Row, puzzles


def _row(atoms: list[int], high: int = 1, price: int = 0, weight: int = 1) -> Row:
    return Row(tuple(frozenset({a}) for a in atoms), (weight,) * len(atoms), None, high, price, Tier.COMFORT)


def _laid_out(found: ExclusiveSets) -> list[frozenset[int]]:
    return [frozenset(found.atom[begin:end].tolist()) for begin, end in pairwise(found.start.tolist())]


def _sets(*rows: Row) -> list[frozenset[int]]:
    return _laid_out(ExclusiveSets.of(Puzzle(6, rows, (-1,) * 6).columns()))


def test_hard_limits_of_one_are_sets() -> None:
    assert _sets(_row([0, 2, 4]), _row([1, 2])) == [{0, 2, 4}, {1, 2}]


def test_other_limits_are_not() -> None:
    any_of = Row((frozenset({0, 1}), frozenset({2})), (1, 1), None, 1, 0, Tier.COMFORT)

    assert _sets(_row([0, 1], high=2), _row([0, 1], price=5), _row([0, 1], weight=2), _row([3]), any_of) == []


@settings(max_examples=50, deadline=None)
@given(puzzles())
def test_no_legal_plan_holds_two_of_a_set(puzzle: Puzzle) -> None:
    found = ExclusiveSets.of(puzzle.columns())

    for plan in filter(puzzle.legal, puzzle.plans()):
        assert all(sum(plan[atom] for atom in one) <= 1 for one in _laid_out(found))


@settings(max_examples=50, deadline=None)
@given(puzzles(), st.data())
def test_split_deals_each_atom_to_one_group_within_a_set(puzzle: Puzzle, data: st.DataObject) -> None:
    found = ExclusiveSets.of(puzzle.columns())
    atoms = data.draw(st.lists(st.integers(0, puzzle.base - 1), unique=True))

    groups = found.split(atoms)

    assert sorted(atom for group in groups for atom in group) == sorted(atoms)
    assert all(len(group) == 1 or any(set(group) <= one for one in _laid_out(found)) for group in groups)


def test_split_takes_the_largest_set_first() -> None:
    sets = ExclusiveSets.of(Puzzle(6, (_row([0, 1]), _row([0, 2, 3])), (-1,) * 6).columns())

    assert sets.split([0, 1, 2, 3, 5]) == [[0, 2, 3], [1], [5]]


def test_together_are_the_atoms_of_one_set_until_its_limit_is_wider() -> None:
    sets = ExclusiveSets.of(Puzzle(6, (_row([0, 1]), _row([0, 2, 3])), (-1,) * 6).columns())

    assert sets.together([2, 3])
    assert sets.together([5])
    assert not sets.together([1, 2])
    assert not sets.without([1]).together([2, 3])
    assert sets.without([1]).together([0, 1])
