"""Fairness as limits: the further above the target, the dearer each further unit, so the worst-off come first."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from planner.board import Board
from planner.domain.team import NEVER
from planner.fair_measures import Measure
from planner.fair_share import fair_targets, full_time_min_week, steps_behind
from planner.rules.base import Breach, Rule, Subject
from planner.rules.details import int_detail
from solver.limits import Kind, Limit

#: Steps above the target from which on a further unit gets dearer, and by how many prices; between and beyond them it
#: stays as dear as it was.
STEPS = ((0, 1), (1, 1), (2, 1), (3, 1), (5, 2), (8, 3), (13, 5), (21, 8))
#: Targets are no whole weekends, so what is counted one by one is priced in tenths.
TENTHS = 10


class FairRule(Rule):
    """A measure shared in proportion to contract and presence, over the months by the ledger (planner.fair_share).

    Stated as stacked limits on one person's sum, whose prices add up to a convex cost: of two people above their
    targets, it pays to relieve the one further above, in proportion to the contract. A part of a unit above the
    target costs its part, so that whole weekends go to whose targets are nearest to them. What lies below the target
    costs nothing, so that nobody is given work for the sake of fairness.

    What one person is behind is spread thinly over all others, none of them far above. So where somebody is whole steps
    behind, everybody's price counts from that much below the target, and the next unit is cheapest with who is furthest
    behind. That moves prices, not targets: findings still tell only of who is above.
    """

    measure_shared: ClassVar[Measure]

    def price_on(self, board: Board) -> int:
        """Points of the smallest part that counts: a tenth of a unit, or a grain of what is counted in grains."""
        price = self.stated_price(board)
        return price if price in (0, NEVER) else max(1, round(price / self._parts))

    @property
    def _parts(self) -> int:
        return 1 if self.measure_shared.in_hours else TENTHS

    def limits(self, board: Board) -> Iterator[Limit]:
        measure, full = self.measure_shared, max(1, full_time_min_week(board))
        hard = self.price_on(board) == NEVER
        targets, behind = fair_targets(board, measure), steps_behind(board, measure)
        for person, (atoms, weights) in enumerate(measure.counted(board)):
            target, most = targets[person] * measure.unit, sum(weights)
            step = measure.step * board.people[person].contract_min_week
            steps = fair_steps(target * full - 100 * behind * step, step, full, most, self._parts)
            for high, factor in [(max(0, -(-target // 100)), 1)] if hard else steps:
                if high < most:
                    yield Limit(
                        atoms,
                        high=high,
                        weights=weights,
                        factor=factor,
                        kind=Kind.COUNTER,
                        subject=Subject(person, None, (targets[person],)),
                    )

    def told(self, subject: Subject, value: int) -> bool:
        """Above the target rounded up: nobody can work a third of a weekend."""
        target = subject.detail[0]
        assert isinstance(target, int)
        return value > max(0, -(-target // 100)) * self.measure_shared.unit

    def figures(self, board: Board, breach: Breach) -> tuple[object, object]:
        """What is carried, and the target rather than the limits that price it."""
        return self.measure(breach.value), self.target_words(breach)

    def target_words(self, breach: Breach) -> object:
        """The target a fairness breach was measured against, never below nothing."""
        return self.measure_shared.words(max(0, int_detail(breach, 0)))

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        return {"target": self.target_words(breach)}


def fair_steps(target: int, step: int, full: int, most: int, parts: int) -> Iterator[tuple[int, int]]:
    """(high, factor) of limits on a sum of whole grains up to `most`, whose costs add up to the convex price.

    target: hundredths of a grain, times `full`. step: grains a step, times `full`. parts: of a price that one grain in
    the first step costs; factors are in these parts.

    One price a grain is the slope from the target on; it rises at target + s * step by the increments of STEPS.
    The k-th grain costs what this line rises from k - 1 to k, rounded to parts: exact in integers, since the line is
    scaled by 100 * full.
    """
    scale = 100 * full
    breaks = [(target + at * step * 100, rise) for at, rise in STEPS]
    edges = {edge for at, _ in breaks for edge in (at // scale, at // scale + 1)}
    before = 0
    for high in sorted({0, *(edge for edge in edges if 0 < edge < most)}):
        factor = _rounded(parts * (_line(breaks, (high + 1) * scale) - _line(breaks, high * scale)), scale)
        if factor > before:
            yield high, factor - before
            before = factor


def _line(breaks: Sequence[tuple[int, int]], at: int) -> int:
    return sum(rise * max(0, at - begins) for begins, rise in breaks)


def _rounded(value: int, unit: int) -> int:
    return (2 * value + unit) // (2 * unit)
