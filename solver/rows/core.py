"""What rosters near the bound may have, as one model: the nearest first, until what is proven meets what is found.

No roster costs less through a pattern of a member's than the cheapest row with it adds to the bound (reduced cost
fixing). So patterns that are dearer than what is looked for are in no such roster, and what is left is a small part of
all: a model of it is solved where one of everything would not be.
"""

from collections.abc import Mapping
from math import ceil

import numpy as np

from solver.cp_sat import slack
from solver.fixing import FREE
from solver.limits import Floats, Ints, Tier
from solver.local_search import LocalSearch
from solver.rows.proof import Proof
from solver.rows.rounds import Rounds
from solver.rows.team import Team

#: The share of what lies between bound and cost by which the first model goes beyond the bound, at least by a point;
#: and how many times as great a share each later one takes.
_BEYOND, _FURTHER = 0.02, 2.0


class Core:
    """search: whose plan and bound to better. rounds: over everybody, at their end."""

    def __init__(self, search: LocalSearch, team: Team, proof: Proof, rounds: Rounds) -> None:
        self._search, self._team, self._proof, self._rounds = search, team, proof, rounds

    def run(self) -> None:
        """Until the best plan is proven, or no time is left; not at all where somebody's counters don't fit."""
        search, share = self._search, _BEYOND
        least = self.least()
        while least is not None and not search.over() and not search.proven():
            before = search.progress()
            cost, bound = before.costs[Tier.COMFORT], before.bounds[Tier.COMFORT]
            beside = self._proof.beside(before.costs)
            # What comes before is proven first: of COMFORT beside more of that nothing would hold.
            settled = all(before.bounds[tier] >= before.costs[tier] for tier in search.tiers if tier < Tier.COMFORT)
            if beside is None or cost <= bound or not settled:
                return
            beyond, share = min(cost, bound + ceil(share * (cost - bound))), share * _FURTHER
            caps = {tier: before.costs[tier] for tier in search.tiers if tier < Tier.COMFORT}
            search.whole(
                Tier.COMFORT, {**caps, Tier.COMFORT: cost - 1}, search.left(), 1,
                fixed=self._within(least, beyond - 1 + beside), beyond=beyond,
            )  # fmt: skip
            after = search.progress()
            if (after.costs, after.bounds) == (before.costs, before.bounds):
                return

    def least(self) -> dict[int, Floats] | None:
        """What any roster costs at least in which a member has a pattern, of each member and pattern; None where that
        is not told.
        """
        found: dict[int, Floats] = {}
        # Either prices may say more of some patterns: those of the best bound, and those of the mix.
        for prices in (self._rounds.center, self._rounds.mix.prices):
            if prices is None:
                continue
            by_these = self._rounds.mix.through(prices, self._search.count_step)
            if by_these is None:
                return None
            found = {number: np.maximum(points, found.get(number, -np.inf)) for number, points in by_these.items()}
        return found

    def _within(self, least: Mapping[int, Floats], most: float) -> Ints:
        """FREE, 0 or 1 a base atom, for rosters that cost no more than `most`. least: see above."""
        given = self._search.fixed
        fixed = np.where(given == FREE, 0, given)
        for number, points in least.items():
            line, near = self._team.members[number].program.line, points <= most + slack(most)
            for day in range(line.days):
                patterns = np.flatnonzero(near[line.first[day] : line.first[day + 1]]) + line.first[day]
                on = [set(line.atoms[pattern]) for pattern in patterns.tolist()]
                for atom in set().union(*on):
                    if given[atom] == FREE:
                        fixed[atom] = 1 if all(atom in pattern for pattern in on) else FREE
        return fixed
