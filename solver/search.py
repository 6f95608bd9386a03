"""The search, and what runs when: whole rows where each line's can be priced; else line by line, construction, one
model a tier, and neighbourhoods beside a prover of bounds.

Anytime: the best plan is always at hand, its cost never rises, and stopping keeps it.
"""

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from solver.construct import construct
from solver.layout import Layout
from solver.limits import Columns, Ints
from solver.line_by_line import MENDING_TURNS, LineByLine
from solver.local_search import LocalSearch
from solver.standing import Options, Progress, Watch, usual_threads

if TYPE_CHECKING:
    from solver.rows.phase import RowsPhase

__all__ = ["Options", "Progress", "Search", "Watch", "usual_threads"]

#: The share of the improving time after which one thread turns to proving.
_PROVE_FROM = 0.5
#: With more free atoms than this, programs of whole rows take too much time and memory.
_PROGRAM_ATOMS = 2_000_000
#: With so few free atoms one model proves in a second or two, and whole rows need not be loaded.
_ONE_MODEL_ATOMS = 500
#: Where coverage counts, whole rows give a better roster than neighbourhoods only after so many seconds, and so many
#: more a line; with less time they are not begun.
_COVERED_S, _COVERED_LINE_S = 6.0, 0.15
#: How often the search is looked after, and how long it waits for threads when it is over.
_TICK_S, _GRACE_S = 0.2, 0.6


log = logging.getLogger(__name__)


class Search(LocalSearch):
    """What runs when, and on which thread; see Standing for what a search is made of.

    failure: what went wrong in a thread, if anything did.
    """

    def __init__(self, columns: Columns, fixed: Ints, layout: Layout, options: Options, start: Ints) -> None:
        super().__init__(columns, fixed, layout, options, start)
        self.failure: BaseException | None = None
        self._start = start
        self._rows: RowsPhase | None = None

    def run(self, watch: Watch | None = None) -> Progress:
        """Search until proven, out of time or stopped; back within a second then. What fails ends it, too: it is logged
        where a plan was found until then, which stays, and raised where none was.

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
        last = self.progress()
        if self.failure is not None:
            if last.plan is self._start:
                raise self.failure
            log.error("the search failed; what was found until then stays", exc_info=self.failure)
        if watch is not None:
            watch(last)
        return last

    def _halt_until(self, ended: threading.Event) -> None:
        while not ended.wait(_TICK_S / 4):
            if self.proven():
                # Rows ask for no more than the time and this, dozens of them between two looks at the proof.
                self.stop.set()
            if self.stop.is_set():
                self._halt()

    # ---- phases

    def _climb(self) -> None:
        if not self.atoms:
            # Nothing to search for: models and neighbourhoods want a cell that is free.
            only = self.progress()
            self.offer_bounded(only.plan, only.costs)
            return
        if self.options.plain:
            self.settle(self.tiers, 1.0)
            return
        if not self._begin_by_rows():
            self._line_by_line()
            self._construct()
            self.settle_before_comfort()
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

    def _improve(self) -> None:
        """Neighbourhoods on all threads; the first one turns to proving bounds on the whole model, in time."""
        self._phase = "improving"
        prove_from = self.clock.now() + (0.0 if self.proves_from_the_start else self.left() * _PROVE_FROM)
        self._together(lambda index: self._climb_on(index, prove_from))

    def _begin_by_rows(self) -> bool:
        """A first plan by whole rows (solver/rows); False where there is none of them: then rows may better a plan that
        was begun without them.
        """
        one_model = self.proves_from_the_start if self.covered else self.atoms <= _ONE_MODEL_ATOMS
        if one_model or self.atoms > _PROGRAM_ATOMS or self.keeps_what_is_published:
            # Rows weigh tiers against each other: they would buy comfort with changes of what is published.
            return False
        least_s = _COVERED_S + _COVERED_LINE_S * self.layout.lines if self.covered else 0.0
        if self.left() < least_s:
            return False
        try:
            # Here and not above: numba takes a second to load, which small teams and other commands need not wait for.
            import numba  # noqa: F401
        except (ImportError, OSError):
            log.exception("numba can't be loaded; large teams are planned without whole rows")
            return False
        from solver.rows.phase import RowsPhase

        self._rows = RowsPhase(self, self._construct, least_s)
        return self._rows.begin()

    def _climb_on(self, index: int, prove_from: float) -> None:
        if self._rows is not None and self._rows.climb(index):
            return
        if index == 0 and self.whole_fits:
            # With a number of its own, so that other neighbourhoods are drawn after the proof.
            self.neighbourhoods(self.options.workers, prove_from)
            self.prove()
        self.neighbourhoods(index, float("inf"))

    def _guarded(self, work: Callable[..., None], *args: object) -> None:
        """Run a thread's work; what goes wrong in it stops the search, and is told by `run`."""
        try:
            work(*args)
        except BaseException as failure:  # noqa: BLE001 - a thread's failure must reach the caller
            self.failure = self.failure or failure
            self.stop.set()
