"""Rosters by whole rows: legal, never dearer, and never cheaper than the bound."""

from itertools import pairwise

import numpy as np
import pytest

from solver.build import FREE
from solver.limits import Collector, Columns, Derived, Limit, Tier
from solver.neighbourhoods import Layout
from solver.rows.dive import Rounds
from solver.rows.insertion import Insertion
from solver.rows.mix import Mix
from solver.rows.program import Room
from solver.rows.team import Team
from solver.structure import Structure

PEOPLE, DAYS = 4, 6


def team_of(seed: int) -> tuple[Columns, Team]:
    """Four people, six days, an early and a late shift that somebody is wanted for; and hard limits of each person."""
    rng = np.random.default_rng(seed)
    atoms = np.arange(PEOPLE * DAYS * 2).reshape(PEOPLE, DAYS, 2)
    derived = Derived(atoms.size)
    collector = Collector(derived)

    def add(limit: Limit, price: int) -> None:
        collector.add(limit, price=price, tier=Tier.COMFORT, source=0)

    for person in atoms.tolist():
        on = [derived.any_of(day) for day in person]
        for day in person:
            add(Limit(day, high=1), 0)
        for before, after in pairwise(person):
            add(Limit([before[1], after[0]], high=1), 0)
        for day in range(DAYS - 3):
            add(Limit([a for a in on[day : day + 4] if a is not None], high=3), 0)
        add(Limit([a for day in person for a in day], low=2, high=4), 0)
        add(Limit([person[int(rng.integers(DAYS))][int(rng.integers(2))]], high=0), int(rng.integers(1, 9)))
    for slot in atoms.transpose(1, 2, 0).reshape(-1, PEOPLE).tolist():
        wanted = int(rng.integers(0, 3))
        add(Limit(slot, low=wanted), 100)
        add(Limit(slot, high=wanted), 1)
    columns = collector.columns()
    line, day, _ = np.indices(atoms.shape)
    layout = Layout(line.reshape(-1), day.reshape(-1))
    team = Team.of(columns, Structure.of(columns), np.full(atoms.size, FREE), layout, lambda: False)
    assert team is not None
    return columns, team


@pytest.mark.parametrize("seed", range(6))
def test_people_put_in_make_a_legal_roster_that_costs_what_is_said(seed: int) -> None:
    columns, team = team_of(seed)
    insertion = Insertion(team, seed, lambda: False)
    assert insertion.construct()
    costs = [insertion.cost]
    turns = iter([1.0] * 30 + [0.0])
    insertion.improve(lambda: next(turns), lambda: costs.append(insertion.cost))
    assert costs == sorted(costs, reverse=True)
    rows = [row for row in insertion.rows if row is not None]
    plan = team.plan(rows)
    assert not columns.outside(columns.values(plan))[columns.hard].any()
    assert columns.costs(plan)[Tier.COMFORT] == insertion.cost
    found = team.paths(plan)
    assert found is not None
    assert [path.tolist() for path in found] == [path.tolist() for path in rows]


@pytest.mark.parametrize("seed", range(6))
def test_no_roster_costs_less_than_the_bound_and_a_dive_is_legal(seed: int) -> None:
    columns, team = team_of(seed)
    insertion = Insertion(team, seed, lambda: False)
    assert insertion.construct()
    mix = Mix(team, range(PEOPLE), team.links.given)
    for number in range(PEOPLE):
        mix.add(insertion.row(number))
    told: list[float] = []
    rounds = Rounds(mix, Room(), lambda: False, told.append)
    assert rounds.run(500)
    assert rounds.done
    # Prices lie on a grid, so that the bound may miss the mix by a little.
    assert rounds.best <= mix.value + 1e-6
    assert np.ceil(rounds.best - 1e-6) >= np.floor(mix.value)
    assert told == sorted(told)
    rows = rounds.dive()
    assert rows is not None
    insertion.replace(rows)
    plan = team.plan([insertion.row(number).path for number in range(PEOPLE)])
    assert not columns.outside(columns.values(plan))[columns.hard].any()
    assert columns.costs(plan)[Tier.COMFORT] == insertion.cost >= np.ceil(rounds.best - 1e-6)
