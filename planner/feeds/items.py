"""Published rosters as calendar entries: feeds of each person, the team, each channel and escalation duty."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from uuid import UUID, uuid5

from planner.domain.demand import ShiftType
from planner.domain.people import Absence, AbsenceKind
from planner.domain.roster import Assignment
from planner.domain.team import Team
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
from planner.reporting.briefing import Briefing, Work, names_of, people_of

# A calendar is shared with families and stored with strangers, so it doesn't say that somebody is ill.
_ABSENCE_WORDS = {
    AbsenceKind.LEAVE: _l("Leave"),
    AbsenceKind.SICK: _l("Absent"),
    AbsenceKind.TRAINING: _l("Training"),
}


@dataclass(frozen=True, slots=True)
class FeedContent:
    """All entries that rosters put into a feed. closes_on: the last date on which its links work, None = open."""

    key: FeedKey
    name: str
    language: str
    items: tuple[FeedItem, ...]
    closes_on: date | None = None


@dataclass(frozen=True, slots=True)
class Writing:
    """How entries are written. language: of shared feeds, and of who is not among `languages`, which are by name.

    base_url: where the product is reached, "" leaves links out. month_path: what follows before a page of a month,
    with {month} in it; "" = nothing. namespace: makes the identities of entries that are no assignment; the same one
    gives the same identities.
    """

    language: str
    base_url: str
    namespace: UUID
    month_path: str = ""
    languages: Mapping[str, str] = field(default_factory=dict)

    def page(self, day: date) -> str:
        """Where a date is shown."""
        month = self.month_path.format(month=f"{day:%Y-%m}")
        return f"{self.base_url}{month}/day/{day.isoformat()}" if self.base_url else ""


def feeds_of(team: Team, assignments: Iterable[Assignment], writing: Writing) -> tuple[FeedContent, ...]:
    """Every feed of a team with the entries that these assignments and the team's absences give it."""
    return tuple(_Feeds(team, assignments, writing).all())


def shown_facts(team: Team) -> Hashable:
    """What of a team's facts stands in feeds, to tell whether a change of them changes any."""
    people = ((m.name, m.public_name, m.site, m.channels, m.joins_on, m.leaves_on) for m in team.managers)
    kinds = ((s.code, s.name, s.start_min, s.end_min, s.channels, s.on_call) for s in team.shift_types)
    return (team.name, team.zone, tuple(people), tuple(kinds), team.absences, team.topics, tuple(team.channels))


class _Feeds:
    def __init__(self, team: Team, assignments: Iterable[Assignment], writing: Writing) -> None:
        self._team, self._writing = team, writing
        self._briefing = Briefing(team, assignments)
        self._lines: dict[tuple[date, str, str], list[str]] = {}

    def all(self) -> Iterator[FeedContent]:
        shared = self._writing.language
        for manager in self._team.managers:
            spoken = self._writing.languages.get(manager.name, shared)
            own = [self._own_shift(work, spoken) for work in self._briefing.of(manager.name)]
            away = [self._absence(row, spoken) for row in self._team.absences if row.person == manager.name]
            name = _name(Message(_l("Roster {who}"), who=manager.public_name), spoken)
            key = FeedKey(FeedKind.PERSON, manager.name)
            yield FeedContent(key, name, spoken, (*own, *away), manager.leaves_on)
        name = _name(Message(_l("Roster {who}"), who=self._team.name), shared)
        yield self._group(FeedKey(FeedKind.TEAM), name, lambda _work: True)
        for channel in self._team.channels:
            name = _name(Message(_l("{channel} – {team}"), channel=channel, team=self._team.name), shared)
            yield self._group(FeedKey(FeedKind.CHANNEL, channel), name, partial(_looks_after, channel))
        name = _name(Message(_l("Escalation duty – {team}"), team=self._team.name), shared)
        yield self._group(FeedKey(FeedKind.DUTY), name, lambda work: work.shift.on_call)

    def _own_shift(self, work: Work, language: str) -> FeedItem:
        return FeedItem(
            uid=work.uid,
            day=work.day,
            start=work.start,
            end=work.end,
            summary=clean(work.shift.name, SUMMARY_CHARACTERS),
            category=_category(work.shift, language),
            location=clean(work.manager.site, LOCATION_CHARACTERS),
            description=self._description(work, language),
            url=self._writing.page(work.day),
            # On call means reachable, not at work: meetings may still be booked.
            busy=not work.shift.on_call,
        )

    def _absence(self, absence: Absence, language: str) -> FeedItem:
        return FeedItem(
            uid=uuid5(self._writing.namespace, f"absence|{absence.person!a}|{absence.first}"),
            day=absence.first,
            start=midnight(absence.first),
            end=midnight(absence.last + timedelta(days=1)),
            whole_day=True,
            summary=render(Message(_ABSENCE_WORDS[absence.kind]), language),
            category=render(Message(_l("Absence")), language),
        )

    def _group(self, key: FeedKey, name: str, shows: Callable[[Work], bool]) -> FeedContent:
        together: dict[tuple[date, str], list[Work]] = {}
        for work in self._briefing.works:
            if shows(work):
                together.setdefault((work.day, work.shift.code), []).append(work)
        items = tuple(self._shared_shift(key, here) for here in together.values())
        return FeedContent(key, name, self._writing.language, items)

    def _shared_shift(self, key: FeedKey, works: list[Work]) -> FeedItem:
        first, language = works[0], self._writing.language
        people = names_of(people_of(works))
        title = Message(_l("{shift}: {people}"), shift=first.shift.name, people=people)
        identity = f"{key.kind}|{key.subject!a}|{first.day}|{first.shift.code!a}"
        return FeedItem(
            uid=uuid5(self._writing.namespace, identity),
            day=first.day,
            start=first.start,
            end=first.end,
            summary=clean(render(title, language), SUMMARY_CHARACTERS),
            category=_category(first.shift, language),
            description=self._description(first, language, people),
            url=self._writing.page(first.day),
        )

    def _description(self, work: Work, language: str, people: list[str] | None = None) -> str:
        """What to know before the shift, a line a subject; with the people on it where they are given."""
        lines = [Message(_l("Shift: {shift} ({code})"), shift=work.shift.name, code=work.shift.code)]
        if people:
            lines.append(Message(_l("People: {people}"), people=people))
        said = [*(render(line, language) for line in lines), *self._common_lines(work, language)]
        return clean("\n".join(said), DESCRIPTION_CHARACTERS, lines=True)

    def _common_lines(self, work: Work, language: str) -> list[str]:
        """The lines that are the same for everybody on the shift; made once."""
        shared = (work.day, work.shift.code, language)
        known = self._lines.get(shared)
        if known is None:
            known = self._lines[shared] = [render(line, language) for line in self._common_messages(work)]
        return known

    def _common_messages(self, work: Work) -> Iterator[Message]:
        if not work.shift.on_call:
            channels = self._briefing.channels(work)
            yield Message(_l("Channels: {channels}"), channels=channels) if channels else Message(_l("Channels: all"))
        if people := self._briefing.on_duty(work):
            yield Message(_l("Escalation contact: {people}"), people=names_of(people))
        for topic, people in self._briefing.contacts(work):
            yield Message(_l("Contact for {topic}: {people}"), topic=topic, people=names_of(people))
        if page := self._writing.page(work.day):
            yield Message(_l("Briefing: {page}"), page=page)


def _category(shift: ShiftType, language: str) -> str:
    return render(Message(_l("On-call duty") if shift.on_call else _l("Shift")), language)


def _name(name: Message, language: str) -> str:
    return clean(render(name, language), NAME_CHARACTERS)


def _looks_after(channel: str, work: Work) -> bool:
    """Whether the shift covers the channel and the person knows it: then their presence counts there."""
    covered = not work.shift.channels or channel in work.shift.channels
    return covered and not work.shift.on_call and channel in work.manager.channels
