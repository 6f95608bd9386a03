"""A team once something has happened: absences, locks, people and demand that differ from what was planned on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from planner.board import Place
from planner.changing.surge import surged
from planner.domain.event import Away, Event, Fixed, Surge, Swap
from planner.domain.people import Absence
from planner.domain.scenario import Hire, Leave, Scenario
from planner.domain.team import Lock, Team
from planner.messages import Message, _l, dated
from planner.problems import refused
from planner.scenarios.scenario import apply


def after_events(team: Team, events: Iterable[Event], published: Iterable[Place]) -> Team:
    """The team after all events, one after the other. published: the roster that they happen to.

    InputProblems for what cannot happen.
    """
    places = frozenset(published)
    for event in events:
        team = _after(team, event, places)
    return team


def refuse_outside(event: Event, text: str, first: date, last: date) -> None:
    """InputProblems for an event, told as `text`, that the month from `first` to `last` would not show at all."""
    if all(begin <= last and end >= first for begin, end in _stretches(event)):
        return
    reason = Message(_l("The roster is for another month."))
    mend = Message(_l("Choose days from {first} to {last}."), first=dated(first), last=dated(last))
    raise refused("--event", reason, mend, value=text)


def refuse_over(event: Event, text: str, today: date) -> None:
    """InputProblems for an event, told as `text`, on days before `today`, which stay as they were."""
    if all(end >= today for _, end in _stretches(event)):
        return
    mend = Message(_l("Name days from {day} on, or let the change begin earlier."), day=today)
    raise refused("--event", Message(_l("These days are over.")), mend, value=text)


def _stretches(event: Event) -> Sequence[tuple[date, date]]:
    """The stretches of days that an event is about, both ends included."""
    match event:
        case Away() | Surge():
            return [(event.first, event.last)]
        case Fixed():
            return [(event.day, event.day)]
        case Swap():
            return [(event.day, event.day), (event.other_day, event.other_day)]
        case Hire() | Leave():
            return [(event.since or date.min, date.max)]


def _after(team: Team, event: Event, published: frozenset[Place]) -> Team:
    match event:
        case Away():
            row = Absence(event.person, event.kind, event.first, event.last)
            kept = (part for older in team.absences for part in _beside(older, row))
            return replace(team, absences=(*kept, row))
        case Fixed():
            return _locked(team, [Lock(event.person, event.day, event.shift)])
        case Swap():
            return _locked(team, _swapped(event, published))
        case Surge():
            return surged(team, event)
        case Hire() | Leave():
            return apply(team, Scenario("--event", changes=(event,)))


def _beside(older: Absence, newer: Absence) -> Iterator[Absence]:
    """What a newer absence leaves of an older one: each day is in one row only, so illness interrupts leave."""
    if older.person != newer.person or older.last < newer.first or older.first > newer.last:
        yield older
        return
    if older.first < newer.first:
        yield replace(older, last=newer.first - timedelta(days=1))
    if older.last > newer.last:
        yield replace(older, first=newer.last + timedelta(days=1))


def _locked(team: Team, locks: Sequence[Lock]) -> Team:
    """New locks take the place of older ones of the same person and date."""
    days = {(lock.person, lock.day) for lock in locks}
    kept = (lock for lock in team.locks if (lock.person, lock.day) not in days)
    return replace(team, locks=(*kept, *locks))


def _swapped(swap: Swap, published: frozenset[Place]) -> list[Lock]:
    """Each has the other's shifts, and is free where the own ones were."""
    own = sorted(code for name, day, code in published if (name, day) == (swap.person, swap.day))
    others = sorted(code for name, day, code in published if (name, day) == (swap.other, swap.other_day))
    if not own and not others:
        reason = Message(_l("Neither of the two works on these days."))
        mend = Message(_l("Name a date on which one of them has a shift."))
        raise refused("--event", reason, mend, value=f"{swap.person}, {swap.other}")
    wanted = [(swap.other, swap.day, code) for code in own] + [(swap.person, swap.other_day, code) for code in others]
    taken = {(name, day) for name, day, _ in wanted}
    free = [(name, day) for name, day in ((swap.person, swap.day), (swap.other, swap.other_day))]
    return [Lock(*place) for place in wanted] + [Lock(name, day, "") for name, day in free if (name, day) not in taken]
