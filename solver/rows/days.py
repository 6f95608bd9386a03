"""A roster bettered some days running at a time, of everybody, with all other days as they are.

A year's rows are too long for a dive: its mix takes a thousand rows a person to settle. Some days of them, nine of 150
people or four weeks of fifty, are a problem of their own, which is solved in seconds and leaves to each person what the
other days leave.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from solver.clock import Clock
from solver.limits import Floats, Ints
from solver.rows.dive import LESS, Dive, Pace
from solver.rows.insertion import Insertion
from solver.rows.mix import Mix
from solver.rows.room import Room
from solver.rows.rounds import Rounds
from solver.rows.row import Row
from solver.rows.team import Member, Team

#: Days of a person that are solved at a time, of everybody together, and links; at least so many days.
_CELLS, _LINKS, _FEWEST = 1_400, 320, 7
#: Fewer days are dived over as a whole.
_MANY = 70
#: Stretches get longer where even a mix of rows gains nothing, shorter where it does but dives get lost, or so many
#: seconds were not enough.
_SLOW_S, _CHANGE = 20.0, 1.2
#: How many dives from one mix, which takes as long as two of them: half of all find what it promises.
_DIVES = 4
#: The share of a stretch by which the next one lies further on.
_FURTHER = 0.7
#: Rounds of pricing end where the mix is so near to its bound, as a share; so many between two looks.
_NEAR, _ROUNDS = 0.003, 5


class Days:
    """One thread's work on stretches of days. at: the first day, as a share of all. clock: whose seconds count.

    prices: of links, as last seen; zeros before any are. passes: how often all days were gone through. several: whether
    days are many, far more than are solved at a time.
    """

    def __init__(
        self, team: Team, room: Room, rng: random.Random, stopped: Callable[[], bool], at: float, clock: Clock
    ) -> None:
        self._clock = clock
        self._team, self._room, self._random, self._stopped = team, room, rng, stopped
        self._days = max(member.program.line.days for member in team.members)
        of_links = _LINKS * self._days / max(1, len(team.links.given))
        self._at, self._length = round(at * self._days), max(_FEWEST, min(_CELLS / len(team.members), of_links))
        self.prices = np.zeros(len(team.links.given))
        self.passes, self.several = 0, self._days >= _MANY and self._length * 2 < self._days

    @property
    def known_prices(self) -> Floats | None:
        """The prices; None before any are seen."""
        return self.prices if self.prices.any() else None

    def better(self, insertion: Insertion) -> tuple[int, int, dict[int, Ints]] | None:
        """Rows that cost less on the next days, with the first of these days and the one after the last; None where
        none were found.
        """
        began, before = self._clock.now(), self._at
        length = min(round(self._length), self._days)
        end = min(self._days, before + length)
        begin = max(0, end - length)
        part = _Part(self._team, insertion, begin, end)
        hopeful, found = self._solve(part, began + _SLOW_S)
        self._at += max(1, round(_FURTHER * length))
        if end == self._days:
            # Where stretches meet differs from one time through to the next.
            self._at, self.passes = self._random.randrange(-(length // 2), 1), self.passes + 1
        if self._clock.now() - began > _SLOW_S or (hopeful and found is None):
            self._length = max(_FEWEST, self._length / _CHANGE)
        elif not hopeful:
            self._length = min(self._days, self._length * _CHANGE)
        return None if found is None else (begin, end, found)

    def _solve(self, part: "_Part", until: float) -> tuple[bool, dict[int, Ints] | None]:
        """Whether a mix of rows costs less than now, and the rows of a dive that do; None where none was found.

        until: by the clock, no more dives begin.
        """
        mix, aim = part.mix, part.cost - LESS
        if not mix.members:
            return False, None
        rounds = Rounds(mix, [self._room], self._stopped, center=self.known_prices)
        while not rounds.done:
            if not rounds.run(_ROUNDS, until=aim):
                return False, None
            if rounds.best >= aim or mix.value - rounds.best < _NEAR * abs(mix.value):
                break
        if rounds.center is not None:
            links = np.flatnonzero(part.touched)
            self.prices[links] = rounds.center[links]
        if mix.value > aim:
            return False, None
        known = tuple(mix.rows)
        for _ in range(_DIVES):
            pace = Pace.careful(self._random)
            found = Dive(mix, [self._room], self._random, self._stopped, pace, self._clock).run(aim)
            if found is not None:
                return True, part.whole(found)
            if self._stopped() or self._clock.now() > until:
                break
            mix = part.mix_of(known)
        return True, None


class _Part:
    """Everybody's rows on the days from begin up to end. mix: of these alone; cost: of them now, comparable with its
    value.

    touched: which links the members move there.
    """

    def __init__(self, team: Team, insertion: Insertion, begin: int, end: int) -> None:
        self._begin, self._rows = begin, {}
        members, paths, self._of = [], [], []
        values = insertion.values.copy()
        for number, member in enumerate(team.members):
            line = member.program.line
            last = min(end, line.days)
            program = None
            if begin < last:
                whole = insertion.row(number).path
                program = member.program.part(whole, begin, last)
            if program is None:
                continue
            first = int(line.first[begin])
            inside = (member.pattern >= first) & (member.pattern < line.first[last])
            one = Member(program, member.pattern[inside] - first, member.link[inside], member.units[inside])
            # Each day behind has the row's own pattern alone.
            behind = np.arange(int(line.first[last]) - first, int(program.line.first[-1]))
            path = np.concatenate([whole[begin:last] - first, behind])
            members.append(one)
            paths.append(path)
            self._of.append((number, last, first))
            self._rows[number] = whole
            moves = one.moves(path)
            values[moves.link] -= moves.units
        atoms = tuple(team.atoms[number] for number, _, _ in self._of)
        self._team, self._values = replace(team, members=tuple(members), atoms=atoms), values
        self.touched, rows = np.zeros(len(values), bool), []
        for number, (one, path) in enumerate(zip(members, paths, strict=True)):
            rows.append(Row(number, path, one.program.own(path), one.moves(path)))
            self.touched[one.link] = True
        self.mix = self.mix_of(rows)
        self.cost = team.links.cost(insertion.values) - self.mix.untouched + sum(row.own for row in rows)

    def mix_of(self, rows: Sequence[Row]) -> Mix:
        """A mix of these rows."""
        mix = Mix(self._team, range(len(self._team.members)), self._values)
        for row in rows:
            mix.add(row)
        return mix

    def whole(self, rows: dict[int, Ints]) -> dict[int, Ints]:
        """Rows of all days from rows of these days."""
        found = {}
        for place, path in rows.items():
            number, last, first = self._of[place]
            found[number] = self._rows[number].copy()
            found[number][self._begin : last] = path[: last - self._begin] + first
        return found
