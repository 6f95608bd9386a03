"""What a thread does with whole rows: people out and in again, rounds of pricing for a bound, dives over some people.

Each thread has a roster of its own, and takes over the best one of all when it is better.
"""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from math import ceil

import numpy as np

from solver.limits import Ints, Tier
from solver.rows.dive import Rounds
from solver.rows.insertion import Insertion
from solver.rows.mix import Mix, Row
from solver.rows.program import Room
from solver.rows.team import Team, weight_of
from solver.standing import Standing

#: Seconds of people out and in again before all else, as a share of the time left and at most; and later at a time.
_FIRST_SHARE, _FIRST_S, _TURN_S = 0.1, 10.0, 0.5
#: People of a dive, at first, at least and at most; it has more next time where it took less than so many seconds.
_PEOPLE, _FEWEST, _MOST, _QUICK_S, _SLOW_S = 8.0, 4.0, 30.0, 0.7, 4.0
#: Rows a person that a dive begins with: the nearest to the prices of the bound.
_KNOWN = 15
#: What gains nothing is still tried so often, as a share of what gains most.
_LEAST_SCORE = 0.15
#: Rounds of pricing for a bound between two looks at the clock; and before a dive over some people.
_ROUNDS, _SOME_ROUNDS = 5, 40


class ByRows:
    """One thread's work. search: whose plan and bound to better. seed: of the thread."""

    def __init__(self, search: Standing, team: Team, seed: int) -> None:
        self._search, self._team, self._room = search, team, Room()
        self._insertion = Insertion(team, seed, self._search.over)
        self._people, self._random = _PEOPLE, random.Random(seed)
        self._pool: list[list[Row]] = [[] for _ in team.members]

    def begin(self) -> bool:
        """A first roster of everybody; False when stopped, or where somebody has no row."""
        if not self._insertion.construct():
            return False
        self._offer()
        return True

    def follow(self) -> bool:
        """Take over the best plan of all, if it is better than this thread's; False where somebody has no row."""
        plan = self._search.progress().plan
        ours = self._rows()
        columns = self._search.columns
        if ours is None or columns.costs(plan) < columns.costs(self._team.plan(ours)):
            rows = self._team.paths(plan)
            if rows is not None and all(
                member.program.own(row, self._room) < np.inf
                for member, row in zip(self._team.members, rows, strict=True)
            ):
                self._insertion.take(rows)
        return self._rows() is not None or self._insertion.construct()

    def shake(self, seconds: float) -> None:
        """People out and in again for so long."""
        end = time.monotonic() + min(seconds, self._search.left())
        self._insertion.improve(lambda: end - time.monotonic(), self._offer)

    def first(self) -> None:
        """Shake the first roster."""
        self.shake(min(_FIRST_S, _FIRST_SHARE * self._search.left()))

    def prove(self) -> None:
        """Rounds of pricing over everybody until they gain nothing, with a bound; then one dive over all."""
        team = self._team
        mix = Mix(team, range(len(team.members)), team.links.given)
        for number in range(len(team.members)):
            mix.add(self._insertion.row(number))
        rounds = Rounds(mix, self._room, self._search.over, self._bound)
        while not rounds.done:
            if self._search.over() or not rounds.run(_ROUNDS):
                return
        if rounds.center is None:
            return
        self._keep(mix, rounds)
        if not self._search.proven():
            everybody = list(range(len(team.members)))
            found = self._dive(everybody, -np.inf)
            if found is not None:
                self._try(found)

    def _keep(self, mix: Mix, rounds: Rounds) -> None:
        """The rows nearest to the prices of the bound, for dives to begin with."""
        assert rounds.center is not None
        paid = [row.own - float(rounds.center @ row.moves) for row in mix.rows]
        for number in np.argsort(paid, kind="stable").tolist():
            row = mix.rows[number]
            self._pool[row.member].append(row)

    def go_on(self, neighbourhoods: Callable[[float], None]) -> None:
        """Dives, people out and in again, and neighbourhoods in turns, what gains most a second more often.

        neighbourhoods: of the best plan of all, until a time (monotonic seconds).
        """
        turns: list[Callable[[], object]] = [
            self.dive,
            lambda: self.shake(_TURN_S),
            lambda: neighbourhoods(time.monotonic() + _TURN_S),
        ]
        scores = [1.0] * len(turns)
        while not self._search.over() and not self._search.proven():
            self.follow()
            turn = self._random.choices(
                range(len(turns)), [score + _LEAST_SCORE * max(scores) + 1e-9 for score in scores]
            )[0]
            before, began = self._cost(), time.monotonic()
            turns[turn]()
            rate = max(0.0, before - self._cost()) / max(time.monotonic() - began, 0.05)
            scores[turn] = 0.8 * scores[turn] + 0.2 * rate

    def _cost(self) -> float:
        costs = self._search.progress().costs
        return sum(weight_of(tier) * costs[tier] for tier in Tier)

    def dive(self) -> bool:
        """One dive over some people, the others as they are; whether it found a cheaper roster."""
        began = time.monotonic()
        some = self._insertion.choose(min(round(self._people), len(self._team.members)))
        before = self._insertion.cost
        found = self._dive(some, before)
        better = found is not None and self._try(found)
        seconds = time.monotonic() - began
        if seconds < _QUICK_S:
            self._people = min(_MOST, self._people * 1.1)
        elif seconds > _SLOW_S:
            self._people = max(_FEWEST, self._people * 0.8)
        return better

    def _dive(self, some: Sequence[int], cost: float) -> Mapping[int, Ints] | None:
        """Rows for some members, the others' as they are; None where they can't cost less, or when stopped."""
        insertion = self._insertion
        mix = Mix(self._team, some, insertion.without(some))
        for number in some:
            mix.add(insertion.row(number))
            for row in self._pool[number][:_KNOWN]:
                mix.add(row)
        rounds = Rounds(mix, self._room, self._search.over, lambda bound: None)
        if cost > -np.inf:
            others = set(range(len(insertion.rows))).difference(some)
            aim = cost - sum(insertion.row(number).own for number in others) - mix.untouched
            if not rounds.run(_SOME_ROUNDS, until=aim - 0.999) or rounds.mix.value > aim - 0.5:
                return None
        return rounds.dive()

    def _try(self, rows: Mapping[int, Ints]) -> bool:
        """Take rows over if the roster costs less by them."""
        insertion = self._insertion
        before, kept = insertion.cost, {number: insertion.row(number).path for number in rows}
        insertion.replace(rows)
        if insertion.cost < before - 1e-6:
            self._offer()
            return True
        insertion.replace(kept)
        return False

    def _rows(self) -> list[Ints] | None:
        rows = [row for row in self._insertion.rows if row is not None]
        return rows if len(rows) == len(self._team.members) else None

    def _offer(self) -> None:
        rows = self._rows()
        assert rows is not None
        plan, columns = self._team.plan(rows), self._search.columns
        if not columns.outside(columns.values(plan))[columns.hard].any():
            self._search.offer(plan, (0,) * len(Tier))

    def _bound(self, value: float) -> None:
        """Of all tiers together; a bound of COMFORT for plans that cost the same in the tiers before it."""
        costs = self._search.progress().costs
        if costs[Tier.MUST]:
            return
        before = [(tier, costs[tier]) for tier in Tier if tier < Tier.COMFORT]
        paid = sum(weight_of(tier) * cost for tier, cost in before if cost)
        self._search.raise_bound(Tier.COMFORT, ceil(value - 1e-6 - paid), tuple(before))
