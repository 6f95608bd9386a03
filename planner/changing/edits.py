"""Edits by hand: what a roster and its locks are afterwards, what takes the edit back, and why an edit cannot be.

Breaking a rule is allowed, and shows as a finding. Only what makes no sense is refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from planner.board import Board, Place
from planner.domain.edit import Edit, LockCell, Put, Step, Take, UnlockCell
from planner.domain.roster import Assignment, Roster
from planner.domain.team import Lock
from planner.identity import continued
from planner.messages import Message, _l
from planner.rules.lock import kept_by

#: A person on a date.
CellKey = tuple[str, date]


class EditRefused(Exception):
    """An edit that makes no sense. Nothing was changed. reasons: all of them, as sentences."""

    def __init__(self, reasons: Iterable[Message]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(", ".join(reason.text for reason in self.reasons))


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A person's date that somebody else has changed. by: their name as people know it."""

    person: str
    day: date
    by: str


class EditConflict(Exception):
    """Cells of an edit were changed since the page was made on which it was. Nothing was changed."""

    def __init__(self, cells: Iterable[ChangedCell]) -> None:
        self.cells = tuple(cells)
        super().__init__(", ".join(f"{cell.person} {cell.day}" for cell in self.cells))


@dataclass(frozen=True, slots=True)
class Edited:
    """roster, locks: after the edit. back: the edit that restores what was before, identities included."""

    roster: Roster
    locks: tuple[Lock, ...]
    back: Edit


def apply_edit(board: Board, roster: Roster, edit: Edit) -> Edited:
    """All steps of an edit, one after the other. board: of the team with its locks, with cells for the roster.

    A shift that stays with its person keeps its identity when date or shift type change; another person's shift is a
    new one. EditRefused when any step makes no sense, with what is wrong with each.
    """
    making = _Making(board, roster)
    reasons: list[Message] = []
    for step in edit.steps:
        reason = making.make(step)
        if reason is not None and reason not in reasons:
            reasons.append(reason)
    if reasons:
        raise EditRefused(reasons)
    locks = making.team_locks(edit.cells)
    after = making.assignments(edit.cells)
    return Edited(replace(roster, assignments=after), locks, making.back(edit.cells, after))


class _Making:
    """The places and locks between one step and the next."""

    def __init__(self, board: Board, roster: Roster) -> None:
        self._board, self._before = board, roster.assignments
        self._places: dict[Place, UUID | None] = dict.fromkeys(roster.places())
        self._locks_before: dict[CellKey, frozenset[str]] = dict(board.locks)
        for a in roster.assignments:
            if a.locked:
                key = (a.person, a.day)
                self._locks_before[key] = self._locks_before.get(key, frozenset()) | {a.shift}
        self._locks = dict(self._locks_before)

    def make(self, step: Step) -> Message | None:
        """Make one step; why it cannot be made, None when it was."""
        if step.person not in self._board.person_index:
            return Message(_l("Nobody called {person} is in the team."), person=step.person)
        if step.day not in self._board.days:
            return Message(_l("{day} is not in the month of this roster."), day=step.day)
        match step:
            case Put() | Take():
                return self._put_or_take(step)
            case LockCell():
                worked = self._worked(step.person, step.day) or frozenset({""})
                self._locks[step.person, step.day] = worked if step.shifts is None else step.shifts
            case UnlockCell():
                self._locks.pop((step.person, step.day), None)
        return None

    def _put_or_take(self, step: Put | Take) -> Message | None:
        place = (step.person, step.day, step.shift)
        if step.shift not in self._board.shift_index:
            return Message(_l("There is no shift type {shift}."), shift=step.shift)
        told = {
            "person": step.person,
            "day": step.day,
            "shift": self._board.shift_types[self._board.shift_index[step.shift]].name,
        }
        kept = kept_by(self._board, self._locks.get(place[:2], ()), step.shift)
        if isinstance(step, Take):
            if place not in self._places:
                return Message(_l("{person} has no {shift} on {day}."), **told)
            if kept:
                return Message(_l("{person} is locked on {day}. Unlock the cell first."), **told)
            del self._places[place]
            return None
        if place in self._places:
            return Message(_l("{person} works {shift} on {day} already."), **told)
        # What comes back was there before, whatever the shift types' days offer.
        if step.uid is None and self._board.number(place) is None:
            return Message(_l("{shift} is not offered on {day}."), shift=told["shift"], day=step.day)
        if kept is False:
            return Message(_l("{person} is locked on {day}. Unlock the cell first."), **told)
        self._places[place] = step.uid
        return None

    def _worked(self, person: str, day: date) -> frozenset[str]:
        return frozenset(code for name, d, code in self._places if (name, d) == (person, day))

    def team_locks(self, cells: frozenset[CellKey]) -> tuple[Lock, ...]:
        """The team's locks, those of the cells as they are now."""
        kept = [lock for lock in self._board.team.locks if (lock.person, lock.day) not in cells]
        return (*kept, *(Lock(*key, code) for key in sorted(cells) for code in sorted(self._locks.get(key, ()))))

    def assignments(self, cells: frozenset[CellKey]) -> tuple[Assignment, ...]:
        """The roster's assignments; those of other cells than these stay as they are."""
        given = {place: uid for place, uid in self._places.items() if uid is not None}
        places = [place for place in sorted(self._places) if place not in given]
        known = continued((a for a in self._before if a.uid not in set(given.values())), places)

        def made(place: Place) -> Assignment:
            before = known.get(place)
            if before is not None and place[:2] not in cells:
                return before
            uid = given.get(place) or (before.uid if before else uuid4())
            return Assignment(uid, *place, locked=place[2] in self._locks.get(place[:2], ()))

        return tuple(made(place) for place in sorted(self._places))

    def back(self, cells: frozenset[CellKey], after: tuple[Assignment, ...]) -> Edit:
        """From the places of `after` to what was before: unlock, take, put, lock."""
        was, is_now = ({(a.place, a.uid) for a in rows} for rows in (self._before, after))
        locked = [key for key in sorted(cells) if self._locks.get(key) or self._locks_before.get(key)]
        return Edit(
            (
                *(UnlockCell(*key) for key in locked),
                *(Take(*place) for place, _ in sorted(is_now - was)),
                *(Put(*place, uid=uid) for place, uid in sorted(was - is_now)),
                *(LockCell(*key, shifts=self._locks_before[key]) for key in locked if key in self._locks_before),
            )
        )
