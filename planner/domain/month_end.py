"""The month-end sheet: what each person's month comes to, as planned and as worked, and what was corrected, and closed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from planner.domain.people import AbsenceKind


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """One person's month. worked_min: paid minutes at work.

    night_min, sunday_min, holiday_min: elapsed minutes of shifts in the night of the person's country, on Sundays, and
    on public holidays where the person is employed; a holiday on a Sunday counts as a holiday only. A shift's break is
    in them, since it has no place of its own in the plan. A night on a Sunday counts as both.
    absent_min: minutes of the contract that absences account for, by kind. on_call_days: days with a duty.
    credited_min: paid in addition, or less than nothing: taken off; by agreement, at no time of the clock.
    """

    person: str
    worked_min: int
    night_min: int
    sunday_min: int
    holiday_min: int
    absent_min: Mapping[AbsenceKind, int]
    on_call_days: int
    credited_min: int = 0

    @property
    def paid_min(self) -> int:
        """All minutes that are paid: at work, absent, and by agreement."""
        return self.worked_min + sum(self.absent_min.values()) + self.credited_min


class Instead(StrEnum):
    """What was in place of a planned shift. PLANNED: the shift after all, so that earlier corrections count no more.

    WORKED: other times. NOTHING: it was not worked. CREDITED: minutes by agreement. The others: it was not worked and
    is paid, as an absence.
    """

    PLANNED = "planned"
    WORKED = "worked"
    NOTHING = "nothing"
    SICK = "sick"
    LEAVE = "leave"
    TRAINING = "training"
    CREDITED = "credited"

    @property
    def absence(self) -> AbsenceKind | None:
        """The kind of absence that it is paid as."""
        kinds = {
            Instead.SICK: AbsenceKind.SICK,
            Instead.LEAVE: AbsenceKind.LEAVE,
            Instead.TRAINING: AbsenceKind.TRAINING,
        }
        return kinds.get(self)


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody did on a date instead of a planned shift. shift: its code; "" = what nobody had planned.

    start_min, end_min: wall time of the date, where WORKED; an end past 1440 lies in the next day. break_min: of it.
    Where CREDITED, the end less the start is what is paid in addition, below 0 what is taken off.
    """

    person: str
    day: date
    shift: str
    instead: Instead
    start_min: int = 0
    end_min: int = 0
    break_min: int = 0

    @property
    def credited_min(self) -> int:
        """Minutes by agreement."""
        return self.end_min - self.start_min if self.instead is Instead.CREDITED else 0

    @property
    def place(self) -> tuple[str, date, str]:
        """Which shift of the roster it is about."""
        return self.person, self.day, self.shift


@dataclass(frozen=True, slots=True)
class MadeCorrection:
    """A correction as it was written down. event: its number, rising. by: a name, "" = nobody known.

    reason: "" once it was erased when its time was over.
    """

    correction: Correction
    event: int
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Closing:
    """A month that is closed: what was planned and what was worked, as it stood then."""

    at: datetime
    by: str
    planned: Sequence[MonthEnd] = field(repr=False)
    actual: Sequence[MonthEnd] = field(repr=False)
