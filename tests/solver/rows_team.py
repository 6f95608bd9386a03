"""A small team whose rows are planned whole."""

from itertools import pairwise

import numpy as np

from solver.fixing import FREE
from solver.layout import Layout
from solver.limits import Collector, Columns, Derived, Limit, Tier
from solver.rows.team import Team
from solver.structure import Structure

PEOPLE, DAYS = 4, 6


def team_of(seed: int) -> tuple[Columns, Layout, Team]:
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
    return columns, layout, team
