"""Tell people what they asked to be told: of a shift before it begins, and of their week on its Monday."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from planner.domain.habits import HOURS_BEFORE, Habits
from planner.domain.notice import Lines, Notice, NoticeKind, Reader
from planner.domain.time import week_start_of
from planner.messages import Message, Minutes, Month, _l
from planner.ports import Clock, Records, Vault
from planner.services.coming_work import ComingShift, ComingWork
from planner.services.notices import tell
from planner.services.shift_notices import own_page, reminder_about

#: A summary that could not be written for so long is not written any more.
_WEEKLY_LASTS = timedelta(days=1)
#: Dates around today that a reminder may be about.
_BACK, _AHEAD = timedelta(days=2), timedelta(hours=max(HOURS_BEFORE)) + timedelta(days=2)

_Found = dict[int, list[Notice]]


class Reminders:
    """To be called every minute by any number of workers: whoever comes second finds that it was told."""

    def __init__(self, vault: Vault, clock: Clock, base_url: str) -> None:
        self._vault, self._clock, self._base_url = vault, clock, base_url

    def tell_due(self) -> None:
        """Tell what is due and was not told. One transaction a person."""
        now = self._clock.now()
        with self._vault.reading() as records:
            due = _Due(records, records.reminded_people(), now).found()
        for person in due:
            with self._vault.writing() as records:
                # Whoever publishes waits, or has published: what is told here is in force.
                for team in sorted(records.teams_of_people([person])[person]):
                    records.revision(team)
                again = _Due(records, records.habits([person]), now).found().get(person, [])
                for notice in again:
                    tell(records, None, {person: notice}, now, self._base_url)


class _Due:
    """What is due to some people, within one transaction."""

    def __init__(self, records: Records, habits: Mapping[int, Habits], now: datetime) -> None:
        self._records, self._habits, self._now = records, habits, now
        self._readers = records.readers_of(habits.keys(), None)
        self._teams = records.teams_of_people(habits.keys())
        today = now.date()
        self._work = ComingWork(records, today - _BACK, today + _AHEAD)
        self._told = records.told_since(habits.keys(), now - _BACK - _AHEAD)

    def found(self) -> _Found:
        """The notices by person."""
        found: _Found = {}
        for person, habits in self._habits.items():
            reader = self._readers[person]
            for notice in (*self._reminders(person, habits, reader), *self._week(person, habits, reader)):
                if (person, notice.kind, notice.about) not in self._told:
                    found.setdefault(person, []).append(notice)
        return found

    def _is_due(self, habits: Habits, at: datetime | None) -> bool:
        """What was due before somebody chose it is not made up for."""
        return at is not None and at <= self._now and (habits.since is None or habits.since <= at)

    def _reminders(self, person: int, habits: Habits, reader: Reader) -> Iterator[Notice]:
        for shift in self._work.shifts(self._teams.get(person, {})):
            at = habits.remind_at(shift.work.start, shift.work.day, reader.zone)
            if self._is_due(habits, at) and self._now < shift.work.start:
                yield _reminder(shift)

    def _week(self, person: int, habits: Habits, reader: Reader) -> Iterator[Notice]:
        monday = week_start_of(self._now.astimezone(reader.zone).date(), 0)
        at = habits.weekly_at(monday, reader.zone)
        if at is None or not self._is_due(habits, at) or self._now >= at + _WEEKLY_LASTS:
            return
        teams = self._teams.get(person, {})
        week = ComingWork(self._records, monday, monday + timedelta(days=6))
        windows = list(_open_windows(self._records, teams, self._now))
        if windows or any(week.briefing(team) for team in teams):
            yield _summary(monday, week.shifts(teams), windows, several=len(teams) > 1)


def _reminder(shift: ComingShift) -> Notice:
    work, zone = shift.work, shift.team.zone
    start, end = work.start.astimezone(zone), work.end.astimezone(zone)
    text = _l("{team}: {shift} from {start} to {end}.")
    beside = (Message(_l("With you: {people}."), people=shift.beside),) if shift.beside else ()
    return Notice(
        NoticeKind.REMINDER,
        reminder_about(shift.team_id, work.day, work.shift.code, work.start),
        Message(_l("Your shift {start}"), start=start),
        (
            Message(text, team=shift.team.name, shift=work.shift.name, start=start, end=f"{end:%H:%M}"),
            *beside,
            Message(_l("All your shifts of this month:")),
        ),
        own_page(work.day.year, work.day.month),
        begins=work.start,
        expires_at=work.start,
    )


def _open_windows(records: Records, teams: Mapping[int, str], now: datetime) -> Iterator[Message]:
    """Wishes that a person has not sent and still can."""
    for team, name in teams.items():
        for month, window in records.wish_windows(team).items():
            if window.is_open(now) and window.answer(name).sent_at is None:
                deadline = window.deadline.astimezone(records.facts(team).zone)
                text = _l("Wishes for {month}: until {deadline}")
                yield Message(text, month=Month(*month), deadline=deadline)


def _summary(monday: date, shifts: list[ComingShift], windows: list[Message], *, several: bool) -> Notice:
    paid_min = Minutes(sum(shift.paid_min for shift in shifts))
    opening = (
        Lines(tuple(_line(shift, several=several) for shift in shifts), Message(_l("{hours} of work:"), hours=paid_min))
        if shifts
        else Message(_l("You have no shifts this week."))
    )
    wishes = (Lines(tuple(windows), Message(_l("Not sent yet:"))),) if windows else ()
    return Notice(
        NoticeKind.WEEK,
        monday.isoformat(),
        Message(_l("Your week from {monday}"), monday=monday),
        (opening, *wishes, Message(_l("All your shifts of this month:"))),
        own_page(monday.year, monday.month),
        begins=shifts[0].work.start if shifts else None,
    )


def _line(shift: ComingShift, *, several: bool) -> Message:
    zone = shift.team.zone
    start, end = shift.work.start.astimezone(zone), shift.work.end.astimezone(zone)
    name = f"{shift.work.shift.name}, {shift.team.name}" if several else shift.work.shift.name
    text = _l("{start}–{end}: {shift}, with {people}") if shift.beside else _l("{start}–{end}: {shift}")
    return Message(text, start=start, end=f"{end:%H:%M}", shift=name, people=shift.beside)
