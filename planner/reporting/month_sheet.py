"""The month-end sheet of a roster in force: planned beside actual for everybody, and one person's month day by day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from planner.board import Place
from planner.domain.demand import ShiftType
from planner.domain.month_end import Closing, Correction, Instead, MadeCorrection, MonthEnd
from planner.domain.time import MINUTES_A_DAY
from planner.reporting.month_end import month_end, paid_absence, worked
from planner.reporting.report import Report


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One person. corrected: shifts that are not as planned."""

    person: str
    site: str
    planned: MonthEnd
    actual: MonthEnd
    corrected: int


@dataclass(frozen=True, slots=True)
class DayLine:
    """One planned shift of a person, or what nobody planned (shift None). code: of the shift, "" for that.

    made: the correction that holds, if any. planned_min, actual_min: paid minutes, absences that a correction pays
    included.
    """

    day: date
    code: str
    shift: ShiftType | None
    made: MadeCorrection | None
    planned_min: int
    actual_min: int

    @property
    def span(self) -> tuple[int, int] | None:
        """When it was worked (see `span_of`)."""
        return span_of(self.shift, self.made.correction if self.made else None)


@dataclass(frozen=True)
class MonthSheet:
    """version: the one in force, by id; report: its. made: all corrections of the month, oldest first.

    closing: None while open.
    """

    version: int
    report: Report
    made: Sequence[MadeCorrection]
    closing: Closing | None

    @property
    def seen(self) -> int:
        """The event of the last correction, 0 = none: tells whether another was made since."""
        return max((one.event for one in self.made), default=0)

    @cached_property
    def in_force(self) -> Mapping[Place, MadeCorrection]:
        """The correction that holds of each shift that is not as planned."""
        last = {one.correction.place: one for one in self.made}
        return {place: one for place, one in last.items() if one.correction.instead is not Instead.PLANNED}

    @cached_property
    def rows(self) -> tuple[SheetRow, ...]:
        """Everybody; of a closed month as it was closed."""
        board, places = self.report.board, self.report.roster.places()
        if self.closing is not None:
            planned, actual = tuple(self.closing.planned), tuple(self.closing.actual)
        else:
            planned = month_end(board, places)
            actual = month_end(board, places, (one.correction for one in self.in_force.values()))
        sites = {manager.name: manager.site for manager in board.people}
        return tuple(
            SheetRow(was.person, sites.get(was.person, ""), was, now, self._corrected(was.person))
            for was, now in zip(planned, actual, strict=True)
        )

    def _corrected(self, person: str) -> int:
        return sum(place[0] == person for place in self.in_force)

    def lines(self, person: str) -> tuple[DayLine, ...]:
        """A person's planned shifts and unplanned work by date. KeyError for a name that the team does not have."""
        index = self.report.board.person_index[person]
        places = {place for place in self.report.roster.places() if place[0] == person}
        more = {place for place in self.in_force if place[0] == person} - places
        lines = self._lines(index, places, more)
        return tuple(sorted(lines, key=lambda line: (line.day, line.shift is None, line.code)))

    def at_the_time_of(self, correction: Correction) -> DayLine | None:
        """What else the person works at some time of a correction that says what was worked; the first, if any."""
        kinds = {kind.code: kind for kind in self.report.board.shift_types}
        own = _moments(correction.day, span_of(kinds.get(correction.shift), correction))
        for line in self.lines(correction.person):
            other = _moments(line.day, line.span)
            same = (line.day, line.code) == (correction.day, correction.shift)
            if own and other and not same and own[0] < other[1] and other[0] < own[1]:
                return line
        return None

    def _lines(self, person: int, planned: set[Place], more: set[Place]) -> Iterator[DayLine]:
        board = self.report.board
        for place in planned | more:
            made, number = self.in_force.get(place), board.number(place) if place in planned else None
            shift = board.shift_of(number) if number is not None else None
            planned_min = board.cells[number].paid_min if number is not None else 0
            if made is None:
                actual_min = planned_min
            elif made.correction.instead is Instead.WORKED:
                actual_min = worked(board, made.correction).paid_min
            elif made.correction.instead is Instead.CREDITED:
                actual_min = made.correction.credited_min
            else:
                actual_min = planned_min if paid_absence(board, person, made.correction) else 0
            yield DayLine(place[1], place[2], shift, made, planned_min, actual_min)


def span_of(shift: ShiftType | None, correction: Correction | None) -> tuple[int, int] | None:
    """From and to of what was worked, in minutes of wall time of its date. correction: the one that holds, if any.

    None where nothing was worked, and for duty on call, during which there may be other work.
    """
    if shift is not None and shift.on_call:
        return None
    if correction is None or correction.instead is Instead.PLANNED:
        return None if shift is None else (shift.start_min, shift.end_min)
    return (correction.start_min, correction.end_min) if correction.instead is Instead.WORKED else None


def _moments(day: date, span: tuple[int, int] | None) -> tuple[int, int] | None:
    """From and to in minutes of wall time since a day long ago."""
    midnight = day.toordinal() * MINUTES_A_DAY
    return None if span is None else (midnight + span[0], midnight + span[1])
