"""A thread's dives: over everybody, which begin a roster, and over some people, which better or mend one."""

import random
from collections.abc import Mapping, Sequence

import numpy as np

from solver.fixing import FREE
from solver.limits import Ints
from solver.local_search import LocalSearch
from solver.rows.crew import Crew
from solver.rows.dive import LESS, TIME_SHARE, Dive, Pace
from solver.rows.kept import Kept
from solver.rows.mix import Mix
from solver.rows.room import Room
from solver.rows.roster import Roster
from solver.rows.rounds import Rounds
from solver.rows.team import Team

#: People of a dive, at first, at least and at most, and by how much they change: more where even a mix of their rows
#: gains nothing, fewer where a dive gets lost or takes longer than so many seconds.
_PEOPLE, _FEWEST, _MOST, _CHANGE, _SLOW_S = 10.0, 4.0, 40.0, 1.1, 6.0
#: Rows a person that a dive begins with, over some people and over all: the nearest to the prices of the bound.
_KNOWN, _KNOWN_OF_ALL = 15, 30
#: With less time than this share of what the last one took, a dive over all that settles all gets lost.
_HURRIED = 0.5
#: Rounds of pricing before a dive over some people.
_ROUNDS = 40
#: Cells that a dive over all leaves to one model where coverage counts: with the last ones settled, coverage would be
#: short, and comfort dearer by a hundredth. Seconds of that model, as a share of the time left and at most; and how
#: often it is tried while coverage is short.
_OPEN, _OPEN_SHARE, _OPEN_S, _OPEN_TRIES = 200, 0.6, 8.0, 3
#: Each of these tries has a seed of its own, which no other thread has.
_NEXT_SEED = 100
#: People of a dive that mends coverage.
_MENDING = 30


class Dives:
    """roster: of the thread, bettered and offered. rooms: of all threads that price, this one's first; crew: what they
    share work by. seed: of the model of what is left open.
    """

    def __init__(
        self,
        search: LocalSearch,
        team: Team,
        kept: Kept,
        crew: Crew,
        rooms: Sequence[Room],
        roster: Roster,
        rng: random.Random,
        seed: int,
    ) -> None:
        self._search, self._team, self._kept, self._crew, self._rooms = search, team, kept, crew, rooms
        self._roster, self._insertion, self._random, self._seed = roster, roster.insertion, rng, seed
        self._clock, self._people = search.clock, _PEOPLE
        # What the last dive over all gave by itself, inf where it was lost; and how many seconds the last one took that
        # settled all.
        self._dived, self._took_s = np.inf, 0.0

    def time_for_all(self) -> bool:
        """Whether the time left is enough for a dive over all: alone, where all threads dived first, and for the model;
        else for one that is not too hurried.
        """
        dive_s, left_s = self._kept.dive_s, self._search.left()
        return left_s > 2 * dive_s + _OPEN_S if dive_s else TIME_SHARE * left_s >= _HURRIED * self._took_s

    def over_all(self) -> bool:
        """A roster of a dive over everybody; False when stopped, or once it costs more than the last one did. The one
        after that goes to its end again: what a roster costs says little of what it comes to once it is bettered.
        """
        found = self._leaving_some() if self._team.links.count_coverage else self._settling_all()
        self._dived = self._insertion.cost if found else np.inf
        return found

    def over_some(self) -> None:
        """One over some people, the others as they are: more people, or fewer, as it pays."""
        change = self._dive_over(min(round(self._people), len(self._team.members)), 1.0)
        self._people = min(_MOST, max(_FEWEST, self._people * change))

    def mend(self, dearer: float) -> None:
        """One over many in which a unit of coverage costs so many times as much as in rounds over everybody."""
        self._dive_over(min(_MENDING, len(self._team.members)), dearer)

    def _settling_all(self) -> bool:
        began = self._clock.now()
        mix = self._of_all()
        pace = Pace.over_all(self._random, self._search.left())
        found = self._dive(mix, self._rooms[:1], pace).run(self._dived - mix.untouched - LESS)
        if found is not None:
            self._took_s = self._clock.now() - began
        return self._begun(found)

    def _leaving_some(self) -> bool:
        began = self._clock.now()
        mix = self._of_all()
        dive = self._dive(mix, self._rooms, Pace.leaving(self._random, self._search.left()))
        found = dive.run(self._dived - mix.untouched - LESS, _OPEN)
        if not self._kept.dive_s:
            # Whoever helped need not wait for the rest.
            self._kept.dive_s = self._clock.now() - began
        if not self._begun(found):
            return False
        self._settle_open(dive)
        return True

    def _begun(self, found: Mapping[int, Ints] | None) -> bool:
        """Whether a dive gave a roster, which is then the thread's and offered."""
        if found is None:
            return False
        self._insertion.replace(found)
        self._roster.offer()
        return True

    def _settle_open(self, dive: Dive) -> None:
        """The best roster that differs in nothing but cells that a dive left open, as far as one model finds it."""
        rows, search = self._insertion.all_in(), self._search
        assert rows is not None
        plan = self._team.plan(rows)
        freed = np.zeros(len(plan), bool)
        for number, atoms in enumerate(self._team.atoms):
            # Beside these a line has cells of days before its first one, and of later ones on which all is banned.
            free = atoms[self._team.fixed[atoms] == FREE]
            freed[free] = dive.open_days(number)[search.layout.day[free]]
        for turn in range(_OPEN_TRIES):
            most_s = min(_OPEN_S, _OPEN_SHARE * search.left())
            found = search.improve(self._seed + _NEXT_SEED * turn, plan, freed, most_s)
            plan = found.plan
            self._roster.take(plan)
            if found.solved or not self._roster.short:
                return

    def _dive_over(self, people: int, dearer: float) -> float:
        """By how many times as many people the next one is to be over."""
        began = self._clock.now()
        some = self._insertion.choose(people)
        others = set(range(len(self._team.members))).difference(some)
        own = sum(self._insertion.row(number).own for number in others)
        mix = self._mix(some, _KNOWN, dearer)
        aim = self._insertion.cost - own - mix.untouched - LESS
        rounds = Rounds(mix, self._rooms[:1], self._search.count_step)
        if not rounds.run(_ROUNDS, until=aim) or mix.value > aim:
            return _CHANGE
        found = self._dive(mix, self._rooms[:1], Pace.quick(self._random)).run(aim)
        if found is not None and self._insertion.better(found):
            self._roster.offer()
        return 1 / _CHANGE if found is None or self._clock.now() - began > _SLOW_S else 1.0

    def _dive(self, mix: Mix, rooms: Sequence[Room], pace: Pace) -> Dive:
        return Dive(mix, rooms, self._random, self._search.count_step, pace, self._clock, self._crew.share)

    def _of_all(self) -> Mix:
        return self._mix(range(len(self._team.members)), _KNOWN_OF_ALL)

    def _mix(self, some: Sequence[int], known: int, dearer: float = 1.0) -> Mix:
        """Of rows that some members have, and at most so many that are kept of each; the others' as they are."""
        coverage = self._kept.coverage
        if coverage is not None:
            coverage = np.minimum(1.0, dearer * coverage)
        mix = Mix(self._team, some, self._insertion.without(some), coverage)
        for number in some:
            mix.add(self._insertion.row(number))
            for row in self._kept.nearest(number, known):
                mix.add(row)
        return mix
