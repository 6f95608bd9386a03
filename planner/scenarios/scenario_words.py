"""The changes of a scenario in words."""

from datetime import date

from planner.domain.days import DayKind
from planner.domain.demand import OpeningHours
from planner.domain.scenario import (
    Change,
    ContractChange,
    DemandChange,
    Hire,
    Leave,
    OpeningChange,
    RuleChange,
    Scenario,
)
from planner.domain.team import NEVER
from planner.domain.time import clock
from planner.messages import Message, Minutes, Points, Term, _l
from planner.rules.catalogue import rule

_DAYS = {
    DayKind.WEEKDAY: _l("weekdays"),
    DayKind.SATURDAY: _l("Saturdays"),
    DayKind.SUNDAY: _l("Sundays"),
    DayKind.HOLIDAY: _l("public holidays"),
    DayKind.HALF_HOLIDAY: _l("half holidays"),
}


def scenario_words(scenario: Scenario) -> list[Message]:
    """One message a change."""
    return [_words(change) for change in scenario.changes]


def _words(change: Change) -> Message:
    match change:
        case Hire():
            who = change.name or Term(_l("one more person"))
            hours = Minutes(change.contract_min_week)
            return _from(
                Message(_l("hire: {who}, {hours} a week, like {like}"), who=who, hours=hours, like=change.like),
                change.since,
            )
        case Leave():
            return _from(Message(_l("{person} leaves"), person=change.person), change.since)
        case ContractChange():
            hours = Minutes(change.contract_min_week)
            return Message(_l("{person}: {hours} a week by contract"), person=change.person, hours=hours)
        case OpeningChange():
            return _opening(change)
        case RuleChange():
            return _rule(change)
        case DemandChange():
            what = change.channel or Term(_l("all channels"))
            return Message(_l("demand on {what}: {percent} % of today's"), what=what, percent=change.percent)


def _from(what: Message, since: date | None) -> Message:
    return what if since is None else Message(_l("{what}, from {day}"), what=what, day=since)


def _opening(change: OpeningChange) -> Message:
    when = Term(_DAYS[change.when]) if isinstance(change.when, DayKind) else change.when
    if not change.end_min:
        return Message(_l("{channel} closed: {when}"), channel=change.channel, when=when)
    return Message(
        _l("{channel} open {start}–{end}: {when}"),
        channel=change.channel,
        start=clock(change.start_min),
        end=clock(change.end_min),
        when=when,
    )


def overlap_words(today: OpeningHours, tomorrow: OpeningHours) -> tuple[Message, Message]:
    """That hours of a day run into those of the next one, and the mend."""
    text = _l("After midnight these overlap: {first} ({today}) and, a day later, {second} ({tomorrow}).")
    filled = {"first": _times(today), "today": _day(today), "second": _times(tomorrow), "tomorrow": _day(tomorrow)}
    return Message(text, **filled), Message(_l("Let the first end when the second begins."))


def _times(hours: OpeningHours) -> str:
    return f"{clock(hours.start_min)}–{clock(hours.end_min)}"


def _day(hours: OpeningHours) -> Term | date:
    return Term(_DAYS[hours.when]) if isinstance(hours.when, DayKind) else hours.when


def _rule(change: RuleChange) -> Message:
    changed = rule(change.rule)
    parts: list[object] = [] if change.value is None else [changed.value_words(change.value)]
    if change.price == NEVER:
        parts.append(Term(_l("never broken")))
    elif change.price == 0:
        parts.append(Term(_l("off")))
    elif change.price is not None:
        parts.append(Message(_l("{price} a unit"), price=Points(change.price)))
    return Message(_l("rule {rule}: {parts}"), rule=Term(changed.label), parts=parts)
