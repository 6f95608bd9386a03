"""Rounds of pricing over everybody, and what they prove: a bound of COMFORT for all rosters that miss no more of
COVERAGE than the best one.
"""

import logging
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from solver.cp_sat import whole_points
from solver.limits import Floats, Tier
from solver.local_search import LocalSearch
from solver.relaxation import relaxed_prices
from solver.rows.crew import Crew
from solver.rows.kept import Kept
from solver.rows.links import weight_of
from solver.rows.mix import Mix
from solver.rows.room import Room
from solver.rows.rounds import Rounds
from solver.rows.row import Row
from solver.rows.team import Team

#: How much dearer than in the relaxation a unit of COVERAGE is in a mix, and points beside: with less, dives leave it
#: out; with more, prices take longer to settle.
_DEARER, _LEAST_WORTH = 3.0, 50.0
#: From how many people's rows it is told what a round takes.
_ASKED = 5

log = logging.getLogger(__name__)


def relaxed(search: LocalSearch, held: Sequence[int], stopped: Callable[[], bool]) -> Floats | None:
    """What sums are worth in the relaxation of the whole model, while the first tiers cost no more than is held; None
    where it gives no prices, for whatever reason.
    """
    try:
        return relaxed_prices(search.columns, search.fixed, search.structure, held, stopped)
    except Exception:
        log.exception("the relaxation could not be solved; the search goes on without its prices")
        return None


class Proof:
    """search: whose bound to better. rooms: of the threads that price.

    prices: of links in the relaxation of the whole model, once it is ready, where coverage counts; None also where it
    gave none.
    """

    def __init__(self, search: LocalSearch, team: Team, kept: Kept, crew: Crew, rooms: Sequence[Room]) -> None:
        self._search, self._team, self._kept, self._crew = search, team, kept, crew
        # Without coverage the others have dives and a market of their own meanwhile.
        self._rooms = rooms if team.links.count_coverage else rooms[:1]
        self.prices: Floats | None = None

    def await_prices(self) -> bool:
        """Wait for the relaxation's prices, where coverage counts; False when stopped before there were any."""
        if not self._team.links.count_coverage:
            return True
        held = self._search.progress().costs[: Tier.COMFORT]
        begun = self._kept.relaxing
        found = begun.result() if begun is not None else relaxed(self._search, held, self._search.over)
        if found is not None:
            self.prices = found[self._team.links.sums]
        # Where the relaxation gives none, rounds find prices by themselves.
        return found is not None or not self._search.over()

    def rounds(self, rows: Sequence[Row], center: Floats | None) -> tuple[float, Rounds]:
        """What of COVERAGE rosters may miss whose cost is bounded; and rounds that begin with rows, and with prices of
        links, else those of the relaxation if there are.
        """
        team, links, coverage = self._team, self._team.links, None
        missing = self.missing(self._search.progress().costs)
        if self.prices is not None:
            beside = links.handed_on(self.prices, links.implied_where(missing))
            coverage = self._worth(beside)
            # Dives leave out what others imply, also where those may be short.
            self._kept.coverage = self._worth(links.handed_on(self.prices, links.implied_by))
            center = beside if center is None else center
        mix = Mix(team, range(len(team.members)), links.given, coverage, missing)
        for row in rows:
            mix.add(row)
        told, share = partial(self.bound, missing), self._crew.share
        return missing, Rounds(mix, self._rooms, self._search.count_step, told, share, center)

    def round_s(self, prices: Floats) -> float | None:
        """About how many seconds a round at these prices of links takes, by some people's rows; None when stopped.

        It is told before there is a mix of everybody's rows, which take much memory where days are many.
        """
        members, clock, took = self._team.members, self._search.clock, 0.0
        some = members[:: -(-len(members) // _ASKED)]
        for member in some:
            points = member.paid(prices)
            # What a row is looked for in is made at the first asking, once for all rounds.
            for counted in (False, True):
                began = clock.now()
                if self._search.count_step():
                    return None
                member.program.cheapest(points, self._rooms[0])
                took += counted * (clock.now() - began)
        return took * len(members) / len(some) / len(self._rooms)

    def _worth(self, prices: Floats) -> Floats:
        """The share of its COVERAGE points that counts of each link, by its price in the relaxation."""
        return self._team.links.shares(_DEARER * np.abs(prices) + _LEAST_WORTH)

    def missing(self, costs: Sequence[int]) -> float:
        """What a roster of such costs misses of COVERAGE that members move, in weighted points."""
        return weight_of(Tier.COVERAGE) * (costs[Tier.COVERAGE] - self._team.settled[Tier.COVERAGE])

    def bound(self, missing: float, value: float) -> None:
        """Of all tiers together, beside COVERAGE where so much of it may be missing; a bound of COMFORT for plans that
        cost the same in the tiers before it.
        """
        costs = self._search.progress().costs
        beside = self.beside(costs, missing)
        if beside is not None:
            before = tuple((tier, costs[tier]) for tier in Tier if tier < Tier.COMFORT)
            self._search.raise_bound(Tier.COMFORT, whole_points(value - beside, value), before)

    def beside(self, costs: Sequence[int], missing: float = 0.0) -> float | None:
        """Weighted points of a mix that are not COMFORT, of plans of such costs in the tiers before, where so much of
        COVERAGE may be missing in it: less these its bound is one of COMFORT. None where it says nothing of such plans.
        """
        now, settled = self.missing(costs), self._team.settled
        # With more of MUST missed, plans are among these whose rows a line's program leaves out.
        if costs[Tier.MUST] > self._team.least[Tier.MUST] or now > missing:
            return None
        # What nobody can move is in no mix, and in each plan.
        paid = sum(weight_of(tier) * (costs[tier] - settled[tier]) for tier in Tier if tier < Tier.COMFORT)
        return paid - now - settled[Tier.COMFORT]
