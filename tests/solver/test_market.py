"""Everybody's best row in turn while links count partly at prices: legal, cheaper, and where two must move together."""

import random

import numpy as np
import pytest

from solver.clock import WallClock, WorkClock
from solver.fixing import FREE
from solver.layout import Layout
from solver.limits import Collector, Derived, Floats, Limit, Tier
from solver.rows.crew import Crew
from solver.rows.insertion import Insertion
from solver.rows.market import Market
from solver.rows.room import Room
from solver.rows.team import Team
from solver.structure import Structure
from tests.solver.rows_team import PEOPLE, team_of

SHARE, SECONDS = 0.9, 4.0


def market_of(insertion: Insertion, seed: int, threads: int = 1, counted: Floats | None = None) -> Market:
    """A market that nobody stops; what it has time for hangs on the rows that it asks for, not on the wall."""
    rooms, clock = [Room() for _ in range(threads)], WorkClock()

    def stopped() -> bool:
        clock.step()
        return False

    return Market(insertion, rooms, Crew(), random.Random(seed), stopped, clock, counted=counted)


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
    assert insertion.cost == costs[-1]
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


def two(names: list[str], wanted: dict[str, int], own: dict[str, int]) -> Team:
    """names: person and shift, two of each person, who does one of them. wanted: people of each shift; one more costs a
    point of COVERAGE, one less 100. own: points of COMFORT for doing it.
    """
    collector = Collector(Derived(4))
    for person in ([0, 1], [2, 3]):
        collector.add(Limit(person, low=1, high=1), price=0, tier=Tier.COMFORT, source=0)
    for name, price in own.items():
        collector.add(Limit([names.index(name)], high=0), price=price, tier=Tier.COMFORT, source=0)
    for shift, people in wanted.items():
        slot = [number for number, name in enumerate(names) if name.endswith(shift)]
        collector.add(Limit(slot, low=people), price=100, tier=Tier.COVERAGE, source=0)
        collector.add(Limit(slot, high=people), price=1, tier=Tier.COVERAGE, source=0)
    columns = collector.columns()
    layout = Layout(np.array([0, 0, 1, 1]), np.zeros(4, np.int64))
    team = Team.of(columns, Structure.of(columns), np.full(4, FREE), layout, lambda: False)
    assert team is not None
    return team


def begun(team: Team, plan: list[int]) -> Insertion:
    """A roster that nobody alone can better."""
    insertion, rows = Insertion(team, 1, lambda: False), team.paths(np.array(plan))
    assert rows is not None
    insertion.take(rows)
    for number, member in enumerate(team.members):
        found = member.cheapest(team.links, insertion.without([number]), Room())
        assert found is not None
        assert (found.path == rows[number]).all()
    return insertion


def test_two_move_together_where_neither_would_alone() -> None:
    # X is missing, and there is one Z too many; each of the two would leave Y alone, or to two.
    team = two(["Anna X", "Anna Y", "Ben Y", "Ben Z"], {"X": 1, "Y": 1, "Z": 0}, {"Anna X": 2, "Ben Y": 2})
    insertion = begun(team, [0, 1, 0, 1])
    market_of(insertion, 1).trade(SHARE, SECONDS, lambda: None)
    assert team.plan([insertion.row(number).path for number in range(2)]).tolist() == [1, 0, 1, 0]


@pytest.mark.parametrize(("counted", "plan"), [(None, [1, 0, 0, 1]), (np.full(2, 1e-4), [0, 1, 1, 0])])
def test_coverage_that_counts_little_at_first_lets_two_change_places(counted: Floats | None, plan: list[int]) -> None:
    names = ["Anna X", "Anna Y", "Ben X", "Ben Y"]
    insertion = begun(two(names, {"X": 1, "Y": 1}, {"Anna X": 5, "Ben Y": 5}), [1, 0, 0, 1])
    market_of(insertion, 1, counted=counted).trade(SHARE, SECONDS, lambda: None)
    assert insertion.team.plan([insertion.row(number).path for number in range(2)]).tolist() == plan


@pytest.mark.parametrize(("seconds", "turn"), [(1.0, 0.004 + 0.005), (4.0, 0.001 + 0.0025), (40.0, 0.0001 + 0.002)])
def test_the_quicker_everybody_is_asked_the_more_turns_it_has_that_gain_little(seconds: float, turn: float) -> None:
    """turn: the share of the time that one takes off: what its two rows take, and more since it gains nothing."""
    insertion = begun(two(["Anna X", "Anna Y", "Ben X", "Ben Y"], {"X": 1, "Y": 1}, {}), [1, 0, 0, 1])
    clock, asked = WorkClock(), 0

    def stopped() -> bool:
        nonlocal asked
        asked += 1
        clock.step()
        return False

    assert not insertion.cost
    Market(insertion, [Room()], Crew(), random.Random(1), stopped, clock).trade(SHARE, seconds, lambda: None)
    assert not insertion.cost
    # Once before each turn and each of its rows; the last turn is the one in which links cost what they cost.
    assert abs(asked / 3 - (1 / turn + 1)) <= 2


def test_when_stopped_it_ends_with_the_cheapest_roster_that_it_had() -> None:
    # A price for which both do X, of whom one is too many.
    insertion = begun(two(["Anna X", "Anna Y", "Ben X", "Ben Y"], {"X": 1, "Y": 1}, {}), [1, 0, 0, 1])
    prices, asked, dearest = np.array([1e6, 0.0]), 0, 0.0

    def stopped() -> bool:
        nonlocal asked, dearest
        asked, dearest = asked + 1, max(dearest, insertion.cost)
        return asked > 7

    market = Market(insertion, [Room()], Crew(), random.Random(1), stopped, WallClock(), prices)
    market.trade(SHARE, 600, lambda: None)
    assert asked < 12
    assert dearest > 0
    assert not insertion.cost


@pytest.mark.parametrize("seed", range(4))
def test_slopes_and_eased_links_are_those_of_their_points(seed: int) -> None:
    team = two(["A X", "A Y", "B Y", "B Z"], {"X": 1, "Y": 2, "Z": 0}, {}) if seed == 0 else team_of(seed)[2]
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
