"""What a thread does with whole rows: rounds of pricing for a bound, dives over everybody or some, people out and in
again, and neighbourhoods.

Each thread has a roster of its own. Mostly that is the best one of all; now and then a dive over everybody begins a new
one, which is bettered for a while even if it costs more: such rosters go on to fall where others no longer do.
"""

import random
from collections.abc import Sequence

import numpy as np

from solver.fixing import FREE
from solver.limits import Ints, Tier
from solver.local_search import LocalSearch
from solver.neighbourhoods import Neighbourhoods
from solver.rows.core import Core
from solver.rows.crew import Crew
from solver.rows.days import Days
from solver.rows.dive import Dive, Pace
from solver.rows.insertion import Insertion
from solver.rows.kept import Kept
from solver.rows.links import weight_of
from solver.rows.mix import Mix
from solver.rows.proof import Proof
from solver.rows.room import Room
from solver.rows.rounds import Rounds
from solver.rows.team import Team
from solver.rows.trades import Trades
from solver.rows.turns import Turns

#: Seconds of people out and in again before all else, as a share of the time left and at most.
_FIRST_SHARE, _FIRST_S = 0.1, 10.0
#: Seconds of people out and in again, and of neighbourhoods, at a time.
_TURN_S = 0.5
#: People of a dive, at first, at least and at most, and by how much they change: more where even a mix of their rows
#: gains nothing, fewer where a dive gets lost or takes longer than so many seconds.
_PEOPLE, _FEWEST, _MOST, _CHANGE, _SLOW_S = 10.0, 4.0, 40.0, 1.1, 6.0
#: Rows a person that a dive begins with, over some people and over all: the nearest to the prices of the bound.
_KNOWN, _KNOWN_OF_ALL = 15, 30
#: A dive goes on while its mix costs so much less than the roster.
_LESS = 0.5
#: Cells that a dive over all leaves to one model where coverage counts: with the last ones settled, coverage would be
#: short, and comfort dearer by a hundredth. Seconds of that model, as a share of the time left and at most; and how
#: often it is tried while coverage is short.
_OPEN, _OPEN_SHARE, _OPEN_S, _OPEN_TRIES = 200, 0.6, 8.0, 3
#: A roster begun by a dive over all is bettered for so many times as long as the dive took, at least and at most.
_BETTERED, _BETTERED_S = 4.0, (3.0, 40.0)
#: People of a dive that mends coverage, and how many times as much as otherwise coverage costs in it; and the share of
#: mends that are dives.
_MENDING, _MENDING_DEARER, _MENDING_SHARE = 30, (3.0, 10.0), 0.5
#: The share of the time left for rounds over everybody where days are many, and how many it takes; what going through
#: all days is to gain, as a share, to be done once more before; and people out and in again, in `_FIRST_S` and
#: everybody once, before that.
_PROVE_SHARE, _PROVING_ROUNDS, _LITTLE, _SHAKEN = 0.2, 50, 0.1, 0.03
#: Rounds of pricing for a bound between two looks at what they gain; rows are kept for dives from where no more than
#: this share of the mix lies between it and its bound, or this where coverage counts and all threads wait for the first
#: dive, which prices more. And rounds before a dive over some people.
_ROUNDS, _NEAR, _NEAR_COVERED, _SOME_ROUNDS = 2, 0.01, 0.05, 40


class ByRows:
    """One thread's work. search: whose plan and bound to better. kept: shared by all. seed: of the thread. at: where in
    the days it begins, as a share.
    """

    def __init__(self, search: LocalSearch, team: Team, kept: Kept, crew: Crew, seed: int, at: float = 0.0) -> None:
        self._search, self._team, self._kept, self._crew, self._room = search, team, kept, crew, Room()
        self._clock = search.clock
        # Of this thread's lines, and of those that other threads price for it.
        self._rooms = [self._room, *(Room() for _ in range(search.options.workers - 1))]
        self._proof = Proof(search, team, kept, crew, self._rooms)
        self._insertion = Insertion(team, seed, search.over_by_now)
        self._random = random.Random(seed)
        self._choice = Neighbourhoods(search.columns, search.layout, seed)
        self._trades = Trades(search, self._insertion, self._rooms, crew, self._random, self._offer)
        self._days = Days(team, self._room, self._random, search.over_by_now, at, self._clock)
        turns = [self.dive, self.try_neighbourhoods, self.shake, *([self.some_days] if self._days.several else [])]
        self._turns = Turns(turns, lambda: self._insertion.cost, self._clock)
        # The plan that this thread's roster was taken from or offered as.
        self._plan: Ints | None = None
        self._people = _PEOPLE
        # The cheapest roster that a dive over all gave by itself; and when the next one is due.
        self._dived, self._due = np.inf, 0.0

    def begin(self) -> bool:
        """A first roster of everybody; False when stopped, or where somebody has no row."""
        if self._team.links.count_coverage:
            self._take(self._search.progress().plan)
        if self._insertion.all_in() is None and not self._insertion.construct():
            return False
        self._offer()
        return True

    @property
    def legal(self) -> bool:
        """Whether this thread's roster keeps what is hard."""
        return not self._insertion.broken

    def follow(self) -> bool:
        """Take over the best plan of all, if it is better than this thread's; False where no legal one is at hand."""
        plan, ours, columns = self._search.progress().plan, self._insertion.all_in(), self._search.columns
        if plan is self._plan and ours is not None and self.legal:
            return True
        if ours is None or not self.legal or columns.costs(plan) < columns.costs(self._team.plan(ours)):
            self._take(plan)
        return (self._insertion.all_in() is not None or self._insertion.construct()) and self.legal

    def _take(self, plan: Ints) -> None:
        """Begin from a plan, where each of its rows is legal."""
        rows = self._team.paths(plan)
        members = self._team.members
        if rows is not None and all(
            member.program.own(row, self._room) < np.inf for member, row in zip(members, rows, strict=True)
        ):
            self._insertion.take(rows)
            self._plan = plan

    def prove(self) -> Rounds | None:
        """Rounds of pricing over everybody until they gain nothing, with a bound; their rows are kept. The rounds, if
        they came to their end.
        """
        rounds = self._price_all()
        self._kept.ended = True
        return rounds

    def prove_near(self, rounds: Rounds) -> None:
        """Models of what rosters near the bound may have, where rounds are at their end."""
        if not self._team.links.count_coverage:
            Core(self._search, self._team, self._proof, rounds, self._room).run()

    def _price_all(self) -> Rounds | None:
        covered, proof = self._team.links.count_coverage, self._proof
        if not proof.ready():
            return None
        center = self._days.prices if self._days.prices.any() else None
        rows = [self._insertion.row(number) for number in range(len(self._team.members))]
        missing, rounds = proof.rounds(rows, center)
        end = self._clock.now() + self._search.left() * (_PROVE_SHARE if self._days.several else 1.0)
        # Where days are many, the first round tells whether there is time for enough of them.
        most, needed = (1, _PROVING_ROUNDS) if self._days.several else (_ROUNDS, 0)
        while True:
            began = self._clock.now()
            if self._search.over() or began > end or not rounds.run(most):
                return None
            self._kept.round_s = (self._clock.now() - began) / most
            if began + needed * self._kept.round_s > end:
                return None
            most, needed, mix = _ROUNDS, 0, rounds.mix
            near = mix.value - rounds.best <= (_NEAR_COVERED if covered else _NEAR) * abs(mix.value)
            if rounds.center is not None and (rounds.done or (near and not self._kept.ready)):
                self._kept.keep(mix.rows, rounds.center)
                if covered and not self._kept.dive_s and self._dive_over_all():
                    # A roster that covers all is worth more than a better bound.
                    until = self._clock.now() + _BETTERED_S[0]
                    while self._short() and self._clock.now() < until and not self._search.over():
                        self._mend()
            if proof.missing(self._search.progress().costs) < missing:
                # Where so much need not be missing, a bound that lets it be is weak.
                missing, rounds = proof.rounds(mix.rows, rounds.center)
            elif rounds.done:
                return rounds

    def first(self) -> None:
        """What betters a first roster while another thread prices for a bound: a market of this thread's own; people
        out and in again where all threads had one.
        """
        if self._has_market:
            self._shake(min(_FIRST_S, _FIRST_SHARE * self._search.left()))
        else:
            self._trades.alone()

    @property
    def _has_market(self) -> bool:
        """Whether all threads have a market before all else."""
        return self._days.several or self._team.links.count_coverage

    def trade(self) -> None:
        """A market, where days are many or coverage counts; others help."""
        if self._team.links.count_coverage:
            if self._proof.ready() and self._proof.prices is not None:
                self._trades.for_coverage(self._proof.prices)
        elif self._days.several:
            self._days.prices = self._trades.many_days()
        self._kept.traded = True

    def help_trade(self) -> None:
        """The same for other threads."""
        while self._has_market and not self._kept.traded and not self._over():
            self._crew.help(_TURN_S)

    def through(self) -> None:
        """Where days are many: people out and in again, then all days, some at a time; each until it gains little."""
        gained = np.inf
        while self._days.several and gained > _SHAKEN and not self._over():
            self.follow()
            before, enough = self._insertion.cost, self._insertion.asked + len(self._team.members)
            self._shake(_FIRST_S)
            while self._insertion.asked < enough and not self._over():
                self._shake(_FIRST_S)
            gained = (before - self._insertion.cost) / max(before, 1.0)
        gained = np.inf
        while self._days.several and gained > _LITTLE and not self._over():
            passes, before = self._days.passes, self._insertion.cost
            while self._days.passes == passes and not self._over():
                self.follow()
                self.some_days()
            gained = (before - self._insertion.cost) / max(before, 1.0)

    def some_days(self) -> None:
        """Some days of everybody."""
        found = self._days.better(self._insertion)
        if found is None:
            return
        begin, end, rows = found
        if self._insertion.better(rows):
            if self._search.progress().plan is not self._plan:
                self._merge(begin, end)
            self._offer()

    def _merge(self, begin: int, end: int) -> None:
        """Put this thread's rows of some days into the best plan of all, which another brought in between."""
        theirs, ours = self._team.paths(self._search.progress().plan), self._insertion.all_in()
        assert ours is not None
        if theirs is None:
            return
        merged, cost = {}, self._insertion.cost
        for number, (other, own) in enumerate(zip(theirs, ours, strict=True)):
            both = np.concatenate([other[:begin], own[begin:end], other[end:]])
            legal = self._team.members[number].program.own(both, self._room) < np.inf
            merged[number] = both if legal else other
        self._insertion.replace(merged)
        if self._insertion.cost > cost:
            self._insertion.replace(dict(enumerate(ours)))

    def go_on(self) -> None:
        """Better the best plan of all, and now and then begin anew; until the search is over."""
        while not self._over():
            self.follow()
            began = self._clock.now()
            if not self._kept.dive_s and not self._kept.ended and self._team.links.count_coverage:
                # Without prices, people and dives run into shortage, and neighbourhoods from here lead nowhere near.
                self._crew.help(_TURN_S)
            elif self._kept.ready and began >= self._due and self._time_to_dive():
                self.begin_anew()
            elif self._turns.take() > 0:
                self._due += self._clock.now() - began

    def begin_anew(self) -> None:
        """A roster of a dive over everybody, bettered for a while."""
        began = self._clock.now()
        if self._dive_over_all():
            now = self._clock.now()
            least, most = _BETTERED_S
            end = now + min(most, max(least, _BETTERED * (now - began)))
            while self._clock.now() < end and not self._over():
                # What is short first, and apart: it gains so much that turns would long remember who mended it.
                if self._short():
                    self._mend()
                else:
                    self._turns.take()
        # As long again for the best plan of all, and longer while that gains.
        now = self._clock.now()
        self._due = now + now - began

    def _time_to_dive(self) -> bool:
        """Whether the time left is enough to dive over all alone, where all threads dived first, and for the model."""
        dive_s = self._kept.dive_s
        return not dive_s or self._search.left() > 2 * dive_s + _OPEN_S

    def _dive_over_all(self) -> bool:
        """A roster of a dive over everybody; False when stopped, or once it costs more than one of these did before."""
        began, covered = self._clock.now(), self._team.links.count_coverage
        mix = self._mix(range(len(self._team.members)), _KNOWN_OF_ALL)
        left_s, round_s = self._search.left(), self._kept.round_s
        pace = Pace.leaving(self._random, left_s) if covered else Pace.over_all(self._random, round_s, left_s)
        rooms = self._rooms if covered else [self._room]
        dive = Dive(mix, rooms, self._random, self._search.over_by_now, pace, self._clock, self._crew.share)
        found = dive.run(self._dived - mix.untouched - _LESS, _OPEN if covered else 0)
        if covered and not self._kept.dive_s:
            # Whoever helped need not wait for the rest.
            self._kept.dive_s = self._clock.now() - began
        if found is None:
            return False
        self._insertion.replace(found)
        self._offer()
        if covered:
            self._settle_open(dive)
        self._dived = min(self._dived, self._insertion.cost)
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
        for _ in range(_OPEN_TRIES):
            most_s = min(_OPEN_S, _OPEN_SHARE * search.left())
            plan = search.improve(self._choice, plan, freed, most_s).plan
            self._take(plan)
            if not self._short():
                return

    def shake(self) -> None:
        """People out and in again for a moment."""
        self._shake(_TURN_S)

    def _shake(self, seconds: float) -> None:
        end = self._clock.now() + min(seconds, self._search.left())
        # A roster that the other thread proves the best needs no more of it.
        self._insertion.improve(lambda: 0.0 if self._over() else end - self._clock.now(), self._offer)

    def try_neighbourhoods(self) -> None:
        """Neighbourhoods of the roster for a moment, or one that takes longer."""
        rows, end = self._insertion.all_in(), self._clock.now() + _TURN_S
        assert rows is not None
        plan = before = self._team.plan(rows)
        while self._clock.now() < end and not self._over():
            plan = self._search.try_one(self._choice, plan)
        if plan is not before:
            self._take(plan)

    def dive(self) -> None:
        """One dive over some people, the others as they are."""
        self._dive_over(min(round(self._people), len(self._team.members)), 1.0)

    def _short(self) -> bool:
        """Whether this thread's roster breaks what is hard, or lacks of MUST or COVERAGE what the best one has."""
        ours, best = self._insertion, self._search.progress().costs
        lacks = ((Tier.MUST, ours.unkept), (Tier.COVERAGE, ours.uncovered))
        return not self.legal or any(points > weight_of(tier) * best[tier] + 1e-6 for tier, points in lacks)

    def _mend(self) -> None:
        """Cover something of what a dive over all left short: by a dive over many with dearer prices, or nearby."""
        if self._random.random() < _MENDING_SHARE:
            self._dive_over(min(_MENDING, len(self._team.members)), self._random.choice(_MENDING_DEARER))
        else:
            self.try_neighbourhoods()

    def _dive_over(self, people: int, dearer: float) -> None:
        """dearer: how many times as much as in rounds over everybody a unit of coverage costs."""
        began = self._clock.now()
        some = self._insertion.choose(people)
        others = set(range(len(self._team.members))).difference(some)
        own = sum(self._insertion.row(number).own for number in others)
        mix = self._mix(some, _KNOWN, dearer)
        aim = self._insertion.cost - own - mix.untouched - _LESS
        rounds = Rounds(mix, [self._room], self._search.over_by_now, lambda bound: None)
        if not rounds.run(_SOME_ROUNDS, until=aim) or mix.value > aim:
            self._people = min(_MOST, self._people * _CHANGE)
            return
        pace = Pace.quick(self._random)
        found = Dive(mix, [self._room], self._random, self._search.over_by_now, pace, self._clock).run(aim)
        if found is not None and self._insertion.better(found):
            self._offer()
        if found is None or self._clock.now() - began > _SLOW_S:
            self._people = max(_FEWEST, self._people / _CHANGE)

    def _mix(self, some: Sequence[int], known: int, dearer: float = 1.0) -> Mix:
        """Of rows that some members have and that are kept, the others' as they are."""
        coverage = self._kept.coverage
        if coverage is not None:
            coverage = np.minimum(1.0, dearer * coverage)
        mix = Mix(self._team, some, self._insertion.without(some), coverage)
        for number in some:
            mix.add(self._insertion.row(number))
            for row in self._kept.nearest(number, known):
                mix.add(row)
        return mix

    def _over(self) -> bool:
        return self._search.over() or self._search.proven()

    def _offer(self, rows: list[Ints] | None = None) -> None:
        """Offer this thread's roster, or rows that it had before."""
        rows = rows or self._insertion.all_in()
        assert rows is not None
        plan = self._team.plan(rows)
        if self._search.columns.legal(plan):
            self._search.offer(plan, (0,) * len(Tier))
        self._plan = plan if self._search.progress().plan is plan else None
