"""Edits by hand: what they make of the cells they touch, and why an edit cannot be.

Breaking a rule is allowed, and shows as a finding. Only what makes no sense is refused.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from planner.domain.drafts import CellChange, CellState, GridCell, HeldShift
from planner.domain.edit import Edit, LockCell, Put, Step, Take, UnlockCell
from planner.domain.roster import Assignment
from planner.domain.team import Team
from planner.identity import continued
from planner.messages import Message, _l
from planner.offered import offered_on
from planner.rules.lock import kept_by

#: A year and a month.
Month = tuple[int, int]


class EditRefused(Exception):
    """An edit that makes no sense. Nothing was changed. reasons: all of them, as sentences."""

    def __init__(self, reasons: Iterable[Message]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(", ".join(reason.text for reason in self.reasons))


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A person's date that somebody else has changed. by: their name as people know it, "" = the command line."""

    person: str
    day: date
    by: str


class EditConflict(Exception):
    """Cells of an edit were changed since the page was made on which it was. Nothing was changed."""

    def __init__(self, cells: Iterable[ChangedCell]) -> None:
        self.cells = tuple(cells)
        super().__init__(", ".join(f"{cell.person} {cell.day}" for cell in self.cells))


def known_cells(edit: Edit, team: Team, month: Month) -> frozenset[GridCell]:
    """The cells of an edit that there are: the others will be refused."""
    people = {manager.name for manager in team.managers}
    return frozenset((person, day) for person, day in edit.cells if person in people and _month_of(day) == month)


def changed_cells(edit: Edit, team: Team, month: Month, cells: Mapping[GridCell, CellState]) -> tuple[CellChange, ...]:
    """What an edit changes, its steps made one after the other. cells: what stands in its `known_cells`.

    A shift that stays with its person keeps its identity when date or shift type change; another person's shift is a
    new one. EditRefused when any step makes no sense, with what is wrong with each.
    """
    making = _Making(team, month, cells)
    reasons: list[Message] = []
    for step in edit.steps:
        reason = making.make(step)
        if reason is not None and reason not in reasons:
            reasons.append(reason)
    if reasons:
        raise EditRefused(reasons)
    return making.changes()


def edit_making(changes: Iterable[CellChange]) -> Edit:
    """The edit that makes such changes of cells: unlock, take, put, lock."""
    unlocks, takes, puts, locks = [], [], [], []
    for change in changes:
        before, after = change.before, change.after
        takes += [Take(*change.cell, code) for code in before.codes if code not in after.codes]
        puts += [Put(*change.cell, code) for code in after.codes if code not in before.codes]
        if before.locks != after.locks:
            if before.locked and (not after.locked or before.codes != after.codes):
                unlocks.append(UnlockCell(*change.cell))
            if after.locked:
                locks.append(LockCell(*change.cell))
    return Edit((*unlocks, *takes, *puts, *locks))


class _Making:
    """What is worked and what is locked in the cells of an edit, between one step and the next."""

    def __init__(self, team: Team, month: Month, cells: Mapping[GridCell, CellState]) -> None:
        self._team, self._month, self._before = team, month, cells
        self._kinds = {kind.code: kind for kind in team.shift_types}
        self._worked = {cell: set(state.codes) for cell, state in cells.items()}
        self._locks = {cell: state.locks for cell, state in cells.items()}

    def make(self, step: Step) -> Message | None:
        """Make one step; why it cannot be made, None when it was."""
        cell = (step.person, step.day)
        if _month_of(step.day) != self._month:
            return Message(_l("{day} is not in the month of this roster."), day=step.day)
        if cell not in self._before:
            return Message(_l("Nobody called {person} is in the team."), person=step.person)
        match step:
            case Put():
                return self._put(cell, step.shift)
            case Take():
                return self._take(cell, step.shift)
            case LockCell():
                self._locks[cell] = frozenset(self._worked[cell]) or frozenset({""})
            case UnlockCell():
                self._locks[cell] = frozenset()
        return None

    def _put(self, cell: GridCell, code: str) -> Message | None:
        person, day = cell
        if code not in self._kinds:
            return Message(_l("There is no shift type {shift}."), shift=code)
        if code in self._worked[cell]:
            text = _l("{person} works {shift} on {day} already.")
            return Message(text, person=person, shift=self._name(code), day=day)
        if code not in offered_on(self._team, day):
            return Message(_l("{shift} is not offered on {day}."), shift=self._name(code), day=day)
        if self._kept(cell, code) is False:
            return _locked(cell)
        self._worked[cell].add(code)
        return None

    def _take(self, cell: GridCell, code: str) -> Message | None:
        person, day = cell
        if code not in self._worked[cell]:
            text = _l("{person} has no {shift} on {day}.")
            return Message(text, person=person, shift=self._name(code), day=day)
        if self._kept(cell, code):
            return _locked(cell)
        self._worked[cell].remove(code)
        return None

    def _kept(self, cell: GridCell, code: str) -> bool | None:
        return kept_by(self._locks[cell], code, self._team.duties)

    def _name(self, code: str) -> str:
        return self._kinds[code].name if code in self._kinds else code

    def changes(self) -> tuple[CellChange, ...]:
        """What is otherwise now, cell by cell."""
        before = (Assignment(one.uid, *cell, one.code) for cell, state in self._before.items() for one in state.shifts)
        places = sorted((*cell, code) for cell, codes in self._worked.items() for code in codes)
        uids = {place: assignment.uid for place, assignment in continued(before, places).items()}

        def state(cell: GridCell) -> CellState:
            locks, codes = self._locks[cell], sorted(self._worked[cell])
            shifts = (HeldShift(uids.get((*cell, code)) or uuid4(), code, code in locks) for code in codes)
            return CellState(tuple(shifts), "" in locks)

        changed = (CellChange(*cell, self._before[cell], state(cell)) for cell in sorted(self._before))
        return tuple(change for change in changed if change.after != change.before)


def _month_of(day: date) -> Month:
    return day.year, day.month


def _locked(cell: GridCell) -> Message:
    person, day = cell
    return Message(_l("{person} is locked on {day}. Unlock the cell first."), person=person, day=day)
