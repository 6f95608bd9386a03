"""Plan a month: the board's rules as limits, the search, and the best roster found with what is proven of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from uuid import UUID, uuid4

import numpy as np

from planner.board import Board, Place
from planner.domain.roster import Assignment, Roster, SolveRecord
from planner.rulebook import state_rules
from planner.rules.lock import locked_as
from solver.construct import with_atoms
from solver.fixing import FREE, empty_plan, fixed_by_bans, settle
from solver.layout import Layout
from solver.limits import Columns, Ints
from solver.search import Options, Progress, Search, Watch


@dataclass(frozen=True, slots=True)
class Solution:
    """places: what the roster fills.

    settled: the limits after locks and history had their way; progress: as it ended. broke_off: whether the search
    ended by a fault of its own, so that this is what was found until then. filled: those of the places that whoever
    joined took beyond what was searched for; progress knows nothing of them.
    """

    places: frozenset[Place]
    columns: Columns
    settled: Columns
    progress: Progress
    broke_off: bool
    filled: frozenset[Place] = frozenset()


def fixed_cells(board: Board) -> Ints:
    """FREE, 0 or 1 a cell: locks, past days and history are fixed, also where they break a rule.

    Days before today are as they were published.
    """
    fixed = np.full(len(board.cells), FREE, np.int64)
    fixed[board.free :] = 1
    for number in range(board.free):
        name, day, code = board.place(number)
        if board.today is not None and day < board.today:
            fixed[number] = int((name, day, code) in board.published)
            continue
        locked = locked_as(board, number)
        if locked is not None:
            fixed[number] = int(locked)
    return fixed


def layout_of(board: Board) -> Layout:
    """Person and day of each cell; what is no free cell lies before day 0 and is never freed."""
    first = board.days[0].toordinal()
    ahead = (cell.day.toordinal() - first for cell in board.cells[: board.own])
    days = [day if day < len(board.days) else -1 for day in ahead]
    return Layout(
        np.array([cell.person for cell in board.cells], np.int64),
        np.array([*days, *(-1 for _ in board.cells[board.own :])], np.int64),
    )


def make_search(board: Board, options: Options) -> tuple[Search, Columns]:
    """The search over a board's rules, and the rules' columns as stated (before locks had their way)."""
    columns = state_rules(board)
    return search_over(board, columns, fixed_cells(board), options), columns


def search_over(board: Board, columns: Columns, fixed: Ints, options: Options) -> Search:
    """The search over `columns`, begun with what was published, as far as hard rules still allow it.

    fixed: FREE, 0 or 1 a cell.
    """
    start = empty_plan(fixed)
    settled, _ = settle(columns, start)
    published = [number for place in board.published if (number := board.number(place)) is not None]
    return Search(settled, fixed, layout_of(board), options, as_far_as_legal(settled, fixed, published))


def as_far_as_legal(columns: Columns, fixed: Ints, published: Sequence[int]) -> Ints:
    """The plan of what is fixed on and of the published cells that are free, as far as hard limits allow it."""
    plan = empty_plan(fixed)
    open_to = fixed_by_bans(columns, fixed) == FREE
    kept = np.array(sorted(number for number in published if open_to[number]), np.int64)
    plan[kept] = 1
    broken = np.flatnonzero(columns.hard & (columns.outside(columns.values(plan)) > 0))
    if len(broken):
        # Only where something hard is broken is it tried cell by cell what can stay.
        doubtful = [number for row in broken.tolist() for number in columns.base_atoms(row)]
        doubtful = sorted(set(doubtful).intersection(kept.tolist()))
        plan[doubtful] = 0
        plan = with_atoms(columns, plan, doubtful)
    return plan


def begin_with(search: Search, board: Board, places: Collection[Place]) -> None:
    """Let a search go on from a roster that was found before, if any, as far as its hard rules allow it."""
    if not places:
        return
    cells = [number for place in places if (number := board.number(place)) is not None]
    search.offer(as_far_as_legal(search.columns, search.fixed, cells))


def solve(board: Board, options: Options, watch: Watch | None = None, found: Collection[Place] = ()) -> Solution:
    """Search for the best roster. KeyboardInterrupt in the calling thread ends the search and is raised again.

    found: the best roster of an earlier search of the same board.
    """
    search, columns = make_search(board, options)
    begin_with(search, board, found)
    progress = search.run(watch)
    return Solution(places_of(board, progress.plan), columns, search.columns, progress, search.failure is not None)


def places_of(board: Board, plan: Ints) -> frozenset[Place]:
    """The month's places of a plan."""
    return frozenset(board.place(n) for n in np.flatnonzero(plan[: board.free]).tolist())


def to_roster(
    board: Board, solution: Solution, options: Options, *, team_hash: str, known: Mapping[Place, UUID]
) -> Roster:
    """A roster of a solution. known: ids of assignments that existed before; others get new random ones."""
    record = SolveRecord(
        solution.progress.costs, solution.progress.bounds, solution.progress.seconds, options.workers, options.seed
    )
    assignments = tuple(
        Assignment(known.get(place) or uuid4(), *place, locked=place[2] in board.locks.get(place[:2], ()))
        for place in sorted(solution.places, key=lambda p: (p[1], p[0], p[2]))
    )
    return Roster(board.team.name, board.year, board.month, assignments, team_hash, program_versions(), record)


def program_versions() -> dict[str, str]:
    """The versions of what makes a roster."""
    return {name: version(name) for name in ("community-planner", "ortools")}
