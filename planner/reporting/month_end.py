"""What each person's month comes to for the payroll: as planned, or as worked after corrections."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from planner.board import Board, Place
from planner.contract import absent_credits_min
from planner.domain.days import DayKind
from planner.domain.month_end import Correction, Instead, MonthEnd
from planner.domain.people import AbsenceKind
from planner.domain.time import MINUTES_A_DAY, moment
from planner.rules.night import night_minutes


@dataclass(frozen=True, slots=True)
class Stretch:
    """Work that began on a date. start, end: moments. paid_min: elapsed less break."""

    day: date
    start: int
    end: int
    paid_min: int


def month_end(board: Board, places: Iterable[Place], corrections: Iterable[Correction] = ()) -> tuple[MonthEnd, ...]:
    """Everybody's month by a roster's places, people in order. corrections: at most one a place; those of one that is
    not in the roster count where they say that work was done. KeyError for places without a cell.
    """
    instead = {correction.place: correction for correction in corrections}
    at_work: list[list[Stretch]] = [[] for _ in board.people]
    on_call: list[set[date]] = [set() for _ in board.people]
    credited: list[dict[AbsenceKind, int]] = [{} for _ in board.people]
    agreed = [0] * len(board.people)
    for place in places:
        number = board.number(place)
        if number is None:
            raise KeyError(f"no cell for {place}. Maybe pass the roster's places to Board(extra=...).")
        cell, correction = board.cells[number], instead.pop(place, None)
        as_planned = correction is None or correction.instead is Instead.PLANNED
        if board.shift_of(number).on_call:
            if as_planned:
                on_call[cell.person].add(cell.day)
        elif as_planned:
            at_work[cell.person].append(Stretch(cell.day, cell.start, cell.end, cell.paid_min))
        elif correction is not None and correction.instead is Instead.WORKED:
            at_work[cell.person].append(worked(board, correction))
        elif (kind := paid_absence(board, cell.person, correction)) is not None:
            credited[cell.person][kind] = credited[cell.person].get(kind, 0) + cell.paid_min
    for correction in instead.values():
        person = board.person_index.get(correction.person)
        if person is not None and correction.instead is Instead.WORKED:
            at_work[person].append(worked(board, correction))
        if person is not None:
            agreed[person] += correction.credited_min
    rows = zip(range(len(board.people)), at_work, on_call, credited, agreed, strict=True)
    return tuple(_of(board, *row) for row in rows)


def worked(board: Board, correction: Correction) -> Stretch:
    """The work that a correction tells of."""
    start, end = (moment(board.team.zone, correction.day, edge) for edge in (correction.start_min, correction.end_min))
    return Stretch(correction.day, start, end, end - start - correction.break_min)


def paid_absence(board: Board, person: int, correction: Correction | None) -> AbsenceKind | None:
    """What a shift that was not worked is paid as; None for nothing, also where the team's facts know of an absence on
    that date: it is credited by them.
    """
    known = correction is None or correction.day in board.absence_kinds(person)
    return None if known or correction is None else correction.instead.absence


def _of(
    board: Board, person: int, stretches: list[Stretch], duties: set[date], credited: Mapping[AbsenceKind, int],
    agreed_min: int,
) -> MonthEnd:
    by_kind = [_free_minutes(board, person, stretch) for stretch in stretches]
    return MonthEnd(
        board.people[person].name,
        sum(stretch.paid_min for stretch in stretches),
        sum(night_minutes(board, person, it.day, it.start, it.end) for it in stretches),
        sum(sunday for sunday, _ in by_kind),
        sum(holiday for _, holiday in by_kind),
        {kind: minutes + credited.get(kind, 0) for kind, minutes in absent_credits_min(board, person).items()},
        len(duties),
        agreed_min,
    )


def _free_minutes(board: Board, person: int, it: Stretch) -> tuple[int, int]:
    """Minutes of a stretch on Sundays, and on public holidays where its person is employed."""
    sunday = holiday = 0
    for day in (it.day, it.day + timedelta(days=1)):
        start = max(it.start, moment(board.team.zone, day, 0))
        inside = max(0, min(it.end, moment(board.team.zone, day, MINUTES_A_DAY)) - start)
        kind = board.kind_for(person, day)
        if kind is DayKind.HOLIDAY:
            holiday += inside
        elif day.weekday() == 6:
            sunday += inside
    return sunday, holiday
