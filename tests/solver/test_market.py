"""Everybody's best row in turn while links count partly at prices: legal, cheaper, and where two must move together."""

import random
import time

import numpy as np
import pytest

from solver.build import FREE
from solver.clock import WallClock
from solver.limits import Collector, Derived, Ints, Limit, Tier
from solver.neighbourhoods import Layout
from solver.rows.crew import Crew
from solver.rows.insertion import Insertion
from solver.rows.market import Market
from solver.rows.program import Room
from solver.rows.team import Team
from solver.structure import Structure
from tests.solver.rows_team import PEOPLE, team_of

SHARE, SECONDS = 0.9, 0.3


def market_of(insertion: Insertion, seed: int, threads: int = 1) -> Market:
    """A market that nobody stops."""
    rooms = [Room() for _ in range(threads)]
    return Market(insertion, rooms, Crew(), random.Random(seed), lambda: False, WallClock())


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("threads", [1, 3])
def test_rosters_stay_legal_and_each_that_is_told_costs_less(seed: int, threads: int) -> None:
    columns, _, team = team_of(seed)
    insertion, room = Insertion(team, seed, lambda: False), Room()
    # Rows that nobody would choose, so that there is something to gain.
    dear = [member.program.cheapest(np.zeros(len(member.program.line.atoms)), room).path for member in team.members]
    insertion.take([path for path in dear if path is not None])
    costs = [insertion.cost]

    def told() -> None:
        plan = team.plan([insertion.row(number).path for number in range(PEOPLE)])
        assert not columns.outside(columns.values(plan))[columns.hard].any()
        assert columns.costs(plan)[Tier.COMFORT] == insertion.cost
        costs.append(insertion.cost)

    market_of(insertion, seed, threads).trade(SHARE, SECONDS, told)
    assert len(costs) > 1
    assert costs == sorted(set(costs), reverse=True)
    # At its end links cost what they cost, so nobody alone can better it.
    last = insertion.cost
    for number in range(PEOPLE):
        kept = insertion.row(number)
        found = team.members[number].cheapest(team.links, insertion.without([number]), room)
        assert found is not None
        assert found.path is not None
        insertion.give(number, found.path, found.own)
        assert insertion.cost >= last - 1e-6
        insertion.give(number, kept.path, kept.own)


def chain() -> tuple[Team, list[Ints]]:
    """Anna can do X and Y, Ben Y and Z; everybody does one of them. Wanted are one X and one Y, none of Z. And rows by
    which Anna does Y, Ben Z, so that X is missing: to move alone costs a point for changing, and gains nothing.
    """
    collector = Collector(Derived(4))
    anna, ben = [0, 1], [2, 3]
    x, y, z = [anna[0]], [anna[1], ben[0]], [ben[1]]
    for person in (anna, ben):
        collector.add(Limit(person, low=1, high=1), price=0, tier=Tier.COMFORT, source=0)
    for atom, price in ((anna[0], 2), (ben[0], 2)):
        collector.add(Limit([atom], high=0), price=price, tier=Tier.COMFORT, source=0)
    for slot, wanted in ((x, 1), (y, 1), (z, 0)):
        collector.add(Limit(slot, low=wanted), price=100, tier=Tier.COVERAGE, source=0)
        collector.add(Limit(slot, high=wanted), price=1, tier=Tier.COVERAGE, source=0)
    columns = collector.columns()
    layout = Layout(np.array([0, 0, 1, 1]), np.zeros(4, np.int64))
    team = Team.of(columns, Structure.of(columns), np.full(4, FREE), layout, lambda: False)
    assert team is not None
    rows = team.paths(np.array([0, 1, 0, 1]))
    assert rows is not None
    return team, rows


def test_two_move_together_where_neither_would_alone() -> None:
    team, rows = chain()
    insertion = Insertion(team, 1, lambda: False)
    insertion.take(rows)
    before = insertion.cost
    for number, member in enumerate(team.members):
        found = member.cheapest(team.links, insertion.without([number]), Room())
        assert found is not None
        assert (found.path == rows[number]).all()

    market_of(insertion, 1).trade(SHARE, SECONDS, lambda: None)

    paths = insertion.all_in()
    assert paths is not None
    assert team.plan(paths).tolist() == [1, 0, 1, 0]
    assert insertion.cost < before


def test_it_ends_when_stopped() -> None:
    _, _, team = team_of(1)
    insertion = Insertion(team, 1, lambda: False)
    assert insertion.construct()
    asked = []

    def stopped() -> bool:
        asked.append(time.monotonic())
        return len(asked) > 10

    Market(insertion, [Room()], Crew(), random.Random(1), stopped, WallClock()).trade(SHARE, 600, lambda: None)
    assert len(asked) < 20
    assert insertion.all_in() is not None


@pytest.mark.parametrize("seed", range(4))
def test_slopes_and_eased_links_are_those_of_their_points(seed: int) -> None:
    team = chain()[0] if seed == 0 else team_of(seed)[2]
    links, rng = team.links, np.random.default_rng(seed)
    first, last = links.first[:-1] - links.at, links.first[1:] - links.at - 1
    for values in (first, last, rng.integers(first, last + 1)):
        down, up = links.slopes(values)
        for link, value in enumerate(values.tolist()):
            table = links.points[links.first[link] : links.first[link + 1]]
            place = value - int(first[link])
            assert down[link] == (table[place] - table[place - 1] if place else -np.inf)
            assert up[link] == (table[place + 1] - table[place] if place + 1 < len(table) else np.inf)
        prices = rng.integers(-50, 50, len(values)).astype(np.float64)
        assert links.eased(prices, 0.0).cost(values) == pytest.approx(links.cost(values))
        brought = -float(prices @ values)
        assert links.eased(prices, 1.0).cost(values) == pytest.approx(brought)
        counted = rng.random(len(values))
        of_coverage = float((links.covered[links.at + values] * counted).sum())
        alone = links.cost(values) - float(links.covered[links.at + values].sum())
        assert links.counting(counted).cost(values) == pytest.approx(alone + of_coverage)
        assert links.eased(prices, 0.3).cost(values) == pytest.approx(0.7 * links.cost(values) + 0.3 * brought)
