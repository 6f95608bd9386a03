"""A roster by putting people in one after the other, each by the best row against what the others leave; then some at
a time out and in again.

What a person's row costs beside the person's own limits is by how much it moves the cost of what links people. A new
roster may cost a little more than the best one so far (record-to-record travel), so that shortages can wander.
"""

import random
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from solver.limits import Ints
from solver.rows.room import Room
from solver.rows.row import Moves, Row
from solver.rows.team import Team

#: How many people are out at a time, at most; and up to how much more than the best a roster may cost.
_MOST_OUT, _SLACK = 5, 0.004
#: The share of choices that begin at a link that costs something.
_AT_A_COST = 0.7
#: How often a search is told of better rosters.
_TOLD_S = 1.0

_NONE = Moves(np.zeros(0, np.int64), np.zeros(0, np.int64))


class Insertion:
    """rows: a path a member of the team, None while a member is out.

    stopped: asked between people.
    """

    def __init__(self, team: Team, seed: int, stopped: Callable[[], bool]) -> None:
        self.team, self._random, self._stopped, self._room = team, random.Random(seed), stopped, Room()
        members = team.members
        self.rows: list[Ints | None] = [None] * len(members)
        self._own = [0.0] * len(members)
        self._moves: list[Moves] = [_NONE] * len(members)
        self.values = team.links.given.copy()
        # Which members move each link.
        self._of_link: list[list[int]] = [[] for _ in team.links.given]
        for number, member in enumerate(members):
            for link in np.unique(member.link).tolist():
                self._of_link[link].append(number)

    @property
    def own(self) -> float:
        """What everybody's own limits cost now, in weighted points."""
        return sum(self._own)

    @property
    def cost(self) -> float:
        """What everybody's own limits, the links and what is left out of these cost now, in weighted points."""
        left_out = self.team.left_out
        beside = 0.0 if left_out.none else left_out.cost(self.team.plan(self.rows))
        return self.own + self.team.links.cost(self.values) + beside

    @property
    def broken(self) -> bool:
        """Whether a hard limit of several people is broken now."""
        links, left_out = self.team.links, self.team.left_out
        if links.broken[links.at + self.values].any():
            return True
        return not left_out.none and not left_out.columns.legal(self.team.plan(self.rows))

    @property
    def uncovered(self) -> float:
        """The part of it that COVERAGE counts."""
        return float(self.team.links.covered[self.team.links.at + self.values].sum())

    @property
    def unkept(self) -> float:
        """What links cost now that is MUST, and beyond hard limits."""
        return float(self.team.links.ahead[self.team.links.at + self.values].sum())

    def construct(self) -> bool:
        """Put everybody in who is out, those with the fewest patterns first; False when stopped."""
        members = self.team.members
        out = [number for number, row in enumerate(self.rows) if row is None]
        self._random.shuffle(out)
        out.sort(key=lambda number: len(members[number].program.line.atoms))
        return self._put_in(out)

    def take(self, rows: Sequence[Ints]) -> None:
        """Begin from these rows."""
        self.replace(dict(enumerate(rows)))

    def improve(self, seconds_left: Callable[[], float], better: Callable[[list[Ints]], None]) -> None:
        """Out and in again until no time is left. better: told the rows that cost least, every second and at the end,
        while they are new: of a large team each telling takes a moment.
        """
        record, told, new = self.cost, seconds_left(), None
        while (left := seconds_left()) > 0 and not self._stopped():
            if new is not None and told - left > _TOLD_S:
                better(new)
                told, new = left, None
            before = self.cost
            out = self.choose(self._random.randint(1, min(_MOST_OUT, len(self.rows))))
            kept = [(number, self.rows[number], self._own[number]) for number in out]
            for number in out:
                self._out(number)
            put = self._put_in(out)
            now = self.cost
            if not put or (now > record * (1 + _SLACK) + 1 and now > before):
                for number in out:
                    self._out(number)
                for number, row, own in kept:
                    if row is not None:
                        self._set(number, row, own)
            elif now < record - 1e-6:
                record, new = now, self.all_in()
        if new is not None:
            better(new)

    def all_in(self) -> list[Ints] | None:
        """A row a member; None while somebody is out."""
        rows = [row for row in self.rows if row is not None]
        return rows if len(rows) == len(self.rows) else None

    def choose(self, count: int) -> list[int]:
        """So many members, mostly some of those that a link which costs something has in common."""
        rng, links = self._random, self.team.links
        costly = np.flatnonzero(links.points[links.at + self.values] > 0)
        pool: list[int] = list(range(len(self.rows)))
        if len(costly) and rng.random() < _AT_A_COST:
            pool = self._of_link[int(rng.choice(costly.tolist()))] or pool
        out = rng.sample(pool, min(max(1, (count + 1) // 2), len(pool)))
        while len(out) < count:
            other = rng.randrange(len(self.rows))
            if other not in out:
                out.append(other)
        rng.shuffle(out)
        return out

    def _put_in(self, out: Sequence[int]) -> bool:
        for number in out:
            if self._stopped():
                return False
            found = self.team.members[number].cheapest(self.team.links, self.values, self._room)
            if found is None or found.path is None:
                return False
            self._set(number, found.path, found.own)
        return True

    def row(self, number: int) -> Row:
        """A member's row, who is in."""
        path = self.rows[number]
        assert path is not None
        return Row(number, path, self._own[number], self._moves[number])

    def replace(self, rows: Mapping[int, Ints]) -> None:
        """Give members other rows."""
        for number, path in rows.items():
            self.give(number, path, self.team.members[number].program.own(path))

    def better(self, rows: Mapping[int, Ints]) -> bool:
        """Give members other rows if the roster costs less by them; whether it does."""
        before, kept = self.cost, {number: self.row(number).path for number in rows}
        self.replace(rows)
        if self.cost < before - 1e-6:
            return True
        self.replace(kept)
        return False

    def give(self, number: int, path: Ints, own: float) -> None:
        """Give a member another row, which costs so much by the member's own limits."""
        self._out(number)
        self._set(number, path, own)

    def without(self, members: Sequence[int]) -> Ints:
        """The links' values without some members."""
        values = self.values.copy()
        for number in members:
            values[self._moves[number].link] -= self._moves[number].units
        return values

    def _set(self, number: int, row: Ints, own: float) -> None:
        self.rows[number], self._own[number] = row, own
        moves = self._moves[number] = self.team.members[number].moves(row)
        self.values[moves.link] += moves.units

    def _out(self, number: int) -> None:
        if self.rows[number] is not None:
            self.values[self._moves[number].link] -= self._moves[number].units
            self.rows[number], self._own[number] = None, 0.0
