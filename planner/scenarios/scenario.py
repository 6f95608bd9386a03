"""What if: a team as it would be with a scenario's changes."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

from planner.domain.days import DayKind
from planner.domain.demand import Demand, OpeningHours
from planner.domain.opening_overlap import overlaps_after_midnight
from planner.domain.people import Manager
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
from planner.domain.team import RuleSetting, Team
from planner.messages import Message, _l
from planner.names import name_meant
from planner.offered import team_calendar
from planner.problems import InputProblem, InputProblems
from planner.rules.catalogue import RULES
from planner.scenarios.scenario_words import overlap_words

#: "The whole month" for somebody who leaves: before any date that a team knows of.
_LONG_AGO = date(2000, 1, 1)


def apply(team: Team, scenario: Scenario) -> Team:
    """The team with every change of the scenario, one after the other.

    InputProblems, one a change that cannot be made, with the scenario as the file and the change's number as the row:
    people, channels and rules that the team does not have (any more), a newcomer whose name is taken, and opening hours
    that overlap after midnight once all is changed.
    """
    problems = []
    for number, change in enumerate(scenario.changes, start=1):
        try:
            team = _changed(team, change)
        except _Refused as refused:
            problems.append(InputProblem(scenario.name, refused.reason, refused.mend, value=refused.name, row=number))
    problems += _overlapping(team, scenario)
    if problems:
        raise InputProblems(problems)
    return team


class _Refused(Exception):
    def __init__(self, name: str, reason: Message, mend: Message) -> None:
        super().__init__(name)
        self.name, self.reason, self.mend = name, reason, mend


def _changed(team: Team, change: Change) -> Team:
    match change:
        case Hire():
            return _with_hire(team, change)
        case Leave():
            return _without(team, _known_person(team, change.person), change.since or _LONG_AGO)
        case ContractChange():
            person = _known_person(team, change.person)
            return _with_manager(team, replace(person, contract_min_week=change.contract_min_week))
        case OpeningChange():
            return _open_at(team, change)
        case RuleChange():
            return _with_rule(team, change)
        case DemandChange():
            return _with_demand(team, change)


# ---- people


def _with_hire(team: Team, hire: Hire) -> Team:
    like = _known_person(team, hire.like)
    taken = [manager.name for manager in team.managers]
    made_up = (f"{like.name} {number}" for number in count(2))
    name = hire.name or next(name for name in made_up if name_meant(name, taken) is None)
    if name_meant(name, taken) is not None:
        raise _Refused(
            name,
            Message(_l("Somebody in the team already has this name.")),
            Message(_l("Write another name, or leave it empty.")),
        )
    manager = replace(
        like,
        name=name,
        public_name=name.split()[0],
        contract_min_week=hire.contract_min_week,
        joins_on=hire.since,
        leaves_on=None,
    )
    copied = (replace(row, person=name) for row in team.availability if row.person == like.name)
    return replace(team, managers=(*team.managers, manager), availability=(*team.availability, *copied))


def _with_manager(team: Team, changed: Manager) -> Team:
    return replace(team, managers=tuple(changed if m.name == changed.name else m for m in team.managers))


def _without(team: Team, person: Manager, since: date) -> Team:
    """What was settled or wished for from then on goes with the person; what was worked before stays worked."""
    last = since - timedelta(days=1)
    gone = replace(person, leaves_on=last if person.leaves_on is None else min(last, person.leaves_on))
    return replace(
        _with_manager(team, gone),
        locks=tuple(row for row in team.locks if row.person != person.name or row.day < since),
        wishes=tuple(
            replace(row, last=min(row.last, last)) if row.person == person.name else row
            for row in team.wishes
            if row.person != person.name or row.first < since
        ),
    )


# ---- hours, rules, demand


def _open_at(team: Team, change: OpeningChange) -> Team:
    channel = _known_channel(team, change.channel)
    of_channel = [row for row in team.opening_hours if row.channel == channel]
    replaced = [row for row in of_channel if row.when == change.when]
    presence = max(row.presence_min for row in replaced or of_channel)
    new = OpeningHours(channel, change.when, change.start_min, change.end_min, presence)
    kept = [row for row in team.opening_hours if row not in replaced]
    place = team.opening_hours.index(replaced[0]) if replaced else len(kept)
    return replace(team, opening_hours=(*kept[:place], new, *kept[place:]))


def _overlapping(team: Team, scenario: Scenario) -> Iterator[InputProblem]:
    """What a scenario's opening hours overlap in; a team's own are let be. team: with all changes made."""

    def kind_of(day: date) -> DayKind:
        return team_calendar(team, day.year).kind(day)

    for channel in team.channels:
        hours = [row for row in team.opening_hours if row.channel == channel]
        for today, tomorrow in overlaps_after_midnight(hours, kind_of):
            made = [
                number
                for number, change in enumerate(scenario.changes, start=1)
                if isinstance(change, OpeningChange)
                and change.when in (today.when, tomorrow.when)
                and name_meant(change.channel, [channel])
            ]
            if made:
                reason, mend = overlap_words(today, tomorrow)
                yield InputProblem(scenario.name, reason, mend, value=channel, row=made[-1])


def _with_rule(team: Team, change: RuleChange) -> Team:
    unknown = Message(_l("There is no rule “{name}”."), name=change.rule)
    code = _known(change.rule, (rule.code for rule in RULES), unknown)
    now = team.rules.get(code) or RuleSetting(code)
    setting = replace(
        now,
        value=now.value if change.value is None else change.value,
        price=now.price if change.price is None else change.price,
    )
    return replace(team, rules={**team.rules, code: setting})


def _with_demand(team: Team, change: DemandChange) -> Team:
    channel = _known_channel(team, change.channel) if change.channel else ""

    def scaled(people: int) -> int:
        """To the nearest whole person."""
        return (people * change.percent + 50) // 100

    def of_demand(row: Demand) -> Demand:
        maximum = None if row.maximum is None else scaled(row.maximum)
        return replace(row, minimum=scaled(row.minimum), target=scaled(row.target), maximum=maximum)

    return replace(
        team,
        volume=tuple(
            replace(row, messages_per_hour=row.messages_per_hour * change.percent / 100)
            if channel in ("", row.channel)
            else row
            for row in team.volume
        ),
        demand=tuple(of_demand(row) if channel in ("", row.channel) else row for row in team.demand),
    )


# ---- names


def _known_person(team: Team, name: str) -> Manager:
    reason = Message(_l("Nobody in the team is called “{name}”."), name=name)
    found = _known(name, (manager.name for manager in team.managers), reason)
    return next(manager for manager in team.managers if manager.name == found)


def _known_channel(team: Team, name: str) -> str:
    return _known(name, team.channels, Message(_l("There is no channel “{name}”."), name=name))


def _known(written: str, names: Iterable[str], reason: Message) -> str:
    """The name as the team writes it."""
    known = list(names)
    meant = name_meant(written, known)
    if meant is None:
        raise _Refused(written, reason, Message(_l("Choose one of: {known}."), known=known))
    return meant
