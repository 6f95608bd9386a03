"""The form of the re-planning page: what happened, from the address into events as people write them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from planner.changing.replan import Goal
from planner.messages import _l

#: What may have happened: the word that an event begins with, and how the form calls it.
KINDS: Mapping[str, str] = {
    "sick": _l("Somebody is sick"),
    "leave": _l("Somebody is on leave"),
    "training": _l("Somebody is in training"),
    "surge": _l("More is expected"),
    "swap": _l("Two people swap"),
    "lock": _l("Somebody must have a shift"),
    "free": _l("Somebody must be free"),
    "join": _l("Somebody joins"),
    "leaves": _l("Somebody leaves the team"),
}
GOALS: Mapping[Goal, str] = {
    Goal.MEND: _l("Cover it with few changes"),
    Goal.FILL: _l("Only fill what is short"),
    Goal.ANEW: _l("Plan anew"),
}
#: What an event cannot be without.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "sick": ("person", "first"),
    "leave": ("person", "first"),
    "training": ("person", "first"),
    "surge": ("first",),
    "swap": ("person", "first", "other"),
    "lock": ("person", "first", "shift"),
    "free": ("person", "first"),
    "join": ("person", "name", "first"),
    "leaves": ("person", "first"),
}
#: How figures are written that may be left out, and what is said of others.
_FIGURES: Mapping[str, tuple[str, str]] = {
    "percent": (r"\+?[1-9]\d{0,2}", _l("Write a whole number from 1 to 999.")),
    "hours": (r"\d{1,2}([.,]\d)?", _l("Write hours as 20 or 38.5.")),
}
_EMPTY = _l("Nothing stands here yet. Fill it in.")
FIELDS = ("what", "person", "other", "name", "channel", "shift", "first", "last", "percent", "hours")


@dataclass(frozen=True, slots=True)
class ReplanForm:
    """events: as written so far, the one in the fields included where it is whole. earlier: without that one.

    values: what the fields show. errors: what is wrong with them, by field. asked: to be planned.
    since: days before it stay; None = from today.
    """

    events: tuple[str, ...]
    earlier: tuple[str, ...]
    values: Mapping[str, str]
    errors: Mapping[str, str]
    since: date | None
    goal: Goal
    asked: bool

    def without(self, index: int) -> dict[str, object]:
        """The address' arguments with one event less."""
        rest = [event for at, event in enumerate(self.events) if at != index]
        since = self.since.isoformat() if self.since else ""
        return {"event": rest, "goal": self.goal.value, "since": since, "plan": "1" if rest else None}


def read_form(args: MultiDict[str, str]) -> ReplanForm:
    """The form filled from an address' query."""
    values = {name: args.get(name, "").strip() for name in FIELDS}
    earlier = [event for event in args.getlist("event") if event.strip()]
    events, errors = list(earlier), dict(_errors(values))
    if values["what"] in KINDS and not errors:
        events.append(_event(values))
    goal = Goal(args["goal"]) if args.get("goal") in set(Goal) else Goal.MEND
    asked = not errors and (bool(events) or (bool(args.get("plan")) and goal is not Goal.MEND))
    return ReplanForm(tuple(events), tuple(earlier), values, errors, _date(args.get("since", "")), goal, asked)


def _errors(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in _NEEDED.get(values["what"], ()):
        if not values[name]:
            yield name, _EMPTY
    for name, of in (("percent", "surge"), ("hours", "join")):
        pattern, mend = _FIGURES[name]
        if values["what"] == of and values[name] and not re.fullmatch(pattern, values[name]):
            yield name, mend


def _event(values: Mapping[str, str]) -> str:
    what, person, first = values["what"], values["person"], values["first"]
    span = f"{first}..{values['last'] or first}"
    match what:
        case "surge":
            text = f"surge {values['channel'] or 'all'} {span} +{values['percent'].lstrip('+') or '50'}%"
        case "lock":
            text = f"lock {person} {first} {values['shift']}"
        case "swap":
            text = f"swap {person} {first} with {values['other']} {values['last'] or first}"
        case "join":
            text = f"join {values['name']} {first} {values['hours'] or '20'}h like {person}"
        case "free" | "leaves":
            text = f"{what} {person} {first}"
        case _:
            text = f"{what} {person} {span}"
    return text


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
