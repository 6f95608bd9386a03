"""One missing person, one gap: where cover is asked for by shift, by channel, by time and by skill at once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from planner.reporting.report import Gap


def told_once(gaps: Iterable[Gap]) -> list[Gap]:
    """The gaps without those that others close: whoever fills the others is there for these, too.

    All are of people, and of one date. Of two that the same people close the one is told that names a shift. Where what
    is left out is short of a minimum, so are those that close it.
    """
    ordered = sorted(gaps, key=lambda gap: (not gap.shift, len(gap.cells), gap.start, gap.end))
    kept: dict[int, Gap] = {}
    # Whoever closes the narrower gap comes first; among those with as many people, who names a shift.
    for at, gap in sorted(enumerate(ordered), key=lambda item: len(item[1].cells)):
        closing = _closing(gap, kept)
        if closing:
            for other in closing if gap.below_minimum else ():
                kept[other] = replace(kept[other], below_minimum=True)
        else:
            kept[at] = gap
    return list(kept.values())


def _closing(gap: Gap, kept: dict[int, Gap]) -> Sequence[int]:
    """The gaps, by number, that together close one when they are filled; () where they don't."""
    cells = frozenset(gap.cells)
    left, taken, found = gap.wanted - gap.present, frozenset[int](), []
    for at, other in kept.items():
        theirs = frozenset(other.cells)
        if left > 0 and theirs and theirs <= cells and taken.isdisjoint(theirs):
            found.append(at)
            taken |= theirs
            left -= other.wanted - other.present
    return found if left <= 0 else ()
