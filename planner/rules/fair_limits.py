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

#: Units above the rounded share at which a further unit gets dearer; between and beyond them it stays as dear as it
#: was.
STEPS = (0, 1, 2, 3, 5, 8)


class FairRule(Rule):
    """A measure shared in proportion to contract and presence, over the months by the ledger (planner.fair_share).

    Stated as stacked limits on one person's sum, whose prices add up to a convex cost: of two people above their
    share, it pays to relieve the one further above it. Shares are rounded up to whole units, since nobody can work a
    third of a weekend; the ledger carries what that leaves to the next month. What lies below the share costs
    nothing: it is the mirror of somebody above.
    """

    measure_shared: ClassVar[Measure]

    def limits(self, board: Board) -> Iterator[Limit]:
        unit = self.measure_shared.unit
        targets = fair_targets(board, self.measure_shared)
        for person, (atoms, weights) in enumerate(self.measure_shared.counted(board)):
            target, most = targets[person], sum(weights)
            for high, factor in fair_steps(target, unit):
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


def fair_steps(target_hundredths: int, unit: int) -> Iterator[tuple[int, int]]:
    """(high, factor): a grain in the first unit above the rounded share costs 1, one in the second 2, and so on."""
    whole, before = -(-target_hundredths // 100), 0
    for step in STEPS:
        yield (whole + step) * unit, step + 1 - before
        before = step + 1


def share_of(breach: Breach) -> float:
    """The fair share a fairness breach was measured against, in units."""
    return int_detail(breach, 0) / 100
