"""A published roster as calendar entries: feeds of each person, the team, each channel and escalation duty."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID, uuid5

from planner.domain.demand import ShiftType
from planner.domain.people import Absence, AbsenceKind, Manager
from planner.domain.roster import Roster
from planner.domain.team import Team
from planner.domain.time import moment, utc_of
from planner.feeds.model import (
    DESCRIPTION_CHARACTERS,
    LOCATION_CHARACTERS,
    NAME_CHARACTERS,
    SUMMARY_CHARACTERS,
    FeedItem,
    FeedKey,
    FeedKind,
    clean,
    midnight,
)
from planner.messages import Message, _l, render

# A calendar is shared with families and stored with strangers, so it doesn't say that somebody is ill.
_ABSENCE_WORDS = {
    AbsenceKind.LEAVE: _l("Leave"),
    AbsenceKind.SICK: _l("Absent"),
    AbsenceKind.TRAINING: _l("Training"),
}


@dataclass(frozen=True, slots=True)
class FeedContent:
    """All entries that one roster puts into a feed. closes_on: the last date on which its links work, None = open."""

    key: FeedKey
    name: str
    items: tuple[FeedItem, ...]
    closes_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Work:
    """One assignment with what it refers to; start and end in UTC."""

    uid: UUID
    manager: Manager
    day: date
    shift: ShiftType
    start: datetime
    end: datetime


def feeds_of(
    team: Team, roster: Roster, language: str, *, base_url: str, namespace: UUID
) -> tuple[FeedContent, ...]:
    """Every feed of a team with the entries that this roster and the team's absences give it.

    base_url: where the product is reached, "" leaves links out. namespace: makes the identities of entries that are
    no assignment; the same one gives the same identities.
    """
    return tuple(_Feeds(team, roster, language, base_url, namespace).all())


class _Feeds:
    def __init__(self, team: Team, roster: Roster, language: str, base_url: str, namespace: UUID) -> None:
        self._team = team
        self._language = language
        self._base_url = base_url
        self._namespace = namespace
        self._works = sorted(self._work_of(roster), key=lambda w: (w.start, w.shift.code, w.manager.name))
        self._works_on: dict[date, list[_Work]] = {}
        self._works_of: dict[str, list[_Work]] = {}
        for work in self._works:
            self._works_on.setdefault(work.day, []).append(work)
            self._works_of.setdefault(work.manager.name, []).append(work)
        self._lines: dict[tuple[date, str], list[str]] = {}

    def _work_of(self, roster: Roster) -> Iterator[_Work]:
        managers = {manager.name: manager for manager in self._team.managers}
        shifts = {shift.code: shift for shift in self._team.shift_types}
        for assignment in roster.assignments:
            # The team may have changed since the roster was made; who is gone has no feed, what is gone no times.
            manager, shift = managers.get(assignment.person), shifts.get(assignment.shift)
            if manager is None or shift is None:
                continue
            start = utc_of(moment(self._team.zone, assignment.day, shift.start_min))
            end = utc_of(moment(self._team.zone, assignment.day, shift.end_min))
            if start < end:  # nothing is left of a shift that lies within the hour skipped in spring
                yield _Work(assignment.uid, manager, assignment.day, shift, start, end)

    def all(self) -> Iterator[FeedContent]:
        for manager in self._team.managers:
            own = [self._own_shift(work) for work in self._works_of.get(manager.name, ())]
            away = [self._absence(row) for row in self._team.absences if row.person == manager.name]
            name = Message(_l("Roster {who}"), who=manager.public_name)
            yield FeedContent(
                FeedKey(FeedKind.PERSON, manager.name), self._name(name), (*own, *away), manager.leaves_on
            )
        name = Message(_l("Roster {who}"), who=self._team.name)
        yield self._group(FeedKey(FeedKind.TEAM), name, lambda _work: True)
        for channel in self._team.channels:
            name = Message(_l("{channel} – {team}"), channel=channel, team=self._team.name)
            yield self._group(
                FeedKey(FeedKind.CHANNEL, channel), name, partial(_looks_after, channel)
            )
        name = Message(_l("Escalation duty – {team}"), team=self._team.name)
        yield self._group(FeedKey(FeedKind.DUTY), name, lambda work: work.shift.on_call)

    def _own_shift(self, work: _Work) -> FeedItem:
        return FeedItem(
            uid=work.uid,
            day=work.day,
            start=work.start,
            end=work.end,
            summary=clean(work.shift.name, SUMMARY_CHARACTERS),
            category=self._category(work.shift),
            location=clean(work.manager.site, LOCATION_CHARACTERS),
            description=self._briefing(work),
            url=self._page(work.day),
            # On call means reachable, not at work: meetings may still be booked.
            busy=not work.shift.on_call,
        )

    def _absence(self, absence: Absence) -> FeedItem:
        return FeedItem(
            uid=uuid5(self._namespace, f"absence|{absence.person!a}|{absence.first}"),
            day=absence.first,
            start=midnight(absence.first),
            end=midnight(absence.last + timedelta(days=1)),
            whole_day=True,
            summary=self._say(Message(_ABSENCE_WORDS[absence.kind])),
            category=self._say(Message(_l("Absence"))),
        )

    def _group(self, key: FeedKey, name: Message, shows: Callable[[_Work], bool]) -> FeedContent:
        together: dict[tuple[date, str], list[_Work]] = {}
        for work in self._works:
            if shows(work):
                together.setdefault((work.day, work.shift.code), []).append(work)
        return FeedContent(key, self._name(name), tuple(self._shared_shift(key, here) for here in together.values()))

    def _shared_shift(self, key: FeedKey, works: list[_Work]) -> FeedItem:
        first = works[0]
        people = _public_names(works)
        title = Message(_l("{shift}: {people}"), shift=first.shift.name, people=people)
        return FeedItem(
            uid=uuid5(self._namespace, f"{key.kind}|{key.subject!a}|{first.day}|{first.shift.code!a}"),
            day=first.day,
            start=first.start,
            end=first.end,
            summary=clean(self._say(title), SUMMARY_CHARACTERS),
            category=self._category(first.shift),
            description=self._briefing(first, people),
            url=self._page(first.day),
        )

    def _briefing(self, work: _Work, people: list[str] | None = None) -> str:
        """What to know before the shift, a line a subject; with the people on it where they are given."""
        lines = [Message(_l("Shift: {shift} ({code})"), shift=work.shift.name, code=work.shift.code)]
        if people:
            lines.append(Message(_l("People: {people}"), people=people))
        said = [*(self._say(line) for line in lines), *self._common_lines(work)]
        return clean("\n".join(said), DESCRIPTION_CHARACTERS, lines=True)

    def _common_lines(self, work: _Work) -> list[str]:
        """The lines that are the same for everybody on the shift; made once."""
        known = self._lines.get((work.day, work.shift.code))
        if known is None:
            known = [self._say(line) for line in self._common_messages(work)]
            self._lines[work.day, work.shift.code] = known
        return known

    def _common_messages(self, work: _Work) -> Iterator[Message]:
        if not work.shift.on_call:
            channels = sorted(work.shift.channels)
            yield Message(_l("Channels: {channels}"), channels=channels) if channels else Message(_l("Channels: all"))
        if on_duty := [w for w in self._works_on.get(work.day, ()) if w.shift.on_call]:
            yield Message(_l("Escalation contact: {people}"), people=_public_names(on_duty))
        around = (work.day + timedelta(days=days) for days in (-1, 0, 1))
        at_work = [
            w
            for day in around
            for w in self._works_on.get(day, ())
            if not w.shift.on_call and w.start < work.end and work.start < w.end
        ]
        for topic in self._team.topics:
            experts = [w for w in at_work if w.manager.name in topic.experts]
            if contacts := experts or [w for w in at_work if w.manager.name in topic.deputies]:
                people = _public_names(contacts)
                yield Message(_l("Contact for {topic}: {people}"), topic=topic.name, people=people)
        if page := self._page(work.day):
            yield Message(_l("Briefing: {page}"), page=page)

    def _category(self, shift: ShiftType) -> str:
        return self._say(Message(_l("On-call duty") if shift.on_call else _l("Shift")))

    def _page(self, day: date) -> str:
        return f"{self._base_url}/day/{day.isoformat()}" if self._base_url else ""

    def _name(self, name: Message) -> str:
        return clean(self._say(name), NAME_CHARACTERS)

    def _say(self, message: Message) -> str:
        return render(message, self._language)


def _looks_after(channel: str, work: _Work) -> bool:
    """Whether the shift covers the channel and the person knows it: then their presence counts there."""
    covered = not work.shift.channels or channel in work.shift.channels
    return covered and not work.shift.on_call and channel in work.manager.channels


def _public_names(works: Iterable[_Work]) -> list[str]:
    """Each person once, in the order of the alphabet."""
    return sorted({work.manager.public_name for work in works}, key=lambda name: (name.casefold(), name))
