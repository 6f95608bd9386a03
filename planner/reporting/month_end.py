"""The month-end sheet: what each person's month comes to for the payroll, as planned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from planner.board import Board, Place
from planner.contract import absent_credits_min
from planner.domain.days import DayKind
from planner.domain.people import AbsenceKind
from planner.domain.time import MINUTES_A_DAY, moment
from planner.rules.night import night_minutes


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """One person's month. worked_min: paid minutes planned at work.

    night_min, sunday_min, holiday_min: elapsed minutes of shifts in the night of the person's country, on Sundays, and
    on public holidays where the person is employed; a holiday on a Sunday counts as a holiday only. A shift's break is
    in them, since it has no place of its own in the plan. A night on a Sunday counts as both.
    absent_min: minutes of the contract that absences account for, by kind. on_call_days: days with a duty.
    """

    person: str
    worked_min: int
    night_min: int
    sunday_min: int
    holiday_min: int
    absent_min: Mapping[AbsenceKind, int]
    on_call_days: int

    @property
    def paid_min(self) -> int:
        """All minutes that are paid: at work, and absent."""
        return self.worked_min + sum(self.absent_min.values())


def month_end(board: Board, places: Iterable[Place]) -> tuple[MonthEnd, ...]:
    """Everybody's month by a roster's places, people in order. KeyError for places without a cell."""
    at_work: list[list[int]] = [[] for _ in board.people]
    on_call: list[set[object]] = [set() for _ in board.people]
    for place in places:
        number = board.number(place)
        if number is None:
            raise KeyError(f"no cell for {place}. Maybe pass the roster's places to Board(extra=...).")
        cell = board.cells[number]
        if board.shift_of(number).on_call:
            on_call[cell.person].add(cell.day)
        else:
            at_work[cell.person].append(number)
    return tuple(
        _of(board, person, numbers, len(duties))
        for person, (numbers, duties) in enumerate(zip(at_work, on_call, strict=True))
    )


def _of(board: Board, person: int, numbers: list[int], on_call_days: int) -> MonthEnd:
    by_kind = [_free_minutes(board, number) for number in numbers]
    return MonthEnd(
        board.people[person].name,
        sum(board.cells[number].paid_min for number in numbers),
        sum(night_minutes(board, number) for number in numbers),
        sum(sunday for sunday, _ in by_kind),
        sum(holiday for _, holiday in by_kind),
        absent_credits_min(board, person),
        on_call_days,
    )


def _free_minutes(board: Board, number: int) -> tuple[int, int]:
    """Minutes of a cell on Sundays, and on public holidays where its person is employed."""
    cell = board.cells[number]
    sunday = holiday = 0
    for day in (cell.day, cell.day + timedelta(days=1)):
        start = max(cell.start, moment(board.team.zone, day, 0))
        inside = max(0, min(cell.end, moment(board.team.zone, day, MINUTES_A_DAY)) - start)
        kind = board.kind_for(cell.person, day)
        if kind is DayKind.HOLIDAY:
            holiday += inside
        elif day.weekday() == 6:
            sunday += inside
    return sunday, holiday
