"""Change a published roster: gently after an event, only where it is short, or anew from a day on."""

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial

import numpy as np

from planner.board import Board, Place
from planner.changing.stood_short import asked_since
from planner.domain.team import Team
from planner.rulebook import plan_of, state_rules
from planner.solve import Solution, begin_with, fixed_cells, places_of, search_over
from solver.fixing import FREE, fixed_by_bans, settle
from solver.limits import OPEN, Columns, Ints, Tier
from solver.repair import Repair, Repaired
from solver.search import Options, Progress, Search, Watch
from solver.ties import Ties

#: Share of the time that the small models of a mend may take before the whole search goes on.
_REPAIR_SHARE = 0.8
#: The same of the time, beyond it, for what those who joined take, and for the cheapest way to do it.
_FILL_SHARE = 0.1
_TICK_S = 0.2


class Goal(StrEnum):
    """What a published roster is changed for.

    MEND: cover as much as was published, with the fewest changes, then at the least cost. What was short before
    stays accepted, so that a sick call does not set off a new plan of the month; what a surge asks beyond it is not.
    Whoever joins takes open shifts, and nobody's.
    FILL: cover what is short, and nobody loses a shift.
    ANEW: the best roster, whatever was published.
    """

    MEND = "mend"
    FILL = "fill"
    ANEW = "anew"


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be changed. people, days: None = all."""

    people: frozenset[str] | None = None
    days: frozenset[date] | None = None

    def allows(self, person: str, day: date) -> bool:
        """Whether this person's shifts on `day` may be changed."""
        return (self.people is None or person in self.people) and (self.days is None or day in self.days)


EVERYTHING = Scope()


def replan(
    board: Board,
    options: Options,
    *,
    goal: Goal = Goal.MEND,
    scope: Scope = EVERYTHING,
    watch: Watch | None = None,
    found: Collection[Place] = (),
    planned: Team | None = None,
) -> Solution:
    """The roster of `board.published` changed for the board's team as it is now; past and locked days stay.

    found: the best roster of an earlier search for the same. planned: the team that was published for, where more may
    be expected since, or more people be there.
    Solution.progress says how far it is proven: CHANGE counts shifts that fall away or are new.
    """
    columns = state_rules(board)
    asked = columns_for(goal, board, columns, planned)
    search = search_over(board, asked, fixed_within(board, goal, scope), options)
    begin_with(search, board, found)
    progress = _mended(search, watch) if goal is Goal.MEND else search.run(watch)
    plan = progress.plan
    if goal is Goal.MEND and planned and (joined := _joined(board.team, planned)):
        plan = _filled_by(joined, board, columns, search, plan, watch)
    places = places_of(board, progress.plan)
    filled = places_of(board, plan) - places
    return Solution(places | filled, columns, search.columns, progress, search.failure is not None, filled)


def _joined(team: Team, planned: Team) -> frozenset[str]:
    """Who is in the team and was not when it was planned for."""
    return frozenset(manager.name for manager in team.managers) - {manager.name for manager in planned.managers}


def _filled_by(
    joined: frozenset[str], board: Board, columns: Columns, search: Search, plan: Ints, watch: Watch | None
) -> Ints:
    """`plan` with those who joined on what is short, with the fewest shifts that do it; all others keep what they have.

    columns: as stated, since nothing that is short is accepted here. search: the one that `plan` comes from.
    """
    options, fixed = search.options, plan.copy()
    for number in np.flatnonzero((search.fixed == FREE) & (plan == 0)).tolist():
        if board.people[board.cells[number].person].name in joined:
            fixed[number] = FREE
    settled, _ = settle(columns, plan)
    repair = Repair(
        columns=settled,
        fixed=fixed_by_bans(settled, fixed),
        start=plan,
        structure=search.structure,
        ties=Ties(settled, search.layout),
        workers=options.workers,
        seed=options.seed,
    )
    seconds = options.seconds * _FILL_SHARE

    def fill() -> Repaired:
        filled = repair.run(seconds)
        return repair.cheapest(filled, seconds) if filled.fewest else filled

    return _watched(repair, fill, search, watch)[0].plan


def _mended(search: Search, watch: Watch | None) -> Progress:
    """Small models first; the whole search only where they do not prove that fewer changes do not do."""
    began, options = search.progress(), search.options
    repair = Repair(
        columns=search.columns,
        fixed=search.fixed,
        start=began.plan,
        structure=search.structure,
        ties=Ties(search.columns, search.layout),
        workers=options.workers,
        seed=options.seed,
    )
    repaired, ended = _watched(repair, partial(repair.run, options.seconds * _REPAIR_SHARE), search, watch)
    search.offer_bounded(repaired.plan, repaired.bounds)
    return search.progress() if repaired.fewest or ended else search.run(watch)


def _watched(
    repair: Repair, work: Callable[[], Repaired], search: Search, watch: Watch | None
) -> tuple[Repaired, bool]:
    """What a repair's work finds, and whether `watch` ended it; `watch` is called as by a search, on this thread."""
    with ThreadPoolExecutor(1) as pool:
        running, ended = pool.submit(work), False
        try:
            while not wait([running], _TICK_S).done:
                if watch is not None and watch(search.progress()):
                    ended = True
                    repair.halt()
        except BaseException:
            repair.halt()
            raise
        return running.result(), ended


def fixed_within(board: Board, goal: Goal, scope: Scope) -> Ints:
    """FREE, 0 or 1 a cell: what is out of scope is as it was published."""
    fixed = fixed_cells(board)
    for number in np.flatnonzero(fixed == FREE).tolist():
        person, day, _ = place = board.place(number)
        published = place in board.published
        if not scope.allows(person, day) or (goal is Goal.FILL and published):
            fixed[number] = int(published)
    return fixed


def columns_for(goal: Goal, board: Board, columns: Columns, planned: Team | None = None) -> Columns:
    """The rules as the goal asks for them. planned: see `replan`."""
    low, high = columns.low, columns.high
    if goal is Goal.MEND:
        published = columns.values(plan_of(board, board.published))
        accepted = (columns.price > 0) & (columns.tier < Tier.CHANGE)
        low = np.where(accepted, np.minimum(low, published), low)
        high = np.where(accepted, np.maximum(high, published), high)
        since = asked_since(board, columns, planned) if planned else {}
        low[list(since)] = list(since.values())
    elif goal is Goal.ANEW:
        given_up = columns.tier == Tier.CHANGE
        low, high = np.where(given_up, -OPEN, low), np.where(given_up, OPEN, high)
    return replace(columns, low=low, high=high)
