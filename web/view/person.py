"""One person's month: the next shift, all shifts, a small calendar, hours, fairness and wishes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.board import Board
from planner.domain.people import Manager
from planner.domain.time import from_moment, week_start_of
from planner.reporting.report import FairShare, PersonHours, Report, WishOutcome
from web.view.grid import Cell, month_grid
from web.view.shifts import ShiftLook, shift_looks


@dataclass(frozen=True, slots=True)
class Duty:
    """One shift of the person. start, end: aware, team zone. beside: public names of those there at the same time."""

    look: ShiftLook
    day: date
    start: datetime
    end: datetime
    paid_min: int
    channels: tuple[str, ...]
    locked: bool
    past: bool
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonMonth:
    """weeks: seven entries each, None outside the month. today: in the team's zone. next: None = no shift ahead."""

    manager: Manager
    site: str
    today: date
    next: Duty | None
    duties: tuple[Duty, ...]
    weeks: tuple[tuple[Cell | None, ...], ...]
    hours: PersonHours | None
    fairness: tuple[FairShare, ...]
    wishes: tuple[WishOutcome, ...]
    looks: dict[str, ShiftLook]

    @property
    def next_in_days(self) -> int:
        """Days from today to the next shift, 0 = today or running."""
        return max(0, (self.next.day - self.today).days) if self.next else 0


def person_month(report: Report, name: str, now: datetime) -> PersonMonth | None:
    """The month of one person; None when the team has nobody of that name."""
    board = report.board
    if name not in board.person_index:
        return None
    manager = board.people[board.person_index[name]]
    here = now.astimezone(board.team.zone)
    duties = _duties(report, manager, here)
    row = next(row for row in month_grid(report, here.date()).rows if row.name == name)
    return PersonMonth(
        manager=manager,
        site=manager.site,
        today=here.date(),
        next=next((duty for duty in duties if not duty.past), None),
        duties=tuple(duties),
        weeks=_weeks(board, row.cells),
        hours=row.hours,
        fairness=tuple(share for share in report.fairness if share.person == name),
        wishes=tuple(sorted((w for w in report.wishes if w.person == name), key=lambda w: w.first)),
        looks=shift_looks(board.shift_types),
    )


def _weeks(board: Board, cells: Sequence[Cell]) -> tuple[tuple[Cell | None, ...], ...]:
    by_day = {cell.day: cell for cell in cells}
    first = week_start_of(board.days[0], board.team.first_weekday)
    weeks = []
    while first <= board.days[-1]:
        weeks.append(tuple(by_day.get(first + timedelta(days=i)) for i in range(7)))
        first += timedelta(days=7)
    return tuple(weeks)


def _duties(report: Report, manager: Manager, now: datetime) -> list[Duty]:
    board, looks = report.board, shift_looks(report.board.shift_types)
    numbers = {a.place: n for a in report.roster.assignments if (n := board.number(a.place)) is not None}
    public = {person.name: person.public_name for person in board.people}
    found = []
    for assignment in report.roster.of(manager.name):
        if assignment.place not in numbers:
            continue
        cell = board.cells[numbers[assignment.place]]
        shift = board.shift_of(numbers[assignment.place])
        beside = [
            public[person]
            for (person, _, _), other in numbers.items()
            if person != manager.name
            and board.cells[other].start < cell.end
            and cell.start < board.cells[other].end
            and not board.shift_of(other).on_call
        ]
        start, end = (from_moment(edge, board.team.zone) for edge in (cell.start, cell.end))
        channels = tuple(
            c for c in board.team.channels if c in manager.channels and (not shift.channels or c in shift.channels)
        )
        found.append(
            Duty(
                look=looks[shift.code],
                day=assignment.day,
                start=start,
                end=end,
                paid_min=cell.paid_min,
                channels=channels,
                locked=assignment.locked,
                past=end <= now,
                beside=tuple(beside),
            )
        )
    return sorted(found, key=lambda duty: duty.start)
