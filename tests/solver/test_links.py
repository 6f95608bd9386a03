"""Sums that link lines: which of them another one implies, and what a unit of coverage counts in a mix."""

import numpy as np
import pytest

import solver.rows.links
from solver.fixing import FREE
from solver.limits import Collector, Derived, Limit, Tier
from solver.rows.links import Links, weight_of
from solver.structure import Structure

#: Atoms of a link, at least how many of them, and the tier that counts what lacks.
Wanted = tuple[list[int], int, Tier]

COVERAGE, COMFORT = Tier.COVERAGE, Tier.COMFORT


def links_of(*wanted: Wanted, price: int = 3, on: tuple[int, ...] = (), off: tuple[int, ...] = ()) -> Links:
    """Links over six atoms, of which some are fixed."""
    collector = Collector(Derived(6))
    for atoms, low, tier in wanted:
        collector.add(Limit(atoms, low=low), price=price, tier=tier, source=0)
    columns, fixed = collector.columns(), np.full(6, FREE)
    fixed[list(on)], fixed[list(off)] = 1, 0
    links = Links.of(columns, Structure.of(columns), fixed, np.arange(columns.rows))
    assert links is not None
    return links


@pytest.mark.parametrize(("of_all", "implied"), [(1, True), (2, True), (3, False)])
def test_a_link_is_implied_by_one_that_wants_as_much_of_fewer(of_all: int, implied: bool) -> None:
    links = links_of(([0, 1, 2], of_all, COVERAGE), ([0, 1], 2, COVERAGE))
    assert links.implied_by.tolist() == ([1, 1] if implied else [0, 1])


def test_sets_that_only_overlap_imply_nothing() -> None:
    assert links_of(([0, 1, 2], 1, COVERAGE), ([2, 3], 2, COVERAGE)).implied_by.tolist() == [0, 1]


def test_what_is_implied_is_so_by_one_that_is_not() -> None:
    links = links_of(
        ([0, 1, 2, 3], 1, COVERAGE), ([0, 1, 2], 1, COVERAGE), ([0, 1], 1, COVERAGE), ([4, 5], 1, COVERAGE)
    )
    assert links.implied_by.tolist() == [2, 2, 2, 3]


def test_of_the_same_atoms_those_that_want_most_imply_the_others() -> None:
    # What is fixed differs, what is free does not: one of 0 and 1, both of them, both again.
    wanted = ([0, 1, 2], 1, COVERAGE), ([0, 1, 3], 2, COVERAGE), ([0, 1, 4], 2, COVERAGE)
    assert links_of(*wanted, off=(2, 3, 4)).implied_by.tolist() == [1, 1, 1]


@pytest.mark.parametrize(("low", "implied"), [(2, True), (3, True), (4, False)])
def test_what_is_fixed_on_is_not_wanted_of_others(low: int, implied: bool) -> None:
    # Of 0, 1 and 2 one less is wanted than it says, since 3 is on.
    links = links_of(([0, 1, 2, 3], low, COVERAGE), ([0, 1], 2, COVERAGE), on=(3,))
    assert links.implied_by.tolist() == ([1, 1] if implied else [0, 1])


def test_what_wants_less_than_it_says_implies_nothing_that_wants_more() -> None:
    # With 2 on, the first wants one of 0 and 1, the other both.
    links = links_of(([0, 1, 2], 2, COVERAGE), ([0, 1, 3], 2, COVERAGE), on=(2,), off=(3,))
    assert links.implied_by.tolist() == [1, 1]


def test_links_that_comfort_counts_are_neither_implied_nor_imply() -> None:
    alone = ([0, 1, 2], 1, COMFORT), ([0, 1], 1, COVERAGE)
    assert links_of(*alone).implied_by.tolist() == [0, 1]
    other_way = ([0, 1, 2], 1, COVERAGE), ([0, 1], 1, COMFORT)
    assert links_of(*other_way).implied_by.tolist() == [0, 1]
    beside = ([0, 1, 2], 1, COVERAGE), ([0, 1, 2], 2, COMFORT), ([0, 1], 1, COVERAGE)
    assert links_of(*beside).implied_by.tolist() == [0, 1]


def test_a_link_that_must_not_be_passed_is_not_implied() -> None:
    collector = Collector(Derived(3))
    collector.add(Limit([0, 1, 2], low=1, high=2), price=3, tier=COVERAGE, source=0)
    collector.add(Limit([0, 1], low=1), price=3, tier=COVERAGE, source=0)
    columns = collector.columns()
    links = Links.of(columns, Structure.of(columns), np.full(3, FREE), np.arange(columns.rows))
    assert links is not None
    assert links.implied_by.tolist() == [0, 1]


def test_prices_of_what_is_implied_go_to_what_implies_it() -> None:
    links = links_of(([0, 1, 2], 1, COVERAGE), ([0, 1], 1, COVERAGE), ([4, 5], 1, COVERAGE))
    assert links.handed_on(np.array([2.0, 5.0, 1.0]), links.implied_by).tolist() == [0.0, 7.0, 1.0]


def test_what_may_lack_itself_implies_nothing() -> None:
    # A unit of both is 3 points: with fewer missing the second is never short.
    links = links_of(([0, 1, 2], 1, COVERAGE), ([0, 1], 1, COVERAGE))
    unit = 3 * weight_of(COVERAGE)
    assert links.implied_where(0.0).tolist() == links.implied_where(unit - 1).tolist() == [1, 1]
    assert links.implied_where(unit).tolist() == [0, 1]


def test_a_share_makes_a_unit_that_lacks_cost_what_it_is_worth_and_no_more_than_all() -> None:
    links = links_of(([0, 1, 2], 2, COVERAGE), ([3, 4], 1, COVERAGE), ([0, 5], 1, COMFORT))
    unit = 3 * weight_of(COVERAGE)
    shares = links.shares(np.array([unit / 4, 5 * unit, 1.0]))
    assert shares[:2].tolist() == [0.25, 1.0]
    # Points of 0, 1, 2, 3 on: two lack, one, none.
    first, end = int(links.first[0]), int(links.first[1])
    assert (shares[0] * links.covered[first:end]).tolist() == [unit / 2, unit / 4, 0.0, 0.0]
    # What COMFORT counts is none of it.
    assert (links.covered[int(links.first[2]) :] == 0).all()
    assert (links.points[int(links.first[2]) :] == [3.0, 0.0, 0.0]).all()


def with_hard(*limits: tuple[Limit, int, Tier]) -> Links:
    """Links of limits with their prices over four atoms; 0 = hard."""
    collector = Collector(Derived(4))
    for limit, price, tier in limits:
        collector.add(limit, price=price, tier=tier, source=0)
    columns = collector.columns()
    links = Links.of(columns, Structure.of(columns), np.full(4, FREE), np.arange(columns.rows))
    assert links is not None
    return links


def test_a_hard_limit_costs_more_a_unit_than_any_cell_can_bring() -> None:
    # Atom 0 is worth 7 times its weight of 2 to one link, and 5 to the other.
    dear = 1_000_000
    links = with_hard(
        (Limit([0, 1], low=2, high=2, weights=[2, 1]), 7 * dear, COVERAGE),
        (Limit([0, 2], low=1), 5 * dear, COVERAGE),
        (Limit([0, 3], high=0), 0, COMFORT),
    )
    unit = weight_of(COVERAGE) * dear
    assert links.per_break == 2 * (2 * 7 + 5) * unit
    hard = slice(int(links.first[2]), int(links.first[3]))
    assert links.points[hard].tolist() == links.broken[hard].tolist() == [0.0, links.per_break, 2 * links.per_break]
    assert not links.covered[hard].any()
    assert not links.broken[: hard.start].any()
    assert links.cost(np.array([2, 1, 1])) == links.per_break


def test_over_one_sum_what_is_hard_and_what_is_priced_are_told_apart() -> None:
    links = with_hard((Limit([0, 1, 2], low=2), 3, COVERAGE), (Limit([0, 1, 2], high=2), 0, COVERAGE))
    unit = 3 * weight_of(COVERAGE)
    assert links.covered.tolist() == [2 * unit, unit, 0.0, 0.0]
    assert links.broken.tolist() == [0.0, 0.0, 0.0, links.per_break]
    assert links.points.tolist() == [2 * unit, unit, 0.0, links.per_break]
    # A share counts of both alike.
    half = links.counting(np.array([0.5])).points
    assert half.tolist() == [unit, unit / 2, 0.0, links.per_break / 2]


def test_a_hard_limit_neither_implies_nor_is_implied() -> None:
    links = with_hard((Limit([0, 1, 2], low=1), 3, COVERAGE), (Limit([0, 1], low=1), 0, COVERAGE))
    assert links.implied_by.tolist() == [0, 1]
    other_way = with_hard((Limit([0, 1, 2], low=1), 0, COVERAGE), (Limit([0, 1], low=1), 3, COVERAGE))
    assert other_way.implied_by.tolist() == [0, 1]


def test_a_unit_beyond_what_is_hard_is_worth_more_than_one_of_coverage() -> None:
    links = with_hard((Limit([0, 1], low=1), 3, COVERAGE), (Limit([2, 3], high=1), 0, COMFORT))
    shares = links.shares(np.array([60.0, 60.0]))
    assert shares[0] * 3 * weight_of(COVERAGE) == pytest.approx(60.0)
    assert shares[1] * links.per_break == pytest.approx(600.0)
    assert links.shares(np.full(2, 1e9)).tolist() == [1.0, 1.0]


def test_what_is_must_counts_by_shares_as_well_but_breaks_nothing() -> None:
    links = with_hard((Limit([0, 1], low=1), 3, Tier.MUST), (Limit([2, 3], high=1), 0, COMFORT))
    unit = 3 * weight_of(Tier.MUST)
    assert links.ahead.tolist() == links.points.tolist() == [unit, 0.0, 0.0, 0.0, 0.0, links.per_break]
    assert links.broken.tolist() == [0.0, 0.0, 0.0, 0.0, 0.0, links.per_break]
    assert links.shares(np.array([60.0, 60.0]))[0] * unit == pytest.approx(600.0)
    assert links.counting(np.array([0.5, 0.5])).points.tolist() == [unit / 2, 0, 0, 0, 0, links.per_break / 2]


@pytest.mark.parametrize(("weight", "fits"), [(1, True), (10**12, False)])
def test_too_many_values_are_not_laid_out_first(weight: int, fits: bool) -> None:
    """Cents, say, of everybody's pay: memory for all their sums there is none."""
    collector = Collector(Derived(2))
    collector.add(Limit([0, 1], low=1, weights=[weight, weight]), price=1, tier=COMFORT, source=0)
    columns = collector.columns()
    links = Links.of(columns, Structure.of(columns), np.full(2, FREE), np.arange(1))
    assert (links is not None) is fits


@pytest.mark.parametrize("most", [4, 5, 6])
def test_all_values_of_all_links_count(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two sums of one and of two atoms: two and three values."""
    monkeypatch.setattr(solver.rows.links, "_MOST_VALUES", most)
    collector = Collector(Derived(3))
    for atoms in ([0], [1, 2]):
        collector.add(Limit(atoms, low=1), price=1, tier=COMFORT, source=0)
    columns = collector.columns()
    links = Links.of(columns, Structure.of(columns), np.full(3, FREE), np.arange(2))
    assert (links is not None) is (most >= 5)
