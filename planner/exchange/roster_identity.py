"""Which shift is which after a workbook was edited by hand, the same at every reading of the file."""

from collections.abc import Collection, Sequence
from uuid import NAMESPACE_URL, UUID, uuid5

from planner.board import Place
from planner.domain.roster import Assignment
from planner.identity import continued


def keep_identities(
    saved: Sequence[Assignment], places: Sequence[Place], locks: Collection[Place]
) -> tuple[Assignment, ...]:
    """The places as assignments, in their order. saved: before the edits; locks: places that the team has locked.

    What goes on keeps its identity (see `continued`). What is new gets the same one at every reading, so that calendars
    do not take it for another one each time.
    """
    taken = {assignment.uid for assignment in saved}
    known = continued(saved, places)
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
