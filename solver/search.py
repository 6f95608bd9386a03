"""The search: tier by tier with one CP-SAT model, then neighbourhood by neighbourhood beside a prover of bounds.

Anytime: the best plan is always at hand, its cost never rises, and stopping keeps it.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from solver.construct import construct
from solver.fixing import FREE
from solver.layout import Layout
from solver.limits import Columns, Ints, Tier
from solver.line_by_line import MENDING_TURNS, LineByLine
from solver.local_search import LocalSearch
from solver.standing import Options, Progress, Watch

if TYPE_CHECKING:
    from solver.rows.crew import Crew
    from solver.rows.kept import Kept
    from solver.rows.team import Team
    from solver.rows.work import ByRows

__all__ = ["Options", "Progress", "Search", "Watch"]

#: The share of the improving time after which one thread turns to proving.
_PROVE_FROM = 0.5
#: With more free atoms than this, one model of a tier gives and proves nothing in the time that it is tried for.
_WHOLE_ATOMS = 15_000
#: With more free atoms than this, programs of whole rows take too much time and memory.
_PROGRAM_ATOMS = 2_000_000
#: With more free atoms than this, constructing a roster only to have one to be looked at takes gigabytes.
_LOOKED_AT_ATOMS = 100_000
#: With so few free atoms, proving the last tier pays from the start: the prover finds better plans as well.
_FEW_ATOMS = 3_000
#: With so few free atoms one model proves in a second or two, and whole rows need not be loaded.
_ONE_MODEL_ATOMS = 500
#: Where coverage counts, whole rows give a better roster than neighbourhoods only after so many seconds, and so many
#: more a line; with less time they are not begun. Nor do they go on with less than so many times the seconds that their
#: programs took, as on a slow machine.
_COVERED_S, _COVERED_LINE_S, _COVERED_TIMES = 6.0, 0.15, 2.0
#: Programs of whole rows are waited for until this share of the time is left: they are the quickest way to a legal
#: roster, and a search that went another way does not come back to them.
_COMPILING_SHARE = 0.5
#: Share of the time left that one model of a tier but the last is tried for.
_TIER_SHARE = 0.35
#: How often the search is looked after, and how long it waits for threads when it is over.
_TICK_S, _GRACE_S = 0.2, 0.6


class Search(LocalSearch):
    """What runs when, and on which thread; see Standing for what a search is made of."""

    def __init__(self, columns: Columns, fixed: Ints, layout: Layout, options: Options, start: Ints) -> None:
        super().__init__(columns, fixed, layout, options, start)
        self._failure: BaseException | None = None
        self._settled, self._needless = False, threading.Event()
        self._team: Team | None = None
        self._kept: Kept
        self._crew: Crew

    def run(self, watch: Watch | None = None) -> Progress:
        """Search until proven, out of time or stopped; back within a second then.

        watch: called on this thread a few times a second, and with the end.
        """
        # An event, since a join that Ctrl-C interrupts takes a running thread for an ended one (Python 3.11 and 3.12).
        ended = threading.Event()

        def climb() -> None:
            self._guarded(self._climb)
            ended.set()

        threading.Thread(target=self._halt_until, args=(ended,), daemon=True).start()
        # Not a daemon: a thread that came out of a solver when Python is gone would abort the program.
        threading.Thread(target=climb).start()
        try:
            while True:
                over = ended.wait(_TICK_S)
                # A search that can be repeated ends by itself: what it did up to its end must not hang on this thread.
                if self.left() <= 0 and not self.options.repeatable:
                    self.stop.set()
                if watch is not None and watch(self.progress()):
                    self.stop.set()
                if over or self.stop.is_set():
                    break
        finally:
            self.stop.set()
            # Models end at once; a thread that lays one out goes on for a moment, for nobody.
            ended.wait(_GRACE_S)
        if self._failure is not None:
            raise self._failure
        last = self.progress()
        if watch is not None:
            watch(last)
        return last

    def _halt_until(self, ended: threading.Event) -> None:
        while not ended.wait(_TICK_S / 4):
            if self.stop.is_set() or self.proven():
                self._halt()

    # ---- phases

    def _climb(self) -> None:
        if not self._atoms():
            # Nothing to search for: models and neighbourhoods want a cell that is free.
            only = self.progress()
            self.offer_bounded(only.plan, only.costs)
            return
        if self.options.plain:
            self._settle(self.tiers, 1.0)
            return
        if not self._begin_by_rows():
            self._line_by_line()
            self._construct()
        self._settle_before_last()
        if not self.over() and not self.proven():
            self._improve()

    def _construct(self) -> None:
        # Also where time is over before it began: this is the plan that a search without time has.
        if not self.stop.is_set():
            start, seed = self.progress().plan, self.options.seed
            self.offer(construct(self.columns, self.fixed, self.layout, start, seed, self.stop.is_set))

    def _line_by_line(self) -> None:
        self._phase = "line by line"
        lines = LineByLine(self)
        self._at_lines(lines, lines.plan_anew)
        for turn in range(1, 1 + MENDING_TURNS):
            self._at_lines(lines, partial(lines.mend, turn))

    def _at_lines(self, lines: LineByLine, work: Callable[[], None]) -> None:
        """Let all threads work at the lines that miss something, if there are any."""
        if not self.over() and lines.take_up():
            self._together(lambda _: work())

    def _together(self, work: Callable[[int], None]) -> None:
        """Run work on all threads, each with its number, and wait for them."""
        threads = [
            threading.Thread(target=self._guarded, args=(work, index), daemon=True)
            for index in range(self.options.workers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _settle(self, tiers: list[Tier], share: float) -> None:
        """One tier after the other with one model of everything; the last of all gets all the time that is left."""
        for tier in tiers:
            if self.over():
                return
            self._phase = tier.name.lower()
            now = self.progress()
            if now.costs[tier] > now.bounds[tier]:
                held = {t: now.costs[t] for t in self.tiers if t < tier}
                seconds = self.left() * (1.0 if tier is self.tiers[-1] else share)
                self.whole(tier, held, seconds, self.options.workers)

    def _settle_before_last(self) -> None:
        """All tiers but the last, once, where one model of each is small enough."""
        if self._atoms() <= _WHOLE_ATOMS and not self._settled:
            self._settled = True
            self._settle(self.tiers[:-1], _TIER_SHARE)

    def _atoms(self) -> int:
        return int((self.fixed == FREE).sum())

    def _improve(self) -> None:
        """Neighbourhoods on all threads; the first one turns to proving bounds on the whole model, in time."""
        self._phase = "improving"
        prove_from = self.clock.now() + (0.0 if self._atoms() <= _FEW_ATOMS else self.left() * _PROVE_FROM)
        self._together(lambda index: self._climb_on(index, prove_from))

    def _begin_by_rows(self) -> bool:
        """A first plan by whole rows (solver/rows); False where lines can't be priced exactly, or not yet, or break
        together what is hard: then rows better a plan that was begun without them.
        """
        covered = bool((self.columns.tier == Tier.COVERAGE).any())
        least = _FEW_ATOMS if covered else _ONE_MODEL_ATOMS
        if not least < self._atoms() <= _PROGRAM_ATOMS:
            return False
        least_s = _COVERED_S + _COVERED_LINE_S * self.layout.lines if covered else 0.0
        if self.left() < least_s:
            return False
        # Here and not above: numba takes a second to load, which small teams and other commands need not wait for.
        from solver.rows.crew import Crew
        from solver.rows.kept import Kept
        from solver.rows.proof import relaxed
        from solver.rows.team import Team
        from solver.rows.warm import compiled, compiling
        from solver.rows.work import ByRows

        while self.options.repeatable and compiling() and not self.stop.is_set():
            # What is done must not hang on how long that takes.
            self.stop.wait(_TICK_S / 4)
        if covered or (compiling() and self._atoms() <= _LOOKED_AT_ATOMS):
            # A roster to be looked at meanwhile, and one that coverage has room in.
            self._construct()
        until_s = max(least_s, _COMPILING_SHARE * self.left())
        while compiling() and self.left() > until_s and not self.over():
            self.stop.wait(_TICK_S / 4)
        if not compiled():
            return False
        relaxing = None
        if covered:
            # What coverage comes to is part of the relaxation, which takes longer than the programs do beside it.
            self._settle_before_last()
            pool = ThreadPoolExecutor(1)
            # Beside other work, a clock that counts it says something else each time.
            over = self.stop.is_set if self.options.repeatable else self.over
            held = self.progress().costs[: Tier.COMFORT]
            relaxing = pool.submit(relaxed, self, held, lambda: over() or self._needless.is_set())
            pool.shutdown(wait=False)
        began = self.clock.now()

        def too_late() -> bool:
            return covered and self.left() < _COVERED_TIMES * (self.clock.now() - began)

        stopped = self.stop.is_set
        self._team = Team.of(self.columns, self.structure, self.fixed, self.layout, lambda: stopped() or too_late())
        if too_late():
            self._team = None
        begun = False
        if self._team is not None:
            self._kept, self._crew = Kept(len(self._team.members), relaxing), Crew()
            work = ByRows(self, self._team, self._kept, self._crew, self.options.seed * 1000)
            if work.begin():
                begun = work.legal
            else:
                self._team = None
        if self._team is None or not self._team.links.count_coverage:
            self._needless.set()
        # What comes next may settle more.
        self._settled = begun
        return begun

    def _climb_by_rows(self, team: "Team", index: int) -> None:
        from solver.rows.work import ByRows

        at = index / self.options.workers
        work = ByRows(self, team, self._kept, self._crew, self.options.seed * 1000 + index, at)
        if not work.follow():
            if index == 0:
                # Its market and rounds are what others wait for, and the relaxation is what they begin with.
                self._kept.traded = self._kept.ended = True
                self._needless.set()
            self.neighbourhoods(index, float("inf"))
            return
        if index == 0:
            work.trade()
        else:
            work.help_trade()
        work.go_through_days()
        if index == 0:
            self._prove_by_rows(work)
        elif not team.links.count_coverage:
            work.first()
        work.go_on()

    def _prove_by_rows(self, work: "ByRows") -> None:
        rounds = work.prove()
        if self._atoms() <= _FEW_ATOMS and not self.proven():
            work.begin_anew()
            if rounds is not None:
                work.prove_near(rounds)
            self._prove()

    def _climb_on(self, index: int, prove_from: float) -> None:
        if self._team is not None:
            self._climb_by_rows(self._team, index)
            return
        if index == 0 and self._atoms() <= _WHOLE_ATOMS:
            # With a number of its own, so that other neighbourhoods are drawn after the proof.
            self.neighbourhoods(self.options.workers, prove_from)
            self._prove()
        self.neighbourhoods(index, float("inf"))

    def _prove(self) -> None:
        """Raise the bound of the first tier that is not proven; the whole model, one thread."""
        while not self.over():
            before = self.progress()
            tier = next((t for t in self.tiers if before.bounds[t] < before.costs[t]), None)
            if tier is None:
                return
            self.whole(tier, {t: before.costs[t] for t in self.tiers if t < tier}, self.left(), 1)
            after = self.progress()
            if after.costs[:tier] == before.costs[:tier] and after.bounds[tier] < after.costs[tier]:
                return

    def _guarded(self, work: Callable[..., None], *args: object) -> None:
        """Run a thread's work; what goes wrong in it stops the search and is raised by `run`."""
        try:
            work(*args)
        except BaseException as failure:  # noqa: BLE001 - a thread's failure must reach the caller
            self._failure = self._failure or failure
            self.stop.set()
