"""Which shift is which after edits by hand: an assignment keeps its UUID whatever is changed, but for its person."""

from collections.abc import Callable, Collection, Hashable, Sequence
from uuid import NAMESPACE_URL, UUID, uuid5

from planner.board import Place
from planner.domain.roster import Assignment


def keep_identities(
    saved: Sequence[Assignment], places: Sequence[Place], locks: Collection[Place]
) -> tuple[Assignment, ...]:
    """The places as assignments, in their order. saved: before the edits; locks: places that the team has locked.

    A place that was there before is the same assignment. Of the rest, a person's other shift on the same date takes
    over the identity of the one that went, then a shift of the same type on the nearest other date does. What is new
    gets the same identity at every reading, so that calendars do not take it for another one each time.
    """
    taken = {assignment.uid for assignment in saved}
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
    return tuple(_assignment(place, known.get(place), place in locks, taken) for place in places)


def _assignment(place: Place, before: Assignment | None, lock: bool, taken: Collection[UUID]) -> Assignment:
    if before is None:
        return Assignment(_new_identity(place, taken), *place, locked=lock)
    return Assignment(before.uid, *place, locked=before.locked if before.place == place else lock)


def _new_identity(place: Place, taken: Collection[UUID]) -> UUID:
    person, day, shift = place
    number = 0
    while (uid := uuid5(NAMESPACE_URL, f"by hand|{person!a}|{day}|{shift!a}|{number}")) in taken:
        number += 1
    return uid
