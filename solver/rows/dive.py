"""A roster out of a mix of rows: cell by cell settled as the mix likes it best, with new rows priced in between.

To settle a cell (what a person does on a day) leaves the person many rows yet, where a whole row leaves none: the mix
stays near its cost until most cells are settled. What is then still open can be left to one model.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.clock import Clock
from solver.limits import Ints
from solver.rows.crew import Share, alone
from solver.rows.mix import Mix
from solver.rows.room import Room

#: How much of the time left a dive over everybody may take: one that settles all, and one that leaves the last cells to
#: others.
TIME_SHARE, _LEAVING_SHARE = 0.3, 0.6
#: Points by which what is looked for is to cost less than the roster at hand.
LESS = 0.5


@dataclass(frozen=True, slots=True)
class Pace:
    """share: of the open cells that a step settles though the mix is undecided. sure: what the mix likes so much, as a
    share, is settled at once. rounds: of pricing in each step. seconds: of the dive; steps settle more where it would
    take longer.
    """

    share: float
    sure: float
    rounds: int
    seconds: float = np.inf

    @classmethod
    def over_all(cls, rng: random.Random, left_s: float) -> "Pace":
        """For everybody; one of a few, since chance outweighs care, that leaves time to better the roster."""
        return cls(rng.choice((0.02, 0.03, 0.04)), rng.choice((0.95, 0.99)), rng.choice((2, 3)), TIME_SHARE * left_s)

    @classmethod
    def leaving(cls, rng: random.Random, left_s: float) -> "Pace":
        """For everybody, where the last cells are left to others."""
        return cls(rng.choice((0.03, 0.04)), rng.choice((0.95, 0.97, 0.99)), 2, _LEAVING_SHARE * left_s)

    @classmethod
    def quick(cls, rng: random.Random) -> "Pace":
        """For some people, many times."""
        return cls(rng.choice((0.03, 0.05, 0.08)), rng.choice((0.9, 0.95)), rng.choice((2, 3)))

    @classmethod
    def careful(cls, rng: random.Random) -> "Pace":
        """Where a mix promises little: a dive that settles much at a time would lose it."""
        return cls(rng.choice((0.02, 0.03)), rng.choice((0.95, 0.99)), 3)


class Dive:
    """mix: solved, and the dive's alone from now on. stopped: asked between solves. rooms, share: see Mix.price. clock:
    whose seconds count.
    """

    def __init__(
        self,
        mix: Mix,
        rooms: Sequence[Room],
        rng: random.Random,
        stopped: Callable[[], bool],
        pace: Pace,
        clock: Clock,
        share: Share = alone,
    ) -> None:
        self._clock = clock
        self._mix, self._rooms, self._random, self._stopped = mix, rooms, rng, stopped
        self._pace, self._share = pace, share
        self._first = {member: mix.team.members[member].program.line.first for member in mix.members}
        self._settled = {member: np.zeros(len(self._first[member]) - 1, bool) for member in mix.members}

    def run(self, aim: float, leave: int = 0) -> dict[int, Ints] | None:
        """A row a member; None when stopped, or once the mix costs more than `aim`.

        leave: with no more cells than this open it ends, everybody on the row that the mix likes best.
        """
        unsettled = list(self._mix.members)
        until, asked, of_open = self._clock.now() + self._pace.seconds, None, self._pace.share
        while self._price(unsettled) and self._mix.value <= aim:
            cells = sum(int(self.open_days(member).sum()) for member in unsettled)
            if cells <= leave:
                return self._found()
            now = self._clock.now()
            if asked is not None:
                # A step takes as long as there are cells open, so all that are left take what one does, divided by its
                # share. The first one says nothing: its mix is solved from nothing, and many rows are new.
                step_s = now - asked
                of_open = max(self._pace.share, step_s / max(until - now, step_s, 1e-3))
            asked = now
            self._settle(unsettled, of_open)
            unsettled = [member for member in unsettled if not self._settled[member].all()]
        return None

    def open_days(self, member: int) -> NDArray[np.bool_]:
        """Of each day, whether the member is not settled on what to do."""
        return ~self._settled[member]

    def _found(self) -> dict[int, Ints]:
        liked = self._liked(self._mix.members)
        return {member: self._mix.rows[numbers[0]].path for member, numbers in liked.items()}

    def _price(self, members: Sequence[int]) -> bool:
        """The mix, and that of new rows; False when stopped."""
        mix = self._mix
        for _ in range(self._pace.rounds):
            if not mix.solved(self._stopped):
                return False
            if not members:
                return True
            if not mix.find_better(members, self._rooms, self._share, self._stopped):
                return True
        return mix.solved(self._stopped)

    def _liked(self, members: Sequence[int]) -> dict[int, list[int]]:
        """The rows of each member that are in the mix, the most liked first."""
        mix = self._mix
        found: dict[int, list[int]] = {member: [] for member in members}
        for number in np.argsort(-mix.shares, kind="stable").tolist():
            if mix.shares[number] <= 1e-9:
                break
            if mix.rows[number].member in found:
                found[mix.rows[number].member].append(number)
        return found

    def _settle(self, members: Sequence[int], of_open: float) -> None:
        """Settle what the mix is sure of, and beside it a share of what is open; each member keeps a row of the mix."""
        mix, rows = self._mix, self._liked(members)
        cells: list[tuple[float, float, int, int]] = []
        for member in members:
            shares = np.zeros(int(self._first[member][-1]))
            for number in rows[member]:
                shares[mix.rows[number].path] += mix.shares[number]
            days = np.repeat(np.arange(len(self._first[member]) - 1), np.diff(self._first[member]))
            for pattern in np.flatnonzero((shares > 1e-6) & ~self._settled[member][days]).tolist():
                cells.append((float(shares[pattern]), self._random.random(), member, pattern))
        cells.sort(reverse=True)
        most = max(1, round(of_open * sum(int((~self._settled[member]).sum()) for member in members)))
        chosen: dict[int, list[int]] = {}
        for share, _, member, pattern in cells:
            if share < self._pace.sure and most <= 0:
                break
            day = int(np.searchsorted(self._first[member], pattern, side="right")) - 1
            left = [number for number in rows[member] if mix.rows[number].path[day] == pattern]
            if not self._settled[member][day] and left:
                rows[member] = left
                self._settled[member][day] = True
                chosen.setdefault(member, []).append(pattern)
                most -= share < self._pace.sure
        for member, patterns in chosen.items():
            mix.settle(member, patterns)
        mix.thin_out()
