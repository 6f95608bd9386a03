"""What would mend a gap: who could step in, or one thing at a time made otherwise and the roster mended round it.

Law is never set aside: of a law's limit only a shorter shift is thought of, which keeps it, and a legal basis that is
still to be named.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from planner.asking.alternative import Alternative, Alternatives
from planner.check import breach_of
from planner.messages import Days, Message, Minutes, _l
from planner.rulebook import plan_of, rule_of
from planner.rules.base import Rule, Subject, Unit
from solver.increments import Increments
from solver.limits import OPEN, Ints, Tier

#: Of those who could step in, so many are offered.
_STEPPING_IN = 5
#: Conditions tried for one gap, those nearest to what the roster is first.
_TRIED = 8
#: Share of the time in which others' shifts may be moved, no condition asked for.
_MOVING_SHARE = 0.6
#: As many rules at most are bent for one mend.
_AT_ONCE = 2
#: A shift is shortened by at most so many minutes.
_SHORTER_MIN = 120
#: What may be otherwise, by the rule that stands in the way. {amount}: what is missing, in the rule's unit.
_TEXTS = {
    "lock": _l("if {person} were not locked as free on {day}"),
    "availability": _l("if {person} came outside the stated hours on {day}"),
    "wishes": _l("if {person}'s wish for {day} were not kept"),
    "rest": _l("if {shift} on {day}, or the shift next to it, were {amount} shorter for {person}"),
    "max_day": _l("if {shift} on {day} were {amount} shorter for {person}"),
    "day_span": _l("if {shift} on {day} were {amount} shorter for {person}"),
    "overtime": _l("if {person} were paid for {amount} more this month"),
    "max_month": _l("if {person} were paid for {amount} more this month"),
    "max_week": _l("if {person} worked {amount} more in that week"),
    "average_week": _l("if {person} worked {amount} more a week on average"),
    "weekly_rest": _l("if {person} had {amount} less of rest in that week"),
    "succession": _l("if {person} could take {shift} on {day} so soon before or after the other one"),
    "max_days_in_row": _l("if {person} worked {amount} more in a row"),
    "max_weekends": _l("if {person} worked one more weekend"),
    "weekends_in_row": _l("if {person} worked one more weekend in a row"),
    "max_of_shift": _l("if {person} took {shift} once more this month"),
    "night": _l("if {person} took one more night shift"),
    "on_call_days": _l("if {person} were on call one more day"),
    "sunday_basis": _l("if {site} named a legal basis for Sunday work"),
    "holiday_basis": _l("if {site} named a legal basis for holiday work"),
}
_SHORTENED = frozenset({"rest", "max_day", "day_span"})


@dataclass(frozen=True, slots=True)
class Mend:
    """One way to fill a gap. what: conditions in words; none = whoever the changes name is all it takes."""

    what: tuple[Message, ...]
    alternative: Alternative


@dataclass(frozen=True, slots=True)
class Mends:
    """Ways to fill a gap, best first. tried: of `ways` that take a search, those there was time for."""

    found: tuple[Mend, ...]
    tried: int
    ways: int


@dataclass(frozen=True, slots=True)
class _Try:
    """One person's way into the gap. bent: limits in the way, each with the sum that the cell gives it.

    rank: least in the way first, then what the step alone costs.
    """

    cell: int
    bent: dict[int, int]
    what: tuple[Message, ...]
    rank: tuple[int, ...]


def mends(ask: Alternatives, wanted: Sequence[int], seconds: float = 4.0) -> Mends:
    """Ways to fill the gap that some rows of demand are short of; none where nothing tried helps.

    Whoever could step in is offered without any search. Others' shifts are moved, and conditions tried, only where
    that leaves part of the gap.
    wanted: the rows (see `rows_of_gap`). Ranked by what stays uncovered, then by changes, then by cost. seconds: for
    all of them; what is not tried by then is left out.
    """
    until = time.monotonic() + seconds
    ways = sorted(_tries(ask, wanted), key=lambda one: one.rank)
    free = [one for one in ways if not one.bent]
    found = [Mend((), ask.with_cell(one.cell, wanted=wanted)) for one in free[:_STEPPING_IN]]
    tried = of = 0
    if min((mend.alternative.uncovered for mend in found), default=OPEN):
        searched, tried, of = _searched(ask, wanted, [one for one in ways if one.bent][:_TRIED], until)
        found += searched
    helping = [mend for mend in found if _fills(ask, wanted, mend.alternative)]
    # A condition is worth asking for only where it does more than stepping in and moving people do.
    without = min((mend.alternative.uncovered for mend in helping if not mend.what), default=OPEN)
    worth = [mend for mend in helping if not mend.what or mend.alternative.uncovered < without]
    # The first of those that come to the same roster: with the least asked for, and the most proven.
    kept = {mend.alternative.places: mend for mend in reversed(worth)}
    ranked = sorted(kept.values(), key=lambda mend: _rank(mend.alternative))
    return Mends(tuple(ranked), tried, of)


def _searched(
    ask: Alternatives, wanted: Sequence[int], ways: Sequence[_Try], until: float
) -> tuple[list[Mend], int, int]:
    """Ways other than stepping in, how many were tried, and of how many: moving people, then each condition.

    Where moving people fills all of it, no condition is worth asking for. What one cell more does under a condition is
    reckoned; only a condition under which that is not enough takes a search, of the time that is left.
    """
    began = time.monotonic()
    if began >= until:
        return [], 0, 1 + len(ways)
    moving = ask.when({}, wanted=wanted, seconds=(until - began) * _MOVING_SHARE)
    found = [Mend((), moving)]
    if not moving.uncovered and _fills(ask, wanted, moving):
        return found, 1, 1
    left = []
    for one in ways:
        at_once = ask.with_one_turned(wanted, bent=one.bent, freed=[one.cell])
        if at_once is None:
            left.append(one)
        else:
            found.append(Mend(one.what, at_once))
    over = 0.0
    for number, one in enumerate(left):
        began = time.monotonic()
        # What a search took beyond its share is kept in hand, so that the last one ends in time.
        share = (until - began - over) / (len(left) - number)
        if share <= 0:
            break
        made = ask.when({}, bent=one.bent, freed=[one.cell], wanted=wanted, seconds=share)
        found.append(Mend(one.what, made))
        over = max(over, time.monotonic() - began - share)
    return found, len(found), 1 + len(ways)


def rows_of_gap(ask: Alternatives, subject: Subject | None) -> list[int]:
    """The rows of coverage with this subject that the roster is short of; none for None."""
    columns = ask.columns
    short = columns.low - columns.values(ask.plan)
    rows = ((columns.price > 0) & (columns.tier < Tier.CHANGE) & (short > 0)).nonzero()[0].tolist()
    return [row for row in rows if subject is not None and columns.subjects[row] == subject]


def fills(ask: Alternatives, wanted: Sequence[int], mend: Mend) -> bool:
    """Whether a mend makes another gap smaller, too. wanted: that gap's rows."""
    return _short(ask, wanted, plan_of(ask.board, mend.alternative.places)) < _short(ask, wanted, ask.plan)


def _rank(found: Alternative) -> tuple[int, ...]:
    return found.uncovered, found.moved, *found.dearer


def _fills(ask: Alternatives, wanted: Sequence[int], found: Alternative) -> bool:
    """Whether the gap is smaller, and nothing is torn open elsewhere."""
    left = _short(ask, wanted, plan_of(ask.board, found.places))
    return found.uncovered == left < _short(ask, wanted, ask.plan)


def _short(ask: Alternatives, wanted: Sequence[int], plan: Ints) -> int:
    """Points that the rows of the gap cost in a plan."""
    rows = np.array(wanted, np.int64)
    short = np.maximum(ask.columns.low[rows] - ask.columns.values(plan)[rows], 0)
    return int((short * ask.columns.price[rows]).sum())


def _tries(ask: Alternatives, wanted: Sequence[int]) -> Iterator[_Try]:
    """For each person with a cell in the gap, the cell with the least in the way, if that can be changed."""
    at = ask.sums
    best: dict[int, _Try] = {}
    cells = dict.fromkeys(atom for row in wanted for atom in ask.columns.base_atoms(row))
    for cell in cells:
        person = ask.board.cells[cell].person
        open_to = not ask.plan[cell] and not ask.is_over(cell)
        helps = open_to and any(at.change(cell).get(row, 0) > 0 for row in wanted)
        one = _try(ask, at, cell) if helps else None
        if one is not None and (person not in best or one.rank < best[person].rank):
            best[person] = one
    yield from best.values()


def _missing(ask: Alternatives, at: Increments, cell: int, row: int, moved: int) -> int:
    """By how much a row's limit is missed with the cell added, in the unit its figures are told in."""
    plan = at.plan.copy()
    plan[cell] = 1
    on = (n for n in ask.columns.base_atoms(row) if plan[n])
    breach = breach_of(ask.board, ask.columns, row, on, at.values[row] + moved, plan)
    measured, limit = rule_of(ask.columns, row).figures(ask.board, breach)
    return abs(measured - limit) if isinstance(measured, int) and isinstance(limit, int) else breach.amount


def _try(ask: Alternatives, at: Increments, cell: int) -> _Try | None:
    """What would let the cell's person in, nothing for whoever is free; None where that is more than two things, or one
    that cannot be changed.
    """
    moved = at.change(cell)
    in_the_way: dict[Rule, list[int]] = {}
    costs = dict.fromkeys(Tier, 0)
    for row, by in at.worse(moved).items():
        price = int(ask.columns.price[row])
        costs[Tier(int(ask.columns.tier[row]))] += by * price
        if by > 0 and not price:
            in_the_way.setdefault(rule_of(ask.columns, row), []).append(row)
    if len(in_the_way) > _AT_ONCE or costs[Tier.MUST] > 0 or not (in_the_way or ask.can_turn(cell)):
        return None
    what = []
    for rule, rows in in_the_way.items():
        amount = max(_missing(ask, at, cell, row, moved[row]) for row in rows)
        if not _can_change(ask, rule, cell, amount):
            return None
        what.append(_words(ask, rule, cell, amount))
    bent = {row: at.values[row] + moved[row] for together in in_the_way.values() for row in together}
    return _Try(cell, bent, tuple(what), (len(what), len(bent), *costs.values()))


def _can_change(ask: Alternatives, rule: Rule, cell: int, amount: int) -> bool:
    """Whether a rule may be bent by so much: a shift be that much shorter, or a limit be moved without passing law."""
    if rule.code in _SHORTENED:
        return amount <= _SHORTER_MIN
    # What is said of "one more" is tried for one alone.
    if rule.code not in _TEXTS or (rule.unit is Unit.TIMES and amount != 1):
        return False
    person = ask.board.cells[cell].person
    law, value = rule.law_value(ask.board, person), rule.value(ask.board, person)
    if law is None or value is None or not isinstance(law.value, int):
        return True
    return value + amount <= law.value if rule.stricter == "low" else value - amount >= law.value


def _words(ask: Alternatives, rule: Rule, cell: int, amount: int) -> Message:
    board, at = ask.board, ask.board.cells[cell]
    return Message(
        _TEXTS[rule.code],
        person=board.people[at.person].name,
        site=board.sites[at.person].name,
        day=at.day,
        shift=board.shift_of(cell).name,
        amount=Days(amount) if rule.unit is Unit.DAYS else Minutes(amount),
    )
