"""What somebody was told, as they read it in the app, and how they want to be told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from planner.domain.habits import HOURS_BEFORE, Habits
from planner.domain.notice import KeptNotice
from planner.domain.time import MINUTES_A_DAY, week_start_of
from planner.messages import Message, _l
from planner.ports import Clock, Records, Vault
from planner.problems import refused
from planner.services.coming_work import ComingShift, ComingWork

#: Notices on one page.
PAGE = 20
#: A reminder is foretold for shifts of so many days to come.
_FORETOLD = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class Box:
    """Some notices, newest first. zone: of the reader. earlier: whether there are more before them."""

    notices: Sequence[KeptNotice]
    zone: ZoneInfo
    earlier: bool


@dataclass(frozen=True, slots=True)
class Foretold:
    """How somebody is told, and what comes next of it, in their zone; None = nothing that is known of.

    shift: that the reminder is about.
    """

    habits: Habits
    zone: ZoneInfo
    reminder: datetime | None
    shift: ComingShift | None
    week: datetime | None


class MessageBox:
    """Use cases of one reader, a person by number, one transaction each. keep_days: how long notices are kept."""

    def __init__(self, vault: Vault, clock: Clock, keep_days: int) -> None:
        self._vault, self._clock, self.keep_days = vault, clock, keep_days

    def unread(self, person: int) -> int:
        """How many notices they have not seen."""
        with self._vault.reading() as records:
            return records.unread(person)

    def read(self, person: int, before: int | None) -> Box:
        """Notices, those before one or the newest; from now on they count as seen. What is returned says what was new.
        """
        with self._vault.reading() as records:
            found = records.notices(person, before, PAGE + 1)
        shown = found[:PAGE]
        if new := [one.id for one in shown if one.read_at is None]:
            with self._vault.writing() as records:
                records.note_read(person, new, self._clock.now())
        return Box(shown, self.zone(person), len(found) > PAGE)

    def zone(self, person: int) -> ZoneInfo:
        """By which clock they live."""
        with self._vault.reading() as records:
            return records.readers_of([person], None)[person].zone

    def foretell(self, person: int) -> Foretold:
        """How they are told, and when next."""
        now = self._clock.now()
        with self._vault.reading() as records:
            reader = records.readers_of([person], None)[person]
            reminder, shift = _next_reminder(records, person, reader.habits, reader.zone, now)
        week = _next_week(reader.habits, reader.zone, now)
        return Foretold(reader.habits, reader.zone, reminder, shift, week)

    def choose(self, person: int, habits: Habits) -> None:
        """Change how they are told, from now on. InputProblems for what cannot be."""
        if habits.hours_before not in HOURS_BEFORE:
            reason = Message(_l("That is no number of hours."))
            mend = Message(_l("Write a whole number from 1 to {n}."), n=max(HOURS_BEFORE))
            raise refused("", reason, mend, column="hours_before")
        if not (0 <= habits.quiet_from_min < MINUTES_A_DAY and 0 <= habits.quiet_to_min < MINUTES_A_DAY):
            reason = Message(_l("That is no time of day."))
            raise refused("", reason, Message(_l("Write it like 21:00.")), column="quiet")
        with self._vault.writing() as records:
            records.save_habits(person, replace(habits, since=self._clock.now()))


def _next_reminder(
    records: Records, person: int, habits: Habits, zone: ZoneInfo, now: datetime
) -> tuple[datetime | None, ComingShift | None]:
    today = now.astimezone(zone).date()
    work = ComingWork(records, today, today + _FORETOLD)
    coming = [
        (at.astimezone(zone), shift)
        for shift in work.shifts(records.teams_of_people([person]).get(person, {}))
        if (at := habits.remind_at(shift.work.start, shift.work.day, zone)) is not None and at > now
    ]
    return min(coming, key=lambda one: one[0], default=(None, None))


def _next_week(habits: Habits, zone: ZoneInfo, now: datetime) -> datetime | None:
    monday: date = week_start_of(now.astimezone(zone).date(), 0)
    ahead = (habits.weekly_at(monday + timedelta(days=days), zone) for days in (0, 7, 14))
    return next((at.astimezone(zone) for at in ahead if at is not None and at > now), None)
