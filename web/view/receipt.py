"""A receipt's strip: what a full-time person carries, mine among the others."""

from dataclasses import dataclass

from planner.reporting.receipt import MeasureReceipt


@dataclass(frozen=True, slots=True)
class Strip:
    """Places in percent of the longest: the others from `least` to `most`, half of them up to `middle`; mine."""

    least: float
    width: float
    middle: float
    mine: float


def strip(one: MeasureReceipt) -> Strip | None:
    """The strip of one measure; None where there is nobody to compare with."""
    others = one.others
    if others is None or one.mine is None or others.least is None or others.middle is None or others.most is None:
        return None
    scale = 98 / max(1, others.most, one.mine)
    return Strip(
        round(1 + others.least * scale, 1),
        round((others.most - others.least) * scale, 1),
        round(1 + others.middle * scale, 1),
        round(1 + one.mine * scale, 1),
    )
