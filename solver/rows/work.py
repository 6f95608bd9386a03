"""What a thread does with whole rows: rounds of pricing for a bound, dives over everybody or some, people out and in
again, and neighbourhoods.

Each thread has a roster of its own. Mostly that is the best one of all; now and then a dive over everybody begins a new
one, which is bettered for a while even if it costs more: such rosters go on to fall where others no longer do.
"""

import random

from solver.local_search import LocalSearch
from solver.neighbourhoods import Neighbourhoods
from solver.rows.all_days import AllDays
from solver.rows.core import Core
from solver.rows.crew import Crew
from solver.rows.days import Days
from solver.rows.dives import Dives
from solver.rows.kept import Kept
from solver.rows.proof import Proof
from solver.rows.room import Room
from solver.rows.roster import Roster
from solver.rows.rounds import Rounds
from solver.rows.team import Team
from solver.rows.trades import Trades
from solver.rows.turns import Turns

#: Seconds of people out and in again before all else, as a share of the time left and at most.
_FIRST_SHARE, _FIRST_S = 0.1, 10.0
#: Seconds of people out and in again, and of neighbourhoods, at a time.
_TURN_S = 0.5
#: A roster begun by a dive over all is bettered for so many times as long as the dive took, or for as long as the best
#: one of all had stood by then; at least and at most so many seconds.
_BETTERED, _BETTERED_S = 4.0, (3.0, 40.0)
#: The share of mends that are dives, and how many times as much as otherwise coverage costs in one.
_MENDING_SHARE, _MENDING_DEARER = 0.5, (3.0, 10.0)
#: Where days are many: the share of the time left for rounds over everybody, and how many of them there is to be time
#: for.
_PROVE_SHARE, _PROVING_ROUNDS = 0.2, 200
#: Rounds of pricing for a bound between two looks at what they gain.
_ROUNDS = 2
#: Rows are kept for dives from where no more than this share of COMFORT lies between mix and bound; and where
#: coverage counts and all threads wait for the first dive, which prices more.
_NEAR, _NEAR_COVERED = 0.01, 0.05
#: The first dive is waited for no longer than until this share of the time is left, however near rows are: a bound may
#: lag for long, and all threads wait.
_DIVE_FROM = 0.5


class ByRows:
    """One thread's work. search: whose plan and bound to better. kept: shared by all. seed: of the thread. at: where in
    the days it begins, as a share.
    """

    def __init__(self, search: LocalSearch, team: Team, kept: Kept, crew: Crew, seed: int, at: float = 0.0) -> None:
        self._search, self._team, self._kept, self._crew, self._clock = search, team, kept, crew, search.clock
        room = Room()
        # Of this thread's lines, and of those that other threads price for it.
        rooms = [room, *(Room() for _ in range(search.options.workers - 1))]
        self._roster = Roster(search, team, seed)
        self._insertion = self._roster.insertion
        self._proof = Proof(search, team, kept, crew, rooms)
        self._random = random.Random(seed)
        self._choice = Neighbourhoods(search.columns, search.layout, seed)
        self._trades = Trades(search, self._insertion, rooms, crew, self._random, self._roster.offer)
        self._dives = Dives(search, team, kept, crew, rooms, self._roster, self._random, seed)
        self._days = Days(team, room, self._random, search.count_step, at, self._clock)
        self._all_days = AllDays(team, self._days, self._roster, self._over)
        turns = [self.dive, self.try_neighbourhoods, self.shake, *([self.some_days] if self._days.several else [])]
        self._turns = Turns(turns, lambda: self._insertion.cost, self._clock)
        # When the next dive over all is due.
        self._due = 0.0

    def begin(self) -> bool:
        """A first roster of everybody; False when stopped, or where somebody has no row."""
        return self._roster.begin()

    @property
    def legal(self) -> bool:
        """Whether this thread's roster keeps what is hard."""
        return self._roster.legal

    def follow(self) -> bool:
        """Take over the best plan of all, if it is better than this thread's; False where no legal one is at hand."""
        return self._roster.follow()

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
            Core(self._search, self._team, self._proof, rounds).run()

    def _price_all(self) -> Rounds | None:
        covered, proof = self._team.links.count_coverage, self._proof
        if not proof.await_prices():
            return None
        center = self._days.known_prices
        if self._days.several and not self._time_for_rounds():
            return None
        rows = [self._insertion.row(number) for number in range(len(self._team.members))]
        missing, rounds = proof.rounds(rows, center)
        left_s = self._search.left()
        end = self._clock.now() + left_s * (_PROVE_SHARE if self._days.several else 1.0)
        while True:
            if self._search.over() or self._clock.now() > end or not rounds.run(_ROUNDS):
                return None
            mix = rounds.mix
            # Of the mix, comfort alone, where what is beside it is told.
            comfort = mix.value - (proof.beside(self._search.progress().costs, missing) or 0.0)
            near = mix.value - rounds.best <= (_NEAR_COVERED if covered else _NEAR) * abs(comfort)
            near |= covered and self._search.left() < _DIVE_FROM * left_s
            if rounds.center is not None and (rounds.done or (near and not self._kept.ready)):
                self._kept.keep(mix.rows, rounds.center)
                if covered and not self._kept.dive_s and self._dives.over_all():
                    # A roster that covers all is worth more than a better bound.
                    until = self._clock.now() + _BETTERED_S[0]
                    while self._roster.short and self._clock.now() < until and not self._search.over():
                        self._mend()
            if proof.missing(self._search.progress().costs) < missing:
                # Where so much need not be missing, a bound that lets it be is weak.
                missing, rounds = proof.rounds(mix.rows, rounds.center)
            elif rounds.done:
                return rounds

    def _time_for_rounds(self) -> bool:
        """Whether enough rounds fit into their share of the time."""
        round_s = self._proof.round_s(self._days.prices)
        return round_s is not None and _PROVING_ROUNDS * round_s < _PROVE_SHARE * self._search.left()

    def first(self) -> None:
        """What betters a first roster while another thread prices for a bound: a market of this thread's own; people
        out and in again where all threads had one, since days are many.
        """
        if self._days.several:
            self._shake(min(_FIRST_S, _FIRST_SHARE * self._search.left()))
        else:
            self._trades.alone()

    def trade(self) -> None:
        """A market, where coverage counts and there are prices to begin with, or days are many; others help."""
        if self._proof.await_prices():
            if self._proof.prices is not None:
                self._trades.for_coverage(self._proof.prices)
            elif self._days.several:
                self._days.prices = self._trades.many_days()
        self._kept.traded = True

    def help_trade(self) -> None:
        """The same for other threads."""
        waits = self._days.several or self._team.links.count_coverage
        while waits and not self._kept.traded and not self._over():
            self._crew.help(_TURN_S)

    def go_through_days(self) -> None:
        """Where days are many: all of them, some at a time, until that gains little."""
        if self._days.several:
            self._all_days.go_through()

    def some_days(self) -> None:
        """Some days of everybody."""
        self._all_days.some()

    def go_on(self) -> None:
        """Better the best plan of all, and now and then begin anew; until the search is over."""
        while not self._over():
            self.follow()
            began = self._clock.now()
            if not self._kept.dive_s and not self._kept.ended and self._team.links.count_coverage:
                # Without prices, people and dives run into shortage, and neighbourhoods from here lead nowhere near.
                self._crew.help(_TURN_S)
            elif self._kept.ready and began >= self._due and self._dives.time_for_all():
                self.begin_anew()
            elif self._turns.take() > 0:
                self._due += self._clock.now() - began

    def begin_anew(self) -> None:
        """A roster of a dive over everybody, bettered for a while: longer, the longer the best one has stood."""
        began, stood_s = self._clock.now(), self._search.stood_s()
        if self._dives.over_all():
            now = self._clock.now()
            least, most = _BETTERED_S
            end = now + min(most, max(least, _BETTERED * (now - began), stood_s))
            while self._clock.now() < end and not self._over():
                # What is short first, and apart: it gains so much that turns would long remember who mended it.
                if self._roster.short:
                    self._mend()
                else:
                    self._turns.take()
        # As long again for the best plan of all, and longer while that gains.
        now = self._clock.now()
        self._due = now + now - began

    def shake(self) -> None:
        """People out and in again for a moment."""
        self._shake(_TURN_S)

    def _shake(self, seconds: float) -> None:
        end = self._clock.now() + min(seconds, self._search.left())
        # A roster that the other thread proves the best needs no more of it.
        self._insertion.improve(lambda: 0.0 if self._over() else end - self._clock.now(), self._roster.offer)

    def try_neighbourhoods(self) -> None:
        """Neighbourhoods of the roster for a moment, or one that takes longer."""
        rows, end = self._insertion.all_in(), self._clock.now() + _TURN_S
        assert rows is not None
        plan = before = self._team.plan(rows)
        while self._clock.now() < end and not self._over():
            plan = self._search.try_one(self._choice, plan)
        if plan is not before:
            self._roster.take(plan)

    def dive(self) -> None:
        """One dive over some people, the others as they are."""
        self._dives.over_some()

    def _mend(self) -> None:
        """Cover something of what a dive over all left short: by a dive over many with dearer prices, or nearby."""
        if self._random.random() < _MENDING_SHARE:
            self._dives.mend(self._random.choice(_MENDING_DEARER))
        else:
            self.try_neighbourhoods()

    def _over(self) -> bool:
        return self._search.over() or self._search.proven()
