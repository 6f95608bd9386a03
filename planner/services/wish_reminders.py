"""Remind who has sent no wishes a day before the window ends, unless they choose otherwise or were just reminded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.domain.notice import Notice, NoticeKind
from planner.domain.wishing import WishWindow
from planner.messages import Month
from planner.ports import Clock, Records, Vault
from planner.services.notices import tell
from planner.services.wish_notices import MISSING, missing, place_of, wish_notice

#: So long before the deadline. Who heard of the window within as long a time before that is not reminded.
BEFORE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Missing:
    """Somebody who is due to be reminded: a number among the people, and the name in the team."""

    person: int
    name: str


class WishReminders:
    """To be called every minute by any number of workers: whoever comes second finds that it was told."""

    def __init__(self, vault: Vault, clock: Clock, base_url: str) -> None:
        self._vault, self._clock, self._base_url = vault, clock, base_url

    def tell_due(self) -> None:
        """Tell what is due and was not told. One transaction a window."""
        now = self._clock.now()
        with self._vault.reading() as records:
            due = [(team, month) for team in records.teams() for month in _due_months(records, team, now)]
        for team, month in due:
            with self._vault.writing() as records:
                # Whoever sends wishes, or moves the deadline, comes before or after.
                records.revision(team)
                window = records.wish_windows(team)[month]
                found = list(_missing(records, team, month, window, now))
                notice = _notice(records, team, month, window)
                if tell(records, team, {one.person: notice for one in found}, now, self._base_url):
                    records.note_reminded(team, month, [one.name for one in found], now)


def _due_months(records: Records, team: int, now: datetime) -> Iterator[Month]:
    for month, window in records.wish_windows(team).items():
        if window.is_open(now) and any(_missing(records, team, Month(*month), window, now)):
            yield Month(*month)


def _missing(records: Records, team: int, month: Month, window: WishWindow, now: datetime) -> Iterator[_Missing]:
    """Who has sent nothing, can, and is due."""
    due = window.deadline - BEFORE
    if not (window.is_open(now) and due <= now and window.opened_at <= due - BEFORE):
        return
    there, numbers = missing(records, team, month, window), records.people(team)
    readers = records.readers_of([numbers[name] for name in there], team)
    for name in there:
        answer, reader = window.answer(name), readers[numbers[name]]
        heard = answer.reminded_at is not None and answer.reminded_at > due - BEFORE
        at = reader.habits.after_quiet(due, reader.zone, window.deadline)
        if reader.habits.wishes and not heard and at <= now:
            yield _Missing(numbers[name], name)


def _notice(records: Records, team: int, month: Month, window: WishWindow) -> Notice:
    place = place_of(team, month)
    about = f"wishes {place} {window.deadline:%Y-%m-%dT%H:%M}"
    return wish_notice(NoticeKind.REMINDER, about, MISSING, records.facts(team), place, month, window)
