"""Fairness as limits: the further above a fair share, the dearer each further unit, so the worst-off come first."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import ClassVar

from planner.board import Board
from planner.fair_measures import Measure
from planner.fair_share import fair_targets
from planner.rules.base import Breach, Rule, Subject
from planner.rules.details import int_detail
from solver.limits import Kind, Limit

#: Units above the share at which a further unit gets dearer; between and beyond them it stays as dear as it was.
STEPS = (0, 1, 2, 3, 5, 8)
#: A unit's price is counted in tenths of the distance above the share where single units are counted.
TENTHS = 10


class FairRule(Rule):
    """A measure shared in proportion to contract and presence, over the months by the ledger (planner.fair_share).

    Stated as stacked limits on one person's sum, whose prices add up to a convex cost: of two people above their
    share, it pays to relieve the one further above it. What lies below the share costs nothing: it is the mirror of
    somebody above.
    """

    measure_shared: ClassVar[Measure]

    def limits(self, board: Board) -> Iterator[Limit]:
        unit = self.measure_shared.unit
        targets = fair_targets(board, self.measure_shared)
        for person, (atoms, weights) in enumerate(self.measure_shared.counted(board)):
            target, most = targets[person], sum(weights)
            for high, factor in counted_steps(target) if unit == 1 else weighed_steps(target, unit):
                if high < most:
                    yield Limit(
                        atoms,
                        high=high,
                        weights=weights,
                        factor=factor,
                        kind=Kind.COUNTER,
                        subject=Subject(person, None, (target,)),
                    )

    @abstractmethod
    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        """{share} of the text, in the measure's words."""


def counted_steps(target_hundredths: int) -> Iterator[tuple[int, int]]:
    """(high, factor) for single units: the n-th costs ten times its distance above the share, rounded to tenths."""
    whole, before = target_hundredths // 100, 0
    for step in STEPS:
        dearness = ((whole + step + 1) * 100 - target_hundredths) * TENTHS // 100
        if dearness > before:
            yield whole + step, dearness - before
            before = dearness


def weighed_steps(target_hundredths: int, unit: int) -> Iterator[tuple[int, int]]:
    """(high, factor) for grains: one in the first unit above the share costs 1, one in the second 2, and so on."""
    before = 0
    for step in STEPS:
        yield round(target_hundredths * unit / 100) + step * unit, step + 1 - before
        before = step + 1


def share_of(breach: Breach) -> float:
    """The fair share a fairness breach was measured against, in units."""
    return int_detail(breach, 0) / 100
