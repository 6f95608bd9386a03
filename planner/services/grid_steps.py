"""What a lead does to the grid: steps on its cells, and what they make of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from planner.domain.drafts import CellChange, CellState, GridCell, HeldShift
from planner.domain.team import Team
from planner.messages import Message, _l
from planner.problems import InputProblem, InputProblems


@dataclass(frozen=True, slots=True)
class Put:
    """A shift into a cell, beside what is there. shift: a code."""

    person: str
    day: date
    shift: str


@dataclass(frozen=True, slots=True)
class TakeAway:
    """A shift out of a cell."""

    person: str
    day: date
    shift: str


@dataclass(frozen=True, slots=True)
class Move:
    """A shift from one cell to another. It stays the same assignment if it stays with the person."""

    person: str
    day: date
    shift: str
    to_person: str
    to_day: date


@dataclass(frozen=True, slots=True)
class Copy:
    """A shift of one cell put into another as well."""

    person: str
    day: date
    shift: str
    to_person: str
    to_day: date


@dataclass(frozen=True, slots=True)
class LockCell:
    """A cell to stay as it is: its shifts, or free."""

    person: str
    day: date


@dataclass(frozen=True, slots=True)
class UnlockCell:
    """A cell free to change again."""

    person: str
    day: date


#: Where problems with steps are.
GRID = "grid"

Step = Put | TakeAway | Move | Copy | LockCell | UnlockCell


def cells_of(steps: Sequence[Step]) -> frozenset[GridCell]:
    """The cells that steps touch."""
    here = {(step.person, step.day) for step in steps}
    return frozenset(here | {(step.to_person, step.to_day) for step in steps if isinstance(step, Move | Copy)})


def check_steps(steps: Sequence[Step], team: Team, year: int, month: int) -> None:
    """InputProblems for people, dates and shift types that the month's grid does not have."""
    people = {manager.name for manager in team.managers}
    codes = {shift.code for shift in team.shift_types}
    for person, day in cells_of(steps):
        if (day.year, day.month) != (year, month):
            raise _problem(day.isoformat(), Message(_l("This day is not in the roster's month.")))
        if person not in people:
            raise _problem(person, Message(_l("Nobody of this name is in the team.")))
    for step in steps:
        if isinstance(step, Put) and step.shift not in codes:
            raise _problem(step.shift, Message(_l("There is no such shift type.")))


def after_steps(steps: Sequence[Step], cells: Mapping[GridCell, CellState]) -> tuple[CellChange, ...]:
    """What the steps, one after the other, change in the cells they touch.

    InputProblems for a step that cannot be: then none of them is done.
    """
    now = dict(cells)
    for step in steps:
        _take_step(step, now)
    return tuple(CellChange(*cell, before, now[cell]) for cell, before in sorted(cells.items()) if now[cell] != before)


def _take_step(step: Step, cells: dict[GridCell, CellState]) -> None:
    here = (step.person, step.day)
    match step:
        case Put():
            _put(cells, here, HeldShift(uuid4(), step.shift))
        case TakeAway():
            _take(cells, here, step.shift)
        case Move():
            shift = _take(cells, here, step.shift)
            stays = step.to_person == step.person
            _put(cells, (step.to_person, step.to_day), shift if stays else replace(shift, uid=uuid4()))
        case Copy():
            shift = _held(cells, here, step.shift)
            _put(cells, (step.to_person, step.to_day), HeldShift(uuid4(), shift.code))
        case LockCell():
            _set_lock(cells, here, True)
        case UnlockCell():
            _set_lock(cells, here, False)


def _put(cells: dict[GridCell, CellState], cell: GridCell, shift: HeldShift) -> None:
    state = _open_cell(cells, cell)
    if shift.code in state.codes:
        raise _at(cell, shift.code, Message(_l("This shift stands there already.")))
    cells[cell] = replace(state, shifts=tuple(sorted((*state.shifts, shift), key=lambda held: held.code)))


def _take(cells: dict[GridCell, CellState], cell: GridCell, code: str) -> HeldShift:
    state, shift = _open_cell(cells, cell), _held(cells, cell, code)
    cells[cell] = replace(state, shifts=tuple(other for other in state.shifts if other != shift))
    return shift


def _held(cells: Mapping[GridCell, CellState], cell: GridCell, code: str) -> HeldShift:
    for shift in cells[cell].shifts:
        if shift.code == code:
            return shift
    raise _at(cell, code, Message(_l("This shift does not stand there.")))


def _open_cell(cells: Mapping[GridCell, CellState], cell: GridCell) -> CellState:
    if cells[cell].locked:
        raise _at(cell, "", Message(_l("This cell is locked.")), Message(_l("Unlock it first.")))
    return cells[cell]


def _set_lock(cells: dict[GridCell, CellState], cell: GridCell, locked: bool) -> None:
    shifts = tuple(replace(shift, locked=locked) for shift in cells[cell].shifts)
    cells[cell] = CellState(shifts, free=locked and not shifts)


def _at(cell: GridCell, value: str, reason: Message, mend: Message | None = None) -> InputProblems:
    person, day = cell
    reason = Message(_l("{person}, {day}: {reason}"), person=person, day=day, reason=reason)
    return _problem(value, reason, mend)


def _problem(value: str, reason: Message, mend: Message | None = None) -> InputProblems:
    return InputProblems(
        [
            InputProblem(
                GRID, "", 0, "", value, reason, mend or Message(_l("Look at the grid again, then try once more."))
            )
        ]
    )
