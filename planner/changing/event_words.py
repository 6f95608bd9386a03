"""Events as a person writes them: "sick Ana Berger 2026-12-04..2026-12-07", in English or German.

Dates are written 2026-12-04 or 4.12.2026, a stretch of days 2026-12-04..2026-12-07, both included; hours 38.5, 38,5 or
38:30.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from planner.domain.event import Away, Event, Fixed, Surge, Swap
from planner.domain.people import AbsenceKind
from planner.domain.scenario import Hire, Leave
from planner.domain.team import Team
from planner.domain.time import date_written
from planner.messages import Message, Minutes, Term, _l
from planner.names import name_meant
from planner.problems import refused

_DAY = r"(?:\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4})"
_SPAN = rf"(?P<first>{_DAY})(?:\.\.(?P<last>{_DAY}))?"
_HOURS = r"(?P<hours>\d{1,2}(?:[.,]\d{1,2}|:[0-5]\d)?)"
_ALL = ("all", "alle")

#: What an event may look like, as shown to whoever wrote another.
FORMS = (
    Term(_l("sick NAME 2026-12-04..2026-12-07")),
    Term(_l("leave NAME 2026-12-04..2026-12-07")),
    Term(_l("training NAME 2026-12-04")),
    Term(_l("surge CHANNEL 2026-12-04..2026-12-07 +50%")),
    Term(_l("lock NAME 2026-12-04 SHIFT")),
    Term(_l("free NAME 2026-12-04")),
    Term(_l("swap NAME 2026-12-04 with NAME 2026-12-05")),
    Term(_l("join NAME 2026-12-04 20h like NAME")),
    Term(_l("leaves NAME 2026-12-04")),
)

_Found = Mapping[str, str]


def event_of(text: str, team: Team) -> Event:
    """The event that `text` tells, with names and codes as the team writes them.

    InputProblems for words that are none, and for people, channels, shift types and dates that there are not.
    """
    for pattern, made in _FORMS:
        found = pattern.fullmatch(" ".join(text.split()))
        if found:
            try:
                return made(found.groupdict(default=""), team)
            except _Refused as wrong:
                raise refused("--event", wrong.reason, wrong.mend, value=text) from None
    mend = Message(_l("Write it like one of these: {forms}."), forms=FORMS)
    raise refused("--event", Message(_l("This is no event that the planner knows.")), mend, value=text)


class _Refused(Exception):
    def __init__(self, reason: Message, mend: Message) -> None:
        super().__init__(reason.text)
        self.reason, self.mend = reason, mend


def _away(kind: AbsenceKind) -> Callable[[_Found, Team], Event]:
    def made(found: _Found, team: Team) -> Event:
        return Away(_person(found["who"], team), kind, *_span(found))

    return made


def _surge(found: _Found, team: Team) -> Event:
    channel = "" if found["what"].casefold() in _ALL else _channel(found["what"], team)
    percent = int(found["percent"]) + (100 if found["sign"] else 0)
    return Surge(channel, *_span(found), percent)


def _fixed(found: _Found, team: Team) -> Event:
    shift = _shift(found["shift"], team) if found.get("shift") else ""
    return Fixed(_person(found["who"], team), _date(found["first"]), shift)


def _swap(found: _Found, team: Team) -> Event:
    day = _date(found["first"])
    other_day = _date(found["second"]) if found["second"] else day
    person, other = _person(found["who"], team), _person(found["other"], team)
    if person == other:
        reason = Message(_l("Nobody can swap with themselves."))
        raise _Refused(reason, Message(_l("Name two people.")))
    return Swap(person, day, other, other_day)


def _hire(found: _Found, team: Team) -> Event:
    return Hire(found["who"], _minutes(found["hours"]), _person(found["like"], team), _date(found["first"]))


def _leaver(found: _Found, team: Team) -> Event:
    return Leave(_person(found["who"], team), _date(found["first"]))


_FORMS = tuple(
    (re.compile(rf"(?:{words}) {rest}", re.IGNORECASE), made)
    for words, rest, made in (
        ("sick|krank", rf"(?P<who>.+?) {_SPAN}", _away(AbsenceKind.SICK)),
        ("leave|urlaub", rf"(?P<who>.+?) {_SPAN}", _away(AbsenceKind.LEAVE)),
        ("training|schulung", rf"(?P<who>.+?) {_SPAN}", _away(AbsenceKind.TRAINING)),
        ("surge|andrang", rf"(?P<what>.+?) {_SPAN} (?P<sign>\+?)(?P<percent>\d{{1,4}}) ?%", _surge),
        ("lock|fest", rf"(?P<who>.+?) (?P<first>{_DAY}) (?P<shift>.+)", _fixed),
        ("free|frei", rf"(?P<who>.+?) (?P<first>{_DAY})", _fixed),
        ("swap|tausch", rf"(?P<who>.+?) (?P<first>{_DAY}) (?:with|mit) (?P<other>.+?)(?: (?P<second>{_DAY}))?", _swap),
        ("join|kommt", rf"(?P<who>.+?) (?P<first>{_DAY}) {_HOURS} ?h (?:like|wie) (?P<like>.+)", _hire),
        ("leaves|geht", rf"(?P<who>.+?) (?P<first>{_DAY})", _leaver),
    )
)


def _minutes(hours: str) -> int:
    """38.5, 38,5 or 38:30 hours."""
    whole, _, minutes = hours.partition(":")
    return int(whole) * 60 + int(minutes) if minutes else round(float(whole.replace(",", ".")) * 60)


def _date(text: str) -> date:
    found = date_written(text)
    if found is None:
        reason = Message(_l("{date} is no date."), date=text)
        raise _Refused(reason, Message(_l("Write dates like 2026-12-04.")))
    return found


def _span(found: _Found) -> tuple[date, date]:
    first = _date(found["first"])
    last = _date(found["last"]) if found["last"] else first
    if last < first:
        reason = Message(_l("The last date lies before the first."))
        raise _Refused(reason, Message(_l("Write the earlier date first.")))
    return first, last


def _person(text: str, team: Team) -> str:
    names = {manager.name: manager.name for manager in team.managers}
    return _known(text, names, Message(_l("Nobody in the team is called “{name}”."), name=text))


def _channel(text: str, team: Team) -> str:
    names = {channel: channel for channel in team.channels}
    return _known(text, names, Message(_l("There is no channel “{name}”."), name=text))


def _shift(text: str, team: Team) -> str:
    names = {name: kind.code for kind in team.shift_types for name in (kind.name, kind.code)}
    return _known(text, names, Message(_l("There is no such shift type.")))


def _known(text: str, names: Mapping[str, str], reason: Message) -> str:
    meant = name_meant(text, names)
    if meant is None:
        raise _Refused(reason, Message(_l("Choose one of: {known}."), known=list(dict.fromkeys(names.values()))))
    return meant


def event_message(event: Event, team: Team) -> Message:
    """An event as a sentence: 'Ana Berger is sick, Fri 4 Dec – Mon 7 Dec'."""
    names = {kind.code: kind.name for kind in team.shift_types}
    match event:
        case Away():
            return Message(_AWAY[event.kind], person=event.person, days=_days(event.first, event.last))
        case Surge():
            channel: object = event.channel or Term(_l("all channels"))
            text = _l("{channel}: {percent} % of the usual, {days}")
            return Message(text, channel=channel, percent=event.percent, days=_days(event.first, event.last))
        case Fixed():
            if not event.shift:
                return Message(_l("{person} is free on {day}"), person=event.person, day=event.day)
            text = _l("{person} works {shift} on {day}, whatever else")
            return Message(text, person=event.person, shift=names[event.shift], day=event.day)
        case Swap():
            text = _l("{person} on {day} swaps with {other} on {other_day}")
            return Message(text, person=event.person, day=event.day, other=event.other, other_day=event.other_day)
        case Hire():
            text = _l("{person} joins on {day}, {hours} a week, like {like}")
            hours = Minutes(event.contract_min_week)
            return Message(text, person=event.name, day=event.since or "", hours=hours, like=event.like)
        case Leave():
            return Message(_l("{person} leaves on {day}"), person=event.person, day=event.since or "")


_AWAY = {
    AbsenceKind.SICK: _l("{person} is sick, {days}"),
    AbsenceKind.LEAVE: _l("{person} is on leave, {days}"),
    AbsenceKind.TRAINING: _l("{person} is in training, {days}"),
}


def _days(first: date, last: date) -> object:
    return first if first == last else Message("{first} – {last}", first=first, last=last)
