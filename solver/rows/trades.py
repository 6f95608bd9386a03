"""When there is a market, who has it, and for how long."""

import random
from collections.abc import Callable, Sequence

import numpy as np

from solver.limits import Floats
from solver.local_search import LocalSearch
from solver.rows.crew import Crew
from solver.rows.insertion import Insertion
from solver.rows.market import Market
from solver.rows.room import Room

#: The share of prices in a market at first.
_OF_PRICES = 0.9
#: Where days are many, the share of the time left.
_DAYS_SHARE = 0.5
#: Where coverage counts: the share of the time left, and seconds a person, at most; and what a unit is worth at first
#: beside its price.
_COVERED_SHARE, _COVERED_LINE_S, _WORTH = 0.5, 0.1, 30.0
#: Of one thread's own: the share of the time left, and seconds a person, at most.
_ALONE_SHARE, _ALONE_LINE_S = 0.2, 0.2


class Trades:
    """insertion: the roster of the thread that calls. rooms: of all threads, the caller's first; crew: what they share
    work by. offer: told of better rosters.
    """

    def __init__(
        self,
        search: LocalSearch,
        insertion: Insertion,
        rooms: Sequence[Room],
        crew: Crew,
        rng: random.Random,
        offer: Callable[[], None],
    ) -> None:
        self._search, self._insertion, self._rooms, self._crew = search, insertion, rooms, crew
        self._random, self._offer, self._clock = rng, offer, search.clock
        self._links, self._people = insertion.team.links, len(insertion.rows)

    def many_days(self) -> Floats:
        """A market of all threads; the prices that it ends with."""
        market = self._market(self._rooms, self._crew)
        market.trade(_OF_PRICES, _DAYS_SHARE * self._search.left(), self._offer)
        return market.prices

    def for_coverage(self, prices: Floats) -> None:
        """A market of all threads, from prices of the relaxation; a unit of coverage is worth little more at first."""
        market = self._market(self._rooms, self._crew, prices, self._links.shares(np.abs(prices) + _WORTH))
        seconds = min(_COVERED_SHARE * self._search.left(), _COVERED_LINE_S * self._people)
        market.trade(_OF_PRICES, seconds, self._offer)

    def alone(self) -> None:
        """One of this thread's own, while another one prices for a bound."""
        market = self._market(self._rooms[:1], Crew())
        seconds = min(_ALONE_SHARE * self._search.left(), _ALONE_LINE_S * self._people)
        market.trade(_OF_PRICES, seconds, self._offer)

    def _market(
        self, rooms: Sequence[Room], crew: Crew, prices: Floats | None = None, counted: Floats | None = None
    ) -> Market:
        # Rounds go on where slopes of counters were left in the same rooms: without, they take several times as long.
        return Market(self._insertion, rooms, crew, self._random, self._stopped, self._clock, prices, counted)

    def _stopped(self) -> bool:
        return self._search.count_step() or self._search.proven()
