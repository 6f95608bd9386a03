"""One public instance: `python -m bench.curtois FILE --seconds N --workers 2 --seed N --out SOLUTION`.

Prints a line of JSON a second (bench.curtois_line), stops on time or when the roster is proven best, and writes it as
the scorer reads it. Ctrl-C keeps the best so far. Ends with 1 where no legal roster was found, with 2 where the file
can't be read or the roster not be written.
"""

import argparse
import gc
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bench.curtois_format import FormatError, Instance, read_instance, roster_text
from bench.curtois_line import Line
from bench.curtois_team import board_of, columns_of, rows_of
from planner.board import Board
from planner.solve import fixed_cells, places_of, search_over
from solver.limits import Tier
from solver.search import Options, Progress, Search

#: How often a line is printed.
_EVERY_S = 1.0
#: How often it is looked whether the time is over while an instance is laid out.
_TICK_S = 0.2
#: What looking after the search and writing the roster take: the search itself ends so much before the time is over.
_AFTER_S = 0.5


class Lines:
    """Shows where a search stands, at most once in `_EVERY_S` and at its end, and tells when its time is over.

    began: when the time began to run (time.monotonic), the reading of the file included. seconds: of it.
    """

    def __init__(self, began: float, seconds: float, show: Callable[[Line], None]) -> None:
        self._began, self._seconds, self._show = began, seconds - _AFTER_S, show
        self._next = 0.0
        self.last: Progress | None = None

    def left(self) -> float:
        """Seconds that a search has yet."""
        return self._began + self._seconds - time.monotonic()

    def watch(self, progress: Progress) -> bool:
        """Of a search that goes on; whether its time is over."""
        self.last = progress
        if time.monotonic() - self._began >= self._next:
            self.show()
        return self.left() <= 0

    def laying_out(self) -> bool:
        """Of a search that is being laid out; whether its time is over."""
        if time.monotonic() - self._began >= self._next or self.left() <= 0:
            self._say(None, None, "laying out")
        return self.left() <= 0

    def show(self) -> None:
        """A line of where it stood last."""
        if self.last is None:
            return
        if self.last.costs[Tier.MUST]:
            self._say(None, None, self.last.phase)
        else:
            self._say(self.last.costs[Tier.COMFORT], self.last.bounds[Tier.COMFORT], self.last.phase)

    def _say(self, cost: int | None, bound: int | None, phase: str) -> None:
        seconds = time.monotonic() - self._began
        self._next = seconds + _EVERY_S
        self._show(Line(round(seconds, 1), cost, bound, phase))


def laid_out(instance: Instance, options: Options, lines: Lines) -> tuple[Board, Search] | None:
    """The instance's board and a search over its rules; None where the time is over before they are laid out."""
    made: list[tuple[Board, Search]] = []
    failed: list[Exception] = []

    def lay_out() -> None:
        # What is laid out stays to the end: millions of objects that nobody needs to look through for garbage.
        gc.disable()
        try:
            board = board_of(instance)
            columns = columns_of(board, instance)
            made.append((board, search_over(board, columns, fixed_cells(board), options)))
        except Exception as problem:  # noqa: BLE001 - a thread's failure must reach the caller
            failed.append(problem)
        finally:
            gc.freeze()
            gc.enable()

    thread = threading.Thread(target=lay_out, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(_TICK_S)
        if thread.is_alive() and lines.laying_out():
            return None
    if failed:
        raise failed[0]
    return made[0]


def run(instance: Instance, options: Options, lines: Lines) -> tuple[str, bool]:
    """The roster found, as the scorer reads it, and whether it is legal.

    options: of the search, whose time on the wall is that of `lines`.
    """
    found = laid_out(instance, options, lines)
    if found is None:
        return roster_text(instance, rows_of(instance, ())), False
    board, search = found
    if not options.repeatable:
        search.end_in(max(0.0, lines.left()))
    try:
        end = search.run(lines.watch)
    except KeyboardInterrupt:
        end = search.progress()
    if search.failure is not None:
        # What was found until then is no measurement.
        raise search.failure
    lines.last = end
    lines.show()
    return roster_text(instance, rows_of(instance, places_of(board, end.plan))), end.costs[Tier.MUST] == 0


def arguments() -> argparse.ArgumentParser:
    """What the command takes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path, help="the instance")
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="wall time, the reading and laying out of the file included"
    )
    parser.add_argument("--workers", type=int, default=2, help="threads")
    parser.add_argument("--seed", type=int, default=1, help="of all random choices")
    parser.add_argument(
        "--deterministic-limit",
        type=float,
        metavar="N",
        help="in place of --seconds: so many deterministic seconds of CP-SAT, and of steps by rows; with --workers 1 "
        "and the same --seed two runs give the same roster",
    )
    parser.add_argument("--out", type=Path, help="where the roster is written; else it is not")
    return parser


def main(given: list[str] | None = None) -> int:
    """Run the command; its exit code."""
    began = time.monotonic()
    asked = arguments().parse_args(given)
    if asked.deterministic_limit is not None and asked.workers != 1:
        print("--deterministic-limit wants --workers 1.", file=sys.stderr)
        return 2
    try:
        instance = read_instance(asked.file)
        limit = asked.deterministic_limit
        seconds = asked.seconds if limit is None else float("inf")
        lines = Lines(began, seconds, lambda line: print(line.text(), flush=True))
        options = Options(limit or 0.0, asked.workers, asked.seed, repeatable=limit is not None)
        roster, legal = run(instance, options, lines)
        if asked.out is not None:
            asked.out.write_text(roster, "utf-8")
    except (FormatError, OSError, UnicodeDecodeError) as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # before there was a search, so there is nothing to keep
        return 130
    return 0 if legal else 1


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # At once: threads that still lay out a model, and a large one's taking apart, would hold the end up by seconds.
    os._exit(code)
