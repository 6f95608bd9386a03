"""Which shift is which after edits by hand: an assignment goes on whatever is changed, but for its person."""

from collections.abc import Callable, Hashable, Iterable, Sequence

from planner.board import Place
from planner.domain.roster import Assignment


def continued(saved: Iterable[Assignment], places: Sequence[Place]) -> dict[Place, Assignment]:
    """Place -> the assignment of before the edits that goes on there; places of new shifts are missing.

    A place that was there before is the same assignment. Of the rest, a person's other shift on the same date takes
    over the identity of the one that went, then a shift of the same type on the nearest other date does.
    """
    free = {assignment.place: assignment for assignment in saved}
    known = {place: free.pop(place) for place in places if place in free}
    rest = [place for place in places if place not in known]
    alike: tuple[Callable[[Place], Hashable], ...] = (lambda p: (p[0], p[1]), lambda p: (p[0], p[2]))
    for key in alike:
        for place in [place for place in rest if place not in known]:
            candidates = [old for old in free if key(old) == key(place)]
            if candidates:
                nearest = min(candidates, key=lambda old: (abs((old[1] - place[1]).days), old[1], old[2]))
                known[place] = free.pop(nearest)
    return known
