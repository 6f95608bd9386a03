"""The best a roster could be if something were otherwise: with the fewest changes first, then at the least cost.

Answers "why me", "why not", "what would mend this" by solving: a cell is forced, or a limit released, and the roster
is mended round it.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from planner.board import Board, Place
from planner.changing.changes import Changes, changes_of
from planner.changing.replan import EVERYTHING, Goal, columns_for, fixed_within
from planner.rulebook import plan_of, rule_of, state_rules
from planner.rules.base import Rule
from planner.rules.catalogue import RULES
from planner.solve import as_far_as_legal, layout_of, places_of
from solver.build import FREE, fixed_by_bans, settle
from solver.limits import Columns, Ints, Tier
from solver.repair import Repair, Ties
from solver.search import empty_plan
from solver.structure import Structure

#: Share of the time in which the fewest changes are to be found and proven; the cheapest of them is a small question.
_FEWEST_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Alternative:
    """A roster under a condition. costs_before, costs: points a tier of the rules as stated, without and with it.

    uncovered: points of coverage lost against the roster as it is. moved: shifts that fall away or are new.
    fewest: no roster that loses as little changes less. comfort_bound: none with as few changes costs fewer points of
    COMFORT.
    clashes: hard rules that the condition itself breaks. by_rule: by how many points of COMFORT each rule would be
    dearer (+) or cheaper (-), what weighs most first.
    """

    places: frozenset[Place]
    changes: Changes
    costs_before: tuple[int, ...]
    costs: tuple[int, ...]
    uncovered: int
    moved: int
    fewest: bool
    comfort_bound: int
    clashes: tuple[Rule, ...]
    by_rule: tuple[tuple[Rule, int], ...]

    @property
    def cheapest(self) -> bool:
        """Whether it is proven that no roster with as few changes costs less."""
        return self.fewest and self.comfort_bound >= self.costs[Tier.COMFORT]

    @property
    def dearer(self) -> tuple[int, ...]:
        """By how many points a tier the roster would be dearer."""
        return tuple(after - before for after, before in zip(self.costs, self.costs_before, strict=True))


class Alternatives:
    """Asks what a published roster would be under one condition at a time. board: with the roster as published."""

    def __init__(self, board: Board, *, workers: int = 2, seed: int = 1) -> None:
        self.board, self._workers, self._seed = board, workers, seed
        self.columns = state_rules(board)
        self.plan = plan_of(board, board.published)
        self._fixed = fixed_within(board, Goal.MEND, EVERYTHING)
        self._goal = columns_for(Goal.MEND, board, self.columns)
        settled, _ = settle(self._goal, empty_plan(self._goal, self._fixed))
        self._settled, self._structure = settled, Structure.of(settled)
        self._ties = Ties(settled, layout_of(board))

    def when(
        self,
        forced: Mapping[int, int],
        *,
        bent: Mapping[int, int] | None = None,
        freed: Iterable[int] = (),
        wanted: Iterable[int] = (),
        seconds: float = 4.0,
    ) -> Alternative:
        """The roster with some cells forced on (1) or off (0).

        bent: row -> the sum that it may have for once. freed: cells that may be filled though they are fixed. wanted:
        rows of demand that count in full, short or not in the roster. seconds: for all of it.
        """
        until = time.monotonic() + seconds
        fixed = self._fixed.copy()
        fixed[list(freed)] = FREE
        for cell, value in forced.items():
            fixed[cell] = value
        columns, gave_way = self._under(fixed, bent or {}, list(wanted))
        repair = Repair(
            columns,
            fixed_by_bans(columns, fixed),
            as_far_as_legal(columns, fixed, np.flatnonzero(self.plan[: self.board.free]).tolist()),
            self._structure_of(columns),
            self._ties,
            self._workers,
            self._seed,
        )
        found = repair.run(until - (1 - _FEWEST_SHARE) * seconds - time.monotonic())
        if found.fewest and time.monotonic() < until:
            found = repair.cheapest(found, until - time.monotonic())
        return Alternative(
            *self._compared(found.plan),
            found.costs[Tier.COVERAGE],
            found.costs[Tier.CHANGE],
            found.fewest,
            found.bounds[Tier.COMFORT],
            tuple(dict.fromkeys(rule_of(columns, row) for row in gave_way)),
            tuple(self._dearer_by_rule(found.plan)),
        )

    def with_cell(self, cell: int, *, wanted: Iterable[int] = ()) -> Alternative:
        """The roster with one cell more, which no hard rule forbids; nothing is left to search for. wanted: see `when`.
        """
        plan = self.plan.copy()
        plan[cell] = 1
        costs = self._wanting(list(wanted)).costs(plan)
        comfort = self.columns.costs(plan)[Tier.COMFORT]
        return Alternative(
            *self._compared(plan), costs[Tier.COVERAGE], costs[Tier.CHANGE], True, comfort, (),
            tuple(self._dearer_by_rule(plan)),
        )  # fmt: skip

    def can_turn(self, cell: int) -> bool:
        """Whether a cell is neither locked nor of a day that is over."""
        return bool(self._fixed[cell] == FREE)

    def is_over(self, cell: int) -> bool:
        """Whether a cell is of a day that is over."""
        return self.board.today is not None and self.board.cells[cell].day < self.board.today

    def _compared(self, plan: Ints) -> tuple[frozenset[Place], Changes, tuple[int, ...], tuple[int, ...]]:
        """Places, changes, and the costs without and with them."""
        places = places_of(self.board, plan)
        changes = changes_of(self.board, self.columns, self.board.published, places)
        return places, changes, self.columns.costs(self.plan), self.columns.costs(plan)

    def _dearer_by_rule(self, plan: Ints) -> list[tuple[Rule, int]]:
        before, after = (self.columns.outside(self.columns.values(one)) for one in (self.plan, plan))
        moved = np.where(self.columns.tier == Tier.COMFORT, (after - before) * self.columns.price, 0)
        points = np.bincount(self.columns.source, moved).astype(np.int64)
        found = [(RULES[source], int(points[source])) for source in np.flatnonzero(points).tolist()]
        return sorted(found, key=lambda one: -abs(one[1]))

    def _structure_of(self, columns: Columns) -> Structure:
        """The structure of the columns under a condition, which makes some hard limits wider and none narrower."""
        wider = frozenset(np.flatnonzero(columns.hard & (columns.high > self._settled.high)).tolist())
        return Structure(self._structure.exclusive.without(wider), self._structure.sum_of)

    def _under(self, fixed: Ints, bent: Mapping[int, int], wanted: list[int]) -> tuple[Columns, list[int]]:
        """The columns under a condition, and the hard rows that the condition by itself breaks."""
        columns = self._wanting(wanted)
        for row, value in bent.items():
            columns.low[row], columns.high[row] = min(columns.low[row], value), max(columns.high[row], value)
        return settle(columns, empty_plan(columns, fixed))

    def _wanting(self, wanted: list[int]) -> Columns:
        """The columns with some rows of demand in full."""
        low, high = self._settled.low.copy(), self._settled.high.copy()
        low[wanted], high[wanted] = self.columns.low[wanted], self.columns.high[wanted]
        return replace(self._settled, low=low, high=high)
