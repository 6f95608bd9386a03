"""A team's facts as the rows of its sheets: the import, turned round."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum, auto
from typing import NamedTuple

from planner.domain.days import DayKind
from planner.domain.demand import ALL_KINDS
from planner.domain.people import Manager, limit_on
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
from planner.domain.team import NEVER, Team
from planner.domain.time import MINUTES_A_DAY
from planner.exchange import words
from planner.exchange.cells import write_list
from planner.exchange.rows_ledger import MEASURES
from planner.exchange.rows_scenarios import CHANGE_KINDS, ChangeKind
from planner.exchange.rows_settled import LEDGER_MEASURES
from planner.exchange.rule_codes import rule_named
from planner.exchange.team_build import NAMED_LIMITS, OF_SHIFT
from planner.exchange.words import Words
from planner.rules.base import Unit
from planner.rules.prices import PriceWord


class Form(Enum):
    """How a figure is written."""

    CLOCK = auto()
    DURATION = auto()
    HOURS = auto()


class Figure(NamedTuple):
    """Minutes to be written as a time of day (14:00), a duration (11:00) or hours (38.5)."""

    minutes: int
    form: Form


#: What a cell is written from; None is left empty.
Cell = str | int | float | date | Figure | None
Cells = Mapping[str, Cell]


def team_rows(team: Team, language: str) -> dict[str, list[Cells]]:
    """The rows of every sheet by its key, with words in "de" or "en".

    ValueError for facts that the sheets cannot say; a team from the importer never has such.
    """
    return {
        "team": [
            {
                "name": team.name,
                "month": f"{team.month[0]}-{team.month[1]:02d}" if team.month else None,
                "zone": team.zone.key,
                "first_weekday": words.WEEKDAYS.word(team.first_weekday, language),
            }
        ],
        "sites": [
            {
                "name": site.name,
                "zone": site.zone.key,
                "country": site.country,
                "subdivision": site.subdivision,
                "sunday_basis": site.sunday_basis,
                "holiday_basis": site.holiday_basis,
            }
            for site in team.sites
        ],
        "rules": [
            {"code": row.code, **_setting(row.code, row.value, row.price, language), "note": row.note}
            for row in team.rules.values()
        ],
        "managers": [_manager(manager) for manager in team.managers],
        **_people_rows(team, language),
        **_work_rows(team, language),
        "scenarios": [cells for scenario in team.scenarios for cells in _scenario(scenario, language)],
    }


def _people_rows(team: Team, language: str) -> dict[str, list[Cells]]:
    return {
        "availability": [
            {
                "person": row.person,
                "weekdays": words.WEEKDAYS.word(row.weekday, language),
                "start": Figure(row.start_min, Form.CLOCK),
                "end": _end(row.start_min, row.end_min),
                "valid_from": row.valid_from,
                "valid_to": row.valid_to,
                "can": words.CAN.word(row.can, language),
            }
            for row in team.availability
        ],
        "absences": [
            {
                "person": row.person,
                "kind": words.ABSENCE_KINDS.word(row.kind, language),
                "first": row.first,
                "last": row.last,
            }
            for row in team.absences
        ],
        "wishes": [
            {
                "person": row.person,
                "first": row.first,
                "last": row.last,
                "shift": row.shift,
                "wants": words.WANTS.word(row.wants, language),
                "weight": row.weight,
            }
            for row in team.wishes
        ],
        "pairs": [
            {"person": row.person, "other": row.other, "together": words.TOGETHER.word(row.together, language)}
            for row in team.pairs
        ],
    }


def _work_rows(team: Team, language: str) -> dict[str, list[Cells]]:
    return {
        "shift_types": [
            {
                "code": row.code,
                "name": row.name,
                "start": Figure(row.start_min, Form.CLOCK),
                "end": _end(row.start_min, row.end_min),
                "break_min": row.break_min or None,
                "channels": write_list(sorted(row.channels)),
                "skills": _figures(row.skills),
                "day_kinds": _kinds(row.day_kinds, language),
                "proactive_min": row.proactive_min or None,
                "on_call": words.YES_NO.word(True, language) if row.on_call else None,
                "forbidden_next": write_list(sorted(row.forbidden_next)),
                "max_month": row.max_month,
            }
            for row in team.shift_types
        ],
        "opening_hours": [
            {
                "channel": row.channel,
                "when": _when(row.when, language),
                "start": Figure(row.start_min, Form.CLOCK) if row.end_min else None,
                "end": _end(row.start_min, row.end_min) if row.end_min else None,
                "presence": row.presence_min,
            }
            for row in team.opening_hours
        ],
        "demand": [
            {
                "when": _when(row.when, language),
                "shift": row.shift,
                "start": None if row.shift else Figure(row.start_min, Form.CLOCK),
                "end": None if row.shift else _end(row.start_min, row.end_min),
                "channel": row.channel,
                "skill": row.skill,
                "level": row.level,
                "minimum": row.minimum,
                "target": row.target,
                "maximum": row.maximum,
            }
            for row in team.demand
        ],
        "volume": [
            {
                "channel": row.channel,
                "when": _when(row.when, language),
                "hour": row.hour,
                "messages": row.messages_per_hour,
                "handle_time": row.handle_time_min,
            }
            for row in team.volume
        ],
        "topics": [
            {
                "name": row.name,
                "experts": write_list(sorted(row.experts)),
                "deputies": write_list(sorted(row.deputies)),
                "reaction": row.reaction_min,
            }
            for row in team.topics
        ],
        "locks": [{"person": row.person, "day": row.day, "shift": row.shift} for row in team.locks],
        "past_shifts": [{"person": row.person, "day": row.day, "shift": row.shift} for row in team.past_shifts],
        "carry_over": [
            {
                "person": row.person,
                "weekends_in_row": row.weekends_in_row or None,
                "week_hours": "; ".join(f"{minutes // 60}:{minutes % 60:02d}" for minutes in row.week_minutes),
                "sundays": row.sundays_worked or None,
                **dict(_ledger(row.ledger)),
            }
            for row in team.carry_over
        ],
        "ledger_corrections": [
            {
                "person": row.person,
                "day": row.day,
                "measure": MEASURES.word(row.measure, language),
                "amount": row.hundredths / 100,
                "note": row.note,
            }
            for row in team.ledger_corrections
        ],
    }


def _setting(code: str, value: int | None, price: int | None, language: str) -> Cells:
    rule = rule_named(code)
    is_duration = rule is not None and rule.unit is Unit.MINUTES
    words_of = {NEVER: PriceWord.NEVER, 0: PriceWord.OFF}
    return {
        "value": Figure(value, Form.DURATION) if is_duration and value is not None else value,
        "price": words.PRICES.word(words_of[price], language) if price in words_of else price,
    }


def _scenario(scenario: Scenario, language: str) -> Iterator[Cells]:
    """A row a change; the first one carries the note."""
    note = scenario.note
    for change in scenario.changes:
        kind, cells = _change(change, language)
        yield {"scenario": scenario.name, "kind": CHANGE_KINDS.word(kind, language), **cells, "note": note}
        note = ""


def _change(change: Change, language: str) -> tuple[ChangeKind, Cells]:
    match change:
        case Hire():
            hours = Figure(change.contract_min_week, Form.HOURS)
            return ChangeKind.HIRE, {"what": change.name, "value": hours, "like": change.like, "since": change.since}
        case Leave():
            return ChangeKind.LEAVE, {"what": change.person, "since": change.since}
        case ContractChange():
            hours = Figure(change.contract_min_week, Form.HOURS)
            return ChangeKind.CONTRACT, {"what": change.person, "value": hours}
        case OpeningChange():
            is_open = change.end_min > 0
            return ChangeKind.OPENING, {
                "what": change.channel,
                "when": _when(change.when, language),
                "start": Figure(change.start_min, Form.CLOCK) if is_open else None,
                "end": _end(change.start_min, change.end_min) if is_open else None,
            }
        case RuleChange():
            setting = _setting(change.rule, change.value, change.price, language)
            return ChangeKind.RULE, {"what": change.rule, **setting}
        case DemandChange():
            return ChangeKind.DEMAND, {"what": change.channel, "value": change.percent}


def _manager(manager: Manager) -> Cells:
    named: dict[str, Cell] = {code: manager.limits.get(code) for code in NAMED_LIMITS}
    if "max_week" in manager.limits:
        named["max_week"] = Figure(manager.limits["max_week"], Form.HOURS)
    of_shifts = {
        code.removeprefix(limit_on(OF_SHIFT, "")): most
        for code, most in manager.limits.items()
        if code.startswith(limit_on(OF_SHIFT, ""))
    }
    known = {*NAMED_LIMITS, *(limit_on(OF_SHIFT, shift) for shift in of_shifts)}
    others = [_limit(code, value) for code, value in manager.limits.items() if code not in known]
    return {
        "name": manager.name,
        "public_name": manager.public_name,
        "site": manager.site,
        "contract": Figure(manager.contract_min_week, Form.HOURS),
        "skills": _figures(manager.skills),
        "channels": write_list(sorted(manager.channels)),
        "languages": write_list(sorted(manager.languages)),
        "joins_on": manager.joins_on,
        "leaves_on": manager.leaves_on,
        **named,
        OF_SHIFT: _figures(of_shifts),
        "limits": write_list(sorted(others)),
        "senior_staff": manager.senior_staff,
    }


def _limit(code: str, value: int) -> str:
    rule = rule_named(code)
    if rule is not None and rule.unit is Unit.MINUTES:
        return f"{code} {value // 60}:{value % 60:02d}"
    return f"{code} {value}"


def _figures(levels: Mapping[str, int]) -> str:
    return write_list([f"{name} {level}" for name, level in sorted(levels.items())])


def _end(start_min: int, end_min: int) -> Figure:
    """An end as a time of day: after its start on the same day, else on the next."""
    if not start_min < end_min <= start_min + MINUTES_A_DAY:
        raise ValueError(f"from minute {start_min} to {end_min}. Maybe end within a day after the start.")
    return Figure(end_min if end_min <= MINUTES_A_DAY else end_min - MINUTES_A_DAY, Form.CLOCK)


def _when(when: DayKind | date, language: str) -> Cell:
    return words.DAY_KINDS.word(when, language) if isinstance(when, DayKind) else when


def _kinds(kinds: Iterable[DayKind], language: str) -> Cell:
    chosen = frozenset(kinds)
    if chosen == ALL_KINDS:
        return None
    return write_list(_ordered(words.DAY_KINDS, chosen, language)) or ("keine" if language == "de" else "none")


def _ordered(known: Words[DayKind], chosen: frozenset[DayKind], language: str) -> list[str]:
    return [known.word(kind, language) for kind in known.shown if kind in chosen]


def _ledger(ledger: Mapping[str, int]) -> Iterator[tuple[str, Cell]]:
    for measure, hundredths in ledger.items():
        if measure not in LEDGER_MEASURES:
            raise ValueError(f"ledger measure {measure!r}. Known: {', '.join(LEDGER_MEASURES)}.")
        yield measure, hundredths / 100
