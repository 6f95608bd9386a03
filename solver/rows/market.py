"""Everybody's best row in turn while links count partly at prices, and less and less so: for rosters of many days.

Against what the others leave, a unit too many where nothing is missing is worth nothing, and what is missing costs the
same wherever it is: nobody moves, though two or more together could. So links cost a share of what a unit brings at
prices, and the rest of what they do cost. A price goes up while units are missing and down while there are too many
(tâtonnement), so that it comes to what a unit is worth elsewhere; and the share falls to nothing (a homotopy), until
links cost what they cost.
"""

import random
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from solver.clock import Clock
from solver.limits import Floats
from solver.rows.crew import Crew
from solver.rows.insertion import Insertion
from solver.rows.program import Cheapest, Room
from solver.rows.team import Links

#: How far prices go to what a unit costs now, each time everybody was asked.
_STEP = 0.3
#: Each time that gains less than this share, prices come to their end by so much sooner.
_LITTLE, _SOONER = 0.0002, 0.005
#: A better roster is told once so many times as long has passed as telling takes.
_TOLD = 20.0


class Market:
    """insertion: the roster, everybody in. rooms: of the threads that look for rows; crew: what shares the work.

    prices: a unit of each link. counted: the share of COVERAGE points that counts at first, of each link; in the end
    all of them do. stopped: asked before each row.
    """

    def __init__(
        self,
        insertion: Insertion,
        rooms: Sequence[Room],
        crew: Crew,
        rng: random.Random,
        stopped: Callable[[], bool],
        clock: Clock,
        prices: Floats | None = None,
        counted: Floats | None = None,
    ) -> None:
        self._insertion, self._rooms, self._crew = insertion, rooms, crew
        self._random, self._stopped, self._clock = rng, stopped, clock
        links = insertion.team.links
        self.prices, self._counted = np.zeros(len(links.given)) if prices is None else prices.copy(), counted

    def trade(self, share: float, seconds: float, better: Callable[[], None]) -> None:
        """Until links cost what they cost, after so many seconds or sooner, or stopped. share: of prices at first.
        better: told of rosters that cost less than any before.
        """
        insertion, clock = self._insertion, self._clock
        passed, least, told, due = 0.0, insertion.cost, insertion.cost, clock.now()
        while passed < 1.0 and not self._stopped():
            began = clock.now()
            links = insertion.team.links
            if self._counted is not None:
                links = links.counting(self._counted ** (1 - passed))
            self._ask_all(links.eased(self.prices, share * (1 - passed)))
            last, more = links.slopes(insertion.values)
            self.prices += _STEP * (np.clip(self.prices, -more, -last) - self.prices)
            cost = insertion.cost
            passed += (clock.now() - began) / seconds + (_SOONER if cost > (1 - _LITTLE) * least else 0.0)
            least = min(least, cost)
            if cost < told and clock.now() >= due:
                told, began = cost, clock.now()
                better()
                due = clock.now() + _TOLD * (clock.now() - began)
        if insertion.cost < told:
            better()

    def _ask_all(self, links: Links) -> None:
        """Everybody once, as many at a time as there are rooms; rows that cost less, by these links, are taken."""
        order, size = list(range(len(self._insertion.rows))), len(self._rooms)
        self._random.shuffle(order)
        for some in (order[at : at + size] for at in range(0, len(order), size)):
            if self._stopped():
                return
            asked = zip(some, self._rooms, strict=False)
            self._take(links, some, self._crew.share([partial(self._ask, links, *one) for one in asked]))

    def _ask(self, links: Links, number: int, room: Room) -> Cheapest | None:
        values = self._insertion.without([number])
        return self._insertion.team.members[number].cheapest(links, values, room)

    def _take(self, links: Links, some: Sequence[int], found: Sequence[Cheapest | None]) -> None:
        insertion = self._insertion
        cost = self._cost(links)
        for number, one in zip(some, found, strict=True):
            if one is None or one.path is None:
                continue
            row = insertion.row(number)
            insertion.give(number, one.path, one.own)
            # Where two who were asked at once take the same, or no row is sure to be the cheapest.
            if (now := self._cost(links)) > cost:
                insertion.give(number, row.path, row.own)
            else:
                cost = now

    def _cost(self, links: Links) -> float:
        return self._insertion.own + links.cost(self._insertion.values)
