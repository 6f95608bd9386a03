"""How somebody wants to be told: reminders before shifts, a summary on Mondays, and hours without letters."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from planner.domain.time import MINUTES_A_DAY, wall

#: The evening before begins at this minute of the day.
EVENING_MIN = 18 * 60
#: The summary of a week comes at this minute of its Monday.
WEEKLY_MIN = 7 * 60
#: So many hours before a shift somebody may be reminded.
HOURS_BEFORE = range(1, 49)


class ReminderTime(StrEnum):
    """When somebody is reminded of a shift."""

    NEVER = "never"
    EVENING_BEFORE = "evening before"
    HOURS_BEFORE = "hours before"


@dataclass(frozen=True, slots=True)
class Habits:
    """A person's choice. hours_before: elapsed hours, for HOURS_BEFORE. by_mail: reminders and summaries go by mail,
    too, not in the app alone. since: when this was chosen; what was due before is not made up for. wishes: a day before
    the deadline for wishes that they have not sent.

    quiet_from_min, quiet_to_min: minutes of the day (0..1439) between which no letter goes out; equal = there are none.
    """

    reminder: ReminderTime = ReminderTime.NEVER
    hours_before: int = 2
    weekly: bool = False
    by_mail: bool = True
    quiet_from_min: int = 21 * 60
    quiet_to_min: int = 7 * 60
    since: datetime | None = None
    wishes: bool = True

    def after_quiet(self, when: datetime, zone: ZoneInfo, begins: datetime | None = None) -> datetime:
        """The moment itself, UTC, or the end of the quiet hours that it lies in; unless a shift begins before that."""
        end = self._quiet_end(when, zone)
        urgent = end is not None and begins is not None and begins <= end
        return when.astimezone(UTC) if end is None or urgent else end

    def remind_at(self, begins: datetime, day: date, zone: ZoneInfo) -> datetime | None:
        """When to remind of a shift that belongs to `day`, UTC; None = never."""
        if self.reminder is ReminderTime.NEVER:
            return None
        if self.reminder is ReminderTime.EVENING_BEFORE:
            due = wall(zone, day - timedelta(days=1), EVENING_MIN).astimezone(UTC)
        else:
            due = begins.astimezone(UTC) - timedelta(hours=self.hours_before)
        return self.after_quiet(due, zone, begins)

    def weekly_at(self, monday: date, zone: ZoneInfo) -> datetime | None:
        """When to sum up the week that begins on a Monday, UTC; None = never."""
        return self.after_quiet(wall(zone, monday, WEEKLY_MIN), zone) if self.weekly else None

    def _quiet_end(self, when: datetime, zone: ZoneInfo) -> datetime | None:
        """When the quiet hours end that a moment lies in, UTC; None when it lies in none."""
        local = when.astimezone(zone)
        begin, end, minute = self.quiet_from_min, self.quiet_to_min, local.hour * 60 + local.minute
        over_midnight = begin > end
        quiet = (minute >= begin or minute < end) if over_midnight else begin <= minute < end
        if not quiet:
            return None
        ahead = MINUTES_A_DAY if over_midnight and minute >= begin else 0
        ends = (wall(zone, local.date(), end + ahead, fold=fold).astimezone(UTC) for fold in (0, 1))
        # When clocks are set back the same time comes twice: the first that is still to come.
        return next((one for one in ends if one > when), None)
