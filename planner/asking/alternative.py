"""The best a roster could be if something were otherwise: with the fewest changes first, then at the least cost.

Answers "why me", "why not", "what would mend this" by solving: a cell is forced, or a limit released, and the roster
is mended round it.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from planner.board import Board, Place
from planner.changing.changes import Changes, changes_of
from planner.changing.replan import EVERYTHING, Goal, columns_for, fixed_within
from planner.rulebook import plan_of, rule_of, state_rules
from planner.rules.base import Rule
from planner.rules.catalogue import RULES
from planner.solve import as_far_as_legal, layout_of, places_of
from solver.fixing import FREE, empty_plan, fixed_by_bans, settle
from solver.increments import Increments
from solver.limits import Columns, Ints, Tier
from solver.repair import Repair
from solver.search import usual_threads
from solver.structure import Structure
from solver.ties import Ties

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

    def __init__(self, board: Board, *, workers: int | None = None, seed: int = 1) -> None:
        self.board, self._workers, self._seed = board, workers or usual_threads(), seed
        self.columns = state_rules(board)
        self.plan = plan_of(board, board.published)
        self._fixed = fixed_within(board, Goal.MEND, EVERYTHING)
        self._goal = columns_for(Goal.MEND, board, self.columns)
        settled, _ = settle(self._goal, empty_plan(self._fixed))
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
            columns=columns,
            fixed=fixed_by_bans(columns, fixed),
            start=as_far_as_legal(columns, fixed, np.flatnonzero(self.plan[: self.board.free]).tolist()),
            structure=self._structure_of(columns),
            ties=self._ties,
            workers=self._workers,
            seed=self._seed,
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
        return self._proven(plan, self._wanting(list(wanted)).costs(plan))

    def with_one_turned(
        self, wanted: Sequence[int], *, bent: Mapping[int, int] | None = None, freed: Iterable[int] = ()
    ) -> Alternative | None:
        """The cheapest roster that differs in one cell and leaves nothing short that counts; None where none does, or
        where the roster breaks hard rules as it is.

        Nothing is left to search for: without a change `wanted` is short, so none has fewer, and a change of one cell
        that mends them is of a cell that they count. wanted: one row at least, short in the roster; bent, freed: see
        `when`.
        """
        columns, may_turn = self._bent(self._wanting(wanted), bent or {}), {*freed}
        if (columns.hard & (columns.outside(columns.values(self.plan)) > 0)).any():
            return None
        at, before = self.sums.under(columns), columns.costs(self.plan)
        turned: list[tuple[tuple[int, ...], int]] = []
        for cell in dict.fromkeys(atom for row in wanted for atom in columns.base_atoms(row)):
            worse = at.worse(at.change(cell)) if self.can_turn(cell) or cell in may_turn else None
            if worse is not None and not at.forbidding(worse):
                turned.append((tuple(map(sum, zip(before, at.costs(worse), strict=True))), cell))
        costs, cell = min(turned, default=(before, 0))
        if any(costs[: Tier.CHANGE]):
            return None
        plan = self.plan.copy()
        plan[cell] = 1 - plan[cell]
        return self._proven(plan, costs)

    @cached_property
    def sums(self) -> Increments:
        """The sums of all limits as stated, in the roster as it is; not to be turned."""
        return Increments(self.columns, self.plan)

    def can_turn(self, cell: int) -> bool:
        """Whether a cell is neither locked nor of a day that is over."""
        return bool(self._fixed[cell] == FREE)

    def is_over(self, cell: int) -> bool:
        """Whether a cell is of a day that is over."""
        return self.board.today is not None and self.board.cells[cell].day < self.board.today

    def _proven(self, plan: Ints, costs: tuple[int, ...]) -> Alternative:
        """A roster of which it is known that none is better. costs: points a tier, of demand as far as it counts."""
        comfort = self.columns.costs(plan)[Tier.COMFORT]
        return Alternative(
            *self._compared(plan), costs[Tier.COVERAGE], costs[Tier.CHANGE], True, comfort, (),
            tuple(self._dearer_by_rule(plan)),
        )  # fmt: skip

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
        columns = self._bent(self._wanting(wanted), bent)
        return settle(columns, empty_plan(fixed))

    @staticmethod
    def _bent(columns: Columns, bent: Mapping[int, int]) -> Columns:
        """Columns of one's own, with rows so wide that their sums may be these."""
        for row, value in bent.items():
            columns.low[row], columns.high[row] = min(columns.low[row], value), max(columns.high[row], value)
        return columns

    def _wanting(self, wanted: Sequence[int]) -> Columns:
        """The columns with some rows of demand in full."""
        low, high = self._settled.low.copy(), self._settled.high.copy()
        rows = list(wanted)
        low[rows], high[rows] = self.columns.low[rows], self.columns.high[rows]
        return replace(self._settled, low=low, high=high)
