"""Everybody's best row in turn while links count partly at prices, and less and less so: for rosters of many days,
where coverage counts, and for a thread alone while another one prices for a bound.

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
from solver.rows.links import Links
from solver.rows.room import Room
from solver.rows.row import Cheapest, Row

#: How far prices go to what a unit costs now, each time everybody was asked.
_STEP = 0.3
#: Each time that gains less than this share, prices come to their end sooner: by so many times the share of the time
#: that it took, at least and at most by these. A market of quick ones may have more of them.
_LITTLE, _TIMES, _SOONER = 0.0002, 2.5, (0.002, 0.005)
#: The share of the time that telling of better rosters may take.
_TELLING = 0.05


class Market:
    """insertion: the roster, everybody in. rooms: of the threads that look for rows; crew: what shares the work.

    prices: what a unit of each link is worth. counted: the share of the points before COMFORT that counts at first, of
    each link (see Links.counting); in the end all of them do. stopped: asked before each row.
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
        """Until links cost what they cost, after so many seconds or sooner, or stopped; what cost least stays.

        share: of prices at first. better: told of rosters that cost less than any before.
        """
        insertion, clock = self._insertion, self._clock
        least, rows = insertion.cost, self._all()
        told, due, passed, ends = least, clock.now(), 0.0, False
        while not ends and not self._stopped():
            began, ends = clock.now(), passed >= 1.0
            left = max(0.0, 1.0 - passed)
            links = insertion.team.links
            if self._counted is not None:
                links = links.counting(self._counted**left)
            self._ask_all(links.eased(self.prices, share * left))
            last, more = links.slopes(insertion.values)
            self.prices += _STEP * (np.clip(self.prices, -more, -last) - self.prices)
            cost = insertion.cost
            took = (clock.now() - began) / seconds
            passed += took + (float(np.clip(_TIMES * took, *_SOONER)) if cost >= (1 - _LITTLE) * least else 0.0)
            if cost < least:
                least, rows = cost, self._all()
            if cost < told and clock.now() >= due:
                told, began = cost, clock.now()
                better()
                due = clock.now() + (clock.now() - began) / _TELLING
        if insertion.cost > least:
            for row in rows:
                insertion.give(row.member, row.path, row.own)
        if least < told:
            better()

    def _all(self) -> list[Row]:
        return [self._insertion.row(number) for number in range(len(self._insertion.rows))]

    def _ask_all(self, links: Links) -> None:
        """Everybody once, as many at a time as there are rooms; rows that cost less, by these links, are taken."""
        # A member always in the same room, which holds where its slopes were left.
        size = len(self._rooms)
        parts = [[*range(room, len(self._insertion.rows), size)] for room in range(size)]
        for part in parts:
            self._random.shuffle(part)
        for at in range(len(parts[0])):
            if self._stopped():
                return
            some = [part[at] for part in parts if at < len(part)]
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
