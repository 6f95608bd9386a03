"""The part of a search by whole rows: its first roster, and what each thread does from there."""

import math
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from solver.limits import Floats, Tier
from solver.local_search import LocalSearch
from solver.rows.crew import Crew
from solver.rows.kept import Kept
from solver.rows.proof import relaxed
from solver.rows.short import after_day
from solver.rows.team import Team
from solver.rows.warm import begin_compiling, compiled, compiling
from solver.rows.work import ByRows

#: With less time than so many times the seconds that programs took, rows are given up where coverage counts: on such a
#: machine nobody's rows would be bettered in time.
_COVERED_TIMES = 2.0
#: With more free atoms than this, constructing a roster only to have one to be looked at takes gigabytes.
_LOOKED_AT_ATOMS = 100_000
#: Programs are waited for until this share of the time is left, while they are compiled: they are the quickest way to a
#: legal roster, and a search that went another way does not come back to them.
_COMPILING_SHARE = 0.5
#: How much of the time left the relaxation may take: all threads wait for its prices. With more free atoms or days than
#: this its model of everything takes too much memory and time.
_RELAXING_SHARE, _RELAXED_ATOMS, _RELAXED_DAYS = 0.4, 500_000, 100
_TICK_S = 0.05


class RowsPhase:
    """search: whose plan and bound to better. construct: gives it a first plan without rows. least_s: seconds that must
    be left for rows to be worth it.
    """

    def __init__(self, search: LocalSearch, construct: Callable[[], None], least_s: float) -> None:
        self._search, self._construct, self._least_s = search, construct, least_s
        self._needless = threading.Event()
        self._crew = Crew()
        self._shared: tuple[Team, Kept] | None = None

    @property
    def team(self) -> Team | None:
        """Everybody's programs, where they are at hand."""
        return None if self._shared is None else self._shared[0]

    def begin(self) -> bool:
        """A first plan; False where lines can't be priced exactly, or not yet, or break together what is hard: then
        rows may better a plan that was begun without them.
        """
        search = self._search
        if not self._compiled():
            return False
        relaxing = None
        if search.covered:
            # What coverage comes to is part of the relaxation, which takes longer than the programs do beside it.
            search.settle_before_comfort()
            relaxing = self._relaxing()
        team, begun = self._team_in_time(), False
        if team is not None:
            for tier, bound in zip(Tier, team.least, strict=True):
                search.raise_bound(tier, bound, ())
            kept = Kept(len(team.members), relaxing)
            work = self._work(team, kept, 0)
            if work.begin():
                begun, self._shared = work.legal, (team, kept)
        if self.team is None or not self.team.links.count_coverage:
            self._needless.set()
        return begun

    def climb(self, index: int) -> bool:
        """Better the plan and its bound on one thread until the search is over; False where that can't be begun, since
        there are no programs, or no legal roster is at hand.
        """
        if self._shared is None:
            return False
        team, kept = self._shared
        work = self._work(team, kept, index)
        if not work.follow():
            if index == 0:
                # Its market and rounds are what others wait for, and the relaxation is what they begin with.
                kept.traded = kept.ended = True
                self._needless.set()
            return False
        if index == 0:
            work.trade()
        else:
            work.help_trade()
        work.go_through_days()
        if index == 0:
            self._prove(work)
        elif not team.links.count_coverage:
            work.first()
        work.go_on()
        return True

    def _work(self, team: Team, kept: Kept, index: int) -> ByRows:
        options = self._search.options
        return ByRows(self._search, team, kept, self._crew, options.seed * 1000 + index, index / options.workers)

    def _prove(self, work: ByRows) -> None:
        rounds = work.prove()
        if self._search.proves_from_the_start and not self._search.proven():
            work.begin_anew()
            if rounds is not None:
                work.prove_near(rounds)
            self._search.prove()

    def _compiled(self) -> bool:
        """Whether programs can be used, which are waited for."""
        search = self._search
        begin_compiling()
        while search.options.repeatable and compiling() and not search.stop.is_set():
            # What is done must not hang on how long that takes.
            search.stop.wait(_TICK_S)
        if search.covered or (compiling() and search.atoms <= _LOOKED_AT_ATOMS):
            # A roster to be looked at meanwhile, and one that coverage has room in.
            self._construct()
        until_s = max(self._least_s, _COMPILING_SHARE * search.left())
        while compiling() and search.left() > until_s and not search.over():
            search.stop.wait(_TICK_S)
        return compiled()

    def _relaxing(self) -> "Future[Floats | None]":
        """The relaxation's prices, on a thread beside."""
        search = self._search
        if search.atoms > _RELAXED_ATOMS or search.layout.days > _RELAXED_DAYS:
            # Known to be none, so that nobody asks for it again.
            none: Future[Floats | None] = Future()
            none.set_result(None)
            return none
        # Beside other work, a clock that counts it says something else each time: what is repeatable waits for the end.
        until_s = -math.inf if search.options.repeatable else (1 - _RELAXING_SHARE) * search.left()

        def stopped() -> bool:
            return search.stop.is_set() or self._needless.is_set() or search.left() < until_s

        pool = ThreadPoolExecutor(1)
        found = pool.submit(relaxed, search, search.progress().costs[: Tier.COMFORT], stopped)
        pool.shutdown(wait=False)
        return found

    def _team_in_time(self) -> Team | None:
        """Everybody's programs; None where a line does not fit, or they take too long."""
        search, began = self._search, self._search.clock.now()

        def too_late() -> bool:
            return search.covered and search.left() < _COVERED_TIMES * (search.clock.now() - began)

        def stopped() -> bool:
            return search.stop.is_set() or too_late()

        try:
            team = Team.of(search.columns, search.structure, search.fixed, search.layout, stopped)
        finally:
            after_day.cache_clear()
        return None if too_late() else team
