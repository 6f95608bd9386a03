"""Checks across rows: what each row alone cannot know."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import TypeVar

from planner.domain.demand import LONGEST_AT_WORK_MIN, ShiftType
from planner.domain.team import NEVER, Team
from planner.domain.time import clock
from planner.exchange.cells import duration_cell
from planner.exchange.columns import Row
from planner.exchange.opening_checks import check_opening_hours
from planner.exchange.raw_table import Found
from planner.exchange.row_checks import after_start
from planner.exchange.row_reader import Read
from planner.exchange.rows_people import ManagerRow
from planner.exchange.rows_scenarios import ChangeKind
from planner.exchange.rows_team import RuleRow
from planner.exchange.rule_codes import rule_named, rule_words
from planner.exchange.team_build import NAMED_LIMITS, OF_SHIFT, Rows, limits_of, rule_setting, site_of
from planner.exchange.words import key_of, nearest
from planner.holiday_calendar import UnknownPlaceError, check_place
from planner.law import LawUnit, load_law
from planner.messages import Message, Minutes, _l
from planner.names import name_key
from planner.rules.base import Rule, Unit

_Row = TypeVar("_Row", bound=Row)

#: Without a month the newest law is what values are compared with.
LATEST = date(2099, 12, 31)
#: A cell of the roster has no room for more.
_LONGEST_CODE = 3


def check_team(rows: Rows, found: Found, month: tuple[int, int] | None, before: Team | None = None) -> None:
    """Report everything that rows contradict each other in. before: the team as it is kept; what it has may stay."""
    if len(rows.team) > 1:
        rows.team[1].problem(
            found, "name", rows.team[1].row.name,
            Message(_l("A file is for one team.")), Message(_l("Keep one row here.")),
        )  # fmt: skip
    _no_duplicates(rows, found)
    _shift_types(rows, found, before.shift_types if before else ())
    _places(rows, found)
    _absences(rows, found)
    check_opening_hours(rows.opening_hours, site_of(rows.sites[0].row) if rows.sites else None, found)
    planned = month or (rows.team[0].row.month if rows.team else None)
    on = date(*planned, 1) if planned else LATEST
    _rules(rows, found, on)
    _scenarios(rows, found, on)


def _no_duplicates(rows: Rows, found: Found) -> None:
    _unique(rows.rules, "code", lambda r: _code(r.code), found, Message(_l("This rule is already in row {row}.")))
    _unique(rows.topics, "name", lambda r: name_key(r.name), found, Message(_l("This topic is already in row {row}.")))
    _unique(
        rows.carry_over,
        "person",
        lambda r: name_key(r.person),
        found,
        Message(_l("This person is already in row {row}.")),
    )
    on_call = {read.row.code for read in rows.shift_types if read.row.on_call}
    _unique(
        rows.locks,
        "day",
        # A shift and on-call duty can both be locked on one day.
        lambda r: (r.person, r.day, r.shift in on_call),
        found,
        Message(_l("This day is already settled in row {row}.")),
    )
    volumes: dict[Hashable, int] = {}
    for read in rows.volume:
        last = read.row.hour + 1 if read.row.until is None else read.row.until
        keys = [
            (name_key(read.row.channel), when, hour) for when in read.row.when for hour in range(read.row.hour, last)
        ]
        earlier = next((volumes[key] for key in keys if key in volumes), None)
        if earlier is not None:
            read.problem(
                found, "hour", read.row.hour,
                Message(_l("This hour is already in row {row}."), row=str(earlier)),
                Message(_l("Keep one of the rows.")),
            )  # fmt: skip
        volumes |= dict.fromkeys(keys, read.number)


def _code(written: str) -> str:
    rule = rule_named(written)
    return rule.code if rule else key_of(written)


def _unique(
    reads: Iterable[Read[_Row]],
    column: str,
    key: Callable[[_Row], Hashable],
    found: Found,
    reason: Message,
) -> None:
    seen: dict[Hashable, int] = {}
    for read in reads:
        earlier = seen.setdefault(key(read.row), read.number)
        if earlier != read.number:
            read.problem(
                found, column, getattr(read.row, column),
                Message(reason.text, row=str(earlier)), Message(_l("Keep one of the rows.")),
            )  # fmt: skip


def _shift_types(rows: Rows, found: Found, kept: Iterable[ShiftType]) -> None:
    # Not a matter of the row alone: a team that has longer ones, from before, is not to fall apart.
    known = {kind.code: kind.end_min - kind.start_min for kind in kept}
    for read in rows.shift_types:
        length_min = after_start(read.row.start, read.row.end) - read.row.start
        if not read.row.on_call and length_min > max(LONGEST_AT_WORK_MIN, known.get(read.row.code, 0)):
            read.problem(
                found, "end", clock(read.row.end),
                Message(_l("Nobody is at work for {length} at a stretch."), length=Minutes(length_min)),
                Message(_l("Write when the shift ends, or “yes” under On call if it is a duty.")),
            )  # fmt: skip
        if len(read.row.code) > _LONGEST_CODE and read.row.code not in known:
            read.problem(
                found, "code", read.row.code,
                Message(_l("This code is too long.")),
                Message(_l("Write one to three letters, as they stand in the roster.")),
            )  # fmt: skip


def _places(rows: Rows, found: Found) -> None:
    for read in rows.sites:
        try:
            check_place(read.row.country, read.row.subdivision)
        except UnknownPlaceError as error:
            read.problem(
                found, "subdivision", read.row.subdivision, error.message,
                Message(_l("Write the state or canton as in ISO 3166-2, such as 9, BY or ZH.")),
            )  # fmt: skip


def _absences(rows: Rows, found: Found) -> None:
    by_person: dict[str, list[tuple[date, date, int, object]]] = {}
    reads = {read.number: read for read in rows.absences}
    for read in rows.absences:
        row = read.row
        by_person.setdefault(row.person, []).append((row.first, row.last or row.first, read.number, row.kind))
    for away in by_person.values():
        away.sort(key=lambda span: (span[0], span[2]))
        for before, after in pairwise(away):
            if after[0] > before[1]:
                continue
            later, earlier = max(before[2], after[2]), min(before[2], after[2])
            reads[later].problem(
                found, "first", reads[later].row.first,
                Message(_l("This absence overlaps the one in row {row}."), row=str(earlier)),
                Message(_l("Change the days so that each day is in one row only.")),
            )  # fmt: skip


# ---- rules


def _rules(rows: Rows, found: Found, on: date) -> None:
    # As in Rule.replaces_law: a note without a value does not touch the law.
    noted = {_code(read.row.code) for read in rows.rules if read.row.note and read.row.value is not None}
    countries = {read.row.country for read in rows.sites}
    for read in rows.rules:
        rule = rule_named(read.row.code)
        if rule is None:
            _unknown_rule(read, "code", read.row.code, found)
        else:
            _setting(read, read.row, rule, countries, on, found)
    country_of = {name_key(read.row.name): read.row.country for read in rows.sites}
    first = rows.sites[0].row.name if rows.sites else ""
    for manager in rows.managers:
        _own_limits(manager, country_of.get(name_key(manager.row.site or first)), noted, on, found)


def _setting(
    read: Read[_Row], row: RuleRow, rule: Rule, countries: Collection[str], on: date, found: Found
) -> None:
    for column, value, reason, mend in setting_problems(row, rule, countries, on):
        read.problem(found, column, value, reason, mend)


def setting_problems(
    row: RuleRow, rule: Rule, countries: Collection[str], on: date
) -> Iterator[tuple[str, object, Message, Message]]:
    """(column, value, reason, mend) of what a team may not set a rule to. countries: of its sites; on: whose law."""
    if row.value is not None and not fits(rule, row.value):
        yield "value", row.value[0], *_unit_words(rule)
    elif not row.note:
        yield from _lenient_setting(row, rule, countries, on)


def _scenarios(rows: Rows, found: Found, on: date) -> None:
    """A scenario's rule must be one that the team may set, with the note that it gives the rule already."""
    notes = {_code(read.row.code): read.row.note for read in rows.rules}
    countries = {read.row.country for read in rows.sites}
    changed: dict[Hashable, int] = {}
    for read in rows.scenarios:
        row, targets = read.row, list(read.row.targets())
        earlier = next((changed[target] for target in targets if target in changed), None)
        if earlier is not None:
            read.problem(
                found, "what", row.what,
                Message(_l("This is already changed in row {row}."), row=str(earlier)),
                Message(_l("Keep one of the rows.")),
            )  # fmt: skip
        changed |= dict.fromkeys(targets, read.number)
        rule = rule_named(row.what) if row.kind is ChangeKind.RULE else None
        if rule is not None:
            value, note = row.value if isinstance(row.value, tuple) else None, notes.get(rule.code, "")
            setting = RuleRow.model_construct(code=rule.code, value=value, price=row.price, note=note)
            _setting(read, setting, rule, countries, on, found)


def _unknown_rule(read: Read[_Row], column: str, written: str, found: Found) -> None:
    near = nearest(key_of(written), rule_words())
    read.problem(
        found, column, written,
        Message(_l("There is no rule “{name}”."), name=written),
        Message(_l("Maybe “{name}” is meant."), name=near)
        if near
        else Message(_l("The page of rules names them all, as `planner rules` does.")),
    )  # fmt: skip


def fits(rule: Rule, value: tuple[int, bool]) -> bool:
    """Whether a value is written in the rule's unit. value: see `cells.quantity`."""
    return value[1] == (rule.unit is Unit.MINUTES) and (rule.unit is not Unit.NONE or not value[1])


def _unit_words(rule: Rule) -> tuple[Message, Message]:
    """Reason and mend for a value in another unit than the rule's."""
    if rule.unit is Unit.MINUTES:
        # 11 could be hours or minutes; guessing wrong would make a plan that nobody wants.
        mend = Message(_l("Write it with its unit: 11:00, 11 h or 30 min."))
        return Message(_l("This rule needs a duration.")), mend
    return Message(_l("This rule counts days or times.")), Message(_l("Write a whole number such as 3."))


def _lenient_setting(
    row: RuleRow, rule: Rule, countries: Collection[str], on: date
) -> Iterator[tuple[str, object, Message, Message]]:
    """A team's value is lenient when every country's law is stricter; else each law still holds for its own."""
    setting = rule_setting(row)
    bounds = [_law_bound(rule, country, on) for country in countries]
    known = [bound for bound in bounds if bound is not None]
    if setting.value is not None and known and len(known) == len(bounds):
        bound = max(known) if rule.stricter == "low" else min(known)
        if _more_lenient(rule, setting.value, bound):
            mend = Message(_l("Write the reason into the column for notes, or {bound}."), bound=rule.measure(bound))
            yield "value", _written(rule, setting.value), _stricter_words(rule, bound), mend
    if setting.price not in (None, NEVER) and rule.price == NEVER and any(_has_law(rule, c, on) for c in countries):
        mend = Message(_l("Write the reason into the column for notes, or leave the price empty."))
        yield "price", row.price, Message(_l("This rule is law and cannot be broken for points.")), mend


def _own_limits(read: Read[ManagerRow], country: str | None, noted: set[str], on: date, found: Found) -> None:
    misfits = set()
    for written, figure in read.row.limits.items():
        rule = rule_named(written)
        if rule is None:
            _unknown_rule(read, "limits", written, found)
        elif not fits(rule, figure):
            misfits.add(rule.code)
            read.problem(found, "limits", figure[0], *_unit_words(rule))
        elif rule.code in (*NAMED_LIMITS, OF_SHIFT):
            read.problem(
                found, "limits", written,
                Message(_l("This limit has a column of its own.")),
                Message(_l("Write it into the column “{name}”."), name=read.layout.heading(rule.code)),
            )  # fmt: skip
    for code, value in limits_of(read.row).items():
        rule = rule_named(code)
        if rule is None or country is None or read.row.senior_staff or code in noted | misfits:
            continue
        bound = _law_bound(rule, country, on)
        if bound is not None and _more_lenient(rule, value, bound):
            column = code if code in NAMED_LIMITS else "limits"
            mend = Message(
                _l("Write {bound}, or give the team's rule a note that says why."), bound=rule.measure(bound)
            )
            read.problem(found, column, _written(rule, value), _stricter_words(rule, bound), mend)


def _written(rule: Rule, value: int) -> object:
    """A value as the sheets write it."""
    return duration_cell(value) if rule.unit is Unit.MINUTES else value


def _stricter_words(rule: Rule, bound: int) -> Message:
    return Message(_l("The law is stricter: {bound}."), bound=rule.measure(bound))


def _has_law(rule: Rule, country: str, on: date) -> bool:
    return bool(rule.law_key) and load_law(country).value(rule.law_key, on) is not None


def _law_bound(rule: Rule, country: str, on: date) -> int | None:
    law = load_law(country).value(rule.law_key, on) if rule.law_key else None
    if law is None or not isinstance(law.value, int):
        return None
    if isinstance(law.value, bool):
        return 0 if law.value and law.unit is LawUnit.NEEDS_BASIS else None
    return law.value


def _more_lenient(rule: Rule, value: int, bound: int) -> bool:
    return value > bound if rule.stricter == "low" else value < bound
